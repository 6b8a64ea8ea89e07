"""Lesson 05, pooling and downsampling."""

from __future__ import annotations

import numpy as np

import cnnkit
from cnnkit.grader.exercise import Case, Exercise, Expose, by_name, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.lesson_05 import solutions as solutions
from cnnkit.mistakes import pooling

__all__ = ["EXERCISES", "EXPOSES"]

# T, M, map, K, s, and what is special about them
POOLS = (
    (1, 1, (4, 4), 2, 2, "one 4 × 4 map, windows side by side"),
    (1, 1, (4, 4), 2, 1, "one 4 × 4 map, overlapping windows"),
    (2, 3, (6, 8), 3, 2, "overlapping windows and a remainder"),
    (2, 3, (6, 8), 3, 2, "other numbers of the same shape"),
    (2, 3, (7, 7), 3, 2, "square maps"),
    (2, 2, (8, 5), 2, 3, "gaps between the windows"),
    (1, 2, (3, 3), 3, 1, "a window as large as the map"),
    (2, 2, (7, 5), 2, 2, "windows side by side, a row and a column left over"),
    (2, 1, (4, 5), 2, 1, "decimal numbers"),
    (1, 2, (5, 4), 2, 2, "numbers near 0.001"),
    (1, 1, (3, 6), 2, 2, "one wide map"),  # else a single map would always be square
)


def pool_maps(rng, T, M, size, label="") -> np.ndarray:
    """Whole numbers with ties, unless the label says otherwise; the last map so low that whole windows are negative."""
    if label == "numbers near 0.001":
        y = small(rng, T, M, *size)
        y[:, -1] = -abs(y[:, -1])
        return y
    y = (decimals if label == "decimal numbers" else integers)(rng, T, M, *size, low=-3, high=3)
    y[:, -1] -= 4
    return y


def max_cases(rng) -> list[Case]:
    """Every pool, and the worked example of the lesson."""
    worked = np.array([[1.0, 3, 3, 0], [2, 0, 3, 1], [5, 1, 0, 2], [5, 4, 1, 2]])[None, None]
    cases = [Case((worked, 2, 1), "the worked example")]
    cases += [Case((pool_maps(rng, T, M, size, label), K, s), label) for T, M, size, K, s, label in POOLS]
    # below every number at which a search could start
    return [*cases, Case((integers(rng, 1, 1, 5, 6) - 1e12, 2, 2), "numbers near −10¹²")]


