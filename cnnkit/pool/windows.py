"""Max and mean pooling: one number for every stop of a window (lecture 2.2.1, 2.2.2)."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.kernels import launch, max_pooling, mean_pooling
from cnnkit.kernels.sharing import share
from cnnkit.shapes import (
    Pair,
    ShapeError,
    Window,
    as_arrays,
    as_pair,
    as_positions,
    check_maps,
    check_rank,
    new_maps,
)
from cnnkit.shapes.settings import true_or_false

__all__ = ["max_pool2d", "max_pool2d_grad", "mean_pool2d", "mean_pool2d_grad"]

MAPS, POOLED = "(T, M, H, W)", "(T, M, H_out, W_out)"


def max_pool2d(
    y,
    kernel_size: int | Pair,
    *,
    stride: int | Pair | None = None,
    padding: int | Pair = 0,
    dilation: int | Pair = 1,
) -> tuple[np.ndarray, np.ndarray]:
    """The largest cell under every stop of the window, and where it was.

    Lecture 2.2.1: u(m,i,j) = max over the window of y(m,r,c), at position P(m,i,j).

    Parameters
    ----------
    y : (T, channels, H, W) array
        Maps of T examples.
    kernel_size : int or (rows, columns)
        Size of the window.
    stride : int or (rows, columns), optional
        Step of the window; its own size if not given.
    padding, dilation : int or (rows, columns)
        Frame of cells that never win, at most half the window; spacing of the window's cells.

    Returns
    -------
    u : (T, channels, H_out, W_out) array
        The maxima; NaN wins over every number.
    positions : (T, channels, H_out, W_out) array of int64
        row * W + column of the winner in the unpadded map; of equal cells the first wins.

    Raises
    ------
    ShapeError
        If the window does not fit the map, or sees only padding.
    TypeError
        If y is not real, or a size is not a whole number.

    Examples
    --------
    >>> u, positions = max_pool2d([[[[1., 5.], [5., 2.]]]], 2)
    >>> u.item(), positions.item()
    (5.0, 1)
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", MAPS)
    window = pooling_window(kernel_size, stride, padding, dilation)
    shape = (*y.shape[:2], *window.output_size(y.shape[2:]))
    _check_reads(window, y.shape[2:], shape[2:])
    u, positions = new_maps(shape, y.dtype), new_maps(shape, np.dtype(np.int64))
    steps = (window.kernel_size, window.stride, window.padding, window.dilation)
    launch.max_forward(y, *steps, u, positions)
    return u, positions


def max_pool2d_grad(du, positions, input_size: int | Pair) -> np.ndarray:
    """Gradient of the divergence with respect to the maps that were max-pooled.

    Lecture 2.2.1: dDiv/dy(m,r,c) = sum over the windows (i,j) that (r,c) won of dDiv/du(m,i,j).

    Parameters
    ----------
    du : (T, channels, H_out, W_out) array
        Gradient for the pooled maps.
    positions : (T, channels, H_out, W_out) array of whole numbers
        The winners, as `max_pool2d` returned them.
    input_size : (H, W)
        Size of the maps that were pooled.

    Returns
    -------
    (T, channels, H, W) array

    Raises
    ------
    ShapeError
        If du and positions differ in shape, or a position lies outside the map.
    TypeError
        If du is not real, or positions are not whole numbers.

    Examples
    --------
    >>> max_pool2d_grad([[[[7.]]]], [[[[1]]]], (2, 2))[0, 0]
    array([[0., 7.],
           [0., 0.]])
    """
    (du,), positions = as_arrays(du=du), as_positions(positions)
    check_rank(du, "du", POOLED)
    if positions.shape != du.shape:
        raise ShapeError(
            f"positions has shape {positions.shape}",
            f"du has shape {du.shape}",
            "pass the positions of the same forward pass",
        )
    height, width = as_pair(input_size, "input_size")
    dy = new_maps((*du.shape[:2], height, width), du.dtype)
    outside = np.zeros(1, np.bool_)
    kernels = max_pooling.max_backward, max_pooling.max_backward_together
    share(*kernels, dy.size, math.prod(du.shape[:2]), du, positions, dy, outside)
    if outside[0]:
        raise ShapeError(
            f"positions run from {positions.min()} to {positions.max()}",
            f"a map of {(height, width)} has cells 0 to {height * width - 1}",
            "pass the input_size of the map that was pooled",
        )
    return dy


