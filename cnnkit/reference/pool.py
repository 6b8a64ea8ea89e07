"""Pooling, down- and upsampling in plain Python (lecture 2.2)."""

from __future__ import annotations

import itertools
import math

import numpy as np

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


def _two(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _windows(size, kernel_size, stride, padding, dilation=1):
    """Every stop of the window: its output cell, and the cells of the map under it, in row order."""
    lines = []
    for n, k, s, p, d in zip(size, _two(kernel_size), _two(stride), _two(padding), _two(dilation)):
        stops = (n + 2 * p - d * (k - 1) - 1) // s + 1
        lines.append(
            [
                [i * s - p + q * d for q in range(k) if 0 <= i * s - p + q * d < n]
                for i in range(stops)
            ]
        )
    rows, columns = lines
    return {
        (i, j): list(itertools.product(rows[i], columns[j]))
        for i in range(len(rows))
        for j in range(len(columns))
    }


def _pooled_size(windows):
    return tuple(last + 1 for last in max(windows))


def max_pool2d(y, kernel_size, *, stride=None, padding=0, dilation=1):
    """Largest cell of every window and where it was (lecture 2.2): u(m,i,j) = y(m, P(m,i,j)).

    Shapes as `cnnkit.max_pool2d`.

    Examples
    --------
    >>> [array.tolist() for array in max_pool2d(np.array([[[[1.0, 3.0]]]]), (1, 2))]
    [[[[[3.0]]]], [[[[1]]]]]
    """
    T, M, *size = np.shape(y)
    windows = _windows(
        size, kernel_size, kernel_size if stride is None else stride, padding, dilation
    )
    u = np.zeros((T, M, *_pooled_size(windows)))
    positions = np.zeros(u.shape, dtype=np.int64)
    for t, m, (place, cells) in itertools.product(range(T), range(M), windows.items()):
        values = [float(y[t][m][r][c]) for r, c in cells]
        # NaN wins; several NaN leave the place of the last, as in PyTorch
        bad = [k for k, value in enumerate(values) if math.isnan(value)]
        winner = bad[-1] if bad else values.index(max(values))
        r, c = cells[winner]
        u[t, m][place], positions[t, m][place] = values[winner], r * size[1] + c
    return u, positions


def max_pool2d_grad(du, positions, input_size):
    """Send every du to the winner of its window (lecture 2.2.1): a cell that won twice gets both.

    Examples
    --------
    >>> max_pool2d_grad(np.ones((1, 1, 1, 2)), np.array([[[[1, 1]]]]), (1, 2)).tolist()
    [[[[0.0, 2.0]]]]
    """
    T, M, H, W = np.shape(du)
    dy = np.zeros((T, M, *input_size))
    for t, m, i, j in itertools.product(range(T), range(M), range(H), range(W)):
        r, c = divmod(int(positions[t][m][i][j]), input_size[1])
        dy[t, m, r, c] += float(du[t][m][i][j])
    return dy


def _counts(windows, kernel_size, count_include_pad):
    whole = math.prod(_two(kernel_size))
    return {place: whole if count_include_pad else len(cells) for place, cells in windows.items()}


def mean_pool2d(y, kernel_size, *, stride=None, padding=0, count_include_pad=True):
    """Mean of every window (lecture 2.2.2): u(m,i,j) = sum of y(m,r,c) / (Kh*Kw).

    Examples
    --------
    >>> mean_pool2d(np.array([[[[1.0, 3.0]]]]), (1, 2)).tolist()
    [[[[2.0]]]]
    """
    T, M, *size = np.shape(y)
    windows = _windows(size, kernel_size, kernel_size if stride is None else stride, padding)
    counts = _counts(windows, kernel_size, count_include_pad)
    u = np.zeros((T, M, *_pooled_size(windows)))
    for t, m, (place, cells) in itertools.product(range(T), range(M), windows.items()):
        u[t, m][place] = sum(float(y[t][m][r][c]) for r, c in cells) / counts[place]
    return u


def mean_pool2d_grad(
    du, input_size, kernel_size, *, stride=None, padding=0, count_include_pad=True
):
    """Share every du among the cells of its window (lecture 2.2.2); overlapping windows add up.

    Examples
    --------
    >>> mean_pool2d_grad(np.array([[[[6.0]]]]), (1, 2), (1, 2)).tolist()
    [[[[3.0, 3.0]]]]
    """
    T, M = np.shape(du)[:2]
    windows = _windows(input_size, kernel_size, kernel_size if stride is None else stride, padding)
    counts = _counts(windows, kernel_size, count_include_pad)
    dy = np.zeros((T, M, *input_size))
    for t, m, ((i, j), cells) in itertools.product(range(T), range(M), windows.items()):
        for r, c in cells:
            dy[t, m, r, c] += float(du[t][m][i][j]) / counts[i, j]
    return dy


def downsample2d(y, stride):
    """Keep every s-th cell, from the first (lecture 2.2).

    Examples
    --------
    >>> downsample2d(np.array([[[[1.0, 2.0, 3.0]]]]), 2).tolist()
    [[[[1.0, 3.0]]]]
    """
    T, M, H, W = np.shape(y)
    return np.array(
        [
            [
                [
                    [float(y[t][m][r][c]) for c in range(0, W, _two(stride)[1])]
                    for r in range(0, H, _two(stride)[0])
                ]
                for m in range(M)
            ]
            for t in range(T)
        ]
    )


def downsample2d_grad(du, input_size, stride):
    """Put every du where its cell came from; the dropped cells get 0 (lecture 2.2).

    Examples
    --------
    >>> downsample2d_grad(np.array([[[[1.0, 3.0]]]]), (1, 4), 2).tolist()
    [[[[1.0, 0.0, 3.0, 0.0]]]]
    """
    T, M, H, W = np.shape(du)
    dy = np.zeros((T, M, *input_size))
    for t, m, i, j in itertools.product(range(T), range(M), range(H), range(W)):
        dy[t, m, i * _two(stride)[0], j * _two(stride)[1]] = float(du[t][m][i][j])
    return dy


def upsample2d(y, stride):
    """Put s - 1 zeros between neighbours (lecture 2.2): size (H - 1) * s + 1.

    Examples
    --------
    >>> upsample2d(np.array([[[[1.0, 3.0]]]]), 2).tolist()
    [[[[1.0, 0.0, 3.0]]]]
    """
    H, W = np.shape(y)[2:]
    size = (H - 1) * _two(stride)[0] + 1, (W - 1) * _two(stride)[1] + 1
    return downsample2d_grad(y, size, stride)


def upsample2d_grad(du, stride):
    """Read the gradient where the cells went (lecture 2.2); the zeros between them were nobody's.

    Examples
    --------
    >>> upsample2d_grad(np.array([[[[1.0, 7.0, 3.0]]]]), 2).tolist()
    [[[[1.0, 3.0]]]]
    """
    return downsample2d(du, stride)
