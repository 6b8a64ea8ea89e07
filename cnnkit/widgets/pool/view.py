"""What PoolExplorer shows: one map pooled, the gradient routed back, wrong ideas of it, and the links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.mistakes import CATALOGUE
from cnnkit.mistakes.routing import MAX_ROUTE, MEAN_ROUTE
from cnnkit.pool import max_pool2d, max_pool2d_grad, mean_pool2d, mean_pool2d_grad
from cnnkit.shapes import Pair, Window
from cnnkit.widgets.board.links import Link, Sum, alike, windows

__all__ = ["BELIEFS", "ROUTES", "PoolView", "believed_gradient", "pool_view", "pooled_size"]

ROUTES = {"max": MAX_ROUTE, "mean": MEAN_ROUTE}
# ways of routing the gradient that learners try, in the words of the catalogue
BELIEFS = {
    name: CATALOGUE[name].name for program in ROUTES.values() for name in program.switches
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
    taps : pair of (outputs · K, 3) arrays
        Output, cell and place in the window, along the rows and along the columns.
    cells, tied : (windows, Kh * Kw) arrays
        The cells of each window, as row * W + column; which of them equal its maximum.
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
    taps: tuple[np.ndarray, np.ndarray]
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

    # Who belongs to whom: `window` all cells that are read, `won` those that win, `tied` those that tie

    def forward_links(self, arrows: bool) -> tuple[Link, ...]:
        """U, P and Y; with `arrows` all winners are pointed at, else those of the cell in hand."""
        cells, size = [("u", "p", "y")], self.cells.shape[1]
        mean = Sum("{y}", head="{u@} = ", around=("(", f") / {size}"))
        most = Sum("{y=}", "max", "{u@} = ", ("max(", ")"))
        sums = {"u": mean} if self.how == "mean" else {"u": most, "p": most}
        light = {"u": "p here, y reads", "p": "u here, y reads", "y": "u reads"}
        taps, scale = self._taps("uuy"), 1 / size if self.how == "mean" else 1.0
        links = [Link("u p y", cells, taps, light, sums, scale=scale, name="window")]
        if self.how == "mean":
            return tuple(links)
        at = Sum(after=", at {y@}: P = {y#}")
        won = self._flat(self.cells == self.positions.reshape(-1, 1), "uuy")
        tied = self.tied & (self.cells != self.positions.reshape(-1, 1))
        first = (self.cells == self.positions.reshape(-1, 1)) & self.ties.reshape(-1, 1)
        light = {"u": "y weight", "p": "y weight", "y": "u weight"}
        ways = dict.fromkeys("upy", ("u", "y"))
        links += [
            Link("u p y", cells, won, light, {"u": at, "p": at}, ways, arrows, name="won"),
            Link("u p y", cells, self._flat(tied, "uuy"), {"u": "y reads tie", "p": "y reads tie"}, name="tied"),
            Link("u p y", cells, self._flat(first, "uuy"), {"u": "y weight first", "p": "y weight first"}),
        ]  # fmt: skip
        return tuple(links)

    def backward_links(self, arrows: bool) -> tuple[Link, ...]:
        """dU, Y, dY and what is believed of it."""
        cells, size, max_ = [("du", "y", "dy", "belief")], self.cells.shape[1], self.how == "max"
        columns, received = "du y dy belief", ("dy", "y", "belief")
        came = dict.fromkeys(received, "du reads")
        total = Sum("{du}", head="{dy@} = ", around=("", "") if max_ else ("(", f") / {size}"))
        sums = dict.fromkeys(received, total)
        ways = dict.fromkeys(columns.split(), ("du", "dy"))
        same = alike(self.y.shape, received, "here")
        if not max_:
            sent = Sum(head=f"dY[each of {size} cells] += {{du=}} / {size} {{~du*}}")
            light = came | {"du": "y reads, dy weight +{du*}"}
            return same, Link(
                columns, cells, self._taps("uyyy"), light, sums | {"du": sent}, ways,
                scale=1 / size, name="window",
            )  # fmt: skip
        won = self._flat(self.cells == self.positions.reshape(-1, 1), "uyyy")
        tied = self._flat(self.tied & (self.cells != self.positions.reshape(-1, 1)), "uyyy")
        light = came | {"du": "y weight, dy weight +{du*}"}
        sums = sums | {"du": Sum(head="{dy@} += {du=}")}
        return (
            same,
            Link(columns, cells, self._taps("uyyy"), {"du": "y reads"}, name="window"),
            Link(columns, cells, won, light, sums, ways, arrows, name="won"),
            Link(columns, cells, tied, {"du": "y reads tie"}, name="tied"),
        )

    def _taps(self, columns: str) -> tuple[np.ndarray, ...]:
        return tuple(axis[:, ["uy".index(name) for name in columns]] for axis in self.taps)

    def _flat(self, chosen, columns: str) -> np.ndarray:
        """Windows and those of their cells that are chosen, (windows, Kh * Kw) bool."""
        window, _ = np.nonzero(chosen)
        pair = {"u": window, "y": self.cells[chosen]}
        return np.stack([pair[name] for name in columns], axis=1)


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
    taps = windows(window.kernel_size, du.shape, window.stride)
    rows, columns = (axis[:, 1].reshape(-1, k) for axis, k in zip(taps, window.kernel_size))
    cells = rows[:, None, :, None] * y.shape[1] + columns[None, :, None, :]
    cells = cells.reshape(du.size, -1)
    return PoolView(
        how=how, kernel_size=window.kernel_size, stride=window.stride,
        y=y, u=u[0, 0], positions=positions[0, 0], du=du, dy=dy[0, 0], taps=taps, cells=cells,
        tied=y.ravel()[cells] == largest.reshape(-1, 1),
        counts=np.bincount(cells.ravel(), minlength=y.size).reshape(y.shape),
    )  # fmt: skip


def believed_gradient(view: PoolView, belief: str) -> np.ndarray:
    """The gradient of the map as someone computes it who believes one of `BELIEFS`.

    Lecture 2.2.1, misread.

    Examples
    --------
    >>> view = pool_view([[1, 5], [5, 2]], 2, du=[[8]])
    >>> believed_gradient(view, "P02").tolist()
    [[0.0, 4.0], [4.0, 0.0]]
    """
    wrong = ROUTES[view.how].wrong(belief)
    return wrong(view.du[None, None], view.y[None, None], view.kernel_size[0], view.stride[0])[0, 0]
