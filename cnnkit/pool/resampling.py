"""Downsampling drops cells, upsampling puts zeros between them: each is the other's gradient.

Lecture 2.2.  A strided convolution is a convolution with stride 1, downsampled; the gradient of a
strided convolution starts by upsampling.
"""

from __future__ import annotations

import numpy as np

from cnnkit.shapes import (
    Pair,
    ShapeError,
    Window,
    as_arrays,
    as_pair,
    check_maps,
    check_rank,
    new_maps,
)

__all__ = ["downsample2d", "downsample2d_grad", "upsample2d", "upsample2d_grad"]

MAPS, RESAMPLED = "(T, M, H, W)", "(T, M, H_out, W_out)"


def downsample2d(y, stride: int | Pair) -> np.ndarray:
    """Keep every s-th cell, from the first.

    Lecture 2.2: u(m,i,j) = y(m, i*s, j*s).

    Parameters
    ----------
    y : (T, channels, H, W) array
        Maps of T examples.
    stride : int or (rows, columns)
        One cell in so many is kept.

    Returns
    -------
    (T, channels, ceil(H / s), ceil(W / s)) array

    Raises
    ------
    ShapeError, TypeError
        If y is not a stack of real maps, or stride is not a positive whole number.

    Examples
    --------
    >>> downsample2d(np.arange(9.).reshape(1, 1, 3, 3), 2)[0, 0]
    array([[0., 2.],
           [6., 8.]])
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", MAPS)
    rows, columns = as_pair(stride, "stride")
    return y[:, :, ::rows, ::columns].copy()


def downsample2d_grad(du, input_size: int | Pair, stride: int | Pair) -> np.ndarray:
    """Gradient of the divergence with respect to the maps that were downsampled.

    Lecture 2.2: dDiv/dy(m, i*s, j*s) = dDiv/du(m,i,j); a cell that was dropped gets 0.

    Parameters
    ----------
    du : (T, channels, H_out, W_out) array
        Gradient for the downsampled maps.
    input_size : (H, W)
        Size of the maps that were downsampled.
    stride : int or (rows, columns)
        As in `downsample2d`.

    Returns
    -------
    (T, channels, H, W) array

    Raises
    ------
    ShapeError
        If du is not the size that downsampling a map of `input_size` makes.
    TypeError
        If du is not real, or a size is not a whole number.

    Examples
    --------
    >>> downsample2d_grad([[[[1., 2.]]]], (2, 3), 2)[0, 0]
    array([[1., 0., 2.],
           [0., 0., 0.]])
    """
    (du,) = as_arrays(du=du)
    check_rank(du, "du", RESAMPLED)
    window = Window(1, stride)  # dropping cells is what a 1×1 window with that stride does
    input_size = as_pair(input_size, "input_size")
    check_maps(
        du,
        "du",
        window.output_size(input_size),
        f"downsampling a map of {input_size}",
        "pass the input_size and stride of the forward pass",
    )
    return _with_zeros(du, input_size, window.stride)


def upsample2d(y, stride: int | Pair) -> np.ndarray:
    """Put s - 1 zeros between neighbouring cells: size (H - 1) * s + 1.

    Lecture 2.2: u(m, r*s, c*s) = y(m,r,c), and 0 elsewhere.

    Parameters
    ----------
    y : (T, channels, H, W) array
        Maps of T examples.
    stride : int or (rows, columns)
        Distance of two neighbours afterwards.

    Returns
    -------
    (T, channels, (H - 1) * s + 1, (W - 1) * s + 1) array

    Raises
    ------
    ShapeError, TypeError
        If y is not a stack of real maps, or stride is not a positive whole number.

    Examples
    --------
    >>> upsample2d([[[[1., 2.]]]], 3)[0, 0]
    array([[1., 0., 0., 2.]])
    """
    (y,) = as_arrays(y=y)
    check_rank(y, "y", MAPS)
    window = Window(1, stride)
    return _with_zeros(y, window.transposed_size(y.shape[2:]), window.stride)


def upsample2d_grad(du, stride: int | Pair) -> np.ndarray:
    """Gradient of the divergence with respect to the maps that were upsampled.

    Lecture 2.2: dDiv/dy(m,r,c) = dDiv/du(m, r*s, c*s); the zeros were nobody's.

    Parameters
    ----------
    du : (T, channels, H_out, W_out) array
        Gradient for the upsampled maps.
    stride : int or (rows, columns)
        As in `upsample2d`.

    Returns
    -------
    (T, channels, H, W) array

    Raises
    ------
    ShapeError
        If no map grows to the size of du.
    TypeError
        If du is not real, or stride is not a whole number.

    Examples
    --------
    >>> upsample2d_grad([[[[1., 5., 2.]]]], 2)[0, 0]
    array([[1., 2.]])
    """
    (du,) = as_arrays(du=du)
    check_rank(du, "du", RESAMPLED)
    window = Window(1, stride)
    left_over = window.remainder(du.shape[2:])
    if left_over != (0, 0):
        raise ShapeError(
            f"du has maps {du.shape[2:]}",
            f"upsampling makes sizes n*{window.stride} + 1 and {left_over} cells are left over",
            "pass the gradient of the whole upsampled map and the stride of the forward pass",
        )
    return du[:, :, :: window.stride[0], :: window.stride[1]].copy()


def _with_zeros(maps: np.ndarray, size: Pair, stride: Pair) -> np.ndarray:
    spread = new_maps((*maps.shape[:2], *size), maps.dtype)
    spread[:] = 0
    spread[:, :, :: stride[0], :: stride[1]] = maps
    return spread
