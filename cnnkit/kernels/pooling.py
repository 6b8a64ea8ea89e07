"""Pooling: one number for every stop of a window.

Max pooling interleaves as many maps as a register has lanes (`buffer.py`): then one comparison serves all of
them, and no window is too narrow or too far from the next.  It also leaves the position of the winner,
row * W + column in the unpadded map: the gradient goes back to that cell alone.

Mean pooling does not visit window after window but cell after cell of the window: cell (p, q) of a whole row
of windows is a row of the map, read with the stride, and neighbouring windows never wait for each other.
Overlapping windows add up what they send back.

Every kernel does the maps `first` to `last` (max pooling: so many times a register of them), so that threads
can share them.
"""

import numpy as np
from numba import njit, prange

from .buffer import compiled, inlined, interleave, unpack
from .simd import cell, choose, fill, lanes, load, store

__all__ = ["max_backward", "max_backward_together", "max_forward", "max_forward_together"]
__all__ += ["mean_backward", "mean_backward_together", "mean_forward", "mean_forward_together"]


@inlined
def real(start, step, size, count):
    """Of the places start, start + step, ..., the first and the one past the last that lie inside the map."""
    first = 0 if start >= 0 else (step - 1 - start) // step
    return first, 0 if start >= size else min(count, (size - 1 - start) // step + 1)


@inlined
def inside(cells, stride, padding, size, count):
    """For each cell of the window: of windows 0 to count, the first and the one past the last that have it."""
    first, last = np.empty(cells, np.int64), np.empty(cells, np.int64)
    for q in range(cells):
        a, last[q] = real(q - padding, stride, size, count)
        first[q] = min(a, last[q])
    return first, last


@inlined
def winners(work, maps, best, place, kernel_size, stride, padding, dilation, size, windows):
    """work[best + window] = the largest cell, work[place + window] = its number within the window."""
    wide, (rows, columns) = lanes(work), windows
    for i in range(rows):
        top = i * stride[0] - padding[0]
        p0, p1 = real(top, dilation[0], size[0], kernel_size[0])
        for j in range(columns):
            left = j * stride[1] - padding[1]
            q0, q1 = 0, kernel_size[1]
            if left < 0 or left + (q1 - 1) * dilation[1] >= size[1]:
                q0, q1 = real(left, dilation[1], size[1], kernel_size[1])
            k = p0 * kernel_size[1] + q0
            at = maps + ((top + p0 * dilation[0]) * size[1] + left + q0 * dilation[1]) * wide
            top_cell, winner = load(work, at), fill(work, k)
            for p in range(p0, p1):
                k = p * kernel_size[1]
                at = maps + ((top + p * dilation[0]) * size[1] + left) * wide
                for q in range(q0, q1):
                    x = load(work, at + q * dilation[1] * wide)
                    winner = choose(x, top_cell, fill(work, k + q), winner)
                    top_cell = choose(x, top_cell, x, top_cell)
            store(work, best + (i * columns + j) * wide, top_cell)
            store(work, place + (i * columns + j) * wide, winner)


@compiled
def max_forward(y, kernel_size, stride, padding, dilation, u, positions, work, areas, base, first, last):
    """u[t, m, i, j] = the largest cell under the window; NaN is larger than every number.

    work[k] holds k, the number of a cell within the window; `areas` of the part that begins at `base` are for the
    interleaved maps, their maxima and the numbers of the winners.
    """
    size, wide, count = y.shape[2:], lanes(y), u.shape[2] * u.shape[3]
    cells, maps = size[0] * size[1], y.shape[0] * y.shape[1]
    interleaved, best, place = base + areas[0], base + areas[1], base + areas[2]
    y, z, positions = y.reshape(-1), u.reshape(-1), positions.reshape(-1, u.shape[2], u.shape[3])
    distance = np.empty(kernel_size[0] * kernel_size[1], np.int64)
    for p in range(kernel_size[0]):
        for q in range(kernel_size[1]):
            distance[p * kernel_size[1] + q] = p * dilation[0] * size[1] + q * dilation[1]
    for m in range(first * wide, min(last * wide, maps), wide):
        here = min(wide, maps - m)
        interleave(y, m * cells, cells, here, work, interleaved, cells)
        winners(work, interleaved, best, place, kernel_size, stride, padding, dilation, size, u.shape[2:])
        unpack(work, best, count, here, z, m * count, count)
        for lane in range(here):
            k = place + lane
            for i in range(u.shape[2]):
                line = (i * stride[0] - padding[0]) * size[1] - padding[1]
                row = positions[m + lane, i]
                for j in range(u.shape[3]):
                    row[j] = line + j * stride[1] + distance[np.int64(work[k])]
                    k += wide


@compiled
def max_backward(du, positions, dy, outside, first, last):
    """dy[t, m, winner] += du; a position outside the map writes nothing but outside[0]."""
    cells, windows = dy.shape[2] * dy.shape[3], du.shape[2] * du.shape[3]
    dy, du, positions = dy.reshape(-1, cells), du.reshape(-1, windows), positions.reshape(-1, windows)
    for m in range(first, last):
        back = dy[m]
        back[:] = 0
        for k in range(windows):
            winner = positions[m, k]
            if 0 <= winner < cells:
                back[winner] += du[m, k]
            else:
                outside[0] = True


@inlined
def divisors(i, window, size, count_include_pad, count):
    """count[j] = how many cells the mean of window (i, j) divides by."""
    kernel_size, stride, padding = window
    top = i * stride[0] - padding[0]
    rows = min(top + kernel_size[0], size[0]) - max(top, 0)
    for j in range(len(count)):
        c = j * stride[1] - padding[1]
        columns = min(c + kernel_size[1], size[1]) - max(c, 0)
        count[j] = kernel_size[0] * kernel_size[1] if count_include_pad else rows * columns


@compiled
def mean_forward(y, kernel_size, stride, padding, count_include_pad, u, first, last):
    """u[t, m, i, j] = the mean of the cells under the window; padding counts as zeros, or not at all."""
    (height, width), (rows, columns) = y.shape[2:], u.shape[2:]
    y, u = y.reshape(-1, height * width), u.reshape(-1, rows, columns)
    count = np.empty(columns, y.dtype)
    begin, end = inside(kernel_size[1], stride[1], padding[1], width, columns)
    for m in range(first, last):
        for i in range(rows):
            top, total = i * stride[0] - padding[0], u[m, i]
            total[:] = 0
            for r in range(max(top, 0), min(top + kernel_size[0], height)):
                for q in range(kernel_size[1]):
                    a, b = begin[q], end[q]
                    part, place = total[a:b], r * width + q - padding[1] + a * stride[1]
                    for k in range(b - a):
                        part[k] += cell(y[m], place + k * stride[1])
            divisors(i, (kernel_size, stride, padding), (height, width), count_include_pad, count)
            for j in range(columns):
                total[j] /= count[j]


@compiled
def mean_backward(du, kernel_size, stride, padding, count_include_pad, dy, first, last):
    """Every cell under the window gets the same share of du; overlapping windows add up."""
    (height, width), (rows, columns) = dy.shape[2:], du.shape[2:]
    dy, du = dy.reshape(-1, height * width), du.reshape(-1, rows, columns)
    share = np.empty(columns, dy.dtype)
    begin, end = inside(kernel_size[1], stride[1], padding[1], width, columns)
    for m in range(first, last):
        back = dy[m]
        back[:] = 0
        for i in range(rows):
            top = i * stride[0] - padding[0]
            divisors(i, (kernel_size, stride, padding), (height, width), count_include_pad, share)
            for j in range(columns):
                share[j] = du[m, i, j] / share[j]
            for r in range(max(top, 0), min(top + kernel_size[0], height)):
                for q in range(kernel_size[1]):
                    a, b = begin[q], end[q]
                    part, line = share[a:b], back[r * width + q - padding[1] + a * stride[1] :]
                    for k in range(b - a):
                        line[k * stride[1]] += part[k]


@njit(cache=True, nogil=True, parallel=True)
def max_forward_together(y, kernel_size, stride, padding, dilation, u, positions, work, areas, base, own, chunks, threads):
    """`max_forward` on several threads, each with its share of the maps and a buffer of its own."""
    for t in prange(threads):
        first, last, part = chunks * t // threads, chunks * (t + 1) // threads, base + t * own
        max_forward(y, kernel_size, stride, padding, dilation, u, positions, work, areas, part, first, last)


@njit(cache=True, nogil=True, parallel=True)
def max_backward_together(du, positions, dy, outside, maps, threads):
    """`max_backward` on several threads."""
    for t in prange(threads):
        max_backward(du, positions, dy, outside, maps * t // threads, maps * (t + 1) // threads)


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
