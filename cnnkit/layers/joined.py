"""Layers made of layers: one after the other, and around a shortcut (lecture 5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cnnkit.layers.batch_norm import (
    BatchNorm2d,
    normalized_relu,
    normalized_relu_grad,
    normalized_sum,
    pairs,
)
from cnnkit.layers.layer import Layer, as_layer, names_itself
from cnnkit.layers.maps import Conv2d
from cnnkit.shapes import as_arrays
from cnnkit.shapes.settings import true_or_false
from cnnkit.shortcut import add_onto, add_ways

__all__ = ["Residual", "Sequential"]


class Sequential(Layer):
    """Layers one after the other; backward takes them in reverse.

    Parameters
    ----------
    *layers : Layer

    Examples
    --------
    >>> from cnnkit.layers import Linear, Relu
    >>> net = Sequential(Linear(2, 3, rng=np.random.default_rng(0)), Relu())
    >>> net.forward(np.ones((5, 2), np.float32)).shape
    (5, 3)
    """

    def __init__(self, *layers: Layer):
        self.layers = tuple(as_layer(each) for each in layers)

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Take every step, the first layer first."""
        return taken(self.layers, *as_arrays(y=y))

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Take every step back, the last layer first; with input_gradient=False the first may leave out dy."""
        (dz,), input_gradient = as_arrays(dz=dz), true_or_false(input_gradient, "input_gradient")
        steps = pairs(self.layers)
        for place in reversed(range(len(steps))):
            layer, relu = steps[place]
            if relu is not None:
                dz = normalized_relu_grad(layer, relu, dz)
            elif place:
                dz = layer.backward(dz)
            else:
                dz = layer.backward(dz, input_gradient=input_gradient)
        return dz

    def follow(self, y: np.ndarray) -> Iterator[tuple[Layer, np.ndarray]]:
        """What every layer makes, in order; then the row as a whole."""
        for layer in self.layers:
            for part, z in layer.follow(y):
                yield part, z
            y = z
        yield self, y

    def __repr__(self) -> str:
        return f"Sequential({', '.join(map(repr, self.layers))})"


def taken(layers: Sequence[Layer], y: np.ndarray) -> np.ndarray:
    """What is made of y by taking every step, the first layer first.

    Examples
    --------
    >>> from cnnkit.layers import Relu, Tanh
    >>> taken([Tanh(), Relu()], np.array([-1.0, 0.0]))
    array([0., 0.])
    """
    for layer, relu in pairs(layers):
        y = layer.forward(y) if relu is None else normalized_relu(layer, relu, y)
    return y


class Residual(Layer):
    """What the body makes, added to what the shortcut lets through (lecture 5.3).

    Parameters
    ----------
    body : Layer
    shortcut : Layer, optional
        Brings y to the size of the body's result; without it y is added as it is.

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> Residual(Relu()).forward(np.array([-1.0, 2.0]))
    array([-1.,  4.])
    """

    def __init__(self, body: Layer, shortcut: Layer | None = None):
        self.body, self.shortcut = as_layer(body, "body"), None if shortcut is None else as_layer(shortcut, "shortcut")
        self.layers = (body,) if shortcut is None else (body, shortcut)

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Body plus shortcut."""
        (y,) = as_arrays(y=y)
        steps = self._steps()
        last = steps[-1]
        adds = type(last) is BatchNorm2d and last.training  # the shortcut, in its own pass over the maps
        z = taken(steps[:-1] if adds else steps, y)
        past = y if self.shortcut is None else self.shortcut.forward(y)
        if adds and (z.shape, z.dtype) == (past.shape, past.dtype):
            return normalized_sum(last, z, past)
        return self._sum(last.forward(z) if adds else z, past)

    def _steps(self) -> tuple[Layer, ...]:
        """The layers of the body, one after the other; at least one."""
        return self.body.layers if type(self.body) is Sequential and self.body.layers else (self.body,)

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Both ways lead back to y, so their gradients add up."""
        (dz,), input_gradient = as_arrays(dz=dz), true_or_false(input_gradient, "input_gradient")
        past = dz if self.shortcut is None else self.shortcut.backward(dz, input_gradient=input_gradient)
        dy = self.body.backward(dz, input_gradient=input_gradient)
        if dy is None or past is None:
            return None
        # what a convolution gives back is new and nobody else's
        return add_onto(dy, past) if type(self._steps()[0]) is Conv2d else add_ways(dy, past)

    def follow(self, y: np.ndarray) -> Iterator[tuple[Layer, np.ndarray]]:
        """What the layers of the body make, those of the shortcut, and the sum."""
        past = y
        for part, z in self.body.follow(y):
            yield part, z
        for layer in self.layers[1:]:
            for part, past in layer.follow(y):
                yield part, past
        yield self, self._sum(z, past)

    @names_itself
    def _sum(self, z: np.ndarray, past: np.ndarray) -> np.ndarray:
        return add_ways(z, past)

    def __repr__(self) -> str:
        return f"Residual({self.body!r}{'' if self.shortcut is None else f', {self.shortcut!r}'})"
