"""Pooling, down- and upsampling in plain Python (lecture 2.2)."""

from __future__ import annotations

import itertools
import math

import numpy as np

from cnnkit.reference.reading import array, below, one_of, pair, result, same, takes, whole

__all__ = [
    "downsample2d",
    "downsample2d_grad",
    "max_pool2d",
    "max_pool2d_grad",
    "mean_pool2d",
    "mean_pool2d_grad",
    "upsample2d",
    "upsample2d_grad",
]


WINDOWS = 2**18  # each has a list of its cells


def _windows(size, kernel_size, stride, padding, dilation=(1, 1)):
    """Every stop of the window: its output cell, and the cells of the map under it, in row order."""
    lines = []
    for n, k, s, p, d in zip(size, kernel_size, stride, padding, dilation):
        if p > (d * (k - 1) + 1) // 2:
            raise ValueError(f"padding is {padding}, but it may be at most half the window, {kernel_size}; use less padding")
        stops = (n + 2 * p - d * (k - 1) - 1) // s + 1
        result(1, stops, k)  # its cells can be gone through, one by one
        lines.append(
            [
                [i * s - p + q * d for q in range(k) if 0 <= i * s - p + q * d < n]
                for i in range(stops)
            ]
        )
        if not all(lines[-1]):
            raise ValueError(f"with padding {padding} a window reads padding only, but it needs a cell of the map; use less padding")
    rows, columns = lines
    if len(rows) * len(columns) > WINDOWS:
        raise ValueError(f"there would be {len(rows)} × {len(columns)} windows, but plain loops go through at most {WINDOWS}; use smaller maps")
    return {
        (i, j): list(itertools.product(rows[i], columns[j]))
        for i in range(len(rows))
        for j in range(len(columns))
    }


def _pooled_size(windows):
    return tuple(last + 1 for last in max(windows))


@takes(y=array("T M H W"), kernel_size=pair(), stride=pair(missing=True), padding=pair(0), dilation=pair())
def max_pool2d(y, kernel_size, *, stride=None, padding=0, dilation=1):
    """Largest cell of every window and where it was (lecture 2.2): u(m,i,j) = y(m, P(m,i,j)).

    Shapes as `cnnkit.max_pool2d`.

    Examples
    --------
    >>> [array.tolist() for array in max_pool2d(np.array([[[[1.0, 3.0]]]]), (1, 2))]
    [[[[[3.0]]]], [[[[1]]]]]
    """
    T, M, *size = y.shape
    windows = _windows(size, kernel_size, stride or kernel_size, padding, dilation)
    u = result(T, M, *_pooled_size(windows))
    positions = np.zeros(u.shape, dtype=np.int64)
    for t, m, (place, cells) in itertools.product(range(T), range(M), windows.items()):
        values = [float(y[t][m][r][c]) for r, c in cells]
        # NaN wins; several NaN leave the place of the last, as in PyTorch
        bad = [k for k, value in enumerate(values) if math.isnan(value)]
        winner = bad[-1] if bad else values.index(max(values))
        r, c = cells[winner]
        u[t, m][place], positions[t, m][place] = values[winner], r * size[1] + c
    return u, positions


@takes(du=array("T M Hu Wu"), positions=whole("T M Hu Wu"), input_size=pair())
def max_pool2d_grad(du, positions, input_size):
    """Send every du to the winner of its window (lecture 2.2.1): a cell that won twice gets both.

    Examples
    --------
    >>> max_pool2d_grad(np.ones((1, 1, 1, 2)), np.array([[[[1, 1]]]]), (1, 2)).tolist()
    [[[[0.0, 2.0]]]]
    """
    T, M, H, W = du.shape
    below(positions, math.prod(input_size), "positions", "cells")
    dy = result(T, M, *input_size)
    for t, m, i, j in itertools.product(range(T), range(M), range(H), range(W)):
        r, c = divmod(int(positions[t][m][i][j]), input_size[1])
        dy[t, m, r, c] += float(du[t][m][i][j])
    return dy


def _counts(windows, kernel_size, count_include_pad):
    all_cells = math.prod(kernel_size)
    return {place: all_cells if count_include_pad else len(cells) for place, cells in windows.items()}


POOL = {"kernel_size": pair(), "stride": pair(missing=True), "padding": pair(0), "count_include_pad": one_of(True, False)}


