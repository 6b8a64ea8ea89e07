"""Filters in every turn, mirror image or size (lecture 4), and their gradients.

A bank holds R transformed copies of each filter.  Every transform is linear in the weights: a cell of member r
reads the filter between four cells (`bilinear.py`).  The gradient therefore goes back to these four in the same
shares, and those of all copies are summed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np

from cnnkit.filterbank.bilinear import places_before, read_between, read_between_grad
from cnnkit.filterbank.pooling import check_bank
from cnnkit.shapes import ShapeError, as_arrays, check_rank, check_room, count_of, new_maps

__all__ = [
    "reflect_filters",
    "reflect_filters_grad",
    "rotate_filters",
    "rotate_filters_grad",
    "scale_filters",
    "scale_filters_grad",
]

SMALLEST = 1e-6


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
    w, angles = _square_filters(w), _numbers(angles, "angles")
    side = w.shape[-1]
    bank = new_maps((len(w), len(angles), *w.shape[1:]), w.dtype)
    for r, angle in enumerate(angles):
        bank[:, r] = read_between(w, *places_before(side, angle))
    return bank


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
    dbank = check_bank(dbank, "dbank", len(angles), square=True)
    side = dbank.shape[-1]
    return sum(read_between_grad(dbank[:, r], *places_before(side, angle), side) for r, angle in enumerate(angles))


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
    w, factors = _square_filters(w), _factors(factors)
    side, frame = w.shape[-1], _frame(w.shape[-1], factors)
    bank = new_maps((len(w), len(factors), w.shape[1], *frame), w.dtype)
    for r, factor in enumerate(factors):
        bank[:, r] = read_between(w, *places_before(side, 0, factor, frame)) / factor**2
    return bank


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
    kernel_size = count_of(kernel_size, "kernel_size")
    dbank = check_bank(dbank, "dbank", len(factors), square=True)
    check_room((kernel_size, kernel_size), "a filter", "use a smaller kernel_size")
    frame = _frame(kernel_size, factors)
    if dbank.shape[3:] != frame:
        raise ShapeError(f"dbank has filters of {dbank.shape[-2:]}",
                         f"these factors make {kernel_size} × {kernel_size} filters {frame}",
                         "pass the kernel_size and factors of the forward pass")
    shares = (dbank[:, r] / factor**2 for r, factor in enumerate(factors))
    places = (places_before(kernel_size, 0, factor, frame) for factor in factors)
    return sum(read_between_grad(share, *place, kernel_size) for share, place in zip(shares, places, strict=True))


def _frame(side: int, factors: tuple[float, ...]) -> tuple[int, int]:
    # a place reads cells less than one step away, so the last that reads anything lies (side + 1)/2 steps out
    reach = ceil(max(factors) * (side + 1) / 2) - 1
    check_room((len(factors), 2 * reach + 1, 2 * reach + 1), "the bank", "use smaller factors")
    return 2 * reach + 1, 2 * reach + 1


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
    if min(numbers) < SMALLEST:  # divided by its square, a filter would leave the range of float32
        raise ShapeError(f"a factor is {min(numbers)}", f"every factor must be at least {SMALLEST}", "use larger factors")
    return numbers
