"""Compile every kernel once, in two processes, so that no lesson waits for the compiler.

A job is one kernel in both precisions: one file of Numba's cache, hence never split between the two
processes.  Each process calls its jobs on tiny arrays and says so on its standard output.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable

import numpy as np

__all__ = ["warmup"]

PROCESSES = 2


def warmup(progress: bool | Callable[[int, int, str], None] = False) -> float:
    """Compile what is not compiled yet and return the seconds that it took.

    Parameters
    ----------
    progress : bool or function
        True shows a progress bar; a function is called with (done, total, name of the kernel).

    Examples
    --------
    >>> callable(warmup)
    True
    """
    start, total, lock = time.perf_counter(), len(jobs()), threading.Lock()
    done = 0
    bar = None
    if progress is True:
        from tqdm.auto import tqdm

        bar = tqdm(total=total, desc="compiling kernels", unit="kernel")

    def follow(process):
        nonlocal done
        for line in process.stdout:
            with lock:
                done += 1
                if bar is not None:
                    bar.update()
                if callable(progress):
                    progress(done, total, line.strip())

    command = [
        sys.executable,
        "-c",
        "from cnnkit.warmup import work; work(int(__import__('sys').argv[1]))",
    ]
    running = [
        subprocess.Popen([*command, str(share)], stdout=subprocess.PIPE, text=True)
        for share in range(PROCESSES)
    ]
    readers = [threading.Thread(target=follow, args=(process,)) for process in running]
    for reader in readers:
        reader.start()
    for reader, process in zip(readers, running):
        reader.join()
        if process.wait():
            raise RuntimeError("a kernel could not be compiled; the reason is printed above")
    if bar is not None:
        bar.close()
    return time.perf_counter() - start


def work(share: int) -> None:
    """Do every second job, and print its name when it is done."""
    for name, job in list(jobs().items())[share::PROCESSES]:
        for dtype in (np.float32, np.float64):
            job(dtype)
        print(name, flush=True)


def jobs() -> dict[str, Callable]:
    """Every kernel by name, with a call that compiles it for one dtype."""
    from cnnkit.kernels import launch

    one, none = (1, 1), (0, 0)
    shape, scan, window = (1, 1, 1, 1), (one, none, one, 1), (one, one, none)

    def arrays(dtype, count):
        return [np.zeros(shape, dtype) for _ in range(count)]

    def forward(dtype):
        (y, w, z), bias = arrays(dtype, 3), np.zeros(1, dtype)
        launch.forward(bias.dtype, shape, shape, one, *scan)(y, w, bias, z)

    def grad_weight(dtype):
        launch.grad_weight(np.dtype(dtype), shape, shape, shape, *scan)(*arrays(dtype, 3))

    def max_forward(dtype):
        y, u = arrays(dtype, 2)
        launch.max_forward(y, *window, one, u, np.zeros(shape, np.int64))

    def max_backward(dtype):
        du, dy = arrays(dtype, 2)
        places, outside = np.zeros(shape, np.int64), np.zeros(1, np.bool_)
        launch.over_maps("max_backward", 1, du, places, dy, outside)

    def mean(kernel):
        def call(dtype):
            source, target = arrays(dtype, 2)
            launch.over_maps(kernel, 1, source, *window, True, target)

        return call

    together = {
        "convolution": forward,
        "gradient for the filters": grad_weight,
        "max pooling": max_forward,
        "gradient of max pooling": max_backward,
        "mean pooling": mean("mean_forward"),
        "gradient of mean pooling": mean("mean_backward"),
    }

    return {
        **{name: _on_threads(1, job) for name, job in together.items()},
        **{f"{name} on several threads": _on_threads(2, job) for name, job in together.items()},
    }


def _on_threads(threads, job):
    """The job with its version for one thread or for several, however small the work is."""

    def call(dtype):
        from cnnkit.kernels import launch

        chosen, launch.threads_for = launch.threads_for, lambda work, units: threads
        try:
            job(dtype)
        finally:
            launch.threads_for = chosen

    return call
