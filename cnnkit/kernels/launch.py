"""From arrays to kernels: find the plan, lend a workspace, choose how many threads.

The functions here have the arguments of the plain loops in `plain.py`, which do the rare scans that skip
most of their map.  All arrays are C-contiguous and of one dtype; the last one is written.
"""

import os
import threading

import numba
import numpy as np

from . import correlate, filter_gradient, plain
from .plan import convolution_axis, gradient_axis, plan_filter_gradient, plan_scan

__all__ = ["forward", "grad_input", "grad_weight", "threads_for", "together", "workspace"]

SERIAL = 2**19  # multiplications below which waking a second thread costs more than it brings
KEPT = 2**23  # bytes of workspace that a thread keeps between calls
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
    if work < SERIAL or _forked:
        return 1
    return min(numba.get_num_threads(), units)


def forward(y, w, bias, stride, padding, dilation, groups, z):
    """z = bias + correlation of y with w."""
    sizes = (w.shape[1], len(w) // groups, y.shape[2:], z.shape[2:], w.shape[2:])
    steps = (stride, padding, dilation)
    found = y.size and plan_scan(convolution_axis, y.dtype, len(y), groups, *sizes, steps)
    if not found:
        plain.forward(y, w, bias, stride, padding, dilation, groups, z)
    else:
        _scan(found, y, w, bias, z, z.size * (w.size // len(w)))


def grad_input(dz, w, bias, stride, padding, dilation, groups, dy):
    """dy = bias + every dz times the filters that it came through."""
    sizes = (len(w) // groups, w.shape[1], dz.shape[2:], dy.shape[2:], w.shape[2:])
    steps = (stride, padding, dilation)
    found = dz.size and plan_scan(gradient_axis, dz.dtype, len(dz), groups, *sizes, steps)
    if not found:
        plain.grad_input(dz, w, bias, stride, padding, dilation, groups, dy)
    else:
        _scan(found, dz, w, bias, dy, dz.size * (w.size // len(w)))


def _scan(found, y, w, bias, z, work):
    plan, tables = found
    threads = threads_for(work, plan.units)
    space = workspace(plan.buffer + threads * plan.needs, y.dtype)
    arrays = (y.reshape(-1), w.reshape(-1), bias, z.reshape(-1), space)
    if threads == 1:
        correlate.scan(plan, tables, *arrays)
        return
    with together:
        correlate.scan_together(plan, tables, *arrays, threads)


def grad_weight(dz, y, stride, padding, dilation, groups, dw):
    """dw = the sum of dz * y over all examples and places."""
    sizes = (dw.shape[1], len(dw) // groups, y.shape[2:], dz.shape[2:], dw.shape[2:])
    steps = (stride, padding, dilation)
    found = y.size and plan_filter_gradient(y.dtype, len(y), groups, *sizes, steps)
    if not found:
        plain.grad_weight(dz, y, stride, padding, dilation, groups, dw)
        return
    plan, source, off = found
    threads = threads_for(dz.size * (dw.size // len(dw)), plan.units)
    private = dw.size if threads > 1 else 0
    space = workspace(plan.buffer + threads * (plan.needs + private), y.dtype)
    arrays = (dz.reshape(-1), y.reshape(-1), space, dw.reshape(-1))
    if threads == 1:
        filter_gradient.correlate(plan, source, off, *arrays)
        return
    with together:
        filter_gradient.correlate_together(plan, source, off, *arrays, threads)
