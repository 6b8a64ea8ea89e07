"""Convolution and its gradients (lecture 1.1 and 2.1; depth-wise, 5.4, is groups = channels).

Convolution is linear in the maps y and in the filters w, so forward, gradient of y and gradient of w
are three faces of one sum.  "Convolution" is a correlation here, as in the lecture: the filter is not
flipped on the way forward.

One rule for inf and NaN, here and in `transposed`: the frame is no cell.  Its zeros contribute nothing, whatever the
filter or the gradient holds there; between cells of the map the arithmetic is that of the numbers, and 0 * inf is NaN.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnkit.kernels import launch
from cnnkit.shapes import (
    Pair,
    ShapeError,
    Window,
    as_arrays,
    as_pair,
    check_axes,
    check_bias,
    check_groups,
    check_maps,
    check_rank,
    new_maps,
    whole_number,
)

__all__ = ["conv2d", "conv2d_grad_bias", "conv2d_grad_input", "conv2d_grad_weight"]


def conv2d(
    y,
    w,
    bias=None,
    *,
    stride: int | Pair = 1,
    padding: int | Pair = 0,
    dilation: int | Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Scan the maps with every filter: the affine maps of a convolutional layer.

    Lecture 1.1 and 2.1.2: z(n,i,j) = bias(n) + sum_mpq w(n,m,p,q) * y(m, i*s+p, j*s+q).

    Parameters
    ----------
    y : (T, in_channels, H, W) array
        Input maps of T examples.
    w : (out_channels, in_channels / groups, Kh, Kw) array
        Filters.
    bias : (out_channels,) array, optional
        One number per output map.
    stride, padding, dilation : int or (rows, columns) pair
        Step of the window, frame of zeros, spacing of the filter cells.
    groups : int
        Number of channel groups that do not see each other.

    Returns
    -------
    (T, out_channels, H_out, W_out) array

    Raises
    ------
    ShapeError
        If sizes or channels do not fit.
    TypeError
        If an array is not real, or a size is not a whole number.

    Examples
    --------
    >>> conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)))[0, 0]
    array([[4., 4.],
           [4., 4.]])
    """
    if bias is None:
        y, w = as_arrays(y=y, w=w)
    else:
        y, w, bias = as_arrays(y=y, w=w, bias=bias)
    steps, groups, size = _scan(y.shape, w.shape, stride, padding, dilation, groups)
    if bias is None:
        bias = no_bias(len(w), w.dtype)
    else:
        check_bias(bias, len(w), "map")
    z = new_maps((len(y), len(w), *size), y.dtype)
    launch.forward(y.dtype, y.shape, w.shape, size, *steps, groups)(y, w, bias, z)
    return z


