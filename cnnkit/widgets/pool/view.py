"""What PoolExplorer shows: one map pooled, the gradient routed back, and common wrong ideas of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.pool import max_pool2d, max_pool2d_grad, mean_pool2d, mean_pool2d_grad
from cnnkit.shapes import Pair, Window

__all__ = ["BELIEFS", "PoolView", "believed_gradient", "pool_view", "pooled_size"]

# Ways of routing the gradient that learners try; the ids are those of the mistakes catalogue.
BELIEFS = {
    "P04": "with = instead of +=",
    "P01": "every tied cell gets the whole dU",
    "P02": "tied cells share dU",
    "P06": "every cell of the window gets the whole dU",
    "P10": "the mask is taken from the gradient, not from Y",
    "A04": "with = instead of +=",
    "A01": "every cell of the window gets the whole dU",
    "A05": "dU goes to the maximum",
}


@dataclass(frozen=True)
class PoolView:
    """One map under one pooling, forward and backward; windows are counted in row order.

    Lecture 2.2: u(i,j) is the maximum or mean of a window; P(i,j) is where the maximum was.

    Parameters
    ----------
    how : {"max", "mean"}
        Which pooling.
    y, u, du, dy : (H, W), (H_out, W_out), (H_out, W_out), (H, W) arrays
        The map, the pooled map and their gradients.
    positions : (H_out, W_out) int array
        row * W + column of the first maximum of each window, also for the mean.
    cells : (windows, Kh * Kw) int array
        The cells of each window, as row * W + column.
    tied : (windows, Kh * Kw) bool array
        Which cells of a window equal its maximum.
    counts : (H, W) int array
        How many windows read each cell; 0 is an unread cell.

    Examples
    --------
    >>> pool_view([[1, 5], [5, 2]], 2).tied.tolist()
    [[False, True, True, False]]
    """

    how: str
    kernel_size: Pair
    stride: Pair
    y: np.ndarray
    u: np.ndarray
    positions: np.ndarray
    du: np.ndarray
    dy: np.ndarray
    cells: np.ndarray
    tied: np.ndarray
    counts: np.ndarray

    @property
    def ties(self) -> np.ndarray:
        """Windows whose maximum stands in more than one cell, as an (H_out, W_out) bool array.

        Examples
        --------
        >>> pool_view([[1, 5, 2]], 1).ties.tolist()
        [[False, False, False]]
        """
        return (self.tied.sum(axis=1) > 1).reshape(self.u.shape)

    @property
    def received(self) -> np.ndarray:
        """How many windows send each cell something: wins for the maximum, visits for the mean.

        Examples
        --------
        >>> pool_view([[1, 5, 2]], (1, 2), 1).received.tolist()
        [[0, 2, 0]]
        """
        if self.how == "mean":
            return self.counts
        return np.bincount(self.positions.ravel(), minlength=self.y.size).reshape(self.y.shape)

    @property
    def steps(self) -> np.ndarray:
        """dy after the first window, the first two, and so on: (windows, H, W).

        Examples
        --------
        >>> pool_view([[1, 2, 3]], (1, 2), 1).steps.tolist()
        [[[0.0, 1.0, 0.0]], [[0.0, 1.0, 1.0]]]
        """
        # one example for each window, in which only that window has a gradient
        alone = np.eye(self.du.size).reshape(-1, 1, *self.du.shape) * self.du
        if self.how == "max":
            places = np.broadcast_to(self.positions, alone.shape)
            parts = max_pool2d_grad(alone, places, self.y.shape)
        else:
            parts = mean_pool2d_grad(alone, self.y.shape, self.kernel_size, stride=self.stride)
        return np.cumsum(parts[:, 0], axis=0)


def pooled_size(size, kernel_size, stride) -> tuple[int, int]:
    """Rows and columns of the pooled map; a ShapeError where the window does not fit.

    Examples
    --------
    >>> pooled_size((5, 6), 2, 2)
    (2, 3)
    """
    return Window(kernel_size, stride).output_size(size)


def pool_view(y, kernel_size, stride=None, *, how="max", du=None) -> PoolView:
    """Pool one map and send a gradient back through it.

    Lecture 2.2.1 and 2.2.2.

    Parameters
    ----------
    y : (H, W) array
        The map.
    kernel_size, stride : int or (rows, columns)
        The window and its step; its own size if no step is given.
    how : {"max", "mean"}
        Which pooling.
    du : (H_out, W_out) array, optional
        Gradient for the pooled map; ones if not given.

    Raises
    ------
    ShapeError
        If the window does not fit the map, or du not the pooled map.

    Examples
    --------
    >>> pool_view([[1, 2, 3]], (1, 2), 1, du=[[4, 5]]).dy.tolist()
    [[0.0, 4.0, 5.0]]
    """
    y = np.asarray(y, dtype=np.float64)
    maps = y[None, None]
    largest, positions = max_pool2d(maps, kernel_size, stride=stride)
    u = largest if how == "max" else mean_pool2d(maps, kernel_size, stride=stride)
    du = np.ones(u.shape[2:]) if du is None else np.asarray(du, dtype=np.float64)
    window = Window(kernel_size, kernel_size if stride is None else stride)
    if how == "max":
        dy = max_pool2d_grad(du[None, None], positions, y.shape)
    else:
        dy = mean_pool2d_grad(du[None, None], y.shape, window.kernel_size, stride=window.stride)
    cells = _cells(window, y.shape)
    return PoolView(
        how=how, kernel_size=window.kernel_size, stride=window.stride,
        y=y, u=u[0, 0], positions=positions[0, 0], du=du, dy=dy[0, 0], cells=cells,
        tied=y.ravel()[cells] == largest.reshape(-1, 1),
        counts=np.bincount(cells.ravel(), minlength=y.size).reshape(y.shape),
    )  # fmt: skip


def believed_gradient(view: PoolView, belief: str) -> np.ndarray:
    """The gradient of the map as someone computes it who believes one of `BELIEFS`.

    Lecture 2.2.1, misread: each window in turn writes or adds to the cells it reads.

    Examples
    --------
    >>> view = pool_view([[1, 5], [5, 2]], 2, du=[[8]])
    >>> believed_gradient(view, "P02").tolist()
    [[0.0, 4.0], [4.0, 0.0]]
    """
    route = {
        "P01": lambda k, du, dy: np.where(view.tied[k], du, 0),
        "P02": lambda k, du, dy: np.where(view.tied[k], du / view.tied[k].sum(), 0),
        "P06": lambda k, du, dy: np.full(view.tied[k].shape, du),
        "P10": lambda k, du, dy: np.where(dy == dy.max(), du, 0),
        "A01": lambda k, du, dy: np.full(view.tied[k].shape, du),
        "A05": lambda k, du, dy: np.where(view.cells[k] == view.positions.flat[k], du, 0),
    }.get(belief)
    dy = np.zeros(view.y.size)
    for k, (cells, du) in enumerate(zip(view.cells, view.du.ravel())):
        if belief == "P04":
            dy[view.positions.flat[k]] = du
        elif belief == "A04":
            dy[cells] = du / len(cells)
        else:
            dy[cells] += route(k, du, dy[cells])
    return dy.reshape(view.y.shape)


def _cells(window: Window, size) -> np.ndarray:
    """Every window's cells as flat numbers, without a Python loop over windows."""
    rows, columns = (
        np.arange(n)[:, None] * s + np.arange(k)
        for n, s, k in zip(window.output_size(size), window.stride, window.kernel_size)
    )
    flat = rows[:, None, :, None] * size[1] + columns[None, :, None, :]
    return flat.reshape(-1, flat.shape[2] * flat.shape[3])
