"""Questions about lesson 05: pooling and downsampling (lecture 2.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.mistakes.pooling import MAX_POOL, MAX_POOL_GRAD, MEAN_POOL_GRAD
from cnnkit.numbers import article
from cnnkit.pool import downsample2d_grad, max_pool2d, max_pool2d_grad, mean_pool2d_grad

__all__ = ["PREDICTIONS", "RECAP"]


def shared_peak(_rng):
    """One cell that wins in many windows."""
    y = np.zeros((1, 1, 6, 6))
    y[0, 0, 1, 1] = 1  # in nine windows the shares of a mean would add up to 1 too, as if overwritten
    u, positions = max_pool2d(y, 3, stride=1)
    du = np.ones(u.shape)
    args = du, positions, (6, 6)
    windows = int((positions == 1 * 6 + 1).sum())
    return Question(
        "05-peak",
        "A 6 × 6 map is 0 but for one peak at row 1, column 1. Max pooling has windows of 3 × 3 and stride 1, and every dU is 1. "
        "What is the gradient of the peak?",
        int(max_pool2d_grad(*args)[0, 0, 1, 1]),
        f"The peak wins in {windows} windows, and each hands its gradient back: they add up.",
        (
            Belief("P04", int(MAX_POOL_GRAD.wrong("P04")(*args)[0, 0, 1, 1]),
                   "That would be so if a later window overwrote an earlier one, but what the windows hand back adds up."),
            Belief("", 16, "That would be so if every one of the 16 windows held the peak, but not all of them do."),
            Belief("", 9, "That would be so if the peak lay in nine windows, but this near the corner fewer of them reach it."),
            Belief("P05", round(float(mean_pool2d_grad(du, (6, 6), 3, stride=1)[0, 0, 1, 1]), 2),
                   "That would be so if a window divided its dU among its nine cells, but max pooling hands all of it to the cell that won."),
        ),
    )  # fmt: skip


def negative_window(rng):
    """The maximum of negative numbers is negative."""
    y = -rng.choice(np.arange(1, 10), 4, replace=False).reshape(1, 1, 2, 2).astype(float)
    wrong = {id: float(MAX_POOL.wrong(id)(y, 2, 2)[0].item()) for id in ("P12", "P05")}
    return Question(
        "05-negative",
        "Max pooling with a 2 × 2 window reads Y. What does it keep?",
        int(max_pool2d(y, 2)[0].item()),
        "The largest of the four; it may well be negative.",
        (
            Belief("P12", wrong["P12"], "That would be so if the search started from 0, but then no negative number could win."),
            Belief("P05", wrong["P05"], "That would be so if the window were averaged, but max pooling keeps the largest."),
        ),
        arrays=(("Y", y[0, 0]),),
    )  # fmt: skip


def where_it_was(rng):
    """Positions count through the whole map."""
    y = rng.permutation(24).reshape(1, 1, 4, 6).astype(float)
    i, j = int(rng.integers(0, 2)), int(rng.integers(0, 3))
    inside, down, within = (
        int(MAX_POOL.wrong(id)(y, 2, 2)[1][0, 0, i, j]) for id in ("P07", "P07:down the columns", "P09")
    )
    return Question(
        "05-position",
        "Y has 6 columns. Max pooling has windows of 2 × 2 and stride 2. Which position, row · 6 + column, does the window "
        f"that begins at row {2 * i}, column {2 * j} keep?",
        int(max_pool2d(y, 2)[1][0, 0, i, j]),
        "Row and column are counted in the whole map, so that the gradient finds its way back.",
        (
            Belief("P07", inside, "That would be so if row and column changed places inside the window, but each is added to its own start."),
            Belief("P07", down, "That would be so if cells were counted down the columns, but a position is row · 6 + column."),
            Belief("P09", within, "That would be so if positions counted within the window, but they count through the whole map."),
        ),
        arrays=(("Y", y[0, 0]),),
    )  # fmt: skip


def overlapping_means(rng):
    """Shares of overlapping windows add up."""
    K, s = (int(n) for n in ((3, 1), (3, 2), (5, 2))[rng.integers(3)])
    du = int(rng.integers(1, 31)) * K * K
    args = np.full((1, 1, 3, 3), float(du)), (2 * s + K, 2 * s + K), K, s
    # not as many windows as a window has cells: there a cell gets dU, as if it were passed on whole
    windows = mean_pool2d_grad(np.full((1, 1, 3, 3), K * K), args[1], K, stride=s)[0, 0]
    cell = (0, 0, *(int(n) for n in rng.choice(np.argwhere(~np.isin(windows, (1, K, K * K))))))
    return Question(
        "05-shares",
        f"Mean pooling has windows of {K} × {K} and stride {s}; there are 3 × 3 of them, and every dU is {du}. "
        f"What is the gradient of the cell at row {cell[2]}, column {cell[3]}?",
        float(mean_pool2d_grad(args[0], args[1], K, stride=s)[cell]),
        f"Each window that holds the cell gives it {du} / {K * K}, and that adds up.",
        tuple(
            Belief(id, float(MEAN_POOL_GRAD.wrong(id)(*args)[cell]), f"That would be so if {says}.")
            for id, says in (
                ("A04", "a later window overwrote an earlier one, but what the windows give adds up"),
                ("A01/P06", f"every cell of a window got all of dU, but it gets 1/{K * K} of it"),
                ("A02", f"a window had {K} cells, but it has {K} · {K}"),
            )
        ),
    )  # fmt: skip


def dropped_cells(rng):
    """What was dropped has no gradient."""
    H, W, s = (int(n) for n in (*rng.integers(5, 12, 2), rng.integers(2, 4)))
    du = np.ones((1, 1, len(range(0, H, s)), len(range(0, W, s))))
    return Question(
        "05-dropped",
        f"Of {article(H)} {H} × {W} map every {s}{'nd' if s == 2 else 'rd'} row and column is kept, from the first. How many cells get gradient 0, whatever dU is?",
        int((downsample2d_grad(du, (H, W), s) == 0).sum()),
        f"{du.shape[2]} · {du.shape[3]} cells are kept; the others changed nothing.",
        (
            Belief("", du.size, "That would be so if the cells that are kept were asked for, but the others are."),
            Belief("", H * W - (H // s) * (W // s), "That would be so if the number of kept rows were rounded down, but the first row and column are kept, so it is rounded up."),
            Belief("", 0, "That would be so if dropped cells had a gradient, but they change no output."),
        ),
    )  # fmt: skip


PREDICTIONS = (shared_peak,)
RECAP = (negative_window, where_it_was, overlapping_means, dropped_cells)
