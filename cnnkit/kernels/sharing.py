"""Runs a kernel over a range of work: alone for little work, shared among threads for more."""

import os
import threading

import numba

__all__ = ["run", "share", "threads_for"]

SERIAL = 2**19  # multiplications below which waking a second thread costs more than it brings

# Numba's `workqueue` layer, the only one on some machines, ends the process when two Python threads
# enter parallel kernels at once.
together = threading.Lock()
_forked = False


def _after_fork():
    # GNU OpenMP ends a child that goes on with the threads of its parent
    global together, _forked
    together, _forked = threading.Lock(), True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def threads_for(work, units):
    """How many threads share so many multiplications, or numbers moved, in so many pieces."""
    if work < SERIAL or _forked:
        return 1
    return min(numba.get_num_threads(), units)


def run(kernel, twin, threads, arguments, alone, shared):
    """The kernel with its arguments for one thread, or its twin for several, one call at a time."""
    if threads == 1:
        return kernel(*arguments, *alone)
    with together:
        return twin(*arguments, *shared)


def share(kernel, twin, work, units, *arguments):
    """Do units 0 to `units` of a kernel, which moves `work` numbers in all; `twin` is for several threads."""
    threads = threads_for(work, units)
    run(kernel, twin, threads, arguments, (0, units), (units, threads))
