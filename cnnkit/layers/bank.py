"""A convolution whose filters are enumerated in every turn, mirror image or size, with shared weights (lecture 4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cnnkit.conv import conv2d_grad_bias, conv2d_grad_input, conv2d_grad_weight
from cnnkit.filterbank import (
    bank_conv2d,
    bank_max,
    bank_max_grad,
    reflect_filters,
    reflect_filters_grad,
    rotate_filters,
    rotate_filters_grad,
    scale_filters,
    scale_filters_grad,
)
from cnnkit.layers.batch_norm import BatchNorm2d
from cnnkit.layers.layer import Layer, names_itself
from cnnkit.layers.maps import Conv2d
from cnnkit.shapes import Pair, ShapeError, as_arrays, check_rank, count_of
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import one_of, true_or_false

__all__ = ["BankMax2d", "BankNorm2d", "FilterBank2d"]

MEMBERS = {"rotation": (0, 90, 180, 270), "reflection": ("as it is", "mirrored"), "scale": (1.0, 1.5, 2.0)}
POOLING = ("early", "late")


class FilterBank2d(Conv2d):
    """Scan maps with every member of a filter bank; all members share the weights of one filter (lecture 4).

    The weights stay as many as those of `Conv2d`, the maps become R times as many.  The gradient of a weight is
    the sum of its members' gradients, each transformed back.

    Parameters
    ----------
    in_channels, out_channels, kernel_size : int
        The filters are square.
    kind : {"rotation", "reflection", "scale"}
    members : sequence of numbers, optional
        Angles in degrees or factors; by default four quarter turns, or factors 1, 1.5 and 2.
    pooling : {"early", "late"}
        "early": the maximum over the members leaves this layer, (T, N, H', W').  "late": all maps do,
        (T, N * R, H', W') with the members of a filter side by side, and `BankMax2d` pools them further on.
    reads_bank : bool
        The input maps come from a late layer of the same kind: (T, M * R, H, W).  Every filter then has R parts,
        one for each member below, and a member's parts turn *and* roll, as the maps below do (Cohen & Welling 2016).
    stride, padding, bias, rng, dtype
        As in `Conv2d`; the members of a filter have one bias.

    Raises
    ------
    ValueError
        If there is no such kind or pooling, or a scale bank is asked to roll: sizes do not come round again.

    Examples
    --------
    >>> layer = FilterBank2d(1, 8, 3, padding=1, rng=np.random.default_rng(0))
    >>> layer.forward(np.ones((2, 1, 28, 28), np.float32)).shape, layer.w.shape
    ((2, 8, 28, 28), (8, 1, 3, 3))
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int, *, kind: str = "rotation",
        members: Sequence[float] | None = None, pooling: str = "early", reads_bank: bool = False,
        stride: int | Pair = 1, padding: int | Pair = 0, bias: bool = True, rng: np.random.Generator,
        dtype: type = np.float32,
    ):  # fmt: skip
        self.kind, self.pooling = one_of(kind, "kind", MEMBERS), one_of(pooling, "pooling", POOLING)
        self.reads_bank = true_or_false(reads_bank, "reads_bank")
        if reads_bank and kind == "scale":
            raise ValueError("a scale bank cannot read a bank: its members do not come round again")
        if members is not None and kind == "reflection":
            raise ValueError("a reflection bank always has two members; leave members out")
        self.members = MEMBERS[kind] if members is None else _numbers(members, kind)
        parts = len(self.members) if reads_bank else 1
        super().__init__(count_of(in_channels, "in_channels") * parts, out_channels, kernel_size, stride=stride, padding=padding,
                         bias=bias, rng=rng, dtype=dtype)  # fmt: skip
        if self.w.shape[2] != self.w.shape[3]:
            raise ShapeError(f"the filters are {self.w.shape[2:]}", "a bank has square filters", "give one kernel_size")

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """The strongest member's map of every filter, or the maps of all members."""
        (y,) = as_arrays(y=y)
        bank = self._bank()
        z = bank_conv2d(y, bank, stride=self.scan["stride"], padding=self.scan["padding"])
        if self.bias is not None:
            z = z + self.bias[:, None, None, None]
        u, winner = bank_max(z) if self.pooling == "early" else (_side_by_side(z), None)
        self._remembered = y, bank, winner
        return u

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Gradient for the input maps; a weight collects from its place in every member."""
        y, bank, winner = self._recall()
        if winner is not None:
            dz = _side_by_side(bank_max_grad(dz, winner, len(self.members)))
        flat = bank.reshape(-1, *bank.shape[2:])
        self.dw = self._collect(conv2d_grad_weight(dz, y, flat.shape[2:], **self.scan).reshape(bank.shape))
        if self.bias is not None:
            self.dbias = conv2d_grad_bias(dz).reshape(len(self.w), -1).sum(axis=1)
        return conv2d_grad_input(dz, flat, y.shape[2:], **self.scan) if input_gradient else None

    def _bank(self) -> np.ndarray:
        if self.kind == "rotation":
            bank = rotate_filters(self.w, self.members)
        elif self.kind == "reflection":
            bank = reflect_filters(self.w)
        else:
            bank = scale_filters(self.w, self.members)
        return self._rolled(bank, 1) if self.reads_bank else bank

    def _collect(self, dbank: np.ndarray) -> np.ndarray:
        if self.reads_bank:
            dbank = self._rolled(dbank, -1)
        if self.kind == "rotation":
            return rotate_filters_grad(dbank, self.members)
        if self.kind == "reflection":
            return reflect_filters_grad(dbank)
        return scale_filters_grad(dbank, self.w.shape[-1], self.members)

    def _rolled(self, bank: np.ndarray, way: int) -> np.ndarray:
        # member r reads the maps of member k with the part that member 0 has for member k - r
        parts = bank.reshape(*bank.shape[:2], -1, len(self.members), *bank.shape[3:])
        turned = [np.roll(parts[:, r], way * r, axis=2) for r in range(len(self.members))]
        return np.stack(turned, axis=1).reshape(bank.shape)

    def __repr__(self) -> str:
        how = f"{self.kind}, {len(self.members)} members, pooled {self.pooling}"
        return f"FilterBank2d({self.w.shape[1]}, {len(self.w)}, {self.w.shape[2]}, {how})"


class BankMax2d(Layer):
    """Pool over the members of a bank that came unpooled: (T, N * R, H, W) → (T, N, H, W) (lecture 4).

    Parameters
    ----------
    members : int
        R, the size of the bank.

    Examples
    --------
    >>> BankMax2d(2).forward(np.array([1.0, 5, 3, 2]).reshape(1, 4, 1, 1)).ravel()
    array([5., 3.])
    """

    def __init__(self, members: int):
        self.members = count_of(members, "members")

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """The strongest member's map of every filter."""
        (y,) = as_arrays(y=y)
        check_rank(y, "y", "(T, N * R, H, W)")
        if y.shape[1] % self.members:
            raise ShapeError(f"there are {y.shape[1]} maps", f"a bank has {self.members} for each filter",
                             "give the maps of a late layer")  # fmt: skip
        u, self._remembered = bank_max(y.reshape(len(y), y.shape[1] // self.members, self.members, *y.shape[2:]))
        return u

    @names_itself
    def backward(self, du: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient for the maps of all members: it goes to the winners."""
        return _side_by_side(bank_max_grad(du, self._recall(), self.members))

    def __repr__(self) -> str:
        return f"BankMax2d({self.members})"


class BankNorm2d(BatchNorm2d):
    """Batch normalisation of maps that came unpooled: the members of a filter are treated alike (lecture 4, 5.3).

    With statistics of their own, members would no longer turn and roll into each other.

    Parameters
    ----------
    channels : int
        N, the number of filters.
    members : int
        R, the size of the bank: (T, N * R, H, W) come in.
    eps, momentum, dtype
        As in `BatchNorm2d`.

    Examples
    --------
    >>> norm = BankNorm2d(1, 2, eps=0, dtype=np.float64)
    >>> norm.forward(np.array([1.0, 3.0]).reshape(1, 2, 1, 1)).ravel()
    array([-1.,  1.])
    """

    def __init__(self, channels: int, members: int, **settings):
        super().__init__(channels, **settings)
        self.members = count_of(members, "members")

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Normalised maps of all members."""
        (y,) = as_arrays(y=y)
        check_rank(y, "y", "(T, N * R, H, W)")
        if y.shape[1] != len(self.w) * self.members:
            raise ShapeError(f"there are {y.shape[1]} maps", f"{len(self.w)} filters of {self.members} members make "
                             f"{len(self.w) * self.members}", "give the maps of a late layer")  # fmt: skip
        return super().forward(self._stacked(y)).reshape(y.shape)

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient for the maps of all members, of a forward pass in training."""
        (dz,) = as_arrays(dz=dz)
        check_rank(dz, "dz", "(T, N * R, H, W)")
        if dz.shape[1] != len(self.w) * self.members:
            raise ShapeError(f"dz has {dz.shape[1]} maps", f"forward made {len(self.w) * self.members}",
                             "pass the gradient of the same batch")  # fmt: skip
        return super().backward(self._stacked(dz)).reshape(dz.shape)

    def _stacked(self, maps: np.ndarray) -> np.ndarray:
        # one tall map of each filter, its members below each other
        return maps.reshape(len(maps), len(self.w), self.members * maps.shape[2], maps.shape[3])

    def __repr__(self) -> str:
        return f"BankNorm2d({len(self.w)}, {self.members} members)"


def _numbers(members: Sequence[float], kind: str) -> tuple[float, ...]:
    """Angles or factors, judged when the layer is made and not when it is used."""
    (numbers,) = as_arrays(members=members)
    if numbers.ndim != 1 or not numbers.size or not np.isfinite(numbers).all():
        raise ValueError(f"members are {shown(members)}; a bank has at least one, and each is a finite number")
    if kind == "scale" and numbers.min() <= 0:
        raise ValueError(f"members are {shown(members)}; every factor of a scale bank must be above 0")
    return tuple(members)


def _side_by_side(maps: np.ndarray) -> np.ndarray:
    # told in full: without an example NumPy could not find out how many there are
    return maps.reshape(len(maps), maps.shape[1] * maps.shape[2], *maps.shape[3:])
