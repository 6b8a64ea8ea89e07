"""Layers made of functions that are handed in: a learner's own convolution and pooling inside a net that trains."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cnnkit.conv import conv2d_grad_bias
from cnnkit.layers.cells import Activation
from cnnkit.layers.layer import names_itself
from cnnkit.layers.maps import Conv2d, MaxPool2d
from cnnkit.shapes import as_arrays, check_rank
from cnnkit.shapes.settings import as_function, true_or_false

__all__ = ["OwnConv2d", "OwnMaxPool2d", "OwnRelu"]


class OwnConv2d(Conv2d):
    """A convolution whose three passes are given functions (lecture 1.1, 2.1 and 5.4); one stride and padding.

    Nothing tells the functions of groups but the shape of w, (N, M / groups, Kh, Kw).

    Parameters
    ----------
    in_channels, out_channels, kernel_size : int
    stride, padding, groups : int
    rng : numpy Generator
    dtype : type
        Of w, bias and y; float64 unless it must be fast.
    forward : function (y, w, bias, stride, padding) -> z
    grad_input : function (dz, w, input_size, stride, padding) -> dy
    grad_weight : function (dz, y, kernel_size, stride, padding) -> dw

    Examples
    --------
    >>> from cnnkit.conv import conv2d, conv2d_grad_input, conv2d_grad_weight
    >>> layer = OwnConv2d(
    ...     1, 2, 3, rng=np.random.default_rng(0),
    ...     forward=lambda y, w, bias, s, p: conv2d(y, w, bias, stride=s, padding=p),
    ...     grad_input=lambda dz, w, size, s, p: conv2d_grad_input(dz, w, size, stride=s, padding=p),
    ...     grad_weight=lambda dz, y, size, s, p: conv2d_grad_weight(dz, y, size, stride=s, padding=p),
    ... )
    >>> layer.forward(np.ones((1, 1, 8, 8))).shape
    (1, 2, 6, 6)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int, *, stride: int = 1, padding: int = 0, groups: int = 1,
        rng: np.random.Generator, dtype: type = np.float64,
        forward: Callable, grad_input: Callable, grad_weight: Callable,
    ):  # fmt: skip
        super().__init__(in_channels, out_channels, kernel_size, stride=stride, padding=padding, groups=groups, rng=rng, dtype=dtype)
        self._functions = _functions(forward=forward, grad_input=grad_input, grad_weight=grad_weight)
        self._steps = stride, padding

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Affine maps, by the function that was given."""
        (y,) = as_arrays(y=y)
        self._remembered = y = y.astype(self.w.dtype, copy=False)
        return np.asarray(self._functions[0](y, self.w, self.bias, *self._steps))

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Gradients, by the functions that were given."""
        (dz,), y = as_arrays(dz=dz), self._recall()
        self.dw = np.asarray(self._functions[2](dz, y, self.w.shape[2:], *self._steps))
        self.dbias = conv2d_grad_bias(dz)
        if not true_or_false(input_gradient, "input_gradient"):
            return None
        return np.asarray(self._functions[1](dz, self.w, y.shape[2:], *self._steps))


class OwnMaxPool2d(MaxPool2d):
    """Max pooling whose two passes are given functions (lecture 2.2).

    Parameters
    ----------
    kernel_size, stride : int
    forward : function (y, kernel_size, stride) -> (u, positions)
    grad : function (du, positions, input_size) -> dy

    Examples
    --------
    >>> from cnnkit.pool import max_pool2d, max_pool2d_grad
    >>> OwnMaxPool2d(2, 2, forward=lambda y, K, s: max_pool2d(y, K, stride=s), grad=max_pool2d_grad).forward(
    ...     np.ones((1, 1, 4, 4))).shape
    (1, 1, 2, 2)
    """

    def __init__(self, kernel_size: int, stride: int, *, forward: Callable, grad: Callable):
        super().__init__(kernel_size, stride=stride)
        self._functions, self._steps = _functions(forward=forward, grad=grad), (kernel_size, stride)

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Maxima and where they were, by the function that was given."""
        (y,) = as_arrays(y=y)
        check_rank(y, "y", "(T, M, H, W)")
        u, positions = map(np.asarray, self._functions[0](y, *self._steps))
        self._remembered = positions, y.shape[2:]
        return u

    @names_itself
    def backward(self, du: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Back to where the maxima were, by the function that was given."""
        (du,) = as_arrays(du=du)
        return np.asarray(self._functions[1](du, *self._recall()))


class OwnRelu(Activation):
    """relu whose gradient is a given function (lecture 2.1.3.1).

    Parameters
    ----------
    grad : function (dy, z, name) -> dz

    Examples
    --------
    >>> from cnnkit.activations import activation_grad
    >>> OwnRelu(grad=activation_grad).forward(np.array([-1.0, 2.0]))
    array([0., 2.])
    """

    name = "relu"

    def __init__(self, *, grad: Callable):
        (self._grad,) = _functions(grad=grad)

    @names_itself
    def backward(self, dy: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient before relu, by the function that was given."""
        (dy,) = as_arrays(dy=dy)
        return np.asarray(self._grad(dy, self._recall(), self.name))


def _functions(**given: Callable) -> tuple[Callable, ...]:
    return tuple(as_function(function, name) for name, function in given.items())
