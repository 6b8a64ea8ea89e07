"""Lesson 08, transform invariance."""

from __future__ import annotations

from math import ceil, floor

import numpy as np

import cnnkit
from cnnkit import filterbank as banks
from cnnkit.grader.exercise import DRAWS, Case, Exercise, Expose, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.grader.witness import written
from cnnkit.lessons.lesson_08 import solutions as solutions
from cnnkit.mistakes import filterbank

__all__ = ["EXERCISES", "EXPOSES"]

# N, M, K; where N = M, turning other axes does not raise, and where N = 4, neither do exchanged ones
FILTERS = (
    ((1, 1, 2), "one 2 × 2 filter"),
    ((1, 1, 3), "one 3 × 3 filter"),
    ((3, 2, 3), "several filters"),
    ((3, 2, 3), "other numbers of the same shape"),
    ((2, 2, 3), "as many filters as maps"),
    ((4, 4, 4), "four filters of 4 × 4"),
    ((4, 5, 1), "1 × 1 filters"),
    ((1, 3, 2), "one filter of three maps"),
    ((3, 1, 2), "three filters of one map"),
)

# T, N, M, (H, W), K; square maps too, and H = N where axes could be exchanged
SCANS = (
    (1, 1, 1, (3, 3), 2, "one 3 × 3 map"),
    (2, 3, 2, (5, 4), 3, "several maps"),
    (2, 3, 2, (5, 4), 3, "other numbers of the same shape"),
    (3, 2, 2, (6, 6), 3, "as many filters as maps"),
    (2, 2, 3, (4, 6), 2, "2 × 2 filters"),
    (2, 4, 3, (3, 5), 3, "a filter as high as the map"),
    (3, 1, 1, (3, 4), 2, "three images"),
    (1, 1, 2, (4, 3), 2, "two maps"),
    (1, 3, 1, (3, 4), 2, "three filters"),
)


def filter_cases(rng) -> list[Case]:
    cases = [Case((integers(rng, N, M, K, K),), label) for (N, M, K), label in FILTERS]
    return cases + [Case((draw(rng, 2, 3, 3, 3),), label) for label, draw in list(DRAWS.items())[1:]]


def turned_cell(p: int, q: int, turns: int, K: int) -> tuple[int, int]:
    """Where a cell of a member stood before its quarter turns, one turn at a time."""
    for _ in range(turns):
        p, q = q, K - 1 - p
    return p, q


def turned_by_cells(w) -> np.ndarray:
    """Every member, cell by cell."""
    N, M, K, _ = w.shape
    bank = np.zeros((N, 4, M, K, K))
    for n, r, m, p, q in np.ndindex(bank.shape):
        bank[n, r, m, p, q] = w[(n, m, *turned_cell(p, q, r, K))]
    return bank


def member_witness(args, part, index) -> str:
    n, r, m, p, q = index
    row, column = turned_cell(p, q, r, args[0].shape[2])
    return f"member {r}, cell ({p}, {q}) = w({n}, {m}, {row}, {column}) = {args[0][n, m, row, column]:g}".replace("-", "−")


def scan_cases(rng) -> list[Case]:
    """Whole numbers tie now and then; decimals never do."""
    cases = [Case((integers(rng, T, M, *size), integers(rng, N, M, K, K)), label) for T, N, M, size, K, label in SCANS]
    tied = np.ones((1, 1, 3, 3)), np.arange(4.0).reshape(1, 1, 2, 2)
    broken = rng.normal(size=(2, 2, 5, 6)), rng.normal(size=(3, 2, 3, 3))
    tiny = small(rng, 2, 2, 4, 5), rng.normal(size=(3, 2, 2, 2))
    # below every number at which a search could start
    deep = integers(rng, 1, 1, 3, 4, low=1) * 1e12, -integers(rng, 1, 1, 2, 2, low=1)
    return [
        *cases, Case(tied, "members that tie everywhere"), Case(broken, "decimal numbers"), Case(tiny, "numbers near 0.001"),
        Case(deep, "numbers near −10¹²"),
    ]  # fmt: skip


