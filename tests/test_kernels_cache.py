"""The kernels' cache is a convenience: without it, or with a damaged one, the same numbers come and one line is said."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from cnnkit.kernels import cache, sources_hash

pytestmark = [  # each session is a process that compiles
    pytest.mark.slow,
    pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="a matter of compiled code"),
]
PROGRAM = """
import numpy as np
from cnnkit import gradient_descent
from cnnkit.kernels import updates, cache_folder
w, v = np.ones(3), np.zeros(3)
gradient_descent.momentum_update(w, np.full(3, 2.0), v, 0.5)
print(w.tolist(), len(updates.momentum.stats.cache_hits), cache_folder())
"""
posix = pytest.mark.skipif(os.name != "posix", reason="owners and limits of POSIX")
root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser gives files away")


class Session:
    """A fresh process with a cache folder of its own."""

    def __init__(self, folder, **more):
        self.environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder), **more}

    def run(self, before=""):
        """(weights and hits as text, lines on the error output)."""
        done = subprocess.run(
            [sys.executable, "-c", before + PROGRAM], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        weights, _, rest = done.stdout.partition("]")
        assert weights == "[0.0, 0.0, 0.0"
        return int(rest.split()[0]), done.stderr.splitlines()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A cache with one kernel in it."""
    folder = tmp_path_factory.mktemp("cache")
    assert Session(folder).run() == (0, [])
    return folder


@pytest.fixture
def copied(filled, tmp_path):
    """A copy of it."""
    import shutil

    return Path(shutil.copytree(filled, tmp_path / "cache"))


def files(folder, pattern="*.nb?"):
    return sorted((folder / sources_hash()).glob(pattern))


def test_what_was_compiled_is_found_again(filled):
    assert Session(filled).run() == (1, [])
    assert len(files(filled)) == 2


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [
        ("*.nbi", "cut"),
        ("*.nbi", "emptied"),
        ("*.nbi", "another pickle"),
        ("*.nbc", "cut"),
        ("*.nbc", "zeros at the end"),
        ("*.nbc", "one byte"),
    ],
)
def test_a_damaged_file_is_said_once_and_compiled_anew(copied, pattern, damage):
    [path] = files(copied, pattern)
    raw = path.read_bytes()
    half = len(raw) // 2
    path.write_bytes(
        {
            "cut": raw[:half],
            "emptied": b"",
            "zeros at the end": raw[:half] + bytes(len(raw) - half),
            "one byte": raw[:2275] + bytes(255 - one for one in raw[2275:2276]) + raw[2276:],  # in the code: unchecked, it ends the process
            "another pickle": pickle.dumps((1, 2, 3)),
        }[damage]
    )
    hits, lines = Session(copied).run()

    if (pattern, damage) != ("*.nbi", "another pickle"):  # which is nothing but an index of another version
        assert hits == 0 and len(lines) == 1 and "damaged" in lines[0] and "The course works without" in lines[0]
    assert Session(copied).run() == (1, [])


def test_a_data_file_that_is_gone_is_compiled_anew(copied):
    files(copied, "*.nbc")[0].unlink()

    assert Session(copied).run() == (0, [])
    assert Session(copied).run() == (1, [])


def test_without_a_folder_the_course_works_uncached_and_says_so_once(tmp_path):
    (tmp_path / "a file").write_text("in the way")
    tree = Path(cache.__file__).parent
    before = set(tree.rglob("*.nb?"))
    hits, lines = Session(tmp_path / "a file" / "cache", TMPDIR=str(tmp_path)).run()

    assert hits == 0 and len(lines) == 1 and "cannot be kept" in lines[0] and "doctor" in lines[0]
    assert set(tree.rglob("*.nb?")) == before  # nor beside the sources, where helpers' changes would go unseen
    assert [path.name for path in tmp_path.iterdir()] == ["a file"]  # nor among temporary files


FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))\n"


@posix
def test_a_full_disk_costs_one_line(tmp_path):
    session = Session(tmp_path)
    hits, lines = session.run(FULL)

    assert hits == 0 and len(lines) == 1 and "cannot be kept" in lines[0]
    assert not files(tmp_path, "*.tmp.*")
    assert session.run() == (0, []) and session.run() == (1, [])


