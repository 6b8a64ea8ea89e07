"""Layers that treat every cell alike: activations, dropout; and the MLP part, `Linear` and `Flatten`."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.activations import activation, activation_grad
from cnnkit.gradient_descent import init_filters
from cnnkit.layers.layer import Layer, float_type, names_itself
from cnnkit.linear import linear, linear_grad_bias, linear_grad_input, linear_grad_weight
from cnnkit.shapes import ShapeError, as_arrays, count_of
from cnnkit.shapes.settings import as_generator, real_number, true_or_false

__all__ = ["Dropout", "Flatten", "Linear", "Relu", "Sigmoid", "Tanh"]


class Activation(Layer):
    """f, cell by cell (lecture 2.1); the subclass says which."""

    name = ""

    @names_itself
    def forward(self, z: np.ndarray) -> np.ndarray:
        """Maps after f."""
        (z,) = as_arrays(z=z)
        self._remembered = z
        return activation(z, self.name)

    @names_itself
    def backward(self, dy: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient before f."""
        return activation_grad(dy, self._recall(), self.name)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Relu(Activation):
    """Let positive values through; the derivative at 0 is 0.

    Examples
    --------
    >>> Relu().forward(np.array([-1.0, 2.0]))
    array([0., 2.])
    """

    name = "relu"

    @names_itself
    def forward(self, z: np.ndarray) -> np.ndarray:
        """Maps after relu."""
        # y is above 0 where z is, and the next layer keeps it anyway: z need not be kept as well
        self._remembered = y = activation(z, self.name)
        return y


class Sigmoid(Activation):
    """Squash every value between 0 and 1.

    Examples
    --------
    >>> Sigmoid().forward(np.array([0.0]))
    array([0.5])
    """

    name = "sigmoid"


class Tanh(Activation):
    """Squash every value between -1 and 1.

    Examples
    --------
    >>> Tanh().forward(np.array([0.0]))
    array([0.])
    """

    name = "tanh"


class Dropout(Layer):
    """Set a random share of the cells to 0 while training, and make up for it by enlarging the others.

    Parameters
    ----------
    share : float
        Probability of a cell to be dropped, from 0 up to, but not including, 1.
    rng : numpy Generator

    Examples
    --------
    >>> layer = Dropout(0.5, rng=np.random.default_rng(0))
    >>> sorted(set(layer.forward(np.ones(100)).tolist()))
    [0.0, 2.0]
    """

    def __init__(self, share: float, *, rng: np.random.Generator):
        self.share, self.rng = real_number(share, "share", most=1), as_generator(rng)
        if self.share == 1:
            raise ValueError("share is 1; of all cells none would be left, so it must be less")

    def forward(self, y: np.ndarray) -> np.ndarray:
        """The cells that are left, enlarged; all of them as they are when not training."""
        (y,) = as_arrays(y=y)
        if not self.training or not self.share:
            self._remembered = y.dtype.type(1), y.shape
            return y
        kept = (self.rng.random(y.shape, np.float32) >= self.share) * y.dtype.type(1 / (1 - self.share))
        self._remembered = kept, y.shape
        return y * kept

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """Gradient through the cells that were left."""
        (dz,), (kept, shape) = as_arrays(dz=dz), self._recall()
        _check_batch(dz, shape)
        return dz * kept

    def __repr__(self) -> str:
        return f"Dropout({self.share})"


class Flatten(Layer):
    """Lay the maps of an example in one row, for a linear layer.

    Examples
    --------
    >>> Flatten().forward(np.ones((2, 3, 4, 4))).shape
    (2, 48)
    """

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """One row for each example."""
        (y,) = as_arrays(y=y)
        if y.ndim < 1:
            raise ShapeError("y is a single number", "the first axis numbers the examples", "give one example as y[None]")
        self._remembered = y.shape
        return y.reshape(len(y), math.prod(y.shape[1:]))

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """The same numbers as maps again."""
        (dz,), shape = as_arrays(dz=dz), self._recall()
        _check_batch(dz, (shape[0], math.prod(shape[1:])))
        return dz.reshape(shape)

    def __repr__(self) -> str:
        return "Flatten()"


class Linear(Layer):
    """A layer of perceptrons (lecture 1.1.2).

    Parameters
    ----------
    inputs, outputs : int
    bias : bool
    rng : numpy Generator
        Draws the first weights (`init_filters`); biases start at 0.
    dtype : data-type

    Examples
    --------
    >>> Linear(48, 10, rng=np.random.default_rng(0)).forward(np.ones((2, 48), np.float32)).shape
    (2, 10)
    """

    def __init__(
        self, inputs: int, outputs: int, *, bias: bool = True, rng: np.random.Generator, dtype: type = np.float32
    ):
        shape = (count_of(outputs, "outputs"), count_of(inputs, "inputs"))
        self.w = init_filters(shape, rng).astype(float_type(dtype))
        self.bias = np.zeros(shape[0], dtype) if true_or_false(bias, "bias") else None

    @names_itself
    def forward(self, y: np.ndarray) -> np.ndarray:
        """Affine values."""
        (y,) = as_arrays(y=y)
        z = linear(y, self.w, self.bias)
        self._remembered = y
        return z

    @names_itself
    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """Gradient for the inputs; the first layer of a network can do without."""
        self.dw = linear_grad_weight(dz, self._recall())
        if self.bias is not None:
            self.dbias = linear_grad_bias(dz)
        return linear_grad_input(dz, self.w) if input_gradient else None

    def __repr__(self) -> str:
        return f"Linear({self.w.shape[1]}, {self.w.shape[0]})"


def _check_batch(dz: np.ndarray, made: tuple[int, ...]) -> None:
    """Nothing is repeated to make a gradient fit what forward made."""
    if dz.shape != made:
        raise ShapeError(f"dz has shape {dz.shape}", f"forward made {made}", "pass the gradient of the same batch")
