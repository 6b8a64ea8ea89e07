"""The rare scans, one slice after the other: sums of the formula itself, no frame, in double precision.

They skip most of their map, have filters of more than a hundred thousand cells, or filters that hold inf or NaN.
A filter cell (p, q) reads every stride-th cell of the map from its own first cell on, which is a slice, and all
outputs that it reaches are a slice too: a call of einsum for each filter cell.  Where there are fewer outputs
than filter cells it is the other way round: output (i, j) reads a slice of the map through a slice of the filter.

The frame of zeros is not there.  An output at the border has fewer products, so that what a filter holds beside
the map does not matter, were it inf or NaN.
"""

import math
from itertools import product

import numpy as np

__all__ = ["forward", "grad_input", "grad_weight"]

quiet = np.errstate(invalid="ignore", over="ignore")  # compiled loops say nothing about inf - inf either


@quiet
def forward(y, w, bias, stride, padding, dilation, groups, z):
    """z[n, i, j] = bias[n] + sum over m, p, q of w[n, m, p, q] * y[m, r, c]."""
    y, w, sums = _by_groups(y, groups), w.reshape(groups, -1, *w.shape[1:]), _sums(z, groups)
    sums += bias.reshape(groups, -1, 1, 1)
    by_output, parts = _parts(w, y, sums, stride, padding, dilation)
    letters = "gnmpq,tgmpq->tgn" if by_output else "gnm,tgmij->tgnij"
    for cells, read, reached in parts:
        sums[reached] += np.einsum(letters, w[cells], y[read], dtype=np.float64)
    z[:] = sums.reshape(z.shape)


@quiet
def grad_input(dz, w, bias, stride, padding, dilation, groups, dy):
    """dy[m, r, c] = bias[m] + sum over n, i, j of w[n, m, p, q] * dz[n, i, j]."""
    dz, w, sums = _by_groups(dz, groups), w.reshape(groups, -1, *w.shape[1:]), _sums(dy, groups)
    sums += bias.reshape(groups, -1, 1, 1)
    by_output, parts = _parts(w, sums, dz, stride, padding, dilation)
    letters = "gnmpq,tgn->tgmpq" if by_output else "gnm,tgnij->tgmij"
    for cells, read, reached in parts:
        sums[read] += np.einsum(letters, w[cells], dz[reached], dtype=np.float64)
    dy[:] = sums.reshape(dy.shape)


@quiet
def grad_weight(dz, y, stride, padding, dilation, groups, dw):
    """dw[n, m, p, q] = sum over examples, i, j of dz[n, i, j] * y[m, r, c]."""
    dz, y, sums = _by_groups(dz, groups), _by_groups(y, groups), np.zeros((groups, dw.shape[0] // groups, *dw.shape[1:]))
    by_output, parts = _parts(sums, y, dz, stride, padding, dilation)
    letters = "tgn,tgmpq->gnmpq" if by_output else "tgnij,tgmij->gnm"
    for cells, read, reached in parts:
        sums[cells] += np.einsum(letters, dz[reached], y[read], dtype=np.float64)
    dw[:] = sums.reshape(dw.shape)


def _by_groups(maps, groups):
    return maps.reshape(len(maps), groups, maps.shape[1] // groups, *maps.shape[2:])


def _sums(maps, groups):
    return np.zeros((len(maps), groups, maps.shape[1] // groups, *maps.shape[2:]))


def _parts(w, y, z, stride, padding, dilation):
    """Whether the sum is taken output by output, and indices of w, y and z for each of its parts."""
    by_output = math.prod(z.shape[-2:]) < math.prod(w.shape[-2:])
    numbers = zip(w.shape[-2:], y.shape[-2:], z.shape[-2:], stride, padding, dilation)
    rows, columns = (list(_outputs(*each) if by_output else _cells(*each)) for each in numbers)
    return by_output, ([(..., p, q) for p, q in zip(row, column)] for row, column in product(rows, columns))


def _cells(taps, size, count, s, p, d):
    """Along one axis: a filter cell that meets the map, the cells that it reads, the outputs that it reaches."""
    for k in range(taps):
        first = max(0, -(-(p - k * d) // s))  # output i reads cell i * s - p + k * d
        last = min(count, (size - 1 + p - k * d) // s + 1)
        if first < last:
            start = first * s - p + k * d
            yield k, slice(start, start + (last - first - 1) * s + 1, s), slice(first, last)


def _outputs(taps, size, count, s, p, d):
    """Along one axis: the filter cells that meet the map, the cells that they read, their output."""
    for i in range(count):
        first = max(0, -(-(p - i * s) // d))
        last = min(taps, (size - 1 + p - i * s) // d + 1)
        if first < last:
            start = i * s - p + first * d
            yield slice(first, last), slice(start, start + (last - first - 1) * d + 1, d), i
