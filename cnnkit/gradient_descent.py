"""Gradient descent (lecture 1.2.1.3): initialise, update, until err has converged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from cnnkit.shapes import ShapeError, as_arrays

__all__ = ["init_filters", "sgd_step", "train_until"]


def init_filters(shape: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """Draw filters at random, small enough that signals keep their size through relu layers.

    Lecture 1.2.1.3.1.  Normal with variance 2 / (inputs of one output cell), He et al. 2015, eq. 10.

    Parameters
    ----------
    shape : (N, M, Kh, Kw) or (N, M)
        Filters, or the weights of a linear layer.
    rng : numpy Generator

    Returns
    -------
    array of that shape

    Raises
    ------
    ShapeError
        If there are fewer than two axes, or an empty one.

    Examples
    --------
    >>> init_filters((8, 3, 5, 5), np.random.default_rng(0)).shape
    (8, 3, 5, 5)
    """
    shape = tuple(int(n) for n in shape)
    if len(shape) < 2 or min(shape) < 1:
        raise ShapeError(f"shape is {shape}", "filters have at least (N, M), none of them 0", "name all sizes")
    return rng.normal(0.0, np.sqrt(2 / np.prod(shape[1:])), shape)


def sgd_step(weights: Sequence, gradients: Sequence, learning_rate: float) -> list[np.ndarray]:
    """One step downhill for every array of weights; the arrays given stay as they are.

    Lecture 1.2.1.3.2: w = w - eta · dLoss/dw, after all gradients have been computed.

    Parameters
    ----------
    weights, gradients : lists of arrays of the same shapes
        Filters and biases of all layers.
    learning_rate : float
        The lecture's eta.

    Returns
    -------
    list of arrays

    Raises
    ------
    ShapeError
        If there is not one gradient of the right shape for each array.

    Examples
    --------
    >>> sgd_step([np.array([1.0, 2.0])], [np.array([1.0, -1.0])], 0.5)
    [array([0.5, 2.5])]
    """
    if len(weights) != len(gradients):
        raise ShapeError(f"{len(gradients)} gradients came", f"there are {len(weights)} arrays of weights",
                         "give one gradient for each")  # fmt: skip
    stepped = []
    for w, dw in zip(weights, gradients, strict=True):
        w, dw = as_arrays(w=w, dw=dw)
        if w.shape != dw.shape:
            raise ShapeError(f"a gradient has shape {dw.shape}", f"its weights have {w.shape}",
                             "order the gradients as the weights")  # fmt: skip
        stepped.append(w - w.dtype.type(learning_rate) * dw)
    return stepped


def train_until(step: Callable[[], float], tolerance: float, max_steps: int) -> list[float]:
    """Step until err has converged: until the loss changes by no more than the tolerance.

    Lecture 1.2.1.3.3.  A small change is not a minimum: a small learning rate stops early, far from one.

    Parameters
    ----------
    step : function
        Does one step and returns the loss.
    tolerance : float
        Stop after the first change of at most this size.
    max_steps : int
        Stop here at the latest.

    Returns
    -------
    list of float
        The losses; the last one is nan if the loss became nan.

    Examples
    --------
    >>> losses = iter([4.0, 2.0, 1.0, 1.0, 0.0])
    >>> train_until(lambda: next(losses), 0.1, 10)
    [4.0, 2.0, 1.0, 1.0]
    """
    losses: list[float] = []
    while len(losses) < max_steps:
        losses.append(float(step()))
        if np.isnan(losses[-1]):
            break
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses
