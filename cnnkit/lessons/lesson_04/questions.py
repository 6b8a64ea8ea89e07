"""Questions about lesson 04: the way back through a convolution (lecture 2.1)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.lesson_02.questions import cells_unread
from cnnkit.lessons.question import Belief, Question, factor
from cnnkit.mistakes.grad_input import CONV2D_GRAD_INPUT
from cnnkit.mistakes.grad_weight import ACTIVATION_BACKWARD, CONV2D_GRAD_BIAS, CONV2D_GRAD_WEIGHT
from cnnkit.numbers import article
from cnnkit.reference import conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.shapes import Window

__all__ = ["PREDICTIONS", "RECAP"]


def one_output(_rng):
    """A dz of a single 1 shows what one output hands back."""
    rng, size, at = np.random.default_rng(0), (8, 8), (2, 3)
    w, dz = rng.normal(size=(1, 1, 3, 3)), np.zeros((1, 1, 6, 6))
    dz[(0, 0, *at)] = 1
    dy = conv2d_grad_input(dz, w, size)[0, 0]
    patches = {
        "the filter, as it is": w[0, 0],
        "the filter, flipped left–right and top–bottom": w[0, 0, ::-1, ::-1],
        "1 in nine cells": np.ones((3, 3)),
        "the sum of the filter, in one cell": np.pad([[w.sum()]], 1),
    }
    there = np.s_[at[0] : at[0] + 3, at[1] : at[1] + 3]
    rest = dy.copy()
    rest[there] = 0
    [key] = [name for name, patch in patches.items() if np.allclose(dy[there], patch) and not rest.any()]
    return Question(
        "04-stamp",
        "A 3 × 3 filter scanned an 8 × 8 map with stride 1. The dz that comes back is 1 in a single cell and 0 everywhere else. "
        "What stands in dY, in the patch that this output has read?",
        key,
        "The output read nine cells, each through one weight, and each cell gets back the weight that it went through. "
        "The flip comes in only when you ask the other way round, what a cell of Y collects.",
        (
            Belief("B01/B07", "the filter, flipped left–right and top–bottom",
                   "That would be so if a cell got back another weight than the one that it went through, but each gets its own."),
            Belief("", "1 in nine cells",
                   "That would be so if all weights were 1, but each contribution is dz times the weight in between."),
            Belief("", "the sum of the filter, in one cell",
                   "That would be so if one cell had been read through all the weights, but nine cells were read, through one weight each."),
        ),
        choices=tuple(patches),
    )  # fmt: skip


def seen_by_ones(_rng):
    """What a gradient check with ones coming back cannot see."""
    size, kernel_size = 28, 3
    w = np.random.default_rng(0).normal(size=(1, 1, kernel_size, kernel_size))
    ones = np.ones((1, 1, *Window(kernel_size).output_size((size, size))))
    right, flipped = (conv2d_grad_input(ones, v, (size, size)) for v in (w, w[:, :, ::-1, ::-1]))
    share = float(np.mean(np.abs(right - flipped) > 1e-9))
    choices = ("none of them", "about a quarter", "about half", "all of them")
    near = (0.0, 0.25, 0.5, 1.0)
    return Question(
        "04-ones",
        "You have forgotten to flip the filter, and check dY of a 28 × 28 map against the numerical gradient with "
        "dz = 1 everywhere (3 × 3 filter). In how many cells does the check notice?",
        choices[int(np.argmin(np.abs(np.array(near) - share)))],
        f"In {share:.0%}. Inside the map every cell gets the sum of all nine weights, flipped or not; only "
        "near the border are some of them missing. Random numbers for dz show the mistake in every cell.",
        (
            Belief("", "none of them", "That would be so if every cell got the sum of all nine weights, but near the border some are missing."),
            Belief("", "about half", "That would be so if the border were four cells wide, but it is two cells wide."),
            Belief("", "all of them", "That would be so if dz were random, but with ones the nine weights add up to the same sum inside."),
        ),
        choices=choices,
    )  # fmt: skip


def input_cell(rng):
    """One cell of dY by hand."""
    dz, w = rng.integers(-3, 4, (1, 1, 2, 2)), rng.integers(-3, 4, (1, 1, 2, 2))
    at, args = (0, 0, 0, 1), (dz, w, (3, 3), 1, 0)
    a, b, c, d = (factor(n) for n in (dz[0, 0, 0, 0], w[0, 0, 0, 1], dz[0, 0, 0, 1], w[0, 0, 0, 0]))
    wrong = {id: int(CONV2D_GRAD_INPUT.wrong(id)(*args)[at]) for id in ("B01/B07", "B15")}
    return Question(
        "04-dy",
        "A filter w scanned a 3 × 3 map with stride 1; dz came back. What is dY(0, 1)?",
        int(conv2d_grad_input(dz, w, (3, 3))[at]),
        f"Y(0, 1) fed z(0, 0) through w(0, 1) and z(0, 1) through w(0, 0): {a} · {b} + {c} · {d}.",
        (
            Belief("B01/B07", wrong["B01/B07"],
                   "That would be so if the filter lay the other way round, but each contribution comes back through the weight that it went through."),
            Belief("B15", wrong["B15"], "That would be so if a later stamp overwrote an earlier one, but where stamps overlap they add up."),
        ),
        arrays=(("dz", dz[0, 0]), ("w", w[0, 0])),
    )  # fmt: skip


def weight_gradient(rng):
    """One weight's gradient by hand."""
    y, dz = rng.integers(-3, 4, (1, 1, 3, 3)), rng.integers(-3, 4, (1, 1, 2, 2))
    at, args = (0, 0, 0, 1), (dz, y, (2, 2), 1, 0)
    wrong = {id: float(CONV2D_GRAD_WEIGHT.wrong(id)(*args)[at]) for id in ("W01", "W05", "W11")}
    return Question(
        "04-dw",
        "A 2 × 2 filter scanned Y with stride 1; dz came back. What is dw(0, 1)?",
        int(conv2d_grad_weight(dz, y, (2, 2))[at]),
        "w(0, 1) met the cells Y(i, j + 1): multiply each by its dz(i, j) and add.",
        (
            Belief("W01", wrong["W01"], "That would be so if dw were flipped as well, but here nothing turns round: w(0, 1) met Y(i, j + 1)."),
            Belief("W05", wrong["W05"], "That would be so if dw were the mean over the positions, but the contributions are added."),
            Belief("W11", wrong["W11"], "That would be so if dz were flipped, but each dz goes with the patch that its z read."),
        ),
        arrays=(("Y", y[0, 0]), ("dz", dz[0, 0])),
    )  # fmt: skip


