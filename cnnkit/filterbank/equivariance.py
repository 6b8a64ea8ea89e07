"""Two meters of a layer under turns of its input: does the output turn with it, does it stay put?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cnnkit.filterbank import bank_conv2d, bank_max, rotate_filters
from cnnkit.shapes import ShapeError, as_arrays, check_rank
from cnnkit.shapes.settings import as_function

__all__ = ["apart", "equivariance_error", "pooled_bank"]


def apart(a, b) -> float:
    """How far a lies from b: ‖a − b‖ / ‖b‖, and 0 where both are nothing.

    Examples
    --------
    >>> apart([3.0, 4.0], [3.0, 4.0]), apart([0.0, 0.0], [3.0, 4.0]), apart([0.0], [0.0])
    (0.0, 1.0, 0.0)
    """
    a, b = (each.astype(float) for each in as_arrays(a=a, b=b))
    if a.shape != b.shape:
        raise ShapeError(f"a has shape {a.shape}", f"b has {b.shape}", "compare arrays of one shape")
    distance, size = np.linalg.norm(a - b), np.linalg.norm(b)
    if distance == 0:
        return 0.0
    return float(distance / size) if size else float("inf")


def equivariance_error(layer: Callable, y: np.ndarray) -> float:
    """The worst of three quarter turns of ‖layer(rot90 y) − rot90(layer y)‖ / ‖layer y‖.

    Parameters
    ----------
    layer : callable
        From maps (T, M, H, H) to maps (T, N, H_out, H_out).
    y : (T, M, H, H) array
        Square maps.

    Examples
    --------
    >>> equivariance_error(lambda y: y**2, np.arange(9.0).reshape(1, 1, 3, 3))
    0.0
    """
    layer, (y,) = as_function(layer, "layer"), as_arrays(y=y)
    check_rank(y, "y", "(T, M, H, H)")
    if y.shape[2] != y.shape[3]:
        raise ShapeError(f"y has maps {y.shape[2:]}", "only square maps keep their size when they turn", "cut out a square")
    z = layer(y)
    return max(apart(layer(_turned(y, turns)), _turned(z, turns)) for turns in (1, 2, 3))


def pooled_bank(y: np.ndarray, w: np.ndarray, *, stride=1, padding=0) -> np.ndarray:
    """Scan with every quarter turn of w and keep the strongest.

    Lecture 4: the filter is enumerated in its turned versions, and the bank is pooled.

    Parameters
    ----------
    y : (T, M, H, W) array
        Maps.
    w : (N, M, K, K) array
        Filters.

    Returns
    -------
    (T, N, H_out, W_out) array

    Examples
    --------
    >>> w = np.array([[[[0.0, 0.0], [0.0, 1.0]]]])
    >>> pooled_bank(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), w).item()
    4.0
    """
    return bank_max(bank_conv2d(y, rotate_filters(w), stride=stride, padding=padding))[0]


def _turned(maps: np.ndarray, turns: int) -> np.ndarray:
    return np.rot90(maps, turns, axes=(-2, -1))
