"""Lesson 09, bounding boxes."""

from __future__ import annotations

import math

import numpy as np

from cnnkit import boxes, reference
from cnnkit.grader.exercise import Case, Exercise, Expose, decimals, integers, small
from cnnkit.grader.rules import Rules
from cnnkit.lessons.lesson_09 import solutions as solutions
from cnnkit.losses import squared_error
from cnnkit.mistakes import boxes as mistakes
from cnnkit.numbers import factor, number

__all__ = ["EXERCISES", "EXPOSES"]


def box_at(rng, *, low: int = 1, high: int = 9) -> np.ndarray:
    """A box of whole numbers, higher or wider than long, away from the corner of the image."""
    row, col = rng.integers(low, high, 2)
    height, width = rng.choice(np.arange(2, 8), 2, replace=False)
    return np.array([row, col, row + height, col + width], float)


def pair(a, row: float, col: float, height: float, width: float) -> tuple[np.ndarray, np.ndarray]:
    """The box, and one that begins (row, col) farther on."""
    return a, np.array([a[0] + row, a[1] + col, a[0] + row + height, a[1] + col + width])


def iou_cases(rng) -> list[Case]:
    """Boxes that overlap, touch, lie apart, contain each other, or cover nothing."""
    a = [box_at(rng) for _ in range(9)]
    h, w = (np.array([box[2] - box[0], box[3] - box[1]]) for box in (a[1], a[2]))
    # a small gap: what its negative sides would make of it is smaller than the boxes
    apart = pair(a[5], a[5][2] - a[5][0] + 1, a[5][3] - a[5][1] + 2, 4, 3)
    point = np.array([3.0, 5, 3, 5])
    return [
        Case((np.array([0.0, 0, 4, 6]), np.array([1.0, 2, 5, 9])), "two boxes that overlap"),
        Case(pair(a[0], 1, 1, 7, 5), "other sizes"),
        Case(pair(a[1], 1, -1, h[0] + 2, h[1]), "an overlap on the other side"),
        Case(pair(a[2], 0, 0, *w), "equal boxes"),
        Case((np.array([2.0, 1, 9, 12]), np.array([3.0, 4, 6, 6])), "one box inside the other"),
        Case((np.array([3.0, 4, 6, 6]), np.array([2.0, 1, 9, 12])), "the same boxes, exchanged"),
        Case(pair(a[3], 9, 1, 3, 4), "boxes apart in the rows alone"),
        Case(pair(a[4], 1, 8, 3, 4), "boxes apart in the columns alone"),
        Case(apart, "boxes apart in both"),
        Case((np.array([1.0, 2, 4, 5]), np.array([4.0, 2, 6, 7])), "boxes that touch"),
        Case((np.array([2.5, 0.25, 7.75, 3.5]), np.array([1.25, 1.5, 6.5, 5.75])), "edges between the pixels"),
        Case((np.array([0.12, 0.3, 0.55, 0.6]), np.array([0.2, 0.25, 0.7, 0.5])), "boxes in parts of the image"),
        Case((np.array([0.002, 0.3, 0.55, 0.6]), np.array([0.001, 0.25, 0.7, 0.5])), "boxes that begin near the border"),
        Case((np.array([-3.0, -5, 2, 4]), np.array([-1.0, -2, 6, 3])), "boxes that begin outside the image"),
        Case((np.array([1.0, 2, 6, 9]), point), "a box without area, inside the other"),
        Case((point, point), "two boxes without area"),
    ]


def iou_by_counting(a, b) -> float:
    """The plane cut at every edge; each piece belongs to none, one or both."""
    cuts = [sorted({float(box[k]) for box in (a, b) for k in (axis, axis + 2)}) for axis in (0, 1)]
    covered = [0.0, 0.0, 0.0]
    for top, bottom in zip(cuts[0], cuts[0][1:], strict=False):
        for left, right in zip(cuts[1], cuts[1][1:], strict=False):
            inside = sum(box[0] <= top and bottom <= box[2] and box[1] <= left and right <= box[3] for box in (a, b))
            covered[inside] += (bottom - top) * (right - left)
    return covered[2] / (covered[1] + covered[2]) if covered[1] + covered[2] > 0 else 0.0


