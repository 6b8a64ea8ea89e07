"""SeparableExplorer's numbers against plain Python: scans in groups, what is hidden, counts."""

from __future__ import annotations

import time

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.shapes import ShapeError
from cnnkit.widgets.separable import examples
from cnnkit.widgets.separable.cost import Clock, Cost
from cnnkit.widgets.separable.view import DRAWN, separable_view

LAYERS = [(M, N, groups) for M in (2, 4, 6) for N in (2, 5) for groups in range(1, M + 1) if M % groups == 0]


def drawn_layer(M, N, groups, rng):
    """Random maps and filters, which are not square, and weights."""
    filters = (N, M) if groups == 1 else (M, M // groups)
    return rng.normal(size=(M, 5, 7)), rng.normal(size=(*filters, 3, 2)), rng.normal(size=(N, M))


def by_hand(y, w, v, groups):
    """The maps between, and the result, cell by cell."""
    size, (Kh, Kw) = len(y) // groups, w.shape[2:]
    u = np.zeros((len(w), y.shape[1] - Kh + 1, y.shape[2] - Kw + 1))
    for o, i, j in np.ndindex(u.shape):
        first = 0 if groups == 1 else o // size * size
        u[o, i, j] = sum((w[o, k] * y[first + k, i : i + Kh, j : j + Kw]).sum() for k in range(w.shape[1]))
    return u, u if groups == 1 else np.einsum("nm,mij->nij", v, u)


@pytest.mark.parametrize("layer", LAYERS)
def test_maps_are_scanned_in_groups_and_mixed(layer):
    M, N, groups = layer
    y, w, v = drawn_layer(*layer, np.random.default_rng(M))
    seen, (u, z) = separable_view(y, w, v, groups), by_hand(y, w, v, groups)
    assert np.allclose(seen.u, u)
    assert np.allclose(seen.z, z)
    assert seen.meets.sum() == (N if groups == 1 else M) * M // groups == w.shape[0] * w.shape[1]
    for o, i in np.argwhere(seen.meets):
        assert any(np.array_equal(seen.filter(o, i), one) for one in w[o])


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_not_drawn_is_told_as_one_number(layer):
    M, N, groups = layer
    y, w, v = drawn_layer(*layer, np.random.default_rng(N))
    seen = separable_view(y, w, v, groups)
    tables = seen.tables
    for o in range(min(DRAWN, len(w))):
        shown = [i for made, i in seen.pairs if made == o]
        parts = [reference.conv2d(y[None, [i]], seen.filter(o, i)[None, None])[0, 0] for i in shown]
        rest = tables.get(f"scanned{o}", 0.0)
        assert np.allclose(sum(parts) + rest, seen.u[o])
    if groups > 1:
        for n in range(min(DRAWN, N)):
            mixed = sum(v[n, m] * tables[f"t{m}"] for m in range(min(DRAWN, M)))
            assert np.allclose(mixed + tables.get(f"mixed{n}", 0.0), seen.z[n])


def test_groups_that_do_not_divide_are_refused():
    with pytest.raises(ShapeError):
        separable_view(np.ones((3, 4, 4)), np.ones((3, 1, 3, 3)), np.ones((2, 3)), 2)


@pytest.mark.parametrize("example", examples.EXAMPLES)
def test_every_example_has_maps_of_one_size_and_brightness(example):
    maps = examples.maps(example, 8, 3)
    assert len(maps) == 8
    assert maps.min() >= 0
    assert len(np.unique(np.round(maps.reshape(8, -1), 6), axis=0)) == 8
    if example != "integers":
        assert np.allclose(maps.max(axis=(1, 2)), maps[0].max())


@pytest.mark.parametrize("layer", [(2, 3, 1, 1), (4, 6, 3, 1), (4, 6, 3, 2), (4, 6, 3, 4), (6, 4, 5, 3)])
def test_costs_are_the_arrays_counted(layer):
    M, N, K, groups = layer
    cost = Cost(*layer)
    cells = [np.zeros(shape) for shape in cost.halves]
    assert cost.parameters == sum(array.size for array in cells) == eval(cost.written.split(" = ")[0].replace("·", "*"))
    assert cost.multiply_adds == sum(1024 * array.size for array in cells)
    scanned = N if groups == 1 else M
    assert cells[0].shape == (scanned, M // groups, K, K)
    moved = 8 * 1024 * (M + scanned) + cells[0].size  # numbers read, written, and the filters
    assert cost.met(0) == pytest.approx(8 * 1024 * cells[0].size / moved)


def test_the_clock_keeps_the_fastest_run_of_each_layer(monkeypatch):
    clock = Clock([Cost(2, 2, 3, 1), Cost(2, 2, 3, 2)])
    ticks = iter([0, 5, 10, 11, 20, 23, 30, 34])
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    clock.turn()
    clock.turn()
    assert clock.seconds == {1: 3, 2: 1}
    assert clock.runs == 2
