"""Lesson 01, the scanning MLP."""

from __future__ import annotations

import numpy as np

import cnnkit
from cnnkit.grader.exercise import DRAWS, Case, Exercise, Expose, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.lesson_01 import solutions as solutions
from cnnkit.mistakes import scanning

__all__ = ["EXERCISES", "EXPOSES"]

# map, filter, and what is special about them
SIZES = (
    ((3, 3), (2, 2), "a 3 × 3 map and a 2 × 2 filter"),
    ((3, 3), (2, 2), "other numbers of the same shape"),
    ((4, 6), (3, 2), "a map with more columns than rows"),
    ((6, 5), (2, 3), "a map with more rows than columns"),
    ((5, 5), (3, 3), "square map and filter"),
    ((3, 4), (3, 4), "a filter as large as the map"),
    ((4, 3), (1, 1), "a 1 × 1 filter"),
)


def scan_cases(rng) -> list[Case]:
    """Every size, with a bias that is not 0."""
    cases = [
        Case((integers(rng, *size), integers(rng, *kernel), float(rng.integers(1, 4))), label)
        for size, kernel, label in SIZES
    ]
    cases.append(Case((decimals(rng, 5, 4), decimals(rng, 2, 2), -0.5), "decimal numbers"))
    cases.append(Case((small(rng, 4, 5), decimals(rng, 3, 2), 0.002), "numbers near 0.001"))
    return cases


def scanned(y, w, bias) -> np.ndarray:
    """The perceptron's sum at every position, in plain Python."""
    (H, W), (Kh, Kw) = y.shape, w.shape
    return np.array([
        [
            bias + sum(float(w[p, q]) * float(y[i + p, j + q]) for p in range(Kh) for q in range(Kw))
            for j in range(W - Kw + 1)
        ]
        for i in range(H - Kh + 1)
    ])  # fmt: skip


def scan_adapter(y, w, bias) -> np.ndarray:
    return cnnkit.conv2d(y[None, None], w[None, None], np.array([bias]))[0, 0]


def scan_witness(args, part, index) -> str:
    y, w, bias = args
    i, j = index
    patch = y[i : i + w.shape[0], j : j + w.shape[1]]
    return written(f"z({i}, {j})", zip(w.ravel(), patch.ravel(), strict=True), ("bias", bias))


def matrix_cases(rng) -> list[Case]:
    """Every size."""
    # without zeros among the weights, so that an empty entry is one that should be empty
    cases = [
        Case((integers(rng, *kernel, low=1) * rng.choice([-1, 1], kernel), size), label)
        for size, kernel, label in SIZES
    ]
    cases.append(Case((decimals(rng, 2, 2), (3, 4)), "decimal numbers"))
    return [*cases, Case((small(rng, 3, 2), (4, 5)), "numbers near 0.001")]


def probed_matrix(w, input_size) -> np.ndarray:
    """Column by column: the scan of a map that is 1 in one cell and 0 elsewhere."""
    columns = []
    for cell in range(input_size[0] * input_size[1]):
        probe = np.zeros(input_size[0] * input_size[1])
        probe[cell] = 1
        columns.append(scanned(probe.reshape(input_size), w, 0.0).ravel())
    return np.array(columns).T


def tied_cases(rng) -> list[Case]:
    """A gradient for every entry of the dense layer."""
    cases = []
    for size, kernel, label in SIZES:
        outputs = (size[0] - kernel[0] + 1) * (size[1] - kernel[1] + 1)
        cases.append(Case((integers(rng, outputs, size[0] * size[1]), kernel, size), label))
    cases.append(Case((decimals(rng, 6, 12), (2, 2), (3, 4)), "decimal numbers"))
    return [*cases, Case((small(rng, 8, 20), (3, 2), (4, 5)), "numbers near 0.001")]


def copies_added(grad_matrix, kernel_size, input_size) -> np.ndarray:
    """Mark where each weight stands in the dense layer, and add up what stands there."""
    numbers = np.arange(1.0, kernel_size[0] * kernel_size[1] + 1).reshape(kernel_size)
    places = probed_matrix(numbers, input_size)
    total = [float(grad_matrix[places == number].sum()) for number in numbers.ravel()]
    return np.array(total).reshape(kernel_size)


def filter_cases(rng) -> list[Case]:
    """Numbered weights, so that one sees where each has gone."""
    sizes = [
        (1, 2, (2, 2), "one perceptron that sees two maps"),
        (2, 3, (2, 4), "two perceptrons, three maps"),
        (2, 3, (2, 4), "other numbers of the same shape"),
        (3, 1, (3, 2), "one map"),
        (2, 2, (2, 2), "two of everything"),
    ]
    cases = [
        Case((integers(rng, N, M * Kh * Kw, low=-9, high=9), M, (Kh, Kw)), label)
        for N, M, (Kh, Kw), label in sizes
    ]
    for label, draw in list(DRAWS.items())[1:]:
        cases.append(Case((draw(rng, 2, 12), 2, (3, 2)), label))
    return cases


