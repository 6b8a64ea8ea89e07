"""Layers made of layers: one after the other, and around a shortcut (lecture 5.3)."""

from __future__ import annotations

import numpy as np

from cnnkit.layers.cells import Linear
from cnnkit.layers.layer import Layer, names_itself
from cnnkit.layers.maps import Conv2d
from cnnkit.shapes import ShapeError

__all__ = ["Residual", "Sequential"]


class Sequential(Layer):
    """Layers one after the other; backward takes them in reverse.

    Parameters
    ----------
    *layers : Layer

    Examples
    --------
    >>> from cnnkit.layers import Relu
    >>> net = Sequential(Linear(2, 3, rng=np.random.default_rng(0)), Relu())
    >>> net.forward(np.ones((5, 2), np.float32)).shape
    (5, 3)
    """

    def __init__(self, *layers: Layer):
        self.layers = tuple(layers)

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Take every step, the first layer first."""
        for layer in self.layers:
            y = layer.forward(y)
        return y

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Take every step back, the last layer first.

        Training does not ask how the images should change: with input_gradient=False the first layer
        leaves that out.
        """
        for place, layer in reversed(list(enumerate(self.layers))):
            if place or input_gradient or not isinstance(layer, Conv2d | Linear | Sequential):
                dz = layer.backward(dz)
            else:
                dz = layer.backward(dz, input_gradient=False)
        return dz

    def __repr__(self) -> str:
        return f"Sequential({', '.join(map(repr, self.layers))})"


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
        self.body, self.shortcut = body, shortcut
        self.layers = (body,) if shortcut is None else (body, shortcut)

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Body plus shortcut."""
        z = self.body.forward(y)
        past = y if self.shortcut is None else self.shortcut.forward(y)
        if z.shape != past.shape:
            raise ShapeError(
                f"the body makes {z.shape}", f"the shortcut gives {past.shape}",
                "give a shortcut with the body's channels and stride",
            )  # fmt: skip
        return z + past

    def backward(self, dz: np.ndarray) -> np.ndarray:
        """Both ways lead back to y, so their gradients add up."""
        past = dz if self.shortcut is None else self.shortcut.backward(dz)
        return self.body.backward(dz) + past

    def __repr__(self) -> str:
        return f"Residual({self.body!r}{'' if self.shortcut is None else f', {self.shortcut!r}'})"
