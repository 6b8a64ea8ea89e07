"""Questions about lesson 09: bounding boxes (lecture 5.1)."""

from __future__ import annotations

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.mistakes.boxes import DETECTION_LOSS, IOU

__all__ = ["PREDICTIONS", "RECAP"]


def shifted(_rng):
    """What one pixel costs a small box."""
    a, b = np.array([0.0, 0, 10, 10]), np.array([1.0, 1, 11, 11])
    large = [np.array([0.0, 0, 100, 100]), np.array([1.0, 1, 101, 101])]
    said = {switch: f"{IOU.wrong(*switch)(a, b):.2f}" for switch in ((), ("M74",))}
    far = f"{IOU.wrong()(*large):.2f}"
    return Question(
        "09-shift",
        "A box of 10 × 10 pixels is answered one row too low and one column too far to the right. Its IoU with the true box?",
        said[()],
        f"9·9 = 81 cells are shared and 100 + 100 − 81 = 119 covered: 81/119. A box of 100 × 100 with the same error has {far}.",
        (
            Belief("M74", said[("M74",)], "That would be so if the share were taken of one box, but it is taken of all that either covers."),
            Belief("", "0.90", "That would be so if one side lost a tenth and the union stayed at 100, but both sides do, and the union grows."),
            Belief("", far, "That would be so if the box were 100 × 100, but the same squared error costs a small box far more."),
        ),
        choices=(said[()], said[("M74",)], "0.90", far),
    )  # fmt: skip


def covered_by_two(rng):
    """The union of two boxes that overlap."""
    row, col = (int(n) for n in rng.integers(0, 6, 2))
    height, width = (int(n) for n in rng.integers(4, 9, 2))
    down, along = int(rng.integers(1, height)), int(rng.integers(1, width))
    a, b = (row, col, row + height, col + width), (row + down, col + along, row + down + height, col + along + width)
    area, shared = height * width, (height - down) * (width - along)
    around = (height + down) * (width + along)
    return Question(
        "09-union",
        f"Boxes are (row0, col0, row1, col1). How many square pixels do {a} and {b} cover together?",
        2 * area - shared,
        f"Each covers {height}·{width} = {area}, and {height - down}·{width - along} = {shared} of it is shared: "
        f"{area} + {area} − {shared}.",
        (
            Belief("M72", 2 * area, "That would be so if they shared nothing, but what both cover would be counted twice."),
            Belief("M73", around, "That would be so if the box around both counted, but two of its corners are empty."),
            Belief("M03", 2 * (height + 1) * (width + 1) - (height - down + 1) * (width - along + 1),
                   "That would be so if edges were pixels, but they are places: the height is row1 − row0."),
        ),
    )  # fmt: skip


def box_part(rng):
    """The weighted part of a detection's divergence."""
    weight, error = int(rng.integers(2, 12)), int(rng.integers(2, 7))
    z, boxes, labels = np.zeros((1, 6)), np.zeros((1, 4)), np.array([0])
    z[0, 3] = error
    without = DETECTION_LOSS.wrong()(z, boxes, labels, 0)[0][0]
    made = {switch: float(DETECTION_LOSS.wrong(switch)(z, boxes, labels, weight)[0][0] - without) for switch in ("M89", "M96", "M91")}
    return Question(
        "09-part",
        f"A net answers three numbers of a box rightly and is {error} off in the fourth. weight is {weight}. "
        "By how much does the box part raise the divergence, times 2?",
        weight * error**2,
        f"weight·½·Σ(y − d)² = {weight}·½·{error}² = {weight * error**2 / 2:g}, and twice that is {weight * error**2}.",
        (
            Belief("M89", 2 * made["M89"], "That would be so if there were no ½, but the squared error is halved so that its derivative is y − d."),
            Belief("M96", 2 * made["M96"], "That would be so if weight were 1, but it multiplies the box part."),
            Belief("M91", 2 * made["M91"], "That would be so if the four squares were averaged, but they are added up."),
        ),
    )  # fmt: skip


def other_unit(rng):
    """What the unit of the boxes does to their part of the divergence."""
    side = int(rng.choice(np.arange(16, 132, 2)))
    return Question(
        "09-unit",
        f"A net answers boxes in pixels of images of {side} × {side}. Then all boxes are divided by {side}, and everything else stays. "
        "How many times smaller is the box part of the divergence at the same error in the image?",
        side**2,
        f"Every error is {side} times smaller, and it is squared: {side}². Its gradient with respect to the answers is {side} times smaller.",
        (
            Belief("", side, "That would be so if the errors themselves were added up, but their squares are."),
            Belief("", 4 * side, "That would be so if the four numbers multiplied the factor, but each square has the same one."),
            Belief("", 1, "That would be so if the unit did not matter, but errors are numbers in that unit: they shrink with it."),
        ),
    )  # fmt: skip


PREDICTIONS = (shifted,)
RECAP = (covered_by_two, box_part, other_unit)
