"""How many threads an explorer's own small nets take."""

from __future__ import annotations

import contextlib

import numba

__all__ = ["one_thread"]


@contextlib.contextmanager
def one_thread():
    """Let kernels called from this Python thread run on one thread.

    Maps of a few cells are done before a second one is awake; on a busy machine all would wait for it.

    Examples
    --------
    >>> with one_thread():
    ...     numba.get_num_threads()
    1
    """
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        yield
    finally:
        numba.set_num_threads(before)
