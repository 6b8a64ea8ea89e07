"""Max pooling: the largest cell under every stop of a window, and where it is.

Of many maps, as many as a register has lanes are interleaved (`buffer.py`): then one comparison serves all of
them, and no window is too narrow or too far from the next.  The number of the winner within the window lies in
a register of the maps' own dtype, so float32 counts to 2^24 and no further; larger windows are read cell by cell
where they lie, and so are few maps under windows that hardly overlap: most lanes would be empty.

The position of a winner is row * W + column in the unpadded map: the gradient goes back to that cell alone.

A unit of work is a band of rows of pooled maps: of a register of maps (`mix` lanes), or of one (`mix` = 1).
"""

from collections import namedtuple
from functools import lru_cache

import numpy as np
from numba import njit, prange

from .buffer import compiled, inlined, interleave, unpack
from .room import lay_out, packed
from .simd import BYTES, cell, choose, fill, lanes, load, store

__all__ = ["max_backward", "max_backward_together", "max_forward", "max_forward_together"]

COUNTS = 2**24  # the first whole number after which float32 has gaps
RUN = 16  # windows; see `crowded`
BAND = 2**16  # numbers that interleaved rows may take, where a band of rows can be so small
LARGEST = 2**20  # numbers of one band; what needs more is read where it lies

# maps of a unit, rows of its band, bands of a map, units in all, and the room that they need
MaxPlan = namedtuple("MaxPlan", "mix band bands units room")


