"""Enlargements that nobody has to learn: what a decoder is measured against (lecture 3).

Both are transposed convolutions whose filters are fixed: a block of ones, and a tent.  They are written here
without filters, so that the comparison stands on its own feet.
"""

from __future__ import annotations

import numpy as np

from cnnkit.shapes import Pair, as_arrays, as_pair, check_rank, check_room

__all__ = ["bilinear2d", "nearest2d"]

SMALLER = "use a smaller stride or fewer examples"


def nearest2d(y, stride: int | Pair) -> np.ndarray:
    """Repeat every cell: each new cell takes the value of the old one that it lies in.

    Lecture 3: the same as a transposed convolution of each map with b × b ones, stride b.

    Parameters
    ----------
    y : (T, channels, H, W) array
        Maps of T examples.
    stride : int or (rows, columns)
        How often a cell is repeated, b.

    Returns
    -------
    (T, channels, H * b, W * b) array

    Raises
    ------
    ShapeError, TypeError
        If y is not a stack of real maps, or stride is not a positive whole number.

    Examples
    --------
    >>> nearest2d([[[[1., 2.]]]], 2)[0, 0]
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", "(T, M, H, W)")
    rows, columns = as_pair(stride, "stride")
    check_room((*y.shape[:2], y.shape[2] * rows, y.shape[3] * columns), change=SMALLER)
    return y.repeat(rows, axis=2).repeat(columns, axis=3)


def bilinear2d(y, stride: int | Pair) -> np.ndarray:
    """Mix the nearest cells by their distance; outside the map the border goes on.

    Lecture 3: inside the map the same as a transposed convolution with a tent, 1 − |distance| / b.

    Parameters
    ----------
    y : (T, channels, H, W) array
        Maps of T examples.
    stride : int or (rows, columns)
        How many times larger the map becomes, b.

    Returns
    -------
    (T, channels, H * b, W * b) array

    Raises
    ------
    ShapeError, TypeError
        If y is not a stack of real maps, or stride is not a positive whole number.

    Examples
    --------
    >>> bilinear2d([[[[0., 4.]]]], (1, 2))[0, 0]
    array([[0., 1., 3., 4.]])
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", "(T, M, H, W)")
    check_room((*y.shape[:2], *(size * b for size, b in zip(y.shape[2:], as_pair(stride, "stride")))), change=SMALLER)
    rows, columns = (
        _shares(size, b).astype(y.dtype) for size, b in zip(y.shape[2:], as_pair(stride, "stride"))
    )
    return rows @ y @ columns.T


def _shares(size: int, stride: int) -> np.ndarray:
    """How much each new cell takes from each old one, (size * stride, size): centres are aligned."""
    centres = np.clip((np.arange(size * stride) + 0.5) / stride - 0.5, 0, size - 1)
    return np.maximum(0, 1 - np.abs(centres[:, None] - np.arange(size)))
