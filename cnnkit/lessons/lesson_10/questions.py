"""Questions about lesson 10: joints as heat maps (lecture 5.2)."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.lessons.question import Belief, Question
from cnnkit.mistakes.pose import DECODE_HEATMAPS, PCK

__all__ = ["PREDICTIONS", "RECAP"]

FIRM = 100  # joints to a side of the cell over which the prediction averages


def half_cell(_rng):
    """How much the half cell is worth, on average over all places of a joint in its cell."""
    inside = (np.arange(FIRM) + 0.5) / FIRM
    errors = [float(np.hypot(inside[:, None] - row, inside[None] - col).mean()) for row, col in ((0.5, 0.5), (0.0, 0.0), (0.0, 0.5))]
    said = {name: f"by a factor of {value:.1f}" for name, value in
            {"true": errors[1] / errors[0], "shift": (errors[0] + math.sqrt(0.5)) / errors[0], "rows": errors[2] / errors[0]}.items()}  # fmt: skip
    return Question(
        "10-half",
        "A joint lies anywhere in its cell of the heat map, each place as likely as any other, and the net finds the right cell. Someone reads the joint back as `argmax * stride`, "
        "without the half cell. How much larger is the mean distance from the joint, compared with `(argmax + 0.5) * stride`?",
        said["true"],
        f"From the centre a joint is {errors[0]:.2f} of a cell away on average, from the corner {errors[1]:.2f}: the cell seen from its corner is "
        "the quarter of a square of twice the side, seen from its centre.",
        (
            Belief("M04", "not at all", "That would be so if joints lay on all sides of the corner, as they do of the centre, but every joint lies below it and to its right."),
            Belief("", said["rows"], "That would be so if rows became worse and columns did not, but both lose their half cell."),
            Belief("", said["shift"], "That would be so if the half cell added its whole length to the distance, but for a joint near the corner it takes some away."),
        ),
        choices=("not at all", said["rows"], said["true"], said["shift"]),
    )  # fmt: skip


def read_back(rng):
    """The row of a joint, from the largest cell of its map."""
    side, stride = int(rng.choice([12, 16, 20])), int(rng.choice([2, 4, 6, 8]))
    r, c = (int(n) for n in rng.choice(np.arange(1, side), 2, replace=False))
    maps = np.zeros((1, 1, side, side))
    maps[0, 0, r, c] = 1
    row = {switch: float(DECODE_HEATMAPS.wrong(switch)(maps, stride)[0, 0, 0]) for switch in ("M04", "K12", "K13", "K21", "K01")}
    return Question(
        "10-read",
        f"Heat maps of {side} × {side} cells belong to images of {side * stride} × {side * stride} pixels. The largest cell of a map is in its row {r} and column {c}, "
        "counted from 0. In which row of the image is the joint read back, by the centre of the cell?",
        round(float(DECODE_HEATMAPS.wrong()(maps, stride)[0, 0, 0])),
        f"A cell is {stride} pixels high, and its centre lies half a cell below its upper edge: ({r} + ½)·{stride}.",
        (
            Belief("M04", row["M04"], "That would be so if the joint were read at the upper edge of the cell, but its centre is half a cell lower."),
            Belief("K12", row["K12"], "That would be so if half a pixel led to the centre of a cell, but half a cell does."),
            Belief("K13", row["K13"], "That would be so if the map had the size of the image, but each of its cells covers several pixels."),
            Belief("K21", row["K21"], "That would be so if the joint were read at the lower edge of the cell, but its centre is half a cell higher."),
            Belief("K01", row["K01"], "That would be so if the column gave the row, but rows come first."),
        ),
    )  # fmt: skip


def joints_found(rng):
    """How many joints PCK counts."""
    side = int(rng.choice([40, 50, 60, 80]))
    reach = side // 10
    near, far = int(rng.integers(1, 6)), int(rng.integers(2, 5))
    away = [*rng.integers(1, reach, near), *rng.integers(reach + 1, 3 * reach, far), reach]
    away = [int(n) for n in rng.permutation(away)]
    joints = np.zeros((1, len(away), 2))
    pred = joints.copy()
    pred[0, :, 0] = away
    count = {switch: round(PCK.wrong(*switch)(pred, joints, float(side), 0.1) * len(away)) for switch in ((), ("K24",), ("K31",), ("M07",))}
    return Question(
        "10-found",
        f"An image is {side} pixels wide and high. A net finds its {len(away)} joints {', '.join(map(str, away))} pixels away from where they are. "
        "How many of them does PCK count as right, with a threshold of 0.1 of the image?",
        count[()],
        f"A tenth of the image is {reach} pixels, and a distance of exactly {reach} still counts.",
        (
            Belief("K24", count[("K24",)], "That would be so if a joint exactly at the threshold were lost, but the threshold itself still counts."),
            Belief("K31", count[("K31",)], "That would be so if joints too far away were counted, but PCK counts those near enough."),
            Belief("M07", count[("M07",)], "That would be so if 0.1 were a distance in pixels, but it is a part of the image."),
        ),
    )  # fmt: skip


def cell_of_joint(rng):
    """Where the hill of a joint is highest."""
    stride, cell = int(rng.choice([3, 4, 5, 8])), int(rng.integers(3, 14))
    rest = int(rng.integers(stride // 2 + 1, stride))  # in the lower half of its cell, where rounding goes astray
    row = cell * stride + rest
    return Question(
        "10-cell",
        f"A joint lies in row {row} of the image, at its upper edge, and one cell of its heat map covers {stride} pixels. Rows are counted from 0. Which row of the map holds the top of the hill?",
        row // stride,
        f"Cell {row // stride} covers the rows from {row // stride * stride} to {(row // stride + 1) * stride}, and {row} lies in there.",
        (
            Belief("K08", round(row / stride), "That would be so if cells were centred at whole multiples of the stride, but there they begin."),
            Belief("K13", row, "That would be so if the map had a cell for every pixel, but one cell covers several."),
            Belief("K14", row * stride, "That would be so if the way led from the map to the image, but here it leads from the image to the map."),
        ),
    )  # fmt: skip


PREDICTIONS = (half_cell,)
RECAP = (read_back, joints_found, cell_of_joint)