def placed_one_by_one(w, in_channels, kernel_size) -> np.ndarray:
    """Deal the weights out one after the other: m slowest, q fastest."""
    filters = np.zeros((len(w), in_channels, *kernel_size))
    for n in range(len(w)):
        weights = iter(w[n])
        for cell in np.ndindex(in_channels, *kernel_size):
            filters[(n, *cell)] = next(weights)
    return filters


def count_cases(rng) -> list[Case]:
    """Shared and not, on the same sizes."""
    cases = []
    for size, kernel, label in SIZES:
        M, N = int(rng.integers(2, 5)), int(rng.integers(2, 5))
        M, N = {"square map and filter": (1, N), "a map with more rows than columns": (M, 1)}.get(label, (M, N))
        for shared in (True, False):
            words = "shared weights" if shared else "a filter of its own at every position"
            cases.append(Case((size, kernel, M, N, shared), f"{label}, {words}"))
    return cases


def counted(input_size, kernel_size, in_channels, out_channels, shared) -> int:
    """Walk over all positions and count what is new there."""
    total = 0
    for i in range(input_size[0] - kernel_size[0] + 1):
        for j in range(input_size[1] - kernel_size[1] + 1):
            if (i, j) == (0, 0) or not shared:
                total += sum(1 for _ in np.ndindex(out_channels, in_channels, *kernel_size))
    return total


EXERCISES = (
    Exercise(
        id="scan",
        arguments="y, w, bias",
        cases=scan_cases,
        expected=scanned,
        adapter=scan_adapter,
        solution=solutions.scan,
        hints=(
            "Put the perceptron on that patch.",
            "One perceptron visits every patch: multiply cell by cell, add up, add the bias.",
            "z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias, for (H − Kh + 1) · (W − Kw + 1) positions.",
        ),
        program=scanning.SCAN,
        witness=scan_witness,
        answers=("conv2d",),
    ),
    Exercise(
        id="conv_as_matrix",
        arguments="w, input_size",
        cases=matrix_cases,
        expected=probed_matrix,
        solution=solutions.conv_as_matrix,
        hints=(
            "Its row is one output, its column one input cell. Does that output read that cell, and with which weight?",
            "Output (i, j) reads input (i + p, j + q) with w(p, q). Cell (r, c) of the map is entry r·W + c of y.ravel().",
            "matrix[i * columns + j, (i + p) * W + (j + q)] = w[p, q], where columns = W − Kw + 1.",
        ),
        results=("A",),
        rules=Rules(
            ("w: Kh Kw", "input_size: (H W)"),
            ((lambda f: f["Kh"] <= f["H"] and f["Kw"] <= f["W"], "the filter is larger than the map: no window fits"),),
        ),
        program=scanning.CONV_AS_MATRIX,
    ),
    Exercise(
        id="tied_gradient",
        arguments="grad_matrix, kernel_size, input_size",
        cases=tied_cases,
        expected=copies_added,
        solution=solutions.tied_gradient,
        hints=(
            "Find all entries of the matrix that hold a copy of this weight.",
            "A weight that stands in many places gets the sum of what those places get.",
            "dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + (j + q)] for every position (i, j).",
        ),
        results=("dw",),
        program=scanning.TIED_GRADIENT,
    ),
    Exercise(
        id="mlp_to_filters",
        arguments="w, in_channels, kernel_size",
        cases=filter_cases,
        expected=placed_one_by_one,
        solution=solutions.mlp_to_filters,
        hints=(
            "Follow the first few weights of one perceptron: which cell of the filter does each go to?",
            "A perceptron reads its patch map by map, row by row: q runs fastest, then p, then m.",
            "w.reshape(N, M, Kh, Kw) reads in that order.",
        ),
        results=("filters",),
        program=scanning.MLP_TO_FILTERS,
    ),
    Exercise(
        id="count_weights",
        arguments="input_size, kernel_size, in_channels, out_channels, shared",
        cases=count_cases,
        expected=counted,
        solution=solutions.count_weights,
        hints=(
            "Count the weights of one filter first.",
            "A filter has M·Kh·Kw weights, and there are N of them; without sharing, N at every position.",
            "Multiply by (H − Kh + 1)·(W − Kw + 1) where shared is False.",
        ),
        results=("count",),
        program=scanning.COUNT_WEIGHTS,
        extra=True,
    ),
)

EXPOSES = (
    Expose(
        id="wrong_column",
        exercise="conv_as_matrix",
        switches=("S01",),
        says="takes (i + p)·W′ + (j + q) for the column, with the width of the result",
        conditions=(
            (lambda w, size: np.shape(w)[1] == 1, "a filter of one column: W′ = W"),
            (lambda w, size: size[0] == 1, "a map of one row: i + p is always 0"),
        ),
        trivial=((lambda w, size: np.size(w) == 1, "a filter of one cell is too easy; find a larger one"),),
    ),
)
