"""What the deep networks have in common: a convolution with its normalisation, and scores from the means of maps."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, Layer, Linear, MaxPool2d, MeanPool2d, Relu
from cnnkit.shapes import Window, count_of
from cnnkit.shapes.settings import true_or_false

__all__ = ["halved", "scanned", "scores", "seen"]


def scanned(
    channels: int, width: int, kernel_size: int = 3, *, stride: int = 1, groups: int = 1, norm: bool = True,
    rng: np.random.Generator, gain: float = 1.0, dtype: type = np.float32,
) -> list[Layer]:  # fmt: skip
    """A convolution that keeps or divides the size of the maps, normalised.

    Normalisation takes off every mean, so biases would change nothing; without it they are there.

    Examples
    --------
    >>> scanned(3, 8, stride=2, rng=np.random.default_rng(0))
    [Conv2d(3, 8, 3, stride=2, padding=1), BatchNorm2d(8)]
    """
    norm = true_or_false(norm, "norm")
    conv = Conv2d(
        channels, width, kernel_size, stride=stride, padding=kernel_size // 2, groups=groups, bias=not norm,
        rng=rng, gain=gain, dtype=dtype,
    )  # fmt: skip
    return [conv, BatchNorm2d(width, dtype=dtype)] if norm else [conv]


def seen(
    channels: int, width: int, kernel_size: int = 3, *, pooled: bool = False, rng: np.random.Generator,
    dtype: type = np.float32,
) -> list[Layer]:  # fmt: skip
    """A convolution that keeps the size of the maps, normalised, with relu.

    Where maps are halved, that is done first: a quarter of the cells is left to normalise, and the maximum is the same
    unless a scale is negative.

    Examples
    --------
    >>> seen(1, 8, 5, pooled=True, rng=np.random.default_rng(0))
    [Conv2d(1, 8, 5, padding=2), MaxPool2d(2), BatchNorm2d(8), Relu()]
    """
    scan, norm = scanned(channels, width, kernel_size, rng=rng, dtype=dtype)
    return [scan, *([MaxPool2d(2)] * pooled), norm, Relu()]


def halved(size: int, times: int = 1) -> int:
    """Rows of a map after so many convolutions with stride 2.

    Examples
    --------
    >>> halved(28, times=2)
    7
    """
    size = count_of(size, "size")
    for _ in range(times):
        size, _ = Window(3, 2, 1).output_size((size, size))
    return size


def scores(channels: int, size: int, classes: int, *, rng: np.random.Generator, dtype: type = np.float32) -> list[Layer]:
    """The mean of every map, and scores from these.

    Examples
    --------
    >>> scores(64, 7, 10, rng=np.random.default_rng(0))
    [MeanPool2d(7), Flatten(), Linear(64, 10)]
    """
    return [MeanPool2d(size), Flatten(), Linear(channels, classes, rng=rng, dtype=dtype)]
