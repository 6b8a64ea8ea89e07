"""Lesson 11, very deep networks: batch normalisation and residual blocks."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.grader.exercise import Case, Exercise, Expose, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.lesson_11 import solutions as solutions
from cnnkit.mistakes import normalization, residual
from cnnkit.normalization import batch_norm, batch_norm_grad, map_statistics
from cnnkit.numbers import number
from cnnkit.reference import numerical_gradient

__all__ = ["EXERCISES", "EXPOSES", "Mixing"]

# T, M, (H, W), eps, what is drawn, what is special about it
BATCHES = (
    (2, 1, (2, 2), 1e-5, integers, "one map of two examples"),
    (3, 2, (3, 4), 1e-5, integers, "several maps"),
    (3, 2, (3, 4), 1e-5, integers, "other numbers of the same shape"),
    (1, 3, (4, 3), 1e-5, integers, "a single example"),
    (2, 2, (2, 2), 0.5, integers, "a large eps, square maps"),
    (4, 3, (1, 1), 1e-3, integers, "maps of one cell"),
    (3, 2, (2, 3), 1e-3, decimals, "decimal numbers"),
    (2, 2, (3, 2), 1e-6, small, "numbers near 0.001"),
)


def drawn(rng, T, M, size, draw) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y that differs from cell to cell, and gamma and beta that are neither 0, 1 nor equal."""
    y = draw(rng, T, M, *size)
    y[0, :, 0, 0] += y.dtype.type(0.003 if draw is small else 3)  # no map is constant
    gamma = np.arange(2.0, 2 + M) * rng.choice([-1.0, 1.0], M)
    return y, gamma, rng.permutation(np.arange(1.0, 1 + M)) + 0.5


def norm_cases(rng) -> list[Case]:
    """Every batch, and two with constant maps; in the last eps is larger than what a mistaken variance of them would be."""
    cases = []
    for T, M, size, eps, draw, label in BATCHES:
        cases.append(Case((*drawn(rng, T, M, size, draw), eps), label))
    y, gamma, beta = drawn(rng, 2, 2, (3, 2), integers)
    y[:, 1] = 7
    cases.append(Case((y, gamma, beta, 1e-5), "a map that is constant"))
    y, gamma, beta = drawn(rng, 2, 3, (3, 2), integers)
    y[:, 1], y[:, 2] = 7, 0
    return [*cases, Case((y, gamma, beta, 2.0), "constant maps, a large eps")]


def normalised(y, gamma, beta, eps) -> np.ndarray:
    """Map by map with the math module: collect, average, divide."""
    z = np.zeros(y.shape)
    for m in range(y.shape[1]):
        cells = [float(v) for v in y[:, m].ravel()]
        mean = math.fsum(cells) / len(cells)
        variance = math.fsum((v - mean) ** 2 for v in cells) / len(cells)
        row = [gamma[m] * (v - mean) / math.sqrt(variance + eps) + beta[m] for v in cells]
        z[:, m] = np.array(row).reshape(y[:, m].shape)
    return z


def norm_adapter(y, gamma, beta, eps):
    return batch_norm(y, gamma, beta, *map_statistics(y), eps=eps)


def norm_witness(args, part, index) -> str:
    y, gamma, beta, eps = args
    t, m, i, j = index
    mean, variance = y[:, m].mean(), y[:, m].var()
    z = gamma[m] * (y[index] - mean) / math.sqrt(variance + eps) + beta[m]
    return (
        f"z({m}, {i}, {j}) of example {t} = {number(gamma[m])}·({number(y[index])} − {number(mean)})"
        f"/√({number(variance)} + {eps:g}) + {number(beta[m])} ≈ {number(z)}; mean and variance of the {y[:, m].size} cells of map {m}"
    )


def norm_grad_cases(rng) -> list[Case]:
    """Every batch, with gradients that do not add up to 0."""
    cases = []
    for T, M, size, eps, draw, label in BATCHES:
        y, gamma, _ = drawn(rng, T, M, size, draw)
        cases.append(Case((decimals(rng, *y.shape), y, gamma, max(eps, 1e-3)), label))
    return cases