def mean_pool2d(
    y,
    kernel_size: int | Pair,
    *,
    stride: int | Pair | None = None,
    padding: int | Pair = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    """The mean of the cells under every stop of the window.

    Lecture 2.2.2: u(m,i,j) = 1/(Kh*Kw) * sum over the window of y(m,r,c).

    Parameters
    ----------
    y : (T, channels, H, W) array
        Maps of T examples.
    kernel_size : int or (rows, columns)
        Size of the window.
    stride : int or (rows, columns), optional
        Step of the window; its own size if not given.
    padding : int or (rows, columns)
        Frame of zeros, at most half the window.
    count_include_pad : bool
        Whether cells of the frame count in the mean.

    Returns
    -------
    (T, channels, H_out, W_out) array

    Raises
    ------
    ShapeError
        If the window does not fit the map.
    TypeError
        If y is not real, or a size is not a whole number.

    Examples
    --------
    >>> mean_pool2d([[[[1., 5.], [4., 2.]]]], 2).item()
    3.0
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", MAPS)
    window = pooling_window(kernel_size, stride, padding)
    u = new_maps((*y.shape[:2], *window.output_size(y.shape[2:])), y.dtype)
    steps = (window.kernel_size, window.stride, window.padding, true_or_false(count_include_pad, "count_include_pad"))
    kernels = mean_pooling.mean_forward, mean_pooling.mean_forward_together
    share(*kernels, u.size * sum(window.kernel_size), math.prod(u.shape[:2]), y, *steps, u)
    return u


def mean_pool2d_grad(
    du,
    input_size: int | Pair,
    kernel_size: int | Pair,
    *,
    stride: int | Pair | None = None,
    padding: int | Pair = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    """Gradient of the divergence with respect to the maps that were mean-pooled.

    Lecture 2.2.2: dDiv/dy(m,r,c) = sum over the windows (i,j) that read (r,c) of dDiv/du(m,i,j) / (Kh*Kw).

    Parameters
    ----------
    du : (T, channels, H_out, W_out) array
        Gradient for the pooled maps.
    input_size : (H, W)
        Size of the maps that were pooled.
    kernel_size, stride, padding, count_include_pad
        As in `mean_pool2d`.

    Returns
    -------
    (T, channels, H, W) array

    Raises
    ------
    ShapeError
        If du is not the size that this pooling of a map of `input_size` makes.
    TypeError
        If du is not real, or a size is not a whole number.

    Examples
    --------
    >>> mean_pool2d_grad([[[[8.]]]], (2, 2), 2)[0, 0]
    array([[2., 2.],
           [2., 2.]])
    """
    (du,) = as_arrays(du=du)
    check_rank(du, "du", POOLED)
    window = pooling_window(kernel_size, stride, padding)
    input_size = as_pair(input_size, "input_size")
    check_maps(
        du,
        "du",
        window.output_size(input_size),
        f"pooling a map of {input_size}",
        "pass the kernel_size, stride and padding of the forward pass",
    )
    dy = new_maps((*du.shape[:2], *input_size), du.dtype)
    steps = (window.kernel_size, window.stride, window.padding, true_or_false(count_include_pad, "count_include_pad"))
    kernels = mean_pooling.mean_backward, mean_pooling.mean_backward_together
    share(*kernels, du.size * sum(window.kernel_size), math.prod(du.shape[:2]), du, *steps, dy)
    return dy


def pooling_window(kernel_size, stride, padding, dilation=1) -> Window:
    """The pooling window; a frame of more than half of it would make windows of nothing but frame."""
    size = as_pair(kernel_size, "kernel_size")
    window = Window(size, size if stride is None else stride, padding, dilation)
    if any(p > extent // 2 for p, extent in zip(window.padding, window.extent)):
        raise ShapeError(
            f"padding is {window.padding}",
            f"it may be at most half the window, which covers {window.extent}",
            "use less padding or a larger kernel_size",
        )
    return window


def _check_reads(window: Window, size: Pair, pooled: Pair) -> None:
    """A spread-out window may fall between the cells of a small map: then it has no maximum."""
    if window.dilation == (1, 1) or window.padding == (0, 0):
        return
    for axis, name in enumerate(("row", "column")):
        stride, padding, dilation = (pair[axis] for pair in (window.stride, window.padding, window.dilation))
        starts = np.arange(pooled[axis]) * stride - padding
        first = np.maximum(0, -(starts // dilation))  # the first cell of the window that is not before the map
        empty = (first >= window.kernel_size[axis]) | (starts + first * dilation >= size[axis])
        if empty.any():
            raise ShapeError(
                f"the window of output {name} {empty.argmax()} reads padding only",
                "every maximum needs a cell of the map",
                "use less padding or dilation",
            )
