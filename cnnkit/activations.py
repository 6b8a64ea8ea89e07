"""Activations f and their derivatives f' (lecture 2.1).

A layer makes affine maps z and then y = f(z), cell by cell; on the way back dDiv/dz = dDiv/dy · f'(z).
relu has no derivative at 0; here f'(0) = 0.
"""

from __future__ import annotations

import numpy as np

from cnnkit.kernels import cells
from cnnkit.kernels.sharing import share
from cnnkit.shapes import ShapeError, as_arrays
from cnnkit.shapes.settings import one_of

__all__ = ["ACTIVATIONS", "activation", "activation_grad"]

ACTIVATIONS = ("relu", "sigmoid", "tanh")


def activation(z, name: str) -> np.ndarray:
    """Apply f to every cell.

    Lecture 2.1.2: y = f(z).

    Parameters
    ----------
    z : array
        Affine maps, of any shape.
    name : {"relu", "sigmoid", "tanh"}

    Returns
    -------
    array of z's shape

    Raises
    ------
    ValueError
        If there is no such activation.
    TypeError
        If z is not real.

    Examples
    --------
    >>> activation([-1.0, 0.0, 2.0], "relu")
    array([0., 0., 2.])
    """
    (z,) = as_arrays(z=z)
    name = one_of(name, "name", ACTIVATIONS)
    if name == "relu":
        y = np.empty_like(z)
        share(cells.relu, cells.relu_together, z.size, z.size, z, y)
        return y
    if name == "sigmoid":
        return _sigmoid(z)
    return np.tanh(z)


def activation_grad(dy, z, name: str) -> np.ndarray:
    """Gradient of the divergence before the activation.

    Lecture 2.1.3.1: dDiv/dz = dDiv/dY · f'(z); f' is taken at z, not at y.

    Parameters
    ----------
    dy : array
        Gradient after the activation.
    z : array of the same shape
        What went into the activation.
    name : {"relu", "sigmoid", "tanh"}

    Returns
    -------
    array of the same shape

    Raises
    ------
    ShapeError
        If dy and z differ in shape.
    ValueError
        If there is no such activation.

    Examples
    --------
    >>> activation_grad([5.0, 5.0, 5.0], [-1.0, 0.0, 2.0], "relu")
    array([0., 0., 5.])
    """
    dy, z = as_arrays(dy=dy, z=z)
    name = one_of(name, "name", ACTIVATIONS)
    if dy.shape != z.shape:
        raise ShapeError(f"dy has shape {dy.shape}", f"z has {z.shape}", "pass the z of the same layer")
    if name == "relu":
        dz = np.empty_like(z)
        share(cells.relu_grad, cells.relu_grad_together, z.size, z.size, dy, z, dz)
        return dz
    if name == "sigmoid":
        y = _sigmoid(z)
        return dy * y * (1 - y)
    return dy * (1 - np.tanh(z) ** 2)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    # 1 / (1 + exp(-z)) overflows for z far below 0; through tanh it does not
    return (np.tanh(z / 2) + 1) / 2
