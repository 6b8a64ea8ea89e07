"""Images with what is wanted of them: pairs that fit each other and the network, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import numpy as np

from cnnkit.layers import Layer
from cnnkit.losses import check_classes, cross_entropy
from cnnkit.shapes import ShapeError, check_rank, count_of, real_array
from cnnkit.shapes.arguments import shown

__all__ = [
    "Wanted", "as_images", "as_pairs", "as_validation", "at_rest", "batches", "part_of", "rehearse", "size_of_batches",
]  # fmt: skip

# labels; or several arrays, when several things are wanted of every image, a class and a box
Wanted: TypeAlias = np.ndarray | tuple[np.ndarray, ...]


def as_images(images: np.ndarray) -> np.ndarray:
    """Make an array of images, or of rows of inputs, or say what is wrong with it.

    Raises
    ------
    ShapeError, TypeError
        If there are fewer than two axes, or no real numbers.

    Examples
    --------
    >>> as_images([[1.0, 2.0]]).shape
    (1, 2)
    """
    array = real_array(images, "images")
    if array.ndim < 2:
        raise ShapeError(f"the images have shape {array.shape}", "the first axis numbers them",
                         "give one image as images[None]")  # fmt: skip
    return array


def as_pairs(images: np.ndarray, labels: Wanted) -> tuple[np.ndarray, Wanted]:
    """Make arrays of images and desired outputs, one for each image; a tuple of arrays wants several things of each.

    Raises
    ------
    ShapeError, TypeError
        If there are none, or not one for each.

    Examples
    --------
    >>> [each.shape for each in as_pairs([[1.0, 2.0]], [0])]
    [(1, 2), (1,)]
    >>> as_pairs([[1.0, 2.0]], (np.array([3]), np.ones((1, 4))))[1]
    (array([3]), array([[1., 1., 1., 1.]]))
    """
    images, several = as_images(images), isinstance(labels, tuple) and any(map(_is_row, labels))
    wanted = tuple(real_array(each, "labels") for each in (labels if several else (labels,)))
    for each in wanted:
        if each.ndim < 1 or len(images) != len(each) or not len(images):
            raise ShapeError(
                f"there are {len(images)} images", f"labels have shape {each.shape}",
                "give one label for each image, and at least one image",
            )  # fmt: skip
    return images, wanted if several else wanted[0]


def _is_row(each: object) -> bool:
    """Whether it is one of several things that are wanted, not one label of a tuple of labels."""
    return isinstance(each, list | tuple) or (isinstance(each, np.ndarray) and each.ndim > 0)


def part_of(labels: Wanted, chosen: np.ndarray | slice) -> Wanted:
    """What is wanted of some of the images: of each array, if several things are wanted of every image.

    Examples
    --------
    >>> part_of((np.array([3, 4]), np.eye(2)), slice(1))
    (array([3]), array([[1., 0.]]))
    """
    return tuple(each[chosen] for each in labels) if isinstance(labels, tuple) else labels[chosen]


def size_of_batches(batch_size: int) -> int:
    """Read how many images go together: at least one.

    Examples
    --------
    >>> size_of_batches(32)
    32
    """
    return count_of(batch_size, "batch_size")


def as_validation(pair: object) -> tuple[np.ndarray, np.ndarray] | None:
    """Read images and desired outputs that are looked at and never trained on; None if there are none.

    Raises
    ------
    TypeError
        If it is no pair.
    ShapeError
        If the two do not fit each other.

    Examples
    --------
    >>> as_validation([[1.0, 2.0]])
    Traceback (most recent call last):
    TypeError: validation must be a pair of images and labels, but [[1.0, 2.0]] came; write for example validation=(images, labels)
    """
    if pair is None:
        return None
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise TypeError(f"validation must be a pair of images and labels, but {shown(pair)} came; "
                        "write for example validation=(images, labels)")  # fmt: skip
    return as_pairs(*pair)


def batches(order: np.ndarray, batch_size: int, fewest: int = 1) -> list[np.ndarray]:
    """Cut an order of images into batches; fewer than `fewest` that are left over join their neighbours.

    Raises
    ------
    ShapeError
        If even the others are too few.

    Examples
    --------
    >>> [len(batch) for batch in batches(np.arange(65), 32)]
    [32, 32, 1]
    >>> [len(batch) for batch in batches(np.arange(65), 32, fewest=2)]
    [32, 33]
    """
    if min(len(order), batch_size) < fewest:
        raise ShapeError(
            f"{'a batch has' if batch_size < fewest else 'there is'} 1 image",
            "batch normalisation of maps of one cell needs 2", "use a larger batch_size, or more images",
        )  # fmt: skip
    starts = list(range(0, len(order), batch_size))
    if len(order) - starts[-1] < fewest:
        starts.pop()
    return np.split(order, starts[1:])


@contextmanager
def at_rest(net: Layer) -> Iterator[None]:
    """A network that is not being trained for a while.

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> net = Relu()
    >>> with at_rest(net):
    ...     net.training
    False
    >>> net.training
    True
    """
    before = [(layer, layer.training) for layer in (net, *net.walk())]
    net.training = False
    try:
        yield
    finally:
        net.training = before[0][1]
        for layer, training in before:
            layer.training = training


def rehearse(
    net: Layer, pairs: tuple, validation: tuple | None = None, divergence: Callable = cross_entropy
) -> int:
    """Take one image of each kind through the network, so that what does not fit is refused before anything changes.

    Returns
    -------
    int
        How many images a batch needs at least.

    Raises
    ------
    ShapeError, TypeError
        If images, or what is wanted of them, do not fit the network.
    ValueError
        If images of the validation are not finite.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> rehearse(Flatten(), (np.zeros((3, 1, 1, 2)), np.array([0, 1, 2])))
    Traceback (most recent call last):
    cnnkit.shapes.arguments.ShapeError: d holds classes from 0 to 2 but z has scores for 0 to 1; number the classes from 0
    """
    fewest = 1
    with at_rest(net), np.errstate(all="ignore"):
        for images, labels in (pairs, *([] if validation is None else [validation])):
            for layer, z in net.follow(images[:1]):
                fewest = max(fewest, layer.fewest(z.shape))
            if divergence is cross_entropy:
                check_rank(z, "z", "(T, C)")
                check_classes(labels, (len(images), z.shape[1]))
            else:
                divergence(z, part_of(labels, slice(1)))
    if validation is not None and not np.isfinite(validation[0]).all():
        raise ValueError("images of the validation are not finite, so nothing could be said of them; look at them")
    return fewest
