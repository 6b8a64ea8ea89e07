"""What every layer is: weights, a memory of one forward pass, and two verbs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import numpy as np

from cnnkit.shapes import ShapeError
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import true_or_false

__all__ = ["Layer", "as_layer", "float_type", "names_itself"]


class Layer:
    """A step of a network that can be taken forward and backward.

    `forward(y)` gives z and remembers what `backward(dz)` needs; backward gives dy and writes the gradients
    of the layer's own numbers, without adding them to those of the step before.  Training does not ask how the
    images should change: with input_gradient=False the first layer may leave dy out and give None.

    Attributes
    ----------
    w, bias : arrays or None
        What is learned.
    dw, dbias : arrays or None
        Their gradients, written by the last backward.
    training : bool
        Whether dropout drops and batch normalisation uses the batch; others do not care.
    layers : tuple of Layer
        What this layer is made of; empty for most.
    """

    w: np.ndarray | None = None
    bias: np.ndarray | None = None
    dw: np.ndarray | None = None
    dbias: np.ndarray | None = None
    layers: tuple[Layer, ...] = ()
    # arrays that change while training without being learned by gradient
    kept: tuple[str, ...] = ()
    _training = True
    _remembered: tuple | None = None

    @property
    def training(self) -> bool:
        """Whether the layer is being trained."""
        return self._training

    @training.setter
    def training(self, training: bool) -> None:
        self._training = true_or_false(training, "training")
        for layer in self.layers:
            layer.training = training

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Take the step."""
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Take it back."""
        raise NotImplementedError(f"{type(self).__name__} has no backward")

    def follow(self, y: np.ndarray) -> Iterator[tuple[Layer, np.ndarray]]:
        """Go forward, and give every layer inside with what it makes, in order; the layer itself comes last."""
        yield self, self.forward(y)

    def fewest(self, shape: tuple[int, ...]) -> int:
        """How many examples training needs at once when the layer makes maps of this shape."""
        return 1

    def walk(self) -> Iterator[Layer]:
        """The layer itself if it is made of no others, else all that it is made of, in order."""
        if not self.layers:
            yield self
        for layer in self.layers:
            yield from layer.walk()

    def learned(self) -> list[tuple[Layer, str]]:
        """All (layer, "w" or "bias") that are learned, in order."""
        return [
            (layer, name)
            for layer in self.walk()
            for name in ("w", "bias")
            if getattr(layer, name) is not None
        ]

    def arrays(self) -> dict[str, np.ndarray]:
        """All arrays that make up the state, by a name such as "3.w"; these are the arrays themselves."""
        return {
            f"{place}.{name}": getattr(layer, name)
            for place, layer in enumerate(self.walk())
            for name in ("w", "bias", *layer.kept)
            if getattr(layer, name) is not None
        }

    def _recall(self):
        if self._remembered is None:
            raise RuntimeError(f"{self!r}: backward needs a forward before it")
        return self._remembered


def names_itself(method: Callable) -> Callable:
    """Make a layer's method begin its complaints about sizes with the layer's own description.

    What every backward is asked, whether dy is wanted, is read here.
    """

    @functools.wraps(method)
    def with_name(self, *args, **kwargs):
        try:
            if "input_gradient" in kwargs:
                true_or_false(kwargs["input_gradient"], "input_gradient")
            return method(self, *args, **kwargs)
        except ShapeError as error:
            raise ShapeError(f"{self!r}: {error.came}", error.needed, error.change) from None

    return with_name


def float_type(dtype: object) -> np.dtype:
    """Read what a layer's numbers are made of: float32, or float64.

    Raises
    ------
    TypeError
        If it is anything else.

    Examples
    --------
    >>> float_type(np.float32)
    dtype('float32')
    """
    try:
        read = np.dtype(dtype)
    except Exception:  # NumPy asks the object itself, which may raise anything
        read = None
    if dtype is None or read is None or read not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise TypeError(f"dtype is {shown(dtype)}, but layers learn in float32 or float64; write for example dtype=np.float64")
    return read


def as_layer(value: object, name: str = "layer") -> Layer:
    """Read a layer, or a network, which is one too.

    Raises
    ------
    TypeError
        If it is anything else.

    Examples
    --------
    >>> as_layer("relu", "net")
    Traceback (most recent call last):
    TypeError: net is 'relu', which is no layer; give layer objects, for example Relu(), one argument for each
    """
    if not isinstance(value, Layer):
        raise TypeError(f"{name} is {shown(value)}, which is no layer; give layer objects, for example Relu(), one argument for each")
    return value
