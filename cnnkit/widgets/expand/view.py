"""What ExpandExplorer shows: stamps on a larger map, the same map by a flipped filter, and who counts whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.conv import conv2d
from cnnkit.shapes import Pair, ShapeError, Window
from cnnkit.transposed import conv_transpose2d
from cnnkit.widgets.board.links import Link, Sum, alike, windows

__all__ = ["ExpandView", "expand"]


@dataclass(frozen=True)
class ExpandView:
    """One map expanded by one filter.

    Lecture 3: z(i,j) = sum_kl w(i-kb, j-lb) · I(k,l), cropped by the padding.

    Parameters
    ----------
    y, w : (H, W), (Kh, Kw) arrays
        The input map I and the filter.
    window : Window
        Kernel size, stride and padding.
    size : (rows, columns)
        Of the map that is kept.
    whole : (rows, columns) array
        All stamps, before cropping; the kept map begins at cell (padding, padding).
    kept : (rows, columns) bool array
        Which cells of `whole` are kept.

    Examples
    --------
    >>> expand([[1, 2]], [[1, 10]], stride=1).z.tolist()
    [[1.0, 12.0, 20.0]]
    """

    y: np.ndarray
    w: np.ndarray
    window: Window
    size: Pair
    whole: np.ndarray
    kept: np.ndarray

    @property
    def z(self) -> np.ndarray:
        """The expanded map, cropped.

        Examples
        --------
        >>> expand([[1, 2]], [[1, 10, 100]], stride=2, padding=(0, 1)).z.tolist()
        [[10.0, 102.0, 20.0]]
        """
        return self._cut(self.whole)

    @property
    def steps(self) -> np.ndarray:
        """The whole map after the first stamp, the first two, and so on: (H * W, rows, columns).

        Examples
        --------
        >>> expand([[1, 2]], [[1, 10]], stride=1).steps.tolist()
        [[[1.0, 10.0, 0.0]], [[1.0, 12.0, 20.0]]]
        """
        alone = np.eye(self.y.size).reshape(-1, *self.y.shape) * self.y
        return np.cumsum([self._stamped(one, self.w) for one in alone], axis=0)

    @property
    def counts(self) -> np.ndarray:
        """How many stamps cover each kept cell: its incoming weights.

        Examples
        --------
        >>> expand(np.zeros((1, 3)), np.zeros((1, 3)), stride=2).counts.tolist()
        [[1, 1, 2, 1, 2, 1, 1]]
        """
        counted = self._stamped(np.ones_like(self.y), np.ones_like(self.w))
        return np.rint(self._cut(counted)).astype(int)

    @property
    def outgoing(self) -> np.ndarray:
        """How many kept cells each input cell reaches: its outgoing weights.

        Examples
        --------
        >>> expand(np.zeros((2, 3)), np.zeros((4, 4)), stride=2, padding=1).outgoing.tolist()
        [[9, 12, 9], [9, 12, 9]]
        """
        # the gradient of the sum of all kept cells: a convolution of ones with a filter of ones
        reached = conv2d(
            self.kept[None, None].astype(float),
            np.ones((1, 1, *self.w.shape)),
            stride=self.window.stride,
        )
        return np.rint(reached[0, 0, : len(self.y), : self.y.shape[1]]).astype(int)

    @property
    def shrinking_incoming(self) -> np.ndarray:
        """Cells of the map, not of its frame, that each output of the convolution with this window reads.

        Examples
        --------
        >>> expand(np.zeros((2, 3)), np.zeros((4, 4)), stride=2, padding=1).shrinking_incoming.tolist()
        [[9, 12, 9], [9, 12, 9]]
        """
        return np.array(
            [[len(self._inside(i, j)) for j in range(self.y.shape[1])] for i in range(len(self.y))]
        )

    @property
    def shrinking_outgoing(self) -> np.ndarray:
        """Outputs of the convolution with this window that read each cell of the large map.

        Examples
        --------
        >>> expand(np.zeros((1, 3)), np.zeros((1, 3)), stride=2).shrinking_outgoing.tolist()
        [[1, 1, 2, 1, 2, 1, 1]]
        """
        fed = np.zeros(self.size, int)
        for i, j in np.ndindex(*self.y.shape):
            for cell in self._inside(i, j):
                fed[cell] += 1
        return fed

    @property
    def frame(self) -> Pair:
        """Zeros around the spread map of the second form: K − 1 − p.

        Raises
        ------
        ShapeError
            If the padding is larger than K − 1.

        Examples
        --------
        >>> expand([[1]], np.zeros((3, 3)), padding=1).frame
        (1, 1)
        """
        if any(p >= k for p, k in zip(self.window.padding, self.window.kernel_size)):
            raise ShapeError(
                f"padding is {self.window.padding[0]}",
                f"a frame of K − 1 − p zeros needs at most {min(self.window.kernel_size) - 1}",
                "use less padding, or the form that stamps",
            )
        return tuple(k - 1 - p for p, k in zip(self.window.padding, self.window.kernel_size))

    @property
    def spread(self) -> np.ndarray:
        """The input with b − 1 zeros between its cells, inside its frame; output padding is more zeros at the end.

        Examples
        --------
        >>> expand([[1, 2]], [[1, 1]], stride=2).spread.tolist()
        [[0.0, 1.0, 0.0, 2.0, 0.0]]
        """
        wide = np.zeros(tuple(n + k - 1 for n, k in zip(self.size, self.w.shape)))
        rows, columns = self.spread_places
        wide[np.ix_(rows, columns)] = self.y
        return wide

    @property
    def spread_places(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the spread map that hold cells of the input.

        Examples
        --------
        >>> expand([[1, 2]], [[1, 1]], stride=2).spread_places[1].tolist()
        [1, 3]
        """
        return tuple(
            f + np.arange(n) * b for f, n, b in zip(self.frame, self.y.shape, self.window.stride)
        )

    @property
    def collected(self) -> np.ndarray:
        """The same map by the second form: the spread map, correlated with the flipped filter.

        Examples
        --------
        >>> expand([[1, 2]], [[1, 10]], stride=1).collected.tolist()
        [[1.0, 12.0, 20.0]]
        """
        return conv2d(self.spread[None, None], self.w[None, None, ::-1, ::-1])[0, 0]

    @property
    def taps(self) -> tuple[np.ndarray, np.ndarray]:
        """Input cell, cell of `whole` and filter cell of every stamping, along rows and columns."""
        return windows(self.window.kernel_size, self.y.shape, self.window.stride)

    @property
    def stamp_links(self) -> tuple[Link, ...]:
        """I, z and w, where I stamps."""
        light = {
            "y": "z reads {y*w}, w weight",
            "z": "y reads {w=}, w weight",
            "w": "y reads, z weight",
        }
        sums = {
            "z": Sum("{y}·{w}", head="{z@} = "),
            "y": Sum(head="z[patch] += {y=} · {weight:w}"),
        }
        return (Link("y z w", [("y", "z", "w")], self.taps, light, sums, {"z": ("y", "z")}),)

    @property
    def collect_links(self) -> tuple[Link, ...]:
        """z, I with its zeros and the flipped w, where z collects; zeros are no terms."""
        taps, grids = windows(self.w.shape, self.size), [("z", "spread", "f")]
        cells = tuple(
            axis[np.isin(axis[:, 1], places)] for axis, places in zip(taps, self.spread_places)
        )
        light = {"z": "spread reads, f weight", "spread": "z reads {f=}, f weight"}
        sums = {"z": Sum("{spread}·{f}", head="{z@} = ")}
        return Link("z spread f", grids, taps, light), Link(
            "z spread f", grids, cells, sums=sums, name="cells"
        )

    @property
    def count_links(self) -> tuple[Link, ...]:
        """The small map and the large one, in both layers, and each beside its twin."""
        kept = []
        for axis, before, n in zip(self.taps, self.window.padding, self.size):
            cells = axis[:, :2] - [0, before]
            kept.append(cells[(cells[:, 1] >= 0) & (cells[:, 1] < n)])
        light = {"small": "large reads", "large": "small reads"}
        pairs = [("outgoing", "counts"), ("incoming", "fed")]
        return (
            alike(self.y.shape, ("outgoing", "incoming")),
            alike(self.size, ("counts", "fed")),
            Link("small large", pairs, tuple(kept), light),
        )

    def _stamped(self, y, w) -> np.ndarray:
        extra = tuple(n - ((m - 1) * b + k) for n, m, b, k in zip(
            self.whole.shape, y.shape, self.window.stride, w.shape))  # fmt: skip
        return conv_transpose2d(
            y[None, None], w[None, None], stride=self.window.stride, output_padding=extra
        )[0, 0]

    def _cut(self, whole) -> np.ndarray:
        (top, left), (rows, columns) = self.window.padding, self.size
        return whole[top : top + rows, left : left + columns]

    def _inside(self, i: int, j: int) -> list[Pair]:
        return [
            (r, c)
            for r, c in self.window.taps(i, j)
            if 0 <= r < self.size[0] and 0 <= c < self.size[1]
        ]


