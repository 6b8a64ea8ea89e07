"""Lesson 02, convolution arithmetic."""

from __future__ import annotations

import numpy as np

import cnnkit
from cnnkit import reference
from cnnkit.grader.exercise import DRAWS, Case, Exercise, Expose, by_name, integers
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.fixtures import FILTER_FITS, SCANS, half_turn
from cnnkit.lessons.lesson_02 import solutions as solutions
from cnnkit.mistakes import forward, sizes

__all__ = ["EXERCISES", "EXPOSES"]


def size_cases(rng) -> list[Case]:
    """(size, kernel_size, stride, padding, dilation): each argument by itself, then together."""
    fixed = [
        ((5, 3, 1, 0, 1), "a 5-cell row, window 3"),
        ((7, 3, 2, 0, 1), "stride 2"),
        ((8, 3, 2, 0, 1), "stride 2 and a remainder"),
        ((5, 3, 1, 1, 1), "padding 1"),
        ((9, 3, 1, 0, 2), "dilation 2"),
        ((4, 4, 3, 0, 1), "a window as large as the map"),
        ((7, 2, 2, 0, 1), "windows side by side, a cell left over"),
        ((10, 4, 3, 2, 1), "stride 3, padding 2 and a remainder"),
        ((12, 3, 2, 1, 3), "dilation 3, stride 2, padding 1"),
    ]
    cases = [Case(args, label) for args, label in fixed]
    for _ in range(12):
        K, s, p, d = (int(rng.integers(low, high)) for low, high in ((1, 6), (1, 5), (0, 4), (1, 4)))
        size = d * (K - 1) + 1 + int(rng.integers(0, 12))
        cases.append(Case((size, K, s, p, d), f"({size}, {K}, {s}, {p}, {d})"))
    return cases


def counted_size(size, kernel_size, stride, padding, dilation) -> int:
    """Put the window at every start and count those that fit."""
    cells = range(-padding, size + padding)
    starts = [o for o in cells if (o + padding) % stride == 0]
    return sum(all(o + k * dilation in cells for k in range(kernel_size)) for o in starts)


def neuron_cases(rng) -> list[Case]:
    """One position: a patch of M maps and all N filters."""
    sizes = [
        (1, 1, 2, 2, "one map, one 2 × 2 filter"),
        (3, 2, 4, 3, "three maps, two filters"),
        (3, 2, 4, 3, "other numbers of the same shape"),
        (3, 3, 3, 3, "three maps, three square filters"),
        (2, 4, 1, 3, "one row of three cells"),
        (1, 3, 2, 3, "one map, three filters"),
        (3, 1, 3, 2, "three maps, one filter"),
        (2, 2, 3, 2, "two maps, two filters"),
    ]
    cases = [
        Case((integers(rng, M, Kh, Kw), integers(rng, N, M, Kh, Kw), np.arange(1.0, N + 1)), label)
        for M, N, Kh, Kw, label in sizes
    ]
    for label, draw in list(DRAWS.items())[1:]:
        w = DRAWS["decimal numbers"](rng, 3, 2, 2, 3)
        cases.append(Case((draw(rng, 2, 2, 3), w, draw(rng, 3)), label))
    return cases


def neuron_sum(patch, w, bias) -> np.ndarray:
    """The lecture's sum over m, p, q in plain Python."""
    return np.array([
        float(bias[n]) + sum(float(w[n][cell]) * float(patch[cell]) for cell in np.ndindex(patch.shape))
        for n in range(len(w))
    ])  # fmt: skip


def neuron_witness(args, part, index) -> str:
    patch, w, bias = args
    n = index[0]
    return written(f"z({n})", zip(w[n].ravel(), patch.ravel(), strict=True), ("bias", float(bias[n])))


def forward_cases(rng) -> list[Case]:
    """Every scan of the fixtures."""
    cases = []
    for scan in SCANS:
        drawn = scan.draw(rng)
        args = (drawn["y"], drawn["w"], drawn["bias"], scan.stride, scan.padding)
        cases.append(Case(args, scan.label))
    return cases


def forward_witness(args, part, index) -> str:
    y, w, bias, s, p = args
    t, n, i, j = index
    products = [
        (w[n, m, a, b], y[t, m, i * s - p + a, j * s - p + b])
        for m, a, b in np.ndindex(w.shape[1:])
        if 0 <= i * s - p + a < y.shape[2] and 0 <= j * s - p + b < y.shape[3]
    ]
    return written(f"z({n}, {i}, {j})", products, ("bias", float(bias[n])))