def norm_grad_oracle(dz, y, gamma, eps) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Differences of the plain formula; nothing is derived."""
    beta = np.zeros(len(gamma))

    def through(y, gamma, beta):
        return float((dz * normalised(y, gamma, beta, eps)).sum())

    return (
        numerical_gradient(lambda v: through(v, gamma, beta), y, eps=1e-5 * max(1e-2, float(np.ptp(y)))),
        numerical_gradient(lambda v: through(y, v, beta), gamma),
        numerical_gradient(lambda v: through(y, gamma, v), beta),
    )


def norm_grad_adapter(dz, y, gamma, eps):
    mean, variance = map_statistics(y)
    return batch_norm_grad(dz, y, gamma, mean, variance, eps=eps)


class Mixing:
    """A block that is one weighted sum of its maps at every cell, and remembers what it read.

    Parameters
    ----------
    w : (M, M) array
    before : (T, M, H, W) array, optional
        What it read last, for a block that is asked to go back.
    batch : bool
        Whether it looks at the whole batch: it takes the mean of the examples off, and adds 1 in the end.

    Examples
    --------
    >>> Mixing(np.array([[3.0]])).forward(np.ones((1, 1, 1, 1)))
    array([[[[3.]]]])
    """

    def __init__(self, w, before=None, batch=False):
        self.w, self.read, self.batch = w, before, batch

    def _mixed(self, y):
        return np.einsum("nm,tmij->tnij", self.w, y - y.mean(axis=0) if self.batch else y)

    def forward(self, y):
        """Weighted sums of the maps, negative ones halved."""
        self.read = y
        z = self._mixed(y)
        return np.where(z > 0, z, z / 2) + self.batch

    def backward(self, dz):
        """The gradient for what was read last."""
        if self.read is None:
            raise RuntimeError("backward needs a forward before it")
        slope = np.where(self._mixed(self.read) > 0, 1, 0.5)
        back = np.einsum("nm,tnij->tmij", self.w, dz * slope)
        return back - back.mean(axis=0) if self.batch else back

    def fresh(self):
        """The same block, as it was made."""
        return Mixing(self.w, self.read, self.batch)

    def __repr__(self) -> str:
        maps = f"mixes {len(self.w)} maps" if len(self.w) > 1 else "weights its map"
        return f"a block that {maps}{' and looks at the whole batch' * self.batch}"


BLOCKS = (
    ((1, 1, 2, 2), integers, "one 2 × 2 map"),
    ((2, 3, 3, 4), integers, "several maps"),
    ((2, 3, 3, 4), integers, "other numbers of the same shape"),
    ((3, 2, 2, 2), integers, "square maps"),
    ((2, 2, 3, 2), decimals, "decimal numbers"),
    ((1, 2, 2, 3), small, "numbers near 0.001"),
    ((3, 2, 3, 2), decimals, "a block that looks at the whole batch"),
)


def block(rng, maps, label, before=None) -> Mixing:
    """A block with weights (M, M), whole numbers without a 0, and not symmetric."""
    return Mixing(integers(rng, maps, maps, low=1, high=4) * rng.choice([-1.0, 1.0], (maps, maps)), before, batch="batch" in label)


def forward_cases(rng) -> list[Case]:
    """Maps and a block."""
    return [Case((draw(rng, *shape), block(rng, shape[1], label)), label) for shape, draw, label in BLOCKS]


def added(y, inner) -> np.ndarray:
    """Cell by cell."""
    z, out = inner.forward(y), np.zeros(y.shape)
    for index in np.ndindex(y.shape):
        out[index] = float(z[index]) + float(y[index])
    return out


def forward_witness(args, part, index) -> str:
    y, inner = args
    t, m, i, j = index
    through = inner.fresh().forward(y)[index]
    return f"z({m}, {i}, {j}) = inner.forward(y)({m}, {i}, {j}) + y({m}, {i}, {j}) = {number(through)} + {number(y[index])} = {number(through + y[index])}".replace("+ −", "− ")


def backward_cases(rng) -> list[Case]:
    """Gradients, and a block that has read something."""
    return [
        # what the block read is drawn so that no sum in it is 0, where it bends
        Case((draw(rng, *shape), block(rng, shape[1], label, rng.normal(size=shape))), label)
        for shape, draw, label in BLOCKS
    ]


def both_ways(dy, inner) -> np.ndarray:
    """Differences of what comes out, weighted by dy: nothing is derived."""
    at = inner.read

    def through(y):
        return float((dy * (inner.fresh().forward(y) + y)).sum())

    return numerical_gradient(through, at, eps=1e-6)


def backward_witness(args, part, index) -> str:
    dy, inner = args
    t, m, i, j = index
    back = inner.fresh().backward(dy)[index]
    return f"dY({m}, {i}, {j}) = inner.backward(dy)({m}, {i}, {j}) + dy({m}, {i}, {j}) = {number(back)} + {number(dy[index])} = {number(back + dy[index])}".replace("+ −", "− ")


SHORTCUTS = (
    ((1, 2, 4, 4), 1, 2, integers, "one output map, stride 2"),
    ((2, 3, 6, 4), 2, 2, integers, "three maps into two, stride 2"),
    ((2, 3, 6, 4), 2, 2, integers, "other numbers of the same shape"),
    ((2, 2, 3, 4), 4, 1, integers, "stride 1"),
    ((2, 3, 4, 4), 3, 2, integers, "as many maps out as in"),
    ((1, 2, 7, 5), 3, 2, integers, "an odd number of rows and columns"),
    ((2, 2, 7, 8), 3, 3, integers, "stride 3"),
    ((2, 2, 5, 4), 3, 2, decimals, "decimal numbers"),
    ((1, 2, 3, 4), 3, 2, small, "numbers near 0.001"),
)


def shortcut_cases(rng) -> list[Case]:
    """Maps, weights and strides."""
    cases = []
    for shape, N, s, draw, label in SHORTCUTS:
        w = decimals(rng, N, shape[1]) if draw is small else draw(rng, N, shape[1])
        cases.append(Case((draw(rng, *shape), w, s), label))
    return cases


def picked(y, w, stride) -> np.ndarray:
    """Of every map the cells whose row and column are multiples of the stride, weighted and added."""
    rows = [r for r in range(y.shape[2]) if r % stride == 0]
    columns = [c for c in range(y.shape[3]) if c % stride == 0]
    z = np.zeros((len(y), len(w), len(rows), len(columns)))
    for t, n, i, j in np.ndindex(z.shape):
        z[t, n, i, j] = sum(float(w[n, m]) * float(y[t, m, rows[i], columns[j]]) for m in range(y.shape[1]))
    return z


def shortcut_witness(args, part, index) -> str:
    y, w, s = args
    t, n, i, j = index
    return written(f"z({n}, {i}, {j})", [(w[n, m], y[t, m, i * s, j * s]) for m in range(y.shape[1])])


EXERCISES = (
    Exercise(
        id="batch_norm",
        arguments="y, gamma, beta, eps",
        cases=norm_cases,
        expected=normalised,
        adapter=norm_adapter,
        solution=solutions.batch_norm,
        hints=(
            "Collect all cells of that map, of all examples; take their mean and their variance.",
            "z = gamma(m)·(y − mean)/√(variance + eps) + beta(m), with one mean and one variance for each map.",
            "y.mean(axis=(0, 2, 3), keepdims=True), y.var(...) likewise, and gamma[:, None, None].",
        ),
        program=normalization.BATCH_NORM,
        witness=norm_witness,
        answers=("batch_norm",),
    ),
    Exercise(
        id="residual_forward",
        arguments="y, inner",
        cases=forward_cases,
        expected=added,
        solution=solutions.residual_forward,
        hints=(
            "What comes through the block at this cell, and what goes past it?",
            "The block computes what is to be added to y.",
            "inner.forward(y) + y",
        ),
        program=residual.RESIDUAL_FORWARD,
        witness=forward_witness,
    ),
    Exercise(
        id="residual_backward",
        arguments="dy, inner",
        cases=backward_cases,
        expected=both_ways,
        solution=solutions.residual_backward,
        hints=(
            "On how many ways did this cell act on the result?",
            "y went through the block and past it; what comes back on both ways is added.",
            "inner.backward(dy) + dy",
        ),
        results=("dy",),
        program=residual.RESIDUAL_BACKWARD,
        witness=backward_witness,
    ),
    Exercise(
        id="projection_shortcut",
        arguments="y, w, stride",
        cases=shortcut_cases,
        expected=picked,
        solution=solutions.projection_shortcut,
        hints=(
            "Which cell of each map does this place of the result read?",
            "A 1 × 1 convolution with stride s: keep every s-th row and column, then add the maps with weights.",
            'np.einsum("nm,tmij->tnij", w, y[:, :, ::stride, ::stride])',
        ),
        program=residual.PROJECTION_SHORTCUT,
        rules=Rules(("y: T M H W", "w: N M", "stride: 1..")),
        witness=shortcut_witness,
        answers=("conv2d",),
    ),
    Exercise(
        id="batch_norm_grad",
        arguments="dz, y, gamma, eps",
        cases=norm_grad_cases,
        expected=norm_grad_oracle,
        adapter=norm_grad_adapter,
        solution=solutions.batch_norm_grad,
        hints=(
            "On how many z of its map does one y act?",
            "By itself, through the mean and through the variance; gamma and beta act on every cell of their map.",
            "dy = (g − mean(g) − normalised·mean(g·normalised)) / spread with g = gamma·dz, means over the axes 0, 2, 3.",
        ),
        results=("dy", "dgamma", "dbeta"),
        program=normalization.BATCH_NORM_GRAD,
        answers=("batch_norm_grad",),
        extra=True,
    ),
)


EXPOSES = (
    Expose(
        id="stride_forgotten",
        exercise="projection_shortcut",
        switches=("M10",),
        says="leaves the stride out",
        conditions=(
            (lambda y, w, stride: np.shape(y)[2:] == (1, 1), "maps of one cell: there is nothing to skip"),
            (lambda y, w, stride: stride == 1, "stride 1: there is nothing to leave out"),
        ),
        trivial=(
            (lambda y, w, stride: stride == 1, "stride 1 is too easy: find an input with a larger stride on which both agree"),
        ),
    ),
)  # fmt: skip
