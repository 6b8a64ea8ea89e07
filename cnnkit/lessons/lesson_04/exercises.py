"""Lesson 04, backpropagation through a convolution."""

from __future__ import annotations

import math

import numpy as np

import cnnkit
from cnnkit import reference
from cnnkit.grader.exercise import Case, Exercise, Expose, by_name, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.fixtures import FILTER_FITS, OUTPUT_FITS, SCANS, half_turn
from cnnkit.lessons.lesson_04 import solutions as solutions
from cnnkit.mistakes import grad_input, grad_weight, sizes

__all__ = ["EXERCISES", "EXPOSES"]


def activation_cases(rng) -> list[Case]:
    """Each function at small values, with 0 among them."""
    z = np.array([[-2.0, -0.5, 0.0], [0.5, 1.0, 3.0]])
    cases = [Case((integers(rng, 2, 3, low=1), z, name), name) for name in ("relu", "sigmoid", "tanh")]
    for name in ("relu", "sigmoid", "tanh"):
        args = (rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 3, 4, 5)), name)
        cases.append(Case(args, f"{name} on whole maps"))
        cases.append(Case((small(rng, 2, 3), rng.normal(size=(2, 3)), name), f"{name} with dy near 0.001"))
    return cases


def activation_oracle(dy, z, name) -> np.ndarray:
    """f' cell by cell with the math module."""
    slope = {
        "relu": lambda v: 1.0 if v > 0 else 0.0,
        "sigmoid": lambda v: math.exp(-v) / (1 + math.exp(-v)) ** 2,
        "tanh": lambda v: 1 / math.cosh(v) ** 2,
    }[name]
    flat = [float(g) * slope(float(v)) for g, v in zip(dy.ravel(), z.ravel(), strict=True)]
    return np.array(flat).reshape(z.shape)


def flipping_cases(rng) -> list[Case]:
    """The scans with stride 1 and no padding."""
    cases = []
    for scan in SCANS:
        if scan.stride == 1 and scan.padding == 0:
            drawn = scan.draw(rng)
            cases.append(Case((drawn["dz"], drawn["w"]), scan.label))
    # square filters and as many maps in as out, where exchanged axes do not raise
    cases.append(Case((integers(rng, 2, 3, 5, 4), integers(rng, 3, 3, 3, 3)), "square filters"))
    cases.append(Case((integers(rng, 2, 2, 3, 5), integers(rng, 2, 1, 2, 3)), "one input map, two output maps"))
    return cases


def without_size(function):
    """The gradient of the input for stride 1 and no padding, where dz and w say how large it is."""

    def called(dz, w):
        return function(dz, w, tuple(n + k - 1 for n, k in zip(dz.shape[2:], w.shape[2:], strict=True)))

    return called


def grad_input_cases(rng) -> list[Case]:
    """Every scan of the fixtures, in stages: stride 1, padding, stride, remainder."""
    cases = []
    for scan in SCANS:
        drawn = scan.draw(rng)
        args = (drawn["dz"], drawn["w"], scan.size, scan.stride, scan.padding)
        cases.append(Case(args, scan.label, scan.stage))
    return cases


def grad_input_witness(args, part, index) -> str:
    dz, w, _, s, p = args
    t, m, r, c = index
    products = [
        (dz[t, n, i, j], w[n, m, r + p - i * s, c + p - j * s])
        for n, i, j in np.ndindex(dz.shape[1:])
        if 0 <= r + p - i * s < w.shape[2] and 0 <= c + p - j * s < w.shape[3]
    ]
    return written(f"dY({m}, {r}, {c})", products)


def flipping_witness(args, part, index) -> str:
    return grad_input_witness((*args, None, 1, 0), part, index)


def grad_weight_cases(rng) -> list[Case]:
    """Every scan of the fixtures."""
    cases = []
    for scan in SCANS:
        drawn = scan.draw(rng)
        args = (drawn["dz"], drawn["y"], scan.kernel_size, scan.stride, scan.padding)
        cases.append(Case(args, scan.label))
    return cases


def grad_weight_witness(args, part, index) -> str:
    dz, y, _, s, p = args
    n, m, a, b = index
    products = [
        (dz[t, n, i, j], y[t, m, i * s - p + a, j * s - p + b])
        for t, i, j in np.ndindex(len(dz), *dz.shape[2:])
        if 0 <= i * s - p + a < y.shape[2] and 0 <= j * s - p + b < y.shape[3]
    ]
    return written(f"dw({n}, {m}, {a}, {b})", products)


