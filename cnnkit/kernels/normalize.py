"""Batch normalisation: the statistics of a map over the batch, the map brought to them, and the way back.

Three sums are all that it needs, and they are one:

    sum of a',  sum of a' · b'        a' = a - centre of a,  b' = b - centre of b

With a = b = y it gives mean and variance, with a = dz and b = y what the gradient needs.  A centre near the
mean is what makes it safe: of a map whose cells all hold 12345.678 nothing is left but 0, and no digit is lost
where the mean is a thousand times the spread.  A block of cells is summed in the registers, in the precision of
the maps; blocks are added up in double precision.  A block whose mean is far from the centre is summed again about
that mean, while it is in the fastest cache: one way through memory is enough.

Where relu follows, it is done while a map is in the cache, too, forward and on the way back.

Every kernel does maps, or maps of single examples, from `first` to `last`, so that threads can share them.
"""

import numpy as np
from numba import njit, prange

from .buffer import compiled, inlined
from .simd import choose, fill, fma, lanes, load, total, zeros

__all__ = ["normalize", "normalize_batch", "normalize_batch_together", "normalize_grad", "normalize_grad_together"]
__all__ += ["normalize_together", "statistics", "statistics_together"]

BLOCK = 512  # cells that one precision sums before the next one takes over


@inlined
def block_sums(a, b, start, count, rows, step, numbers, relu):
    """Sums of a' and of a' · b' over `count` cells from `start` on, and so on, every `step` cells, `rows` times.

    numbers = -centre of a, -centre of b, 1.  With relu, a counts where b' · numbers[3] + numbers[4] is above 0.
    """
    wide = 2 * lanes(a)
    whole = count - count % wide
    ca, cb, one = fill(numbers, 0), fill(numbers, 1), fill(numbers, 2)
    s0 = s1 = p0 = p1 = zeros(a)
    s = p = 0.0
    for at in range(start, start + rows * step, step):
        for i in range(at, at + whole, wide):
            b0, b1 = fma(load(b, i), one, cb), fma(load(b, i + lanes(a)), one, cb)
            a0, a1 = load(a, i), load(a, i + lanes(a))
            if relu:
                a0, a1 = let_through(a0, b0, numbers), let_through(a1, b1, numbers)
            a0, a1 = fma(a0, one, ca), fma(a1, one, ca)
            s0, s1 = fma(a0, one, s0), fma(a1, one, s1)
            p0, p1 = fma(a0, b0, p0), fma(a1, b1, p1)
        for i in range(at + whole, at + count):
            away = b[i] + numbers[1]
            if not relu or away * numbers[3] + numbers[4] > 0:
                s += np.float64(a[i] + numbers[0])
                p += np.float64(a[i] + numbers[0]) * np.float64(away)
    return s + np.float64(total(fma(s0, one, s1))), p + np.float64(total(fma(p0, one, p1)))


@inlined
def let_through(dz, away, numbers):
    """dz where relu of away · numbers[3] + numbers[4] is not 0, else 0; two roundings, as in `scale`."""
    scaled = fma(fma(away, fill(numbers, 3), zeros(numbers)), fill(numbers, 2), fill(numbers, 4))
    return choose(fill(numbers, 5), scaled, zeros(numbers), dz)


