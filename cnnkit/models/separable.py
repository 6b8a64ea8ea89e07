"""Very light networks: convolutions taken apart into a depth-wise and a point-wise one (lecture 5.4)."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Layer, Relu, Residual, Sequential
from cnnkit.models.blocks import halved, scanned, scores
from cnnkit.shapes import count_of
from cnnkit.shapes.settings import true_or_false

__all__ = ["mobile", "separable"]


def separable(
    rng: np.random.Generator, in_channels: int = 1, size: int = 28, classes: int = 10, *, norm: bool = True,
    gain: float = 1.0, dtype: type = np.float32,
) -> Sequential:  # fmt: skip
    """Depth-wise scans followed by 1 × 1 convolutions (lecture 5.4; after MobileNet, Howard et al. 2017).

    Parameters are those of `resnet`.

    Examples
    --------
    >>> separable(np.random.default_rng(0)).forward(np.ones((2, 1, 28, 28), np.float32)).shape
    (2, 10)
    """
    made = {"norm": norm, "rng": rng, "gain": gain, "dtype": dtype}
    layers: list[Layer] = [*scanned(in_channels, 16, **made), Relu()]
    for channels, width, stride in ((16, 32, 2), (32, 64, 2), (64, 64, 1)):
        layers += [*scanned(channels, channels, stride=stride, groups=channels, **made), Relu()]
        layers += [*scanned(channels, width, 1, **made), Relu()]
    return Sequential(*layers, *scores(64, halved(size, times=2), classes, rng=rng, dtype=dtype))


def mobile(
    rng: np.random.Generator, in_channels: int = 1, size: int = 28, classes: int = 10, *, expansion: int = 4,
    skips: bool = True, norm: bool = True, gain: float = 1.0, dtype: type = np.float32,
) -> Sequential:  # fmt: skip
    """Inverted residual blocks: few maps between them, many inside (after MobileNetV2, Sandler et al. 2018).

    A block widens its maps by a 1 × 1 convolution, scans each of them alone, and narrows them again without relu,
    which would lose what few maps hold.  Where size and channels stay, its input is added.

    Parameters are those of `resnet`, and expansion: how many times as many maps there are inside a block.

    Examples
    --------
    >>> mobile(np.random.default_rng(0)).forward(np.ones((2, 1, 28, 28), np.float32)).shape
    (2, 10)
    """
    expansion, skips = count_of(expansion, "expansion"), true_or_false(skips, "skips")
    made = {"norm": norm, "rng": rng, "gain": gain, "dtype": dtype}
    layers: list[Layer] = [*scanned(in_channels, 16, **made), Relu()]
    for channels, width, stride in ((16, 16, 1), (16, 24, 2), (24, 24, 1), (24, 32, 2), (32, 32, 1)):
        inside = expansion * channels
        block = Sequential(
            *scanned(channels, inside, 1, **made), Relu(),
            *scanned(inside, inside, stride=stride, groups=inside, **made), Relu(), *scanned(inside, width, 1, **made),
        )  # fmt: skip
        layers.append(Residual(block) if skips and channels == width else block)
    layers += [*scanned(32, 64, 1, **made), Relu()]
    return Sequential(*layers, *scores(64, halved(size, times=2), classes, rng=rng, dtype=dtype))