def iou_witness(args, part, index) -> str:
    a, b = args
    first, last = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    sides = [f"max(0, {number(y)} − {factor(x)})" for x, y in zip(first, last, strict=True)]
    shared = float(np.prod(np.maximum(last - first, 0)))
    areas = [float(np.prod(box[2:] - box[:2])) for box in (a, b)]
    union = sum(areas) - shared
    ratio = f"{number(shared)} / {number(union)} = {number(shared / union)}" if union else "0 / 0, so 0 is asked for"
    return (
        f"intersection = {' · '.join(sides)} = {number(shared)}; "
        f"union = {number(areas[0])} + {number(areas[1])} − {number(shared)} = {number(union)}; IoU = {ratio}"
    )


def center_cases(rng) -> list[Case]:
    """Boxes of whole numbers with odd and even sides, between pixels, outside the image."""
    fixed = [
        ([2, 3, 6, 13], "a box of 4 × 10"),
        ([1, 4, 4, 9], "odd sides"),
        ([-3, -6, 2, 8], "a box that begins outside the image"),
        ([0.25, 2.5, 3.75, 7.25], "edges between the pixels"),
        ([0.125, 0.25, 0.375, 0.75], "a box in parts of the image"),
        ([0.12345, 0.20308, 0.37111, 0.75999], "five decimals"),
        ([0.001, 0.002, 0.0045, 0.0075], "numbers near 0.001"),
    ]
    drawn = [(box_at(rng), "other numbers"), (box_at(rng, low=10, high=20), "a box far from the corner")]
    return [Case((np.array(box, float),), label) for box, label in fixed + drawn]


def center_of_points(box) -> np.ndarray:
    """The mean and the range of the box's four corners."""
    corners = [(float(box[r]), float(box[c])) for r in (0, 2) for c in (1, 3)]
    rows, columns = zip(*corners, strict=True)
    return np.array([math.fsum(rows) / 4, math.fsum(columns) / 4, max(rows) - min(rows), max(columns) - min(columns)])


def center_witness(args, part, index) -> str:
    (row0, col0, row1, col1), k = args[0], index[0]
    low, high = ((row0, row1), (col0, col1))[k % 2]
    value = number((low + high) / 2 if k < 2 else high - low)
    name = ("row", "col", "height", "width")[k]
    return f"{name} = ({number(low)} + {factor(high)}) / 2 = {value}" if k < 2 else f"{name} = {number(high)} − {factor(low)} = {value}"


def corner_cases(rng) -> list[Case]:
    """The boxes of `center_cases`, written as centre and extent."""
    return [Case((center_of_points(case.args[0]),), case.label) for case in center_cases(rng)]


def corners_around(center) -> np.ndarray:
    """Walk from the centre half the extent to each side."""
    row, col, height, width = (float(v) for v in center)
    return np.array([row + (0 - 0.5) * height, col + (0 - 0.5) * width, row + (1 - 0.5) * height, col + (1 - 0.5) * width])


def corner_witness(args, part, index) -> str:
    (row, col, height, width), k = args[0], index[0]
    middle, extent = ((row, height), (col, width))[k % 2]
    value = number(middle - extent / 2 if k < 2 else middle + extent / 2)
    return f"{('row0', 'col0', 'row1', 'col1')[k]} = {number(middle)} {'−' if k < 2 else '+'} {number(extent)}/2 = {value}"


ERRORS = (
    ((1, 4), integers, "one box"),
    ((3, 4), integers, "three boxes"),
    ((3, 4), integers, "other numbers of the same shape"),
    ((4, 4), integers, "as many boxes as numbers"),
    ((2, 6), integers, "six numbers each"),
    ((5, 3), decimals, "decimal numbers"),
    ((2, 3), small, "numbers near 0.001"),
)


def error_cases(rng) -> list[Case]:
    """Answers and what is wanted."""
    cases = []
    for shape, draw, label in ERRORS:
        y = draw(rng, *shape)
        far = draw(rng, *shape)
        far[far == 0] = 2
        cases.append(Case((y, y - far), label))
    return cases


