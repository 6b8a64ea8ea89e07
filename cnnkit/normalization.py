"""Batch normalisation (lecture 5.3): every map with mean 0 and variance 1 over the batch, then scaled and moved.

The statistics are those of one map over all examples and positions, so that a map is treated alike
everywhere, as convolution does.
"""

from __future__ import annotations

import numpy as np

from cnnkit.shapes import ShapeError, as_arrays, check_rank

__all__ = ["batch_norm", "batch_norm_grad", "map_statistics"]


def map_statistics(y) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of every map, over examples and positions.

    Lecture 5.3, batch normalisation; the variance is divided by the number of cells, not by one less.

    Parameters
    ----------
    y : (T, M, H, W) array

    Returns
    -------
    mean, variance : (M,) arrays

    Raises
    ------
    ShapeError
        If there is no example.

    Examples
    --------
    >>> map_statistics([[[[1.0, 3.0]]]])
    (array([2.]), array([1.]))
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", "(T, M, H, W)")
    if not len(y):
        raise ShapeError("y has no example", "a mean needs at least one", "pass a batch that is not empty")
    rows = y.reshape(*y.shape[:2], -1)
    mean = rows.mean(axis=2).mean(axis=0)
    away = rows - mean[None, :, None]
    return mean, np.einsum("tmc,tmc->m", away, away) / y.dtype.type(len(y) * rows.shape[2])


def batch_norm(y, w, bias, mean, variance, *, eps: float = 1e-5) -> np.ndarray:
    """Normalise every map, then scale it by w and add bias.

    Lecture 5.3: z(m) = w(m) · (y(m) - mean(m)) / sqrt(variance(m) + eps) + bias(m).

    Parameters
    ----------
    y : (T, M, H, W) array
    w, bias : (M,) arrays
        Learned scale and shift of each map.
    mean, variance : (M,) arrays
        Of this batch while training (`map_statistics`), running averages afterwards.
    eps : float
        Keeps the root away from 0.

    Returns
    -------
    (T, M, H, W) array

    Raises
    ------
    ShapeError
        If there is not one number for each map.

    Examples
    --------
    >>> batch_norm([[[[1.0, 3.0]]]], [2.0], [5.0], [2.0], [1.0], eps=0)
    array([[[[3., 7.]]]])
    """
    y, w, bias, mean, variance = as_arrays(y=y, w=w, bias=bias, mean=mean, variance=variance)
    check_rank(y, "y", "(T, M, H, W)")
    _check_per_map(y, w=w, bias=bias, mean=mean, variance=variance)
    # one multiplication and one addition for each cell instead of four steps
    factor = w / np.sqrt(variance + y.dtype.type(eps))
    z = y * factor[:, None, None]
    z += (bias - mean * factor)[:, None, None]
    return z


def batch_norm_grad(dz, y, w, mean, variance, *, eps: float = 1e-5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients of `batch_norm` while training, when mean and variance come from y itself.

    Lecture 5.3.  With ŷ = (y - mean) / sqrt(variance + eps):
    dw = sum dz · ŷ, dbias = sum dz, and dy = w / sqrt(variance + eps) · (dz - mean of dz - ŷ · mean of dz · ŷ).
    The two means are what y does through the statistics; without them the gradient is wrong.

    Parameters
    ----------
    dz, y : (T, M, H, W) arrays
    w, mean, variance : (M,) arrays
        As given to `batch_norm`.
    eps : float

    Returns
    -------
    dy : (T, M, H, W) array
    dw, dbias : (M,) arrays

    Raises
    ------
    ShapeError
        If dz and y differ in shape, or there is not one number for each map.

    Examples
    --------
    >>> dy, dw, dbias = batch_norm_grad([[[[1.0, 0.0]]]], [[[[1.0, 3.0]]]], [2.0], [2.0], [1.0], eps=0)
    >>> dy, dw, dbias
    (array([[[[0., 0.]]]]), array([-1.]), array([1.]))
    """
    dz, y, w, mean, variance = as_arrays(dz=dz, y=y, w=w, mean=mean, variance=variance)
    check_rank(y, "y", "(T, M, H, W)")
    _check_per_map(y, w=w, mean=mean, variance=variance)
    if dz.shape != y.shape:
        raise ShapeError(f"dz has shape {dz.shape}", f"y has {y.shape}", "pass the gradient of the same batch")
    inverse = 1 / np.sqrt(variance + y.dtype.type(eps))
    count = y.dtype.type(y.size // y.shape[1])
    dbias = dz.sum(axis=(0, 2, 3))
    # sum dz·ŷ without making ŷ
    dw = inverse * (np.einsum("tmij,tmij->m", dz, y) - mean * dbias)
    # dy = factor · (dz - dbias/count - (y - mean) · inverse · dw/count), gathered by what multiplies dz, y and 1
    factor = w * inverse
    slope = factor * inverse * dw / count
    dy = dz * factor[:, None, None]
    dy -= y * slope[:, None, None]
    dy += (mean * slope - factor * dbias / count)[:, None, None]
    return dy, dw, dbias


def _check_per_map(y: np.ndarray, **numbers: np.ndarray) -> None:
    for name, each in numbers.items():
        if each.shape != y.shape[1:2]:
            raise ShapeError(
                f"{name} has shape {each.shape}", f"y has {y.shape[1]} maps", "give one number for each map"
            )