def conv2d_grad_input(
    dz,
    w,
    input_size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: int | Pair = 0,
    dilation: int | Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Gradient of the divergence with respect to the input maps.

    Lecture 2.1.3.2: dDiv/dY(m,r,c) = sum_n sum_ij dDiv/dz(n,i,j) * w(n, m, r-i*s, c-j*s).

    Parameters
    ----------
    dz : (T, out_channels, H_out, W_out) array
        Gradient for the affine maps.
    w : (out_channels, in_channels / groups, Kh, Kw) array
        Filters.
    input_size : (H, W)
        Size of the input maps; several sizes give the same H_out, so it has to be told.
    stride, padding, dilation, groups
        As in `conv2d`.

    Returns
    -------
    (T, in_channels, H, W) array

    Raises
    ------
    ShapeError
        If dz is not the size that this scan of a map of `input_size` makes.
    TypeError
        If an array is not real, or a size is not a whole number.

    Examples
    --------
    >>> conv2d_grad_input(np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2)), (3, 3))[0, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    dz, w = as_arrays(dz=dz, w=w)
    check_rank(dz, "dz", "(T, N, H_out, W_out)")
    check_rank(w, "w", "(N, M, Kh, Kw)")
    in_channels = w.shape[1] * check_groups(groups, len(w))
    input_size = as_pair(input_size, "input_size")
    shape = (len(dz), in_channels, *input_size)
    steps, groups, size = _scan(shape, w.shape, stride, padding, dilation, groups)
    _check_gradient(dz, (len(w), *size), input_size)
    dy, bias = new_maps(shape, dz.dtype), no_bias(in_channels, dz.dtype)
    launch.grad_input(dz.dtype, dz.shape, w.shape, input_size, *steps, groups)(dz, w, bias, dy)
    return dy


def conv2d_grad_weight(
    dz,
    y,
    kernel_size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: int | Pair = 0,
    dilation: int | Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Gradient of the divergence with respect to the filters.

    Lecture 2.1.3.3: dDiv/dw(n,m,p,q) = sum_ij dDiv/dz(n,i,j) * y(m, i*s+p, j*s+q).

    Parameters
    ----------
    dz : (T, out_channels, H_out, W_out) array
        Gradient for the affine maps.
    y : (T, in_channels, H, W) array
        Input maps of the forward pass.
    kernel_size : int or (Kh, Kw)
        Size of the filters.
    stride, padding, dilation, groups
        As in `conv2d`.

    Returns
    -------
    (out_channels, in_channels / groups, Kh, Kw) array

    Raises
    ------
    ShapeError
        If dz is not the size that this scan of y makes.
    TypeError
        If an array is not real, or a size is not a whole number.

    Examples
    --------
    >>> conv2d_grad_weight(np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3)), 2)[0, 0]
    array([[4., 4.],
           [4., 4.]])
    """
    dz, y = as_arrays(dz=dz, y=y)
    check_rank(dz, "dz", "(T, N, H_out, W_out)")
    check_rank(y, "y", "(T, M, H, W)")
    groups = check_groups(groups, y.shape[1], dz.shape[1])
    w_shape = (dz.shape[1], y.shape[1] // groups, *as_pair(kernel_size, "kernel_size"))
    steps, groups, size = _scan(y.shape, w_shape, stride, padding, dilation, groups)
    _check_gradient(dz, (dz.shape[1], *size), y.shape[2:])
    if len(dz) != len(y):
        raise ShapeError(
            f"dz has {len(dz)} examples",
            f"y has {len(y)}",
            "give the gradient of the same examples",
        )
    dw = new_maps(w_shape, y.dtype)
    launch.grad_weight(dz.dtype, dz.shape, y.shape, w_shape, *steps, groups)(dz, y, dw)
    return dw


def conv2d_grad_bias(dz) -> np.ndarray:
    """Gradient of the divergence with respect to the biases: the sum over examples and positions.

    Lecture 2.1.3.3: every entry of z map n contributes, since dz(n,i,j)/dbias(n) = 1.

    Parameters
    ----------
    dz : (T, out_channels, H_out, W_out) array
        Gradient for the affine maps.

    Returns
    -------
    (out_channels,) array

    Raises
    ------
    ShapeError
        If dz does not have four axes.

    Examples
    --------
    >>> conv2d_grad_bias(np.ones((2, 3, 2, 2)))
    array([8., 8., 8.])
    """
    (dz,) = as_arrays(dz=dz)
    check_rank(dz, "dz", "(T, N, H_out, W_out)")
    # NumPy adds up what lies side by side in pairs, but examples one after the other
    return dz.sum(axis=(2, 3)).sum(axis=0, dtype=np.float64).astype(dz.dtype)


def _scan(y_shape, w_shape, stride, padding, dilation, groups) -> tuple:
    """Stride, padding and dilation as pairs, the checked number of groups, the size of the result."""
    steps = as_pair(stride, "stride"), as_pair(padding, "padding", 0), as_pair(dilation, "dilation")
    return _geometry(y_shape, w_shape, steps, whole_number(groups, "groups"))


@lru_cache(maxsize=1024)  # a small call would spend most of its time here
def _geometry(y_shape, w_shape, steps, groups):
    check_axes(y_shape, "y", "(T, M, H, W)")
    check_axes(w_shape, "w", "(N, M, Kh, Kw)")
    in_channels = y_shape[1]
    check_groups(groups, in_channels, w_shape[0])
    if w_shape[1] * groups != in_channels:
        raise ShapeError(
            f"the filters w read {w_shape[1]} maps"
            + (f" in each of {groups} groups" if groups > 1 else ""),
            f"y has {in_channels}",
            "make axis 1 of w equal to in_channels / groups",
        )
    return steps, groups, Window(w_shape[2:], *steps).output_size(y_shape[2:])


def no_bias(count: int, dtype: np.dtype) -> np.ndarray:
    """Zeros that kernels read where there is no bias; nobody writes them.

    Examples
    --------
    >>> no_bias(2, np.dtype(np.float64))
    array([0., 0.])
    """
    return _few_zeros(count, dtype) if count <= 1024 else np.zeros(count, dtype)


@lru_cache(maxsize=256)
def _few_zeros(count, dtype):
    return np.zeros(count, dtype)


def _check_gradient(dz, maps_shape, input_size: Pair) -> None:
    check_rank(dz, "dz", "(T, N, H_out, W_out)")
    what = f"this scan of a map of {tuple(input_size)}"
    check_maps(
        dz, "dz", maps_shape, what, "pass the stride, padding and dilation of the forward pass"
    )
