"""Questions about lesson 01: a CNN is a giant MLP with shared parameters (lecture 1.1.1, 1.1.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.numbers import article, count
from cnnkit.reference import conv2d, conv2d_grad_weight
from cnnkit.shapes import Window

__all__ = ["PREDICTIONS", "RECAP"]


def tied_entries(_rng):
    """An entry that is 0 and stays 0 has a gradient all the same."""
    size, kernel_size = 10, 3
    rows, columns = Window(kernel_size).output_size((size, size))
    used = rows * columns * len(Window(kernel_size).taps(0, 0))
    rng = np.random.default_rng(0)
    y, dz = (rng.uniform(1, 2, n) for n in (size * size, rows * columns))
    present = int((np.outer(dz, y) != 0).sum())
    return Question(
        "01-gradient",
        f"A 3 × 3 filter scans a 10 × 10 image. Written as a dense layer it is a matrix of {rows * columns} "
        f"rows and {size * size} columns; {used} of its {count(present)} entries are copies of the 9 weights, all others are 0. "
        "Now the dense layer's gradient is computed, and no pixel and no dz is 0. How many of its entries are not 0?",
        present,
        "The gradient of an entry is dz of its row times the pixel of its column, whatever the entry itself is. "
        f"Only {used} of them reach the 9 weights. The other {count(present - used)} belong to no weight, since an output reads its own patch only: they stay unused.",
        (
            Belief("", used, "That would be so if an entry that is 0 had a gradient of 0, but its gradient is dz times a pixel."),
            Belief("", 9, "That would be so if the dense layer knew of the sharing, but to it every entry is a weight of its own."),
            Belief("", present - used, "That would be so if copies of a weight had no gradient, but each has one, and they are added up."),
        ),
    )  # fmt: skip


def scan_outputs(rng):
    """How many outputs a scan makes."""
    height, width, kernel_size = (int(n) for n in (*rng.integers(6, 12, 2), rng.integers(2, 5)))
    rows, columns = Window(kernel_size).output_size((height, width))
    return Question(
        "01-positions",
        f"A perceptron with {kernel_size} × {kernel_size} weights scans {article(height)} {height} × {width} image, one cell "
        "further each time, wherever it fits. How many outputs does it make?",
        rows * columns,
        f"It fits in {rows} rows of places and {columns} columns of places.",
        (
            Belief("F18", (rows - 1) * (columns - 1), "That would be so if only the steps counted, but there is a place before the first step."),
            Belief("", height * width, "That would be so if it fitted around every cell, but near the end of the image it would stick out."),
            Belief("", (height // kernel_size) * (width // kernel_size),
                   "That would be so if the places did not overlap, but the next one is a single cell further."),
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
            Belief("", weights * rows * columns, "That would be so if each position had filters of its own, but all positions share them."),
            Belief("F05", weights // maps, "That would be so if a filter read one map, but it has weights for every map."),
            Belief("", weights // filters, "That would be so if there were one filter, but each output map has its own."),
        ),
    )  # fmt: skip


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
        "Each copy contributes dz · y, and the contributions are added because all copies move together.",
        (
            Belief("W05", dw / 4, "That would be so if the gradient were the mean over the copies, but it is their sum."),
            Belief("", int((dz * y).ravel()[-1]), "That would be so if only the last copy counted, but all of them do."),
            Belief("", int(dz.sum()), "That would be so if every y were 1, but each dz is multiplied by the cell that the weight met."),
        ),
        arrays=(("y", y[0, 0]), ("dz", dz[0, 0])),
    )  # fmt: skip


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
            Belief("F01", int(conv2d(y, w[:, :, ::-1, ::-1], [bias])[0, 0, 0, 1]),
                   "That would be so if the filter were flipped first, but it is laid on the patch as it is."),
            Belief("F06", int(z[0, 0, 0, 1]) - bias, "That would be so if there were no bias, but it is added at every place."),
            Belief("", int(z[0, 0, 0, 0]), "That would be so if the first place were asked for, but it is the second."),
        ),
        arrays=(("Y", y[0, 0]), ("w", w[0, 0])),
    )  # fmt: skip


PREDICTIONS = (tied_entries,)
RECAP = (scan_outputs, shared_weights, shared_gradient, scanned_value)
