"""Transposed convolution: the loops of convolution with the roles of input and output swapped (lecture 3).

Every input cell stamps its filter, scaled by its value, onto the larger output map.  That is what the
gradient of a convolution does with dz, so forward here is `grad_input` there, and each gradient here
is one of the other two faces of the same sum.  The filters are those of the convolution that it
transposes: w[m, n, p, q] leads from input map m to output map n.
"""

from __future__ import annotations

import numpy as np

from cnnkit.conv import no_bias
from cnnkit.kernels import launch
from cnnkit.shapes import (
    Pair,
    ShapeError,
    Window,
    as_arrays,
    as_pair,
    check_bias,
    check_groups,
    check_rank,
    new_maps,
)

__all__ = ["conv_transpose2d", "conv_transpose2d_grad_input", "conv_transpose2d_grad_weight"]


def conv_transpose2d(
    y,
    w,
    bias=None,
    *,
    stride: int | Pair = 1,
    padding: int | Pair = 0,
    output_padding: int | Pair = 0,
    dilation: int | Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Stamp every filter onto a larger map, once per input cell, and add up.

    Lecture 3: z(n,i,j) = bias(n) + sum_m sum_kl w(m, n, i-k*b, j-l*b) * I(m,k,l), cropped by padding.

    Parameters
    ----------
    y : (T, in_channels, H, W) array
        Input maps of T examples.
    w : (in_channels, out_channels / groups, Kh, Kw) array
        Filters of the convolution that this one transposes.
    bias : (out_channels,) array, optional
        One number per output map.
    stride, padding, dilation : int or (rows, columns)
        Distance of two stamps, rows and columns cropped from each side, spacing of the filter cells.
    output_padding : int or (rows, columns)
        Rows and columns added at the end, where stride leaves the size open: fewer than stride or dilation.
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
    >>> conv_transpose2d([[[[1., 10.]]]], np.ones((1, 1, 1, 2)), stride=1)[0, 0]
    array([[ 1., 11., 10.]])
    """
    if bias is None:
        y, w = as_arrays(y=y, w=w)
    else:
        y, w, bias = as_arrays(y=y, w=w, bias=bias)
    check_rank(y, "y", "(T, M, H, W)")
    window, groups, out_channels = _stamp(w, groups, stride, padding, dilation)
    if y.shape[1] != len(w):
        raise ShapeError(
            f"y has {y.shape[1]} maps",
            f"w has filters for {len(w)}",
            "make axis 0 of w the input channels: w is w[in, out, row, column]",
        )
    size = window.transposed_size(y.shape[2:], window.output_padding(output_padding))
    if bias is None:
        bias = no_bias(out_channels, y.dtype)
    check_bias(bias, out_channels, "map")
    z = new_maps((len(y), out_channels, *size), y.dtype)
    steps = window.stride, window.padding, window.dilation
    launch.grad_input(y.dtype, y.shape, w.shape, size, *steps, groups)(y, w, bias, z)
    return z


def conv_transpose2d_grad_input(
    dz,
    w,
    input_size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: int | Pair = 0,
    dilation: int | Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Gradient of the divergence with respect to the input maps: a convolution of dz.

    Lecture 3: dDiv/dI(m,k,l) = sum_n sum_ij dDiv/dz(n,i,j) * w(m, n, i-k*b, j-l*b).

    Parameters
    ----------
    dz : (T, out_channels, H_out, W_out) array
        Gradient for the affine maps.
    w : (in_channels, out_channels / groups, Kh, Kw) array
        Filters.
    input_size : (H, W)
        Size of the input maps; rows and columns of dz beyond them are the output padding.
    stride, padding, dilation, groups
        As in `conv_transpose2d`.

    Returns
    -------
    (T, in_channels, H, W) array

    Raises
    ------
    ShapeError
        If dz has none of the sizes that a map of `input_size` can grow to.
    TypeError
        If an array is not real, or a size is not a whole number.

    Examples
    --------
    >>> conv_transpose2d_grad_input(np.ones((1, 1, 1, 3)), [[[[1., 2.]]]], (1, 2))[0, 0]
    array([[3., 3.]])
    """
    dz, w = as_arrays(dz=dz, w=w)
    window, groups, out_channels = _stamp(w, groups, stride, padding, dilation)
    input_size = as_pair(input_size, "input_size")
    _check_gradient(dz, out_channels, window, input_size)
    dy = new_maps((len(dz), len(w), *input_size), dz.dtype)
    bias = no_bias(len(w), w.dtype)
    steps = window.stride, window.padding, window.dilation
    launch.forward(dz.dtype, dz.shape, w.shape, input_size, *steps, groups)(dz, w, bias, dy)
    return dy


def conv_transpose2d_grad_weight(
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

    Lecture 3: dDiv/dw(m,n,p,q) = sum_kl I(m,k,l) * dDiv/dz(n, k*b+p, l*b+q), which is
    `conv2d_grad_weight` with y and dz in each other's place.

    Parameters
    ----------
    dz : (T, out_channels, H_out, W_out) array
        Gradient for the affine maps.
    y : (T, in_channels, H, W) array
        Input maps of the forward pass.
    kernel_size : int or (Kh, Kw)
        Size of the filters.
    stride, padding, dilation, groups
        As in `conv_transpose2d`.

    Returns
    -------
    (in_channels, out_channels / groups, Kh, Kw) array

    Raises
    ------
    ShapeError
        If dz has none of the sizes that y can grow to.
    TypeError
        If an array is not real, or a size is not a whole number.

    Examples
    --------
    >>> conv_transpose2d_grad_weight([[[[1., 2., 3.]]]], [[[[1., 10.]]]], (1, 2))[0, 0]
    array([[21., 32.]])
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
    dw = new_maps((y.shape[1], dz.shape[1] // groups, *window.kernel_size), y.dtype)
    steps = window.stride, window.padding, window.dilation
    launch.grad_weight(y.dtype, y.shape, dz.shape, dw.shape, *steps, groups)(y, dz, dw)
    return dw


def _stamp(w, groups, stride, padding, dilation) -> tuple[Window, int, int]:
    """The window of these filters, the checked number of groups, and the output channels."""
    check_rank(w, "w", "(M, N, Kh, Kw)")
    groups = check_groups(groups, len(w))
    return Window(w.shape[2:], stride, padding, dilation), groups, w.shape[1] * groups


def _check_gradient(dz, out_channels: int, window: Window, input_size: Pair) -> None:
    """dz may be larger than the map that the stamps cover, by what output padding may be."""
    check_rank(dz, "dz", "(T, N, H_out, W_out)")
    most = tuple(max(s, d) - 1 for s, d in zip(window.stride, window.dilation))
    largest = window.transposed_size(input_size, most)
    smallest = tuple(max(1, n - x) for n, x in zip(largest, most))
    if dz.shape[1] != out_channels or any(
        not s <= n <= l for s, n, l in zip(smallest, dz.shape[2:], largest)
    ):
        at_most = f" and at most {(out_channels, *largest)} with output padding" if any(most) else ""
        raise ShapeError(
            f"dz has maps {dz.shape[1:]}",
            f"a map of {tuple(input_size)} grows to {'at least ' if any(most) else ''}{(out_channels, *smallest)}{at_most}",
            "pass the stride, padding and dilation of the forward pass",
        )
