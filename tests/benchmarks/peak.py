"""How close the inner tile comes to what the machine can multiply and add at all, on one thread."""

import time

import numpy as np
from numba import njit

from cnnkit.kernels import correlate
from cnnkit.kernels.launch import workspace
from cnnkit.kernels.plan import Geometry, convolution_axis, plan_scan
from cnnkit.kernels.room import FILTERS
from cnnkit.kernels.simd import fma, load, store

__all__ = ["share_of_peak"]


@njit
def multiply_add(a, count):
    """Ten independent sums, so that no multiplication waits for another."""
    x, y = load(a, 0), load(a, 8)
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = s8 = s9 = load(a, 16)
    for _ in range(count):
        s0, s1, s2, s3, s4 = (
            fma(x, y, s0),
            fma(x, y, s1),
            fma(x, y, s2),
            fma(x, y, s3),
            fma(x, y, s4),
        )
        s5, s6, s7, s8, s9 = (
            fma(x, y, s5),
            fma(x, y, s6),
            fma(x, y, s7),
            fma(x, y, s8),
            fma(x, y, s9),
        )
    for s in (s1, s2, s3, s4, s5, s6, s7, s8, s9):
        s0 = fma(x, s, s0)
    store(a, 24, s0)


@njit
def tiles(plans, table, z, work, count):
    """The tiles of one full buffer, again and again."""
    plan, tables = plans[0], correlate.tables_of(plans[0], table)
    for _ in range(count):
        correlate.tiles(
            plan, tables, 0, 0, plan.band, work, plan.shared, work, FILTERS, z, 0, plan.target_plane
        )  # fmt: skip


def share_of_peak(turns=40):
    """(GFLOP/s of the tile, GFLOP/s of bare multiply-adds), each the best of its turns, in turns."""
    one, kernel_size, size = (1, 1), (3, 3), (8, 8)
    geometry = Geometry(np.dtype(np.float32), 8, 1, 64, 64, size, size, kernel_size, one, one, one)
    found = plan_scan(convolution_axis, geometry)
    plan = found.plan[0]
    work = workspace(
        found.room.for_threads(1), np.dtype(np.float32)
    )  # begins at a line of the cache
    work[:] = 0
    z = np.zeros(int(plan["maps"]) * int(plan["target_plane"]) + 64, np.float32)
    numbers = np.zeros(64, np.float32)
    places = int(plan["band"]) * 8 * int(plan["mix"])
    flops, count = 2 * 64 * 64 * 9 * places, 20
    tile, bare = [], []
    for _ in range(turns):
        start = time.perf_counter()
        tiles(found.plan, found.table, z, work, count)
        middle = time.perf_counter()
        multiply_add(numbers, 200_000)
        end = time.perf_counter()
        tile.append(flops * count / (middle - start) / 1e9)
        bare.append(160 * 200_000 / (end - middle) / 1e9)
    return max(tile), max(bare)
