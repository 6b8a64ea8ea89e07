"""Transposed convolution in plain Python: every input cell stamps its filter (lecture 3)."""

from __future__ import annotations

import itertools

from cnnkit.reference.reading import array, count, divides, pair, result, same, strict, takes

__all__ = ["conv_transpose2d", "conv_transpose2d_grad_input", "conv_transpose2d_grad_weight"]

STEPS = {"stride": pair(), "padding": pair(0), "dilation": pair(), "groups": count()}


def _stamps(y_size, z_size, kernel_size, stride, padding, dilation):
    """Every link: input cell (k, l) reaches output cell (i, j) = (k*b - p, l*b - p) + filter cell."""
    (bh, bw), (ph, pw), (dh, dw) = stride, padding, dilation
    for k, l, p, q in itertools.product(*map(range, (*y_size, *kernel_size))):
        i, j = k * bh - ph + p * dh, l * bw - pw + q * dw
        if 0 <= i < z_size[0] and 0 <= j < z_size[1]:
            yield k, l, i, j, p, q


def _grown(y_size, kernel_size, stride, padding, dilation, extra=(0, 0)):
    sizes = zip(y_size, kernel_size, stride, padding, dilation, extra)
    return tuple((n - 1) * b + d * (k - 1) + 1 - 2 * p + x for n, k, b, p, d, x in sizes)


def _check_extra(extra, stride, dilation, name):
    """So many rows and columns at the end leave open which size grew to this one; more of them nothing reaches."""
    most = tuple(max(b, d) - 1 for b, d in zip(stride, dilation))
    if not all(0 <= x <= m for x, m in zip(extra, most)):
        raise ValueError(f"{name} has {tuple(extra)} rows and columns at the end, but from 0 to {most} can be; give so many")


def _check_grown(z_size, *steps):
    if strict():
        _check_extra([z - n for z, n in zip(z_size, _grown(*steps))], steps[2], steps[4], "dz")


def _maps(in_channels, per_group, groups):
    """Pairs of maps that see each other: input map m, output map n, index of n inside its group."""
    for m, n in itertools.product(range(in_channels), range(per_group)):
        yield m, m // (in_channels // groups) * per_group + n, n


@takes(y=array("T M H W"), w=array("M C Kh Kw"), bias=array("N", missing=True), output_padding=pair(0), **STEPS)
def conv_transpose2d(
    y, w, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1
):
    """Stamp and add up (lecture 3): z(n,i,j) = bias(n) + sum w(m, n, i-k*b, j-l*b) I(m,k,l).

    Shapes as `cnnkit.conv_transpose2d`: w is (in_channels, out_channels / groups, Kh, Kw).

    Examples
    --------
    >>> conv_transpose2d([[[[1.0, 10.0]]]], [[[[1.0, 2.0]]]]).tolist()
    [[[[1.0, 12.0, 20.0]]]]
    """
    (T, M, *y_size), (_, per_group, *kernel_size) = y.shape, w.shape
    divides(groups, M)
    _check_extra(output_padding, stride, dilation, "output_padding")
    z_size = _grown(y_size, kernel_size, stride, padding, dilation, output_padding)
    z = result(T, per_group * groups, *z_size)
    if bias is not None:
        same(bias.shape, z.shape[1:2], "bias", "the maps of z are")
        z += bias.reshape(-1, 1, 1)
    for k, l, i, j, p, q in _stamps(y_size, z_size, kernel_size, stride, padding, dilation):
        for t, (m, n, inside) in itertools.product(range(T), _maps(M, per_group, groups)):
            z[t, n, i, j] += float(y[t][m][k][l]) * float(w[m][inside][p][q])
    return z


@takes(dz=array("T N Hz Wz"), w=array("M C Kh Kw"), input_size=pair(), **STEPS)
def conv_transpose2d_grad_input(dz, w, input_size, *, stride=1, padding=0, dilation=1, groups=1):
    """Collect the gradient of every cell that a stamp covered (lecture 3).

    Shapes as `cnnkit.conv_transpose2d_grad_input`.

    Examples
    --------
    >>> conv_transpose2d_grad_input([[[[1.0, 1.0, 1.0]]]], [[[[1.0, 2.0]]]], (1, 2)).tolist()
    [[[[3.0, 3.0]]]]
    """
    (T, N, *z_size), (M, per_group, *kernel_size) = dz.shape, w.shape
    divides(groups, M)
    same((N,), (per_group * groups,), "dz", "the maps of z are")
    _check_grown(z_size, input_size, kernel_size, stride, padding, dilation)
    dy = result(T, M, *input_size)
    for k, l, i, j, p, q in _stamps(input_size, z_size, kernel_size, stride, padding, dilation):
        for t, (m, n, inside) in itertools.product(range(T), _maps(M, per_group, groups)):
            dy[t, m, k, l] += float(dz[t][n][i][j]) * float(w[m][inside][p][q])
    return dy


@takes(dz=array("T N Hz Wz"), y=array("T M H W"), kernel_size=pair(), **STEPS)
def conv_transpose2d_grad_weight(dz, y, kernel_size, *, stride=1, padding=0, dilation=1, groups=1):
    """Sum over all stamps of what was stamped times the gradient where it landed (lecture 3).

    Shapes as `cnnkit.conv_transpose2d_grad_weight`.

    Examples
    --------
    >>> conv_transpose2d_grad_weight([[[[1.0, 2.0]]]], [[[[3.0]]]], (1, 2)).tolist()
    [[[[3.0, 6.0]]]]
    """
    (T, N, *z_size), (_, M, *y_size), per_group = dz.shape, y.shape, dz.shape[1] // groups
    divides(groups, M, N)
    _check_grown(z_size, y_size, kernel_size, stride, padding, dilation)
    dw = result(M, per_group, *kernel_size)
    for k, l, i, j, p, q in _stamps(y_size, z_size, kernel_size, stride, padding, dilation):
        for t, (m, n, inside) in itertools.product(range(T), _maps(M, per_group, groups)):
            dw[m, inside, p, q] += float(y[t][m][k][l]) * float(dz[t][n][i][j])
    return dw