def grad_bias_cases(rng) -> list[Case]:
    """Maps of several examples."""
    sizes = [(1, 1, 2, 2), (3, 2, 4, 5), (3, 2, 4, 5), (2, 4, 3, 3), (2, 2, 2, 2), (1, 3, 2, 3), (3, 1, 2, 3)]
    labels = ["one 2 × 2 map", "several maps", "other numbers of the same shape", "square maps", "as many examples as maps",
              "one example, three maps", "three examples, one map"]  # fmt: skip
    cases = [Case((integers(rng, *size),), label) for size, label in zip(sizes, labels, strict=True)]
    cases.append(Case((decimals(rng, 2, 3, 3, 2),), "decimal numbers"))
    return [*cases, Case((small(rng, 2, 3, 2, 3),), "numbers near 0.001")]


def affected_cases(rng) -> list[Case]:
    """(r, size, kernel_size, stride, padding)."""
    fixed = [
        ((0, 5, 3, 1, 0), "the first row"),
        ((2, 5, 3, 1, 0), "a row in the middle"),
        ((4, 5, 3, 1, 1), "padding 1"),
        ((3, 8, 3, 2, 0), "stride 2"),
        ((7, 8, 3, 2, 0), "a row that nothing reads"),
        ((1, 7, 1, 2, 0), "a row between the windows"),
        ((6, 7, 2, 2, 0), "windows side by side, a row left over"),
        ((6, 7, 4, 2, 2), "stride 2, padding 2"),
    ]
    cases = [Case(args, label) for args, label in fixed]
    for _ in range(8):
        K, s, p = (int(rng.integers(low, high)) for low, high in ((1, 5), (1, 4), (0, 3)))
        size = K + int(rng.integers(0, 8))
        args = (int(rng.integers(0, size)), size, K, s, p)
        cases.append(Case(args, f"{args}"))
    return cases


def rows_that_read(r, size, kernel_size, stride, padding) -> list[int]:
    """Write down what every window reads, and look r up."""
    reads, start = [], -padding
    while start + kernel_size <= size + padding:
        reads.append(range(start, start + kernel_size))
        start += stride
    return [i for i, window in enumerate(reads) if r in window]


def _input_shown(dz, w, input_size, stride, padding):
    """The gradient of one example's maps in an explorer, whose filters are square; the maps do not matter."""
    if w.shape[2] != w.shape[3]:
        return None
    y = np.ones((w.shape[1], *input_size))
    return "ConvExplorer", {"tab": "dY", "y": y, "w": w, "dz": dz[0], "stride": stride, "padding": padding}


def _weight_shown(dz, y, kernel_size, stride, padding):
    """The gradient of square filters in an explorer: of one example, or it would be another sum."""
    if len(y) > 1 or kernel_size[0] != kernel_size[1]:
        return None
    w = np.ones((dz.shape[1], y.shape[1], *kernel_size))
    return "ConvExplorer", {"tab": "dW", "y": y[0], "w": w, "dz": dz[0], "stride": stride, "padding": padding}


