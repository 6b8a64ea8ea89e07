"""How good a network is on images that it is shown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cnnkit.layers import Layer
from cnnkit.layers.layer import as_layer
from cnnkit.losses import check_classes, cross_entropy
from cnnkit.shapes import check_rank
from cnnkit.shapes.settings import as_function
from cnnkit.training.examples import Wanted, as_images, as_pairs, at_rest, part_of, size_of_batches

__all__ = ["accuracy", "evaluate", "predict", "right", "scores_of"]


def predict(net: Layer, images: np.ndarray, *, batch_size: int = 256) -> np.ndarray:
    """What the network makes of every image, without dropout and with running averages.

    Raises
    ------
    ShapeError, TypeError
        If the images are none, or do not fit the network.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> predict(Flatten(), np.ones((5, 1, 2, 2))).shape
    (5, 4)
    """
    net, images, batch_size = as_layer(net, "net"), as_images(images), size_of_batches(batch_size)
    with at_rest(net):
        return np.concatenate(
            [net.forward(images[i : i + batch_size]) for i in range(0, max(1, len(images)), batch_size)]
        )


def accuracy(net: Layer, images: np.ndarray, labels: np.ndarray, *, batch_size: int = 256) -> float:
    """Share of the images whose largest score is the wanted class.

    Raises
    ------
    ShapeError, TypeError
        If there is not one class for each image, or the network has no score for it.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> accuracy(Flatten(), np.array([[[[0.0, 1.0]]], [[[3.0, 2.0]]]]), np.array([1, 1]))
    0.5
    """
    images, labels = as_pairs(images, labels)
    z = predict(net, images, batch_size=batch_size)
    check_rank(z, "z", "(T, C)")
    return float((z.argmax(axis=1) == check_classes(labels, z.shape)).mean())


def evaluate(
    net: Layer, images: np.ndarray, labels: Wanted, *, divergence: Callable = cross_entropy, batch_size: int = 256
) -> tuple[float, float]:
    """Loss and accuracy; the accuracy is nan where the desired outputs are not classes.

    Raises
    ------
    ShapeError, TypeError
        If images and labels do not come in pairs, or do not fit the network or the divergence.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> evaluate(Flatten(), np.zeros((1, 1, 1, 2)), np.array([0]))
    (0.6931471805599453, 1.0)
    """
    net, divergence = as_layer(net, "net"), as_function(divergence, "divergence")
    (images, labels), batch_size = as_pairs(images, labels), size_of_batches(batch_size)
    divs, hits = 0.0, 0
    for i in range(0, len(images), batch_size):
        z, d = predict(net, images[i : i + batch_size], batch_size=batch_size), part_of(labels, slice(i, i + batch_size))
        divs += float(divergence(z, d)[0].sum())
        hits += right(z, d)
    return divs / len(images), hits / len(images)


def right(z: np.ndarray, d: Wanted) -> float:
    """How many examples have their largest score at the wanted class; nan if no classes are wanted.

    Of several things that are wanted the classes come first, and in z the columns of the others stand behind the scores.

    Examples
    --------
    >>> right(np.array([[0.0, 1.0, 7.0]]), (np.array([1]), np.array([[6.5]])))
    1.0
    """
    scores, classes = scores_of(z, d)
    if classes.ndim != 1 or classes.dtype.kind not in "iu" or scores.ndim != 2:
        return float("nan")
    return float((scores.argmax(axis=1) == classes).sum())


def scores_of(z: np.ndarray, d: Wanted) -> tuple[np.ndarray, np.ndarray]:
    """The columns of z that are scores, and the wanted classes.

    Examples
    --------
    >>> scores_of(np.zeros((2, 9)), (np.array([1, 0]), np.zeros((2, 4))))[0].shape
    (2, 5)
    """
    if not isinstance(d, tuple):
        return z, d
    return z[..., : z.shape[-1] - sum(each.shape[1] for each in d[1:] if each.ndim == 2)], d[0]
