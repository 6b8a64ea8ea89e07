"""Batch normalisation and the sum of two ways, number by number (lecture 5.3)."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.reference.reading import array, number, some, takes

__all__ = ["add_ways", "batch_norm", "batch_norm_grad"]


def _map(y, m):
    """The cells of a map in all examples, their mean and their variance."""
    cells = [float(v) for v in y[:, m].ravel()]
    mean = math.fsum(cells) / len(cells)
    return cells, mean, math.fsum((v - mean) ** 2 for v in cells) / len(cells)


@takes(y=array("T M H W"), w=array("M"), bias=array("M"), eps=number())
def batch_norm(y, w, bias, eps):
    """z = w · (y - mean) / root of (variance + eps) + bias, with the statistics of each map of this batch.

    Examples
    --------
    >>> batch_norm([[[[1.0, 3.0]]]], [2.0], [5.0], 0).tolist()
    [[[[3.0, 7.0]]]]
    """
    some(y, "y")
    z = np.zeros(y.shape)
    for m in range(z.shape[1]):
        cells, mean, variance = _map(y, m)
        made = [w[m] * (v - mean) / math.sqrt(variance + eps) + bias[m] for v in cells]
        z[:, m] = np.reshape(made, z[:, m].shape)
    return z


@takes(dz=array("T M H W"), y=array("T M H W"), w=array("M"), eps=number())
def batch_norm_grad(dz, y, w, eps):
    """dy, dw and dbias; every cell of a map moves its mean and its variance, and so every other cell.

    With ŷ = (y - mean) / spread: dz(i)/dy(k) = w / spread · ((1 if i = k else 0) - 1/n - ŷ(i) · ŷ(k) / n).

    Examples
    --------
    >>> [each.tolist() for each in batch_norm_grad([[[[1.0, 0.0]]]], [[[[1.0, 3.0]]]], [2.0], 0)]
    [[[[[0.0, 0.0]]]], [-1.0], [1.0]]
    """
    some(y, "y")
    dy, dw, dbias = np.zeros(y.shape), [], []
    for m in range(dy.shape[1]):
        cells, mean, variance = _map(y, m)
        spread, n = math.sqrt(variance + eps), len(cells)
        above = [float(v) for v in dz[:, m].ravel()]
        normal = [(v - mean) / spread for v in cells]
        dbias.append(math.fsum(above))
        dw.append(math.fsum(a * v for a, v in zip(above, normal, strict=True)))
        slopes = [
            math.fsum(a * w[m] / spread * ((i == k) - 1 / n - normal[i] * normal[k] / n) for i, a in enumerate(above))
            for k in range(n)
        ]
        dy[:, m] = np.reshape(slopes, dy[:, m].shape)
    return dy, np.array(dw), np.array(dbias)


@takes(body=array("..."), past=array("..."))
def add_ways(body, past):
    """z = body + past, cell by cell.

    Examples
    --------
    >>> add_ways([1.0, 2.0], [10.0, 20.0]).tolist()
    [11.0, 22.0]
    """
    pairs = zip(np.ravel(body), np.ravel(past), strict=True)
    return np.array([float(a) + float(b) for a, b in pairs]).reshape(np.shape(body))
