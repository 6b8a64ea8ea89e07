"""Enlargements that nobody has to learn: what a decoder is measured against (lecture 3).

Both are transposed convolutions whose filters are fixed: a block of ones, and a tent.  They are written here
without filters, so that the comparison stands on its own feet.
"""

from __future__ import annotations

import numpy as np

from cnnkit.filterbank import read_between
from cnnkit.shapes import Pair, as_arrays, as_pair, check_rank, check_room

__all__ = ["bilinear2d", "nearest2d"]

PLACES = 2**16  # between cells, that are worked out at once
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
        If y is not a stack of real maps, stride is not a positive whole number, or the result would be too large.

    Examples
    --------
    >>> bilinear2d([[[[0., 4.]]]], (1, 2))[0, 0]
    array([[0., 1., 3., 4.]])
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", "(T, M, H, W)")
    strides = as_pair(stride, "stride")
    size = tuple(cells * b for cells, b in zip(y.shape[2:], strides))
    check_room((*y.shape[:2], *size), change=SMALLER)
    z = np.empty((*y.shape[:2], *size), y.dtype)
    rows, columns = (_centres(cells, b) for cells, b in zip(y.shape[2:], strides))
    band = max(1, PLACES // max(1, size[1]))
    for top in range(0, size[0], band):
        places = np.meshgrid(rows[top : top + band], columns, indexing="ij")
        z[:, :, top : top + band] = read_between(y, *places)
    return z


def _centres(cells: int, stride: int) -> np.ndarray:
    """Where the centres of the new cells lie among the old ones; the border goes on."""
    return np.clip((np.arange(cells * stride) + 0.5) / stride - 0.5, 0, max(0, cells - 1))
