"""From arrays to kernels: find the plan, lend a workspace, choose how many threads.

Rare scans, which skip most of their map, are left to `plain.py`.  All arrays are
C-contiguous and of one dtype; the last one is written.
"""

import math
import os
import threading
from functools import lru_cache, partial

import numba
import numpy as np

from . import correlate, filter_gradient, plain, plan, pooling
from .room import lay_out, packed

__all__ = ["forward", "grad_input", "grad_weight", "max_forward", "over_maps", "threads_for", "together", "workspace"]

KEPT = 2**22  # bytes of workspace that a thread keeps between calls
LINE = 64  # bytes of a line of the cache, where every workspace begins

# Numba's `workqueue` layer, the only one on some machines, ends the process when two Python threads
# enter parallel kernels at once.
together = threading.Lock()
_own = threading.local()
_forked = False


def _after_fork():
    # GNU OpenMP ends a child that goes on with the threads of its parent
    global together, _forked
    together, _forked = threading.Lock(), True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def workspace(count, dtype):
    """An array of at least `count` numbers for this thread to scribble on until its next call."""
    kept = getattr(_own, dtype.char, None)
    if kept is not None and len(kept) >= count:
        return kept
    raw = np.empty(count * dtype.itemsize + LINE, np.uint8)
    start = -raw.ctypes.data % LINE
    new = raw[start : start + count * dtype.itemsize].view(dtype)
    if new.nbytes <= KEPT:
        setattr(_own, dtype.char, new)
    return new


def threads_for(work, units):
    """How many threads share so many multiplications, or numbers moved, in so many pieces."""
    if work < plan.SERIAL or _forked:
        return 1
    return min(numba.get_num_threads(), units)


# A run is worked out once per geometry and kept: a small call would spend most of its time on that.


@lru_cache(maxsize=512)
def forward(dtype, y_shape, w_shape, z_size, stride, padding, dilation, groups):
    """The run (y, w, bias, z) that fills z with bias + the correlation of y with w."""
    maps, steps = (w_shape[1], w_shape[0] // groups), (stride, padding, dilation)
    sizes = (y_shape[2:], z_size, w_shape[2:])
    found = plan.plan_scan(plan.convolution_axis, plan.Geometry(dtype, y_shape[0], groups, *maps, *sizes, *steps))
    if not found:
        return lambda y, w, bias, z: plain.forward(y, w, bias, *steps, groups, z)
    return partial(_scan, found, y_shape[0] * math.prod(w_shape) * math.prod(z_size))


@lru_cache(maxsize=512)
def grad_input(dtype, dz_shape, w_shape, dy_size, stride, padding, dilation, groups):
    """The run (dz, w, bias, dy) that fills dy with bias + every dz times the filters it came through."""
    maps, steps = (w_shape[0] // groups, w_shape[1]), (stride, padding, dilation)
    sizes = (dz_shape[2:], dy_size, w_shape[2:])
    found = plan.plan_scan(plan.gradient_axis, plan.Geometry(dtype, dz_shape[0], groups, *maps, *sizes, *steps))
    if not found:
        return lambda dz, w, bias, dy: plain.grad_input(dz, w, bias, *steps, groups, dy)
    return partial(_scan, found, dz_shape[0] * math.prod(w_shape) * math.prod(dz_shape[2:]))


@lru_cache(maxsize=512)
def grad_weight(dtype, dz_shape, y_shape, dw_shape, stride, padding, dilation, groups):
    """The run (dz, y, dw) that fills dw with the sum of dz * y over all examples and places."""
    maps, steps = (dw_shape[1], dw_shape[0] // groups), (stride, padding, dilation)
    sizes = (y_shape[2:], dz_shape[2:], dw_shape[2:])
    found = plan.plan_filter_gradient(plan.Geometry(dtype, y_shape[0], groups, *maps, *sizes, *steps))
    if not found:
        return lambda dz, y, dw: plain.grad_weight(dz, y, *steps, groups, dw)
    return partial(_correlate, found, dz_shape[0] * math.prod(dw_shape) * math.prod(dz_shape[2:]))


def _scan(found, work, y, w, bias, z):
    threads = threads_for(work, found.units)
    space = workspace(found.room.for_threads(threads), y.dtype)
    _run(correlate, "scan", threads, (found.plan, found.table, y, w, bias, z, space), (), (threads,))


def _correlate(found, work, dz, y, dw):
    threads = threads_for(work, found.units)
    space = workspace(found.room.for_threads(threads), y.dtype)
    _run(filter_gradient, "correlate", threads, (found.plan, found.table, dz, y, space, dw), (), (threads,))


def _run(module, kernel, threads, arguments, alone, shared):
    """The kernel with its arguments for one thread, or its twin for several, one call at a time."""
    if threads == 1:
        getattr(module, kernel)(*arguments, *alone)
        return
    with together:
        getattr(module, kernel + "_together")(*arguments, *shared)


def max_forward(y, kernel_size, stride, padding, dilation, u, positions):
    """u and positions = the largest cell under every window, and where it is."""
    taps, wide = kernel_size[0] * kernel_size[1], plan.REGISTER // y.itemsize
    chunks = -(-y.shape[0] * y.shape[1] // wide)
    cells, windows = (math.prod(maps.shape[2:]) * wide for maps in (y, u))
    room = lay_out(taps, packed(cells, wide), windows, windows)
    threads = threads_for(u.size * taps, chunks)
    work = workspace(room.for_threads(threads), y.dtype)
    work[:taps] = np.arange(taps)
    arguments = (y, kernel_size, stride, padding, dilation, u, positions, work, room.areas, room.shared)
    _run(pooling, "max_forward", threads, arguments, (0, chunks), (room.own, chunks, threads))


def over_maps(kernel, work, *arguments):
    """Run a kernel of `pooling.py` over all maps of its first argument; `work` numbers are moved."""
    maps = arguments[0].shape[0] * arguments[0].shape[1]
    threads = threads_for(work, maps)
    _run(pooling, kernel, threads, arguments, (0, maps), (maps, threads))
