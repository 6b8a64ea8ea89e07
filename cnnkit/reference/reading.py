"""What a function of the oracle takes: arrays with named axes, pairs, settings; the rest is refused in a sentence.

The course's words for wrong arguments, written once more: nothing here is shared with `shapes`.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import inspect
import math
import operator

import numpy as np

__all__ = ["array", "below", "count", "divides", "either", "function", "loosely", "number", "one_of", "pair", "result", "same", "some", "strict", "takes", "whole"]

LARGEST = 2**31 - 1
MOST = 2**24  # numbers of one result: more would keep plain loops busy for days

_strictly = contextvars.ContextVar("strictly", default=True)


@contextlib.contextmanager
def loosely():
    """Sizes need not fit together: cells that are not there count as nothing.

    A formula says something for a gradient of another size too; the grader asks it what a learner's mistake would give.

    Examples
    --------
    >>> with loosely():
    ...     same((3,), (2,), "dz", "a scan makes maps of")
    """
    before = _strictly.set(False)
    try:
        yield
    finally:
        _strictly.reset(before)


def strict():
    """Whether sizes have to fit together."""
    return _strictly.get()


def takes(**readers):
    """Have every argument read before a function sees it; axes of the same name must have the same length.

    Examples
    --------
    >>> @takes(y=array("T M"), w=array("N M"))
    ... def shapes(y, w):
    ...     return y.shape, w.shape
    >>> shapes(np.ones((1, 2)), np.ones((3, 4)))
    Traceback (most recent call last):
    ValueError: w has shape (3, 4), but it needs (N, 2) because M is 2; look at how w was made
    """

    def around(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def reading(*args, **kwargs):
            given, lengths = signature.bind(*args, **kwargs), {}
            given.apply_defaults()
            for name, read in readers.items():
                given.arguments[name] = read(given.arguments[name], name, lengths)
            return function(*given.args, **given.kwargs)

        return reading

    return around


def array(axes, *, missing=False):
    """Real numbers with these axes, in float64: "T M H W", a number for a fixed length, "..." for the rest, whatever it is."""

    def read(value, name, lengths):
        if value is None and missing:
            return None
        found = _real(value, name).astype(np.float64)
        _agree(found.shape, axes.split(), name, lengths)
        return found

    return read


def whole(axes):
    """Whole numbers with these axes."""

    def read(value, name, lengths):
        found = _real(value, name)
        if found.size and found.dtype.kind not in "iu":
            raise TypeError(f"{name} holds {found.dtype}, but whole numbers are needed; use {name}.astype(int)")
        _agree(found.shape, axes.split(), name, lengths)
        return found.astype(object).astype(np.int64) if found.dtype != np.uint64 else np.minimum(found, 2**62).astype(np.int64)

    return read


def pair(smallest=1, *, missing=False):
    """One whole number or two, as two."""

    def read(value, name, lengths):
        if value is None and missing:
            return None
        many = isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim > 0)
        items = [_whole(item, name) for item in (value if many else [value])]
        if len(items) not in (1, 2):
            raise ValueError(f"{name} came as {len(items)} numbers, but one or two are needed; give a (rows, columns) pair")
        _between(items, value, name, smallest)
        return tuple((items * 2)[:2])

    return read


def count(smallest=1):
    """One whole number."""

    def read(value, name, lengths):
        number = _whole(value, name)
        _between([number], value, name, smallest)
        return number

    return read


def number(*, above=False):
    """A finite number from 0, or above it."""

    def read(value, name, lengths):
        try:
            if isinstance(value, str | bytes | bytearray):
                raise TypeError
            found = float(value)
        except Exception:
            raise TypeError(f"{name} must be a number, but {_shown(value)} came; write for example {name}=0.1") from None
        if not 0 <= found < math.inf or (above and found == 0):
            raise ValueError(f"{name} is {_shown(value)}; it must be a finite number, {'above' if above else 'at least'} 0")
        return found

    return read


def either(one, many):
    """One setting for all, or an array with one for each."""
    return lambda value, name, lengths: (many if isinstance(value, tuple | list | np.ndarray) else one)(value, name, lengths)


def one_of(*choices):
    """A name out of a few; True and False are such names, too."""

    def read(value, name, lengths):
        known = isinstance(value, str | bool | np.bool_) and value in choices
        if not known:
            raise ValueError(f"{name} is {_shown(value)}, but it must be one of {', '.join(map(str, choices))}; choose one of them")
        return value

    return read


def function(value, name, lengths):
    """What can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be a function, but {_shown(value)} came; write its name without parentheses")
    return value


