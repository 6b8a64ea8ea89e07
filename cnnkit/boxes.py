"""Bounding boxes: how well two agree, two ways to write one down, and the divergence of a net that answers one (lecture 5.1).

A box is (row0, col0, row1, col1): its first and last edges, measured in the plane of the image, where pixel (r, c)
covers the rows from r to r + 1.  So the height is row1 − row0, without + 1, and an edge may lie between pixels or
outside the image.  The second way to write it is (row, col, height, width): its centre and its extent.

A box whose corners are in the wrong order covers nothing: its intersection with every box is empty.
"""

from __future__ import annotations

import numpy as np

from cnnkit.losses import check_classes, cross_entropy, squared_error
from cnnkit.shapes import ShapeError, as_arrays, check_rank
from cnnkit.shapes.settings import real_number

__all__ = ["box_to_center", "center_to_box", "detection_loss", "iou"]


def iou(a, b) -> np.ndarray:
    """Intersection over union: the share of what two boxes cover that both of them cover.

    Lecture 5.1: area(a ∩ b) / area(a ∪ b), from 0 (apart) to 1 (equal); 0 where neither covers anything.

    Parameters
    ----------
    a, b : (..., 4) arrays
        Boxes (row0, col0, row1, col1), in pairs.  Axes of length 1 are repeated, so `iou(a[:, None], b)` compares
        every box of a with every box of b.

    Returns
    -------
    (...) array
        One number for each pair; a plain number for two single boxes.

    Raises
    ------
    ShapeError
        If the last axis is not four corners, or the boxes do not come in pairs.
    ValueError
        If a corner is nan or infinite.

    Examples
    --------
    >>> small, large = [0, 0, 10, 10], [0, 0, 100, 100]
    >>> iou([small, large], [[1, 1, 11, 11], [1, 1, 101, 101]]).round(2)
    array([0.68, 0.96])
    """
    a, b = as_arrays(a=a, b=b)
    _check_boxes(a, "a")
    _check_boxes(b, "b")
    try:
        first, last = np.maximum(a[..., :2], b[..., :2]), np.minimum(a[..., 2:], b[..., 2:])
    except ValueError:
        raise ShapeError(
            f"a has shape {a.shape} and b {b.shape}", "boxes are compared in pairs",
            "give as many boxes twice, or a[:, None] and b for every pair",
        ) from None  # fmt: skip
    shared = _area(last - first)
    covered = _area(a[..., 2:] - a[..., :2]) + _area(b[..., 2:] - b[..., :2]) - shared
    return np.divide(shared, covered, out=np.zeros_like(shared), where=covered > 0)[()]


def box_to_center(box) -> np.ndarray:
    """Write boxes as centre and extent.

    Lecture 5.1: (row0, col0, row1, col1) → ((row0 + row1) / 2, (col0 + col1) / 2, row1 − row0, col1 − col0).  Corners
    in the wrong order give a negative extent.

    Parameters
    ----------
    box : (..., 4) array

    Returns
    -------
    (..., 4) array
        (row, col, height, width).

    Raises
    ------
    ShapeError
        If the last axis is not four corners.
    ValueError
        If a corner is nan or infinite.

    Examples
    --------
    >>> box_to_center([2, 3, 6, 13])
    array([ 4.,  8.,  4., 10.])
    """
    (box,) = as_arrays(box=box)
    _check_boxes(box, "box")
    first, last = box[..., :2], box[..., 2:]
    return np.concatenate([(first + last) / 2, last - first], axis=-1)


