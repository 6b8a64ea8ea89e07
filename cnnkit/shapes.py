"""Sizes: the only place where sizes are computed and arguments are checked.

A convolution, a pooling layer and a transposed convolution are all a *window* that visits the cells
of a map.  `Window` knows where it goes; the functions below it turn what a caller hands over into
arrays that a compiled kernel can trust, or say what was wrong with it.

Size formulas: Dumoulin & Visin, *A guide to convolution arithmetic for deep learning* (2016).
"""

from __future__ import annotations

import operator
from dataclasses import dataclass

import numpy as np

__all__ = ["ShapeError", "Window", "as_arrays", "as_pair", "check_groups", "check_rank", "new_maps"]

Pair = tuple[int, int]

# A result above this many numbers (2 GiB of float64) is a slip of the keyboard, not a lesson.
LARGEST_RESULT = 2**28


class ShapeError(ValueError):
    """Sizes that do not fit together: what came, what was needed, what to change.

    Examples
    --------
    >>> print(ShapeError("window covers (5, 5)", "the padded map is only (3, 3)", "use more padding"))
    window covers (5, 5) but the padded map is only (3, 3); use more padding
    """

    def __init__(self, came: str, needed: str, change: str):
        super().__init__(f"{came} but {needed}; {change}")
        self.came, self.needed, self.change = came, needed, change


def as_pair(value: object, name: str, smallest: int = 1) -> Pair:
    """Read an int or a (rows, columns) pair as a pair of ints, each at least `smallest`.

    Raises
    ------
    TypeError
        If the value is not made of whole numbers.
    ShapeError
        If there are not one or two of them, or one is too small.

    Examples
    --------
    >>> as_pair(2, "stride"), as_pair((1, 3), "stride")
    ((2, 2), (1, 3))
    """
    items = value if isinstance(value, tuple | list | np.ndarray) and np.ndim(value) else (value,)
    if len(items) not in (1, 2):
        raise ShapeError(f"{name} came as {len(items)} numbers", "one or two are needed",
                         f"give {name} as an int or a (rows, columns) pair")
    numbers = tuple(whole_number(item, name) for item in items)
    pair = numbers if len(numbers) == 2 else numbers * 2
    if min(pair) < smallest:
        raise ShapeError(f"{name} is {value!r}", f"it must be at least {smallest}",
                         f"give {name} a larger value")
    return pair


