"""What ConvExplorer shows: a scan forwards, and both gradients, with the links between the cells.

The taps of a window are separable: output (i, j) reads rows `rows.taps[i]` and columns
`columns.taps[j]`.  Two small tables per axis therefore say everything about who reads whom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.conv import conv2d, conv2d_grad_input, conv2d_grad_weight
from cnnkit.pool import upsample2d
from cnnkit.shapes import Pair, Window

__all__ = [
    "AxisLinks",
    "Backward",
    "Scan",
    "WeightGradient",
    "backward",
    "scan",
    "weight_gradient",
]


@dataclass(frozen=True)
class AxisLinks:
    """Who reads whom along one axis; cells are counted in the padded map.

    Parameters
    ----------
    taps : (outputs, K) int array
        Padded cell that an output reads through each filter cell.
    readers : (padded cells, K) int array
        Output that reads a padded cell through each filter cell, or -1.

    Examples
    --------
    >>> AxisLinks.of(size=5, kernel_size=3, stride=2, padding=0, dilation=1).taps.tolist()
    [[0, 1, 2], [2, 3, 4]]
    """

    taps: np.ndarray
    readers: np.ndarray

    @classmethod
    def of(
        cls, *, size: int, kernel_size: int, stride: int, padding: int, dilation: int
    ) -> AxisLinks:
        """The links of one axis.

        Examples
        --------
        >>> AxisLinks.of(size=3, kernel_size=2, stride=1, padding=0, dilation=1).readers.tolist()
        [[0, -1], [1, 0], [-1, 1]]
        """
        window = Window((kernel_size, 1), (stride, 1), (padding, 0), (dilation, 1))
        count = window.output_size((size, 1))[0]
        taps = np.arange(count)[:, None] * stride + np.arange(kernel_size)[None, :] * dilation
        readers = np.full((window.padded_size((size, 1))[0], kernel_size), -1)
        readers[taps, np.arange(kernel_size)] = np.arange(count)[:, None]
        return cls(taps, readers)

    @property
    def read(self) -> np.ndarray:
        """Which padded cells anyone reads.

        Examples
        --------
        >>> AxisLinks.of(size=4, kernel_size=1, stride=2, padding=0, dilation=1).read.tolist()
        [True, False, True, False]
        """
        return (self.readers >= 0).any(axis=1)


@dataclass(frozen=True)
class Scan:
    """A forward pass of one example (lecture 2.1.2), with its frame of padding.

    Parameters
    ----------
    y : (M, H + 2p, W + 2p) array
        Input maps with their frame of zeros.
    real : (H + 2p, W + 2p) bool array
        False in the frame.
    unread : (H + 2p, W + 2p) bool array
        Real cells that no output reads: they change nothing and get gradient 0.
    w, bias, z : (N, M, Kh, Kw), (N,), (N, H', W') arrays
        Filters, biases, affine maps.
    rows, columns : AxisLinks
        Who reads whom.
    window : Window
        Kernel size, stride, padding, dilation.
    size : (H, W)
        Size of the map without its frame.
    """

    y: np.ndarray
    real: np.ndarray
    unread: np.ndarray
    w: np.ndarray
    bias: np.ndarray
    z: np.ndarray
    rows: AxisLinks
    columns: AxisLinks
    window: Window
    size: Pair

    @property
    def remainder(self) -> Pair:
        """Rows and columns left over at the end of the padded map."""
        return self.window.remainder(self.size)

    def cut(self, padded: np.ndarray) -> np.ndarray:
        """The real part of arrays of the padded size, (..., H + 2p, W + 2p) → (..., H, W)."""
        (top, left), (height, width) = self.window.padding, self.size
        return padded[..., top : top + height, left : left + width]


def scan(y, w, bias, *, stride=1, padding=0, dilation=1) -> Scan:
    """Scan the maps of one example (lecture 2.1.2).

    y is (M, H, W), w (N, M, Kh, Kw), bias (N,).

    Raises
    ------
    ShapeError, TypeError
        As `cnnkit.conv2d`.

    Examples
    --------
    >>> seen = scan(np.ones((1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), stride=2)
    >>> seen.z.tolist(), int(seen.unread.sum())
    ([[[9.0]]], 7)
    """
    z = conv2d(y[None], w, bias, stride=stride, padding=padding, dilation=dilation)[0]
    window = Window(w.shape[2:], stride, padding, dilation)
    size = y.shape[1:]
    rows, columns = (
        AxisLinks.of(size=n, kernel_size=k, stride=s, padding=p, dilation=d)
        for n, k, s, p, d in zip(
            size, window.kernel_size, window.stride, window.padding, window.dilation
        )
    )
    frame = [(p, p) for p in window.padding]
    real = np.pad(np.ones(size, bool), frame)
    return Scan(
        y=np.pad(y, [(0, 0), *frame]),
        real=real,
        unread=real & ~np.outer(rows.read, columns.read),
        w=w,
        bias=bias,
        z=z,
        rows=rows,
        columns=columns,
        window=window,
        size=size,
    )


@dataclass(frozen=True)
class Backward:
    """The gradient for the input, scattered and gathered (lecture 2.1.3.2).

    Parameters
    ----------
    dz : (N, H', W') array
        Gradient for the affine maps.
    dy : (M, H + 2p, W + 2p) array
        Gradient for the padded maps by scattering; its frame is what padding crops.
    spread : (N, rows, columns) array
        dz with s - 1 zeros between its cells and a frame of (K - 1)·d zeros around them: what
        gathering correlates with the flipped filter.
    spread_kinds : (rows, columns) int array
        0 a cell of dz, 1 a cell of the frame, 2 an inserted zero.
    spread_rows, spread_columns : int arrays
        Row (column) of dz that a row (column) of `spread` carries, or -1.
    flipped : (N, M, Kh, Kw) array
        The filters, left-right and top-bottom.
    gathered : (M, H + 2p, W + 2p) array
        The gradient by gathering: the same numbers.
    """

    dz: np.ndarray
    dy: np.ndarray
    spread: np.ndarray
    spread_kinds: np.ndarray
    spread_rows: np.ndarray
    spread_columns: np.ndarray
    flipped: np.ndarray
    gathered: np.ndarray

    @property
    def disagreement(self) -> float:
        """Largest difference between the two forms."""
        return float(np.abs(self.dy - self.gathered).max())

    def scattered(self, seen: Scan, m: int) -> np.ndarray:
        """The gradient of map m after each cell of dz map 0 has stamped: (H'·W', H + 2p, W + 2p).

        Examples
        --------
        >>> seen = scan(np.ones((1, 1, 3)), np.ones((1, 1, 1, 2)), np.zeros(1))
        >>> backward(seen, np.array([[[1.0, 10.0]]])).scattered(seen, 0).tolist()
        [[[1.0, 1.0, 0.0]], [[1.0, 11.0, 10.0]]]
        """
        stamps = np.zeros((*self.dz.shape[1:], *self.dy.shape[1:]))
        for p, q in np.ndindex(*seen.w.shape[2:]):
            i, j = np.ix_(*map(np.arange, self.dz.shape[1:]))
            stamps[i, j, seen.rows.taps[i, p], seen.columns.taps[j, q]] = (
                self.dz[0] * seen.w[0, m, p, q]
            )
        return stamps.reshape(-1, *self.dy.shape[1:]).cumsum(axis=0)


def backward(seen: Scan, dz) -> Backward:
    """The gradient for the padded input maps in both code forms.

    Raises
    ------
    ShapeError
        If dz is not the size of z.

    Examples
    --------
    >>> seen = scan(np.ones((1, 3, 3)), np.array([[[[1.0, -1.0], [2.0, 0.0]]]]), np.zeros(1))
    >>> backward(seen, np.array([[[1.0, -2.0], [0.0, 3.0]]])).gathered[0].astype(int).tolist()
    [[1, -3, 2], [2, -1, -3], [0, 6, 0]]
    """
    window, padded = seen.window, seen.real.shape
    dy = conv2d_grad_input(
        dz[None], seen.w, padded, stride=window.stride, dilation=window.dilation
    )[0]
    edge = [e - 1 for e in window.extent]
    frame = [(e, e + r) for e, r in zip(edge, seen.remainder)]
    spread = np.pad(upsample2d(dz[None], window.stride)[0], [(0, 0), *frame])
    carried = [
        _carried(n, s, before, after)
        for n, s, (before, after) in zip(dz.shape[1:], window.stride, frame)
    ]
    inside = np.pad(np.ones([n - sum(f) for n, f in zip(spread.shape[1:], frame)], bool), frame)
    cells = np.outer(carried[0] >= 0, carried[1] >= 0)
    flipped = seen.w[:, :, ::-1, ::-1].copy()
    gathered = conv2d(spread[None], flipped.swapaxes(0, 1), dilation=window.dilation)[0]
    return Backward(
        dz=dz,
        dy=dy,
        spread=spread,
        spread_kinds=np.where(cells, 0, np.where(inside, 2, 1)),
        spread_rows=carried[0],
        spread_columns=carried[1],
        flipped=flipped,
        gathered=gathered,
    )


def _carried(count: int, stride: int, before: int, after: int) -> np.ndarray:
    """Which of `count` cells each cell of the spread axis carries, or -1."""
    carried = np.full((count - 1) * stride + 1 + before + after, -1)
    carried[before + np.arange(count) * stride] = np.arange(count)
    return carried


@dataclass(frozen=True)
class WeightGradient:
    """The gradient for one filter n reading one map m (lecture 2.1.3.3).

    Parameters
    ----------
    dw : (N, M, Kh, Kw) array
        The gradient for all filters.
    dbias : (N,) array
        The gradient for the biases.
    """

    dw: np.ndarray
    dbias: np.ndarray

    @staticmethod
    def added(seen: Scan, dz, n: int, m: int) -> np.ndarray:
        """What each cell of dz map n adds to every weight that reads map m: (H', W', Kh, Kw).

        Examples
        --------
        >>> seen = scan(np.array([[[1.0, 2, 3]]]), np.ones((1, 1, 1, 2)), np.zeros(1))
        >>> WeightGradient.added(seen, np.array([[[1.0, 10.0]]]), 0, 0).tolist()
        [[[[1.0, 2.0]], [[20.0, 30.0]]]]
        """
        rows, columns = seen.rows.taps, seen.columns.taps
        patches = seen.y[m][rows[:, None, :, None], columns[None, :, None, :]]
        return dz[n][:, :, None, None] * patches


def weight_gradient(seen: Scan, dz) -> WeightGradient:
    """The gradients for the filters and biases.

    Raises
    ------
    ShapeError
        If dz is not the size of z.

    Examples
    --------
    >>> seen = scan(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)), np.zeros(1))
    >>> weight_gradient(seen, np.ones((1, 2, 2))).dw.tolist()
    [[[[4.0, 4.0], [4.0, 4.0]]]]
    """
    window = seen.window
    dw = conv2d_grad_weight(
        dz[None], seen.y[None], window.kernel_size, stride=window.stride, dilation=window.dilation
    )
    return WeightGradient(dw=dw, dbias=dz.sum(axis=(1, 2)))