def field_cases(rng) -> list[Case]:
    """Stacks of (kernel_size, stride)."""
    stacks = [
        ([(3, 1)], "one 3-cell window"),
        ([(3, 1), (3, 1)], "two windows of 3"),
        ([(3, 2), (3, 1)], "stride 2 in the first layer"),
        ([(3, 1), (2, 2), (3, 1), (2, 2)], "two convolutions, each with pooling"),
        ([(7, 2), (3, 2), (3, 1), (1, 1)], "large windows first"),
        ([], "no layer at all"),
    ]
    cases = [Case((stack,), label) for stack, label in stacks]
    for _ in range(4):
        stack = [(int(rng.integers(1, 6)), int(rng.integers(1, 4))) for _ in range(3)]
        cases.append(Case((stack,), f"{stack}"))
    return cases


def traced_field(layers) -> tuple[int, int]:
    """Walk units 0 and 1 of the top back to the pixels that they read."""
    first, last, second = 0, 0, 1
    for kernel_size, stride in reversed(layers):
        first, last, second = first * stride, last * stride + kernel_size - 1, second * stride
    return last - first + 1, second - first


def remainder_cases(rng) -> list[Case]:
    """(size, kernel_size, stride, padding)."""
    fixed = [
        ((8, 3, 2, 0), "stride 2"),
        ((7, 3, 2, 0), "nothing left over"),
        ((8, 3, 2, 1), "padding 1"),
        ((7, 1, 3, 0), "a window of one cell"),
        ((10, 4, 4, 1), "stride 4"),
        ((7, 2, 2, 0), "windows side by side"),
    ]
    cases = [Case(args, label) for args, label in fixed]
    for _ in range(6):
        K, s, p = (int(rng.integers(low, high)) for low, high in ((1, 6), (1, 5), (0, 3)))
        args = (K + int(rng.integers(0, 10)), K, s, p)
        cases.append(Case(args, f"{args}"))
    return cases


def left_over(size, kernel_size, stride, padding) -> int:
    """Move the window as far as it goes and count what lies behind it."""
    end = kernel_size
    while end + stride <= size + 2 * padding:
        end += stride
    return size + 2 * padding - end


def parameter_cases(rng) -> list[Case]:
    """Stacks of conv, pool and linear layers."""
    stacks = [
        ([("conv", 1, 8, 5)], "one convolution"),
        ([("conv", 3, 16, 3)], "three input maps"),
        ([("pool", 2, 2)], "pooling alone"),
        ([("linear", 40, 10)], "one linear layer"),
        ([("conv", 1, 8, 5), ("pool", 2, 2), ("conv", 8, 16, 5), ("pool", 2, 2), ("linear", 784, 10)],
         "a whole net"),
        ([("conv", 1, 4, 3), ("conv", 4, 2, 3)], "two convolutions"),
        ([("linear", 6, 4), ("linear", 4, 3)], "two linear layers"),
        ([("conv", 2, 3, 3), ("pool", 2, 2)], "a convolution, pooled"),
        ([], "no layer at all"),
    ]  # fmt: skip
    return [Case((stack,), label) for stack, label in stacks]


def made_and_counted(layers) -> int:
    """Make every weight and bias as an array and count its cells."""
    made = []
    for kind, *n in layers:
        if kind == "conv":
            made += [np.zeros((n[1], n[0], n[2], n[2])), np.zeros(n[1])]
        if kind == "linear":
            made += [np.zeros((n[1], n[0])), np.zeros(n[1])]
    return sum(array.size for array in made)


def _shown(y, w, bias, stride, padding):
    """One example in an explorer, whose filters are square."""
    if w.shape[2] != w.shape[3]:
        return None
    return "ConvExplorer", {"y": y[0], "w": w, "bias": bias, "stride": stride, "padding": padding}


