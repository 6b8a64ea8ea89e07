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
        "from cnnkit.kernels.warmup import work; work(int(__import__('sys').argv[1]))",
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
    from cnnkit.kernels import launch, plain, pooling

    one, none = (1, 1), (0, 0)

    def maps(dtype, side=1):
        return np.zeros((1, 1, side, side), dtype)

    def places():
        return np.zeros((1, 1, 1, 1), np.int64)

    def on_threads(threads, operation, *arguments):
        """Compile the version for one thread or for several, however small the work is."""
        chosen, launch.threads_for = launch.threads_for, lambda work, units: threads
        try:
            operation(*arguments)
        finally:
            launch.threads_for = chosen

    scan = (one, none, one, 1)

    def forward(dtype, threads):
        on_threads(
            threads,
            launch.forward,
            maps(dtype),
            maps(dtype),
            np.zeros(1, dtype),
            *scan,
            maps(dtype),
        )

    def grad_weight(dtype, threads):
        on_threads(threads, launch.grad_weight, maps(dtype), maps(dtype), *scan, maps(dtype))

    return {
        "convolution": lambda d: forward(d, 1),
        "the gradient for the filters": lambda d: grad_weight(d, 1),
        "convolution on several threads": lambda d: forward(d, 2),
        "the gradient for the filters on several threads": lambda d: grad_weight(d, 2),
        "plain convolution": lambda d: plain.forward(
            maps(d), maps(d), np.zeros(1, d), *scan, maps(d)
        ),
        "its gradient for the maps": lambda d: plain.grad_input(
            maps(d), maps(d), np.zeros(1, d), *scan, maps(d)
        ),
        "its gradient for the filters": lambda d: plain.grad_weight(
            maps(d), maps(d), *scan, maps(d)
        ),
        "max pooling": lambda d: pooling.max_forward(
            maps(d), one, one, none, one, maps(d), places()
        ),
        "its gradient": lambda d: pooling.max_backward(maps(d), places(), maps(d)),
        "mean pooling": lambda d: pooling.mean_forward(maps(d), one, one, none, True, maps(d)),
        "its gradient ": lambda d: pooling.mean_backward(maps(d), one, one, none, True, maps(d)),
    }
