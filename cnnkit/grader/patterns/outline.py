"""Shapes that are not right, and whether the right numbers are there all the same."""

from __future__ import annotations

import numpy as np

from cnnkit.grader.facts import terms
from cnnkit.grader.patterns.seen import Seen, axis_of, equal, listed, plural

__all__ = ["outline"]


def outline(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """What is to be said about the shape."""
    out = [one for one in bad if not one.fits]
    if not out:
        return ""
    if all(one.yours.size == 0 for one in out) and out[0].right.ndim > 1:
        return f"Your {name} is empty, of shape {out[0].yours.shape}: a slice such as [p:-p] takes nothing where p is 0, and a window behind the map holds nothing."
    unpadded, padded = ([one.yours.size for one in every if (one.facts.get("p") == 0) is bare] for bare in (True, False))
    if unpadded and out[0].right.ndim > 1 and not any(unpadded) and any(padded):
        return f"Your {name} is empty where padding is 0: -0 is 0, so a slice such as [0:-0] takes nothing."
    return _axes_too_few(name, out) or _axes_too_many(name, out) or _sizes(name, bad, every)


def _axes_too_few(name, out) -> str:
    if any(one.yours.ndim >= one.right.ndim for one in out):
        return ""
    for axis in range(out[0].right.ndim):
        words = plural(axis_of(name, out[0].right.ndim, axis))
        if all(equal(one.yours, one.right.sum(axis=axis)) for one in out):
            return f"Your {name} is added up over its {words}, axis {axis}, which should stay apart."
        if all(equal(one.yours, one.right.mean(axis=axis)) for one in out):
            return f"Your {name} is averaged over its {words}, axis {axis}, which should stay apart."
        for index, which in ((0, "first"), (-1, "last")):
            if all(equal(one.yours, one.right.take(index, axis)) for one in out if one.right.shape[axis]):
                return f"Only the {which} of the {words} of {name} is returned."
    if all(equal(one.yours, np.asarray(one.right.sum())) for one in out):
        return f"All of {name} is added up into one number."
    if out[0].yours.ndim == 0:
        return f"Your {name} is a single number; an array of shape {out[0].right.shape} is needed here."
    return _axes_needed(name, out[0])


def _axes_needed(name, one) -> str:
    came, count = _axes(one.yours), one.right.ndim
    if count == 0:
        return f"Your {name} has {came}; a single number is needed."
    return f"Your {name} has {came}; {count} {'is' if count == 1 else 'are'} needed, shape {one.right.shape}."


def _axes(array) -> str:
    return "one axis" if array.ndim == 1 else f"{array.ndim} axes"


def _axes_too_many(name, out) -> str:
    if any(one.yours.ndim <= one.right.ndim for one in out):
        return ""
    if all(equal(one.yours.squeeze(), one.right.squeeze()) for one in out):
        return f"Your {name} is right, in a shape with axes of length 1 too many: {out[0].yours.shape} for {out[0].right.shape}."
    for axis in range(out[0].yours.ndim):
        if all(axis < one.yours.ndim and equal(one.yours.sum(axis=axis), one.right) for one in out):
            return f"Your {name} is not yet added up over axis {axis}."
    return _axes_needed(name, out[0])


def _sizes(name, bad, every) -> str:
    out = [one for one in bad if not one.fits]
    axes = out[0].right.ndim
    if axes == 1 and len(out) == len(bad):
        return _row(name, out)
    if any(one.yours.ndim != axes for one in every):
        return ""
    exchanged = axes > 1 and all(one.yours.shape == one.right.shape[:-2] + one.right.shape[:-3:-1] for one in out)
    said = [(axis, _difference(every, axis)) for axis in range(axes)]
    differ = [axis for axis in range(axes) if any(one.yours.shape[axis] != one.right.shape[axis] for one in every)]
    said = [(axis, words) for axis, words in said if words]
    said = said if len(said) == len(differ) else []  # what explains one axis and not the other explains nothing
    inside = _inside(name, out)
    if not said or exchanged:
        return inside or (f"The shape of {name} has rows and columns exchanged." if exchanged else _counted(name, out))
    kinds = {words for _, words in said}
    what = listed([plural(axis_of(name, axes, axis)) for axis, _ in said])
    if len(kinds) > 1:
        what = listed([f"{_amount(words[0], axis_of(name, axes, axis))} {words[1]}" for axis, words in said])
        return f"Your {name} has {what}. {inside}".strip()
    amount, way = kinds.pop()
    if amount == "1":
        return f"Your {name} has {listed(['one ' + axis_of(name, axes, axis) for axis, _ in said])} too {way[4:]}. {inside}".strip()
    if amount == "the remainder":
        return f"Your {name} has {what} {way}, as many as the remainder. {inside}".strip()
    return f"Your {name} has {amount} {what} {way}. {inside}".strip()


def _amount(amount: str, what: str) -> str:
    return f"one {what}" if amount == "1" else f"{amount} {plural(what)}"


def _counted(name, out) -> str:
    """Another number of examples or maps than was given."""
    axes = out[0].right.ndim
    if axes == 4 and all(one.facts.get("s") and equal(one.yours, one.right[:: one.facts["s"], :: one.facts["s"]]) for one in out):
        return f"Your {name} is the right one with examples and maps left out too: only rows and columns are to be skipped, axes 0 and 1 stay whole."
    for axis in range(axes - 2):
        if all(one.yours.shape[axis] != one.right.shape[axis] for one in out):
            what, came, needed = axis_of(name, axes, axis), out[0].yours.shape[axis], out[0].right.shape[axis]
            return f"Axis {axis} of your {name} counts {plural(what)}: {needed} {'is' if needed == 1 else 'are'} needed, {came} came."
    return ""


def _row(name, out) -> str:
    """A list that is too short or too long."""
    for cut, words in ((np.s_[:-1], "The last entry of"), (np.s_[1:], "The first entry of")):
        if all(equal(one.yours, one.right[cut]) for one in out):
            return f"{words} your {name} is missing."
        if all(one.yours.size and equal(one.yours[cut], one.right) for one in out):
            return f"{words} your {name} is one too many; the others are right."
    if all(equal(np.abs(one.yours), np.abs(np.diff(one.right))) for one in out if np.isfinite(one.right).all()) and len(out) > 2:
        return f"Your {name} holds the changes from one entry to the next, not the entries."
    if all(one.yours.size < one.right.size and equal(one.yours, one.right[: one.yours.size]) for one in out):
        return f"Your {name} ends too early; what is there is right."
    if all(one.yours.size > one.right.size and equal(one.yours[: one.right.size], one.right) for one in out):
        return f"Your {name} goes on too long; what it begins with is right."
    return ""


def _difference(every, axis) -> tuple[str, str] | None:
    """By how much an axis is too long or too short, as a size that fits in every case."""
    gaps = [one.yours.shape[axis] - one.right.shape[axis] for one in every]
    if not any(gaps):
        return None
    for sign, way in ((1, "too many"), (-1, "too few")):
        for term in terms(every[0].facts):
            values = [terms(one.facts).get(term) for one in every]
            if None not in values and gaps == [sign * n for n in values]:
                return (term.split(",")[0], way)
    return None


def _inside(name, out) -> str:
    """Whether one of the two stands inside the other."""
    if any(one.right.ndim < 1 or one.yours.ndim != one.right.ndim for one in out):
        return ""
    larger = all(all(a >= b for a, b in zip(one.yours.shape, one.right.shape, strict=True)) for one in out)
    smaller = all(all(a <= b for a, b in zip(one.yours.shape, one.right.shape, strict=True)) for one in out)
    if larger:
        if all(_found(one.yours, one.right) for one in out):
            return f"Your {name} is too large; the right one stands inside it, and what is around that has to be cut off."
    elif smaller and all(one.yours.size > 1 and _found(one.right, one.yours) for one in out):
        return f"What is there of {name} is right; the rest is missing."
    return ""


def _found(large, small) -> bool:
    """Whether the small array stands somewhere in the large one, in its last two axes."""
    room = [a - b for a, b in zip(large.shape, small.shape, strict=True)]
    if any(room[:-2]) and small.ndim > 2:
        return False
    return any(
        equal(large[tuple(slice(o, o + n) for o, n in zip(start, small.shape, strict=True))], small)
        for start in np.ndindex(*(n + 1 for n in room))
    )