def strongest_by_loops(y, w) -> tuple[np.ndarray, np.ndarray]:
    bank, K = turned_by_cells(w), w.shape[2]
    z = np.zeros((len(y), len(w), y.shape[2] - K + 1, y.shape[3] - K + 1))
    winner = np.zeros(z.shape)
    for t, n, i, j in np.ndindex(z.shape):
        patch = y[t, :, i : i + K, j : j + K]
        found = [float((bank[n, r] * patch).sum()) for r in range(4)]
        z[t, n, i, j] = max(found)
        winner[t, n, i, j] = found.index(max(found))
    return z, winner


def scan_witness(args, part, index) -> str:
    (y, w), (t, n, i, j) = args, index
    patch, bank = y[t, :, i : i + w.shape[2], j : j + w.shape[3]], turned_by_cells(w)
    sums = ", ".join(f"{(bank[n, r] * patch).sum():g}" for r in range(4)).replace("-", "−")
    return f"at ({i}, {j}) the members 0 to 3 of filter {n} give {sums}"


def scan_adapter(y, w):
    return cnnkit.filterbank.bank_max(banks.bank_conv2d(y, banks.rotate_filters(w)))


def grad_cases(rng) -> list[Case]:
    """dz that is never 0, with winners of a real forward pass."""
    cases = []
    for case in scan_cases(rng):
        y, w = case.args
        z, winner = strongest_by_loops(y, w)
        dz = rng.integers(1, 5, z.shape) * rng.choice([-1.0, 1.0], z.shape)
        dz = dz / 2.5 if case.label == "decimal numbers" else dz
        cases.append(Case((dz, winner.astype(np.int64), y, w), case.label))
    return cases


def gradient_by_cells(dz, winner, y, w) -> np.ndarray:
    """Each product goes to the weight that stood there."""
    dw, K = np.zeros(w.shape), w.shape[2]
    for t, n, i, j in np.ndindex(dz.shape):
        for m, p, q in np.ndindex(w.shape[1:]):
            dw[(n, m, *turned_cell(p, q, int(winner[t, n, i, j]), K))] += dz[t, n, i, j] * y[t, m, i + p, j + q]
    return dw


def gradient_witness(args, part, index) -> str:
    (dz, winner, y, w), (n, m, row, column) = args, index
    K, products = w.shape[2], []
    for t, _, i, j in np.ndindex(len(dz), 1, *dz.shape[2:]):
        for p, q in np.ndindex(K, K):
            if turned_cell(p, q, int(winner[t, n, i, j]), K) == (row, column):
                products.append((dz[t, n, i, j], y[t, m, i + p, j + q]))
    return written(f"dw({n}, {m}, {row}, {column})", products)


def gradient_adapter(dz, winner, y, w):
    dmaps = banks.bank_max_grad(dz, winner, 4)
    flat = dmaps.reshape(len(dz), -1, *dz.shape[2:])
    dbank = cnnkit.conv2d_grad_weight(flat, y, w.shape[2:])
    return banks.rotate_filters_grad(dbank.reshape(len(w), 4, *w.shape[1:]))


def map_cases(rng) -> list[Case]:
    shapes = (
        ((1, 1, 4, 2, 2), "one filter, 2 × 2 maps"),
        ((2, 3, 4, 3, 3), "several filters"),
        ((2, 3, 4, 3, 5), "maps that are not square"),
        ((2, 3, 4, 3, 5), "other numbers of the same shape"),
        ((3, 4, 4, 4, 4), "all sizes alike"),
    )
    cases = [Case((integers(rng, *shape),), label) for shape, label in shapes]
    return cases + [Case((draw(rng, 2, 1, 4, 3, 2),), label) for label, draw in list(DRAWS.items())[1:]]


