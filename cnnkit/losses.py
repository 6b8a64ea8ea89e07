"""Divergences of one example, and their mean, the loss (lecture 1.2).

A divergence gives (div, dz): one number for each example, and its gradient, not yet divided by T.  The mean
over the examples is taken in `mean_loss` and nowhere else.
"""

from __future__ import annotations

import math

import numpy as np

from cnnkit.shapes import ShapeError, as_arrays, as_whole_numbers, check_rank

__all__ = ["check_classes", "cross_entropy", "mean_loss", "squared_error"]


def cross_entropy(z, d) -> tuple[np.ndarray, np.ndarray]:
    """Softmax and cross-entropy in one: how far the scores are from the wanted class.

    Lecture 1.2.1.2: div = -log softmax(z)[d], and dz = softmax(z) - one-hot(d).

    Parameters
    ----------
    z : (T, C) array
        Scores of C classes.
    d : (T,) array of integers
        The wanted classes, 0 to C - 1.

    Returns
    -------
    div : (T,) array
    dz : (T, C) array

    Raises
    ------
    ShapeError
        If there is not one class for each example, or a class does not exist.
    TypeError
        If the classes are not whole numbers.

    Examples
    --------
    >>> div, dz = cross_entropy([[0.0, 0.0]], [1])
    >>> div.round(3), dz
    (array([0.693]), array([[ 0.5, -0.5]]))
    """
    (z,) = as_arrays(z=z)
    check_rank(z, "z", "(T, C)")
    d = check_classes(d, z.shape)
    # softmax does not change when a constant is taken off; without the maximum exp would overflow
    below = z - z.max(axis=1, keepdims=True)
    total = np.exp(below).sum(axis=1, keepdims=True)
    examples = np.arange(len(z))
    div = np.log(total[:, 0]) - below[examples, d]
    dz = np.exp(below) / total
    dz[examples, d] -= 1
    return div, dz


def squared_error(y, d) -> tuple[np.ndarray, np.ndarray]:
    """Half the squared distance from the desired output.

    Lecture 1.2.1.2: div = 1/2 · sum (y - d)², and dy = y - d.

    Parameters
    ----------
    y, d : (T, ...) arrays of one shape
        Output and desired output.

    Returns
    -------
    div : (T,) array
    dy : array of y's shape

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> squared_error([[3.0, 1.0]], [[1.0, 1.0]])
    (array([2.]), array([[2., 0.]]))
    """
    y, d = as_arrays(y=y, d=d)
    if y.shape != d.shape or y.ndim == 0:
        raise ShapeError(f"y has shape {y.shape}", f"d has {d.shape}", "give one desired value for each output")
    dy = y - d
    return (dy**2).reshape(len(y), math.prod(y.shape[1:])).sum(axis=1) / 2, dy


def mean_loss(div, dz) -> tuple[float, np.ndarray]:
    """The loss, and the gradient of the loss: the one place where 1/T goes.

    Lecture 1.2.1.2.1: Loss = 1/T · sum div.

    Parameters
    ----------
    div : (T,) array
    dz : (T, ...) array
        Gradient of each example's own divergence.

    Returns
    -------
    loss : float
    dz : array of the same shape
        Divided by T.

    Raises
    ------
    ShapeError
        If div and dz have different numbers of examples, or none.

    Examples
    --------
    >>> mean_loss([1.0, 3.0], [[2.0], [4.0]])
    (2.0, array([[1.],
           [2.]]))
    """
    div, dz = as_arrays(div=div, dz=dz)
    if div.ndim != 1 or dz.ndim < 1 or len(div) != len(dz) or not len(div):
        raise ShapeError(
            f"div has shape {div.shape} and dz {dz.shape}",
            "both need T examples, at least one",
            "pass what the divergence returned",
        )
    return float(div.mean()), dz / len(div)


def check_classes(d, shape: tuple[int, int], name: str = "d") -> np.ndarray:
    """Refuse desired outputs that are not one class for each example.

    Lecture 1.2.1.2: d is the number of the wanted score.

    Parameters
    ----------
    d : (T,) array of integers
    shape : (T, C)
        Of the scores.
    name : str
        What the caller calls them.

    Returns
    -------
    (T,) array

    Raises
    ------
    ShapeError
        If there is not one class for each example, or a class does not exist.
    TypeError
        If the classes are not whole numbers.

    Examples
    --------
    >>> check_classes([1, 0], (2, 3))
    array([1, 0])
    """
    d = as_whole_numbers(d, name, f"use {name}.astype(int)")
    if d.shape != shape[:1]:
        raise ShapeError(f"{name} has shape {d.shape}", f"z has {shape[0]} examples", "give one class for each example")
    if d.size and (d.min() < 0 or d.max() >= shape[1]):
        raise ShapeError(
            f"{name} holds classes from {d.min()} to {d.max()}",
            f"z has scores for 0 to {shape[1] - 1}",
            "number the classes from 0",
        )
    return d
