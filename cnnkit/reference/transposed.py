"""Transposed convolution in plain Python: every input cell stamps its filter (lecture 3)."""

from __future__ import annotations

import itertools

import numpy as np

__all__ = ["conv_transpose2d", "conv_transpose2d_grad_input", "conv_transpose2d_grad_weight"]


def _two(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _stamps(y_size, z_size, kernel_size, stride, padding, dilation):
    """Every link: input cell (k, l) reaches output cell (i, j) = (k*b - p, l*b - p) + filter cell."""
    (bh, bw), (ph, pw), (dh, dw) = _two(stride), _two(padding), _two(dilation)
    for k, l, p, q in itertools.product(*map(range, (*y_size, *kernel_size))):
        i, j = k * bh - ph + p * dh, l * bw - pw + q * dw
        if 0 <= i < z_size[0] and 0 <= j < z_size[1]:
            yield k, l, i, j, p, q


def _maps(in_channels, per_group, groups):
    """Pairs of maps that see each other: input map m, output map n, index of n inside its group."""
    for m, n in itertools.product(range(in_channels), range(per_group)):
        yield m, m // (in_channels // groups) * per_group + n, n


def conv_transpose2d(
    y, w, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1
):
    """Stamp and add up (lecture 3): z(n,i,j) = bias(n) + sum w(m, n, i-k*b, j-l*b) I(m,k,l).

    Shapes as `cnnkit.conv_transpose2d`: w is (in_channels, out_channels / groups, Kh, Kw).

    Examples
    --------
    >>> conv_transpose2d(np.array([[[[1.0, 10.0]]]]), np.array([[[[1.0, 2.0]]]])).tolist()
    [[[[1.0, 12.0, 20.0]]]]
    """
    (T, M, *y_size), (_, per_group, *kernel_size) = np.shape(y), np.shape(w)
    z_size = [
        (n - 1) * b + d * (k - 1) + 1 - 2 * p + x
        for n, k, b, p, d, x in zip(
            y_size, kernel_size, _two(stride), _two(padding), _two(dilation), _two(output_padding)
        )
    ]
    z = np.zeros((T, per_group * groups, *z_size))
    if bias is not None:
        z += np.reshape(bias, (-1, 1, 1))
    for k, l, i, j, p, q in _stamps(y_size, z_size, kernel_size, stride, padding, dilation):
        for t, (m, n, inside) in itertools.product(range(T), _maps(M, per_group, groups)):
            z[t, n, i, j] += float(y[t][m][k][l]) * float(w[m][inside][p][q])
    return z


def conv_transpose2d_grad_input(dz, w, input_size, *, stride=1, padding=0, dilation=1, groups=1):
    """Collect the gradient of every cell that a stamp covered (lecture 3).

    Shapes as `cnnkit.conv_transpose2d_grad_input`.

    Examples
    --------
    >>> conv_transpose2d_grad_input(np.ones((1, 1, 1, 3)), np.array([[[[1.0, 2.0]]]]), (1, 2)).tolist()
    [[[[3.0, 3.0]]]]
    """
    (T, _, *z_size), (M, per_group, *kernel_size) = np.shape(dz), np.shape(w)
    dy = np.zeros((T, M, *input_size))
    for k, l, i, j, p, q in _stamps(input_size, z_size, kernel_size, stride, padding, dilation):
        for t, (m, n, inside) in itertools.product(range(T), _maps(M, per_group, groups)):
            dy[t, m, k, l] += float(dz[t][n][i][j]) * float(w[m][inside][p][q])
    return dy


def conv_transpose2d_grad_weight(dz, y, kernel_size, *, stride=1, padding=0, dilation=1, groups=1):
    """Sum over all stamps of what was stamped times the gradient where it landed (lecture 3).

    Shapes as `cnnkit.conv_transpose2d_grad_weight`.

    Examples
    --------
    >>> conv_transpose2d_grad_weight(np.array([[[[1.0, 2.0]]]]), np.array([[[[3.0]]]]), (1, 2)).tolist()
    [[[[3.0, 6.0]]]]
    """
    (T, N, *z_size), (_, M, *y_size) = np.shape(dz), np.shape(y)
    kernel_size, per_group = _two(kernel_size), N // groups
    dw = np.zeros((M, per_group, *kernel_size))
    for k, l, i, j, p, q in _stamps(y_size, z_size, kernel_size, stride, padding, dilation):
        for t, (m, n, inside) in itertools.product(range(T), _maps(M, per_group, groups)):
            dw[m, inside, p, q] += float(y[t][m][k][l]) * float(dz[t][n][i][j])
    return dw
