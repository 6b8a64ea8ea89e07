"""Making arrays that a compiled kernel can trust, or saying what was wrong with them."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from .arguments import ShapeError, shown

__all__ = [
    "as_arrays",
    "as_positions",
    "as_whole_numbers",
    "check_axes",
    "check_bias",
    "check_maps",
    "check_rank",
    "check_room",
    "new_maps",
    "real_array",
]

SINGLE, DOUBLE = np.dtype(np.float32), np.dtype(np.float64)

# A result above this many numbers (2 GiB of float64) is a slip of the keyboard, not a lesson.
LARGEST_RESULT = 2**28


def as_arrays(**arrays: object) -> list[np.ndarray]:
    """Make arrays that one compiled kernel serves: C-contiguous, writeable, aligned, one float dtype.

    float32 stays float32 where all are; mixed, integers and booleans become float64.  Every other
    layout would have Numba compile a version of its own.

    Raises
    ------
    TypeError
        If an array is float16, complex, object, text or a date, or masked.
    ShapeError
        If a nested list is ragged.

    Examples
    --------
    >>> y, w = as_arrays(y=[[1, 2]], w=np.ones((1, 2), np.float32))
    >>> y.dtype, w.dtype
    (dtype('float64'), dtype('float64'))
    """
    for dtype in (SINGLE, DOUBLE):  # nearly always they are ready
        for a in arrays.values():
            if not (type(a) is np.ndarray and a.dtype is dtype and a.flags.carray):
                break
        else:
            return [*arrays.values()]
    plain = [
        value
        if type(value) is np.ndarray and value.dtype in (SINGLE, DOUBLE)
        else real_array(value, name)
        for name, value in arrays.items()
    ]
    single = all(a.dtype.kind == "f" and a.dtype.itemsize == 4 for a in plain)
    dtype = SINGLE if single else DOUBLE
    return [
        a
        if a.dtype is dtype and a.flags.carray and type(a) is np.ndarray
        else np.require(a, dtype, ["C", "A", "W", "E"])
        for a in plain
    ]


def as_positions(positions: object) -> np.ndarray:
    """Make int64 positions, C-contiguous, of any array of whole numbers.

    Raises
    ------
    TypeError
        If they are not whole numbers.

    Examples
    --------
    >>> as_positions([[3, 0]]).dtype
    dtype('int64')
    """
    return as_whole_numbers(positions, "positions", "pass the positions that max_pool2d returned")


def as_whole_numbers(values: object, name: str, change: str) -> np.ndarray:
    """Make int64 numbers, C-contiguous, of any array of whole numbers; `change` says what to pass instead.

    Raises
    ------
    TypeError
        If they are not whole numbers.

    Examples
    --------
    >>> as_whole_numbers([3, 0], "d", "use d.astype(int)")
    array([3, 0])
    """
    array = real_array(values, name)
    if array.dtype.kind not in "iu" and array.size:  # an empty list has no dtype of its own
        raise TypeError(f"{name} holds {array.dtype}, but whole numbers are needed; {change}")
    if array.dtype.kind == "u":  # what is too large for int64 stays large
        array = np.minimum(array, np.uint64(2**63 - 1))
    return np.require(array, np.int64, ["C", "A", "W", "E"])


def real_array(value: object, name: str) -> np.ndarray:
    """Make an array of real numbers, as they are: float32 or float64, whole numbers, or booleans.

    Raises
    ------
    TypeError
        If it is float16, complex, object, text or a date, or masked.
    ShapeError
        If a nested list is ragged.

    Examples
    --------
    >>> real_array([[1, 2]], "images").dtype.kind
    'i'
    """
    if value is None:
        raise TypeError(f"{name} is None, but an array is needed; pass one, or look at what should have returned it")
    if _is_masked(value):
        raise TypeError(
            f"{name} is a masked array, but every number counts here; "
            f"fill the masked ones first, for example with {name}.filled(0)"
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise ShapeError(
            f"{name} is a nested list with rows of different lengths",
            "every row needs the same length",
            f"make {name} rectangular",
        ) from None
    except Exception as reason:
        raise TypeError(
            f"{name} is a {type(value).__name__} that NumPy cannot read, but an array is "
            f"needed; {reason}"
        ) from None
    if array.dtype.kind not in "fiub" or array.dtype.itemsize > 8 or array.dtype == np.float16:
        raise TypeError(
            f"{name} holds {array.dtype}, but real numbers in float32 or float64 are "
            f"needed; convert it with np.asarray({name}, dtype=np.float64)"
        )
    return array


def _is_masked(value: object) -> bool:
    """Whether a value is a masked array, or a list with one in it: as plain numbers, masked ones would count."""
    if isinstance(value, list | tuple):
        return any(_is_masked(item) for item in value)
    return isinstance(value, np.ma.MaskedArray)


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
    check_axes(array.shape, name, axes)


def check_axes(shape: tuple[int, ...], name: str, axes: str) -> None:
    """Refuse a shape whose number of axes is not that of `axes`, as `check_rank` does for an array.

    Raises
    ------
    ShapeError
        If the rank differs, or an axis other than T (the examples) is empty.

    Examples
    --------
    >>> check_axes((2, 3), "w", "(N, M)")
    """
    names = _axes_of(axes)
    if len(shape) == len(names) and 0 not in shape:
        return  # nearly always
    if len(shape) != len(names):
        raise ShapeError(
            f"{name} has shape {shape}",
            f"it needs {len(names)} {'axis' if len(names) == 1 else 'axes'}, {axes}",
            f"reshape {name}, for example with {name}.reshape or {name}[None]",
        )
    for axis, length in zip(names, shape):
        if length == 0 and axis != "T":
            raise ShapeError(
                f"{name} has shape {shape}",
                f"axis {axis} of {axes} must not be empty",
                f"check how {name} was made",
            )


@lru_cache(maxsize=64)  # a small call would spend much of its time here
def _axes_of(axes: str) -> tuple[str, ...]:
    return tuple(axes.strip("()").replace(" ", "").strip(",").split(","))


def check_bias(bias: np.ndarray, count: int, what: str) -> None:
    """Refuse biases that are not one number for each of `count` maps or outputs (`what` is the word for one).

    Raises
    ------
    ShapeError
        If they have another shape than (count,).

    Examples
    --------
    >>> check_bias(np.zeros(3), 3, "map")
    """
    if bias.shape == (count,):
        return
    check_rank(bias, "bias", "(N,)")
    raise ShapeError(
        f"bias has {len(bias)} numbers", f"w makes {count} {what}s", f"give one bias per {what}"
    )


def check_maps(
    maps: np.ndarray, name: str, needed: tuple[int, ...], what: str, change: str
) -> None:
    """Refuse maps whose last axes are not `needed`, which is what `what` makes.

    Raises
    ------
    ShapeError
        If they differ.

    Examples
    --------
    >>> check_maps(np.ones((1, 1, 2, 2)), "du", (2, 2), "pooling a map of (4, 4)", "")
    """
    came = maps.shape[-len(needed) :]
    if came != needed:
        raise ShapeError(f"{name} has maps {came}", f"{what} makes {needed}", change)


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
    check_room(shape)
    return np.empty(shape, dtype)


def check_room(
    shape: tuple[int, ...], what: str = "the result", change: str = "use less padding, a larger stride or fewer examples"
) -> None:
    """Refuse to make an array of more numbers than anybody meant.

    Raises
    ------
    ShapeError
        If it would hold more than 2^28 numbers.

    Examples
    --------
    >>> check_room((10**5, 10**5), "the filters", "use fewer of them")
    Traceback (most recent call last):
    cnnkit.shapes.arguments.ShapeError: the filters would be (100000, 100000), 1.0e+10 numbers but at most 2.7e+08 are made at once; use fewer of them
    """
    # NumPy refuses a huge shape even when it is empty
    count = math.prod(shape) or math.prod(max(1, n) for n in shape)
    if count > LARGEST_RESULT:
        numbers = f"{count:.1e} numbers" if count < 1e300 else "more numbers than can be written"
        raise ShapeError(
            f"{what} would be {shown(shape)}, {numbers}", f"at most {LARGEST_RESULT:.1e} are made at once", change
        )
