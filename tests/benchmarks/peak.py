"""How close the inner tile comes to what the machine can multiply and add at all, on one thread."""

import time

import numpy as np
from numba import njit

from cnnkit.kernels import correlate
from cnnkit.kernels.launch import workspace
from cnnkit.kernels.plan import convolution_axis, plan_scan
from cnnkit.kernels.simd import add, fma, load, store

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
    low, high = add(add(s0, s1), add(s2, s3)), add(add(s4, s5), add(s6, add(s7, add(s8, s9))))
    store(a, 24, add(low, high))


@njit
def tiles(plans, table, z, work, count):
    """The tiles of one full buffer, again and again."""
    plan, tables = plans[0], correlate.tables_of(plans[0], table)
    for _ in range(count):
        correlate.tiles(
            plan, tables, 0, 0, plan.band, work, plan.buffer, work, 0, z, 0
        )  # fmt: skip


def share_of_peak(turns=40):
    """(GFLOP/s of the tile, GFLOP/s of bare multiply-adds), each the best of its turns, in turns."""
    found = plan_scan(
        convolution_axis, np.dtype(np.float32), 8, 1, 64, 64, (8, 8), (8, 8), (3, 3),
        ((1, 1), (1, 1), (1, 1)),
    )  # fmt: skip
    plan = found.plan[0]
    work = workspace(
        found.buffer + found.needs, np.dtype(np.float32)
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