@inlined
def map_sums(a, b, m, maps, cells, numbers, relu):
    """The same over all examples of map m; a and b are flat."""
    s = p = 0.0
    step, rows = maps * cells, rows_of_block(cells)
    for first in range(m * cells, len(a), rows * step):
        here = min(rows, (len(a) - first + step - 1) // step)
        for at in range(first, first + cells, BLOCK):
            block_s, block_p = block_sums(a, b, at, min(BLOCK, first + cells - at), here, step, numbers, relu)
            s += block_s
            p += block_p
    return s, p


@inlined
def rows_of_block(cells):
    """Of how many examples a map of so many cells goes into one block."""
    return max(1, BLOCK // max(1, cells))


@inlined
def map_statistics(y, m, maps, cells, numbers):
    """Mean and variance of map m over all examples and cells; y is flat.

    Blocks are put together by what both parts know: of n cells with mean a and m cells with mean b, squares of
    the distances to the common mean = those of both + (a - b)² · n · m / (n + m)  (Chan et al. 1979).
    """
    centre, seen, mean, squares = y[m * cells], 0, 0.0, 0.0
    step, rows = maps * cells, rows_of_block(cells)
    numbers[:2] = -centre
    for first in range(m * cells, len(y), rows * step):
        here = min(rows, (len(y) - first + step - 1) // step)
        for at in range(first, first + cells, BLOCK):
            count = min(BLOCK, first + cells - at)
            s, p = block_sums(y, y, at, count, here, step, numbers, False)
            count *= here
            if s * s > p * count / 2:  # the centre is far from this block: about its own mean, then
                centre = y.dtype.type(np.float64(centre) + s / count)
                numbers[:2] = -centre
                s, p = block_sums(y, y, at, count // here, here, step, numbers, False)
            s /= count
            before, seen = seen, seen + count
            away = np.float64(centre) + s - mean
            mean += away * (count / seen)
            squares += p - s * s * count + away * away * (count / seen * before)
    return mean, max(0.0, squares / seen)


@inlined
def scale(y, start, count, centre, factor, shift, least, z):
    """z = (y - centre) · factor + shift, but not below `least`, for some cells from `start` on; y and z are flat."""
    y, z = y[start : start + count], z[start : start + count]
    for i in range(count):
        scaled = (y[i] - centre) * factor + shift
        z[i] = least if scaled < least else scaled


@compiled
def statistics(y, mean, variance, first, last):
    """mean[m] and variance[m] = those of map m over all examples and cells, in double precision."""
    maps, cells, y, numbers = y.shape[1], y.shape[2] * y.shape[3], y.reshape(-1), np.ones(3, y.dtype)
    for m in range(first, last):
        mean[m], variance[m] = map_statistics(y, m, maps, cells, numbers)


@compiled
def normalize(y, centre, factor, shift, z, first, last):
    """z = (y - centre) · factor + shift, with one number of each for every map."""
    maps, cells, least = y.shape[1], y.shape[2] * y.shape[3], y.dtype.type(-np.inf)
    y, z = y.reshape(-1), z.reshape(-1)
    for row in range(first, last):
        m = row % maps
        scale(y, row * cells, cells, centre[m], factor[m], shift[m], least, z)


@inlined
def line(w, bias, mean, root, number):
    """What brings a map to its scale, (y - centre) · factor + shift; the shift has what is left of mean by its precision."""
    factor, centre = np.divide(np.float64(w), root), number(mean)
    return centre, number(factor), number(np.float64(bias) - (mean - np.float64(centre)) * factor)


@compiled
def normalize_batch(y, w, bias, eps, relu, z, mean, variance, first, last):
    """`statistics` of a map, and z = w · (y - mean) / root of (variance + eps) + bias, or relu of that."""
    maps, cells, number = y.shape[1], y.shape[2] * y.shape[3], y.dtype.type
    y, z, numbers, least = y.reshape(-1), z.reshape(-1), np.ones(3, y.dtype), number(0 if relu else -np.inf)
    for m in range(first, last):
        mean[m], variance[m] = map_statistics(y, m, maps, cells, numbers)
        centre, factor, shift = line(w[m], bias[m], mean[m], np.sqrt(variance[m] + eps), number)
        for start in range(m * cells, len(y), maps * cells):
            scale(y, start, cells, centre, factor, shift, least, z)


@compiled
def normalize_grad(dz, y, w, bias, mean, variance, eps, relu, dy, dw, dbias, first, last):
    """dy, dw and dbias of maps first to last; mean and variance are double.

    With relu, dz is the gradient behind it, and counts where `line` is above 0: relu made its maps of the same numbers.
    """
    maps, cells = y.shape[1], y.shape[2] * y.shape[3]
    count, number = y.shape[0] * cells, y.dtype.type
    rows, dz_rows, dy_rows = y.reshape(-1, cells), dz.reshape(-1, cells), dy.reshape(-1, cells)
    y, dz = y.reshape(-1), dz.reshape(-1)
    numbers, zero = np.ones(6, y.dtype), number(0)
    numbers[0], numbers[5] = zero, np.nextafter(zero, number(1))
    for m in range(first, last):
        root = np.sqrt(variance[m] + eps)
        inverse = np.divide(1.0, root)
        centre, slant, shift = line(w[m], bias[m], mean[m], root, number)
        numbers[1], numbers[3], numbers[4] = -centre, slant, shift
        s, products = map_sums(dz, y, m, maps, cells, numbers, relu)
        if relu and slant + shift != slant + shift:  # relu made nan of every cell, and lets nothing through
            s = products = 0.0
        rest = mean[m] - np.float64(centre)  # what the precision of the maps left of the mean
        scaled = inverse * (products - rest * s)
        dw[m], dbias[m] = scaled, s
        # dy = factor · (dz - s / count - ŷ · scaled / count), gathered by what multiplies dz, y - centre and 1
        factor = np.float64(w[m]) * inverse
        slope = factor * inverse * scaled / count
        f, g, h = number(factor), number(-slope), number(rest * slope - factor * s / count)
        for row in range(m, len(rows), maps):
            source, above, target = rows[row], dz_rows[row], dy_rows[row]
            if relu:
                for i in range(cells):
                    away = source[i] - centre
                    target[i] = (above[i] if away * slant + shift > zero else zero) * f + (away * g + h)
            else:
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
def normalize_batch_together(y, w, bias, eps, relu, z, mean, variance, count, threads):
    """`normalize_batch` on several threads, each with its share of the maps."""
    for t in prange(threads):
        first, last = count * t // threads, count * (t + 1) // threads
        normalize_batch(y, w, bias, eps, relu, z, mean, variance, first, last)


@njit(cache=True, nogil=True, parallel=True)
def normalize_grad_together(dz, y, w, bias, mean, variance, eps, relu, dy, dw, dbias, count, threads):
    """`normalize_grad` on several threads, each with its share of the maps."""
    for t in prange(threads):
        first, last = count * t // threads, count * (t + 1) // threads
        normalize_grad(dz, y, w, bias, mean, variance, eps, relu, dy, dw, dbias, first, last)
