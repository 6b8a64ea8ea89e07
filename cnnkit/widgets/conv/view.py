"""What ConvExplorer shows: a scan forwards, both gradients, and which cells belong together.

On every face an output, a cell of the map and a weight make a link: the same tables of the window, read
from another side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.conv import conv2d, conv2d_grad_input, conv2d_grad_weight
from cnnkit.pool import upsample2d
from cnnkit.shapes import Pair, Window
from cnnkit.widgets.board.links import Link, Sum, same, windows

__all__ = ["Backward", "ConvView", "WeightGradient", "backward", "scan", "weight_gradient"]


@dataclass(frozen=True)
class ConvView:
    """A forward pass of one example (lecture 2.1.2), with its frame of padding.

    Parameters
    ----------
    y : (M, H + 2p, W + 2p) array
        Input maps with their frame of zeros.
    real, unread : (H + 2p, W + 2p) bool arrays
        False in the frame; real cells that no output reads: they change nothing and get gradient 0.
    w, bias, z : (N, M, Kh, Kw), (N,), (N, H', W') arrays
        Filters, biases, affine maps.
    window : Window
        Kernel size, stride, padding, dilation.
    taps : pair of (outputs · K, 3) arrays
        Output, padded cell and filter cell of every reading, along the rows and along the columns.
    size : (H, W)
        Size of the map without its frame.
    """

    y: np.ndarray
    real: np.ndarray
    unread: np.ndarray
    w: np.ndarray
    bias: np.ndarray
    z: np.ndarray
    window: Window
    taps: tuple[np.ndarray, np.ndarray]
    size: Pair

    @property
    def remainder(self) -> Pair:
        """Rows and columns left over at the end of the padded map."""
        return self.window.remainder(self.size)

    @property
    def links(self) -> tuple[Link, ...]:
        """z, Y and w, on the forward face; the biases are the table "bias"."""
        maps = [("z", f"y{m}", f"w{m}") for m in range(len(self.y))]
        light = {"z": "y reads, w weight", "y": "z reads {w=}, w weight", "w": "y reads, z weight"}
        sums = {
            "z": Sum("{y}·{w}", head="{z@} = "),
            "y": Sum("to {z!} by {w:}", "list", head="{y@} goes "),
        }
        bias = {"z": Sum("{bias} (bias)")}
        return (
            Link("z y w", maps, self.taps, light, sums),
            Link("z bias*", [("z", "bias")], same(self.z.shape[1:]), sums=bias),
        )

    def cut(self, padded: np.ndarray) -> np.ndarray:
        """The real part of arrays of the padded size, (..., H + 2p, W + 2p) → (..., H, W)."""
        (top, left), (height, width) = self.window.padding, self.size
        return padded[..., top : top + height, left : left + width]


def scan(y, w, bias, *, stride=1, padding=0, dilation=1) -> ConvView:
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
    frame = [(p, p) for p in window.padding]
    real = np.pad(np.ones(y.shape[1:], bool), frame)
    taps = windows(window.kernel_size, z.shape[1:], window.stride, window.dilation)
    rows, columns = (np.isin(np.arange(n), axis[:, 1]) for n, axis in zip(real.shape, taps))
    return ConvView(
        y=np.pad(y, [(0, 0), *frame]), real=real, unread=real & ~np.outer(rows, columns),
        w=w, bias=bias, z=z, window=window, taps=taps, size=y.shape[1:],
    )  # fmt: skip


@dataclass(frozen=True)
class Backward:
    """The gradient for the input, scattered and gathered (lecture 2.1.3.2).

    Parameters
    ----------
    seen : ConvView
    dz : (N, H', W') array
        Gradient for the affine maps.
    dy, gathered : (M, H + 2p, W + 2p) arrays
        Gradient for the padded maps, by scattering and by gathering; padding crops its frame.
    spread : (N, rows, columns) array
        dz with s - 1 zeros between its cells and a frame of (K - 1)·d zeros around them: what
        gathering correlates with the flipped filter.
    carried : pair of int arrays
        Row, and column, of dz that a row or column of `spread` carries, or -1.
    inside : (rows, columns) bool array
        False in the frame of `spread`.
    flipped : (N, M, Kh, Kw) array
        The filters, left-right and top-bottom.
    """

    seen: ConvView
    dz: np.ndarray
    dy: np.ndarray
    gathered: np.ndarray
    spread: np.ndarray
    carried: tuple[np.ndarray, np.ndarray]
    inside: np.ndarray
    flipped: np.ndarray

    @property
    def disagreement(self) -> float:
        """Largest difference between the two forms."""
        return float(np.abs(self.dy - self.gathered).max())

    def scattered(self, m: int) -> np.ndarray:
        """The gradient of map m after each cell of dz map 0 has stamped: (H'·W', H + 2p, W + 2p).

        Examples
        --------
        >>> seen = scan(np.ones((1, 1, 3)), np.ones((1, 1, 1, 2)), np.zeros(1))
        >>> backward(seen, np.array([[[1.0, 10.0]]])).scattered(0).tolist()
        [[[1.0, 1.0, 0.0]], [[1.0, 11.0, 10.0]]]
        """
        # one example for each cell, in which only that cell has a gradient
        alone = np.eye(self.dz[0].size).reshape(-1, 1, *self.dz.shape[1:]) * self.dz[0]
        return _to_input(self.seen, alone, self.seen.w[:1, m : m + 1])[:, 0].cumsum(axis=0)

    @property
    def scatter_links(self) -> tuple[Link, ...]:
        """dY, dz and w, where dz stamps."""
        maps = [(f"dz{n}", "dy", f"w{n}") for n in range(len(self.dz))]
        light = {
            "dy": "dz reads {w=}, w weight",
            "dz": "dy reads {w=}, w weight",
            "w": "dz reads, dy weight",
        }
        sums = {
            "dy": Sum("{dz}·{w}", head="{dy@} = "),
            "dz": Sum(head="dY[patch] += {dz=} · {weight:w}"),
        }
        return (Link("dz dy w", maps, self.seen.taps, light, sums, {"dy": ("dz", "dy")}),)

    @property
    def gather_links(self) -> tuple[Link, ...]:
        """dY, dz with its zeros and the flipped w, where dY collects; zeros are no terms."""
        window, maps = self.seen.window, [("dy", f"spread{n}", f"f{n}") for n in range(len(self.dz))]
        taps = windows(window.kernel_size, self.dy.shape[1:], dilation=window.dilation)
        cells = tuple(axis[carried[axis[:, 1]] >= 0] for axis, carried in zip(taps, self.carried))
        light = {"dy": "spread reads, f weight", "spread": "dy reads {f=}, f weight"}
        sums = {"dy": Sum("{spread}·{f}", head="{dy@} = ")}
        return Link("dy spread f", maps, taps, light), Link(
            "dy spread f", maps, cells, sums=sums, name="cells"
        )


def backward(seen: ConvView, dz) -> Backward:
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
    window = seen.window
    frame = [(e - 1, e - 1 + r) for e, r in zip(window.extent, seen.remainder)]
    spread = np.pad(upsample2d(dz[None], window.stride)[0], [(0, 0), *frame])
    size = spread.shape[1:]
    inside = np.pad(np.ones([n - sum(ends) for n, ends in zip(size, frame)], bool), frame)
    carried = tuple(np.full(n, -1) for n in size)
    for axis, n, s, (before, _) in zip(carried, dz.shape[1:], window.stride, frame):
        axis[before + np.arange(n) * s] = np.arange(n)
    flipped = seen.w[:, :, ::-1, ::-1].copy()
    return Backward(
        seen=seen, dz=dz, dy=_to_input(seen, dz[None], seen.w)[0],
        gathered=conv2d(spread[None], flipped.swapaxes(0, 1), dilation=window.dilation)[0],
        spread=spread, carried=carried, inside=inside, flipped=flipped,
    )  # fmt: skip


def _to_input(seen: ConvView, dz, w) -> np.ndarray:
    window = seen.window
    return conv2d_grad_input(
        dz, w, seen.real.shape, stride=window.stride, dilation=window.dilation
    )


@dataclass(frozen=True)
class WeightGradient:
    """The gradient for the filters (lecture 2.1.3.3).

    Parameters
    ----------
    seen : ConvView
    dz : (N, H', W') array
    dw, dbias : (N, M, Kh, Kw), (N,) arrays
    """

    seen: ConvView
    dz: np.ndarray
    dw: np.ndarray
    dbias: np.ndarray

    def steps(self, n: int, m: int) -> np.ndarray:
        """dw(n, m) after each cell of dz map n has added its share: (H'·W', Kh, Kw).

        Examples
        --------
        >>> seen = scan(np.array([[[1.0, 2, 3]]]), np.ones((1, 1, 1, 2)), np.zeros(1))
        >>> weight_gradient(seen, np.array([[[1.0, 10.0]]])).steps(0, 0).tolist()
        [[[1.0, 2.0]], [[21.0, 32.0]]]
        """
        rows, columns = (
            axis[:, 1].reshape(-1, k) for axis, k in zip(self.seen.taps, self.dw.shape[2:])
        )
        patches = self.seen.y[m][rows[:, None, :, None], columns[None, :, None, :]]
        shares = self.dz[n][:, :, None, None] * patches
        return shares.reshape(-1, *self.dw.shape[2:]).cumsum(axis=0)

    def links(self, n: int, m: int) -> tuple[Link, ...]:
        """dw, Y and dz of one filter and one map."""
        light = {
            "dw": "y reads, dz weight",
            "dz": "y reads, dw weight {dz*y}",
            "y": "dz reads, dw weight",
        }
        sums = {
            "dw": Sum("{dz}·{y}", head="{dw@} = "),
            "dz": Sum("{dz}·{y} {~dz*y} to {dw@}", "list", head="{dz:} adds "),
        }
        return (Link("dz y dw", [(f"dz{n}", f"y{m}", "dw")], self.seen.taps, light, sums),)


def weight_gradient(seen: ConvView, dz) -> WeightGradient:
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
    return WeightGradient(seen=seen, dz=dz, dw=dw, dbias=dz.sum(axis=(1, 2)))
