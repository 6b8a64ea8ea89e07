"""Where the wrong cells lie: an example, a map, a row, the border."""

from __future__ import annotations

import numpy as np

from cnnkit.grader.patterns.seen import ENOUGH, Seen, axis_of, equal, listed, plural

__all__ = ["copies", "members", "places", "sparse"]


def places(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Right everywhere but in one kind of place."""
    if any(not one.fits or one.right.ndim < 1 for one in bad):
        return ""
    return _one_of(name, bad, every) or _edges(name, bad) or _first_cell(name, bad) or _first_row(name, bad)


def members(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Some members of a bank are right as they are."""
    if any(not one.fits or one.right.ndim < 5 for one in bad):
        return ""
    return _one_of(name, bad, every)


def _one_of(name, bad, every) -> str:
    """Only one example or one map is right, or wrong: in every case, or in those that are wrong."""
    for axis in range(max(1, bad[0].right.ndim - 2)):
        if bad[0].right.ndim < 3 + axis and not (bad[0].right.ndim == 1 and axis == 0):
            continue
        what = axis_of(name, bad[0].right.ndim, axis)
        if any(one.right.shape[axis] < 2 for one in bad):
            continue
        # a case with several of them that is right says that this is so elsewhere only
        always = all(one.wrong or one.right.shape[axis] < 2 for one in every if one.fits)
        off = [np.moveaxis(one.off, axis, 0).reshape(one.right.shape[axis], -1).any(axis=1) for one in bad]
        for index in (0, -1):
            place = (f"{what} 0" if " " not in what else f"the first {what}") if index == 0 else f"the last {what}"
            others = [np.delete(o, index) for o in off]
            if not any(o[index] for o in off) and all(o.all() for o in others):
                return f"Your {name} is right for {place} only." if always else f"Where your {name} is wrong, {place} alone is right."
            if all(o[index] for o in off) and not any(o.any() for o in others):
                return f"Your {name} is wrong for {place} only." if always else f"Where your {name} is wrong, only {place} is."
        if bad[0].right.ndim > 2 and len({o.size for o in off}) == 1 and all((o == off[0]).all() for o in off):
            right, wrong = np.flatnonzero(~off[0]), np.flatnonzero(off[0])
            if right.size and len(bad) > 1:
                return f"Your {name} is right for {_numbered(what, right)}, and wrong for {_numbered(what, wrong)}."
    return ""


def _numbered(what, places) -> str:
    """ "members 0 and 2"."""
    return f"{what if len(places) == 1 else plural(what)} {listed([str(n) for n in places])}"


def sparse(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """Right where it is not 0, and filled where it should be; or a matrix that is 0 where it should be, and wrong elsewhere."""
    if any(not one.fits or one.right.ndim < 2 for one in bad):
        return ""
    empty = sum(int((one.right == 0).sum()) for one in bad)
    if not ENOUGH <= empty <= sum(one.right.size for one in bad) - ENOUGH:
        return ""
    if not any((one.off & (one.right != 0)).any() for one in bad):
        return f"Your {name} is right in every cell that is not 0, but cells that should be 0 are filled."
    if bad[0].right.ndim == 2 and all(((one.yours == 0) == (one.right == 0)).all() for one in bad) and empty > sum(one.right.size for one in bad) / 4:
        return f"The zeros of your {name} are where they belong; of the other numbers some are wrong."
    return ""


def _edges(name, bad) -> str:
    """Right but for the last or first row and column, or along the border."""
    if any(one.right.ndim < 2 for one in bad):
        return ""
    kinds = (
        "the last row", "the last column", "the last row and column",
        "the first row", "the first column", "the first row and column", "the border",
    )  # fmt: skip
    for words in kinds:
        inside = [_inside(words, one.off) for one in bad]
        if any(part.any() for part in inside) or all(part.size == 0 for part in inside):
            continue
        if sum(part.size for part in inside) < sum(one.off.sum() for one in bad) / 2:
            continue  # nearly all of the map is border
        if any(one.off.sum() < (one.off.size - part.size) / 2 for one, part in zip(bad, inside, strict=True)):
            continue  # a few cells that happen to lie there
        empty = all((one.yours[one.off] == 0).all() for one in bad)
        verb = "are" if "and" in words else "is"
        more = f", which {verb} still 0" if empty else ""
        ask = ": does a loop end too early?" if "last" in words else ": does a loop begin too late?"
        return f"Your {name} is right but for {words}{more}{ask if empty and words != 'the border' else '.'}"
    return ""


def _inside(words, off):
    first = words.startswith("the first")
    rows = slice(1, None) if first else slice(None, -1)
    if words == "the border":
        return off[..., 1:-1, 1:-1]
    return off[..., rows if "row" in words else slice(None), rows if "column" in words else slice(None)]


def _first_row(name, bad) -> str:
    """Only the first row of each map, or of a matrix, was written into."""
    if any(one.right.ndim < 2 or one.right.shape[-2] < 2 for one in bad):
        return ""
    rest, wanted = [one.yours[..., 1:, :] for one in bad], [one.right[..., 1:, :] for one in bad]
    if any(part.any() for part in rest) or not all(part.any() for part in wanted) or not any(one.yours[..., 0, :].any() for one in bad):
        return ""
    maps = " of each map" if bad[0].right.ndim > 2 else ""
    right = not any(one.off[..., 0, :].any() for one in bad)
    ask = "does a return stand inside the loop?" if right else "does the index of the row grow?"
    return f"Only the first row{maps} of {name} is filled, the others are still 0: {ask}"


def _first_cell(name, bad) -> str:
    """Only the first cell of each map, or of the whole result, was done."""
    if any(one.right.ndim < 2 or one.right[..., 0, 0].size == one.right.size for one in bad):
        return ""
    rest = [np.delete(one.yours.reshape(*one.right.shape[:-2], -1), 0, axis=-1) for one in bad]
    cornered = [one.off.reshape(*one.off.shape[:-2], -1)[..., 1:] for one in bad]
    if not any(one.off[..., 0, 0].any() for one in bad) and sum(o.sum() for o in cornered) > 0.8 * sum(o.size for o in cornered) and any(part.any() for part in rest):
        return f"Your {name} is right in the first cell of each map only: does the window move as it should?"
    if not any(one.off[..., 0, 0].any() for one in bad) and not any(part.any() for part in rest):
        return f"Only the first cell of each map of {name} is filled: does a return stand inside the loop?"
    flat = [one.yours.ravel() for one in bad]
    if not any(one.off.ravel()[0] for one in bad) and not any(part[1:].any() for part in flat):
        return f"Only the very first cell of {name} is filled: does a return stand inside the loop?"
    return ""


def copies(name: str, bad: list[Seen], every: list[Seen]) -> str:
    """One example's or one map's result stands everywhere."""
    for axis in (0, 1):
        if any(not one.fits or one.right.ndim < 2 + axis for one in bad):
            return ""
        what = axis_of(name, bad[0].right.ndim, axis)
        sized = [one for one in bad if one.right.shape[axis] > 1]
        if not sized or len(sized) < len(bad):
            continue
        for index in (0, -1):
            if all(equal(one.yours, np.repeat(one.right.take([index], axis), one.right.shape[axis], axis)) for one in bad):
                return f"Your {name} holds the result of {'the first' if index == 0 else 'the last'} {what} for every {what}."
    return ""
