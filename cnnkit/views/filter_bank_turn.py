"""Turning a whole map by any angle, as a hand would turn a photograph."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np

__all__ = ["inside", "turn"]


def turn(maps, angle: float) -> np.ndarray:
    """Turn square maps counter-clockwise about their centre.

    Quarter turns move cells and change no number; any other angle reads between four cells
    (bilinear), and what comes from outside the map is 0.

    Parameters
    ----------
    maps : (..., H, H) array
        Square maps.
    angle : float
        In degrees.

    Examples
    --------
    >>> turn([[1.0, 2.0], [3.0, 4.0]], 90).tolist()
    [[2.0, 4.0], [1.0, 3.0]]
    """
    maps = np.asarray(maps, dtype=np.float64)
    if angle % 90 == 0:
        return np.rot90(maps, int(angle // 90) % 4, axes=(-2, -1)).copy()
    side = maps.shape[-1]
    centre, c, s = (side - 1) / 2, cos(radians(angle)), sin(radians(angle))
    up, right = centre - np.arange(side)[:, None], np.arange(side)[None, :] - centre
    # the cell at (right, up) shows what stood there before the turn
    rows, columns = centre - (up * c - right * s), centre + (right * c + up * s)
    framed = np.pad(maps, [(0, 0)] * (maps.ndim - 2) + [(1, 1)] * 2)
    rows, columns = np.clip(rows + 1, 0, side + 1), np.clip(columns + 1, 0, side + 1)
    top, left = (np.minimum(np.floor(place).astype(int), side) for place in (rows, columns))
    down, along = rows - top, columns - left
    return (
        framed[..., top, left] * (1 - down) * (1 - along)
        + framed[..., top, left + 1] * (1 - down) * along
        + framed[..., top + 1, left] * down * (1 - along)
        + framed[..., top + 1, left + 1] * down * along
    )


def inside(side: int, kernel_size: int) -> np.ndarray:
    """Cells of a scanned map whose windows see only the map however it is turned: a disc.

    Parameters
    ----------
    side : int
        H' of the scanned map, stride 1, no padding.
    kernel_size : int
        K of the filter.

    Examples
    --------
    >>> inside(3, 3).astype(int).tolist()
    [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    """
    place = np.arange(side) - (side - 1) / 2
    reach = (side - 1 + kernel_size - 1) / 2 - (kernel_size - 1) / 2**0.5
    return np.hypot(place[:, None], place[None, :]) <= reach
