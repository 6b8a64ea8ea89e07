"""Batch normalisation: the statistics of a map over the batch, the map brought to them, and the way back.

Three sums are all that it needs, and they are one:

    sum of a',  sum of a' · b'        a' = a - centre of a,  b' = b - centre of b

With a = b = y it gives mean and variance, with a = dz and b = y what the gradient needs.  A centre near the
mean is what makes it safe: of a map whose cells all hold 12345.678 nothing is left but 0, and no digit is lost
where the mean is a thousand times the spread.  A block of cells is summed in the registers, in the precision of
the maps; blocks are added up in double precision.

Every kernel does maps, or maps of single examples, from `first` to `last`, so that threads can share them.
"""

import numpy as np
from numba import njit, prange

from .buffer import compiled, inlined
from .simd import fill, fma, lanes, load, total

__all__ = ["normalize", "normalize_batch", "normalize_batch_together", "normalize_grad", "normalize_grad_together"]
__all__ += ["normalize_together", "statistics", "statistics_together"]

BLOCK = 512  # cells that one precision sums before the next one takes over


@inlined
def block_sums(a, b, start, count, numbers):
    """Sums of a' and of a' · b' over cells start, start + 1, ...; numbers = -centre of a, -centre of b, 1, 0."""
    wide = 2 * lanes(a)
    whole = count - count % wide
    ca, cb, one = fill(numbers, 0), fill(numbers, 1), fill(numbers, 2)
    s0 = s1 = p0 = p1 = fill(numbers, 3)
    for i in range(start, start + whole, wide):
        a0, a1 = fma(load(a, i), one, ca), fma(load(a, i + lanes(a)), one, ca)
        b0, b1 = fma(load(b, i), one, cb), fma(load(b, i + lanes(a)), one, cb)
        s0, s1 = fma(a0, one, s0), fma(a1, one, s1)
        p0, p1 = fma(a0, b0, p0), fma(a1, b1, p1)
    s, p = np.float64(total(fma(s0, one, s1))), np.float64(total(fma(p0, one, p1)))
    for i in range(start + whole, start + count):
        away = np.float64(a[i] + numbers[0])
        s += away
        p += away * np.float64(b[i] + numbers[1])
    return s, p


@inlined
def map_sums(a, b, m, maps, cells, numbers):
    """The same over all examples of map m; a and b are flat."""
    s = p = 0.0
    for start in range(m * cells, len(a), maps * cells):
        for at in range(start, start + cells, BLOCK):
            block_s, block_p = block_sums(a, b, at, min(BLOCK, start + cells - at), numbers)
            s += block_s
            p += block_p
    return s, p


@inlined
def map_statistics(y, m, maps, cells, numbers):
    """Mean and variance of map m over all examples and cells; y is flat."""
    centre, mean, variance, count = y[m * cells], 0.0, 0.0, len(y) // maps
    for _ in range(2):  # about the first cell, then about the mean that this gives
        numbers[:2] = -centre
        s, squares = map_sums(y, y, m, maps, cells, numbers)
        mean, variance = np.float64(centre) + s / count, max(0.0, (squares - s * s / count) / count)
        centre = y.dtype.type(mean)
    return mean, variance


@inlined
def scale(y, start, count, centre, factor, shift, z):
    """z = (y - centre) · factor + shift for some cells from `start` on; y and z are flat."""
    y, z = y[start : start + count], z[start : start + count]
    for i in range(count):
        z[i] = (y[i] - centre) * factor + shift


@compiled
def statistics(y, mean, variance, first, last):
    """mean[m] and variance[m] = those of map m over all examples and cells, in double precision."""
    numbers = np.ones(4, y.dtype)
    numbers[3] = 0
    for m in range(first, last):
        mean[m], variance[m] = map_statistics(y.reshape(-1), m, y.shape[1], y.shape[2] * y.shape[3], numbers)


