"""A program that runs the kernels of a training step, and those that read between cells, between pages that may not
be touched; see guard_pages.py.

    python guard_pages_step.py DTYPE THREADS

Started by test_kernels_step.py.  Results are held against sums in double precision.
"""

import sys
from itertools import product

import numpy as np
from guard_pages import guarded, like

from cnnkit.kernels import bilinear, cells, normalize, updates

SIZES = ((1, 1), (1, 2), (3, 1), (1, 7), (7, 7), (4, 4), (1, 15), (4, 8), (1, 17), (5, 13), (1, 511), (19, 27), (32, 33))


def run(module, kernel, threads, units, *arguments):
    """A kernel alone, or shared."""
    if threads == 1:
        getattr(module, kernel)(*arguments, 0, units)
    else:
        getattr(module, kernel + "_together")(*arguments, units, threads)


def near(name, ours, theirs, tolerance):
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance, err_msg=name)


def step(rng, dtype, shape, threads, behind):
    """Every kernel once, on maps of one shape."""
    def new(*size):
        return like(rng.normal(size=size).astype(dtype), behind)

    def empty(*size):
        return guarded(size, dtype, behind)

    close = 1e-4 if dtype == "float32" else 1e-11
    y, dz, z, maps, all_maps = new(*shape), new(*shape), empty(*shape), shape[1], shape[0] * shape[1]
    mean, variance = guarded(maps, np.float64, behind), guarded(maps, np.float64, behind)
    run(normalize, "statistics", threads, maps, y, mean, variance)
    near("mean", mean, y.mean((0, 2, 3), np.float64), close)
    near("variance", variance, y.astype(float).var((0, 2, 3)), close)
    w, bias, dw, dbias = new(maps), new(maps), empty(maps), empty(maps)
    run(normalize, "normalize", threads, all_maps, y, bias, w, bias, z)
    near("normalize", z, (y - bias[:, None, None]) * w[:, None, None] + bias[:, None, None], close)
    none, no_averages = y[:0], (y[:0, 0, 0, 0],) * 2
    run(normalize, "normalize_batch", threads, maps, y, w, bias, 0.1, False, none, z, mean, variance, *no_averages, 0.0)
    near("variance", variance, y.astype(float).var((0, 2, 3)), close)
    ratio = (w / np.sqrt(variance + 0.1))[:, None, None]
    near("normalize_batch", z, (y - mean[:, None, None]) * ratio + bias[:, None, None], close)
    u = empty(*shape)
    run(normalize, "normalize_batch", threads, maps, y, w, bias, 0.1, True, none, u, mean, variance, *no_averages, 0.0)
    np.testing.assert_array_equal(u, np.maximum(z, 0))
    summed, averages = empty(*shape), no_averages if y.size == maps else (new(maps), new(maps))
    before = [each.copy() for each in averages]
    run(normalize, "normalize_batch", threads, maps, y, w, bias, 0.1, False, dz, summed, mean, variance, *averages, 0.25)
    np.testing.assert_array_equal(summed, z + dz)
    if y.size > maps:
        unbiased = variance * (y.size / (y.size - maps))
        for each, old, now in zip(averages, before, (mean, unbiased), strict=True):
            near("running average", each, 0.75 * old + 0.25 * now, close)
    given = y, w, bias, mean, variance, 0.1
    run(normalize, "normalize_grad", threads, maps, dz, *given, True, z, dw, dbias)
    behind_relu = z.copy(), dw.copy(), dbias.copy()
    run(normalize, "normalize_grad", threads, maps, np.where(u > 0, dz, 0), *given, False, z, dw, dbias)
    for fused, apart in zip(behind_relu, (z, dw, dbias), strict=True):
        np.testing.assert_array_equal(fused, apart)
    run(normalize, "normalize_grad", threads, maps, dz, *given, False, z, dw, dbias)
    inverse = 1 / np.sqrt(variance + 0.1)
    away = (y - mean[:, None, None]) * inverse[:, None, None]
    slope, total = (dz * away).sum((0, 2, 3)), dz.sum((0, 2, 3), np.float64)
    count = y.size / maps
    near("dw", dw, slope, close)
    near("dbias", dbias, total, close)
    inner = dz - (total / count)[:, None, None] - away * (slope / count)[:, None, None]
    near("dy", z, inner * (w * inverse)[:, None, None], close)
    run(cells, "relu", threads, y.size, y, z)
    np.testing.assert_array_equal(z, np.maximum(y, 0))
    run(cells, "relu_grad", threads, y.size, dz, y, z)
    np.testing.assert_array_equal(z, np.where(y > 0, dz, 0))
    run(cells, "summed", threads, y.size, dz, y, z)
    np.testing.assert_array_equal(z, dz + y)
    number = np.dtype(dtype).type
    updates.momentum(y, dz, z, number(0.1), number(0.9), number(0))
    keep, take = (number(0.5), number(0.5)), (number(0.5), number(0.5))
    updates.adam(y, dz, z, like(dz * dz, behind), number(0.1), keep, take, keep, number(1), number(0))


def shares(places, count, steep):
    """(places, count) shares of the cells of one axis in each place; none where the place is no number."""
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.maximum(0, 1 - steep * np.abs(places[:, None] - np.arange(count))))


def between(rng, dtype, size, behind):
    """Maps read between their cells and beside them, with places for all maps or for each, and the way back."""
    close, maps, borders = 1e-4 if dtype == "float32" else 1e-11, 3, [-1, 0, np.nan, np.inf, -np.inf]
    for step in (0, 12):
        rows, columns = (
            like(np.append(rng.uniform(-3, n + 2, step * (maps - 1) + 5), [*borders, n - 1, n]), behind) for n in size
        )
        y, dvalues = (like(rng.normal(size=each).astype(dtype), behind) for each in ((maps, *size), (maps, 12)))
        steep, values = like(np.array([1, 0.4, 0.15]), behind), guarded((maps, 12), dtype, behind)
        sums = like(np.zeros((maps, *size)), behind)
        bilinear.read(y, rows, columns, step, steep, values)
        bilinear.send_back(dvalues, rows, columns, step, sums)
        for f in range(maps):
            r, c = (each[f * step : f * step + 12] for each in (rows, columns))
            here = shares(r, size[0], steep[f]), shares(c, size[1], steep[f])
            near("read", values[f], np.einsum("ki,kj,ij->k", *here, y[f]) * steep[f] ** 2, close)
            here = shares(r, size[0], 1), shares(c, size[1], 1)
            near("send back", sums[f], np.einsum("ki,kj,k->ij", *here, dvalues[f]), close)


def main(dtype, threads):
    rng = np.random.default_rng(5)
    for size, T, maps, behind in product(SIZES, (1, 2, 3), (1, 2, 5), (True, False)):
        print(T, maps, size, "before a page" if behind else "behind a page", flush=True)
        step(rng, dtype, (T, maps, *size), threads, behind)
    for size, behind in product(SIZES, (True, False)):
        print("between cells of", size, "before a page" if behind else "behind a page", flush=True)
        between(rng, dtype, size, behind)
    print("all kernels kept to their memory")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
