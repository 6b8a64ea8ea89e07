"""What lesson 05 says, computed: pooling and downsampling."""

import numpy as np
import pytest
from claiming import claim, labels, said

from cnnkit import conv2d, conv2d_grad_input, data
from cnnkit.lessons import find, wrong_program
from cnnkit.reference import numerical_gradient
from cnnkit.widgets import PoolExplorer

Y = np.array([[1.0, 3, 3, 0], [2, 0, 3, 1], [5, 1, 0, 2], [5, 4, 1, 2]])

said(
    "05",
    "**Core: 60 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "A max-pooling window passes on one number.",
    "The gradients that arrive are 1 to 9, so that you can see whose they are.",
    "The two forward passes that are still missing.",
    "One character is missing below, and networks have been trained this way.",
)


def windows(H, W, K, s):
    """(i, j, rows, columns) of every window that fits."""
    for i, r in enumerate(range(0, H - K + 1, s)):
        for j, c in enumerate(range(0, W - K + 1, s)):
            yield i, j, range(r, r + K), range(c, c + K)


def winners(y, K, s):
    """The first largest cell of every window, in row order: {(i, j): (row, column)}."""
    return {
        (i, j): max(((r, c) for r in rows for c in columns), key=lambda cell: (y[cell], -cell[0], -cell[1]))
        for i, j, rows, columns in windows(*y.shape, K, s)
    }


@claim(
    "05",
    "Point at a cell of *U*: its window lights up, and an arrow leads to the cell that won. Then type 9 into "
    "two cells of one window. Which of them gets the arrow?",
    "On *backward*, point at a cell of *Y* that wins in two windows. Under *compare with*, choose *a later window overwrites an earlier one*, "
    "and look for crosses.",
    "Switch to *mean*. Which cells get a part of each *dU* now?",
)
def test_try_ties_and_overlaps():
    explorer = PoolExplorer()
    assert {"backward", "compare with", "a later window overwrites an earlier one", "mean"} <= labels(explorer)
    assert Y.max() < 9  # so both cells are the largest, wherever they lie
    for cell in ((2, 1), (1, 2)):
        explorer.edit("y", *cell, 9.0)
    positions = next(grid for grid in explorer.picture.grids if grid.name.startswith("P")).values
    assert positions[1, 1] == 1 * 4 + 2
    won = list(winners(Y, 2, 1).values())
    assert any(won.count(cell) == 2 for cell in won)
    compared = PoolExplorer(tab="backward", belief="P04")
    crossed = [grid for grid in compared.picture.grids if getattr(grid, "crossed", None) is not None]
    assert crossed and sum(int(np.sum(grid.crossed)) for grid in crossed) == 3
    mean = PoolExplorer(tab="backward", pooling="mean").picture
    assert (mean.grids[-1].values != 0).all()  # every cell lies in some window


@claim(
    "05",
    "The window of output $(i, j)$ begins at row $i \\cdot s$, column $j \\cdot s$ and has $K \\times K$ cells. Max pooling keeps the "
    "largest value, $U(l,m,i,j)$, and the cell where it was, $P(l,m,i,j)$, written as one number: row · W + column. In a tie "
    "the first cell in row order wins: one $dU$ goes to one cell.",
    "The lecture's two formulas leave out one thing: windows may overlap, and then a cell **adds up** what it gets from each "
    "of them.",
    "Max pooling keeps the largest value and where it was; its gradient goes back there, and nowhere else.",
    "You have the positions, so the map itself is not needed any more.",
)
@pytest.mark.parametrize("K, s", [(2, 1), (2, 2), (3, 2), (3, 1)])
def test_max_pooling_both_ways(K, s):
    y = np.random.default_rng(K + s).permutation(42).reshape(6, 7).astype(float)
    won = winners(y, K, s)
    u, positions = find("max_pool").expected(y[None, None], K, s)
    du = np.random.default_rng(0).normal(size=u.shape)
    made = np.zeros((6, 7))
    for (i, j), (r, c) in won.items():
        assert u[0, 0, i, j] == y[r, c] and positions[0, 0, i, j] == r * 7 + c
        made[r, c] += du[0, 0, i, j]
    assert np.allclose(find("max_pool_grad").expected(du, positions, (6, 7))[0, 0], made)
    # and that is the derivative
    pooled = lambda v: sum(du[0, 0, i, j] * max(v[r, c] for r in rows for c in columns) for i, j, rows, columns in windows(6, 7, K, s))  # noqa: E731
    assert np.allclose(numerical_gradient(lambda v: float(pooled(v)), y), made, atol=1e-6)


