"""Lesson 07, transposed convolution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import cnnkit
from cnnkit import reference
from cnnkit.grader.exercise import DRAWS, Case, Exercise, Expose, by_name, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.lesson_07 import solutions as solutions
from cnnkit.mistakes import transposed

__all__ = ["EXERCISES", "EXPOSES"]


@dataclass(frozen=True)
class Expansion:
    """Sizes of one transposed convolution: examples, maps in and out, map, filter, stride, padding."""

    T: int
    M: int
    N: int
    size: tuple[int, int]
    kernel_size: tuple[int, int]
    stride: int
    padding: int
    label: str
    stage: str
    numbers: str = "whole numbers"
    more: int = 0  # output padding, which only the gradients see

    @property
    def output(self) -> tuple[int, int]:
        """Rows and columns of z, by walking to the end of the last stamp."""
        pairs = zip(self.size, self.kernel_size, strict=True)
        return tuple(len(covered(n, k, self.stride, self.padding)) + self.more for n, k in pairs)

    def draw(self, rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """y, w and dz of these sizes."""
        draw = DRAWS[self.numbers]  # where numbers are small, only one of two factors is
        w = (integers if self.numbers == "whole numbers" else decimals)(rng, self.M, self.N, *self.kernel_size)
        return draw(rng, self.T, self.M, *self.size), w, DRAWS[self.numbers](rng, self.T, self.N, *self.output)


def covered(size, kernel_size, stride, padding) -> range:
    """The rows that are kept of all that some stamp covers."""
    ends = [k * stride + p for k in range(size) for p in range(kernel_size)]
    return range(padding, max(ends) + 1 - padding)


# M, N and the sides differ, so that exchanged axes show; twice they do not, so that nothing raises
EXPANSIONS = (
    Expansion(1, 1, 1, (2, 2), (2, 2), 1, 0, "one 2 × 2 map, stride 1", "stride 1"),
    Expansion(2, 2, 2, (2, 3), (3, 3), 1, 0, "several maps, stride 1", "stride 1"),
    Expansion(2, 2, 1, (3, 2), (2, 2), 1, 0, "decimal numbers", "stride 1", "decimal numbers"),
    Expansion(1, 2, 2, (2, 3), (2, 2), 1, 0, "numbers near 0.001", "stride 1", "numbers near 0.001"),
    Expansion(2, 2, 3, (3, 4), (1, 1), 1, 0, "1 × 1 filters", "stride 1"),
    Expansion(1, 1, 1, (2, 2), (3, 3), 2, 0, "one 2 × 2 map, stride 2", "stride"),
    Expansion(2, 4, 3, (3, 2), (3, 4), 2, 0, "several maps, stride 2", "stride"),
    Expansion(2, 2, 3, (3, 4), (2, 3), 3, 0, "stride 3, stamps that leave gaps", "stride"),
    Expansion(1, 1, 1, (3, 2), (3, 3), 1, 1, "one 3 × 2 map, padding 1", "padding"),
    Expansion(2, 4, 3, (3, 2), (3, 4), 2, 1, "stride 2, padding 1", "padding"),
    Expansion(2, 4, 3, (3, 2), (3, 4), 2, 1, "other numbers of the same shape", "padding"),
    Expansion(2, 3, 3, (3, 4), (4, 4), 2, 1, "square filters, twice the size", "padding"),
    Expansion(3, 2, 1, (4, 3), (5, 4), 3, 2, "stride 3, padding 2", "padding"),
    Expansion(1, 2, 2, (3, 2), (4, 3), 2, 1, "decimals, stride 2, padding 1", "padding", "decimal numbers"),
)


def size_cases(rng) -> list[Case]:
    """(size, kernel_size, stride, padding, output_padding): each by itself, then together."""
    fixed = [
        ((3, 2, 1, 0, 0), "3 cells, filter 2"),
        ((3, 3, 2, 0, 0), "stride 2"),
        ((3, 2, 3, 0, 0), "stamps that leave gaps"),
        ((4, 3, 1, 1, 0), "padding 1"),
        ((4, 4, 2, 1, 0), "exactly twice the size"),
        ((4, 3, 3, 1, 1), "output padding 1"),
        ((5, 5, 3, 2, 1), "stride 3, padding 2, output padding 1"),
        ((1, 4, 3, 1, 0), "a single cell"),
    ]
    cases = [Case(args, label) for args, label in fixed]
    while len(cases) < 20:
        K, b = int(rng.integers(2, 7)), int(rng.integers(1, 5))
        p, more = int(rng.integers(0, K // 2 + 1)), int(rng.integers(0, b))
        if K + more != b + 2 * p:  # where the size is H·b, nothing shows
            args = (int(rng.integers(2, 12)), K, b, p, more)
            cases.append(Case(args, f"{args}"))
    return cases


def counted_size(size, kernel_size, stride, padding, output_padding) -> int:
    """Count the rows that some stamp reaches from end to end, crop, add."""
    return len(covered(size, kernel_size, stride, padding)) + output_padding


def stamp_cases(rng) -> list[Case]:
    """The worked example of the lesson, then every expansion."""
    cases = []
    for one in EXPANSIONS:
        y, w, _ = one.draw(rng)
        cases.append(Case((y, w, one.stride, one.padding), one.label, one.stage))
    return cases


def stamp_witness(args, part, index) -> str:
    y, w, b, crop = args
    t, n, i, j = index
    products = [
        (y[t, m, k, l], w[m, n, i + crop - k * b, j + crop - l * b])
        for m, k, l in np.ndindex(y.shape[1:])
        if 0 <= i + crop - k * b < w.shape[2] and 0 <= j + crop - l * b < w.shape[3]
    ]
    return written(f"z({n}, {i}, {j})", products)


def counting_cases(rng) -> list[Case]:
    """(input_size, kernel_size, stride, padding, transposed), shrinking and expanding."""
    fixed = [
        (((3, 3), (3, 3), 1, 0, True), "an expanding layer, stride 1"),
        (((3, 2), (3, 2), 2, 0, True), "an expanding layer, stride 2"),
        (((4, 4), (4, 4), 2, 1, True), "an expanding layer, cropped"),
        (((4, 3), (5, 4), 3, 2, True), "stride 3, cropped by 2"),
        (((4, 4), (3, 3), 1, 0, False), "a shrinking layer, stride 1"),
        (((5, 6), (2, 3), 2, 0, False), "a shrinking layer, stride 2"),
        (((5, 4), (3, 3), 1, 1, False), "a shrinking layer, padding 1"),
        (((7, 8), (4, 3), 2, 2, False), "stride 2, padding 2, a remainder"),
        (((5, 7), (1, 2), 3, 0, False), "a shrinking layer with gaps"),
    ]
    cases = [Case(args, label) for args, label in fixed]
    for _ in range(6):
        sizes, kernels = (tuple(int(n) for n in rng.integers(*span, 2)) for span in ((4, 8), (2, 5)))
        b, crop, grows = int(rng.integers(1, 4)), int(rng.integers(0, 2)), bool(rng.integers(2))
        cases.append(Case((sizes, kernels, b, crop, grows), f"({sizes}, {kernels}, {b}, {crop}, {grows})"))
    return cases


def links_along(size, kernel_size, stride, padding, transposed) -> list[int]:
    """Go through every window of the large row and note whom it joins."""
    if transposed:
        small, large = size, len(covered(size, kernel_size, stride, padding))
    else:
        small, large = len(range(-padding, size + padding - kernel_size + 1, stride)), size
    count = [0] * size
    for i in range(small):
        for r in range(i * stride - padding, i * stride - padding + kernel_size):
            if 0 <= r < large:
                count[i if transposed else r] += 1
    return count


def counted_links(input_size, kernel_size, *rest) -> np.ndarray:
    """Every link along the rows with every link along the columns."""
    rows, columns = (links_along(n, k, *rest) for n, k in zip(input_size, kernel_size, strict=True))
    return np.array([[r * c for c in columns] for r in rows])


def links_witness(args, part, index) -> str:
    pairs = zip(args[0], args[1], strict=True)
    rows, columns = (links_along(n, k, *args[2:]) for n, k in pairs)
    return written(f"weights({index[0]}, {index[1]})", [(rows[index[0]], columns[index[1]])])


def spread_cases(rng) -> list[Case]:
    """Maps and strides."""
    sizes = (
        ((1, 1, 2, 2), 2, "one 2 × 2 map, stride 2"),
        ((2, 3, 3, 4), 2, "several maps"),
        ((2, 3, 3, 4), 2, "other numbers of the same shape"),
        ((2, 2, 4, 3), 3, "stride 3"),
        ((1, 2, 2, 4), 3, "stride 3, more columns than rows"),
        ((1, 2, 3, 4), 1, "stride 1"),
        ((1, 1, 1, 1), 4, "a single cell"),
    )
    cases = [Case((integers(rng, *shape, low=1), b), label) for shape, b, label in sizes]
    cases.append(Case((decimals(rng, 2, 1, 2, 3), 2), "decimal numbers"))
    return [*cases, Case((small(rng, 1, 2, 3, 2), 3), "numbers near 0.001")]


def spread_out(y, stride) -> np.ndarray:
    """Cell by cell: the value where both numbers are multiples of the stride, else 0."""
    rows, columns = (1 + sum(stride for _ in range(n - 1)) for n in y.shape[2:])
    u = np.zeros((*y.shape[:2], rows, columns))
    for r, c in np.ndindex(rows, columns):
        if r % stride == 0 and c % stride == 0:
            u[:, :, r, c] = y[:, :, r // stride, c // stride]
    return u


# with output padding, dz is larger than what the stamps cover
WIDER = Expansion(2, 2, 3, (3, 2), (3, 4), 2, 1, "dz with a row of output padding", "", more=1)


def grad_input_cases(rng) -> list[Case]:
    """Every expansion, and one with output padding."""
    cases = []
    for one in (*EXPANSIONS, WIDER):
        _, w, dz = one.draw(rng)
        cases.append(Case((dz, w, one.size, one.stride, one.padding), one.label))
    return cases


def grad_input_witness(args, part, index) -> str:
    dz, w, _, b, crop = args
    t, m, k, l = index
    products = [
        (dz[t, n, k * b - crop + p, l * b - crop + q], w[m, n, p, q])
        for n, p, q in np.ndindex(w.shape[1:])
        if 0 <= k * b - crop + p < dz.shape[2] and 0 <= l * b - crop + q < dz.shape[3]
    ]
    return written(f"dY({m}, {k}, {l})", products)


def grad_weight_cases(rng) -> list[Case]:
    """Every expansion, and one with output padding."""
    cases = []
    for one in (*EXPANSIONS, WIDER):
        y, _, dz = one.draw(rng)
        cases.append(Case((dz, y, one.kernel_size, one.stride, one.padding), one.label))
    return cases


def grad_weight_witness(args, part, index) -> str:
    dz, y, _, b, crop = args
    m, n, p, q = index
    products = [
        (y[t, m, k, l], dz[t, n, k * b - crop + p, l * b - crop + q])
        for t, k, l in np.ndindex(len(y), *y.shape[2:])
        if 0 <= k * b - crop + p < dz.shape[2] and 0 <= l * b - crop + q < dz.shape[3]
    ]
    return written(f"dw({m}, {n}, {p}, {q})", products)


def _shown(y, w, stride, padding):
    """One map and one square filter in an explorer."""
    if w.shape[:2] != (1, 1) or w.shape[2] != w.shape[3]:
        return None
    return "ExpandExplorer", {"y": y[0, 0], "w": w[0, 0], "stride": stride, "padding": padding}


EXERCISES = (
    Exercise(
        id="transposed_output_size",
        arguments="size, kernel_size, stride, padding, output_padding",
        cases=size_cases,
        expected=counted_size,
        adapter=lambda size, kernel_size, stride, padding, output_padding: cnnkit.Window(
            kernel_size, stride, padding
        ).transposed_size((size, size), output_padding)[0],
        solution=solutions.transposed_output_size,
        hints=(
            "Draw the stamps on squared paper.",
            "Stamp k covers the rows k·b to k·b + K − 1; p rows are cropped at both ends, output padding is added at one.",
            "(size - 1) * stride + kernel_size - 2 * padding + output_padding",
        ),
        results=("size",),
        program=transposed.TRANSPOSED_OUTPUT_SIZE,
        rules=Rules(
            ("size: 1..", "kernel_size: 1..", "stride: 1..", "padding: 0..", "output_padding: 0.."),
            (
                (lambda f: f["output_padding"] < f["stride"], "output_padding has to be smaller than stride"),
                (lambda f: (f["size"] - 1) * f["stride"] + f["kernel_size"] > 2 * f["padding"], "padding crops the whole map away"),
            ),
        ),
    ),
    Exercise(
        id="conv_transpose2d",
        arguments="y, w, stride, padding",
        explorer=_shown,
        cases=stamp_cases,
        expected=by_name(reference.conv_transpose2d, "y, w, stride, padding"),
        adapter=by_name(cnnkit.conv_transpose2d, "y, w, stride, padding"),
        solution=solutions.conv_transpose2d,
        hints=(
            "Which stamps cover this cell?",
            "Cell (k, l) stamps rows k·b to k·b + Kh − 1 of a map of R = (H − 1)·b + Kh rows; of these, rows p to R − p − 1 are kept.",
            "z[:, :, k*b:k*b + Kh, l*b:l*b + Kw] += einsum of y[:, :, k, l] with w, summed over m.",
        ),
        program=transposed.CONV_TRANSPOSE2D,
        rules=Rules(
            ("y: T M H W", "w: M N Kh Kw", "stride: 1..", "padding: 0.."),
            (
                (lambda f: all((f[n] - 1) * f["stride"] + f[k] > 2 * f["padding"] for n, k in (("H", "Kh"), ("W", "Kw"))),
                 "padding crops the whole map away"),
            ),
        ),
        witness=stamp_witness,
        answers=("conv_transpose2d", "conv2d_grad_input"),
    ),
    Exercise(
        id="conv_transpose2d_by_upsampling",
        arguments="y, w, stride, padding",
        cases=stamp_cases,
        expected=by_name(reference.conv_transpose2d, "y, w, stride, padding"),
        adapter=by_name(cnnkit.conv_transpose2d, "y, w, stride, padding"),
        solution=solutions.conv_transpose2d_by_upsampling,
        hints=(
            "Which cells of the spread-out map lie under the window?",
            "b − 1 zeros between neighbours; K − 1 − p zeros around; then a scan with stride 1 and the filter flipped both ways.",
            "Pad the spread-out map by Kh - 1 - padding and Kw - 1 - padding; scan with "
            "w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1], which is w[out, in] again.",
        ),
        program=transposed.CONV_TRANSPOSE2D_BY_UPSAMPLING,
        witness=stamp_witness,
        answers=("conv_transpose2d", "conv2d_grad_input"),
    ),
    Exercise(
        id="outgoing_weights",
        arguments="input_size, kernel_size, stride, padding, transposed",
        cases=counting_cases,
        expected=counted_links,
        solution=solutions.outgoing_weights,
        hints=(
            "Which output cells does this input cell reach?",
            "Count along the rows and along the columns; the two counts multiply. Transposed, cell k reaches the "
            "rows k·b − p to k·b − p + K − 1 that exist; otherwise it is reached by every window that holds it.",
            "np.outer(rows, columns), where rows[k] counts the p in range(Kh) with 0 <= k*stride - padding + p < H_out.",
        ),
        results=("weights",),
        program=transposed.OUTGOING_WEIGHTS,
        witness=links_witness,
        extra=True,
    ),
    Exercise(
        id="upsample",
        arguments="y, stride",
        cases=spread_cases,
        expected=spread_out,
        adapter=by_name(cnnkit.upsample2d, "y, stride"),
        solution=solutions.upsample,
        hints=(
            "Number rows and columns from 0; which of them hold a value?",
            "The value of row k goes to row k·b; the last one is row (H − 1)·b.",
            "Zeros of the larger size, then u[:, :, ::stride, ::stride] = y.",
        ),
        results=("u",),
        program=transposed.UPSAMPLE,
        answers=("upsample2d", "downsample2d_grad"),
        extra=True,
    ),
    Exercise(
        id="conv_transpose2d_grad_input",
        arguments="dz, w, input_size, stride, padding",
        cases=grad_input_cases,
        expected=by_name(reference.conv_transpose2d_grad_input, "dz, w, input_size, stride, padding"),
        adapter=by_name(cnnkit.conv_transpose2d_grad_input, "dz, w, input_size, stride, padding"),
        solution=solutions.conv_transpose2d_grad_input,
        hints=(
            "Which cells did this cell stamp, and through which weights?",
            "Forward, cell (k, l) wrote a patch; backward, it reads that patch of dz with the same weights: a convolution.",
            "conv2d_forward(dz, w, zeros, stride, padding), with one zero for each input map m.",
        ),
        results=("dy",),
        program=transposed.CONV_TRANSPOSE2D_GRAD_INPUT,
        witness=grad_input_witness,
        answers=("conv_transpose2d_grad_input",),
        extra=True,
    ),
    Exercise(
        id="conv_transpose2d_grad_weight",
        arguments="dz, y, kernel_size, stride, padding",
        cases=grad_weight_cases,
        expected=by_name(reference.conv_transpose2d_grad_weight, "dz, y, kernel_size, stride, padding"),
        adapter=by_name(cnnkit.conv_transpose2d_grad_weight, "dz, y, kernel_size, stride, padding"),
        solution=solutions.conv_transpose2d_grad_weight,
        hints=(
            "List the (Y, dz) pairs that this weight joined.",
            "Weight (i, j) of a stamp carried Y(m, k, l) to z(n, k·b + i − p, l·b + j − p); each such pair adds Y·dz.",
            "conv2d_grad_weight(y, dz, kernel_size, stride, padding) of lesson 04, with y where dz stood.",
        ),
        results=("dw",),
        program=transposed.CONV_TRANSPOSE2D_GRAD_WEIGHT,
        witness=grad_weight_witness,
        answers=("conv_transpose2d_grad_weight",),
        extra=True,
    ),
)


def _single(y, *_):
    return np.shape(y)[2:] == (1, 1)


EXPOSES = (
    Expose(
        id="size_times_stride",
        exercise="transposed_output_size",
        switches=("T01",),
        says="takes H · b for the size, whatever the filter",
        conditions=(
            (lambda size, kernel_size, stride, padding, output_padding: output_padding == 0,
             "K = b + 2p: the stamps end exactly where H · b ends"),
            (lambda *_: True, "K + output_padding = b + 2p: the size is exactly H · b"),
        ),
        trivial=(
            (lambda size, kernel_size, stride, padding, output_padding: kernel_size == stride and not padding,
             "K = b without padding lays the stamps side by side, which is too easy: find an input with padding"),
        ),
    ),
    Expose(
        id="stamps_overwritten",
        exercise="conv_transpose2d",
        switches=("T05",),
        says="writes = where += is needed",
        conditions=(
            (lambda y, w, stride, padding: stride >= max(np.shape(w)[2:]), "b ≥ K: no two stamps overlap"),
        ),
        trivial=(
            (_single, "a single cell is too easy: find a map with several cells"),
            (lambda y, w, *_: np.shape(w)[2:] == (1, 1), "1 × 1 filters are too easy: find larger ones"),
        ),
    ),
)  # fmt: skip
