"""Lesson 12, depth-wise convolution."""

from __future__ import annotations

import numpy as np

import cnnkit
from cnnkit import reference
from cnnkit.grader.exercise import DRAWS, Case, Exercise, Expose, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.fixtures import FILTER_FITS, SCANS
from cnnkit.lessons.lesson_12 import solutions as solutions
from cnnkit.mistakes import separable

__all__ = ["EXERCISES", "EXPOSES"]


def drawn(scan, rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y, filters (M, Kh, Kw) and dz (T, M, H′, W′) of a scan of the fixtures, at least two maps of it."""
    draw, maps = DRAWS[scan.numbers], max(scan.M, 2)
    # one factor is small, not both: the products stay near 0.001
    filters = decimals if scan.numbers == "numbers near 0.001" else draw
    return (
        draw(rng, scan.T, maps, *scan.size),
        filters(rng, maps, *scan.kernel_size),
        draw(rng, scan.T, maps, *scan.output),
    )


def depthwise_cases(rng) -> list[Case]:
    """Every scan of the fixtures, each map under its own filter."""
    cases = [Case((integers(rng, 1, 2, 3, 3), integers(rng, 2, 2, 2), 1, 0), "two 3 × 3 maps", "stride 1")]
    for scan in SCANS[1:]:
        y, w, _ = drawn(scan, rng)
        cases.append(Case((y, w, scan.stride, scan.padding), scan.label, scan.stage))
    return cases


def map_by_map(y, w, stride, padding) -> np.ndarray:
    """M convolutions of one map each, by the formula in plain Python."""
    maps = [reference.conv2d(y[:, [m]], w[m][None, None], stride=stride, padding=padding) for m in range(len(w))]
    return np.concatenate(maps, axis=1)


def depthwise_adapter(y, w, stride, padding):
    return cnnkit.conv2d(y, np.asarray(w)[:, None], stride=stride, padding=padding, groups=len(w))


def depthwise_witness(args, part, index) -> str:
    y, w, s, p = args
    t, m, i, j = index
    products = [
        (w[m, a, b], y[t, m, i * s + a - p, j * s + b - p])
        for a, b in np.ndindex(w.shape[1:])
        if 0 <= i * s + a - p < y.shape[2] and 0 <= j * s + b - p < y.shape[3]
    ]
    return written(f"z({m}, {i}, {j})", products)


POINTS = (
    ((1, 2, 2, 2), 1, "two 2 × 2 maps into one", integers),
    ((2, 3, 3, 4), 2, "three maps into two", integers),
    ((2, 3, 3, 4), 2, "other numbers of the same shape", integers),
    ((2, 3, 2, 3), 3, "as many maps out as in", integers),
    ((3, 2, 4, 3), 4, "two maps into four", integers),
    ((2, 2, 3, 2), 3, "decimal numbers", decimals),
    ((1, 3, 2, 3), 2, "numbers near 0.001", small),
    ((2, 3, 3, 3), 2, "square maps", integers),
)


def pointwise_cases(rng) -> list[Case]:
    """A few maps into fewer, as many, and more."""
    cases = []
    for shape, N, label, draw in POINTS:
        w = decimals(rng, N, shape[1]) if draw is small else draw(rng, N, shape[1])
        cases.append(Case((draw(rng, *shape), w), label))
    return cases


def mixed(y, w) -> np.ndarray:
    """Cell by cell, the products written out and added up."""
    T, M, H, W = y.shape
    z = np.zeros((T, len(w), H, W))
    for t, n, r, c in np.ndindex(z.shape):
        z[t, n, r, c] = sum(float(w[n, m]) * float(y[t, m, r, c]) for m in range(M))
    return z


def pointwise_adapter(y, w):
    return cnnkit.conv2d(y, np.asarray(w)[:, :, None, None])


def pointwise_witness(args, part, index) -> str:
    y, w = args
    t, n, r, c = index
    return written(f"z({n}, {r}, {c})", [(w[n, m], y[t, m, r, c]) for m in range(y.shape[1])])


def grad_weight_cases(rng) -> list[Case]:
    """Every scan of the fixtures."""
    cases = []
    for scan in SCANS:
        y, _, dz = drawn(scan, rng)
        cases.append(Case((dz, y, scan.kernel_size, scan.stride, scan.padding), scan.label, scan.stage))
    return cases


def grad_weight_map_by_map(dz, y, kernel_size, stride, padding) -> np.ndarray:
    """M gradients of one filter each."""
    return np.stack([
        reference.conv2d_grad_weight(dz[:, [m]], y[:, [m]], kernel_size, stride=stride, padding=padding)[0, 0]
        for m in range(y.shape[1])
    ])  # fmt: skip


def grad_weight_adapter(dz, y, kernel_size, stride, padding):
    maps = np.shape(y)[1]
    return cnnkit.conv2d_grad_weight(dz, y, kernel_size, stride=stride, padding=padding, groups=maps)[:, 0]


def grad_weight_witness(args, part, index) -> str:
    dz, y, _, s, p = args
    m, a, b = index
    products = [
        (dz[t, m, i, j], y[t, m, i * s - p + a, j * s - p + b])
        for t, i, j in np.ndindex(len(dz), *dz.shape[2:])
        if 0 <= i * s - p + a < y.shape[2] and 0 <= j * s - p + b < y.shape[3]
    ]
    return written(f"dw({m}, {a}, {b})", products)


def grad_input_cases(rng) -> list[Case]:
    """Every scan of the fixtures, in stages."""
    cases = []
    for scan in SCANS:
        _, w, dz = drawn(scan, rng)
        cases.append(Case((dz, w, scan.size, scan.stride, scan.padding), scan.label, scan.stage))
    return cases


def grad_input_map_by_map(dz, w, input_size, stride, padding) -> np.ndarray:
    """M gradients of one map each."""
    maps = [
        reference.conv2d_grad_input(dz[:, [m]], w[m][None, None], input_size, stride=stride, padding=padding)
        for m in range(len(w))
    ]
    return np.concatenate(maps, axis=1)


def grad_input_adapter(dz, w, input_size, stride, padding):
    w = np.asarray(w)[:, None]
    return cnnkit.conv2d_grad_input(dz, w, input_size, stride=stride, padding=padding, groups=len(w))


def grad_input_witness(args, part, index) -> str:
    dz, w, _, s, p = args
    t, m, r, c = index
    products = [
        (dz[t, m, i, j], w[m, r + p - i * s, c + p - j * s])
        for i, j in np.ndindex(dz.shape[2:])
        if 0 <= r + p - i * s < w.shape[1] and 0 <= c + p - j * s < w.shape[2]
    ]
    return written(f"dY({m}, {r}, {c})", products)


def count_cases(rng) -> list[Case]:
    """(kernel_size, in_channels, out_channels, output_size)."""
    fixed = [
        (((3, 3), 2, 4, (5, 5)), "a small layer"),
        (((3, 3), 64, 64, (8, 8)), "64 maps into 64"),
        (((7, 7), 64, 64, (8, 8)), "filters of 7 × 7"),
        (((3, 2), 5, 7, (4, 6)), "a filter and a map that are not square"),
        (((3, 3), 3, 5, (6, 4)), "a map that is not square"),
        (((2, 3), 4, 6, (5, 5)), "a filter that is not square"),
        (((1, 1), 3, 2, (2, 3)), "1 × 1 filters"),
    ]
    cases = [Case(args, label) for args, label in fixed]
    for _ in range(5):
        K, size = (tuple(int(n) for n in rng.integers(low, high, 2)) for low, high in ((1, 6), (2, 9)))
        args = (K, int(rng.integers(2, 9)), int(rng.integers(2, 9)), size)
        cases.append(Case(args, f"{args}"))
    return cases


def counted(kernel_size, in_channels, out_channels, output_size) -> tuple[int, int]:
    """Count the cells of the two halves' arrays, then count them once for every cell of the result."""
    halves = (np.zeros((in_channels, *kernel_size)), np.zeros((out_channels, in_channels)))
    places = np.zeros(output_size)
    return sum(half.size for half in halves), sum(half.size for half in halves for _ in range(places.size))


def count_witness(args, part, index) -> str:
    (Kh, Kw), M, N, (rows, columns) = args
    weights = M * Kh * Kw + N * M
    if part == 0:
        return f"parameters = {M}·{Kh}·{Kw} + {N}·{M} = {weights}"
    return f"multiply-adds = {weights}·{rows}·{columns} = {weights * rows * columns}"


FILTERS = (
    ((2, 2, 2), 1, "one output map", integers),
    ((3, 3, 2), 2, "filters of 3 × 2", integers),
    ((3, 3, 2), 2, "other numbers of the same shape", integers),
    ((2, 3, 3), 2, "as many maps out as in", integers),
    ((2, 2, 3), 4, "decimal numbers", decimals),
    ((3, 2, 2), 2, "numbers near 0.001", small),
)


def full_cases(rng) -> list[Case]:
    """Pairs of filters."""
    cases = []
    for shape, N, label, draw in FILTERS:
        pointwise = decimals(rng, N, shape[0]) if draw is small else draw(rng, N, shape[0])
        cases.append(Case((draw(rng, *shape), pointwise), label))
    return cases


def multiplied(depthwise, pointwise) -> np.ndarray:
    """One product for every weight of the full filters."""
    w = np.zeros((*pointwise.shape, *depthwise.shape[1:]))
    for n, m, p, q in np.ndindex(w.shape):
        w[n, m, p, q] = float(pointwise[n, m]) * float(depthwise[m, p, q])
    return w


def full_witness(args, part, index) -> str:
    depthwise, pointwise = args
    n, m, p, q = index
    return written(f"w({n}, {m}, {p}, {q})", [(pointwise[n, m], depthwise[m, p, q])])


EXERCISES = (
    Exercise(
        id="depthwise_conv2d",
        arguments="y, w, stride, padding",
        cases=depthwise_cases,
        expected=map_by_map,
        adapter=depthwise_adapter,
        solution=solutions.depthwise_conv2d,
        hints=(
            "Which map, and which filter, does this cell come from?",
            "Map m under filter m gives map m of the result; no map meets another one.",
            "z[:, :, i, j] = (framed[:, :, i*s:i*s + Kh, j*s:j*s + Kw] * w).sum(axis=(2, 3)).",
        ),
        program=separable.DEPTHWISE_CONV2D,
        rules=Rules(("y: T M H W", "w: M Kh Kw", "stride: 1..", "padding: 0.."), (FILTER_FITS,)),
        witness=depthwise_witness,
        answers=("conv2d",),
    ),
    Exercise(
        id="pointwise_conv2d",
        arguments="y, w",
        cases=pointwise_cases,
        expected=mixed,
        adapter=pointwise_adapter,
        solution=solutions.pointwise_conv2d,
        hints=(
            "Take one cell: which M numbers lie there, and with which weights are they added?",
            "z(n, r, c) = sum over m of w(n, m)·y(m, r, c): a perceptron at every cell.",
            'np.einsum("nm,tmij->tnij", w, y)',
        ),
        program=separable.POINTWISE_CONV2D,
        rules=Rules(("y: T M H W", "w: N M")),
        witness=pointwise_witness,
        answers=("conv2d",),
    ),
    Exercise(
        id="depthwise_grad_weight",
        arguments="dz, y, kernel_size, stride, padding",
        cases=grad_weight_cases,
        expected=grad_weight_map_by_map,
        adapter=grad_weight_adapter,
        solution=solutions.depthwise_grad_weight,
        hints=(
            "List the (Y, dz) pairs that this weight multiplied; all of them lie in one map.",
            "As in lesson 04, but m meets m only: nothing is summed over the maps.",
            "dw[:, p, q] = (dz * framed[:, :, p:p + s*H_out:s, q:q + s*W_out:s]).sum(axis=(0, 2, 3)).",
        ),
        results=("dw",),
        program=separable.DEPTHWISE_GRAD_WEIGHT,
        witness=grad_weight_witness,
        answers=("conv2d_grad_weight",),
    ),
    Exercise(
        id="count_separable",
        arguments="kernel_size, in_channels, out_channels, output_size",
        cases=count_cases,
        expected=counted,
        solution=solutions.count_separable,
        hints=(
            "Write the shapes of the two weight arrays down.",
            "Depth-wise (M, Kh, Kw), point-wise (N, M); every weight is used once for each cell of the result.",
            "parameters = M*Kh*Kw + N*M; multiply-adds = parameters * rows * columns.",
        ),
        results=("parameters", "multiply-adds"),
        program=separable.COUNT_SEPARABLE,
        witness=count_witness,
    ),
    Exercise(
        id="separable_as_full",
        arguments="depthwise, pointwise",
        cases=full_cases,
        expected=multiplied,
        solution=solutions.separable_as_full,
        hints=(
            "What does an input cell get multiplied with on its way to map n?",
            "First with depthwise(m, p, q), then with pointwise(n, m): the two multiply.",
            "pointwise[:, :, None, None] * depthwise",
        ),
        results=("w",),
        program=separable.SEPARABLE_AS_FULL,
        rules=Rules(("depthwise: M Kh Kw", "pointwise: N M")),
        witness=full_witness,
        extra=True,
    ),
    Exercise(
        id="depthwise_grad_input",
        arguments="dz, w, input_size, stride, padding",
        cases=grad_input_cases,
        expected=grad_input_map_by_map,
        adapter=grad_input_adapter,
        solution=solutions.depthwise_grad_input,
        hints=(
            "Which z cells did this cell of Y feed? All of them lie in its own map.",
            "Every z(m, i, j) hands dz·w(m) back to the patch that it read; where patches overlap, the contributions add up.",
            "framed[:, :, i*s:i*s + Kh, j*s:j*s + Kw] += dz[:, :, i, j][:, :, None, None] * w; then cut the padding off.",
        ),
        results=("dy",),
        program=separable.DEPTHWISE_GRAD_INPUT,
        witness=grad_input_witness,
        answers=("conv2d_grad_input", "conv_transpose2d"),
        extra=True,
    ),
)


EXPOSES = (
    Expose(
        id="maps_unweighted",
        exercise="pointwise_conv2d",
        switches=("M18",),
        says="adds the maps up without weights",
        conditions=(
            (lambda y, w: np.all(np.asarray(w) == 1), "every weight is 1"),
            (lambda y, w: not np.any(np.asarray(y) * np.any(np.asarray(w) != 1, axis=0)[:, None, None]),
             "the maps whose weights are not 1 are zero"),
        ),
    ),
)  # fmt: skip