def expand(y, w, *, stride=1, padding=0, output_padding=0) -> ExpandView:
    """Stamp a filter onto a larger map once per input cell.

    Lecture 3, code with one map in and one map out.

    Parameters
    ----------
    y : (H, W) array
    w : (Kh, Kw) array
    stride, padding, output_padding : int or (rows, columns)

    Raises
    ------
    ShapeError
        If cropping leaves nothing.

    Examples
    --------
    >>> expand([[1, 2], [0, -1]], [[1, 0, 2], [3, 1, 0], [0, 1, 1]], stride=2).z[0].tolist()
    [1.0, 0.0, 4.0, 0.0, 4.0]
    """
    y, w = np.asarray(y, float), np.asarray(w, float)
    window = Window(w.shape, stride, padding)
    size = window.transposed_size(y.shape, output_padding)
    kept_until = [p + n for p, n in zip(window.padding, size)]
    rows, columns = (
        max((n - 1) * b + k, end)
        for n, b, k, end in zip(y.shape, window.stride, w.shape, kept_until)
    )
    kept = np.zeros((rows, columns), bool)
    kept[window.padding[0] : kept_until[0], window.padding[1] : kept_until[1]] = True
    whole = np.zeros((rows, columns))
    seen = ExpandView(y, w, window, size, whole, kept)
    return ExpandView(y, w, window, size, seen._stamped(y, w), kept)
