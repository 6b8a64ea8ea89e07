"""Gradient descent (lecture 1.2.1.3): initialise, update, until err has converged."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from cnnkit.kernels import updates
from cnnkit.shapes import ShapeError, as_arrays, check_room, count_of, whole_number
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import as_function, as_generator, real_number

__all__ = ["adam_update", "init_filters", "momentum_update", "sgd_step", "train_until"]


def init_filters(
    shape: Sequence[int], rng: np.random.Generator, *, gain: float = 1.0, reads: int | None = None
) -> np.ndarray:
    """Draw filters at random, small enough that signals keep their size through relu layers.

    Lecture 1.2.1.3.1.  Normal with variance 2 / (inputs of one output cell), He et al. 2015, eq. 10.

    Parameters
    ----------
    shape : (N, M, Kh, Kw) or (N, M)
        Filters, or the weights of a linear layer.
    rng : numpy Generator
    gain : float
        How many times as far they spread: with less than 1 signals shrink from layer to layer, with more they grow.
    reads : int, optional
        Inputs of one output cell, where they are not the cells of one filter.

    Returns
    -------
    array of that shape

    Raises
    ------
    ShapeError
        If there are fewer than two axes, or an empty one.
    TypeError
        If rng is no Generator.

    Examples
    --------
    >>> init_filters((8, 3, 5, 5), np.random.default_rng(0)).shape
    (8, 3, 5, 5)
    """
    if not isinstance(shape, tuple | list | np.ndarray) or len(np.shape(shape)) != 1:
        raise TypeError(f"shape must be a tuple of sizes, but {shown(shape)} came; write for example shape=(8, 3, 5, 5)")
    shape = tuple(whole_number(n, "shape", "shape must be made of whole numbers") for n in shape)
    if len(shape) < 2 or min(shape) < 1:
        raise ShapeError(f"shape is {shape}", "filters have at least (N, M), none of them 0", "name all sizes")
    check_room(shape, "the filters", "use fewer or smaller filters")
    reads = math.prod(shape[1:]) if reads is None else count_of(reads, "reads")
    spread = real_number(gain, "gain") * math.sqrt(2 / reads)
    return as_generator(rng).normal(0.0, spread, shape)


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
    weights, gradients = _lists(weights=weights, gradients=gradients)
    rate = real_number(learning_rate, "learning_rate")
    if len(weights) != len(gradients):
        raise ShapeError(f"{len(gradients)} gradients came", f"there are {len(weights)} arrays of weights",
                         "give one gradient for each")  # fmt: skip
    stepped = []
    for w, dw in zip(weights, gradients, strict=True):
        w, dw = as_arrays(w=w, dw=dw)
        if w.shape != dw.shape:
            raise ShapeError(f"a gradient has shape {dw.shape}", f"its weights have {w.shape}",
                             "order the gradients as the weights")  # fmt: skip
        stepped.append(w - w.dtype.type(rate) * dw)
    return stepped


def _lists(**given) -> list:
    """Lists of arrays, and nothing that merely has a length."""
    for name, each in given.items():
        if not isinstance(each, list | tuple):
            raise TypeError(f"{name} must be a list of arrays, but {shown(each)} came; write for example {name}=[w, bias]")
    return [*given.values()]


def momentum_update(
    w: np.ndarray, dw: np.ndarray, velocity: np.ndarray, learning_rate: float, *, momentum: float = 0.0,
    weight_decay: float = 0.0,
) -> None:  # fmt: skip
    """One step downhill that keeps some of the last one; w and velocity are changed in place.

    Lecture 1.2.1.3.2, with additions: v = momentum · v + dw + weight_decay · w, and w = w - eta · v.

    Parameters
    ----------
    w, dw, velocity : arrays of one shape
    learning_rate, momentum, weight_decay : float

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> w, velocity = np.ones(2), np.array([2.0, 0.0])
    >>> momentum_update(w, np.array([1.0, 1.0]), velocity, 0.5, momentum=0.5)
    >>> w, velocity
    (array([0. , 0.5]), array([2., 1.]))
    """
    dtype = _changeable(w=w, velocity=velocity)
    numbers = _numbers(dtype, learning_rate=learning_rate, momentum=momentum, weight_decay=weight_decay)
    _in_place(updates.momentum, dw, (w, velocity), *numbers)


def adam_update(
    w: np.ndarray, dw: np.ndarray, mean: np.ndarray, square: np.ndarray, learning_rate: float, step: int, *,
    decay: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 0.0,
) -> None:  # fmt: skip
    """One step of Adam (Kingma & Ba 2015, algorithm 1); w and both averages are changed in place.

    Lecture 1.2.1.3.2, with another length of step: the mean gradient over the root of its mean square.  Both start
    at 0 and are corrected for that.

    Parameters
    ----------
    w, dw, mean, square : arrays of one shape
        Weights, their gradient, and averages of it and of its square.
    learning_rate : float
    step : int
        The number of this step, from 1.
    decay : (float, float)
        How slowly the averages forget.
    eps, weight_decay : float

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> w, mean, square = np.ones(1), np.zeros(1), np.zeros(1)
    >>> adam_update(w, np.array([1e3]), mean, square, 0.25, 1)
    >>> w.round(6)
    array([0.75])
    """
    dtype, decay, step = _changeable(w=w, mean=mean, square=square), forgetting(decay), count_of(step, "step")
    number = dtype.type
    keep = tuple(number(each) for each in decay)
    take = tuple(number(1 - each) for each in decay)
    missing = tuple(number(1) - number(each**step) for each in decay)
    rate, eps, weight_decay = _numbers(dtype, learning_rate=learning_rate, eps=eps, weight_decay=weight_decay)
    _in_place(updates.adam, dw, (w, mean, square), rate, keep, take, missing, eps, weight_decay)


def forgetting(decay: object) -> tuple[float, float]:
    """Read how slowly Adam's two averages forget: each from 0 up to, but not including, 1.

    Examples
    --------
    >>> forgetting([0.9, 0.999])
    (0.9, 0.999)
    """
    if not isinstance(decay, tuple | list) or len(decay) != 2:
        raise ValueError(f"decay is {shown(decay)}; give one for the gradient and one for its square, as (0.9, 0.999)")
    first, second = (real_number(each, "decay", most=1) for each in decay)
    if max(first, second) == 1:
        raise ValueError(f"decay is {shown(decay)}; an average that forgets nothing stays 0, so it must be less than 1")
    return first, second


def _numbers(dtype: np.dtype, **settings) -> list:
    return [dtype.type(real_number(value, name)) for name, value in settings.items()]


def _changeable(**arrays) -> np.dtype:
    """Refuse what cannot be changed in place; the precision of the first of them."""
    for name, each in arrays.items():
        if type(each) is not np.ndarray or each.dtype not in (np.float32, np.float64) or not each.flags.writeable:
            came = f"{each.dtype} in a {type(each).__name__}" if isinstance(each, np.ndarray) else shown(each)
            came = "one that is read-only" if type(each) is np.ndarray and not each.flags.writeable else came
            raise TypeError(f"{name} must be a writeable array of float32 or float64, for it is changed in place, but "
                            f"{came} came; make it with np.array({name}, dtype=np.float64)")  # fmt: skip
    return next(iter(arrays.values())).dtype


def _in_place(kernel, dw, changed, *numbers) -> None:
    """Run a kernel on arrays as it needs them, and see to it that the arrays given are the ones that change."""
    (dw,), dtype = as_arrays(dw=dw), changed[0].dtype
    for each in (dw, *changed):
        if np.shape(each) != changed[0].shape:
            raise ShapeError(f"a gradient has shape {np.shape(each)}", f"its weights have {changed[0].shape}",
                             "order the gradients as the weights")  # fmt: skip
    dw, *ready = (
        each if type(each) is np.ndarray and each.dtype is dtype and each.flags.carray
        else np.require(each, dtype, ["C", "A", "W", "E"])
        for each in (dw, *changed)
    )  # fmt: skip
    kernel(ready[0], dw, *ready[1:], *numbers)
    for given, worked in zip(changed, ready):
        if worked is not given:
            given[...] = worked


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

    Raises
    ------
    ValueError
        If the tolerance is no number of 0 or more: nothing would ever be within it.

    Examples
    --------
    >>> losses = iter([4.0, 2.0, 1.0, 1.0, 0.0])
    >>> train_until(lambda: next(losses), 0.1, 10)
    [4.0, 2.0, 1.0, 1.0]
    """
    step, tolerance, max_steps = as_function(step, "step"), real_number(tolerance, "tolerance"), count_of(max_steps, "max_steps", 0)
    losses: list[float] = []
    while len(losses) < max_steps:
        losses.append(_loss(step()))
        if np.isnan(losses[-1]):
            break
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return losses


def _loss(made: object) -> float:
    try:
        return float(made)
    except (TypeError, ValueError):
        raise TypeError(f"step must return the loss, one number, but {shown(made)} came; let it end with return loss") from None