def error_in_the_open(y, d) -> tuple[np.ndarray, np.ndarray]:
    """Number by number."""
    div = np.array([math.fsum((float(p) - float(q)) ** 2 for p, q in zip(*rows, strict=True)) / 2 for rows in zip(y, d, strict=True)])
    dy = np.zeros(y.shape)
    for index in np.ndindex(y.shape):
        dy[index] = float(y[index]) - float(d[index])
    return div, dy


def error_witness(args, part, index) -> str:
    y, d = args
    if part == 0:
        (t,) = index
        squares = " + ".join(f"{factor(v)}²" for v in y[t] - d[t])
        return f"div({t}) = ½·({squares}) = {number(float(((y[t] - d[t]) ** 2).sum() / 2))}"
    return f"dy{tuple(int(k) for k in index)} = {number(y[index])} − {factor(d[index])} = {number(y[index] - d[index])}"


DETECTIONS = (
    (1, 2, 1.0, integers, "two classes, weight 1"),
    (3, 3, 2.0, integers, "three classes, weight 2"),
    (3, 3, 2.0, integers, "other numbers of the same shape"),
    (4, 4, 3.0, integers, "as many classes as numbers in a box"),
    (5, 2, 0.25, integers, "weight 0.25"),
    (2, 5, 60.0, decimals, "decimal numbers, weight 60"),
    (3, 3, 0.0, integers, "weight 0"),
    (2, 3, 5.0, small, "numbers near 0.001"),
)


def detection_cases(rng) -> list[Case]:
    """Scores and boxes, wanted boxes and classes, weights."""
    cases = []
    for T, C, weight, draw, label in DETECTIONS:
        z = draw(rng, T, C + 4)
        far = draw(rng, T, 4)
        far[far == 0] = 2
        cases.append(Case((z, z[:, C:] - far, rng.permutation(np.arange(T) % C), weight), label))
    z = np.array([[1000.0, 0, 3, 1, 4, 2], [-1000.0, 3, 0, 2, 5, 5]])
    boxes = np.array([[2.0, 1, 6, 4], [1, 2, 3, 4]])
    cases.append(Case((z, boxes, np.array([0, 1]), 2.0), "a score of 1,000"))
    hopeless = np.array([[3.0, 43, 3, 1, 4, 2], [2, -38, 0, 2, 5, 5]])
    cases.append(Case((hopeless, boxes, np.array([0, 1]), 1.0), "scores 40 below the largest"))
    return [*cases, Case((z, boxes, np.array([1, 0]), 2.0), "a score 1,000 below the largest")]


def _logarithm(scores, label) -> float:
    """Of the share of one class."""
    below = scores - scores.max()
    return float(below[label] - np.log(np.exp(below).sum()))


def _class_part(scores, label) -> str:
    """The logarithm of a share, or, where that looks like 0, what makes it."""
    if _logarithm(scores, label) > -9:
        return f"−log({number(math.exp(_logarithm(scores, label)))})"
    below = scores - scores.max()
    return f"log({number(float(np.exp(below).sum()))}) − {factor(float(below[label]))}"


def detection_witness(args, part, index) -> str:
    z, wanted, labels, weight = args
    C, t = z.shape[1] - 4, index[0]
    shares = np.exp(z[t, :C] - z[t, :C].max())
    shares /= shares.sum()
    far = z[t, C:] - wanted[t]
    if part == 0:
        what, where = -_logarithm(z[t, :C], labels[t]), float((far**2).sum() / 2)
        return (
            f"div({t}) = {_class_part(z[t, :C], labels[t])} + {number(weight)}·½·({' + '.join(f'{factor(v)}²' for v in far)}) "
            f"= {number(what)} + {number(weight)}·{number(where)} = {number(what + weight * where)}"
        )
    k = int(index[1])
    if k < C:
        return f"dz({t}, {k}) = probability {number(float(shares[k]))} − {int(labels[t] == k)} = {number(float(shares[k]) - (labels[t] == k))}"
    gap = f"({number(z[t, k])} − {factor(wanted[t, k - C])})"
    return f"dz({t}, {k}) = {number(weight)}·{gap} = {number(float(weight * far[k - C]))}"


