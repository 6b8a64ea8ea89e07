"""Names beside points: near their own, on no other, inside the chart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

__all__ = ["Place", "beside"]

LETTER, LINE, MARK = 7.0, 13.0, 7.0  # pixels: width of a letter, height of a line, half a mark
# from a point to its name's foot, and which end of the name stands there: the nearest first
Place = tuple[float, float, str]
PLACES: tuple[Place, ...] = (
    (10, 4, "start"), (-10, 4, "end"), (0, -11, "middle"), (0, 21, "middle"), (8, -8, "start"), (-8, -8, "end"),
    (8, 18, "start"), (-8, 18, "end"), (0, -25, "middle"), (0, 35, "middle"), (12, -22, "start"), (-12, -22, "end"),
    (12, 32, "start"), (-12, 32, "end"),
)  # fmt: skip


def beside(points: Sequence[tuple[float, float]], names: Sequence[str], size: tuple[float, float], margin: float) -> list[Place]:
    """Where each name stands: (right, down, anchor) from its point.

    Parameters
    ----------
    points : sequence of (x, y)
        Pixels from the upper left corner of the field.
    names : sequence of str
    size : (width, height)
        Of the field.
    margin : float
        How far a name may stand out at the left or right.

    Examples
    --------
    >>> beside([(50, 20), (60, 20)], ["one", "two"], (200, 100), 30)
    [(-10, 4, 'end'), (10, 4, 'start')]
    """
    marks = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in points]
    best: tuple[float, list[Place]] = (float("inf"), [])
    for order in permutations(range(len(points))):
        taken, chosen, spent = [], {}, 0.0
        for k in order:
            others = [*taken, *(mark for other, mark in enumerate(marks) if other != k)]
            costs = [
                (1000 * _covered(_box(points[k], place, names[k]), others, size, margin) + rank, place) for rank, place in enumerate(PLACES)
            ]
            cost, chosen[k] = min(costs)
            spent += cost
            taken.append(_box(points[k], chosen[k], names[k]))
        if spent < best[0]:
            best = spent, [chosen[k] for k in range(len(points))]
    return best[1]


def _box(point, place: Place, name: str) -> tuple[float, float, float, float]:
    """Left, top, right and foot of a name."""
    (x, y), (right, down, anchor), wide = point, place, LETTER * len(name)
    left = x + right - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return left, y + down - LINE + 3, left + wide, y + down + 3


def _covered(box, others, size, margin) -> float:
    """How many others a name lies on, and whether it is cut."""
    left, top, right, foot = box
    met = sum(left < r and l < right and top < f and t < foot for l, t, r, f in others)
    return met + 2 * (left < -margin or right > size[0] + margin or top < -20 or foot > size[1])
