"""Mean pooling: the sum under a window is a sum of its rows, each of which is a sum of columns.

Rows are added first, as they lie, then the columns of that sum are, window beside window: a window of K rows
and K columns costs K + K additions a cell instead of K * K.  Sums are in double precision, whatever the maps
hold: thousands of cells of float32, one after the other, would lose their last three digits.

The gradient is the same two steps back.  Cells of rows that the same windows see get the same, once worked out.

Every kernel does the maps `first` to `last`, so that threads can share them.
"""

import numpy as np
from numba import njit, prange

from .buffer import compiled, inlined
from .simd import cell

__all__ = ["mean_backward", "mean_backward_together", "mean_forward", "mean_forward_together"]


@inlined
def inside(q, stride, padding, size, count):
    """Of windows 0 to count, the first and the one past the last that have cell q on the map."""
    start = q - padding
    first = 0 if start >= 0 else (stride - 1 - start) // stride
    last = 0 if start >= size else min(count, (size - 1 - start) // stride + 1)
    return min(first, last), last


@inlined
def covered(i, kernel_size, stride, padding, size):
    """How many cells of a map of `size` lie under window i, along one axis."""
    start = i * stride - padding
    return min(start + kernel_size, size) - max(start, 0)


@compiled
def mean_forward(y, kernel_size, stride, padding, count_include_pad, u, first, last):
    """u[t, m, i, j] = the mean of the cells under the window; padding counts as zeros, or not at all."""
    (height, width), (rows, columns) = y.shape[2:], u.shape[2:]
    y, u = y.reshape(-1, height, width), u.reshape(-1, rows, columns)
    line, sums = np.empty(width, np.float64), np.empty(columns, np.float64)
    for m in range(first, last):
        for i in range(rows):
            top = i * stride[0] - padding[0]
            begin, end = max(top, 0), min(top + kernel_size[0], height)
            row = y[m, begin]
            for c in range(width):
                line[c] = row[c]
            for r in range(begin + 1, end):
                row = y[m, r]
                for c in range(width):
                    line[c] += row[c]
            sums[:] = 0
            for q in range(kernel_size[1]):
                a, b = inside(q, stride[1], padding[1], width, columns)
                part, place = sums[a:b], q - padding[1] + a * stride[1]
                for k in range(b - a):
                    part[k] += cell(line, place + k * stride[1])
            target = u[m, i]
            for j in range(columns):
                cells = kernel_size[0] * kernel_size[1]
                if not count_include_pad:
                    cells = (end - begin) * covered(j, kernel_size[1], stride[1], padding[1], width)
                target[j] = np.divide(sums[j], cells)  # which checks no divisor, unlike /


@compiled
def mean_backward(du, kernel_size, stride, padding, count_include_pad, dy, first, last):
    """Every cell under the window gets the same share of du; overlapping windows add up."""
    (height, width), (rows, columns) = dy.shape[2:], du.shape[2:]
    dy, du = dy.reshape(-1, height, width), du.reshape(-1, rows, columns)
    line, sums = np.empty(width, np.float64), np.empty(columns, np.float64)
    for m in range(first, last):
        before = (0, 0)
        for r in range(height):
            begin = max(0, -((kernel_size[0] - 1 - r - padding[0]) // stride[0]))
            end = min(rows, (r + padding[0]) // stride[0] + 1)
            if r == 0 or (begin, end) != before:  # windows begin to end see row r
                before = (begin, end)
                sums[:] = 0
                for i in range(begin, end):
                    share = du[m, i]
                    counted = 1 if count_include_pad else covered(i, kernel_size[0], stride[0], padding[0], height)
                    for j in range(columns):
                        sums[j] += np.divide(np.float64(share[j]), counted)
                for j in range(columns):
                    cells = kernel_size[0] * kernel_size[1]
                    if not count_include_pad:
                        cells = covered(j, kernel_size[1], stride[1], padding[1], width)
                    sums[j] = np.divide(sums[j], cells)
                line[:] = 0
                for q in range(kernel_size[1]):
                    a, b = inside(q, stride[1], padding[1], width, columns)
                    part, place = sums[a:b], line[q - padding[1] + a * stride[1] :]
                    for k in range(b - a):
                        place[k * stride[1]] += part[k]
            target = dy[m, r]
            for c in range(width):
                target[c] = line[c]


@njit(cache=True, nogil=True, parallel=True)
def mean_forward_together(y, kernel_size, stride, padding, count_include_pad, u, maps, threads):
    """`mean_forward` on several threads."""
    for t in prange(threads):
        mean_forward(y, kernel_size, stride, padding, count_include_pad, u, maps * t // threads, maps * (t + 1) // threads)


@njit(cache=True, nogil=True, parallel=True)
def mean_backward_together(du, kernel_size, stride, padding, count_include_pad, dy, maps, threads):
    """`mean_backward` on several threads."""
    for t in prange(threads):
        mean_backward(du, kernel_size, stride, padding, count_include_pad, dy, maps * t // threads, maps * (t + 1) // threads)
