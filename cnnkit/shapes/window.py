"""The window that scans a map, and all size arithmetic.

Size formulas: Dumoulin & Visin, *A guide to convolution arithmetic for deep learning* (2016).
"""

from __future__ import annotations

from dataclasses import dataclass

from .arguments import Pair, ShapeError, as_pair, shown, whole_number

__all__ = ["Window"]


@dataclass(frozen=True)
class Window:
    """A window of (Kh, Kw) cells that scans a map; every field is a (rows, columns) pair.

    Lecture 1.1.2 and 2.1: the same window says which cells an output reads (`taps`) and which
    outputs an input cell feeds (`readers`).

    Raises
    ------
    ShapeError, TypeError
        If a field is not a positive (padding: non-negative) whole number or a pair of them.

    Examples
    --------
    >>> window = Window(3, stride=2)
    >>> window.output_size((8, 8)), window.remainder((8, 8))
    ((3, 3), (1, 1))
    """

    kernel_size: Pair
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    dilation: Pair = (1, 1)

    def __post_init__(self):
        for name, smallest in (("kernel_size", 1), ("stride", 1), ("padding", 0), ("dilation", 1)):
            value = getattr(self, name)
            pair = as_pair(value, name, smallest)
            if pair is not value:
                object.__setattr__(self, name, pair)

    @property
    def extent(self) -> Pair:
        """Rows and columns that the window covers: d(K − 1) + 1.

        Examples
        --------
        >>> Window(3, dilation=2).extent
        (5, 5)
        """
        (rows, columns), (down, right) = self.kernel_size, self.dilation
        return down * (rows - 1) + 1, right * (columns - 1) + 1

    def output_size(self, size: Pair) -> Pair:
        """Size of the map that a scan of a (rows, columns) map makes (Dumoulin & Visin, rel. 15).

        Raises
        ------
        ShapeError
            If the window is larger than the padded map, or the map is empty.

        Examples
        --------
        >>> Window(3, stride=2, padding=1).output_size((7, 8))
        (4, 4)
        """
        size = _map_size(size)
        (height, width), (rows, columns) = self.padded_size(size), self.extent
        if rows > height or columns > width:
            raise ShapeError(
                f"window covers {self.extent}",
                f"the padded map is only {(height, width)}",
                "use a smaller kernel_size or dilation, or more padding",
            )
        return (height - rows) // self.stride[0] + 1, (width - columns) // self.stride[1] + 1

    def padded_size(self, size: Pair) -> Pair:
        """Size of the map with its frame of padding.

        Examples
        --------
        >>> Window(3, padding=(1, 2)).padded_size((5, 5))
        (7, 9)
        """
        (rows, columns), (down, right) = _map_size(size), self.padding
        return rows + 2 * down, columns + 2 * right

    def transposed_size(self, size: Pair, output_padding: int | Pair = 0) -> Pair:
        """Size that a transposed convolution makes of a map (Dumoulin & Visin, rel. 14).

        Raises
        ------
        ShapeError
            If cropping by `padding` leaves nothing.

        Examples
        --------
        >>> Window(4, stride=2, padding=1).transposed_size((8, 8))
        (16, 16)
        """
        size, extra = _map_size(size), as_pair(output_padding, "output_padding", 0)
        grown = tuple(
            (n - 1) * s + e - 2 * p + x
            for n, s, e, p, x in zip(size, self.stride, self.extent, self.padding, extra)
        )
        if min(grown) < 1:
            raise ShapeError(
                f"a map of {tuple(size)} would grow to {grown}",
                "a map needs at least one row and one column",
                "use less padding or a larger kernel_size",
            )
        return grown

    def output_padding(self, value: int | Pair) -> Pair:
        """Read rows and columns that a transposed convolution adds at the end: fewer than stride or dilation.

        More would be a rim that no stamp ever reaches, and that no convolution leaves over.

        Raises
        ------
        ShapeError, TypeError
            If an axis gets as many as the larger one of stride and dilation, or the value is no pair of sizes.

        Examples
        --------
        >>> Window(3, stride=2).output_padding(1)
        (1, 1)
        """
        extra = as_pair(value, "output_padding", 0)
        below = tuple(map(max, self.stride, self.dilation))
        if extra[0] >= below[0] or extra[1] >= below[1]:
            raise ShapeError(
                f"output_padding is {extra}",
                f"it must be below {below}, the larger one of stride and dilation",
                "use less output_padding",
            )
        return extra

    def remainder(self, size: Pair) -> Pair:
        """Rows and columns left over at the end of the padded map: (H + 2p − extent) mod s.

        Examples
        --------
        >>> Window(3, stride=2).remainder((8, 7))
        (1, 0)
        """
        size = _map_size(size)
        self.output_size(size)
        return tuple(
            (n - e) % s for n, e, s in zip(self.padded_size(size), self.extent, self.stride)
        )

    def taps(self, i: int, j: int) -> list[Pair]:
        """Cells that output (i, j) reads, in row order; cells of the padding lie outside the map.

        Examples
        --------
        >>> Window(2, stride=3).taps(1, 0)
        [(3, 0), (3, 1), (4, 0), (4, 1)]
        """
        i, j = whole_number(i, "i", "i must be a whole number"), whole_number(j, "j", "j must be a whole number")
        rows, columns = (
            range(o * s - p, o * s - p + e, d)
            for o, s, p, e, d in zip((i, j), self.stride, self.padding, self.extent, self.dilation)
        )
        return [(r, c) for r in rows for c in columns]

    def readers(self, r: int, c: int, size: Pair | None = None) -> list[Pair]:
        """Output cells that input (r, c) feeds, in row order; with `size`, only those that exist.

        Examples
        --------
        >>> Window(3, stride=2).readers(2, 0)
        [(0, 0), (1, 0)]
        """
        r, c = whole_number(r, "r", "r must be a whole number"), whole_number(c, "c", "c must be a whole number")
        last = self.output_size(size) if size is not None else (None, None)
        rows, columns = (
            self._axis_readers(axis, cell, last[axis]) for axis, cell in enumerate((r, c))
        )
        return [(i, j) for i in rows for j in columns]

    def _axis_readers(self, axis: int, cell: int, count: int | None) -> list[int]:
        # output o reads the cell through filter row k where o·s − p + k·d = cell
        s, p, d = self.stride[axis], self.padding[axis], self.dilation[axis]
        found = [
            (cell + p - k * d) // s
            for k in range(self.kernel_size[axis])
            if (cell + p - k * d) % s == 0
        ]
        return sorted(o for o in found if o >= 0 and (count is None or o < count))


def _map_size(size: object) -> Pair:
    """Read the size of a map, which has at least one row and one column."""
    if type(size) is tuple and len(size) == 2 and type(size[0]) is type(size[1]) is int and min(size) >= 1:
        return size  # nearly always
    try:
        return as_pair(size, "the size of the map")
    except TypeError:
        raise TypeError(f"size must be a pair (rows, columns) of whole numbers, but {shown(size)} came; write for example (28, 28)") from None