def bias_gradient(rng):
    """The bias acts everywhere."""
    dz = rng.integers(-4, 5, (1, 1, 2, 3))
    return Question(
        "04-dbias",
        "This dz came back to an output map with bias 0. What is the gradient of its bias?",
        int(conv2d_grad_bias(dz)[0]),
        "The bias was added at each position, so all of dz is added up. That the bias is 0 now plays no part.",
        (
            Belief("D01", float(CONV2D_GRAD_BIAS.wrong("D01")(dz)[0]),
                   "That would be so if the gradient were the mean over the positions, but every position adds its dz."),
            Belief("D07", 0, "That would be so if dz were multiplied by the bias, but the bias is added: its own value plays no part."),
        ),
        arrays=(("dz", dz[0, 0]),),
    )  # fmt: skip


def unread_cells(rng):
    """Cells with gradient 0 whatever comes back."""
    size, kernel_size = int(rng.integers(7, 17)), int(rng.integers(2, 6))
    window = Window(kernel_size, stride=int(rng.integers(2, kernel_size + 1)))
    left_over = window.remainder((size, size))[0]
    return Question(
        "04-unread",
        f"A {kernel_size} × {kernel_size} filter scans {article(size)} {size} × {size} map with stride {window.stride[0]}, no "
        "padding. How many cells get the gradient 0, whatever comes back?",
        cells_unread(window, (size, size)),
        f"Left over at the end: {left_over} of the rows and {left_over} of the columns. No output reads them.",
        (
            Belief("F15", 0, "That would be so if windows reached every row, but rows are left over at the end."),
            Belief("", 2 * left_over * size, "That would be so if rows and columns shared no cell, but the corner lies in both: count it once."),
            Belief("", left_over * size, "That would be so if only rows were left over, but columns are too."),
        ),
    )  # fmt: skip


def through_relu(rng):
    """relu lets the gradient through where z is positive."""
    dy, z = rng.integers(-4, 5, (1, 5)).astype(float), rng.integers(-3, 4, (1, 5)).astype(float)
    z[0, int(rng.integers(5))] = 0
    right = ACTIVATION_BACKWARD.function(dy, z, "relu")
    return Question(
        "04-relu",
        "y = relu(z), and dy came back. What is the sum of all dz?",
        int(right.sum()),
        "dz = dy where z is above 0, else 0; at z = 0 this course takes f′(0) = 0.",
        (
            Belief("B25", int(dy.sum()), "That would be so if f′ were 1 everywhere, but where z is not above 0 it is 0."),
            Belief("B24", int(ACTIVATION_BACKWARD.wrong("B24")(dy, z, "relu").sum()),
                   "That would be so if f′(0) were 1, but this course takes f′(0) = 0."),
        ),
        arrays=(("z", z), ("dy", dy)),
    )  # fmt: skip


PREDICTIONS = (one_output, seen_by_ones)
RECAP = (input_cell, weight_gradient, bias_gradient, unread_cells, through_relu)