def maps_by_cells(z) -> np.ndarray:
    """Cell by cell: member r shows what member r - 1 found, a quarter turn on."""
    T, N, R, H, W = z.shape
    u = np.zeros((T, N, R, W, H))
    for t, n, r, i, j in np.ndindex(u.shape):
        u[t, n, r, i, j] = z[t, n, (r - 1) % R, j, W - 1 - i]
    return u


def map_witness(args, part, index) -> str:
    t, n, r, i, j = index
    W = args[0].shape[4]
    before = (r - 1) % 4
    value = f"{args[0][t, n, before, j, W - 1 - i]:g}".replace("-", "−")
    return f"member {r}, cell ({i}, {j}) was member {before}, cell ({j}, {W - 1 - i}): {value}"


def mirrored_by_cells(w) -> np.ndarray:
    N, M, K, _ = w.shape
    bank = np.zeros((N, 2, M, K, K))
    for n, m, p, q in np.ndindex(w.shape):
        bank[n, 0, m, p, q] = w[n, m, p, q]
        bank[n, 1, m, p, K - 1 - q] = w[n, m, p, q]
    return bank


class Measured:
    """A layer to be measured: one filter, pooled over its turns or not; `repr` tells the learner which."""

    def __init__(self, w, pooled: bool, name: str):
        self.bank, self.name = turned_by_cells(w)[:, :None if pooled else 1], name

    def __call__(self, y):
        windows = np.lib.stride_tricks.sliding_window_view(y, self.bank.shape[3:], axis=(2, 3))
        return np.einsum("tmijpq,nrmpq->tnrij", windows, self.bank).max(axis=2)

    def __repr__(self) -> str:
        return self.name


def meter_cases(rng) -> list[Case]:
    def image(*shape):
        return integers(rng, *shape)

    def layer(N, M, K, pooled, name):
        return Measured(integers(rng, N, M, K, K), pooled, name)

    def worst_at(turns, scan, *shape):
        """A layer with an image on which just this turn shows the largest gap: none of the three can be left out."""
        while True:
            layer, y = scan(), image(*shape)
            gaps = [float(((layer(np.rot90(y, k, (2, 3))) - np.rot90(layer(y), k, (2, 3))) ** 2).sum()) for k in (1, 2, 3)]
            if sorted(gaps)[-2] < max(gaps) == gaps[turns - 1]:
                return layer, y

    half = np.zeros((1, 1, 3, 3))
    half[0, 0, 0] = 1.0
    return [
        Case((layer(1, 1, 2, True, "a rotation bank"), image(1, 1, 4, 4)), "a bank, pooled"),
        Case(worst_at(1, lambda: layer(1, 1, 3, False, "one filter"), 1, 1, 5, 5), "one filter"),
        Case(worst_at(2, lambda: layer(3, 2, 3, False, "three filters"), 2, 2, 6, 6), "three filters"),
        Case(worst_at(3, lambda: layer(2, 2, 2, False, "two filters"), 1, 2, 5, 5), "two filters"),
        Case((Measured(half, False, "one edge filter"), image(2, 1, 5, 5)), "an edge filter"),
        Case((Measured(np.zeros((1, 1, 2, 2)), False, "a filter of zeros"), image(1, 1, 4, 4)), "maps that are 0"),
        Case((layer(2, 1, 3, False, "two filters of 3 × 3"), decimals(rng, 2, 1, 6, 5)), "decimal numbers"),
        Case((layer(1, 2, 2, False, "a filter of 2 × 2"), small(rng, 1, 2, 5, 5)), "numbers near 0.001"),
    ]


def measured(layer, y) -> float:
    """Turned by transposing and reversing, one quarter at a time."""
    straight, moved, worst = layer(y), y, 0.0
    wanted, size = straight, float((straight**2).sum())
    for _ in range(3):
        moved, wanted = (maps.swapaxes(2, 3)[:, :, ::-1] for maps in (moved, wanted))
        worst = max(worst, float(((layer(moved.copy()) - wanted) ** 2).sum()))
    return float(np.sqrt(worst / size)) if worst else 0.0