def searched(y, kernel_size, stride) -> tuple[np.ndarray, np.ndarray]:
    """Walk through each window in row order and keep the first largest value."""
    T, M, H, W = y.shape
    outputs = [
        (i, j)
        for i in range(0, H - kernel_size + 1, stride)
        for j in range(0, W - kernel_size + 1, stride)
    ]
    rows = len({i for i, _ in outputs})
    found = []
    for t in range(T):
        for m in range(M):
            for i, j in outputs:
                cells = [(r, c) for r in range(i, i + kernel_size) for c in range(j, j + kernel_size)]
                best = max(cells, key=lambda cell: (y[t, m][cell], -cell[0] * W - cell[1]))
                found.append((y[t, m][best], best[0] * W + best[1]))
    shape = (T, M, rows, len(outputs) // rows)
    u, positions = np.array(found).T
    return u.reshape(shape), positions.reshape(shape)


def max_witness(args, part, index) -> str:
    y, K, s = args
    t, m, i, j = index
    window = y[t, m, i * s : i * s + K, j * s : j * s + K]
    shown = ", ".join(f"{v:g}".replace("-", "−") for v in window.ravel())
    p, q = divmod(int(window.argmax()), K)
    row, column = i * s + p, j * s + q
    if part == 0:
        return f"u({m}, {i}, {j}) = max({shown}) = {window.max():g}".replace("= -", "= −")
    return (
        f"P({m}, {i}, {j}): the largest of ({shown}) is first met at row {row}, column {column}: "
        f"{row}·{y.shape[3]} + {column} = {row * y.shape[3] + column}"
    )


def routing_cases(rng) -> list[Case]:
    """Gradients of pooled maps, routed back to where the maxima were."""
    cases = []
    for T, M, size, K, s, label in (
        (1, 1, (4, 4), 3, 1, "one 4 × 4 map, overlapping windows"),
        (2, 3, (6, 8), 3, 2, "overlapping windows and a remainder"),
        (2, 3, (6, 8), 3, 2, "other numbers of the same shape"),
        (2, 3, (7, 7), 3, 2, "square maps"),
        (2, 2, (6, 6), 3, 3, "windows side by side"),
        (2, 2, (7, 5), 2, 2, "windows of 2 × 2, a row and a column left over"),
        (2, 1, (4, 5), 2, 1, "decimal numbers"),
        (1, 2, (5, 4), 2, 2, "numbers near 0.001"),
    ):
        u, positions = searched(pool_maps(rng, T, M, size), K, s)
        cases.append(Case((gradients(rng, u.shape, label), positions.astype(np.int64), size), label))
    # every window has the same winner, whatever was drawn
    cases.append(Case((integers(rng, 1, 1, 2, 2, low=1), np.full((1, 1, 2, 2), 5), (3, 4)), "one cell that wins everywhere"))
    return cases


def gradients(rng, shape, label, low=-4) -> np.ndarray:
    """Whole numbers, unless the label says otherwise; never 0."""
    if label == "numbers near 0.001":
        return small(rng, *shape)
    if label == "decimal numbers":
        return decimals(rng, *shape)
    return integers(rng, *shape, low=low)


def routed(du, positions, input_size) -> np.ndarray:
    """For every input cell, add up the du of the windows that it won."""
    (H, W), (T, M) = input_size, du.shape[:2]
    dy = np.zeros((T, M, H, W))
    for t, m, r, c in np.ndindex(T, M, H, W):
        won = positions[t, m].ravel() == r * W + c
        dy[t, m, r, c] = sum(float(g) for g, w in zip(du[t, m].ravel(), won, strict=True) if w)
    return dy


def routing_witness(args, part, index) -> str:
    du, positions, (_, W) = args
    t, m, r, c = index
    won = [(1.0, g) for g, p in zip(du[t, m].ravel(), positions[t, m].ravel(), strict=True) if p == r * W + c]
    return written(f"dY({m}, {r}, {c})", won)


def mean_grad_cases(rng) -> list[Case]:
    """Gradients of mean-pooled maps."""
    cases = []
    for T, M, size, K, s, label in POOLS:
        rows, columns = ((n - K) // s + 1 for n in size)
        cases.append(Case((gradients(rng, (T, M, rows, columns), label, low=1), size, K, s), label))
    return cases


def shared_out(du, input_size, kernel_size, stride) -> np.ndarray:
    """For every input cell, collect a K²-th of du from each window that it lies in."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m, r, c in np.ndindex(dy.shape):
        dy[t, m, r, c] = sum(
            float(du[t, m, i, j]) / kernel_size**2
            for i in range(du.shape[2])
            for j in range(du.shape[3])
            if 0 <= r - i * stride < kernel_size and 0 <= c - j * stride < kernel_size
        )
    return dy


def mean_grad_witness(args, part, index) -> str:
    du, _, K, s = args
    t, m, r, c = index
    shares = [
        (du[t, m, i, j], 1 / K**2)
        for i, j in np.ndindex(du.shape[2:])
        if 0 <= r - i * s < K and 0 <= c - j * s < K
    ]
    return written(f"dY({m}, {r}, {c})", shares)


def mean_cases(rng) -> list[Case]:
    """Every pool."""
    return [Case((pool_maps(rng, T, M, size, label), K, s), label) for T, M, size, K, s, label in POOLS]


def averaged(y, kernel_size, stride) -> np.ndarray:
    """Add the cells of each window and divide by their number."""
    T, M, H, W = y.shape
    starts = [range(0, n - kernel_size + 1, stride) for n in (H, W)]
    u = np.zeros((T, M, len(starts[0]), len(starts[1])))
    for t, m in np.ndindex(T, M):
        for i, r in enumerate(starts[0]):
            for j, c in enumerate(starts[1]):
                cells = [float(y[t, m, r + p, c + q]) for p in range(kernel_size) for q in range(kernel_size)]
                u[t, m, i, j] = sum(cells) / len(cells)
    return u


SAMPLES = (
    ((1, 1, 4, 4), 2, "one 4 × 4 map, stride 2"),
    ((2, 3, 7, 5), 2, "an odd number of rows"),
    ((2, 3, 7, 5), 2, "other numbers of the same shape"),
    ((2, 2, 7, 8), 3, "stride 3"),
    ((1, 2, 3, 4), 1, "stride 1"),
    ((1, 1, 2, 3), 4, "a stride larger than the map"),
    ((2, 1, 5, 4), 2, "decimal numbers"),
    ((1, 2, 4, 5), 2, "numbers near 0.001"),
)


def sample_cases(rng) -> list[Case]:
    """Maps and strides."""
    return [Case((gradients(rng, shape, label), s), label) for shape, s, label in SAMPLES]


def kept(y, stride) -> np.ndarray:
    """Keep a cell when both its numbers are multiples of the stride."""
    rows = [r for r in range(y.shape[2]) if r % stride == 0]
    columns = [c for c in range(y.shape[3]) if c % stride == 0]
    return y[:, :, rows][:, :, :, columns]


def sample_grad_cases(rng) -> list[Case]:
    """Gradients of downsampled maps."""
    cases = []
    for (T, M, H, W), s, label in SAMPLES:
        rows, columns = len(range(0, H, s)), len(range(0, W, s))
        cases.append(Case((gradients(rng, (T, M, rows, columns), label, low=1), (H, W), s), label))
    return cases


def put_back(du, input_size, stride) -> np.ndarray:
    """Cell by cell: du where the cell was kept, 0 where it was dropped."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for r, c in np.ndindex(*input_size):
        if r % stride == 0 and c % stride == 0:
            dy[:, :, r, c] = du[:, :, r // stride, c // stride]
    return dy


def _max_shown(y, kernel_size, stride):
    """The first map in an explorer."""
    return "PoolExplorer", {"y": y[0, 0], "kernel_size": kernel_size, "stride": stride}


def _mean_shown(y, kernel_size, stride):
    """The first map in an explorer."""
    return "PoolExplorer", {"pooling": "mean", "y": y[0, 0], "kernel_size": kernel_size, "stride": stride}


def _shares_shown(du, input_size, kernel_size, stride):
    """The gradient of the first map in an explorer; its numbers do not matter."""
    settings = {"y": np.ones(input_size), "du": du[0, 0], "kernel_size": kernel_size, "stride": stride}
    return "PoolExplorer", {"tab": "backward", "pooling": "mean", **settings}


EXERCISES = (
    Exercise(
        id="max_pool",
        arguments="y, kernel_size, stride",
        explorer=_max_shown,
        cases=max_cases,
        expected=searched,
        adapter=by_name(cnnkit.max_pool2d, "y, kernel_size, stride"),
        solution=solutions.max_pool,
        hints=(
            "Write the cells of that window down in row order.",
            "The window of output (i, j) starts at (i·s, j·s). Of equal maxima the first in row order wins.",
            "best = window.argmax(); row = i*s + best // K, column = j*s + best % K, position = row*W + column.",
        ),
        results=("u", "positions"),
        indices=("positions",),
        program=pooling.MAX_POOL,
        witness=max_witness,
        answers=("max_pool2d",),
    ),
    Exercise(
        id="max_pool_grad",
        arguments="du, positions, input_size",
        cases=routing_cases,
        expected=routed,
        adapter=by_name(cnnkit.max_pool2d_grad, "du, positions, input_size"),
        solution=solutions.max_pool_grad,
        hints=(
            "Which windows did this cell win?",
            "du(i, j) goes to the cell P(i, j) and nowhere else. A cell can win in several overlapping windows.",
            "row, column = divmod(position, W), then dy[t, m, row, column] += du[t, m, i, j].",
        ),
        results=("dy",),
        program=pooling.MAX_POOL_GRAD,
        rules=Rules(
            ("du: T M H′ W′", "positions: T M H′ W′", "input_size: (H W)"),
            (
                (lambda f: (f["positions"] == np.rint(f["positions"])).all(), "positions have to be whole numbers"),
                (lambda f: f["positions"].min() >= 0 and f["positions"].max() < f["H"] * f["W"],
                 "a position lies outside the map: they go from 0 to H·W − 1"),
            ),
        ),
        witness=routing_witness,
        answers=("max_pool2d_grad",),
    ),
    Exercise(
        id="mean_pool_grad",
        arguments="du, input_size, kernel_size, stride",
        explorer=_shares_shown,
        cases=mean_grad_cases,
        expected=shared_out,
        adapter=by_name(cnnkit.mean_pool2d_grad, "du, input_size, kernel_size, stride"),
        solution=solutions.mean_pool_grad,
        hints=(
            "Which windows does this cell lie in?",
            "Each cell of a window has weight 1/K² in its mean; a cell in several windows gets a share from each.",
            "dy[:, :, i*s:i*s + K, j*s:j*s + K] += du[:, :, i:i + 1, j:j + 1] / K**2.",
        ),
        results=("dy",),
        program=pooling.MEAN_POOL_GRAD,
        rules=Rules(
            ("du: T M H′ W′", "input_size: (H W)", "kernel_size: 1..", "stride: 1.."),
            (
                (lambda f: f["kernel_size"] <= min(f["H"], f["W"]), "the window is larger than the map: none fits"),
                (lambda f: all(f[out] == (f[n] - f["kernel_size"]) // f["stride"] + 1 for out, n in (("H′", "H"), ("W′", "W"))),
                 "du does not have the size of the pooled map, (H − K) // s + 1"),
            ),
        ),
        witness=mean_grad_witness,
        answers=("mean_pool2d_grad",),
    ),
    Exercise(
        id="downsample_grad",
        arguments="du, input_size, stride",
        cases=sample_grad_cases,
        expected=put_back,
        adapter=by_name(cnnkit.downsample2d_grad, "du, input_size, stride"),
        solution=solutions.downsample_grad,
        hints=(
            "Was this cell kept or dropped?",
            "A kept cell changes one output by exactly as much as it changes itself; a dropped one changes nothing.",
            "Zeros of the input's size, then dy[:, :, ::stride, ::stride] = du.",
        ),
        results=("dy",),
        program=pooling.DOWNSAMPLE_GRAD,
        answers=("downsample2d_grad", "upsample2d"),
    ),
    Exercise(
        id="mean_pool",
        arguments="y, kernel_size, stride",
        explorer=_mean_shown,
        cases=mean_cases,
        expected=averaged,
        adapter=by_name(cnnkit.mean_pool2d, "y, kernel_size, stride"),
        solution=solutions.mean_pool,
        hints=(
            "Add the cells of that window up.",
            "The window of output (i, j) starts at (i·s, j·s) and has K·K cells.",
            "window.sum() / K**2, or window.mean().",
        ),
        results=("u",),
        program=pooling.MEAN_POOL,
        answers=("mean_pool2d",),
        extra=True,
    ),
    Exercise(
        id="downsample",
        arguments="y, stride",
        cases=sample_cases,
        expected=kept,
        adapter=by_name(cnnkit.downsample2d, "y, stride"),
        solution=solutions.downsample,
        hints=(
            "Number the rows from 0; which stay?",
            "Rows and columns 0, s, 2s, … stay.",
            "y[:, :, ::stride, ::stride]",
        ),
        results=("u",),
        program=pooling.DOWNSAMPLE,
        answers=("downsample2d",),
        extra=True,
    ),
)

EXPOSES = (
    Expose(
        id="max_overwritten",
        exercise="max_pool_grad",
        switches=("P04",),
        says="writes = where += is needed",
        conditions=(
            (lambda du, positions, size: np.size(du) == np.prod(np.shape(du)[:2]), "a single window"),
            (lambda du, positions, size: all(
                len(set(p.ravel().tolist())) == p.size for m in np.asarray(positions) for p in m),
             "no cell wins in two windows"),
        ),
    ),
)  # fmt: skip
