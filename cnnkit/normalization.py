"""Batch normalisation (lecture 5.3): every map with mean 0 and variance 1 over the batch, then scaled and moved.

The statistics are those of one map over all examples and positions, so that a map is treated alike
everywhere, as convolution does.  Statistics are kept in double precision, whatever the maps are made of: a mean
far from 0 has more digits than float32 holds.
"""

from __future__ import annotations

import numpy as np

from cnnkit.kernels import normalize
from cnnkit.kernels.sharing import share
from cnnkit.shapes import ShapeError, as_arrays, check_rank, new_maps
from cnnkit.shapes.settings import real_number

__all__ = ["batch_norm", "batch_norm_grad", "batch_norm_training", "map_statistics"]

SUMS = 4  # times the work of moving a number, that of summing it in two passes


def map_statistics(y) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of every map, over examples and positions.

    Lecture 5.3, batch normalisation; the variance is divided by the number of cells, not by one less.

    Parameters
    ----------
    y : (T, M, H, W) array

    Returns
    -------
    mean, variance : (M,) arrays of float64

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
    check_batch(y)
    mean, variance = np.empty((2, y.shape[1]))
    share(normalize.statistics, normalize.statistics_together, SUMS * y.size, y.shape[1], y, mean, variance)
    return mean, variance


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
    ValueError
        If a variance is below 0.

    Examples
    --------
    >>> batch_norm([[[[1.0, 3.0]]]], [2.0], [5.0], [2.0], [1.0], eps=0)
    array([[[[3., 7.]]]])
    """
    y, w, bias = as_arrays(y=y, w=w, bias=bias)
    check_rank(y, "y", "(T, M, H, W)")
    mean, variance = _statistics(y, mean, variance, w=w, bias=bias)
    eps = real_number(eps, "eps")
    # (y - centre) · factor + shift; what the precision of the maps leaves of the mean goes into the shift
    with np.errstate(invalid="ignore", over="ignore"):
        factor, centre = w / np.sqrt(variance + eps), mean.astype(y.dtype)
        shift = bias - (mean - centre) * factor
        numbers = [each.astype(y.dtype) for each in (centre, factor, shift)]
    z = new_maps(y.shape, y.dtype)
    share(normalize.normalize, normalize.normalize_together, y.size, len(y) * y.shape[1], y, *numbers, z)
    return z


def batch_norm_training(y, w, bias, *, eps: float = 1e-5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normalise every map with the statistics of this very batch: `map_statistics` and `batch_norm` in one pass.

    Lecture 5.3, while training.

    Parameters
    ----------
    y : (T, M, H, W) array
    w, bias : (M,) arrays
    eps : float
        As in `batch_norm`.

    Returns
    -------
    z : (T, M, H, W) array
    mean, variance : (M,) arrays of float64

    Raises
    ------
    ShapeError
        If there is no example, or not one number for each map.

    Examples
    --------
    >>> batch_norm_training([[[[1.0, 3.0]]]], [2.0], [5.0], eps=0)
    (array([[[[3., 7.]]]]), array([2.]), array([1.]))
    """
    y, w, bias = as_arrays(y=y, w=w, bias=bias)
    check_batch(y)
    check_per_map(y, w=w, bias=bias)
    nothing = np.empty(0, y.dtype)
    return normalized_batch(y, w, bias, eps, (nothing, nothing), 0.0)


def normalized_batch(y, w, bias, eps, running, momentum: float, *, relu: bool = False, past=None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`batch_norm_training` of checked arrays, with relu or a sum behind it, while running mean and variance follow."""
    eps, momentum = real_number(eps, "eps"), real_number(momentum, "momentum", most=1)
    z, (mean, variance) = new_maps(y.shape, y.dtype), np.empty((2, y.shape[1]))
    kernels, past = (normalize.normalize_batch, normalize.normalize_batch_together), y[:0] if past is None else past.astype(y.dtype, copy=False)
    share(*kernels, SUMS * y.size, y.shape[1], y, w, bias, eps, relu, past, z, mean, variance, *running, momentum)
    return z, mean, variance


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
        If dz and y differ in shape, there is no example, or there is not one number for each map.
    ValueError
        If a variance is below 0.

    Examples
    --------
    >>> dy, dw, dbias = batch_norm_grad([[[[1.0, 0.0]]]], [[[[1.0, 3.0]]]], [2.0], [2.0], [1.0], eps=0)
    >>> dy, dw, dbias
    (array([[[[0., 0.]]]]), array([-1.]), array([1.]))
    """
    dz, y, w = as_arrays(dz=dz, y=y, w=w)
    check_batch(y)
    mean, variance = _statistics(y, mean, variance, w=w)
    check_like(dz, y)
    return normalized_gradients(dz, y, w, mean, variance, eps)


def normalized_gradients(dz, y, w, mean, variance, eps, bias=None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`batch_norm_grad` of checked arrays; where bias is given, dz is the gradient behind the relu of what it made."""
    eps, relu = real_number(eps, "eps"), bias is not None
    dy, (dw, dbias) = new_maps(y.shape, y.dtype), np.empty((2, y.shape[1]), y.dtype)
    kernels = normalize.normalize_grad, normalize.normalize_grad_together
    share(*kernels, SUMS * y.size, y.shape[1], dz, y, w, bias if relu else w, mean, variance, eps, relu, dy, dw, dbias)
    return dy, dw, dbias


def check_like(dz: np.ndarray, y: np.ndarray) -> None:
    """Refuse a gradient of other maps than y."""
    if dz.shape != y.shape:
        raise ShapeError(f"dz has shape {dz.shape}", f"y has {y.shape}", "pass the gradient of the same batch")


def check_batch(y: np.ndarray) -> None:
    """Refuse what is no batch of maps, or an empty one."""
    check_rank(y, "y", "(T, M, H, W)")
    if not len(y):
        raise ShapeError("y has no example", "a mean needs at least one", "pass a batch that is not empty")


def check_per_map(y: np.ndarray, **numbers: np.ndarray) -> None:
    """Refuse numbers that are not one for each map of y."""
    for name, each in numbers.items():
        if each.shape != y.shape[1:2]:
            raise ShapeError(
                f"{name} has shape {each.shape}", f"y has {y.shape[1]} maps", "give one number for each map"
            )


def _statistics(y: np.ndarray, mean, variance, **others: np.ndarray) -> list[np.ndarray]:
    """Mean and variance in double precision, when all that is needed for each map is there once."""
    mean, variance = as_arrays(mean=mean, variance=variance)
    check_per_map(y, **others, mean=mean, variance=variance)
    if (variance < 0).any():
        raise ValueError(f"variance holds {variance.min():g}, but a mean of squares is never below 0; pass what map_statistics gave")
    return [each.astype(np.float64) for each in (mean, variance)]
