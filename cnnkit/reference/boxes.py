"""Boxes, corner by corner (lecture 5.1)."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.reference.reading import array, below, number, takes, whole

__all__ = ["box_to_center", "center_to_box", "detection_loss", "iou"]


@takes(a=array("4"), b=array("4"))
def iou(a, b):
    """Intersection over union of two boxes (row0, col0, row1, col1); 0 if neither covers anything.

    Examples
    --------
    >>> iou([0, 0, 2, 2], [1, 0, 3, 2])
    0.3333333333333333
    """

    def area(row0, col0, row1, col1):
        return (row1 - row0) * (col1 - col0) if row1 > row0 and col1 > col0 else 0.0

    a, b = [float(v) for v in a], [float(v) for v in b]
    both = area(max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    either = area(*a) + area(*b) - both
    return both / either if either > 0 else 0.0


@takes(box=array("4"))
def box_to_center(box):
    """(row0, col0, row1, col1) as (row, col, height, width).

    Examples
    --------
    >>> box_to_center([2, 3, 6, 13])
    [4.0, 8.0, 4.0, 10.0]
    """
    row0, col0, row1, col1 = (float(v) for v in box)
    return [(row0 + row1) / 2, (col0 + col1) / 2, row1 - row0, col1 - col0]


@takes(center=array("4"))
def center_to_box(center):
    """(row, col, height, width) as (row0, col0, row1, col1).

    Examples
    --------
    >>> center_to_box([4, 8, 4, 10])
    [2.0, 3.0, 6.0, 13.0]
    """
    row, col, height, width = (float(v) for v in center)
    return [row - height / 2, col - width / 2, row + height / 2, col + width / 2]


@takes(z=array("T S"), boxes=array("T 4"), labels=whole("T"), weight=number())
def detection_loss(z, boxes, labels, weight):
    """Cross-entropy of the first C numbers, and weight times half the squares of the last four, example by example.

    Examples
    --------
    >>> detection_loss([[0.0, 0.0, 3.0, 1.0, 1.0, 1.0]], [[1.0, 1.0, 1.0, 1.0]], [0], 10)[1].tolist()
    [[-0.5, 0.5, 20.0, 0.0, 0.0, 0.0]]
    """
    if z.shape[1] < 5:
        raise ValueError(f"z has {z.shape[1]} numbers an example, but scores and the four of a box are needed; widen z")
    below(labels, z.shape[1] - 4, "labels", "classes")
    div, dz = [], []
    for row, box, label in zip(z.tolist(), boxes, labels, strict=True):
        scores, place = row[:-4], row[-4:]
        top = max(scores)
        total = math.fsum(math.exp(s - top) for s in scores)
        gaps = [p - float(q) for p, q in zip(place, box, strict=True)]
        div.append(math.log(total) - (scores[label] - top) + weight * math.fsum(g * g for g in gaps) / 2)
        dz.append([math.exp(s - top) / total - (c == label) for c, s in enumerate(scores)] + [weight * g for g in gaps])
    return np.array(div), np.array(dz)