@compiled
def normalize(y, centre, factor, shift, z, first, last):
    """z = (y - centre) · factor + shift, with one number of each for every map."""
    maps, cells = y.shape[1], y.shape[2] * y.shape[3]
    for row in range(first, last):
        m = row % maps
        scale(y.reshape(-1), row * cells, cells, centre[m], factor[m], shift[m], z.reshape(-1))


@compiled
def normalize_batch(y, w, bias, eps, z, mean, variance, first, last):
    """`statistics` of a map, and z = w · (y - mean) / root of (variance + eps) + bias while it is in the cache."""
    maps, cells, number = y.shape[1], y.shape[2] * y.shape[3], y.dtype.type
    flat, numbers = y.reshape(-1), np.ones(4, y.dtype)
    numbers[3] = 0
    for m in range(first, last):
        mean[m], variance[m] = map_statistics(flat, m, maps, cells, numbers)
        factor = np.divide(np.float64(w[m]), np.sqrt(variance[m] + eps))
        centre = number(mean[m])
        shift = number(np.float64(bias[m]) - (mean[m] - np.float64(centre)) * factor)
        for start in range(m * cells, len(flat), maps * cells):
            scale(flat, start, cells, centre, number(factor), shift, z.reshape(-1))


@compiled
def normalize_grad(dz, y, w, mean, inverse, dy, dw, dbias, first, last):
    """dy, dw and dbias of maps first to last; mean and inverse = 1 / root of the variance are double."""
    maps, cells = y.shape[1], y.shape[2] * y.shape[3]
    count, number = y.shape[0] * cells, y.dtype.type
    rows, dz_rows, dy = y.reshape(-1, cells), dz.reshape(-1, cells), dy.reshape(-1, cells)
    numbers = np.ones(4, y.dtype)
    numbers[0] = numbers[3] = 0
    for m in range(first, last):
        centre = number(mean[m])
        numbers[1] = -centre
        s, products = map_sums(dz.reshape(-1), y.reshape(-1), m, maps, cells, numbers)
        rest = mean[m] - np.float64(centre)  # what the precision of the maps left of the mean
        scaled = inverse[m] * (products - rest * s)
        dw[m], dbias[m] = scaled, s
        # dy = factor · (dz - s / count - ŷ · scaled / count), gathered by what multiplies dz, y - centre and 1
        factor = np.float64(w[m]) * inverse[m]
        slope = factor * inverse[m] * scaled / count
        f, g, h = number(factor), number(-slope), number(rest * slope - factor * s / count)
        for row in range(m, len(rows), maps):
            source, above, target = rows[row], dz_rows[row], dy[row]
            for i in range(cells):
                target[i] = above[i] * f + ((source[i] - centre) * g + h)


@njit(cache=True, nogil=True, parallel=True)
def statistics_together(y, mean, variance, count, threads):
    """`statistics` on several threads, each with its share of the maps."""
    for t in prange(threads):
        statistics(y, mean, variance, count * t // threads, count * (t + 1) // threads)


@njit(cache=True, nogil=True, parallel=True)
def normalize_together(y, centre, factor, shift, z, count, threads):
    """`normalize` on several threads, each with its share of the maps of all examples."""
    for t in prange(threads):
        normalize(y, centre, factor, shift, z, count * t // threads, count * (t + 1) // threads)


@njit(cache=True, nogil=True, parallel=True)
def normalize_batch_together(y, w, bias, eps, z, mean, variance, count, threads):
    """`normalize_batch` on several threads, each with its share of the maps."""
    for t in prange(threads):
        first, last = count * t // threads, count * (t + 1) // threads
        normalize_batch(y, w, bias, eps, z, mean, variance, first, last)


@njit(cache=True, nogil=True, parallel=True)
def normalize_grad_together(dz, y, w, mean, inverse, dy, dw, dbias, count, threads):
    """`normalize_grad` on several threads, each with its share of the maps."""
    for t in prange(threads):
        first, last = count * t // threads, count * (t + 1) // threads
        normalize_grad(dz, y, w, mean, inverse, dy, dw, dbias, first, last)