def same(came, needed, name, why):
    """Refuse sizes that do not fit together."""
    if tuple(came) != tuple(needed) and strict():
        raise ValueError(f"{name} has {tuple(came)}, but {why} {tuple(needed)}; look at how {name} was made")


def below(values, limit, name, of):
    """Refuse whole numbers that count from 0 and do not lie below a limit."""
    if values.size and not 0 <= int(values.min()) <= int(values.max()) < limit:
        raise ValueError(f"{name} holds {values.min()} to {values.max()}, but there are {limit} {of}, counted from 0")


def some(array, name):
    """Refuse no examples where one is needed."""
    if not len(array):
        raise ValueError(f"{name} has the shape {array.shape}, but at least one example is needed; give one")


def divides(groups, *channels):
    """Refuse groups that do not divide the channels."""
    if any(each % groups for each in channels):
        raise ValueError(f"groups is {groups}, but it must divide {' and '.join(map(str, channels))} channels; use groups=1")


def result(*shape):
    """Zeros of this shape, at least one cell high and wide, and no more than plain loops can fill."""
    if min(shape[1:]) < 1:
        raise ValueError(f"the result would have the shape {shape}, but it needs a cell; use a smaller window, less or more padding")
    if math.prod(max(1, n) for n in shape) > MOST:
        raise ValueError(f"the result would be {_shown(shape)}, but plain loops fill at most {MOST} numbers; use smaller maps")
    return np.zeros(shape)


def _real(value, name):
    if _masked(value):
        raise TypeError(f"{name} is a masked array, but every number counts here; fill the masked ones first")
    try:
        found = None if value is None else np.asarray(value)
    except Exception:  # rows of different lengths, and whatever an object raises
        found = None
    if found is None or found.dtype.kind not in "fiub" or found.dtype.itemsize > 8 or found.dtype == np.float16:
        came = f"{found.dtype}" if isinstance(value, np.ndarray) else _shown(value)
        raise TypeError(f"{name} must be an array of real numbers, its rows of one length, but {came} came; use np.asarray")
    return found


def _masked(value):
    return isinstance(value, np.ma.MaskedArray) or (isinstance(value, tuple | list) and any(map(_masked, value)))


def _agree(shape, axes, name, lengths):
    """The length of every axis is that of the first array which named it; only T, the examples, may be none."""
    if axes[-1] == "...":
        axes, rest = axes[:-1], shape[len(axes) - 1 :]
        fits = len(shape) >= len(axes) and lengths.setdefault("...", rest) == rest
    else:
        fits = len(shape) == len(axes)
    needed = [int(axis) if axis.isdigit() else lengths.get(axis, axis) for axis in axes]
    fits = fits and all(want == came if isinstance(want, int) else came or axis == "T" for want, came, axis in zip(needed, shape, axes))
    if not fits:
        named = [f"{axis} is {lengths[axis]}" for axis in axes if axis in lengths]
        rest = lengths.get("...")
        named += [f"the rest is {rest}"] if rest and axes != needed else []
        why = f" because {' and '.join(named)}" if named else ""
        form = f"({', '.join(map(str, needed))}{',' if len(needed) == 1 else ''})" if needed else f"the shape {rest}"
        raise ValueError(f"{name} has shape {shape}, but it needs {form}{why}; look at how {name} was made")
    lengths |= dict(zip(axes, shape))


def _whole(value, name):
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        return operator.index(value)
    except TypeError:
        raise TypeError(
            f"{name} must be a whole number or a pair of them, but {_shown(value)} came; write for example {name}=2"
        ) from None


def _between(items, value, name, smallest):
    if min(items) < smallest:
        raise ValueError(f"{name} is {_shown(value)}, but it must be at least {smallest}; give a larger value")
    if max(items) > LARGEST:
        raise ValueError(f"{name} is {_shown(value)}, but it must be at most {LARGEST}; give a smaller value")


def _shown(value):
    try:
        text = " ".join(repr(value).split())
    except Exception:
        text = f"a {type(value).__name__}"
    return text if len(text) <= 40 else text[:37] + "..."
