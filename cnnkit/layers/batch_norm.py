"""Batch normalisation as a layer (lecture 5.3), and what is done in its pass over the maps: relu, or a residual sum.

The layers behind it stay what they are: each remembers what it would have remembered, and its gradients are the same.
Only the maps between them are never written, which on small networks is a tenth of a step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cnnkit.layers.cells import Relu
from cnnkit.layers.layer import Layer, float_type, names_itself
from cnnkit.normalization import (
    batch_norm,
    check_batch,
    check_like,
    check_per_map,
    normalized_batch,
    normalized_gradients,
)
from cnnkit.shapes import ShapeError, as_arrays, check_room, count_of
from cnnkit.shapes.settings import real_number

__all__ = ["BatchNorm2d", "normalized_relu", "normalized_relu_grad", "normalized_sum", "pairs"]


class BatchNorm2d(Layer):
    """Normalise every map over the batch, then scale and move it (lecture 5.3).

    While training with the statistics of the batch; otherwise with running averages of them.

    Parameters
    ----------
    channels : int
    eps : float
        Keeps the root away from 0.
    momentum : float
        Share of a new batch in the running averages.
    dtype : data-type

    Examples
    --------
    >>> BatchNorm2d(1, eps=0, dtype=np.float64).forward(np.array([[[[1.0, 3.0]]]]))
    array([[[[-1.,  1.]]]])
    """

    kept = ("running_mean", "running_variance")

    def __init__(self, channels: int, *, eps: float = 1e-5, momentum: float = 0.1, dtype: type = np.float32):
        channels, dtype = count_of(channels, "channels"), float_type(dtype)
        check_room((channels,), "the weights", "use fewer channels")
        self.w, self.bias = np.ones(channels, dtype), np.zeros(channels, dtype)
        self.running_mean, self.running_variance = np.zeros(channels, dtype), np.ones(channels, dtype)
        self.eps, self.momentum = real_number(eps, "eps"), real_number(momentum, "momentum", most=1)

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Normalised maps."""
        return self._forward(y)

    @names_itself
    def _forward(self, y: np.ndarray, *, relu: bool = False, past: np.ndarray | None = None) -> np.ndarray:
        """Normalised maps; in training, with relu behind them or `past` added to them if that is asked for."""
        if not self.training:
            self._remembered = None
            return batch_norm(y, self.w, self.bias, self.running_mean, self.running_variance, eps=self.eps)
        running = {"running_mean": self.running_mean, "running_variance": self.running_variance}
        y, w, bias, *averages = as_arrays(y=y, w=self.w, bias=self.bias, **running)
        check_batch(y)
        check_per_map(y, w=w, bias=bias, **running)
        if y.size == y.shape[1]:
            raise ShapeError("there is one cell for each map", "a variance needs two", "use larger batches or maps")
        z, mean, variance = normalized_batch(y, w, bias, self.eps, averages, self.momentum, relu=relu, past=past)
        for kept, followed in zip(running.values(), averages):
            if kept is not followed:  # y has more digits than the layer
                kept[:] = followed
        self._remembered = y, mean, variance
        return z

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient for the input maps, of a forward pass in training."""
        return self._backward(dz, input_gradient=input_gradient)

    @names_itself
    def _backward(self, dz: np.ndarray, *, relu: bool = False, input_gradient: bool = True) -> np.ndarray:
        """The same, also through a relu behind it."""
        if self._remembered is None and not self.training:
            raise RuntimeError(f"{self!r}: backward needs a forward in training, for it follows the statistics of a batch; "
                               "set training = True first")  # fmt: skip
        y, mean, variance = self._recall()
        dz, y, w, bias = as_arrays(dz=dz, y=y, w=self.w, bias=self.bias)
        check_like(dz, y)
        check_per_map(y, w=w, bias=bias)
        dy, self.dw, self.dbias = normalized_gradients(dz, y, w, mean, variance, self.eps, bias if relu else None)
        return dy

    def fewest(self, shape: tuple[int, ...]) -> int:
        """A variance needs two cells of every map."""
        return 1 if math.prod(shape[1:]) > len(self.w) else 2

    def __repr__(self) -> str:
        return f"BatchNorm2d({len(self.w)})"


def pairs(layers: Sequence[Layer]) -> list[tuple[Layer, Relu | None]]:
    """Every layer with None, but a normalisation in training with the relu right behind it.

    Examples
    --------
    >>> pairs([BatchNorm2d(2), Relu(), Relu()])
    [(BatchNorm2d(2), Relu()), (Relu(), None)]
    """
    found: list[tuple[Layer, Relu | None]] = []
    for layer in layers:
        before, relu = found[-1] if found else (None, None)
        if type(layer) is Relu and type(before) is BatchNorm2d and before.training and relu is None:
            found[-1] = before, layer
        else:
            found.append((layer, None))
    return found


def normalized_relu(norm: BatchNorm2d, relu: Relu, y: np.ndarray) -> np.ndarray:
    """Take both steps.

    Examples
    --------
    >>> normalized_relu(BatchNorm2d(1, eps=0, dtype=np.float64), Relu(), np.array([[[[1.0, 3.0]]]]))
    array([[[[0., 1.]]]])
    """
    relu._remembered = u = norm._forward(y, relu=True)
    return u


def normalized_sum(norm: BatchNorm2d, y: np.ndarray, past: np.ndarray) -> np.ndarray:
    """Normalise y and add `past`, of the same shape and dtype.

    Examples
    --------
    >>> y = np.array([[[[1.0, 3.0]]]])
    >>> normalized_sum(BatchNorm2d(1, eps=0, dtype=np.float64), y, y)
    array([[[[0., 4.]]]])
    """
    return norm._forward(y, past=past)


def normalized_relu_grad(norm: BatchNorm2d, relu: Relu, du: np.ndarray) -> np.ndarray:
    """Take both steps back; what does not fit is left to the layers themselves, which say so.

    Examples
    --------
    >>> norm, relu = BatchNorm2d(1, dtype=np.float64), Relu()
    >>> u = normalized_relu(norm, relu, np.array([[[[1.0, 3.0]]]]))
    >>> normalized_relu_grad(norm, relu, u).round(3) + 0.0
    array([[[[0., 0.]]]])
    """
    u = relu._remembered
    known = norm._remembered is not None and isinstance(u, np.ndarray) and isinstance(du, np.ndarray)
    if known and (du.shape, du.dtype) == (u.shape, u.dtype):
        return norm._backward(du, relu=True)
    return norm.backward(relu.backward(du))
