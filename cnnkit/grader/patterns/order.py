"""The right numbers in another order: axes exchanged, flipped, shifted, laid out anew."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from cnnkit.grader.patterns.seen import Seen, equal, listed

__all__ = ["exchanged", "flipped", "mixed", "shifted"]

FAR = 3  # rows and columns that a shift is looked for
SHARE = 0.3  # of the cells that have to be left to compare after a shift
FLIPS = (
    (lambda a: a[..., ::-1, ::-1], "turned by 180°"),
    (lambda a: a[..., ::-1], "with its columns in reverse order"),
    (lambda a: a[..., ::-1, :], "with its rows in reverse order"),
    (lambda a: np.rot90(a, 1, axes=(-2, -1)), "turned by 90° counter-clockwise"),
    (lambda a: np.rot90(a, -1, axes=(-2, -1)), "turned by 90° clockwise"),
    (lambda a: a.swapaxes(-1, -2)[..., ::-1, ::-1], "transposed and turned by 180°"),
    (lambda a: a[::-1], "with its first axis in reverse order"),
)


def exchanged(name: str, bad: list[Seen]) -> str:
    """The right one with axes exchanged."""
    axes = bad[0].right.ndim
    if axes < 2 or axes > 5 or any(one.yours.ndim != axes for one in bad):
        return ""
    for order in permutations(range(axes)):
        if order == tuple(range(axes)) or not all(equal(one.yours, one.right.transpose(order)) for one in bad):
            continue
        moved = [k for k, axis in enumerate(order) if k != axis]
        if axes == 2:
            return f"Your {name} is the right one transposed: rows and columns are exchanged."
        if moved == [axes - 2, axes - 1]:
            return f"Your {name} is the right one with rows and columns exchanged, its last two axes."
        return f"Your {name} is the right one with its axes {listed([str(k) for k in moved])} exchanged."
    return ""


def flipped(name: str, bad: list[Seen]) -> str:
    """The right one flipped or turned."""
    if any(one.right.ndim < 2 for one in bad):
        if all(one.fits and one.right.ndim == 1 and equal(one.yours, one.right[::-1]) for one in bad):
            return f"Your {name} is the right one in reverse order."
        return ""
    for turn, words in FLIPS:
        if all(equal(one.yours, turn(one.right)) for one in bad):
            return f"Your {name} is the right one {words}."
    return ""


def shifted(name: str, bad: list[Seen]) -> str:
    """The right one moved by whole rows and columns."""
    if any(not one.fits or one.right.ndim < 2 for one in bad):
        return ""
    common = None
    for one in bad:
        found = {way for way in product(range(-FAR, FAR + 1), repeat=2) if any(way) and _overlaps(one, way)}
        by_p = {(a * one.facts.get("p", 0), b * one.facts.get("p", 0)): (a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)}
        found |= {("padding", *by_p[way]) for way in found if way in by_p}
        common = found if common is None else common & found
    if not common:
        return ""
    way = min(common, key=lambda w: (w[0] == "padding", sum(abs(n) for n in w if n != "padding")))
    rows, columns = way[-2:]
    unit = (lambda n, what: f"padding {what}s") if way[0] == "padding" else _count
    words = [f"{unit(abs(rows), 'row')} {'lower' if rows > 0 else 'higher'}"] if rows else []
    words += [f"{unit(abs(columns), 'column')} further {'right' if columns > 0 else 'left'}"] if columns else []
    return f"The numbers of {name} are right, but stand {listed(words)} than they should."


def _count(n: int, what: str) -> str:
    return f"one {what}" if n == 1 else f"{n} {what}s"


def _overlaps(one: Seen, way) -> bool:
    cuts = []
    for n, size in zip(way, one.right.shape[-2:], strict=True):
        if abs(n) >= size:
            return False
        cuts.append((slice(max(n, 0), size + min(n, 0)), slice(max(-n, 0), size + min(-n, 0))))
    yours = one.yours[..., cuts[0][0], cuts[1][0]]
    right = one.right[..., cuts[0][1], cuts[1][1]]
    # a piece of equal numbers looks the same wherever it is
    return right.size >= SHARE * one.right.size and np.ptp(right) > 0 and equal(yours, right)


def mixed(name: str, bad: list[Seen]) -> str:
    """The right numbers, not all in their places."""
    if all(one.yours.size == one.right.size > 3 and equal(one.yours.ravel(), one.right.ravel()) for one in bad):
        return f"Your {name} holds the right numbers in the right order, in another shape."
    for one in bad:
        if not one.fits or one.right.size < 4 or np.isnan(one.yours).any():
            return ""
        if np.ptp(one.right) == 0 or not equal(np.sort(one.yours, axis=None), np.sort(one.right, axis=None)):
            return ""
    return f"Your {name} holds the right numbers, not all in their places: is an index computed wrongly, or do axes run in another order?"
