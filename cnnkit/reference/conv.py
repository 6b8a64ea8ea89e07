"""Convolution in plain Python: one list of links, read three ways (lecture 1.1, 2.1)."""

from __future__ import annotations

import itertools

import numpy as np

from cnnkit.reference.reading import array, count, divides, pair, result, same, takes

__all__ = ["conv2d", "conv2d_grad_bias", "conv2d_grad_input", "conv2d_grad_weight"]

STEPS = {"stride": pair(), "padding": pair(0), "dilation": pair(), "groups": count()}


def _links(y_size, z_size, kernel_size, stride, padding, dilation):
    """Every link of a scan: output cell (i, j), input cell (r, c), filter cell (p, q)."""
    (sh, sw), (ph, pw), (dh, dw) = stride, padding, dilation
    rows = [(i, i * sh - ph + p * dh, p) for i in range(z_size[0]) for p in range(kernel_size[0])]
    cols = [(j, j * sw - pw + q * dw, q) for j in range(z_size[1]) for q in range(kernel_size[1])]
    for (i, r, p), (j, c, q) in itertools.product(rows, cols):
        if 0 <= r < y_size[0] and 0 <= c < y_size[1]:
            yield i, j, r, c, p, q


def _out_size(y_size, kernel_size, stride, padding, dilation):
    return tuple(
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, s, p, d in zip(y_size, kernel_size, stride, padding, dilation)
    )


@takes(y=array("T M H W"), w=array("N C Kh Kw"), bias=array("N", missing=True), **STEPS)
def conv2d(y, w, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    """Scan the maps with every filter (lecture 1.1): z(n,i,j) = bias(n) + sum w(n,m,p,q) y(m,r,c).

    Shapes as `cnnkit.conv2d`: y (T, in_channels, H, W), w (out_channels, in_channels / groups, Kh, Kw).

    Examples
    --------
    >>> conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)))[0, 0].tolist()
    [[4.0, 4.0], [4.0, 4.0]]
    """
    (T, M, *y_size), (N, per_group, *kernel_size) = y.shape, w.shape
    divides(groups, M, N)
    same((per_group,), (M // groups,), "axis 1 of w", "the maps of a group are")
    z_size = _out_size(y_size, kernel_size, stride, padding, dilation)
    z = result(T, N, *z_size)
    links = list(_links(y_size, z_size, kernel_size, stride, padding, dilation))
    for t, n in itertools.product(range(T), range(N)):
        z[t, n] = 0 if bias is None else bias[n]
        for m in range(per_group):
            source = n // (N // groups) * per_group + m
            for i, j, r, c, p, q in links:
                z[t, n, i, j] += float(w[n][m][p][q]) * float(y[t][source][r][c])
    return z


@takes(dz=array("T N Hz Wz"), w=array("N C Kh Kw"), input_size=pair(), **STEPS)
def conv2d_grad_input(dz, w, input_size, *, stride=1, padding=0, dilation=1, groups=1):
    """Gradient for the input maps (lecture 2.1.3.2): dY(m,r,c) = sum over n, i, j of dz(n,i,j) w(n,m,p,q).

    Shapes as `cnnkit.conv2d_grad_input`.

    Examples
    --------
    >>> conv2d_grad_input(np.ones((1, 1, 1, 1)), np.array([[[[1, 2]]]]), (1, 2)).tolist()
    [[[[1.0, 2.0]]]]
    """
    (T, N, *z_size), (_, per_group, *kernel_size) = dz.shape, w.shape
    divides(groups, N)
    same(z_size, _out_size(input_size, kernel_size, stride, padding, dilation), "dz", "a scan makes maps of")
    dy = result(T, per_group * groups, *input_size)
    links = list(_links(input_size, z_size, kernel_size, stride, padding, dilation))
    for t, n, m in itertools.product(range(T), range(N), range(per_group)):
        source = n // (N // groups) * per_group + m
        for i, j, r, c, p, q in links:
            dy[t, source, r, c] += float(dz[t][n][i][j]) * float(w[n][m][p][q])
    return dy


@takes(dz=array("T N Hz Wz"), y=array("T M H W"), kernel_size=pair(), **STEPS)
def conv2d_grad_weight(dz, y, kernel_size, *, stride=1, padding=0, dilation=1, groups=1):
    """Gradient for the filters (lecture 2.1.3.3): dw(n,m,p,q) = sum over t, i, j of dz(n,i,j) y(m,r,c).

    Shapes as `cnnkit.conv2d_grad_weight`.

    Examples
    --------
    >>> conv2d_grad_weight(np.ones((1, 1, 1, 2)), np.array([[[[1, 2, 3]]]]), (1, 2)).tolist()
    [[[[3.0, 5.0]]]]
    """
    (T, N, *z_size), (_, M, *y_size), per_group = dz.shape, y.shape, y.shape[1] // groups
    divides(groups, M, N)
    same(z_size, _out_size(y_size, kernel_size, stride, padding, dilation), "dz", "a scan makes maps of")
    dw = result(N, per_group, *kernel_size)
    links = list(_links(y_size, z_size, kernel_size, stride, padding, dilation))
    for t, n, m in itertools.product(range(T), range(N), range(per_group)):
        source = n // (N // groups) * per_group + m
        for i, j, r, c, p, q in links:
            dw[n, m, p, q] += float(dz[t][n][i][j]) * float(y[t][source][r][c])
    return dw


@takes(dz=array("T N Hz Wz"))
def conv2d_grad_bias(dz):
    """Gradient for the biases (lecture 2.1.3.3): dbias(n) = sum over t, i, j of dz(t,n,i,j).

    Examples
    --------
    >>> conv2d_grad_bias(np.ones((2, 1, 2, 2))).tolist()
    [8.0]
    """
    return np.array([sum(dz[:, n].ravel().tolist(), 0.0) for n in range(dz.shape[1])])
