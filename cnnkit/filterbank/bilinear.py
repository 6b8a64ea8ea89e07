"""Reading maps between their cells, which is what every turn and every new size comes down to (lecture 4).

The one resampler of the package.  It needs the places that are read, and never a matrix over all pairs of cells.
"""

from __future__ import annotations

from math import cos, prod, radians, sin

import numpy as np

from cnnkit.kernels import bilinear
from cnnkit.shapes import Pair, ShapeError, as_arrays, as_pair, check_room, count_of, new_maps
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import real_number

__all__ = ["places_before", "read_between", "read_between_grad"]


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
        If the places or the reach do not fit the maps, or the result would be too large.
    TypeError
        If an array is not real.

    Examples
    --------
    >>> read_between([[0.0, 4.0], [8.0, 12.0]], [[0.5]], [[0.25]])
    array([[5.]])
    """
    (maps,) = as_arrays(maps=maps)
    _check_map(maps, "maps", "(..., H, W)")
    rows, columns = _places(rows, columns, maps.shape)
    steep = _steep(reach, maps.shape)
    values = new_maps((*maps.shape[:-2], *rows.shape[-2:]), maps.dtype)
    cells, flat = rows.shape[-2] * rows.shape[-1], maps.reshape(len(steep), *maps.shape[-2:])
    places = rows.reshape(-1), columns.reshape(-1), _step(rows)
    bilinear.read(flat, *places, steep, values.reshape(len(flat), cells))
    return values


def read_between_grad(dvalues, rows, columns, input_size: int | Pair) -> np.ndarray:
    """Gradient for the maps of `read_between`: every value's gradient goes back in the same shares.

    Parameters
    ----------
    dvalues : (..., h, w) array
        Gradient for the values that were read.
    rows, columns : arrays
        The places that were read.
    input_size : int or (H, W)
        Of the maps.

    Returns
    -------
    (..., H, W) array

    Raises
    ------
    ShapeError
        If the places are not those of the values.
    TypeError
        If an array is not real.

    Examples
    --------
    >>> read_between_grad([[8.0]], [[0.0]], [[0.25]], (1, 2))
    array([[6., 2.]])
    """
    (dvalues,) = as_arrays(dvalues=dvalues)
    _check_map(dvalues, "dvalues", "(..., h, w)")
    rows, columns = _places(rows, columns, dvalues.shape)
    if rows.shape[-2:] != dvalues.shape[-2:]:
        raise ShapeError(f"dvalues is {dvalues.shape}", f"the places are {rows.shape}", "pass the places of the forward pass")
    size = as_pair(input_size, "input_size")
    check_room((*dvalues.shape[:-2], *size), change="use a smaller input_size")
    sums = np.zeros((*dvalues.shape[:-2], *size))
    flat, cells = sums.reshape(prod(sums.shape[:-2]), *size), rows.shape[-2] * rows.shape[-1]
    bilinear.send_back(dvalues.reshape(len(flat), cells), rows.reshape(-1), columns.reshape(-1), _step(rows), flat)
    return sums.astype(dvalues.dtype)


def _check_map(array: np.ndarray, name: str, axes: str) -> None:
    if array.ndim < 2:
        raise ShapeError(f"{name} is {array.shape}", f"it must be {axes}", f"give {name} rows and columns")


def _places(rows, columns, shape: tuple[int, ...]) -> list[np.ndarray]:
    """Rows and columns as double arrays of one shape, (h, w), or (..., h, w) with the leading axes of the maps."""
    rows, columns = (place.astype(np.float64, copy=False) for place in as_arrays(rows=rows, columns=columns))
    _check_map(rows, "rows", "(h, w), or (..., h, w) with places for each map")
    if rows.shape != columns.shape:
        raise ShapeError(f"rows is {rows.shape}", f"columns is {columns.shape}", "give one row and one column for each place")
    if rows.ndim > 2 and rows.shape[:-2] != shape[:-2]:
        raise ShapeError(f"rows is {rows.shape}", f"there are maps {shape}", "give places (h, w) for all maps, or for each")
    return [rows, columns]


def _steep(reach, shape: tuple[int, ...]) -> np.ndarray:
    """1 / reach for each of the maps, one after the other."""
    (reach,) = as_arrays(reach=reach)
    if reach.shape not in ((), shape[:-2]) or not ((reach >= 1) & np.isfinite(reach)).all():
        raise ShapeError(f"reach is {shown(reach.tolist())}", f"there are maps {shape}",
                         "give one number from 1 on, for all maps or for each")  # fmt: skip
    steep = np.empty(shape[:-2])
    steep[...] = 1 / reach
    return steep.reshape(-1)


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

    Raises
    ------
    TypeError, ValueError
        If one of them is no such number.

    Examples
    --------
    >>> rows, columns = places_before(2, 90)
    >>> rows.tolist(), columns.tolist()
    ([[0.0, 1.0], [0.0, 1.0]], [[1.0, 1.0], [0.0, 0.0]])
    """
    side, factor = count_of(side, "side"), real_number(factor, "factor", above_zero=True)
    (height, width) = as_pair(side if size is None else size, "size")
    check_room((height, width), "the map after", "use a smaller size")
    angle = real_number(angle, "angle", signed=True)
    centre = (side - 1) / 2
    up = ((height - 1) / 2 - np.arange(height)[:, None]) / factor
    right = (np.arange(width)[None, :] - (width - 1) / 2) / factor
    c, s = _exact(cos, angle), _exact(sin, angle)
    # the cell at (right, up) shows what stood there before the turn, at R(-angle) (right, up)
    return centre - (up * c - right * s), centre + (right * c + up * s)


def _exact(function, angle: float) -> float:
    # cos(radians(90)) is 6e-17, not 0; the quarter turns have to be exact
    value = function(radians(angle % 360))
    return float(round(value)) if angle % 90 == 0 else value
