"""Questions about lesson 01: a CNN is a giant MLP with shared parameters (lecture 1.1.1, 1.1.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.reference import conv2d, conv2d_grad_weight
from cnnkit.shapes import Window

__all__ = ["PREDICTIONS", "RECAP"]


def tied_entries(_rng):
    """How many entries of the dense gradient belong to a weight."""
    size, kernel_size = 10, 3
    rows, columns = Window(kernel_size).output_size((size, size))
    used = rows * columns * len(Window(kernel_size).taps(0, 0))
    entries = rows * columns * size * size
    return Question(
        "01-tied",
        f"A 3 × 3 filter scans a 10 × 10 image. Written as a dense layer it is a matrix of {rows * columns} "
        f"rows and {size * size} columns. Of the {entries:,} entries of its gradient, how many reach "
        "the 9 weights?",
        used,
        f"Each of the {rows * columns} outputs reads 9 cells, so each row holds 9 weights: {rows * columns} · 9. "
        "The other entries belong to no weight: they are 0 in every filter and must stay 0.",
        (
            Belief("", 9, "There are 9 weights, but each stands in the matrix once for every output."),
            Belief("", entries, "A dense layer learns all of them; here most entries are no weights."),
            Belief("", size * size * 9, "A position where the filter does not fit makes no output."),
        ),
    )  # fmt: skip


def scan_outputs(rng):
    """How many outputs a scan makes."""
    height, width, kernel_size = (int(n) for n in (*rng.integers(6, 12, 2), rng.integers(2, 5)))
    rows, columns = Window(kernel_size).output_size((height, width))
    return Question(
        "01-positions",
        f"A perceptron with {kernel_size} × {kernel_size} weights scans a {height} × {width} image, one cell "
        "further each time, wherever it fits. How many outputs does it make?",
        rows * columns,
        f"It fits in {rows} rows of places and {columns} columns of places.",
        (
            Belief("F18", (rows - 1) * (columns - 1)),
            Belief("", height * width, "It does not fit around the last rows and columns."),
            Belief("", (height // kernel_size) * (width // kernel_size),
                   "Places may overlap: the next one is a single cell further."),
        ),
    )  # fmt: skip


def shared_weights(rng):
    """Sharing keeps one set of weights."""
    size, kernel_size = int(rng.integers(6, 12)), int(rng.integers(2, 5))
    maps, filters = (int(n) for n in rng.integers(2, 6, 2))
    rows, columns = Window(kernel_size).output_size((size, size))
    weights = np.zeros((filters, maps, kernel_size, kernel_size)).size
    return Question(
        "01-shared",
        f"{filters} filters of {kernel_size} × {kernel_size} scan {maps} maps of {size} × {size}. "
        "How many different weights are there, biases not counted?",
        weights,
        f"{filters} filters · {maps} maps · {kernel_size} · {kernel_size}; the same weights serve every position.",
        (
            Belief(
                "", weights * rows * columns, "That is one filter for each position: not shared."
            ),
            Belief("F05", weights // maps),
            Belief("", weights // filters, "That is one filter; each output map has its own."),
        ),
    )


def shared_gradient(rng):
    """The gradient of a shared weight is the sum over its copies."""
    y = rng.integers(-4, 5, (1, 1, 1, 4)).astype(float)
    dz = rng.integers(-4, 5, (1, 1, 1, 4)).astype(float)
    dw = conv2d_grad_weight(dz, y, (1, 1))[0, 0, 0, 0]
    return Question(
        "01-copies",
        "One weight w serves four places: z = w · y at each. What is the gradient of the divergence "
        "with respect to w?",
        int(dw),
        "Each copy contributes dz · y, and the shares are added because all copies move together.",
        (
            Belief("W05", dw / 4),
            Belief("", int((dz * y).ravel()[-1]), "That is the share of the last copy alone."),
            Belief("", int(dz.sum()), "Each dz is multiplied by the cell that the weight met."),
        ),
        arrays=(("y", y[0, 0]), ("dz", dz[0, 0])),
    )


def scanned_value(rng):
    """A perceptron at one position."""
    y, w = rng.integers(-3, 4, (1, 1, 3, 3)), rng.integers(-3, 4, (1, 1, 2, 2))
    bias = int(rng.integers(1, 4))
    z = conv2d(y, w, [bias])
    return Question(
        "01-place",
        f"A perceptron with weights w and bias {bias} scans Y, one cell further each time. "
        "What does it give at its second place in the first row?",
        int(z[0, 0, 0, 1]),
        "The second place covers rows 0 to 1, columns 1 to 2; weight times cell, added up, plus the bias.",
        (
            Belief("F01", int(conv2d(y, w[:, :, ::-1, ::-1], [bias])[0, 0, 0, 1])),
            Belief("F06", int(z[0, 0, 0, 1]) - bias),
            Belief("", int(z[0, 0, 0, 0]), "That is the first place."),
        ),
        arrays=(("Y", y[0, 0]), ("w", w[0, 0])),
    )


PREDICTIONS = (tied_entries,)
RECAP = (scan_outputs, shared_weights, shared_gradient, scanned_value)
