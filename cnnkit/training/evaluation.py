"""How good a network is on images that it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from cnnkit.layers import Layer
from cnnkit.losses import cross_entropy
from cnnkit.shapes import ShapeError

__all__ = ["accuracy", "evaluate", "predict"]


def predict(net: Layer, images: np.ndarray, *, batch_size: int = 256) -> np.ndarray:
    """What the network makes of every image, without dropout and with running averages.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> predict(Flatten(), np.ones((5, 1, 2, 2))).shape
    (5, 4)
    """
    with at_rest(net):
        return np.concatenate(
            [net.forward(images[i : i + batch_size]) for i in range(0, max(1, len(images)), batch_size)]
        )


def accuracy(net: Layer, images: np.ndarray, labels: np.ndarray, *, batch_size: int = 256) -> float:
    """Share of the images whose largest score is the wanted class.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> accuracy(Flatten(), np.array([[[[0.0, 1.0]]], [[[3.0, 2.0]]]]), np.array([1, 1]))
    0.5
    """
    check_pairs(images, labels)
    return float((predict(net, images, batch_size=batch_size).argmax(axis=1) == labels).mean())


def evaluate(
    net: Layer, images: np.ndarray, labels: np.ndarray, *, divergence: Callable = cross_entropy, batch_size: int = 256
) -> tuple[float, float]:
    """Loss and accuracy; the accuracy is nan where the desired outputs are not classes.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> evaluate(Flatten(), np.zeros((1, 1, 1, 2)), np.array([0]))
    (0.6931471805599453, 1.0)
    """
    labels = check_pairs(images, labels)
    divs, hits = 0.0, 0
    for i in range(0, len(images), batch_size):
        z, d = predict(net, images[i : i + batch_size], batch_size=batch_size), part_of(labels, slice(i, i + batch_size))
        divs += float(divergence(z, d)[0].sum())
        hits += right(z, d)
    return divs / len(images), hits / len(images)


def part_of(labels: np.ndarray | tuple[np.ndarray, ...], chosen) -> np.ndarray | tuple[np.ndarray, ...]:
    """What is wanted of some of the images: of each array, if several things are wanted of every image."""
    return tuple(each[chosen] for each in labels) if isinstance(labels, tuple) else labels[chosen]


def right(z: np.ndarray, d: np.ndarray | tuple[np.ndarray, ...]) -> float:
    """How many examples have their largest score at the wanted class; nan if d is not classes."""
    if isinstance(d, tuple) or d.ndim != 1 or d.dtype.kind not in "iu" or z.ndim != 2:
        return float("nan")
    return float((z.argmax(axis=1) == d).sum())


def check_pairs(images: np.ndarray, labels: np.ndarray | tuple[np.ndarray, ...]) -> np.ndarray | tuple[np.ndarray, ...]:
    """The desired outputs as arrays, if there is one for each image; a tuple of arrays wants several things of each.

    Raises
    ------
    ShapeError
        If there are none, or not one for each.
    """
    several = isinstance(labels, tuple) and any(np.ndim(each) for each in labels)
    arrays = tuple(map(np.asarray, labels if several else (labels,)))
    for each in arrays:
        if each.ndim < 1 or len(images) != len(each) or not len(images):
            raise ShapeError(
                f"there are {len(images)} images", f"labels have shape {each.shape}",
                "give one label for each image, and at least one image",
            )  # fmt: skip
    return arrays if several else arrays[0]


@contextmanager
def at_rest(net: Layer) -> Iterator[None]:
    """A network that is not being trained for a while."""
    before = [(layer, layer.training) for layer in (net, *net.walk())]
    net.training = False
    try:
        yield
    finally:
        net.training = before[0][1]
        for layer, training in before:
            layer.training = training