def size_cases(rng) -> list[Case]:
    """Filters and factors."""
    sizes = (
        ((1, 1, 3), (1, 2), "factors 1 and 2"),
        ((1, 1, 3), (1,), "factor 1 alone"),
        ((3, 2, 3), (1, 1.5, 2), "three factors"),
        ((3, 2, 3), (0.5, 1), "a factor below 1"),
        ((2, 2, 2), (1, 3), "2 × 2 filters"),
        ((2, 3, 4), (2, 1.25), "4 × 4 filters, the larger factor first"),
        ((2, 1, 5), (1, 1.2), "5 × 5 filters"),
    )
    cases = [Case((integers(rng, *shape, shape[-1]), factors), label) for shape, factors, label in sizes]
    return cases + [Case((draw(rng, 2, 1, 3, 3), (1, 2)), label) for label, draw in list(DRAWS.items())[1:]]


def scaled_by_cells(w, factors) -> np.ndarray:
    """Four neighbours of every place, and 0 outside."""
    N, M, K, _ = w.shape
    side = 2 * ceil(max(factors) * (K + 1) / 2) - 1
    bank = np.zeros((N, len(factors), M, side, side))
    for r, i, j in np.ndindex(len(factors), side, side):
        row, column = ((K - 1) / 2 + (k - (side - 1) / 2) / factors[r] for k in (i, j))
        for p in (floor(row), floor(row) + 1):
            for q in (floor(column), floor(column) + 1):
                if 0 <= p < K and 0 <= q < K:
                    bank[:, r, :, i, j] += (1 - abs(row - p)) * (1 - abs(column - q)) * w[:, :, p, q]
        bank[:, r, :, i, j] /= factors[r] ** 2
    return bank


