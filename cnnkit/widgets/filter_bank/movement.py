"""What a hand does to a photograph: mirror it, enlarge it, turn it, push it to the right."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from cnnkit.filterbank import places_before, read_between

__all__ = ["STILL", "Movement", "inside", "turn"]


@dataclass(frozen=True)
class Movement:
    """What is done to a square image, in this order.

    Parameters
    ----------
    mirrored : bool
        Left–right.
    factor : float
        By which it is enlarged about its centre, 1 or more.
    angle : float
        By which it is turned about its centre, in degrees, counter-clockwise.
    shift : int
        Columns by which it is pushed to the right; from the left comes 0.

    Examples
    --------
    >>> Movement(mirrored=True, shift=1).of([[1.0, 2.0], [3.0, 4.0]]).tolist()
    [[0.0, 2.0], [0.0, 4.0]]
    """

    mirrored: bool = False
    factor: float = 1
    angle: float = 0
    shift: int = 0

    @property
    def still(self) -> bool:
        """Whether nothing is done at all."""
        return self.angle % 360 == 0 and not self.mirrored and self.factor == 1 and not self.shift

    def of(self, maps, stride: int = 1) -> np.ndarray:
        """The maps after it: (..., H, H) of the image's cells, or of windows `stride` cells apart.

        A push that is no whole number of windows is rounded down.

        Examples
        --------
        >>> Movement(shift=3).of([[1.0, 2.0], [3.0, 4.0]], stride=2).tolist()
        [[0.0, 1.0], [0.0, 3.0]]
        """
        maps = np.asarray(maps, dtype=np.float64)
        maps = turn(maps[..., ::-1] if self.mirrored else maps, self.angle, self.factor)
        return _pushed(maps, self.shift // stride)

    def compared(self, side: int, kernel_size: int, stride: int, whole: bool) -> np.ndarray:
        """Cells of a scanned map (side, side) that can be held against the moved map of the image.

        A boolean array: the whole map or the disc of `inside`, without what the push uncovered.

        Examples
        --------
        >>> Movement(shift=1).compared(3, 2, 1, whole=True)[0].tolist()
        [False, True, True]
        """
        seen = np.ones((side, side), bool) if whole else inside(side, kernel_size, stride)
        seen = _pushed(seen, self.shift // stride)
        seen[:, : ceil(self.shift / stride)] = False
        return seen


STILL = Movement()


def turn(maps, angle: float, factor: float = 1) -> np.ndarray:
    """Turn square maps counter-clockwise about their centre, and enlarge them.

    Quarter turns in the same size move cells and change no number; all else reads between four cells
    (bilinear), and what comes from outside the map is 0.

    Parameters
    ----------
    maps : (..., H, H) array
        Square maps.
    angle : float
        In degrees.
    factor : float
        Size after to size before.

    Examples
    --------
    >>> turn([[1.0, 2.0], [3.0, 4.0]], 90).tolist()
    [[2.0, 4.0], [1.0, 3.0]]
    >>> turn([[0.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, 0.0, 0.0]], 0, 2).tolist()
    [[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]
    """
    maps = np.asarray(maps, dtype=np.float64)
    if angle % 90 == 0 and factor == 1:
        return np.rot90(maps, int(angle // 90) % 4, axes=(-2, -1)).copy()
    return read_between(maps, *places_before(maps.shape[-1], angle, factor))


def inside(side: int, kernel_size: int, stride: int = 1) -> np.ndarray:
    """Cells of a scanned map whose windows see only the map however it is turned: a disc.

    Parameters
    ----------
    side : int
        H' of the scanned map, no padding.
    kernel_size, stride : int
        K of the filter, and how far its windows are apart.

    Examples
    --------
    >>> inside(3, 3).astype(int).tolist()
    [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    """
    place = (np.arange(side) - (side - 1) / 2) * stride
    reach = ((side - 1) * stride + kernel_size - 1) / 2 - (kernel_size - 1) / 2**0.5
    return np.hypot(place[:, None], place[None, :]) <= reach


def _pushed(maps: np.ndarray, columns: int) -> np.ndarray:
    columns, pushed = min(columns, maps.shape[-1]), np.zeros_like(maps)
    pushed[..., columns:] = maps[..., : maps.shape[-1] - columns]
    return pushed