@lru_cache(maxsize=512)
def plan_max(itemsize, y_shape, u_size, kernel_size, stride, dilation):
    """How the maps of one max pooling are cut into units of work.

    Examples
    --------
    >>> plan_max(4, (2, 8, 28, 28), (14, 14), (2, 2), (2, 2), (1, 1)).units
    2
    """
    wide, taps, maps = BYTES // itemsize, kernel_size[0] * kernel_size[1], y_shape[0] * y_shape[1]

    def areas(band):
        rows = min(y_shape[2], (band - 1) * stride[0] + (kernel_size[0] - 1) * dilation[0] + 1)
        windows = band * u_size[1] * wide
        return packed(rows * y_shape[3] * wide, wide), windows, windows

    few = 2 * maps < wide and u_size[0] * u_size[1] * taps <= 2 * y_shape[2] * y_shape[3]
    if few or taps > COUNTS or sum(areas(1)) > LARGEST:
        return MaxPlan(1, u_size[0], 1, maps, lay_out(0, 0, 0, 0))
    band = u_size[0]
    while band > 1 and sum(areas(band)) > BAND:
        band = -(-band // 2)
    bands = -(-u_size[0] // band)
    return MaxPlan(wide, band, bands, -(-maps // wide) * bands, lay_out(taps, *areas(band)))


@inlined
def real(start, step, size, count):
    """Of the places start, start + step, ..., the first and the one past the last that lie inside the map."""
    first = 0 if start >= 0 else (step - 1 - start) // step
    return first, 0 if start >= size else min(count, (size - 1 - start) // step + 1)


@inlined
def winners(work, maps, best, place, window, size, row, windows):
    """work[best + window] = the largest cell, work[place + window] = its number within the window."""
    kernel_size, stride, padding, dilation = window
    wide, (rows, columns) = lanes(work), windows
    for i in range(rows):
        top = (row + i) * stride[0] - padding[0]
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


@inlined
def distances(kernel_size, dilation, width):
    """How far each cell of a window lies behind its first, in a map of so many columns."""
    distance = np.empty(kernel_size[0] * kernel_size[1], np.int64)
    for p in range(kernel_size[0]):
        for q in range(kernel_size[1]):
            distance[p * kernel_size[1] + q] = p * dilation[0] * width + q * dilation[1]
    return distance


@inlined
def numbered(work, place, distance, window, width, positions, at, row, windows):
    """positions[at + window] = the cell of the map that cell work[place], work[place + lanes], ... of a window is."""
    stride, padding = window[1:3]
    for i in range(row, row + windows[0]):
        line = (i * stride[0] - padding[0]) * width - padding[1]
        for j in range(windows[1]):
            positions[at] = line + j * stride[1] + distance[np.int64(cell(work, place))]
            at, place = at + 1, place + lanes(work)


@inlined
def strongest(y, window, size, u, positions):
    """u and positions of one map, read where it lies."""
    kernel_size, stride, padding, dilation = window
    for i in range(u.shape[0]):
        top = i * stride[0] - padding[0]
        p0, p1 = real(top, dilation[0], size[0], kernel_size[0])
        for j in range(u.shape[1]):
            left = j * stride[1] - padding[1]
            q0, q1 = real(left, dilation[1], size[1], kernel_size[1])
            winner = (top + p0 * dilation[0]) * size[1] + left + q0 * dilation[1]
            best = cell(y, winner)
            for p in range(p0, p1):
                at = (top + p * dilation[0]) * size[1] + left
                for q in range(q0, q1):
                    x = cell(y, at + q * dilation[1])
                    if x > best or x != x:
                        best, winner = x, at + q * dilation[1]
            u[i, j], positions[i, j] = best, winner


@compiled
def max_forward(y, kernel_size, stride, padding, dilation, u, positions, work, cut, areas, base, first, last):
    """u[t, m, i, j] = the largest cell under the window; NaN is larger than every number.

    cut = (mix, band, bands) of the plan; work[k] holds k, the number of a cell within the window; `areas` of
    the part that begins at `base` are for the interleaved rows, their maxima and the numbers of the winners.
    """
    (mix, band, bands), window = cut, (kernel_size, stride, padding, dilation)
    (rows, columns), (height, width) = u.shape[2:], y.shape[2:]
    cells, count, maps = height * width, rows * columns, y.shape[0] * y.shape[1]
    y = y.reshape(-1)
    if mix == 1:
        u, positions = u.reshape(-1, rows, columns), positions.reshape(-1, rows, columns)
        for m in range(first, last):
            strongest(y[m * cells :], window, (height, width), u[m], positions[m])
        return
    distance, z, places = distances(kernel_size, dilation, width), u.reshape(-1), positions.reshape(-1)
    interleaved, best, place = base + areas[0], base + areas[1], base + areas[2]
    for unit in range(first, last):
        m, row = unit // bands * mix, unit % bands * band
        here, windows = min(mix, maps - m), (min(band, rows - row), columns)
        top = max(0, row * stride[0] - padding[0])
        end = min(height, (row + windows[0] - 1) * stride[0] - padding[0] + (kernel_size[0] - 1) * dilation[0] + 1)
        interleave(y, m * cells + top * width, cells, here, work, interleaved, (end - top) * width)
        winners(work, interleaved - top * width * mix, best, place, window, (height, width), row, windows)
        to = m * count + row * columns
        unpack(work, best, windows[0] * columns, here, z, to, count)
        for lane in range(here):
            numbered(work, place + lane, distance, window, width, places, to + lane * count, row, windows)


@inlined
def crowded(positions, start, rows, columns):
    """Whether a cell may have won more than about 24 windows in a row of windows, or one above the other.

    The windows that a cell wins in a row lie side by side, so that a look here and there finds a long run.
    """
    found = 0
    for i in range(start, start + rows * columns, columns):
        for k in range(i, i + columns - RUN, RUN // 2):
            found += cell(positions, k) == cell(positions, k + RUN)
    for i in range(0, rows - RUN, RUN // 2):
        for k in range(start + i * columns, start + (i + 1) * columns):
            found += cell(positions, k) == cell(positions, k + RUN * columns)
    return found > 0


@inlined
def sent_back(du, positions, m, back, outside):
    """back[winner] += du for the windows of map m."""
    for k in range(du.shape[1]):
        winner = positions[m, k]
        if 0 <= winner < len(back):
            back[winner] += du[m, k]
        else:
            outside[0] = True


@inlined
def in_double(du, positions, m, back, outside):
    """`sent_back` with sums in double precision."""
    sums = np.zeros(len(back), np.float64)
    sent_back(du, positions, m, sums, outside)
    for c in range(len(back)):
        back[c] = sums[c]


@compiled
def max_backward(du, positions, dy, outside, first, last):
    """dy[t, m, winner] += du; a position outside the map writes nothing but outside[0].

    Where cells win hundreds of windows, their sums are worked out again in double precision.
    """
    cells, (rows, columns) = dy.shape[2] * dy.shape[3], du.shape[2:]
    windows, flat, small = rows * columns, positions.reshape(-1), max(du.shape[2:]) <= RUN
    dy, du, positions = dy.reshape(-1, cells), du.reshape(-1, windows), positions.reshape(-1, windows)
    for m in range(first, last):
        back = dy[m]
        back[:] = 0
        sent_back(du, positions, m, back, outside)
        if not small and crowded(flat, m * windows, rows, columns):
            in_double(du, positions, m, back, outside)


@njit(cache=True, nogil=True, parallel=True)
def max_forward_together(
    y, kernel_size, stride, padding, dilation, u, positions, work, cut, areas, base, own, units, threads
):  # fmt: skip
    """`max_forward` on several threads, each with its share of the units and a part of the work area."""
    for t in prange(threads):
        first, last, part = units * t // threads, units * (t + 1) // threads, base + t * own
        max_forward(y, kernel_size, stride, padding, dilation, u, positions, work, cut, areas, part, first, last)


@njit(cache=True, nogil=True, parallel=True)
def max_backward_together(du, positions, dy, outside, maps, threads):
    """`max_backward` on several threads."""
    for t in prange(threads):
        max_backward(du, positions, dy, outside, maps * t // threads, maps * (t + 1) // threads)