@takes(y=array("T M H W"), **POOL)
def mean_pool2d(y, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    """Mean of every window (lecture 2.2.2): u(m,i,j) = sum of y(m,r,c) / (Kh*Kw).

    Examples
    --------
    >>> mean_pool2d(np.array([[[[1.0, 3.0]]]]), (1, 2)).tolist()
    [[[[2.0]]]]
    """
    T, M, *size = y.shape
    windows = _windows(size, kernel_size, stride or kernel_size, padding)
    counts = _counts(windows, kernel_size, count_include_pad)
    u = result(T, M, *_pooled_size(windows))
    for t, m, (place, cells) in itertools.product(range(T), range(M), windows.items()):
        u[t, m][place] = sum(float(y[t][m][r][c]) for r, c in cells) / counts[place]
    return u


@takes(du=array("T M Hu Wu"), input_size=pair(), **POOL)
def mean_pool2d_grad(
    du, input_size, kernel_size, *, stride=None, padding=0, count_include_pad=True
):
    """Share every du among the cells of its window (lecture 2.2.2); overlapping windows add up.

    Examples
    --------
    >>> mean_pool2d_grad(np.array([[[[6.0]]]]), (1, 2), (1, 2)).tolist()
    [[[[3.0, 3.0]]]]
    """
    T, M = du.shape[:2]
    windows = _windows(input_size, kernel_size, stride or kernel_size, padding)
    same(du.shape[2:], _pooled_size(windows), "du", "the windows make maps of")
    counts = _counts(windows, kernel_size, count_include_pad)
    dy = result(T, M, *input_size)
    for t, m, ((i, j), cells) in itertools.product(range(T), range(M), windows.items()):
        for r, c in cells:
            dy[t, m, r, c] += float(du[t][m][i][j]) / counts[i, j]
    return dy


@takes(y=array("T M H W"), stride=pair())
def downsample2d(y, stride):
    """Keep every s-th cell, from the first (lecture 2.2).

    Examples
    --------
    >>> downsample2d(np.array([[[[1.0, 2.0, 3.0]]]]), 2).tolist()
    [[[[1.0, 3.0]]]]
    """
    (T, M, *size), (down, right) = y.shape, stride
    u = result(T, M, *_kept(size, stride))
    for t, m, i, j in itertools.product(*map(range, u.shape)):
        u[t, m, i, j] = y[t, m, i * down, j * right]
    return u


@takes(du=array("T M Hu Wu"), input_size=pair(), stride=pair())
def downsample2d_grad(du, input_size, stride):
    """Put every du where its cell came from; the dropped cells get 0 (lecture 2.2).

    Examples
    --------
    >>> downsample2d_grad(np.array([[[[1.0, 3.0]]]]), (1, 4), 2).tolist()
    [[[[1.0, 0.0, 3.0, 0.0]]]]
    """
    (T, M, *size), (down, right) = du.shape, stride
    same(size, _kept(input_size, stride), "du", "downsampling makes maps of")
    dy = result(T, M, *input_size)
    for t, m, i, j in itertools.product(*map(range, du.shape)):
        dy[t, m, i * down, j * right] = du[t, m, i, j]
    return dy


def _kept(size, stride):
    return tuple((n - 1) // s + 1 for n, s in zip(size, stride))


@takes(y=array("T M H W"), stride=pair())
def upsample2d(y, stride):
    """Put s - 1 zeros between neighbours (lecture 2.2): size (H - 1) * s + 1.

    Examples
    --------
    >>> upsample2d(np.array([[[[1.0, 3.0]]]]), 2).tolist()
    [[[[1.0, 0.0, 3.0]]]]
    """
    size = [(n - 1) * s + 1 for n, s in zip(y.shape[2:], stride)]
    return downsample2d_grad(y, size, stride)


@takes(du=array("T M Hu Wu"), stride=pair())
def upsample2d_grad(du, stride):
    """Read the gradient where the cells went (lecture 2.2); the zeros between them were nobody's.

    Examples
    --------
    >>> upsample2d_grad(np.array([[[[1.0, 7.0, 3.0]]]]), 2).tolist()
    [[[[1.0, 3.0]]]]
    """
    small = downsample2d(du, stride)
    same(du.shape[2:], [(n - 1) * s + 1 for n, s in zip(small.shape[2:], stride)], "du", "upsampling makes maps of")
    return small
