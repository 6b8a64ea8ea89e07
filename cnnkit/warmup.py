"""Compile every kernel once, in two processes, so that no lesson waits for the compiler.

A job is one operation in both precisions, on one thread or on several: its kernels are files of Numba's cache that
no other process writes.  Each process does its jobs on small arrays and says so on its standard output.
"""

from __future__ import annotations

import contextlib
import json
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np

from cnnkit import kernels
from cnnkit.atomic import replacing

__all__ = ["is_warm", "jobs", "warmup"]

PROCESSES = 2
NOT_KEPT = 3  # exit code of a process that compiled everything and could not keep it


def warmup(progress: bool | Callable[[int, int, str], None] = False) -> float:
    """Compile what is not compiled yet and return the seconds that it took.

    With the compiler switched off (NUMBA_DISABLE_JIT) there is nothing to do. What it compiled is stamped, unless
    some of it could not be kept.

    Parameters
    ----------
    progress : bool or function
        True shows a progress bar; a function is called with (done, total, name of the kernel).

    Raises
    ------
    RuntimeError
        If a kernel cannot be compiled.
    TypeError
        If `progress` is neither.

    Examples
    --------
    >>> callable(warmup)
    True
    """
    if not (isinstance(progress, bool) or callable(progress)):
        raise TypeError(f"progress is {progress!r}; it must be True, False or a function of (done, total, name)")
    start = time.perf_counter()
    if numba.config.DISABLE_JIT:
        return 0.0
    with contextlib.ExitStack() as stack:
        codes = _run(stack, _follower(stack, progress))
    if any(code not in (0, NOT_KEPT) for code in codes):
        raise RuntimeError("a kernel could not be compiled; the reason is printed above")
    if NOT_KEPT not in codes:
        _stamp()
    return time.perf_counter() - start


def _follower(stack, progress) -> Callable[[str], None]:
    """A function that is told each name when it is compiled."""
    total, done, bar = len(jobs()), 0, None
    if progress is True:
        from tqdm.auto import tqdm

        bar = stack.enter_context(tqdm(total=total, desc="compiling kernels", unit="kernel"))

    def follow(name):
        nonlocal done
        done += 1
        if bar is not None:
            bar.update()
        if callable(progress):
            progress(done, total, name)

    return follow


def _run(stack, follow) -> list[int]:
    """Do the jobs in processes and give their exit codes; none outlives this one."""
    command = [sys.executable, "-c", "from cnnkit.warmup import work; work(int(__import__('sys').argv[1]))"]
    lock = threading.Lock()

    def read(process):
        for line in process.stdout:
            with lock:
                follow(line.strip())

    running = []
    for share in range(PROCESSES):
        running.append(subprocess.Popen([*command, str(share)], stdout=subprocess.PIPE, encoding="utf-8"))
        stack.callback(_end, running[-1])
    readers = [threading.Thread(target=read, args=(process,)) for process in running]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return [process.wait() for process in running]


def _end(process) -> None:
    if process.poll() is None:
        process.terminate()
    process.wait()
    process.stdout.close()


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
        return not numba.config.DISABLE_JIT and stamp["made by"] == _made_by() and _is_whole(folder, stamp["files"])
    except (AttributeError, OSError, ValueError, KeyError, TypeError, RecursionError):
        return False  # no folder, no stamp, or a damaged one


def _is_whole(folder: Path, files: dict[str, int]) -> bool:
    """Whether all files are there and none was cut off; an index may have grown."""
    return len(files) > 0 and all((folder / name).stat().st_size >= size for name, size in files.items())


def _stamp() -> None:
    """Note what is compiled; where it cannot be noted, the next start will look again."""
    folder = kernels.cache_folder()
    if folder is None:
        return
    try:
        files = {path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.rglob("*.nb?"))}
        with replacing(folder / "complete") as file:
            file.write(json.dumps({"made by": _made_by(), "files": files}).encode())
    except OSError:
        pass


def _made_by() -> str:
    return f"{numba.__version__} {platform.python_version()} {platform.processor()} {platform.node()}"


def work(share: int) -> None:
    """Do every second job, and print its name when it is done."""
    for name, job in list(jobs().items())[share::PROCESSES]:
        for dtype in (np.float32, np.float64):
            job(dtype)
        print(name, flush=True)
    if not kernels.all_kept():
        sys.exit(NOT_KEPT)


def jobs() -> dict[str, Callable]:
    """Every operation that has kernels by name, with a call that compiles them for one dtype.

    Examples
    --------
    >>> "convolution" in jobs()
    True
    """
    from cnnkit import (
        activations,
        conv,
        filterbank,
        gradient_descent,
        normalization,
        pool,
        shortcut,
    )

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
        "batch normalisation in training": lambda dtype: normalization.batch_norm_training(
            maps(dtype), *np.ones((2, 8), dtype)
        ),
        "gradient of batch normalisation": lambda dtype: normalization.batch_norm_grad(
            maps(dtype), maps(dtype), np.ones(8, dtype), *np.ones((2, 8))
        ),
        "relu": lambda dtype: activations.activation(maps(dtype), "relu"),
        "gradient of relu": lambda dtype: activations.activation_grad(maps(dtype), maps(dtype), "relu"),
        "sum of two ways": lambda dtype: shortcut.add_ways(maps(dtype), maps(dtype)),
    }
    alone = {
        "turned filters": lambda dtype: filterbank.rotate_filters(maps(dtype), [45]),
        "gradient of turned filters": lambda dtype: filterbank.rotate_filters_grad(maps(dtype)[:, None], [45]),
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
