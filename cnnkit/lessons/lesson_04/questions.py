"""Questions about lesson 04: the way back through a convolution (lecture 2.1)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.grad_input import CONV2D_GRAD_INPUT
from cnnkit.mistakes.grad_weight import ACTIVATION_BACKWARD, CONV2D_GRAD_BIAS, CONV2D_GRAD_WEIGHT
from cnnkit.lessons.lesson_02.questions import cells_unread
from cnnkit.lessons.question import Belief, Question, factor
from cnnkit.reference import conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.shapes import Window

__all__ = ["PREDICTIONS", "RECAP"]


def zero_gradient(_rng):
    """Cells that no output reads get no gradient."""
    size, window = (8, 8), Window(3, stride=2)
    left_over = window.remainder(size)[0]
    return Question(
        "04-zero",
        "A 3 × 3 filter scans an 8 × 8 map with stride 2, no padding. How many of the 64 cells get "
        "the gradient 0, whatever comes back from above?",
        cells_unread(window, size),
        f"(8 − 3) mod 2 = {left_over}: the last row and the last column are never read. "
        "8 + 8 cells, one of them counted twice.",
        (
            Belief("F15", 0, "A cell that no output reads changes nothing, so its gradient is 0."),
            Belief(
                "", 16, "The corner lies in the last row and in the last column; count it once."
            ),
            Belief("", 28, "The first row and column are read: windows begin at the first cell."),
            Belief("", 64 - 9, "Nine outputs, but each of them reads nine cells."),
        ),
    )


def seen_by_ones(_rng):
    """What a gradient check with ones from above cannot see."""
    size, kernel_size = 28, 3
    w = np.random.default_rng(0).normal(size=(1, 1, kernel_size, kernel_size))
    ones = np.ones((1, 1, *Window(kernel_size).output_size((size, size))))
    right, flipped = (conv2d_grad_input(ones, v, (size, size)) for v in (w, w[:, :, ::-1, ::-1]))
    share = float(np.mean(np.abs(right - flipped) > 1e-9))
    choices = ("none of them", "about a quarter", "about half", "all of them")
    near = (0.0, 0.25, 0.5, 1.0)
    return Question(
        "04-ones",
        "You forgot to flip the filter, and check dY of a 28 × 28 map against the numerical gradient with "
        "dz = 1 everywhere (3 × 3 filter). In how many cells does the check notice?",
        choices[int(np.argmin(np.abs(np.array(near) - share)))],
        f"In {share:.0%}. Inside the map every cell gets the sum of all nine weights, flipped or not; only "
        "near the border a part is missing. Random numbers for dz show the mistake in every cell.",
        (
            Belief("", "none of them", "Near the border not all nine weights add up, and there it shows."),
            Belief("", "about half", "The border is thinner than that."),
            Belief("", "all of them", "So it would be with random numbers for dz; with ones the sums agree inside."),
        ),
        choices=choices,
    )  # fmt: skip


def input_cell(rng):
    """One cell of dY by hand."""
    dz, w = rng.integers(-3, 4, (1, 1, 2, 2)), rng.integers(-3, 4, (1, 1, 2, 2))
    at, args = (0, 0, 0, 1), (dz, w, (3, 3), 1, 0)
    a, b, c, d = (factor(n) for n in (dz[0, 0, 0, 0], w[0, 0, 0, 1], dz[0, 0, 0, 1], w[0, 0, 0, 0]))
    return Question(
        "04-dy",
        "A filter w scanned a 3 × 3 map with stride 1; dz came back. How much is dY(0, 1)?",
        int(conv2d_grad_input(dz, w, (3, 3))[at]),
        f"Y(0, 1) fed z(0, 0) through w(0, 1) and z(0, 1) through w(0, 0): {a} · {b} + {c} · {d}.",
        tuple(
            Belief(id, float(CONV2D_GRAD_INPUT.wrong(id)(*args)[at])) for id in ("B01/B07", "B15")
        ),
        arrays=(("dz", dz[0, 0]), ("w", w[0, 0])),
    )


def weight_gradient(rng):
    """One weight's gradient by hand."""
    y, dz = rng.integers(-3, 4, (1, 1, 3, 3)), rng.integers(-3, 4, (1, 1, 2, 2))
    at, args = (0, 0, 0, 1), (dz, y, (2, 2), 1, 0)
    return Question(
        "04-dw",
        "A 2 × 2 filter scanned Y with stride 1; dz came back. How much is dw(0, 1)?",
        int(conv2d_grad_weight(dz, y, (2, 2))[at]),
        "w(0, 1) met the cells Y(i, j + 1): multiply each by its dz(i, j) and add.",
        tuple(
            Belief(id, float(CONV2D_GRAD_WEIGHT.wrong(id)(*args)[at]))
            for id in ("W01", "W05", "W11")
        ),
        arrays=(("Y", y[0, 0]), ("dz", dz[0, 0])),
    )


def bias_gradient(rng):
    """The bias acts everywhere."""
    dz = rng.integers(-4, 5, (1, 1, 2, 3))
    return Question(
        "04-dbias",
        "This dz came back to an output map with bias 0. How much is the gradient of its bias?",
        int(conv2d_grad_bias(dz)[0]),
        "The bias was added at each position, so all shares are added. That it is 0 now plays no part.",
        (
            Belief("D01", float(CONV2D_GRAD_BIAS.wrong("D01")(dz)[0])),
            Belief("D07", 0, "The value of the bias plays no part in its gradient."),
        ),
        arrays=(("dz", dz[0, 0]),),
    )


def unread_cells(rng):
    """Cells with gradient 0 whatever comes back."""
    size, kernel_size = int(rng.integers(7, 17)), int(rng.integers(2, 6))
    window = Window(kernel_size, stride=int(rng.integers(2, kernel_size + 1)))
    left_over = window.remainder((size, size))[0]
    return Question(
        "04-unread",
        f"A {kernel_size} × {kernel_size} filter scans a {size} × {size} map with stride {window.stride[0]}, no "
        "padding. How many cells get the gradient 0, whatever comes back?",
        cells_unread(window, (size, size)),
        f"Left over at the end: {left_over} of the rows and {left_over} of the columns. No output reads them.",
        (
            Belief("F15", 0, "Rows that no window reaches are never read."),
            Belief("", 2 * left_over * size, "The corner lies in both: count it once."),
            Belief("", left_over * size, "Columns are left over as well as rows."),
        ),
    )


def through_relu(rng):
    """relu lets the gradient through where z is positive."""
    dy, z = rng.integers(-4, 5, (1, 5)).astype(float), rng.integers(-3, 4, (1, 5)).astype(float)
    z[0, int(rng.integers(5))] = 0
    right = ACTIVATION_BACKWARD.function(dy, z, "relu")
    return Question(
        "04-relu",
        "y = relu(z), and dy came back. How much is the sum of all dz?",
        int(right.sum()),
        "dz = dy where z is above 0, else 0; at z = 0 this course takes f′(0) = 0.",
        (
            Belief("B23", int(dy.sum()), "That is the sum of dy: f′(z) was left out."),
            Belief("B24", int(ACTIVATION_BACKWARD.wrong("B24")(dy, z, "relu").sum())),
        ),
        arrays=(("z", z), ("dy", dy)),
    )


PREDICTIONS = (zero_gradient, seen_by_ones)
RECAP = (input_cell, weight_gradient, bias_gradient, unread_cells, through_relu)