EXERCISES = (
    Exercise(
        id="output_size",
        arguments="size, kernel_size, stride, padding, dilation",
        cases=size_cases,
        expected=counted_size,
        solution=solutions.output_size,
        hints=(
            "Draw the row of cells and put the window at every place where it fits.",
            "One window at the start, and one more for every whole step that still fits.",
            "(padded size − cells that the window covers) // stride + 1.",
        ),
        results=("size",),
        program=forward.OUTPUT_SIZE,
        rules=Rules(
            ("size: 1..", "kernel_size: 1..", "stride: 1..", "padding: 0..", "dilation: 1.."),
            ((lambda f: f["dilation"] * (f["kernel_size"] - 1) < f["size"] + 2 * f["padding"],
              "the window is larger than the padded row: none fits, and the size is 0"),),
        ),
    ),
    Exercise(
        id="neuron",
        arguments="patch, w, bias",
        cases=neuron_cases,
        expected=neuron_sum,
        solution=solutions.neuron,
        hints=(
            "Multiply cell by cell, add up, add the bias.",
            "A filter is a perceptron: weights for all cells of all input maps, one sum, one bias.",
            'np.einsum("mpq,nmpq->n", patch, w) adds over m, p and q and keeps n.',
        ),
        program=forward.NEURON,
        witness=neuron_witness,
    ),
    Exercise(
        id="conv2d_forward",
        arguments="y, w, bias, stride, padding",
        explorer=_shown,
        cases=forward_cases,
        expected=by_name(reference.conv2d, "y, w, bias, stride, padding"),
        adapter=by_name(cnnkit.conv2d, "y, w, bias, stride, padding"),
        solution=solutions.conv2d_forward,
        hints=(
            "Lay the filter on the patch of that cell.",
            "Every z cell is one perceptron on one patch; the patch starts at row i·s, column j·s of the padded map.",
            "Pad y, then z[:, :, i, j] = einsum of framed[:, :, i*s:i*s + Kh, j*s:j*s + Kw] with w, plus bias.",
        ),
        program=forward.CONV2D_FORWARD,
        rules=Rules(("y: T M H W", "w: N M Kh Kw", "bias: N", "stride: 1..", "padding: 0.."), (FILTER_FITS,)),
        witness=forward_witness,
        answers=("conv2d",),
    ),
    Exercise(
        id="receptive_field",
        arguments="layers",
        cases=field_cases,
        expected=traced_field,
        solution=solutions.receptive_field,
        hints=(
            "Take the failing stack and draw which pixels units 0 and 1 of its last layer see.",
            "Each layer widens the field by K − 1 steps; a step is as long as all strides below it multiplied.",
            "size += (kernel_size - 1) * jump, then jump *= stride; start with 1 and 1.",
        ),
        results=("size", "jump"),
        program=sizes.RECEPTIVE_FIELD,
    ),
    Exercise(
        id="remainder",
        arguments="size, kernel_size, stride, padding",
        cases=remainder_cases,
        expected=left_over,
        solution=solutions.remainder,
        hints=(
            "Move the window along the padded row until it does not fit any more; count what lies behind it.",
            "The window starts can move over H + 2p − K cells in steps of s; what is no whole step is left over.",
            "Use the remainder operator %.",
        ),
        results=("remainder",),
        program=sizes.REMAINDER,
        extra=True,
    ),
    Exercise(
        id="count_parameters",
        arguments="layers",
        cases=parameter_cases,
        expected=made_and_counted,
        solution=solutions.count_parameters,
        hints=(
            "Count the layers of the failing stack one by one.",
            "A convolution has N filters of M·K·K weights and one bias each; pooling has nothing to learn.",
            "N * (M * K * K + 1) for a convolution, outputs * (inputs + 1) for a linear layer.",
        ),
        results=("count",),
        program=forward.COUNT_PARAMETERS,
        extra=True,
    ),
)


EXPOSES = (
    Expose(
        id="rounded_up",
        exercise="output_size",
        switches=("F13",),
        says="rounds the size up in place of down",
        conditions=(
            (lambda size, kernel_size, stride, padding, dilation: stride == 1, "stride 1: nothing is rounded"),
            (lambda *_: True, "nothing is left over: the remainder is 0"),
        ),
        trivial=(
            (lambda size, kernel_size, stride, padding, dilation: stride == 1,
             "with stride 1 there is nothing to round; find sizes with a larger stride"),
            (lambda size, kernel_size, stride, padding, dilation: kernel_size == stride,
             "windows side by side, K = s, only ask whether the row divides; find a window of another length"),
            (lambda size, kernel_size, stride, padding, dilation:
             size + 2 * padding == dilation * (kernel_size - 1) + 1,
             "a single window makes no step; find a longer row"),
        ),
    ),
    Expose(
        id="flipped_forward",
        exercise="conv2d_forward",
        switches=("F01",),
        says="flips the filter before the scan",
        conditions=(
            (lambda y, w, *_: np.shape(w)[2:] == (1, 1), "1 × 1 filters: there is nothing to flip"),
            (lambda y, w, *_: np.array_equal(w, half_turn(w)), "symmetric filters: a half turn changes nothing"),
            (lambda y, *_: np.ptp(y) == 0, "a constant map: every patch looks the same"),
        ),
    ),
)  # fmt: skip
