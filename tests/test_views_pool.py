"""What PoolExplorer shows, held against the plain formulas and against hand-worked integers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import pairs

from cnnkit import ShapeError, reference
from cnnkit.widgets.pool.view import BELIEFS, ROUTES, believed_gradient, pool_view, pooled_size

TIES = [[1, 3, 3, 0], [2, 0, 3, 1], [5, 1, 0, 2], [5, 4, 1, 2]]
DU = np.arange(1, 10).reshape(3, 3)


@st.composite
def poolings(draw):
    """A map of few different integers, so that ties are common, a window and a gradient."""
    size = draw(pairs(2, 7))
    kernel_size, stride = draw(st.integers(1, min(size))), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    y = rng.integers(-2, 3, size)
    du = rng.integers(-5, 6, [(n - kernel_size) // stride + 1 for n in size])
    return y, kernel_size, stride, du, draw(st.sampled_from(["max", "mean"]))


@given(poolings())
def test_forward_and_gradient_are_those_of_the_formulas(drawn):
    y, kernel_size, stride, du, how = drawn
    view = pool_view(y, kernel_size, stride, how=how, du=du)
    maps = y[None, None]
    u, positions = reference.max_pool2d(maps, kernel_size, stride=stride)
    assert np.array_equal(view.positions, positions[0, 0])
    if how == "mean":
        u = reference.mean_pool2d(maps, kernel_size, stride=stride)
        dy = reference.mean_pool2d_grad(du[None, None], y.shape, kernel_size, stride=stride)
    else:
        dy = reference.max_pool2d_grad(du[None, None], positions, y.shape)
    assert np.allclose(view.u, u[0, 0])
    assert np.allclose(view.dy, dy[0, 0])
    assert np.allclose(view.steps[-1], dy[0, 0])
    assert view.u.shape == pooled_size(y.shape, kernel_size, stride)


@given(poolings())
def test_windows_cells_ties_and_counts(drawn):
    y, kernel_size, stride, du, how = drawn
    view = pool_view(y, kernel_size, stride, how=how, du=du)
    counts = np.zeros(y.shape, int)
    for k, (i, j) in enumerate(np.ndindex(*du.shape)):
        rows = slice(i * stride, i * stride + kernel_size)
        columns = slice(j * stride, j * stride + kernel_size)
        counts[rows, columns] += 1
        cells = [divmod(int(flat), y.shape[1]) for flat in view.cells[k]]
        window = [(r, c) for r in range(*rows.indices(99)) for c in range(*columns.indices(99))]
        assert cells == window
        assert view.tied[k].tolist() == [y[cell] == y[rows, columns].max() for cell in window]
        assert view.ties[i, j] == ((y[rows, columns] == y[rows, columns].max()).sum() > 1)
    assert np.array_equal(view.counts, counts)


@given(poolings())
def test_a_cell_with_one_share_is_the_same_with_and_without_adding(drawn):
    y, kernel_size, stride, du, how = drawn
    view = pool_view(y, kernel_size, stride, how=how, du=du)
    lost = believed_gradient(view, "P04" if how == "max" else "A04")
    assert np.allclose(lost[view.received <= 1], view.dy[view.received <= 1])


def test_the_worked_integers():
    view = pool_view(TIES, 2, 1, du=DU)
    assert view.dy.tolist() == [[0, 3, 3, 0], [0, 0, 11, 0], [11, 0, 0, 9], [0, 8, 0, 0]]
    lost = believed_gradient(view, "P04")
    assert lost.tolist() == [[0, 2, 3, 0], [0, 0, 6, 0], [7, 0, 0, 9], [0, 8, 0, 0]]


def test_one_peak_collects_nine_and_keeps_one_without_adding():
    y = np.zeros((6, 6))
    y[2, 2] = 9
    view = pool_view(y, 3, 1)
    assert view.dy[2, 2] == 9
    assert believed_gradient(view, "P04")[2, 2] == 1


@pytest.mark.parametrize(
    ("belief", "expected"),
    [
        ("P01", [[0, 8], [8, 0]]),
        ("P02", [[0, 4], [4, 0]]),
        ("P04", [[0, 8], [0, 0]]),
        ("P06", [[8, 8], [8, 8]]),
        ("P10", [[8, 8], [8, 8]]),
    ],
)
def test_wrong_ideas_of_max_on_one_tied_window(belief, expected):
    view = pool_view([[1, 5], [5, 2]], 2, du=[[8]])
    assert view.dy.tolist() == [[0, 8], [0, 0]]
    assert believed_gradient(view, belief).tolist() == expected


@pytest.mark.parametrize(
    ("belief", "expected"),
    [("A01/P06", [[8, 8], [8, 8]]), ("A04", [[2, 2], [2, 2]]), ("A05", [[0, 8], [0, 0]])],
)
def test_wrong_ideas_of_the_mean_on_one_window(belief, expected):
    view = pool_view([[1, 5], [5, 2]], 2, how="mean", du=[[8]])
    assert view.dy.tolist() == [[2, 2], [2, 2]]
    assert believed_gradient(view, belief).tolist() == expected


def test_every_wrong_idea_differs_somewhere_on_the_worked_integers():
    for belief in BELIEFS:
        how = "max" if belief in ROUTES["max"].switches else "mean"
        view = pool_view(TIES, 2, 1, how=how, du=DU)
        assert not np.allclose(believed_gradient(view, belief), view.dy), belief


def test_tied_cells_that_share_keep_the_sum_and_those_that_do_not_raise_it():
    view = pool_view(TIES, 2, 1, du=DU)
    assert np.isclose(believed_gradient(view, "P02").sum(), 45)
    assert believed_gradient(view, "P01").sum() > 45


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError):
        pool_view([[1, 2], [3, 4]], 3)
