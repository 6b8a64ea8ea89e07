"""Convolution and its gradients (lecture 1.1 and 2.1; depth-wise, 5.4, is groups = channels).

Convolution is linear in the maps y and in the filters w, so forward, gradient of y and gradient of w
are three faces of one sum.  "Convolution" is a correlation here, as in the lecture: the filter is not
flipped on the way forward.
"""

from __future__ import annotations

import numpy as np

from cnnkit.kernels import launch
from cnnkit.shapes import (
    Pair,
    ShapeError,
    Window,
    as_arrays,
    as_pair,
    check_groups,
    check_maps,
    check_rank,
    new_maps,
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
        bias = np.zeros(w.shape[:1], w.dtype)
    else:
        y, w, bias = as_arrays(y=y, w=w, bias=bias)
    check_rank(y, "y", "(T, M, H, W)")
    window, groups = _scan(w, y.shape[1], stride, padding, dilation, groups)
    check_rank(bias, "bias", "(N,)")
    if len(bias) != len(w):
        raise ShapeError(
            f"bias has {len(bias)} numbers", f"w has {len(w)} filters", "give one bias per filter"
        )
    z = new_maps((len(y), len(w), *window.output_size(y.shape[2:])), y.dtype)
    launch.forward(y, w, bias, window.stride, window.padding, window.dilation, groups, z)
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
    check_rank(w, "w", "(N, M, Kh, Kw)")
    in_channels = w.shape[1] * check_groups(groups, len(w))
    window, groups = _scan(w, in_channels, stride, padding, dilation, groups)
    input_size = as_pair(input_size, "input_size")
    _check_gradient(dz, len(w), window, input_size)
    dy = new_maps((len(dz), in_channels, *input_size), dz.dtype)
    no_bias = np.zeros(in_channels, dz.dtype)
    launch.grad_input(dz, w, no_bias, window.stride, window.padding, window.dilation, groups, dy)
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
    window = Window(kernel_size, stride, padding, dilation)
    groups = check_groups(groups, y.shape[1], dz.shape[1])
    _check_gradient(dz, dz.shape[1], window, y.shape[2:])
    if len(dz) != len(y):
        raise ShapeError(
            f"dz has {len(dz)} examples",
            f"y has {len(y)}",
            "give the gradient of the same examples",
        )
    dw = new_maps((dz.shape[1], y.shape[1] // groups, *window.kernel_size), y.dtype)
    launch.grad_weight(dz, y, window.stride, window.padding, window.dilation, groups, dw)
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
    return dz.sum(axis=(0, 2, 3))


def _scan(w, in_channels, stride, padding, dilation, groups) -> tuple[Window, int]:
    """The window of these filters and the checked number of groups."""
    check_rank(w, "w", "(N, M, Kh, Kw)")
    groups = check_groups(groups, in_channels, len(w))
    if w.shape[1] * groups != in_channels:
        raise ShapeError(
            f"the filters w read {w.shape[1]} maps"
            + (f" in each of {groups} groups" if groups > 1 else ""),
            f"y has {in_channels}",
            "make axis 1 of w equal to in_channels / groups",
        )
    return Window(w.shape[2:], stride, padding, dilation), groups


def _check_gradient(dz, out_channels: int, window: Window, input_size: Pair) -> None:
    check_rank(dz, "dz", "(T, N, H_out, W_out)")
    check_maps(
        dz,
        "dz",
        (out_channels, *window.output_size(input_size)),
        f"this scan of a map of {tuple(input_size)}",
        "pass the stride, padding and dilation of the forward pass",
    )