EXERCISES = (
    Exercise(
        id="rotation_bank",
        arguments="w",
        cases=filter_cases,
        expected=turned_by_cells,
        adapter=banks.rotate_filters,
        solution=solutions.rotation_bank,
        hints=(
            "Turn a small filter of four different numbers on paper.",
            "Member r is w after r quarter turns, counter-clockwise; only rows and columns turn.",
            "np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=1)",
        ),
        results=("bank",),
        program=filterbank.ROTATION_BANK,
        witness=member_witness,
        answers=("rotate_filters",),
    ),
    Exercise(
        id="bank_forward",
        arguments="y, w",
        cases=scan_cases,
        expected=strongest_by_loops,
        adapter=scan_adapter,
        solution=solutions.bank_forward,
        hints=(
            "Which four sums compete for one cell of z?",
            "Scan with every member; the maximum and its place are both taken along the bank axis, cell by cell.",
            "maps of shape (T, N, 4, H′, W′), then maps.max(axis=2) and maps.argmax(axis=2).",
        ),
        results=("z", "winner"),
        indices=("winner",),
        program=filterbank.BANK_FORWARD,
        rules=Rules(
            ("y: T M H W", "w: N M K K"),
            ((lambda f: f["K"] <= min(f["H"], f["W"]), "the filter is larger than the map: no window fits"),),
        ),
        witness=scan_witness,
        answers=("bank_conv2d", "bank_max", "rotate_filters"),
    ),
    Exercise(
        id="bank_grad_weight",
        arguments="dz, winner, y, w",
        cases=grad_cases,
        expected=gradient_by_cells,
        adapter=gradient_adapter,
        solution=solutions.bank_grad_weight,
        hints=(
            "Which member made this cell of z, and where does this weight stand in it?",
            "Member r gets dz where it won. Its gradient belongs to the turned filter, so it is turned back by r.",
            "share = conv2d_grad_weight(np.where(winner == r, dz, 0), y, …); dw += np.rot90(share, -r, axes=(2, 3)).",
        ),
        results=("dw",),
        program=filterbank.BANK_GRAD_WEIGHT,
        witness=gradient_witness,
        answers=("rotate_filters_grad", "bank_max_grad"),
    ),
    Exercise(
        id="turn_bank_maps",
        arguments="z",
        cases=map_cases,
        expected=maps_by_cells,
        solution=solutions.turn_bank_maps,
        hints=(
            "An edge that member 0 found: which member finds it after the turn?",
            "Every map turns counter-clockwise, and the maps move on by one along the bank.",
            "np.roll(np.rot90(z, axes=(3, 4)), 1, axis=2)",
        ),
        results=("turned",),
        program=filterbank.TURN_BANK_MAPS,
        rules=Rules(("z: T N 4 H W",)),
        witness=map_witness,
    ),
    Exercise(
        id="reflection_bank",
        arguments="w",
        cases=filter_cases,
        expected=mirrored_by_cells,
        adapter=banks.reflect_filters,
        solution=solutions.reflection_bank,
        hints=(
            "Hold a filter of four different numbers before a mirror.",
            "Left–right reverses the order of the columns.",
            "np.stack([w, w[:, :, :, ::-1]], axis=1)",
        ),
        results=("bank",),
        program=filterbank.REFLECTION_BANK,
        answers=("reflect_filters",),
        extra=True,
    ),
    Exercise(
        id="equivariance_error",
        arguments="layer, y",
        cases=meter_cases,
        expected=measured,
        solution=solutions.equivariance_error,
        hints=(
            "Try a layer whose maps you know to turn with the image, such as lambda y: y.",
            "Turn the image and apply the layer; apply the layer and turn the maps; how far apart are the two?",
            "np.linalg.norm(layer(np.rot90(y, k, axes=(2, 3))) - np.rot90(layer(y), k, axes=(2, 3))) for k = 1, 2, 3.",
        ),
        results=("error",),
        program=filterbank.EQUIVARIANCE_ERROR,
        extra=True,
    ),
    Exercise(
        id="scale_bank",
        arguments="w, factors",
        cases=size_cases,
        expected=scaled_by_cells,
        adapter=banks.scale_filters,
        solution=solutions.scale_bank,
        hints=(
            "Which place of w does the centre of the frame show? And its corner?",
            "Row i of K′ shows row (K − 1)/2 + (i − (K′ − 1)/2)/factor of w, read between two cells, 0 outside; then divide by factor².",
            "tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K))), and einsum of tent, w, tent.",
        ),
        results=("bank",),
        program=filterbank.SCALE_BANK,
        answers=("scale_filters",),
        extra=True,
    ),
)


def _constant(array, *_):
    array = np.asarray(array)
    return array.size > 0 and bool((array == array.flat[0]).all())


def _looks_alike_turned(y, w):
    return np.array_equal(w, np.rot90(w, axes=(2, 3)))


EXPOSES = (
    Expose(
        id="plain_called_invariant",
        exercise="bank_forward",
        switches=("I03",),
        says="scans with w alone and is called rotation invariant",
        conditions=(
            (_looks_alike_turned, "the filter looks the same after a quarter turn, so its bank is one filter"),
            (lambda *_: True, "w itself wins at every place: nothing in this image lies in another direction"),
        ),
        trivial=(
            (lambda y, w: _constant(w), "a filter of equal numbers is too easy: find one with different numbers"),
            (lambda y, w: _constant(y), "an image of equal numbers is too easy: find one with different numbers"),
        ),
    ),
    Expose(
        id="members_not_rolled",
        exercise="turn_bank_maps",
        switches=("I04",),
        says="turns the maps and leaves the members in their places",
        conditions=(
            (lambda *_: True, "the members' maps are alike, as those of a filter that looks the same after a quarter turn"),
        ),
        trivial=((_constant, "maps of equal numbers are too easy: find some with different numbers"),),
    ),
)  # fmt: skip
