"""Batch normalisation: the statistics of a map over the batch, the map brought to them, and the way back.

Three sums are all that it needs, and they are one:

    sum of a',  sum of a' · b'        a' = a - centre of a,  b' = b - centre of b

With a = b = y it gives mean and variance, with a = dz and b = y what the gradient needs.  A centre near the
mean is what makes it safe: of a map whose cells all hold 12345.678 nothing is left but 0, and no digit is lost
where the mean is a thousand times the spread.  A block of cells is summed in the registers, in the precision of
the maps; blocks are added up in double precision.  A block whose mean is far from the centre is summed again about
that mean, while it is in the fastest cache: one way through memory is enough.

Maps are read as they lie in memory, all maps of an example before the next one: along one map through all examples
memory would have to be found anew every few hundred numbers, which takes half as long again.

Where relu or the sum of a residual block follows, it is done in the same pass, and relu on the way back, too.

Every kernel does maps, or maps of single examples, from `first` to `last`, so that threads can share them.
"""

import numpy as np
from numba import njit, prange

from .buffer import compiled, inlined
from .simd import choose, fill, fma, lanes, lent, load, total, zeros

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
def map_sums(a, b, first, last, maps, cells, numbers, relu, sums):
    """sums[m] = the same over all examples, for maps first to last, as they lie in memory; a and b are flat."""
    step, rows = maps * cells, rows_of_block(cells)
    for t in range(0, len(a), rows * step):
        here = min(rows, (len(a) - t) // step)
        for m in range(first, last):
            start = t + m * cells
            for at in range(start, start + cells, BLOCK):
                s, p = block_sums(a, b, at, min(BLOCK, start + cells - at), here, step, numbers[m], relu)
                sums[m, 0] += s
                sums[m, 1] += p


@inlined
def rows_of_block(cells):
    """Of how many examples a map of so many cells goes into one block."""
    return max(1, BLOCK // max(1, cells))


@inlined
def map_statistics(y, first, last, maps, cells, mean, variance):
    """Mean and variance of maps first to last over all examples and cells, as they lie in memory; y is flat.

    Blocks are put together by what both parts know: of n cells with mean a and m cells with mean b, squares of
    the distances to the common mean = those of both + (a - b)² · n · m / (n + m)  (Chan et al. 1979).
    """
    step, rows = maps * cells, rows_of_block(cells)
    numbers = np.ones((last, 3), y.dtype)
    for m in range(first, last):
        numbers[m, :2], mean[m], variance[m] = -y[m * cells], 0, 0
    for t in range(0, len(y), rows * step):
        here = min(rows, (len(y) - t) // step)
        for m in range(first, last):
            start, seen = t + m * cells, t // step * cells
            for at in range(start, start + cells, BLOCK):
                count = min(BLOCK, start + cells - at)
                s, p = block_sums(y, y, at, count, here, step, numbers[m], False)
                count *= here
                if s * s > p * count / 2:  # the centre is far from this block: about its own mean, then
                    numbers[m, :2] = -y.dtype.type(s / count - np.float64(numbers[m, 0]))
                    s, p = block_sums(y, y, at, count // here, here, step, numbers[m], False)
                s /= count
                before, seen = seen, seen + count
                away = s - np.float64(numbers[m, 0]) - mean[m]
                mean[m] += away * (count / seen)
                variance[m] += p - s * s * count + away * away * (count / seen * before)
    for m in range(first, last):
        variance[m] = max(0.0, variance[m] / (len(y) // maps))


@inlined
def scale(y, start, count, centre, factor, shift, least, z):
    """z = (y - centre) · factor + shift, but not below `least`, for some cells from `start` on; y and z are flat."""
    y, z = y[start : start + count], z[start : start + count]
    for i in range(count):
        scaled = (y[i] - centre) * factor + shift
        z[i] = least if scaled < least else scaled


@inlined
def add(past, z):
    """z += past, cell by cell."""
    for i in range(len(z)):
        z[i] += past[i]


@compiled
def statistics(y, mean, variance, first, last):
    """mean[m] and variance[m] = those of map m over all examples and cells, in double precision."""
    map_statistics(lent(y.reshape(-1)), first, last, y.shape[1], y.shape[2] * y.shape[3], mean, variance)


@compiled
def normalize(y, centre, factor, shift, z, first, last):
    """z = (y - centre) · factor + shift, with one number of each for every map."""
    maps, cells, least = y.shape[1], y.shape[2] * y.shape[3], y.dtype.type(-np.inf)
    y, z = lent(y.reshape(-1)), lent(z.reshape(-1))
    for row in range(first, last):
        m = row % maps
        scale(y, row * cells, cells, centre[m], factor[m], shift[m], least, z)


@inlined
def line(w, bias, mean, root, number):
    """What brings a map to its scale, (y - centre) · factor + shift; the shift has what is left of mean by its precision."""
    factor, centre = np.divide(np.float64(w), root), number(mean)
    return centre, number(factor), number(np.float64(bias) - (mean - np.float64(centre)) * factor)


@compiled
def normalize_batch(
    y, w, bias, eps, relu, past, z, mean, variance, running_mean, running_variance, momentum, first, last
):  # fmt: skip
    """`statistics` of a map, and z = w · (y - mean) / root of (variance + eps) + bias, or relu of that, or that + past.

    The running averages, if any, follow: += momentum · (new - running).  The variance of all images is estimated from
    a sample, hence divided by one cell less.
    """
    maps, cells, number, added = y.shape[1], y.shape[2] * y.shape[3], y.dtype.type, len(past) > 0
    count, least, lines = len(y) * cells, number(0 if relu else -np.inf), np.empty((last, 3), y.dtype)
    y, past, z = lent(y.reshape(-1)), lent(past.reshape(-1)), lent(z.reshape(-1))
    map_statistics(y, first, last, maps, cells, mean, variance)
    for m in range(first, last):
        lines[m] = line(w[m], bias[m], mean[m], np.sqrt(variance[m] + eps), number)
        if len(running_mean):
            running_mean[m] += momentum * (mean[m] - running_mean[m])
            running_variance[m] += momentum * (variance[m] * (count / (count - 1)) - running_variance[m])
    for t in range(0, len(y), maps * cells):
        for m in range(first, last):
            start = t + m * cells
            scale(y, start, cells, lines[m, 0], lines[m, 1], lines[m, 2], least, z)
            if added:
                add(past[start : start + cells], z[start : start + cells])


@inlined
def gradient(dz, y, numbers, relu, dy):
    """dy = dz · f + (y - centre) · g + h, with f, g, h = numbers[6:]; with relu, dz counts where `let_through` lets it."""
    away, slant, shift, f, g, h = numbers[1], numbers[3], numbers[4], numbers[6], numbers[7], numbers[8]
    zero = dy.dtype.type(0)
    if relu:
        for i in range(len(dy)):
            b = y[i] + away
            dy[i] = (dz[i] if b * slant + shift > zero else zero) * f + (b * g + h)
    else:
        for i in range(len(dy)):
            dy[i] = dz[i] * f + ((y[i] + away) * g + h)


@compiled
def normalize_grad(dz, y, w, bias, mean, variance, eps, relu, dy, dw, dbias, first, last):
    """dy, dw and dbias of maps first to last; mean and variance are double.

    With relu, dz is the gradient behind it, and counts where `line` is above 0: relu made its maps of the same numbers.
    """
    maps, cells, number = y.shape[1], y.shape[2] * y.shape[3], y.dtype.type
    count, zero = y.shape[0] * cells, number(0)
    y, dz, dy = lent(y.reshape(-1)), lent(dz.reshape(-1)), lent(dy.reshape(-1))
    numbers, sums = np.ones((last, 9), y.dtype), np.zeros((last, 2))
    for m in range(first, last):
        centre, slant, shift = line(w[m], bias[m], mean[m], np.sqrt(variance[m] + eps), number)
        numbers[m, :2] = zero, -centre
        numbers[m, 3:6] = slant, shift, np.nextafter(zero, number(1))
    map_sums(dz, y, first, last, maps, cells, numbers, relu, sums)
    for m in range(first, last):
        s, products = sums[m]
        if relu and np.isnan(numbers[m, 3] + numbers[m, 4]):  # relu made nan of every cell, and lets nothing through
            s = products = 0.0
        inverse = np.divide(1.0, np.sqrt(variance[m] + eps))
        rest = mean[m] + np.float64(numbers[m, 1])  # what the precision of the maps left of the mean
        scaled = inverse * (products - rest * s)
        dw[m], dbias[m] = scaled, s
        # dy = factor · (dz - s / count - ŷ · scaled / count), gathered by what multiplies dz, y - centre and 1
        factor = np.float64(w[m]) * inverse
        slope = factor * inverse * scaled / count
        numbers[m, 6:] = number(factor), number(-slope), number(rest * slope - factor * s / count)
    for t in range(0, len(y), maps * cells):
        for m in range(first, last):
            start, end = t + m * cells, t + (m + 1) * cells
            gradient(dz[start:end], y[start:end], numbers[m], relu, dy[start:end])


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
def normalize_batch_together(
    y, w, bias, eps, relu, past, z, mean, variance, running_mean, running_variance, momentum, count, threads
):  # fmt: skip
    """`normalize_batch` on several threads, each with its share of the maps."""
    for t in prange(threads):
        first, last = count * t // threads, count * (t + 1) // threads
        normalize_batch(
            y, w, bias, eps, relu, past, z, mean, variance, running_mean, running_variance, momentum, first, last
        )  # fmt: skip


@njit(cache=True, nogil=True, parallel=True)
def normalize_grad_together(dz, y, w, bias, mean, variance, eps, relu, dy, dw, dbias, count, threads):
    """`normalize_grad` on several threads, each with its share of the maps."""
    for t in prange(threads):
        first, last = count * t // threads, count * (t + 1) // threads
        normalize_grad(dz, y, w, bias, mean, variance, eps, relu, dy, dw, dbias, first, last)
