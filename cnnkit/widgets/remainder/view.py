"""What RemainderExplorer shows: the rows that a scan leaves over, and three things they decide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cnnkit.conv import conv2d, conv2d_grad_input
from cnnkit.filterbank.equivariance import equivariance_error, pooled_bank
from cnnkit.shapes import Window
from cnnkit.transposed import conv_transpose2d
from cnnkit.widgets.board.links import Link, Sum, same, scanned

__all__ = ["RemainderRow", "RemainderView", "remainder_row", "remainder_view"]


@dataclass(frozen=True)
class RemainderRow:
    """One map size under a window: the same on rows and columns, for every number is square here.

    Parameters
    ----------
    size, output, remainder : int
        H, H', and r = (H + 2p − K) mod s.
    left_over : int
        Real rows in the remainder: max(0, r − p); the rest of it is padding.
    unread : int
        Real rows that no window reads: those left over, and gaps where K < s.
    back : int
        The size that a transposed convolution makes of H'.
    bank, plain : float
        Equivariance error of the max-pooled rotation bank, and of its first filter alone.
    """

    size: int
    output: int
    remainder: int
    left_over: int
    unread: int
    back: int
    bank: float
    plain: float


@dataclass(frozen=True)
class RemainderView:
    """One square map under a window, and what the remainder does to it.

    Lecture 2.1.2 (the scan), 2.1.3.2 (gradient of the input), 3 (transposed), 4 (filter banks).

    Parameters
    ----------
    window : Window
        Kernel size, stride, padding.
    row : RemainderRow
        The numbers.
    y, dz, dy : (H, H), (H', H'), (H, H) arrays
        The map, the gradient that arrives, the gradient of the map; small integers.
    back : (H − r, H − r) array
        What the transposed convolution makes of dz.
    taps : (outputs · K, 3) array
        Output row, padded row and filter row of every reading; columns are the same.
    after, before : (H', H') arrays
        The pooled bank on the turned map, and the turned result of the pooled bank.

    Examples
    --------
    >>> view = remainder_view(8, 3, 2)
    >>> view.row.remainder, int((view.dy == 0).sum()), len(view.back), view.siblings
    (1, 15, 7, (7, 8))
    """

    window: Window
    row: RemainderRow
    y: np.ndarray
    dz: np.ndarray
    dy: np.ndarray
    back: np.ndarray
    taps: np.ndarray
    after: np.ndarray
    before: np.ndarray

    @property
    def unread(self) -> np.ndarray:
        """Cells of the map that no window reads, as an (H, H) bool array.

        Examples
        --------
        >>> int(remainder_view(7, 1, 2).unread.sum())
        33
        """
        read = np.isin(np.arange(len(self.y)) + self.window.padding[0], self.taps[:, 1])
        return ~np.logical_and.outer(read, read)

    @property
    def siblings(self) -> tuple[int, ...]:
        """All sizes that make the same H'.

        Examples
        --------
        >>> remainder_view(9, 3, 4).siblings
        (7, 8, 9, 10)
        """
        first = self.row.size - self.row.remainder
        return tuple(range(first, first + self.window.stride[0]))


    @property
    def links(self) -> tuple[Link, ...]:
        """A pixel in all three maps, the windows that read it, and where a turned window falls.

        What the bank makes of the turned map, and the turned result, are the tables "after" and "before".
        """
        p, size = self.window.padding[0], len(self.y)
        real = np.stack([np.arange(size), np.arange(size) + p], axis=1)  # in dY and in the padded Y
        inside = self.taps[(self.taps[:, 1] >= p) & (self.taps[:, 1] < p + size)][:, [1, 1, 0]] - [p, 0, 0]
        here = Sum(head="{} {{result:{}}}".format(*self.formula.rsplit(" ", 1)))
        return (
            Link("dy back y", [("dy", "back", "y")], (real[:, [0, 0, 1]],) * 2,
                 {"y": "dy reads, back reads", "dy": "y reads, back reads", "back": "y reads, dy reads"}),
            Link("y gap", [("y", "gap")], (self.taps[:, [1, 0]],) * 2, {"y": "gap reads"}, {"y": here}, name="window"),
            Link("dy gap", [("dy", "gap"), ("back", "gap")], (inside[:, [0, 2]],) * 2, {"dy": "gap reads"},
                 {"dy": here}, name="window"),
            *self._turned(),
        )  # fmt: skip

    @property
    def formula(self) -> str:
        """The remainder, written out.

        Examples
        --------
        >>> remainder_view(8, 3, 2, 1).formula
        'r = (8 + 2·1 − 3) mod 2 = 7 mod 2 = 1'
        """
        h, (k, _), (s, _), (p, _) = (
            self.row.size, self.window.kernel_size, self.window.stride, self.window.padding
        )  # fmt: skip
        return f"r = ({h} + 2·{p} − {k}) mod {s} = {h + 2 * p - k} mod {s} = {self.row.remainder}"

    def _turned(self) -> tuple[Link, ...]:
        """Where the window of an output stands, and where that of the turned map stood before the turn."""
        output, width = self.row.output, len(self.y) + 2 * self.window.padding[0]
        i, j = (self.taps[k.ravel()] for k in np.indices((len(self.taps),) * 2))
        before = np.stack([(output - 1 - j[:, 0]) * output + i[:, 0], i[:, 1] * width + j[:, 1]], axis=1)
        # cell (R, C) of the turned map stood at (C, width − 1 − R)
        after = np.stack([i[:, 0] * output + j[:, 0], j[:, 1] * width + width - 1 - i[:, 1]], axis=1)
        off = Sum(("{after=}", "{before}"), "minus", "{gap@} = ")
        return (
            Link("gap y", [("gap", "y")], before, {"gap": "y weight"}),
            Link("gap y", [("gap", "y")], after, {"gap": "y reads"}),
            Link("gap after before", [("gap", "after", "before")], same((output, output), 3),
                 {"gap": "after reads, before weight"}, {"gap": off}),
        )  # fmt: skip


def remainder_view(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> RemainderView:
    """Scan an H × H map, send a gradient back, enlarge it again, and turn the map.

    Raises
    ------
    ShapeError
        If the window does not fit the padded map.

    Examples
    --------
    >>> view = remainder_view(7, 3, 2)
    >>> view.row.remainder, view.row.bank, view.row.plain > 0
    (0, 0.0, True)
    """
    window = Window(kernel_size, stride, padding)
    row = remainder_row(size, kernel_size, stride, padding)
    y, w, dz = _integers(size, kernel_size, row.output)
    steps = {"stride": stride, "padding": padding}
    return RemainderView(
        window=window,
        row=row,
        y=y[0, 0],
        dz=dz[0, 0],
        dy=conv2d_grad_input(dz, w, (size, size), **steps)[0, 0],
        back=conv_transpose2d(dz, w, **steps)[0, 0],
        taps=_taps(window, size),
        after=pooled_bank(np.rot90(y, axes=(2, 3)), w, **steps)[0, 0],
        before=np.rot90(pooled_bank(y, w, **steps)[0, 0]),
    )


@lru_cache(maxsize=4096)
def remainder_row(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> RemainderRow:
    """The numbers of one map size alone.

    Raises
    ------
    ShapeError
        If the window does not fit the padded map.

    Examples
    --------
    >>> [remainder_row(n, 3, 2).remainder for n in (6, 7, 8)]
    [1, 0, 1]
    """
    window, pair = Window(kernel_size, stride, padding), (size, size)
    output, remainder = window.output_size(pair)[0], window.remainder(pair)[0]
    y, w, _ = _integers(size, kernel_size, output)
    steps = {"stride": stride, "padding": padding}
    return RemainderRow(
        size=size,
        output=output,
        remainder=remainder,
        left_over=max(0, remainder - padding),
        unread=size - len(np.intersect1d(_taps(window, size)[:, 1], np.arange(size) + padding)),
        back=window.transposed_size((output, output))[0],
        bank=equivariance_error(lambda maps: pooled_bank(maps, w, **steps), y),
        plain=equivariance_error(lambda maps: conv2d(maps, w, **steps), y),
    )


def _taps(window: Window, size: int) -> np.ndarray:
    return scanned(window.output_size((size, size))[0], window.kernel_size[0], window.stride[0])


def _integers(size: int, kernel_size: int, output: int):
    """A map, a filter and a gradient that hide nothing: no zero, no symmetry, no minus in w and dz."""
    rng = np.random.default_rng(70 + size)
    y = rng.integers(1, 10, (1, 1, size, size)).astype(float)
    w = np.random.default_rng(kernel_size).permutation(kernel_size**2) + 1.0
    dz = rng.integers(1, 10, (1, 1, output, output)).astype(float)
    return y, w.reshape(1, 1, kernel_size, kernel_size), dz
