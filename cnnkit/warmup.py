"""Compile every kernel once, in two processes, so that no lesson waits for the compiler.

A job is one operation in both precisions, on one thread or on several: its kernels are files of Numba's cache that
no other process writes.  Each process does its jobs on small arrays and says so on its standard output.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import numba
import numpy as np

from cnnkit import kernels

__all__ = ["is_warm", "jobs", "warmup"]

PROCESSES = 2


def warmup(progress: bool | Callable[[int, int, str], None] = False) -> float:
    """Compile what is not compiled yet and return the seconds that it took.

    With the compiler switched off (NUMBA_DISABLE_JIT) there is nothing to do.

    Parameters
    ----------
    progress : bool or function
        True shows a progress bar; a function is called with (done, total, name of the kernel).

    Raises
    ------
    RuntimeError
        If a kernel cannot be compiled.

    Examples
    --------
    >>> callable(warmup)
    True
    """
    start = time.perf_counter()
    if numba.config.DISABLE_JIT:
        return 0.0
    total, lock = len(jobs()), threading.Lock()
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
    _stamp()
    return time.perf_counter() - start


def is_warm() -> bool:
    """Whether a warmup was finished for these sources on this machine, and all that it compiled is still there.

    Examples
    --------
    >>> is_warm() in (True, False)
    True
    """
    folder = kernels.cache_folder()
    try:
        stamp = json.loads((folder / "complete").read_text(encoding="utf-8"))
        return (
            not numba.config.DISABLE_JIT
            and stamp["made by"] == _made_by()
            and len(stamp["files"]) > 0
            and all((folder / name).is_file() for name in stamp["files"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _stamp() -> None:
    folder = kernels.cache_folder()
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.nb?"))
    try:
        stamp = json.dumps({"made by": _made_by(), "files": files})
        (folder / "complete").write_text(stamp, encoding="utf-8")
    except OSError:
        pass  # the next start will look again


def _made_by() -> str:
    return f"{numba.__version__} {platform.python_version()} {platform.processor()} {platform.node()}"


def work(share: int) -> None:
    """Do every second job, and print its name when it is done."""
    for name, job in list(jobs().items())[share::PROCESSES]:
        for dtype in (np.float32, np.float64):
            job(dtype)
        print(name, flush=True)


def jobs() -> dict[str, Callable]:
    """Every operation that has kernels by name, with a call that compiles them for one dtype.

    Examples
    --------
    >>> "convolution" in jobs()
    True
    """
    from cnnkit import activations, conv, gradient_descent, normalization, pool, shortcut

    def maps(dtype):  # large enough for several threads
        return np.ones((8, 8, 96, 96), dtype)

    def weights(dtype, count):
        return [np.ones(1, dtype) for _ in range(count)]

    shared = {
        "convolution": lambda dtype: conv.conv2d(maps(dtype), np.ones((8, 8, 3, 3), dtype)),
        "gradient for the filters": lambda dtype: conv.conv2d_grad_weight(maps(dtype), maps(dtype), 1),
        "max pooling": lambda dtype: pool.max_pool2d(maps(dtype), 2),
        "gradient of max pooling": lambda dtype: pool.max_pool2d_grad(
            maps(dtype), np.zeros((8, 8, 96, 96), np.int64), (96, 96)
        ),
        "mean pooling": lambda dtype: pool.mean_pool2d(maps(dtype), 2),
        "gradient of mean pooling": lambda dtype: pool.mean_pool2d_grad(maps(dtype), (192, 192), 2),
        "statistics of maps": lambda dtype: normalization.map_statistics(maps(dtype)),
        "batch normalisation": lambda dtype: normalization.batch_norm(
            maps(dtype), *np.ones((2, 8), dtype), *np.ones((2, 8))
        ),
        "gradient of batch normalisation": lambda dtype: normalization.batch_norm_grad(
            maps(dtype), maps(dtype), np.ones(8, dtype), *np.ones((2, 8))
        ),
        "relu": lambda dtype: activations.activation(maps(dtype), "relu"),
        "gradient of relu": lambda dtype: activations.activation_grad(maps(dtype), maps(dtype), "relu"),
        "sum of two ways": lambda dtype: shortcut.add_ways(maps(dtype), maps(dtype)),
    }
    alone = {
        "update with momentum": lambda dtype: gradient_descent.momentum_update(*weights(dtype, 3), 0.1),
        "update of Adam": lambda dtype: gradient_descent.adam_update(*weights(dtype, 4), 0.1, 1),
    }
    several = min(2, numba.config.NUMBA_NUM_THREADS)
    return {
        **alone,
        **{name: _on_threads(1, job) for name, job in shared.items()},
        **{f"{name} on several threads": _on_threads(several, job) for name, job in shared.items()},
    }


def _on_threads(threads, job):
    """The job on so many threads."""

    def call(dtype):
        before = numba.get_num_threads()
        numba.set_num_threads(threads)
        try:
            job(dtype)
        finally:
            numba.set_num_threads(before)

    return call
