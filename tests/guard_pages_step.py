"""A program that runs the kernels of a training step between pages that may not be touched; see guard_pages.py.

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
    run(normalize, "normalize_batch", threads, maps, y, w, bias, 0.1, False, z, mean, variance)
    near("variance", variance, y.astype(float).var((0, 2, 3)), close)
    ratio = (w / np.sqrt(variance + 0.1))[:, None, None]
    near("normalize_batch", z, (y - mean[:, None, None]) * ratio + bias[:, None, None], close)
    u = empty(*shape)
    run(normalize, "normalize_batch", threads, maps, y, w, bias, 0.1, True, u, mean, variance)
    np.testing.assert_array_equal(u, np.maximum(z, 0))
    inverse = like(1 / np.sqrt(variance + 0.1), behind)
    run(normalize, "normalize_grad", threads, maps, dz, u, True, y, w, mean, inverse, z, dw, dbias)
    behind_relu = z.copy(), dw.copy(), dbias.copy()
    run(normalize, "normalize_grad", threads, maps, np.where(u > 0, dz, 0), u, False, y, w, mean, inverse, z, dw, dbias)
    for fused, apart in zip(behind_relu, (z, dw, dbias), strict=True):
        np.testing.assert_array_equal(fused, apart)
    run(normalize, "normalize_grad", threads, maps, dz, u, False, y, w, mean, inverse, z, dw, dbias)
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


def between(rng, dtype, size, maps, behind):
    """Reading between cells and the way back, at cells, between them, at the border and beyond it."""
    height, width = size
    rows = rng.choice([-2.5, -1, -0.75, 0, 0.25, height // 2 + 0.5, height - 1, height - 0.75, height, 1e9], 40)
    columns = rng.choice([-1e9, -1, -0.25, 0, 0.5, width // 2 + 0.25, width - 1, width - 0.5, width, width + 3], 40)
    y, back = rng.normal(size=(maps, *size)).astype(dtype), rng.normal(size=(maps, 40)).astype(dtype)
    shares = [np.maximum(0, 1 - abs(places[:, None] - np.arange(n))) for places, n in ((rows, height), (columns, width))]
    values, sums = guarded((maps, 40), dtype, behind), like(np.zeros(y.shape), behind)
    places = like(rows, behind), like(columns, behind), 0
    bilinear.read(like(y, behind), *places, like(np.ones(maps), behind), values)
    near("read", values, np.einsum("mij,ki,kj->mk", y, *shares), 1e-5)
    bilinear.send_back(like(back, behind), *places, sums)
    near("send_back", sums, np.einsum("mk,ki,kj->mij", back, *shares), 1e-5)


def main(dtype, threads):
    rng = np.random.default_rng(5)
    for size, T, maps, behind in product(SIZES, (1, 2, 3), (1, 2, 5), (True, False)):
        print(T, maps, size, "before a page" if behind else "behind a page", flush=True)
        step(rng, dtype, (T, maps, *size), threads, behind)
        if T == threads == 1:
            between(rng, dtype, size, maps, behind)
    print("all kernels kept to their memory")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
