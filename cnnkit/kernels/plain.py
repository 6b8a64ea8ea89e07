"""The rare scans that skip most of their map, as one product of matrices for each filter cell.

A filter cell (p, q) reads every stride-th cell of the map from its own first cell on: a slice.  All outputs
that it reaches are a slice too, so the whole sum is `len(cells)` calls of einsum.
"""

from itertools import product

import numpy as np

__all__ = ["forward", "grad_input", "grad_weight"]

quiet = np.errstate(invalid="ignore", over="ignore")  # compiled loops say nothing about inf - inf either


@quiet
def forward(y, w, bias, stride, padding, dilation, groups, z):
    """z[:, n, reached] = bias[n] + sum over (p, q) of w[n, m, p, q] * y[:, m, read]."""
    z[:] = bias[:, None, None]
    y, w, z = _by_groups(y, groups), w.reshape(groups, -1, *w.shape[1:]), _by_groups(z, groups)
    for (p, q), read, reached in _cells(w, y, z, stride, padding, dilation):
        z[reached] += np.einsum("gnm,tgmij->tgnij", w[..., p, q], y[read])


@quiet
def grad_input(dz, w, bias, stride, padding, dilation, groups, dy):
    """dy[:, m, read] = bias[m] + sum over (p, q) of w[n, m, p, q] * dz[:, n, reached]."""
    dy[:] = bias[:, None, None]
    dz, w, dy = _by_groups(dz, groups), w.reshape(groups, -1, *w.shape[1:]), _by_groups(dy, groups)
    for (p, q), read, reached in _cells(w, dy, dz, stride, padding, dilation):
        dy[read] += np.einsum("gnm,tgnij->tgmij", w[..., p, q], dz[reached])


@quiet
def grad_weight(dz, y, stride, padding, dilation, groups, dw):
    """dw[n, m, p, q] = sum over examples and places of dz[:, n, reached] * y[:, m, read]."""
    dw[:] = 0
    dz, y, dw = _by_groups(dz, groups), _by_groups(y, groups), dw.reshape(groups, -1, *dw.shape[1:])
    for (p, q), read, reached in _cells(dw, y, dz, stride, padding, dilation):
        dw[..., p, q] = np.einsum("tgnij,tgmij->gnm", dz[reached], y[read])


def _by_groups(maps, groups):
    return maps.reshape(len(maps), groups, maps.shape[1] // groups, *maps.shape[2:])


def _cells(w, y, z, stride, padding, dilation):
    """Every filter cell that meets the map, the slice that it reads and the slice that it reaches."""
    axes = []
    for taps, size, count, s, p, d in zip(w.shape[-2:], y.shape[-2:], z.shape[-2:], stride, padding, dilation):
        found = []
        for k in range(taps):
            first = max(0, -(-(p - k * d) // s))  # output i reads cell i * s - p + k * d
            last = min(count, (size - 1 + p - k * d) // s + 1)
            if first < last:
                start = first * s - p + k * d
                found.append((k, slice(start, start + (last - first - 1) * s + 1, s), slice(first, last)))
        axes.append(found)
    for (p, rows, i), (q, columns, j) in product(*axes):
        yield (p, q), (..., rows, columns), (..., i, j)
