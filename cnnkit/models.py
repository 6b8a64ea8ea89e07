"""Networks of the lecture, made of layers: LeNet, banks, a decoder, residual and separable ones (lecture 3 to 5.4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cnnkit.filterbank import scale_filters
from cnnkit.layers import (
    BankMax2d,
    BankNorm2d,
    BatchNorm2d,
    Conv2d,
    ConvTranspose2d,
    FilterBank2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    MeanPool2d,
    Relu,
    Residual,
    Sequential,
)
from cnnkit.shapes import ShapeError, Window

__all__ = ["bank_net", "digits_net", "doubler", "lenet", "resnet", "separable"]

SCALES = (0.7, 1.0, 1.4)  # members of a scale bank: steps of a root of 2


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
        *_scanned(1, 12, 1, made), Relu(), *_scanned(12, 12, 1, made), Relu(), MaxPool2d(2),
        Flatten(), Linear(12 * 4 * 4, classes, **made),
    )  # fmt: skip


def bank_net(
    rng: np.random.Generator, kind: str | None = "rotation", members: Sequence[float] | None = None,
    pooling: str = "late", classes: int = 10, width: int = 20, *, dtype: type = np.float32,
) -> Sequential:  # fmt: skip
    """Four scans of images of 14 × 14 by filter banks, or by plain filters of as many weights (lecture 4).

    Every window fits without a remainder and the last map is one cell.  With late pooling a layer reads the bank
    below, as in P4CNN (Cohen & Welling 2016), so scores stay as they are when the image is moved by a member.

    Parameters
    ----------
    rng : numpy Generator
        Draws all weights.
    kind : {"rotation", "reflection", "scale"} or None
        None makes the plain net.
    members : sequence of numbers, optional
        Those of `FilterBank2d`.
    pooling : {"late", "early"}
        Over the bank once, before the linear layer, or after every scan; scales are always pooled early.
    classes : int
    width : int
        Maps of the plain net's layers.  A filter that reads R members has R parts, so a late bank has
        width / sqrt(R) filters: as many weights.
    dtype : data-type

    Examples
    --------
    >>> net, y = bank_net(np.random.default_rng(0)), np.random.default_rng(1).random((1, 1, 14, 14), np.float32)
    >>> bool(np.allclose(net.forward(y), net.forward(np.rot90(y, axes=(2, 3))), atol=1e-5))
    True
    """
    made, late = {"rng": rng, "dtype": dtype}, pooling == "late" and kind in ("rotation", "reflection")
    if late:
        bank = FilterBank2d(1, 1, 3, kind=kind, members=members, **made)
        width = round(width / len(bank.members) ** 0.5)
    layers: list[Layer] = []
    for place, below in enumerate((1, width, width, width)):
        if kind is None:
            layers += [Conv2d(below, width, 3, bias=False, **made), BatchNorm2d(width, dtype=dtype), Relu()]
        else:
            layers += [*_bank_scan(below, width, kind, members, late, made), Relu()]
        if place == 1:
            layers.append(MaxPool2d(2))
    pooled = [BankMax2d(len(bank.members))] if late else []
    return Sequential(*layers, *pooled, Flatten(), Linear(width, classes, **made))


def _bank_scan(below: int, width: int, kind: str, members, late: bool, made: dict) -> list[Layer]:
    """A bank of 3 × 3 filters and its normalisation; larger members get a frame, so that maps are those of the plain net."""
    how = {"kind": kind, "members": members, "bias": False, "pooling": "late" if late else "early", **made}
    how["reads_bank"] = late and below > 1
    if kind == "scale":
        side = scale_filters(np.ones((1, 1, 3, 3)), members or SCALES).shape[-1]
        how |= {"members": members or SCALES, "padding": (side - 3) // 2}
    bank = FilterBank2d(below, width, 3, **how)
    norm = BankNorm2d(width, len(bank.members), dtype=made["dtype"]) if late else BatchNorm2d(width, dtype=made["dtype"])
    return [bank, norm]


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


def resnet(
    rng: np.random.Generator, depth: int = 20, in_channels: int = 1, size: int = 28, classes: int = 10,
    *, dtype: type = np.float32,
) -> Sequential:  # fmt: skip
    """A residual network for small images (He et al. 2016, section 4.2): depth 8, 20, 56, or 6n + 2.

    Three stages of n blocks with 16, 32 and 64 maps; the second and third halve the maps.  Where channels
    change, the shortcut is a 1 × 1 convolution.

    Parameters are those of `lenet`, and depth: convolutions on the longest way, and the linear layer.

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
    if depth < 8 or (depth - 2) % 6:
        raise ShapeError(f"depth is {depth}", "three equal stages need 6n + 2", "choose 8, 14, 20, ..., 56")
    made = {"rng": rng, "dtype": dtype}
    layers = [*_scanned(in_channels, 16, 1, made), Relu()]
    channels = 16
    for width in (16, 32, 64):
        for block in range((depth - 2) // 6):
            stride = 2 if width > 16 and not block else 1
            body = Sequential(
                *_scanned(channels, width, stride, made), Relu(), *_scanned(width, width, 1, made)
            )
            shortcut = None
            if channels != width:
                shortcut = Sequential(
                    Conv2d(channels, width, 1, stride=stride, bias=False, **made), BatchNorm2d(width, dtype=dtype)
                )
            layers += [Residual(body, shortcut), Relu()]
            channels = width
    return Sequential(*layers, *_head(channels, _halved(_halved(size)), classes, made))


def separable(
    rng: np.random.Generator, in_channels: int = 1, size: int = 28, classes: int = 10, *, dtype: type = np.float32
) -> Sequential:
    """Depth-wise scans followed by 1 × 1 convolutions (lecture 5.4; after MobileNet, Howard et al. 2017).

    Parameters are those of `lenet`.

    Examples
    --------
    >>> separable(np.random.default_rng(0)).forward(np.ones((2, 1, 28, 28), np.float32)).shape
    (2, 10)
    """
    made = {"rng": rng, "dtype": dtype}
    layers: list[Layer] = [*_scanned(in_channels, 16, 1, made), Relu()]
    for channels, width, stride in ((16, 32, 2), (32, 64, 2), (64, 64, 1)):
        layers += [
            *_scanned(channels, channels, stride, made, groups=channels), Relu(),
            Conv2d(channels, width, 1, bias=False, **made), BatchNorm2d(width, dtype=dtype), Relu(),
        ]  # fmt: skip
    return Sequential(*layers, *_head(64, _halved(_halved(size)), classes, made))


def _scanned(channels: int, width: int, stride: int, made: dict, groups: int = 1) -> list[Layer]:
    """A 3 × 3 convolution that keeps or halves the map, normalised; its biases would be taken off again."""
    conv = Conv2d(channels, width, 3, stride=stride, padding=1, groups=groups, bias=False, **made)
    return [conv, BatchNorm2d(width, dtype=made["dtype"])]


def _halved(size: int) -> int:
    return Window(3, 2, 1).output_size((size, size))[0]


def _head(channels: int, size: int, classes: int, made: dict) -> list[Layer]:
    """The mean of every map, and scores from these."""
    return [MeanPool2d(size), Flatten(), Linear(channels, classes, **made)]