def center_to_box(center) -> np.ndarray:
    """Write boxes given by centre and extent as corners: `box_to_center` undone.

    Lecture 5.1: (row, col, height, width) → (row − height / 2, col − width / 2, row + height / 2, col + width / 2).

    Parameters
    ----------
    center : (..., 4) array

    Returns
    -------
    (..., 4) array
        (row0, col0, row1, col1).

    Raises
    ------
    ShapeError
        If the last axis is not four numbers.
    ValueError
        If one is nan or infinite.

    Examples
    --------
    >>> center_to_box([4, 8, 4, 10])
    array([ 2.,  3.,  6., 13.])
    """
    (center,) = as_arrays(center=center)
    _check_boxes(center, "center", "(row, col, height, width)")
    middle, half = center[..., :2], center[..., 2:] / 2
    return np.concatenate([middle - half, middle + half], axis=-1)


def detection_loss(z, boxes, labels, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Divergence of a net that says what there is and where: cross-entropy of the class, squared error of the box.

    Lecture 5.1: div = −log softmax(z[:C])[label] + weight · ½ · sum (z[C:] − box)².  The two parts have no common unit.
    With boxes in pixels an error of 10% of an image of 64 makes a box part of 82, beside a class part near 1, and
    the gradient of the box drowns that of the class; with boxes divided by 64 it makes 0.02 and the class
    drowns the box.  The scale of the boxes and `weight` together decide what the net learns first.

    Parameters
    ----------
    z : (T, C + 4) array
        Scores of C classes, then the four numbers of a box.
    boxes : (T, 4) array
        The wanted numbers, in the unit and the way of writing that the net is to answer in.
    labels : (T,) array of integers
        The wanted classes, 0 to C − 1.
    weight : float
        What the box part is multiplied by; 0 leaves the box out.

    Returns
    -------
    div : (T,) array
    dz : (T, C + 4) array

    Raises
    ------
    ShapeError
        If z has no class beside the box, there is not one box and one class for each example, or a class
        does not exist.
    ValueError
        If a box is nan or infinite, or weight is negative or not finite.
    TypeError
        If the classes are not whole numbers.

    Examples
    --------
    >>> div, dz = detection_loss([[0.0, 0.0, 1.0, 1.0, 3.0, 4.0]], [[1.0, 1.0, 3.0, 2.0]], [1], weight=10)
    >>> div.round(3), dz
    (array([20.693]), array([[ 0.5, -0.5,  0. ,  0. ,  0. , 20. ]]))
    """
    (z,), (boxes,) = as_arrays(z=z), as_arrays(boxes=boxes)
    check_rank(z, "z", "(T, C)")
    if z.shape[1] < 5:
        raise ShapeError(f"z has {z.shape[1]} columns", "a class and a box need C + 4, at least 5",
                         "let the net answer C scores, then four numbers")  # fmt: skip
    if boxes.shape != (len(z), 4):
        raise ShapeError(f"boxes has shape {boxes.shape}", f"z has {len(z)} examples, so ({len(z)}, 4) is needed",
                         "give one box for each example; the order is z, boxes, labels, weight")  # fmt: skip
    _check_boxes(boxes, "boxes")
    weight = real_number(weight, "weight")
    classes = z.shape[1] - 4
    labels = check_classes(labels, (len(z), classes), "labels")
    div, dscores = cross_entropy(z[:, :classes], labels)
    far, dbox = squared_error(z[:, classes:], boxes.astype(z.dtype))
    part = z.dtype.type(weight)
    return div + part * far, np.concatenate([dscores, part * dbox], axis=1)


def _area(extent: np.ndarray) -> np.ndarray:
    """Height times width; an extent below 0 is none, else two of them would make an area."""
    return np.maximum(extent, 0).prod(axis=-1)


def _check_boxes(box: np.ndarray, name: str, four: str = "(row0, col0, row1, col1)") -> None:
    """Refuse what is not made of four finite numbers."""
    if box.ndim < 1 or box.shape[-1] != 4:
        raise ShapeError(f"{name} has shape {box.shape}", f"the last axis needs four numbers {four}",
                         f"give {name} as (..., 4)")  # fmt: skip
    if not np.isfinite(box).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(box))[0])
        raise ValueError(f"{name}{list(place)} is {box[place]}; a box needs four finite numbers {four}")