EXERCISES = (
    Exercise(
        id="iou",
        arguments="a, b",
        cases=iou_cases,
        expected=iou_by_counting,
        adapter=boxes.iou,
        solution=solutions.iou,
        hints=(
            "Draw the two boxes: where does the part begin that both of them cover, and where does it end?",
            "Intersection: from the later first edge to the earlier last edge, never below 0. Union: both areas minus the intersection.",
            "height = max(0, min(a[2], b[2]) - max(a[0], b[0])), and the same with 3 and 1 for the width.",
        ),
        results=("iou",),
        program=mistakes.IOU,
        rules=Rules(("a: 4", "b: 4")),
        witness=iou_witness,
        answers=("iou",),
    ),
    Exercise(
        id="box_to_center",
        arguments="box",
        cases=center_cases,
        expected=center_of_points,
        adapter=boxes.box_to_center,
        solution=solutions.box_to_center,
        hints=(
            "Where is the middle of the two edges, and how far apart are they?",
            "row = (row0 + row1)/2, height = row1 − row0; the same for columns.",
            "np.array([(row0 + row1) / 2, (col0 + col1) / 2, row1 - row0, col1 - col0])",
        ),
        results=("center",),
        program=mistakes.BOX_TO_CENTER,
        rules=Rules(("box: 4",)),
        witness=center_witness,
        answers=("box_to_center",),
    ),
    Exercise(
        id="squared_error",
        arguments="y, d",
        cases=error_cases,
        expected=error_in_the_open,
        adapter=squared_error,
        solution=solutions.squared_error,
        hints=(
            "Take one example: which numbers are subtracted, and how many squares are added up?",
            "div(t) = ½ Σ (y − d)² over the numbers of example t; its derivative for one y is y − d.",
            "0.5 * ((y - d) ** 2).sum(axis=1), y - d",
        ),
        results=("div", "dy"),
        program=mistakes.SQUARED_ERROR,
        rules=Rules(("y: T K", "d: T K")),
        witness=error_witness,
        answers=("squared_error",),
    ),
    Exercise(
        id="detection_loss",
        arguments="z, boxes, labels, weight",
        cases=detection_cases,
        expected=reference.detection_loss,
        adapter=boxes.detection_loss,
        solution=solutions.detection_loss,
        hints=(
            "Cut z in two: which columns are scores, and which are a box?",
            "div = cross-entropy of the scores + weight · squared error of the box; dz has the gradients of both, side by side.",
            "np.concatenate([dscores, weight * dbox], axis=1)",
        ),
        results=("div", "dz"),
        program=mistakes.DETECTION_LOSS,
        witness=detection_witness,
        answers=("detection_loss",),
    ),
    Exercise(
        id="center_to_box",
        arguments="center",
        cases=corner_cases,
        expected=corners_around,
        adapter=boxes.center_to_box,
        solution=solutions.center_to_box,
        hints=(
            "How far is it from the centre to an edge?",
            "row0 = row − height/2 and row1 = row + height/2; the same for columns.",
            "np.array([row - height / 2, col - width / 2, row + height / 2, col + width / 2])",
        ),
        results=("box",),
        program=mistakes.CENTER_TO_BOX,
        rules=Rules(("center: 4",)),
        witness=corner_witness,
        answers=("center_to_box",),
        extra=True,
    ),
)


def inside(a, b) -> bool:
    """Whether one box holds the other."""
    return any(
        inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
        for inner, outer in ((a, b), (b, a))
    )


def level(a, b) -> bool:
    """Whether two boxes that meet begin and end in the same rows, or in the same columns."""
    meet = min(a[2], b[2]) >= max(a[0], b[0]) and min(a[3], b[3]) >= max(a[1], b[1])
    return meet and any(a[k] == b[k] and a[k + 2] == b[k + 2] for k in (0, 1))


EXPOSES = (
    Expose(
        id="box_around_both",
        exercise="iou",
        switches=("M73",),
        says="divides by the smallest box around both, in place of the union",
        conditions=(
            (inside, "one box holds the other: it is the box around both, and the union"),
            (level, "equal rows, or equal columns: together the two boxes make a box without a gap"),
        ),
        trivial=((lambda a, b: np.array_equal(a, b), "equal boxes are too easy: find two different ones"),),
    ),
)
