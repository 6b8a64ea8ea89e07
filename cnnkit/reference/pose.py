"""Heat maps of joints, cell by cell (lecture 5.2)."""

from __future__ import annotations

import math

import numpy as np

__all__ = ["decode_heatmaps", "joint_heatmaps", "pck", "pose_loss"]


def joint_heatmaps(joints, size, sigma):
    """exp(−distance² / (2 sigma²)) from the centre of every cell to every joint.

    Examples
    --------
    >>> joint_heatmaps([[[0.5, 1.5]]], (1, 2), 1)[0, 0].round(2).tolist()
    [[0.61, 1.0]]
    """
    H, W = size

    def cell(joint, r, c):
        return math.exp(-((r + 0.5 - joint[0]) ** 2 + (c + 0.5 - joint[1]) ** 2) / (2 * sigma**2))

    return np.array([[[[cell(j, r, c) for c in range(W)] for r in range(H)] for j in figure] for figure in joints])


def decode_heatmaps(heatmaps, stride):
    """(cell + ½) · stride of the first largest cell of every map.

    Examples
    --------
    >>> decode_heatmaps([[[[0.0, 0.2], [0.1, 0.9]]]], 4).tolist()
    [[[6.0, 6.0]]]
    """
    down, along = (stride, stride) if np.ndim(stride) == 0 else stride
    found = []
    for maps in heatmaps:
        found.append([])
        for one in maps:
            best = (0, 0)
            for r, row in enumerate(one):
                for c, value in enumerate(row):
                    if value > one[best[0]][best[1]]:
                        best = (r, c)
            found[-1].append([(best[0] + 0.5) * down, (best[1] + 0.5) * along])
    return np.array(found)


def pck(pred, joints, scale, threshold):
    """Share of the joints no farther than threshold · scale from the true ones.

    Examples
    --------
    >>> pck([[[0, 0], [3, 4]]], [[[0, 6], [0, 0]]], 10, 0.5)
    0.5
    """
    near = total = 0
    for t, (answers, figure) in enumerate(zip(pred, joints, strict=True)):
        reach = threshold * (scale if np.ndim(scale) == 0 else scale[t])
        for (row, col), (r, c) in zip(answers, figure, strict=True):
            near += math.sqrt((row - r) ** 2 + (col - c) ** 2) <= reach
            total += 1
    return near / total


def pose_loss(maps, target):
    """Half the sum of squares of each example, and the differences.

    Examples
    --------
    >>> pose_loss([[[[0.5, 0.0]]]], [[[[1.0, 0.0]]]])[0].tolist()
    [0.125]
    """
    gaps = [[[[a - b for a, b in zip(p, q)] for p, q in zip(m, d)] for m, d in zip(ms, ds)] for ms, ds in zip(maps, target)]
    div = [math.fsum(v * v for m in ms for row in m for v in row) / 2 for ms in gaps]
    return np.array(div), np.array(gaps)