EXERCISES = (
    Exercise(
        id="activation_backward",
        arguments="dy, z, name",
        cases=activation_cases,
        expected=activation_oracle,
        solution=solutions.activation_backward,
        hints=(
            "Check each of the three functions by itself.",
            "dDiv/dz = dDiv/dy · f′(z), cell by cell.",
            "relu: z > 0. sigmoid: f(z)·(1 − f(z)). tanh: 1 − tanh(z)².",
        ),
        results=("dz",),
        program=grad_weight.ACTIVATION_BACKWARD,
        answers=("activation_grad",),
        extra=True,
    ),
    Exercise(
        id="grad_input_by_flipping",
        arguments="dz, w",
        cases=flipping_cases,
        expected=without_size(reference.conv2d_grad_input),
        adapter=without_size(cnnkit.conv2d_grad_input),
        solution=solutions.grad_input_by_flipping,
        hints=(
            "Which z cells did this cell of Y feed, and through which weight?",
            "The patch of dz that ends at (r, c), with zeros outside, meets the filter flipped in both directions.",
            "Pad dz by Kh − 1 and Kw − 1, flip w with [:, :, ::-1, ::-1], correlate, sum over n.",
        ),
        results=("dy",),
        program=grad_input.GRAD_INPUT_BY_FLIPPING,
        witness=flipping_witness,
        answers=("conv2d_grad_input", "conv_transpose2d"),
    ),
    Exercise(
        id="conv2d_grad_input",
        arguments="dz, w, input_size, stride, padding",
        explorer=_input_shown,
        cases=grad_input_cases,
        expected=by_name(reference.conv2d_grad_input, "dz, w, input_size, stride, padding"),
        adapter=by_name(cnnkit.conv2d_grad_input, "dz, w, input_size, stride, padding"),
        solution=solutions.conv2d_grad_input,
        hints=(
            "Which z cells did this cell of Y feed, and through which weight?",
            "Every z(i, j) hands dz(i, j)·w back to the patch that it read; where patches overlap, the contributions add up.",
            "framed[:, :, i*s:i*s + Kh, j*s:j*s + Kw] += einsum of dz[:, :, i, j] with w; then cut the padding off.",
        ),
        results=("dy",),
        program=grad_input.CONV2D_GRAD_INPUT,
        rules=Rules(
            ("dz: T N H′ W′", "w: N M Kh Kw", "input_size: (H W)", "stride: 1..", "padding: 0.."), (FILTER_FITS, OUTPUT_FITS),
        ),
        witness=grad_input_witness,
        answers=("conv2d_grad_input", "conv_transpose2d"),
    ),
    Exercise(
        id="conv2d_grad_weight",
        arguments="dz, y, kernel_size, stride, padding",
        explorer=_weight_shown,
        cases=grad_weight_cases,
        expected=by_name(reference.conv2d_grad_weight, "dz, y, kernel_size, stride, padding"),
        adapter=by_name(cnnkit.conv2d_grad_weight, "dz, y, kernel_size, stride, padding"),
        solution=solutions.conv2d_grad_weight,
        hints=(
            "List the (Y, dz) pairs that this weight multiplied.",
            "Weight (p, q) met Y(i·s + p, j·s + q) wherever it made z(i, j); each meeting adds dz·Y.",
            "dw[:, :, p, q] = einsum of dz with framed[:, :, p:p + s*H_out:s, q:q + s*W_out:s], summed over t, i, j.",
        ),
        results=("dw",),
        program=grad_weight.CONV2D_GRAD_WEIGHT,
        rules=Rules(
            ("dz: T N H′ W′", "y: T M H W", "kernel_size: (Kh Kw)", "stride: 1..", "padding: 0.."), (FILTER_FITS, OUTPUT_FITS),
        ),
        witness=grad_weight_witness,
        answers=("conv2d_grad_weight",),
    ),
    Exercise(
        id="conv2d_grad_bias",
        arguments="dz",
        cases=grad_bias_cases,
        expected=reference.conv2d_grad_bias,
        adapter=by_name(cnnkit.conv2d_grad_bias, "dz"),
        solution=solutions.conv2d_grad_bias,
        hints=(
            "How many cells does one bias act on?",
            "The bias is added at every position of every example; all these contributions add up.",
            "Sum dz over axes 0, 2 and 3.",
        ),
        results=("dbias",),
        program=grad_weight.CONV2D_GRAD_BIAS,
        answers=("conv2d_grad_bias",),
        extra=True,
    ),
    Exercise(
        id="affected",
        arguments="r, size, kernel_size, stride, padding",
        cases=affected_cases,
        expected=rows_that_read,
        solution=solutions.affected,
        hints=(
            "Write down which padded rows every output reads.",
            "Output i reads the padded rows i·s to i·s + K − 1; input row r is padded row r + p.",
            "Keep the i with 0 <= r + padding - i * stride < kernel_size, of those that exist.",
        ),
        results=("rows",),
        program=sizes.AFFECTED,
        extra=True,
    ),
)


EXPOSES = (
    Expose(
        id="flip_forgotten",
        exercise="conv2d_grad_input",
        switches=("B01/B07",),
        says="turns the filter the wrong way round",
        conditions=(
            (lambda dz, w, *_: np.shape(w)[2:] == (1, 1), "1 × 1 filters: there is nothing to flip"),
            (lambda dz, w, *_: np.array_equal(w, half_turn(w)), "symmetric filters: a half turn changes nothing"),
        ),
    ),
    Expose(
        id="stride_ignored",
        exercise="conv2d_grad_input",
        switches=("B10",),
        says="leaves the stride out",
        conditions=(
            (lambda dz, w, size, stride, padding: stride == 1, "stride 1: there is nothing to leave out"),
            (lambda dz, *_: np.shape(dz)[2:] == (1, 1), "a single window: it starts at 0 for every stride"),
        ),
        trivial=(
            (lambda dz, w, size, stride, padding: stride == 1 and np.shape(dz)[2:] != (1, 1),
             "stride 1 is too easy: find an input with a larger stride on which both agree"),
        ),
    ),
    Expose(
        id="gradient_averaged",
        exercise="conv2d_grad_weight",
        switches=("W03",),
        says="takes the mean over examples and positions in place of the sum",
        conditions=(
            (lambda dz, *_: np.size(dz) == np.shape(dz)[1], "one example with one position: T = 1, H′ = W′ = 1"),
        ),
    ),
)  # fmt: skip
