"""Convolutions with max pooling, then an MLP: after LeNet-5 (lecture 2; LeCun et al. 1998)."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, Relu, Sequential
from cnnkit.models.blocks import scanned
from cnnkit.shapes import Window, count_of

__all__ = ["digits_net", "lenet"]


def lenet(
    rng: np.random.Generator, in_channels: int = 1, size: int = 28, classes: int = 10, *, dtype: type = np.float32
) -> Sequential:
    """Two convolutions with max pooling, then an MLP: after LeNet-5 (LeCun et al. 1998).

    Small images, such as the digits of 8 × 8, get 3 × 3 filters instead of 5 × 5.

    Parameters
    ----------
    rng : numpy Generator
        Draws all weights.
    in_channels, size, classes : int
        Of the images, which are square, and of their labels.
    dtype : data-type

    Examples
    --------
    >>> lenet(np.random.default_rng(0)).forward(np.ones((2, 1, 28, 28), np.float32)).shape
    (2, 10)
    """
    in_channels, size, classes = count_of(in_channels, "in_channels"), count_of(size, "size"), count_of(classes, "classes")
    kernel_size, padding = (5, (2, 0)) if size >= 16 else (3, (1, 1))
    made = {"rng": rng, "dtype": dtype}
    pooling = Window(2, 2)
    for each in padding:
        scanned = Window(kernel_size, padding=each).output_size((size, size))
        (size, _) = pooling.output_size(scanned)
    return Sequential(
        Conv2d(in_channels, 8, kernel_size, padding=padding[0], **made), Relu(), MaxPool2d(2),
        Conv2d(8, 16, kernel_size, padding=padding[1], **made), Relu(), MaxPool2d(2),
        Flatten(), Linear(16 * size * size, 120, **made), Relu(),
        Linear(120, 84, **made), Relu(), Linear(84, classes, **made),
    )  # fmt: skip


def digits_net(rng: np.random.Generator, classes: int = 10, *, dtype: type = np.float32) -> Sequential:
    """A small network for the real digits of 8 × 8: two normalised convolutions, then one max pooling.

    Parameters are those of `lenet`.

    Examples
    --------
    >>> digits_net(np.random.default_rng(0)).forward(np.ones((2, 1, 8, 8), np.float32)).shape
    (2, 10)
    """
    made = {"rng": rng, "dtype": dtype}
    return Sequential(
        *scanned(1, 12, **made), Relu(), *scanned(12, 12, **made), Relu(), MaxPool2d(2),
        Flatten(), Linear(12 * 4 * 4, classes, **made),
    )  # fmt: skip
