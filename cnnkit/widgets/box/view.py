"""What BoxExplorer shows: how well two boxes agree, a way of equal squared error, and a trained net's answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cnnkit import data
from cnnkit.boxes import iou
from cnnkit.losses import squared_error
from cnnkit.models import detector

__all__ = ["Agreement", "Answers", "agreement", "contour", "net_answers", "turned"]

SIDE = 64  # of the scenes, in pixels
# ways to be wrong, as directions in the space of the four numbers: moved, larger, longer one way
MOVED, LARGER = np.array([1.0, 1, 1, 1]) / 2, np.array([-1.0, -1, 1, 1]) / 2


@dataclass(frozen=True)
class Agreement:
    """Two boxes and all that is computed from them.

    Parameters
    ----------
    box, true : (4,) arrays
        (row0, col0, row1, col1).
    shared : (4,) array
        Where both are; its sides may be negative, where they lie apart.
    areas : (3,) array
        Of box, true and what is shared.
    overlap, error : float
        IoU, and half the sum of the squared differences.
    gradient : (4,) array
        Of that error, for the box.

    Examples
    --------
    >>> agreement([0, 0, 10, 10], [1, 1, 11, 11]).areas
    array([100., 100.,  81.])
    """

    box: np.ndarray
    true: np.ndarray
    shared: np.ndarray
    areas: np.ndarray
    overlap: float
    error: float
    gradient: np.ndarray

    @property
    def union(self) -> float:
        """What at least one of them covers.

        Examples
        --------
        >>> agreement([0, 0, 10, 10], [1, 1, 11, 11]).union
        119.0
        """
        return float(self.areas[0] + self.areas[1] - self.areas[2])


def agreement(box, true) -> Agreement:
    """Compare a box with the true one.

    Examples
    --------
    >>> found = agreement([0, 0, 10, 10], [1, 1, 11, 11])
    >>> round(found.overlap, 2), found.error, found.gradient
    (0.68, 2.0, array([-1., -1., -1., -1.]))
    """
    box, true = np.asarray(box, float), np.asarray(true, float)
    shared = np.concatenate([np.maximum(box[:2], true[:2]), np.minimum(box[2:], true[2:])])
    areas = np.array([np.prod(np.maximum(each[2:] - each[:2], 0)) for each in (box, true, shared)])
    (error,), (gradient,) = squared_error(box[None], true[None])
    return Agreement(box, true, shared, areas, float(iou(box, true)), float(error), gradient)


def turned(box, true, degrees) -> np.ndarray:
    """The box after its error was turned: another error of the same length, so of the same squared error.

    At 90° an error that moves the box makes it larger; at 180° it has the other sign.

    Parameters
    ----------
    box, true : (4,) arrays
    degrees : float, or array of any shape
        A box for each.

    Returns
    -------
    (..., 4) array

    Examples
    --------
    >>> turned([12, 12, 22, 22], [10, 10, 20, 20], 90)
    array([ 8.,  8., 22., 22.])
    """
    box, true = np.asarray(box, float), np.asarray(true, float)
    error = box - true
    length = np.sqrt((error**2).sum())
    angle = np.radians(degrees)[..., None]
    if length == 0:
        return true + 0 * angle
    across = [way - (way @ error) / length**2 * error for way in (LARGER, MOVED)]
    other = next(each for each in across if (each**2).sum() > 0.05)  # not the direction of the error itself
    other *= length / np.sqrt((other**2).sum())
    return (true + np.cos(angle) * error + np.sin(angle) * other).round(9)


def contour(box, true, steps: int = 72) -> tuple[np.ndarray, np.ndarray]:
    """Angles (steps + 1,) once around, and the IoU of each box there; the squared error is the same at all.

    Examples
    --------
    >>> degrees, overlaps = contour([12, 12, 22, 22], [10, 10, 20, 20], 4)
    >>> degrees, overlaps.round(2)
    (array([  0.,  90., 180., 270., 360.]), array([0.47, 0.51, 0.47, 0.36, 0.47]))
    """
    degrees = np.linspace(0, 360, steps + 1)
    return degrees, iou(turned(box, true, degrees), np.asarray(true, float))


@dataclass(frozen=True)
class Answers:
    """What the trained net says of scenes that it never saw, the worst box first.

    Parameters
    ----------
    images : (T, 64, 64) array
        Between 0 and 1.
    labels, said : (T,) arrays of int
        Places in `data.KINDS`: what is there, and what the net says.
    true, boxes : (T, 4) arrays
        Where it is, and where the net says.
    overlaps : (T,) array
        IoU, growing.
    """

    images: np.ndarray
    labels: np.ndarray
    said: np.ndarray
    true: np.ndarray
    boxes: np.ndarray
    overlaps: np.ndarray


@lru_cache(maxsize=1)
def net_answers() -> Answers:
    """All unseen scenes of `data.load("boxes", "test")`; computed once, in a second or two.

    Examples
    --------
    >>> found = net_answers()
    >>> len(found.overlaps), bool((np.diff(found.overlaps) >= 0).all())
    (1000, True)
    """
    images, (labels, true) = data.load("boxes", "test")
    said, boxes = detector.answers(detector.trained(), images)
    overlaps = iou(boxes.astype(float), true.astype(float))
    order = np.argsort(overlaps, kind="stable")
    return Answers(
        images[order, 0], labels[order], said[order], true[order].astype(float), boxes[order].astype(float), overlaps[order]
    )