def whole_number(value: object, name: str) -> int:
    """Read one whole number; a bool, a float or a text is a TypeError."""
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        return operator.index(value)
    except TypeError:
        shown = repr(value)
        shown = shown if len(shown) <= 40 else shown[:37] + "..."
        raise TypeError(f"{name} must be a whole number or a pair of them, but {shown} came; "
                        f"write for example {name}=2") from None


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
            object.__setattr__(self, name, as_pair(getattr(self, name), name, smallest))

    @property
    def extent(self) -> Pair:
        """Rows and columns that the window covers: d(K − 1) + 1.

        Examples
        --------
        >>> Window(3, dilation=2).extent
        (5, 5)
        """
        return tuple(d * (k - 1) + 1 for k, d in zip(self.kernel_size, self.dilation))

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
        if min(size) < 1:
            raise ShapeError(f"the map is {tuple(size)}", "it needs at least one row and one column",
                             "check how the map was cut out")
        padded = self.padded_size(size)
        if any(e > n for e, n in zip(self.extent, padded)):
            raise ShapeError(f"window covers {self.extent}", f"the padded map is only {padded}",
                             "use a smaller kernel_size or dilation, or more padding")
        return tuple((n - e) // s + 1 for n, e, s in zip(padded, self.extent, self.stride))

    def padded_size(self, size: Pair) -> Pair:
        """Size of the map with its frame of padding.

        Examples
        --------
        >>> Window(3, padding=(1, 2)).padded_size((5, 5))
        (7, 9)
        """
        return tuple(n + 2 * p for n, p in zip(size, self.padding))

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
        extra = as_pair(output_padding, "output_padding", 0)
        grown = tuple((n - 1) * s + e - 2 * p + x for n, s, e, p, x in
                      zip(size, self.stride, self.extent, self.padding, extra))
        if min(size) < 1 or min(grown) < 1:
            raise ShapeError(f"a map of {tuple(size)} would grow to {grown}",
                             "a map needs at least one row and one column",
                             "use less padding or a larger kernel_size")
        return grown

    def remainder(self, size: Pair) -> Pair:
        """Rows and columns left over at the end of the padded map: (H + 2p − extent) mod s.

        Examples
        --------
        >>> Window(3, stride=2).remainder((8, 7))
        (1, 0)
        """
        self.output_size(size)
        return tuple((n - e) % s for n, e, s in
                     zip(self.padded_size(size), self.extent, self.stride))

    def taps(self, i: int, j: int) -> list[Pair]:
        """Cells that output (i, j) reads, in row order; cells of the padding lie outside the map.

        Examples
        --------
        >>> Window(2, stride=3).taps(1, 0)
        [(3, 0), (3, 1), (4, 0), (4, 1)]
        """
        rows, columns = (range(o * s - p, o * s - p + e, d) for o, s, p, e, d in
                         zip((i, j), self.stride, self.padding, self.extent, self.dilation))
        return [(r, c) for r in rows for c in columns]

    def readers(self, r: int, c: int, size: Pair | None = None) -> list[Pair]:
        """Output cells that input (r, c) feeds, in row order; with `size`, only those that exist.

        Examples
        --------
        >>> Window(3, stride=2).readers(2, 0)
        [(0, 0), (1, 0)]
        """
        last = self.output_size(size) if size is not None else (None, None)
        rows, columns = (self._axis_readers(axis, cell, last[axis]) for axis, cell in enumerate((r, c)))
        return [(i, j) for i in rows for j in columns]

    def _axis_readers(self, axis: int, cell: int, count: int | None) -> list[int]:
        # output o reads the cell through filter row k where o·s − p + k·d = cell
        s, p, d = self.stride[axis], self.padding[axis], self.dilation[axis]
        found = [(cell + p - k * d) // s for k in range(self.kernel_size[axis])
                 if (cell + p - k * d) % s == 0]
        return sorted(o for o in found if o >= 0 and (count is None or o < count))


def as_arrays(**arrays: object) -> list[np.ndarray]:
    """Make arrays that one compiled kernel serves: C-contiguous, writeable or not, one float dtype.

    float32 stays float32 where all are; mixed, integers and booleans become float64.

    Raises
    ------
    TypeError
        If an array is float16, complex, object, text or a date.
    ShapeError
        If a nested list is ragged.

    Examples
    --------
    >>> y, w = as_arrays(y=[[1, 2]], w=np.ones((1, 2), np.float32))
    >>> y.dtype, w.dtype
    (dtype('float64'), dtype('float64'))
    """
    plain = [_plain(value, name) for name, value in arrays.items()]
    dtype = np.float32 if all(a.dtype == np.float32 for a in plain) else np.float64
    return [np.ascontiguousarray(a, dtype=dtype) if a.ndim else a.astype(dtype) for a in plain]


def _plain(value: object, name: str) -> np.ndarray:
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError):
        raise ShapeError(f"{name} is a nested list with rows of different lengths",
                         "every row needs the same length", f"make {name} rectangular") from None
    if array.dtype.kind not in "fiub" or array.dtype.itemsize > 8 or array.dtype == np.float16:
        raise TypeError(f"{name} holds {array.dtype}, but real numbers in float32 or float64 are "
                        f"needed; convert it with np.asarray({name}, dtype=np.float64)")
    return array


def check_rank(array: np.ndarray, name: str, axes: str) -> None:
    """Refuse an array whose number of axes is not that of `axes`, e.g. "(T, M, H, W)".

    Raises
    ------
    ShapeError
        If the rank differs, or an axis other than T (the examples) is empty.

    Examples
    --------
    >>> check_rank(np.ones((2, 3)), "w", "(N, M)")
    """
    names = axes.strip("()").replace(" ", "").strip(",").split(",")
    if array.ndim != len(names):
        raise ShapeError(f"{name} has shape {array.shape}", f"it needs {len(names)} axes, {axes}",
                         f"reshape {name}, for example with {name}.reshape or {name}[None]")
    for axis, length in zip(names, array.shape):
        if length == 0 and axis != "T":
            raise ShapeError(f"{name} has shape {array.shape}", f"axis {axis} of {axes} must not be empty",
                             f"check how {name} was made")


def check_groups(groups: object, in_channels: int, out_channels: int) -> int:
    """Read `groups`: a positive int that divides both channel counts.

    Raises
    ------
    ShapeError, TypeError
        If it is not.

    Examples
    --------
    >>> check_groups(2, 4, 6)
    2
    """
    number = whole_number(groups, "groups")
    if number < 1 or in_channels % number or out_channels % number:
        raise ShapeError(f"groups is {number}",
                         f"it must divide in_channels {in_channels} and out_channels {out_channels}",
                         "use groups=1, or channels that are multiples of groups")
    return number


def new_maps(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Allocate the result of an operation, or say that it is too large.

    Raises
    ------
    ShapeError
        If it would hold more than 2^28 numbers.

    Examples
    --------
    >>> new_maps((1, 2, 3, 3), np.dtype(np.float32)).shape
    (1, 2, 3, 3)
    """
    count = int(np.prod(np.array(shape, dtype=object)))
    if count > LARGEST_RESULT:
        raise ShapeError(f"the result would be {shape}, {count:.1e} numbers",
                         f"at most {LARGEST_RESULT:.1e} are made at once",
                         "use less padding, a larger stride or fewer examples")
    return np.empty(shape, dtype)
