"""Results that are an argument itself, or something simple made from one alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from cnnkit.grader.patterns.amounts import as_fraction
from cnnkit.grader.patterns.seen import ENOUGH, Seen, equal, listed
from cnnkit.numbers import number

__all__ = ["given", "statistic", "summed"]

MADE = (
    ("{} as it came", lambda a: a),
    ("{} twice, one after the other: * 2 repeats a list, and doubles the numbers of an array", lambda a: np.concatenate([a, a])),
    ("the square of {} in every cell", np.square),
    ("{} with the opposite sign", np.negative),
    ("{} without its signs", np.abs),
)  # fmt: skip
STATISTICS = (
    ("the median", np.median), ("the mean", np.mean), ("the sum", np.sum), ("the largest number", np.max), ("the smallest number", np.min),
)  # fmt: skip


def given(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """An argument as it came, squared, repeated, or with one number added to it."""
    where = "Your" if len(bad) == len(every) else "Wherever it is wrong, your"
    for argument, arrays in _arguments(bad):
        if any(one.yours.ndim != a.ndim for one, a in zip(bad, arrays, strict=True)):
            continue
        for words, make in MADE:
            if _all(bad, arrays, lambda one, a, make=make: equal(one.yours, make(a))):
                return f"{where} {name} is {words.format(argument)}."
        words = _added(argument, bad, arrays)
        if words:
            return f"{where} {name} is {words}."
        if _all(bad, arrays, _blocks) and any(one.yours.size > a.size for one, a in zip(bad, arrays, strict=True)):
            return f"{where} {name} is {argument} with every number repeated in a block of cells."
        if _all(bad, arrays, _cornered):
            return f"{where} {name} is {argument} in the first rows and columns, and 0 elsewhere."
    return ""


def summed(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """An argument added up over some of its axes, where it had to be others; one sum more that would make it right is said elsewhere."""
    if any(all(axis < one.yours.ndim and equal(one.yours.sum(axis=axis), one.right) for one in bad) for axis in range(4)):
        return ""
    for argument, arrays in _arguments(bad):
        axes = arrays[0].ndim
        if axes < 3 or any(a.ndim != axes for a in arrays):
            continue
        for over in (some for count in range(1, axes) for some in combinations(range(axes), count)):
            if _all(bad, arrays, lambda one, a, over=over: equal(one.yours, a.sum(axis=over))):
                kept = [axis for axis in range(axes) if axis not in over]
                return f"Your {name} is {argument} added up over {_axes(over)}: it has a number for each entry of {_axes(kept)}."
    return ""


def _axes(some: Sequence[int]) -> str:
    return f"axes {listed([str(axis) for axis in some])}" if len(some) > 1 else f"axis {some[0]}"


def _arguments(bad: list[Seen]) -> Iterator[tuple[str, list[np.ndarray]]]:
    """The arguments that are arrays, and what they are in every wrong case."""
    for argument in bad[0].args:
        arrays = [one.args[argument] for one in bad]
        if all(isinstance(a, np.ndarray) and a.size and a.dtype.kind in "iuf" for a in arrays):
            yield argument, [a.astype(np.float64) for a in arrays]


def _all(bad, arrays, fits: Callable) -> bool:
    return all(fits(one, a) for one, a in zip(bad, arrays, strict=True))


def _added(argument: str, bad, arrays) -> str:
    """One number added to all of it, or all of it times one number; in a single case that could be chance."""
    if len(bad) < 2:
        return ""
    if any(one.yours.shape != a.shape or not np.isfinite(one.yours).all() for one, a in zip(bad, arrays, strict=True)):
        return ""
    if max(np.ptp(a) for a in arrays) == 0:  # any array is near one that holds a single number
        return ""
    c = float((bad[0].yours - arrays[0]).ravel()[0])
    if _all(bad, arrays, lambda one, a: equal(one.yours, a + c)):
        return f"{argument} {'plus' if c > 0 else 'minus'} {number(abs(c))} in every cell"
    cell = np.unravel_index(np.abs(arrays[0]).argmax(), arrays[0].shape)
    c = float(bad[0].yours[cell] / arrays[0][cell]) if arrays[0][cell] else 0.0
    if c and _all(bad, arrays, lambda one, a: equal(one.yours, a * c)):
        return f"{argument} times {as_fraction(c)} in every cell"
    return ""


def _blocks(one: Seen, a: np.ndarray) -> bool:
    """Whether every number of an argument fills a block of the result."""
    if a.ndim != 4 or a.shape[:2] != one.yours.shape[:2]:
        return False
    rows, columns = one.yours.shape[2:]
    tall, wide = -(-rows // a.shape[2]), -(-columns // a.shape[3])
    return equal(one.yours, a.repeat(tall, axis=2).repeat(wide, axis=3)[:, :, :rows, :columns])


def _cornered(one: Seen, a: np.ndarray) -> bool:
    """Whether an argument stands in the first rows and columns of zeros."""
    room = [n - k for n, k in zip(one.yours.shape, a.shape, strict=True)]
    if a.ndim != 4 or any(room[:2]) or min(room) < 0 or not any(room):
        return False
    return equal(one.yours, np.pad(a, [(0, n) for n in room]))


def statistic(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """A number, or one for each map, that is the median, the largest or the like of an argument."""
    if any(not one.fits or one.right.ndim > 1 for one in bad) or sum(one.right.size for one in bad) < ENOUGH - 1:
        return ""
    where = "Your" if len(bad) == len(every) else "Wherever it is wrong, your"
    for argument, arrays in _arguments(bad):
        for words, of in STATISTICS:
            if _all(bad, arrays, lambda one, a, of=of: equal(one.yours, _counted(one.right.ndim, a, of))):
                each = "" if bad[0].right.ndim == 0 else " of each map" if arrays[0].ndim == 4 else " of each row"
                return f"{where} {name} is {words} of {argument}{each and ' over the cells' + each}."
    return ""


def _counted(axes: int, a: np.ndarray, of: Callable) -> np.ndarray:
    """The statistic of all of it, or of all that belongs to one map, or to one example of a table."""
    if axes == 0:
        return np.asarray(of(a))
    return np.asarray(of(a, axis=(0, 2, 3)) if a.ndim == 4 else of(a, axis=1) if a.ndim == 2 else np.nan)
