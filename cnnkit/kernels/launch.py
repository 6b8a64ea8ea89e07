"""From arrays to kernels that need a plan and a workspace: find the one, lend the other.

Rare scans are left to `plain.py`.  All arrays are C-contiguous and of one dtype; the last one is written.
"""

import math
import threading
from functools import partial

import numpy as np

from . import correlate, filter_gradient, max_pooling, plain, plan, sharing
from .max_pooling import plan_max
from .remembered import remember

__all__ = ["forward", "grad_input", "grad_weight", "max_forward", "workspace"]

KEPT = 2**22  # bytes of workspace that a thread keeps between calls
PLANS = 2**24  # bytes of plans that are kept, of each of the three scans
LINE = 64  # bytes of a line of the cache, where every workspace begins

_own = threading.local()


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


# A run is worked out once per geometry and kept: a small call would spend most of its time on that.


@remember(PLANS)
def forward(dtype, y_shape, w_shape, z_size, stride, padding, dilation, groups):
    """The run (y, w, bias, z) that fills z with bias + the correlation of y with w."""
    maps, steps = (w_shape[1], w_shape[0] // groups), (stride, padding, dilation)
    sizes = (y_shape[2:], z_size, w_shape[2:])
    found = plan.plan_scan(plan.convolution_axis, plan.Geometry(dtype, y_shape[0], groups, *maps, *sizes, *steps))
    work = y_shape[0] * math.prod(w_shape) * math.prod(z_size)
    return _planned(_scan, found, work, lambda y, w, bias, z: plain.forward(y, w, bias, *steps, groups, z))


@remember(PLANS)
def grad_input(dtype, dz_shape, w_shape, dy_size, stride, padding, dilation, groups):
    """The run (dz, w, bias, dy) that fills dy with bias + every dz times the filters it came through."""
    maps, steps = (w_shape[0] // groups, w_shape[1]), (stride, padding, dilation)
    sizes = (dz_shape[2:], dy_size, w_shape[2:])
    found = plan.plan_scan(plan.gradient_axis, plan.Geometry(dtype, dz_shape[0], groups, *maps, *sizes, *steps))
    work = dz_shape[0] * math.prod(w_shape) * math.prod(dz_shape[2:])
    return _planned(_scan, found, work, lambda dz, w, bias, dy: plain.grad_input(dz, w, bias, *steps, groups, dy))


@remember(PLANS)
def grad_weight(dtype, dz_shape, y_shape, dw_shape, stride, padding, dilation, groups):
    """The run (dz, y, dw) that fills dw with the sum of dz * y over all examples and places."""
    maps, steps = (dw_shape[1], dw_shape[0] // groups), (stride, padding, dilation)
    sizes = (y_shape[2:], dz_shape[2:], dw_shape[2:])
    found = plan.plan_filter_gradient(plan.Geometry(dtype, y_shape[0], groups, *maps, *sizes, *steps))
    work = dz_shape[0] * math.prod(dw_shape) * math.prod(dz_shape[2:])
    return _planned(_correlate, found, work, lambda dz, y, dw: plain.grad_weight(dz, y, *steps, groups, dw))


def _planned(run, found, work, otherwise):
    """The run with its plan, and the bytes of that; or the plain formula if there is none."""
    return (partial(run, found, work, otherwise), found.table.nbytes) if found else (otherwise, 0)


# The kernels multiply the frame of zeros, too.  They say so where a number that is not finite met it, and the
# formula, which knows of no frame, does it again.


def _scan(found, work, otherwise, y, w, bias, z):
    threads = sharing.threads_for(work, found.units)
    space = workspace(found.room.for_threads(threads), y.dtype)
    kernels = correlate.scan, correlate.scan_together
    if not sharing.run(*kernels, threads, (found.plan, found.table, y, w, bias, z, space), (), (threads,)):
        otherwise(y, w, bias, z)


def _correlate(found, work, otherwise, dz, y, dw):
    threads = sharing.threads_for(work, found.units)
    space = workspace(found.room.for_threads(threads), y.dtype)
    kernels = filter_gradient.correlate, filter_gradient.correlate_together
    if not sharing.run(*kernels, threads, (found.plan, found.table, dz, y, space, dw), (), (threads,)):
        otherwise(dz, y, dw)


def max_forward(y, kernel_size, stride, padding, dilation, u, positions):
    """u and positions = the largest cell under every window, and where it is."""
    found, taps = plan_max(y.itemsize, y.shape, u.shape[2:], kernel_size, stride, dilation), math.prod(kernel_size)
    threads = sharing.threads_for(u.size * taps, found.units)
    work = workspace(found.room.for_threads(threads), y.dtype)
    if found.mix > 1:
        work[:taps] = np.arange(taps)
    cut, room = found[:3], found.room
    arguments = (y, kernel_size, stride, padding, dilation, u, positions, work, cut, room.areas, room.shared)
    kernels = max_pooling.max_forward, max_pooling.max_forward_together
    sharing.run(*kernels, threads, arguments, (0, found.units), (room.own, found.units, threads))
