"""Reading maps between their cells, which is what every turn and every new size comes down to (lecture 4).

The one resampler of the package.  It needs the places that are read, and never a matrix over all pairs of cells.
"""

from __future__ import annotations

from math import cos, prod, radians, sin

import numpy as np

from cnnkit.kernels import bilinear
from cnnkit.shapes import Pair, as_arrays, new_maps

__all__ = ["add_shares", "places_before", "read_between"]


def read_between(maps, rows, columns, reach=1) -> np.ndarray:
    """Read maps at places between their cells: a mixture of the four next to each, by distance; 0 outside.

    Parameters
    ----------
    maps : (..., H, W) array
    rows, columns : (h, w) arrays, or (..., h, w) arrays with places of its own for each map
        The places, counted in cells from 0 on.
    reach : number, or one for each map (...)
        How many cells a share takes to fall to 0, at least 1; with more, a mean of more cells is read.

    Returns
    -------
    (..., h, w) array

    Raises
    ------
    ShapeError
        If the result would be too large.
    TypeError
        If an array is not real.

    Examples
    --------
    >>> read_between([[0.0, 4.0], [8.0, 12.0]], [[0.5]], [[0.25]])
    array([[5.]])
    """
    (maps,) = as_arrays(maps=maps)
    rows, columns = as_arrays(rows=np.float64(rows), columns=np.float64(columns))
    values = new_maps((*maps.shape[:-2], *rows.shape[-2:]), maps.dtype)
    cells, count = rows.shape[-2] * rows.shape[-1], prod(maps.shape[:-2])
    flat, steep = maps.reshape(count, *maps.shape[-2:]), np.empty(maps.shape[:-2])
    steep[...] = 1 / np.asarray(reach, np.float64)
    places = rows.reshape(-1), columns.reshape(-1), _step(rows)
    bilinear.read(flat, *places, steep.reshape(count), values.reshape(count, cells))
    return values


def add_shares(sums: np.ndarray, dvalues, rows, columns) -> None:
    """Add the gradient for the maps of `read_between` to sums: every value's gradient, in the same shares.

    Parameters
    ----------
    sums : (..., H, W) array of float64
        Is added to.
    dvalues : (..., h, w) array
        Gradient for the values that were read.
    rows, columns : arrays
        The places that were read.

    Examples
    --------
    >>> sums = np.zeros((1, 2))
    >>> add_shares(sums, [[8.0]], [[0.0]], [[0.25]])
    >>> sums
    array([[6., 2.]])
    """
    (dvalues,) = as_arrays(dvalues=dvalues)
    rows, columns = as_arrays(rows=np.float64(rows), columns=np.float64(columns))
    cells, flat = rows.shape[-2] * rows.shape[-1], sums.reshape(-1, *sums.shape[-2:])
    bilinear.send_back(dvalues.reshape(len(flat), cells), rows.reshape(-1), columns.reshape(-1), _step(rows), flat)


def _step(rows: np.ndarray) -> int:
    """How far the places of the next map are: nowhere if all maps have the same."""
    return 0 if rows.ndim == 2 else rows.shape[-2] * rows.shape[-1]


def places_before(side: int, angle: float = 0, factor: float = 1, size: Pair | None = None) -> tuple:
    """Where the cells of a square map stood before it was turned and enlarged about its centre.

    Lecture 4.  The map is turned counter-clockwise, as by `np.rot90`, and becomes `factor` times larger.

    Parameters
    ----------
    side : int
        H of the map before.
    angle : float
        In degrees; quarter turns are exact.
    factor : float
    size : (h, w), optional
        Of the map after; as before if not given.

    Returns
    -------
    rows, columns : (h, w) arrays

    Examples
    --------
    >>> rows, columns = places_before(2, 90)
    >>> rows.tolist(), columns.tolist()
    ([[0.0, 1.0], [0.0, 1.0]], [[1.0, 1.0], [0.0, 0.0]])
    """
    centre, (height, width) = (side - 1) / 2, size or (side, side)
    up = ((height - 1) / 2 - np.arange(height)[:, None]) / factor
    right = (np.arange(width)[None, :] - (width - 1) / 2) / factor
    c, s = _exact(cos, angle), _exact(sin, angle)
    # the cell at (right, up) shows what stood there before the turn, at R(-angle) (right, up)
    return centre - (up * c - right * s), centre + (right * c + up * s)


def _exact(function, angle: float) -> float:
    # cos(radians(90)) is 6e-17, not 0; the quarter turns have to be exact
    value = function(radians(angle % 360))
    return float(round(value)) if angle % 90 == 0 else value
