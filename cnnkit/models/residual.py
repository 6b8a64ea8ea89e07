"""Very deep networks, with and without the ways past their blocks (lecture 5.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Layer, Relu, Residual, Sequential
from cnnkit.models.blocks import halved, scanned, scores
from cnnkit.shapes import ShapeError, count_of, whole_number
from cnnkit.shapes.settings import true_or_false

__all__ = ["resnet"]


def resnet(
    rng: np.random.Generator, depth: int = 20, in_channels: int = 1, size: int = 28, classes: int = 10, *,
    skips: bool = True, norm: bool = True, width: int = 16, gain: float = 1.0, dtype: type = np.float32,
) -> Sequential:  # fmt: skip
    """A residual network for small images (He et al. 2016, section 4.2): depth 8, 14, 20, ..., 56, that is 6n + 2.

    Three stages of n blocks with 16, 32 and 64 maps; the second and third halve the maps.  Where channels
    change, the shortcut is a 1 × 1 convolution.  The first ResNet has relu after the sum of a block, too; here
    nothing comes after it, so that a shortcut leads from any block to any later one unchanged (He et al. 2016b).

    Parameters
    ----------
    rng : numpy Generator
        Draws all weights.
    depth : int
        Convolutions on the longest way, and the linear layer.
    in_channels, size, classes : int
        Of the images, which are square, and of their labels.
    skips : bool
        Whether there are ways past the blocks; without them relu follows every block, and the other weights
        are the same.
    norm : bool
        Whether every convolution is normalised over the batch; without it the same filters get biases.
    width : int
        Maps of the first stage.
    gain : float
        How many times as far the first filters spread as `init_filters` says.
    dtype : data-type

    Raises
    ------
    ShapeError
        If depth is not 6n + 2.

    Examples
    --------
    >>> net = resnet(np.random.default_rng(0), depth=8)
    >>> net.forward(np.ones((2, 1, 28, 28), np.float32)).shape
    (2, 10)
    """
    depth, width, skips = whole_number(depth, "depth", "depth must be a whole number"), count_of(width, "width"), true_or_false(skips, "skips")
    if depth < 8 or (depth - 2) % 6:
        raise ShapeError(f"depth is {depth}", "three equal stages need 6n + 2", "choose 8, 14, 20, ..., 56")
    made = {"norm": norm, "rng": rng, "gain": gain, "dtype": dtype}
    layers: list[Layer] = [*scanned(in_channels, width, **made), Relu()]
    channels = width
    for stage in range(3):
        for block in range((depth - 2) // 6):
            stride = 2 if stage and not block else 1
            layers += _block(channels, width << stage, stride, skips, made)
            channels = width << stage
    return Sequential(*layers, *scores(channels, halved(size, times=2), classes, rng=rng, dtype=dtype))


def _block(channels: int, width: int, stride: int, skips: bool, made: dict) -> list[Layer]:
    """Two convolutions with relu between them, and the way past them."""
    body = Sequential(*scanned(channels, width, stride=stride, **made), Relu(), *scanned(width, width, **made))
    shortcut = None
    if channels != width:  # drawn also where it is not used: the next block gets the same weights
        shortcut = Sequential(*scanned(channels, width, 1, stride=stride, **made))
    return [Residual(body, shortcut)] if skips else [body, Relu()]
