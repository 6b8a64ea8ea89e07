"""Nets whose filters are enumerated in every turn, mirror image or size (lecture 4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cnnkit.filterbank import scale_filters
from cnnkit.layers import (
    BankMax2d,
    BankNorm2d,
    BatchNorm2d,
    Conv2d,
    FilterBank2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Relu,
    Sequential,
)
from cnnkit.shapes import count_of
from cnnkit.shapes.settings import one_of

__all__ = ["bank_net"]

SCALES = (0.7, 1.0, 1.4)  # members of a scale bank: steps of a root of 2


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
    kind = None if kind is None else one_of(kind, "kind", ("rotation", "reflection", "scale"))
    pooling, width = one_of(pooling, "pooling", ("late", "early")), count_of(width, "width")
    made, late = {"rng": rng, "dtype": dtype}, pooling == "late" and kind in ("rotation", "reflection")
    if late:
        bank = FilterBank2d(1, 1, 3, kind=kind, members=members, **made)
        width = max(1, round(width / len(bank.members) ** 0.5))
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
        sizes = SCALES if members is None else members
        side = scale_filters(np.ones((1, 1, 3, 3)), sizes).shape[-1]
        how |= {"members": sizes, "padding": (side - 3) // 2}
    bank = FilterBank2d(below, width, 3, **how)
    norm = BankNorm2d(width, len(bank.members), dtype=made["dtype"]) if late else BatchNorm2d(width, dtype=made["dtype"])
    return [bank, norm]
