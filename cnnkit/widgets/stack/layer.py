"""One layer as the learner writes it: ("conv", 8, 3, 1, 0), ("pool", 2, 2) or ("linear", 10)."""

from __future__ import annotations

from dataclasses import dataclass

from cnnkit.shapes import whole_number
from cnnkit.shapes.arguments import shown

__all__ = ["KINDS", "StackLayer"]

KINDS = {"conv": 4, "pool": 2, "linear": 1}  # how many numbers each kind of layer has


@dataclass(frozen=True)
class StackLayer:
    """One layer of the stack: what the learner chose, without the channels that follow from it.

    Parameters
    ----------
    kind : {"conv", "pool", "linear"}
        Which layer.
    outputs : int
        Maps of a conv layer, units of a linear layer; not used by pooling.
    kernel_size, stride, padding : int
        The window; not used by a linear layer, and pooling has no padding.

    Examples
    --------
    >>> StackLayer.of(("conv", 8, 3)).words
    'conv 3 × 3, 8 filters, stride 1, padding 0'
    """

    kind: str
    outputs: int = 1
    kernel_size: int = 1
    stride: int = 1
    padding: int = 0

    @classmethod
    def of(cls, layer) -> StackLayer:
        """A layer from ("conv", N, K, s, p), ("pool", K, s) or ("linear", units).

        Raises
        ------
        ValueError
            If the kind is unknown or a number is missing or not positive.

        Examples
        --------
        >>> StackLayer.of(("pool", 2))
        StackLayer(kind='pool', outputs=1, kernel_size=2, stride=2, padding=0)
        """
        kind, *numbers = layer if isinstance(layer, tuple | list) and layer else (layer,)
        if not isinstance(kind, str) or kind not in KINDS:
            raise ValueError(f"{shown(kind)} is no layer; the layers are {', '.join(KINDS)}")
        if not 1 + (kind == "conv") <= len(numbers) <= KINDS[kind]:
            raise ValueError(f"{tuple(layer)} is no {kind} layer; write {_FORMS[kind]}")
        numbers = [whole_number(value, "a layer", "the numbers of a layer must be whole") for value in numbers]
        if min(numbers[:3]) < 1 or min(numbers) < 0:
            raise ValueError(f"{tuple(layer)}: the numbers of a layer are at least 1, padding 0")
        if kind == "pool":
            return cls("pool", 1, numbers[0], numbers[-1])
        return cls(kind, *numbers)

    @property
    def numbers(self) -> tuple:
        """The layer as `of` takes it.

        Examples
        --------
        >>> StackLayer("pool", 1, 3, 2).numbers
        ('pool', 3, 2)
        """
        if self.kind == "conv":
            return ("conv", self.outputs, self.kernel_size, self.stride, self.padding)
        if self.kind == "pool":
            return ("pool", self.kernel_size, self.stride)
        return ("linear", self.outputs)

    @property
    def words(self) -> str:
        """The layer in words.

        Examples
        --------
        >>> StackLayer("linear", 10).words
        'linear, 10 units'
        """
        scan = f"{self.kind} {self.kernel_size} × {self.kernel_size}"
        if self.kind == "conv":
            plural = "s" if self.outputs > 1 else ""
            settings = f"stride {self.stride}, padding {self.padding}"
            return f"{scan}, {self.outputs} filter{plural}, {settings}"
        if self.kind == "pool":
            return f"max {scan}, stride {self.stride}"
        return f"linear, {self.outputs} unit{'s' if self.outputs > 1 else ''}"


_FORMS = {
    "conv": '("conv", maps, kernel_size, stride, padding)',
    "pool": '("pool", kernel_size, stride)',
    "linear": '("linear", units)',
}