POISON = "import os; open({!r}, 'w').close()"


class Poison:
    """A pickle that leaves a mark where it is loaded."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return exec, (POISON.format(str(self.mark)),)


def poisoned(folder, mark):
    for path in files(folder):
        path.write_bytes(pickle.dumps(Poison(mark)) * 2)


@posix
@root
def test_another_users_folder_is_not_loaded_from(copied, tmp_path):
    poisoned(copied, tmp_path / "mark")
    os.chown(copied / sources_hash(), 12345, 12345)
    hits, lines = Session(copied).run()

    assert hits == 0 and len(lines) == 1 and "belongs to another user" in lines[0]
    assert not (tmp_path / "mark").exists()


@posix
def test_a_folder_that_others_can_write_is_not_loaded_from(copied, tmp_path):
    poisoned(copied, tmp_path / "mark")
    (copied / sources_hash()).chmod(0o777)
    hits, lines = Session(copied).run()

    assert hits == 0 and len(lines) == 1 and "can be written by other users" in lines[0]
    assert not (tmp_path / "mark").exists()


@posix
def test_a_new_folder_is_ones_own(tmp_path):
    before = os.umask(0)
    try:
        Session(tmp_path / "new").run()
    finally:
        os.umask(before)

    assert (tmp_path / "new" / sources_hash()).stat().st_mode & 0o077 == 0


def test_nothing_is_loaded_from_the_folder_of_temporary_files(copied, tmp_path):
    (tmp_path / "temporary").mkdir()
    poisoned(copied, tmp_path / "mark")
    copied.rename(tmp_path / "temporary" / "cnnkit")
    (tmp_path / "a file").write_text("in the way")
    hits, lines = Session(tmp_path / "a file", TMPDIR=str(tmp_path / "temporary")).run()

    assert hits == 0 and len(lines) == 1
    assert not (tmp_path / "mark").exists()


def test_another_processor_compiles_its_own_and_both_stay(copied):
    other = Session(copied, NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="")

    assert other.run() == (0, []) and other.run() == (1, [])
    assert Session(copied).run() == (1, [])


# --- where the folder is, on every system ------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "variables", "wanted"),
    [
        ("linux", {}, "home/.cache/cnnkit"),
        ("linux", {"XDG_CACHE_HOME": "xdg"}, "xdg/cnnkit"),
        ("linux", {"NUMBA_CACHE_DIR": "numba"}, "numba"),
        ("linux", {"NUMBA_CACHE_DIR": "~/numba"}, "home/numba"),
        ("darwin", {"XDG_CACHE_HOME": "xdg"}, "home/Library/Caches/cnnkit"),
        ("win32", {"LOCALAPPDATA": "local"}, "local/cnnkit"),
        ("win32", {}, "home/AppData/Local/cnnkit"),
    ],
)
def test_each_system_has_its_place_for_caches(platform, variables, wanted, tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "NUMBA_CACHE_DIR", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value if value.startswith("~") else str(tmp_path / value))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setattr(cache.sys, "platform", platform)

    assert cache.cache_folder() == tmp_path / wanted / sources_hash()


def test_no_home_folder_is_no_folder(monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    for name in ("XDG_CACHE_HOME", "NUMBA_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cache.Path, "home", homeless)

    assert cache.cache_folder() is None and "home directory" in cache.cache_problem()


def test_windows_has_no_owners_to_look_at(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.delattr(cache.os, "geteuid", raising=False)
    (tmp_path / sources_hash()).mkdir(mode=0o777)

    assert cache.cache_folder() == tmp_path / sources_hash() and cache.cache_problem() == ""


def test_the_check_of_the_set_up_says_what_to_do(tmp_path, monkeypatch):
    from cnnkit.learner.checkup import _cache

    (tmp_path / "a file").write_text("in the way")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "a file" / "cache"))
    finding = _cache()

    assert not finding.well and "NUMBA_CACHE_DIR" in finding.remedy and "a file" in finding.remedy
