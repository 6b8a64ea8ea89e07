"""Heat maps of joints, cell by cell (lecture 5.2)."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.reference.reading import (
    array,
    either,
    number,
    pair,
    result,
    some,
    takes,
)

__all__ = ["decode_heatmaps", "joint_heatmaps", "pck", "pose_loss"]


@takes(joints=array("T J 2"), size=pair(), sigma=number(above=True))
def joint_heatmaps(joints, size, sigma):
    """exp(−distance² / (2 sigma²)) from the centre of every cell to every joint.

    Examples
    --------
    >>> joint_heatmaps([[[0.5, 1.5]]], (1, 2), 1)[0, 0].round(2).tolist()
    [[0.61, 1.0]]
    """
    H, W = size
    maps = result(*joints.shape[:2], H, W)

    def cell(joint, r, c):
        return math.exp(-((r + 0.5 - joint[0]) ** 2 + (c + 0.5 - joint[1]) ** 2) / (2 * sigma**2))

    for t, j, r, c in np.ndindex(maps.shape):
        maps[t, j, r, c] = cell(joints[t, j], r, c)
    return maps


@takes(heatmaps=array("T J H W"), stride=pair())
def decode_heatmaps(heatmaps, stride):
    """(cell + ½) · stride of the first largest cell of every map.

    Examples
    --------
    >>> decode_heatmaps([[[[0.0, 0.2], [0.1, 0.9]]]], 4).tolist()
    [[[6.0, 6.0]]]
    """
    found = np.zeros((*heatmaps.shape[:2], 2))
    for t, j in np.ndindex(*heatmaps.shape[:2]):
        one, best = heatmaps[t, j], (0, 0)
        for cell in np.ndindex(one.shape):
            if one[cell] > one[best]:
                best = cell
        found[t, j] = [(place + 0.5) * step for place, step in zip(best, stride)]
    return found


@takes(pred=array("T J 2"), joints=array("T J 2"), scale=either(number(above=True), array("T")), threshold=number())
def pck(pred, joints, scale, threshold):
    """Share of the joints no farther than threshold · scale from the true ones.

    Examples
    --------
    >>> pck([[[0, 0], [3, 4]]], [[[0, 6], [0, 0]]], 10, 0.5)
    0.5
    """
    some(pred, "pred")
    if not np.all((scale > 0) & np.isfinite(scale)):
        raise ValueError(f"scale is {scale}; it must be a finite number above 0, or one for each example")
    near = total = 0
    for t, (answers, figure) in enumerate(zip(pred, joints, strict=True)):
        reach = threshold * (scale if np.ndim(scale) == 0 else scale[t])
        for (row, col), (r, c) in zip(answers, figure, strict=True):
            near += math.sqrt((row - r) ** 2 + (col - c) ** 2) <= reach
            total += 1
    return near / total


@takes(maps=array("T J H W"), target=array("T J H W"))
def pose_loss(maps, target):
    """Half the sum of squares of each example, and the differences.

    Examples
    --------
    >>> pose_loss([[[[0.5, 0.0]]]], [[[[1.0, 0.0]]]])[0].tolist()
    [0.125]
    """
    gaps = [[[[a - b for a, b in zip(p, q)] for p, q in zip(m, d)] for m, d in zip(ms, ds)] for ms, ds in zip(maps, target)]
    div = [math.fsum(v * v for m in ms for row in m for v in row) / 2 for ms in gaps]
    return np.array(div), np.reshape(gaps, maps.shape)
