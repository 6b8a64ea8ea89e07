"""Warming up compiles every kernel, and its stamp stands for files that are there."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numba
import pytest

import cnnkit
from cnnkit import warmup

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="a matter of compiled code")

MISSED = textwrap.dedent("""
    import importlib, pkgutil
    import numba, numpy as np
    from numba.core.caching import NullCache
    from numba.core.registry import CPUDispatcher
    from cnnkit import kernels, warmup

    left_out = {left_out!r}
    for name, job in warmup.jobs().items():
        if not (left_out and name.startswith(left_out)):
            job(np.float32), job(np.float64)
    found = []
    for module in pkgutil.iter_modules(kernels.__path__, "cnnkit.kernels."):
        module = importlib.import_module(module.name)
        for name in getattr(module, "__all__", ()):
            kernel = getattr(module, name)
            if isinstance(kernel, CPUDispatcher) and not isinstance(kernel._cache, NullCache):
                kinds = {{str(array.dtype) for form in kernel.signatures for array in form if hasattr(array, "dtype")}}
                several = name.endswith("_together") and numba.config.NUMBA_NUM_THREADS == 1
                found.append(name)
                if not several and not {{"float32", "float64"}} <= kinds:
                    print("missed", module.__name__.split(".")[-1], name)
    print(len(found), "kernels")
""")


def run(program):
    environment = {**os.environ, "PYTHONPATH": str(Path(cnnkit.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_no_kernel_is_forgotten():
    *missed, count = run(MISSED.format(left_out=""))

    assert not missed, "give cnnkit/warmup.py a job that calls them"
    assert int(count.split()[0]) > 20


@pytest.mark.slow
def test_a_forgotten_kernel_is_noticed():
    *missed, _ = run(MISSED.format(left_out="relu"))

    assert missed[0] == "missed cells relu"
    assert set(missed[1:]) <= {"missed cells relu_together"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("cnnkit.kernels.cache_folder", lambda: tmp_path)
    (tmp_path / "kernels_1").mkdir()
    for name in ("relu.1.nbi", "relu.1.1.nbc"):
        (tmp_path / "kernels_1" / name).write_bytes(b"code")
    return tmp_path


def test_the_stamp_stands_for_files_that_are_there(folder):
    assert not warmup.is_warm()
    warmup._stamp()
    assert warmup.is_warm()
    assert json.loads((folder / "complete").read_text())["files"] == {"kernels_1/relu.1.1.nbc": 4, "kernels_1/relu.1.nbi": 4}
    (folder / "kernels_1" / "relu.1.nbi").write_bytes(b"code, and more of it")
    assert warmup.is_warm()  # an index has grown
    (folder / "kernels_1" / "relu.1.nbi").write_bytes(b"co")
    assert not warmup.is_warm()  # a file was cut off
    (folder / "kernels_1" / "relu.1.nbi").write_bytes(b"code")

    (folder / "kernels_1" / "relu.1.1.nbc").unlink()

    assert not warmup.is_warm()


@pytest.mark.parametrize("stamp", ["", "Numba 1", "[]", "{}", '{"made by": 3, "files": []}', '{"files": null}'])
def test_a_stamp_that_says_nothing_counts_for_nothing(folder, stamp):
    (folder / "complete").write_text(stamp)

    assert not warmup.is_warm()


def test_a_stamp_of_another_machine_counts_for_nothing(folder, monkeypatch):
    warmup._stamp()
    monkeypatch.setattr("platform.node", lambda: "elsewhere")

    assert not warmup.is_warm()


def test_a_stamp_without_files_counts_for_nothing(folder):
    for path in folder.rglob("*.nb?"):
        path.unlink()
    warmup._stamp()

    assert not warmup.is_warm()


def test_with_the_compiler_off_nothing_is_compiled_and_nothing_stamped(folder, monkeypatch):
    monkeypatch.setattr("numba.config.DISABLE_JIT", 1)
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("no process is needed"))

    assert warmup.warmup() == 0
    assert not (folder / "complete").exists() and not warmup.is_warm()


@pytest.mark.parametrize(("codes", "warm"), [([0, 0], True), ([0, 3], False), ([3, 3], False)])
def test_what_could_not_be_kept_is_not_stamped(folder, monkeypatch, codes, warm):
    monkeypatch.setattr(warmup, "_run", lambda stack, follow: codes)
    warmup.warmup()

    assert warmup.is_warm() is warm


@pytest.mark.parametrize("code", [1, -9])
def test_a_process_that_ends_is_said(folder, monkeypatch, code):
    monkeypatch.setattr(warmup, "_run", lambda stack, follow: [0, code])

    with pytest.raises(RuntimeError, match="could not be compiled"):
        warmup.warmup()
    assert not warmup.is_warm()


def test_without_a_folder_nothing_is_warm(monkeypatch):
    monkeypatch.setattr("cnnkit.kernels.cache_folder", lambda: None)
    monkeypatch.setattr(warmup, "_run", lambda stack, follow: [0, 0])
    warmup.warmup()

    assert not warmup.is_warm()


def test_one_is_told_how_far_it_is(folder, monkeypatch):
    told = []

    def run(stack, follow):
        for name in ("relu", "convolution"):
            follow(name)
        return [0, 0]

    monkeypatch.setattr(warmup, "_run", run)
    warmup.warmup(lambda *words: told.append(words))

    assert told == [(1, len(warmup.jobs()), "relu"), (2, len(warmup.jobs()), "convolution")]
