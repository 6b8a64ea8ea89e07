"""Filters in every turn, mirror image or size (lecture 4), and their gradients.

A bank holds R transformed copies of each filter.  Every transform is linear in the weights: member r is
`matrix[r] @ filter`, a small resampling matrix that reads the filter bilinearly and finds 0 outside it.
The gradient therefore goes back through the transposed matrix, and the copies' shares are summed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, cos, radians, sin

import numpy as np

from cnnkit.filterbank.pooling import check_bank
from cnnkit.shapes import ShapeError, as_arrays, as_pair, check_rank

__all__ = [
    "reflect_filters",
    "reflect_filters_grad",
    "rotate_filters",
    "rotate_filters_grad",
    "scale_filters",
    "scale_filters_grad",
]


def rotate_filters(w, angles: Sequence[float] = (0, 90, 180, 270)) -> np.ndarray:
    """Turn every filter by each angle, counter-clockwise as `np.rot90`.

    Lecture 4: each filter is enumerated in its turned versions.  Multiples of 90 degrees are exact; any
    other angle reads between the cells and loses a little.

    Parameters
    ----------
    w : (N, M, K, K) array
        Square filters.
    angles : R numbers
        In degrees.

    Returns
    -------
    (N, R, M, K, K) array

    Raises
    ------
    ShapeError
        If the filters are not square, or no angle is given.
    TypeError
        If w or the angles are not real numbers.

    Examples
    --------
    >>> w = np.arange(4.0).reshape(1, 1, 2, 2)
    >>> bool((rotate_filters(w)[0, 1, 0] == np.rot90(w[0, 0])).all())
    True
    """
    w = _square_filters(w)
    return _members(w, _rotations(w.shape[-1], _numbers(angles, "angles")))


def rotate_filters_grad(dbank, angles: Sequence[float] = (0, 90, 180, 270)) -> np.ndarray:
    """Gradient for the filters of `rotate_filters`: each member's gradient turned back, then summed.

    Parameters
    ----------
    dbank : (N, R, M, K, K) array
        Gradient for the bank.
    angles : R numbers
        The angles of the forward pass.

    Returns
    -------
    (N, M, K, K) array

    Raises
    ------
    ShapeError
        If dbank is not such a bank.

    Examples
    --------
    >>> rotate_filters_grad(np.ones((1, 4, 1, 2, 2)))[0, 0]
    array([[4., 4.],
           [4., 4.]])
    """
    angles = _numbers(angles, "angles")
    dbank = check_bank(dbank, "dbank", len(angles))
    return _collect(dbank, _rotations(dbank.shape[-1], angles), dbank.shape[-1])


def reflect_filters(w) -> np.ndarray:
    """Every filter and its left–right mirror image.

    Lecture 4.  With `rotate_filters` on top, this gives all eight symmetries of the square.

    Parameters
    ----------
    w : (N, M, Kh, Kw) array
        Filters.

    Returns
    -------
    (N, 2, M, Kh, Kw) array

    Raises
    ------
    ShapeError
        If w does not have four axes.

    Examples
    --------
    >>> reflect_filters(np.array([[[[1.0, 2.0]]]]))[0, :, 0, 0]
    array([[1., 2.],
           [2., 1.]])
    """
    (w,) = as_arrays(w=w)
    check_rank(w, "w", "(N, M, Kh, Kw)")
    return np.stack([w, w[..., ::-1]], axis=1)


def reflect_filters_grad(dbank) -> np.ndarray:
    """Gradient for the filters of `reflect_filters`: the mirror image's share is mirrored back.

    Parameters
    ----------
    dbank : (N, 2, M, Kh, Kw) array
        Gradient for the bank.

    Returns
    -------
    (N, M, Kh, Kw) array

    Raises
    ------
    ShapeError
        If dbank is not such a bank.

    Examples
    --------
    >>> reflect_filters_grad(np.array([1.0, 0, 0, 5]).reshape(1, 2, 1, 1, 2))[0, 0]
    array([[6., 0.]])
    """
    dbank = check_bank(dbank, "dbank", 2)
    return dbank[:, 0] + dbank[:, 1, ..., ::-1]


def scale_filters(w, factors: Sequence[float]) -> np.ndarray:
    """Enlarge every filter by each factor about its centre; all members get the largest one's frame.

    Lecture 4.  Member r is divided by factor squared: a filter of twice the size covers four times the
    cells and would otherwise win every maximum over the bank.

    Parameters
    ----------
    w : (N, M, K, K) array
        Square filters.
    factors : R positive numbers

    Returns
    -------
    (N, R, M, K', K') array with K' = 2 * ceil(max(factors) * (K + 1) / 2) - 1

    Raises
    ------
    ShapeError
        If the filters are not square, or a factor is not positive.
    TypeError
        If w or the factors are not real numbers.

    Examples
    --------
    >>> scale_filters(np.ones((1, 1, 3, 3)), [1, 2]).shape
    (1, 2, 1, 7, 7)
    """
    w = _square_filters(w)
    return _members(w, _enlargements(w.shape[-1], _factors(factors)))


def scale_filters_grad(dbank, kernel_size: int, factors: Sequence[float]) -> np.ndarray:
    """Gradient for the filters of `scale_filters`: each member's share read back, then summed.

    Parameters
    ----------
    dbank : (N, R, M, K', K') array
        Gradient for the bank.
    kernel_size : int
        K of the filters; several K give the same K', so it has to be told.
    factors : R positive numbers
        The factors of the forward pass.

    Returns
    -------
    (N, M, K, K) array

    Raises
    ------
    ShapeError
        If dbank is not the bank that these factors make of K × K filters.

    Examples
    --------
    >>> scale_filters_grad(np.ones((1, 1, 1, 3, 3)), 3, [1])[0, 0].sum()
    np.float64(9.0)
    """
    factors = _factors(factors)
    kernel_size = as_pair(kernel_size, "kernel_size")[0]
    dbank = check_bank(dbank, "dbank", len(factors))
    matrices = _enlargements(kernel_size, factors)
    if dbank.shape[-1] ** 2 != matrices.shape[1]:
        side = round(matrices.shape[1] ** 0.5)
        raise ShapeError(f"dbank has filters of {dbank.shape[-2:]}",
                         f"these factors make {kernel_size} × {kernel_size} filters {(side, side)}",
                         "pass the kernel_size and factors of the forward pass")
    return _collect(dbank, matrices, kernel_size)


def _members(w: np.ndarray, matrices: np.ndarray) -> np.ndarray:
    # bank[n, r, m] = (matrices[r] @ w[n, m].ravel()).reshape(K', K')
    flat = w.reshape(*w.shape[:2], -1) @ matrices.transpose(0, 2, 1)[:, None].astype(w.dtype)
    side = round(matrices.shape[1] ** 0.5)
    return np.ascontiguousarray(flat.transpose(1, 0, 2, 3)).reshape(len(w), -1, w.shape[1], side, side)


def _collect(dbank: np.ndarray, matrices: np.ndarray, side: int) -> np.ndarray:
    # dw[n, m] = sum over r of matrices[r].T @ dbank[n, r, m].ravel()
    flat = dbank.reshape(*dbank.shape[:3], -1) @ matrices.astype(dbank.dtype)
    return flat.sum(axis=1).reshape(len(dbank), dbank.shape[2], side, side)


@lru_cache(maxsize=64)
def _rotations(side: int, angles: tuple[float, ...]) -> np.ndarray:
    centre = (side - 1) / 2
    up, right = centre - np.arange(side)[:, None], np.arange(side)[None, :] - centre
    matrices = []
    for angle in angles:
        c, s = _exact(cos, angle), _exact(sin, angle)
        # the cell at (right, up) shows what stood there before the turn, at R(-angle) (right, up)
        matrices.append(_reading(centre - (up * c - right * s), centre + (right * c + up * s), side))
    return np.stack(matrices)


def _exact(function, angle: float) -> float:
    # cos(radians(90)) is 6e-17, not 0; the quarter turns have to be exact
    value = function(radians(angle % 360))
    return float(round(value)) if angle % 90 == 0 else value


@lru_cache(maxsize=64)
def _enlargements(side: int, factors: tuple[float, ...]) -> np.ndarray:
    # a place reads cells less than one step away, so the last that reads anything lies (side + 1)/2 steps out
    reach = ceil(max(factors) * (side + 1) / 2) - 1
    offset, centre = np.arange(-reach, reach + 1), (side - 1) / 2
    return np.stack([_reading((centre + offset / f)[:, None] + 0 * offset,
                              centre + offset / f + 0 * offset[:, None], side) / f**2
                     for f in factors])


def _reading(rows: np.ndarray, columns: np.ndarray, side: int) -> np.ndarray:
    """Matrix (cells read, side²) that reads a filter bilinearly at these places, 0 outside it."""
    # a cell's share falls from 1 to 0 over one cell: the tent function max(0, 1 - |distance|)
    cells = np.arange(side)
    by_row = np.maximum(0, 1 - np.abs(rows.ravel()[:, None] - cells))
    by_column = np.maximum(0, 1 - np.abs(columns.ravel()[:, None] - cells))
    return (by_row[:, :, None] * by_column[:, None, :]).reshape(rows.size, side * side)


def _square_filters(w) -> np.ndarray:
    (w,) = as_arrays(w=w)
    check_rank(w, "w", "(N, M, K, K)")
    if w.shape[2] != w.shape[3]:
        raise ShapeError(f"the filters are {w.shape[2:]}", "only square filters can be turned or scaled",
                         "use the same number of rows and columns")
    return w


def _numbers(values, name: str) -> tuple[float, ...]:
    (numbers,) = as_arrays(**{name: values})
    if numbers.ndim != 1 or not numbers.size or not np.isfinite(numbers).all():
        raise ShapeError(f"{name} came with shape {numbers.shape}", "a list of finite numbers is needed",
                         f"write for example {name}=[0, 90]")
    return tuple(numbers.tolist())


def _factors(factors) -> tuple[float, ...]:
    numbers = _numbers(factors, "factors")
    if min(numbers) <= 0:
        raise ShapeError(f"a factor is {min(numbers)}", "every factor must be above 0",
                         "use for example factors=[1, 2]")
    return numbers