@claim(
    "05",
    "Mean pooling is a sum with equal weights $1/K^2$, so every cell of a window gets that part of its gradient:",
    "The lecture writes $du(l,m,k,n)$ there; the gradient belongs to the window $(i, j)$, not to the cell.",
    "Mean pooling gives every cell of a window $1/K^2$ of its gradient.",
)
@pytest.mark.parametrize("K, s", [(2, 1), (3, 2)])
def test_mean_pooling_both_ways(K, s):
    rng = np.random.default_rng(1)
    y = rng.normal(size=(6, 7))
    shape = ((6 - K) // s + 1, (7 - K) // s + 1)
    du, made = rng.normal(size=shape), np.zeros((6, 7))
    for i, j, rows, columns in windows(6, 7, K, s):
        for r in rows:
            for c in columns:
                made[r, c] += du[i, j] / K**2
    assert np.allclose(find("mean_pool_grad").expected(du[None, None], (6, 7), K, s)[0, 0], made)
    mean = lambda v: sum(du[i, j] * np.mean([v[r, c] for r in rows for c in columns]) for i, j, rows, columns in windows(6, 7, K, s))  # noqa: E731
    assert np.allclose(numerical_gradient(lambda v: float(mean(v)), y), made, atol=1e-6)


@claim(
    "05",
    "A 4 × 4 map with ties, windows of 2 × 2, stride 1. Which cells win in two windows?",
    "Three cells win in two windows: the 3 in row 0, column 1 gets 1 + 2, the 3 in row 1, column 2 gets 5 + 6, the 5 in row 2, "
    "column 0 gets 4 + 7. All in all 45 goes in, and 45 comes out.",
)
def test_by_hand():
    won, gets = winners(Y, 2, 1), {}
    for (i, j), cell in won.items():
        gets.setdefault(cell, []).append(3 * i + j + 1)
    twice = {cell: got for cell, got in gets.items() if len(got) > 1}
    assert twice == {(0, 1): [1, 2], (1, 2): [5, 6], (2, 0): [4, 7]}
    assert [Y[cell] for cell in twice] == [3, 3, 5] or {Y[cell] for cell in twice} == {3, 5}
    assert sum(map(sum, gets.values())) == sum(range(1, 10)) == 45


@claim(
    "05",
    "Downsampling keeps every $s$-th row and column from the first. **A strided convolution is a convolution, downsampled**: for "
    "stride 2, scan with stride 1 and keep every second row and column. The numbers are the same; the work, on a large map, is about four times as much.",
    "What was dropped changed nothing, and gets 0. So the way back puts zeros between the cells. You know them: they are the "
    "$s - 1$ zeros that gathering inserts in lesson 04.",
    "A strided convolution is a convolution, downsampled; backward, zeros go between the cells first.",
)
@pytest.mark.parametrize("s", [2, 3])
def test_a_strided_convolution_both_ways(s):
    rng = np.random.default_rng(2)
    y, w = rng.normal(size=(2, 2, 9, 11)), rng.normal(size=(3, 2, 3, 2))
    full, strided = conv2d(y, w), conv2d(y, w, stride=s)
    assert np.array_equal(strided, full[:, :, ::s, ::s])
    dz = rng.normal(size=strided.shape)
    spread = np.zeros(full.shape)
    spread[:, :, ::s, ::s] = dz
    assert np.array_equal(find("downsample_grad").expected(dz, full.shape[2:], s), spread)
    assert np.allclose(conv2d_grad_input(spread, w, (9, 11)), conv2d_grad_input(dz, w, (9, 11), stride=s))
    large = [conv2d(np.ones((1, 1, 200, 200)), np.ones((1, 1, 3, 3)), stride=stride).size for stride in (1, 2)]
    assert large[0] / large[1] == pytest.approx(4, abs=0.05)


@claim("05", "Find gradients and positions on which the two programs **agree**, and some on which they **differ**.")
def test_the_bug_can_be_exposed():
    right, wrong = find("max_pool_grad").expected, wrong_program("max_overwritten")
    du = np.array([[[[1.0, 2]]]])
    for positions, same in (([[[[0, 3]]]], True), ([[[[1, 1]]]], False)):
        args = du, np.array(positions), (2, 2)
        assert np.array_equal(right(*args), wrong(*args)) == same


@claim(
    "05",
    "A photograph at an eighth of its size, three ways. The maximum keeps what is bright, the mean keeps the balance, "
    "downsampling keeps whatever the grid happens to hit.",
)
def test_the_photograph():
    photo = data.photo("camera").astype(float)
    u = find("max_pool").adapter(photo[None, None], 8, 8)[0][0, 0]
    assert u.shape == tuple(n // 8 for n in photo.shape)
    mean = photo.reshape(u.shape[0], 8, u.shape[1], 8).mean(axis=(1, 3))
    assert u.mean() > photo.mean() and np.isclose(mean.mean(), photo.mean()) and (u >= photo[::8, ::8]).all()


@claim(
    "05",
    "In real digits much of the paper is empty, and a window of zeros is a tie of all its cells.",
    "Where the gradient goes when every dU is 1: to the winners alone, and to more than half of them from several windows.",
)
def test_digits():
    images = data.load("digits8", "test")[0].astype(float)
    assert (images == 0).mean() > 0.3
    tied = [len({y[r, c] for r in rows for c in columns}) == 1 for y in images[:50, 0] for _, _, rows, columns in windows(8, 8, 2, 2)]
    assert np.mean(tied) > 0.05
    several = []
    for k in range(6):
        won = list(winners(images[k, 0], 3, 1).values())
        several.append([won.count(cell) > 1 for cell in set(won)])
    assert np.mean(np.concatenate(several)) > 0.5


@claim(
    "05",
    "Overlapping windows: `+=`, always. With $s \\ge K$ nothing overlaps, and a missing `+` does not show.",
    "Pooling has no weights: there is nothing to learn, but a gradient to pass on.",
)
def test_when_nothing_overlaps():
    from cnnkit.layers import MaxPool2d

    rng = np.random.default_rng(3)
    right, wrong = find("max_pool_grad").expected, wrong_program("max_overwritten")
    for K, s in ((2, 2), (2, 3), (3, 3), (3, 2), (2, 1)):
        y = rng.normal(size=(1, 1, 9, 9))
        u, positions = find("max_pool").expected(y, K, s)
        du = rng.normal(size=u.shape)
        same = np.array_equal(right(du, positions, (9, 9)), wrong(du, positions, (9, 9)))
        assert same or s < K
    assert not same
    assert MaxPool2d(2).w is None
