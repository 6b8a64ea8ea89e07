"""Nets that make larger maps of small ones (lecture 3)."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Conv2d, ConvTranspose2d, Relu, Sequential

__all__ = ["doubler"]


def doubler(
    rng: np.random.Generator, in_channels: int = 1, width: int = 8, *, dtype: type = np.float32
) -> Sequential:
    """A small decoder that doubles the resolution of an image of any size (lecture 3).

    Two convolutions look at the small image; a transposed convolution with K = 4, b = 2, p = 1 makes of it a map
    of exactly twice the size, in which stamps overlap evenly.

    Parameters are those of `lenet`, and width: maps between the layers.

    Examples
    --------
    >>> doubler(np.random.default_rng(0)).forward(np.ones((2, 1, 14, 14), np.float32)).shape
    (2, 1, 28, 28)
    """
    made = {"rng": rng, "dtype": dtype}
    return Sequential(
        Conv2d(in_channels, width, 3, padding=1, **made), Relu(),
        Conv2d(width, width, 3, padding=1, **made), Relu(),
        ConvTranspose2d(width, in_channels, 4, stride=2, padding=1, **made),
    )  # fmt: skip
