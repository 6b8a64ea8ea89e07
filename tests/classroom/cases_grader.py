"""Cases 54 to 58 of the list of bad submissions: the grader's own faults."""

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from cnnkit import atomic
from cnnkit.classroom import batch, walls
from cnnkit.classroom.batch import Batch, Stopped
from cnnkit.classroom.collecting import collect
from cnnkit.classroom.inside import measures
from cnnkit.classroom.marking import mark
from cnnkit.classroom.notebook import read_notebook
from cnnkit.classroom.results import MixedVersions
from cnnkit.classroom.sandbox import Answer
from cnnkit.lessons import find
from tests.classroom.classes import LIMITS, RIGHT, SEED, class_in, data, order, solved

CLASS = {f"student{k}": solved(answers={"double": RIGHT if k % 2 else "def double(y):\n    return y * 2"}) for k in range(4)}


def batch_of(place, out, **changes):
    return Batch(collect(place, "00", ["double"]), order(), out, **changes)


def contents(out):
    """Every result and every page, byte for byte."""
    return {path.relative_to(out): path.read_bytes() for path in out.rglob("*.*") if path.is_file() and path.suffix != ".part"}


def case_54_a_machine_that_cannot_grade(tmp_path, monkeypatch):
    place = class_in(tmp_path / "class", ada=solved())
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "bwrap").write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2; exit 1\n", encoding="utf-8")
    (blocked / "bwrap").chmod(0o755)
    faults = {
        "bwrap is missing": lambda m: m.setattr(walls.shutil, "which", lambda name: None),
        "AppArmor": lambda m: m.setenv("PATH", f"{blocked}:{os.environ['PATH']}"),
        "a package is missing": lambda m: m.setattr(walls, "PACKAGES", ()),
        "NumPy is": lambda m: m.setattr("numpy.__version__", "0.0"),
        "The disk of": lambda m: m.setattr("cnnkit.classroom.canary.ROOM", 1 << 60),
        "does not limit the number of processes": lambda m: m.setattr("cnnkit.classroom.canary.CROWD", "def crowd(count):\n    return count"),
        "can be seen inside": lambda m: m.setattr("cnnkit.classroom.canary.INTRUDER", "def intruder(paths, port):\n    return [1, 0, 0, 0, 1]"),
        "does not pass double": lambda m: m.setattr("cnnkit.classroom.canary.inspect.getsource", lambda module: "def double(y):\n    return y"),
    }  # fmt: skip
    for words, fault in faults.items():
        out = tmp_path / "".join(filter(str.isalpha, words))
        with monkeypatch.context() as broken:
            fault(broken)
            with pytest.raises(Stopped, match=words):
                batch_of(place, out).run(progress=False)
        assert not list(out.rglob("double.json")) and not (out / "grades.csv").exists(), words
    with pytest.raises(Stopped, match="No results can be written"):
        batch_of(place, tmp_path / "class" / "ada" / "00_start_here.ipynb").run(progress=False)


GRADE = """import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from cnnkit.classroom import batch
from tests.classroom.cases_grader import batch_of
slow, batch.graded = batch.graded, lambda *job: (time.sleep(0.15), slow(*job))[1]
batch_of(Path({place!r}), Path({out!r})).run(progress=False)
"""


def started(place, out):
    text = GRADE.format(root=os.getcwd(), place=str(place), out=str(out))
    return subprocess.Popen([sys.executable, "-c", text], env={**os.environ, "PYTHONPATH": os.pathsep.join((os.getcwd(), os.environ.get("PYTHONPATH", "")))})


def case_55_killed_and_crowded(tmp_path, monkeypatch):
    place = class_in(tmp_path / "class", **CLASS)
    whole, killed, shared, full = (tmp_path / name for name in ("whole", "killed", "shared", "full"))
    batch_of(place, whole).run(progress=False)
    process = started(place, killed)
    deadline = time.monotonic() + 60
    while len(list(killed.rglob("double.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = {path: path.stat().st_mtime_ns for path in killed.rglob("double.json")}
    assert 2 <= len(done) < len(CLASS)
    batch_of(place, killed).run(progress=False)
    assert contents(killed) == contents(whole)  # nothing lost
    assert all(path.stat().st_mtime_ns == seen for path, seen in done.items())  # nothing twice
    pair = [started(place, shared) for _ in range(2)]
    assert [process.wait() for process in pair] == [0, 0]
    assert contents(shared) == contents(whole)
    kept, replaced = [], os.replace

    def filling(source, target):
        kept.append(target)
        if len(kept) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        replaced(source, target)

    with monkeypatch.context() as broken:
        broken.setattr(atomic.os, "replace", filling)
        with pytest.raises(Stopped, match="No space left on device"):
            batch_of(place, full).run(progress=False)
    assert 0 < len(list(full.rglob("double.json"))) < len(CLASS) and not list(full.rglob("*.part"))
    batch_of(place, full).run(progress=False)
    assert contents(full) == contents(whole)


def case_56_another_version(tmp_path):
    place, out = class_in(tmp_path / "class", ada=solved()), tmp_path / "out"
    run = batch_of(place, out)
    run.run(progress=False)
    for changes in ({"version": "another"}, {"seed": "another"}, {"trusted": True}):
        other = replace(run.order, grading=replace(run.order.grading, **changes))
        with pytest.raises(MixedVersions, match=next(iter(changes))):
            replace(run, order=other).run(progress=False)
    (path,) = out.rglob("double.json")
    path.write_text(path.read_text(encoding="utf-8").replace(run.order.grading.version, "another"), encoding="utf-8")
    with pytest.raises(MixedVersions, match="another version"):
        run.run(progress=False)


class Scripted:
    """A sandbox whose answers are written down."""

    limits = basis = LIMITS

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), 0

    def run(self, header, blocks):
        self.asked += 1
        return self.answers.pop(0)


def case_57_slow_neighbours(tried, monkeypatch):
    crowded = Answer(reason="wall_timeout", measures={"waited": 0.9 * LIMITS.wall, "seconds": 0.1})
    asleep = Answer(reason="wall_timeout", measures={"waited": 0.0, "seconds": 0.1})
    lost, entered = Answer(reason="lost"), []

    @contextmanager
    def alone():
        entered.append(True)
        yield

    notebook = read_notebook(data(solved()))
    for answers, outcome, asked in (
        ((crowded, crowded), "wall_timeout", 2), ((asleep,), "wall_timeout", 1), ((lost, lost), "grader_error", 2),
    ):  # fmt: skip
        sandbox = Scripted(*answers)
        (found,) = mark([find("double")], notebook, sandbox, SEED, alone)
        assert (found.outcome, sandbox.asked) == (outcome, asked)
    assert len(entered) == 2
    monkeypatch.setattr(time, "time", lambda: 0.0)  # the clock on the wall jumps back; nothing measures by it
    assert tried(RIGHT).outcome == "pass"
    assert "time.time" not in measures.__loader__.get_source(measures.__name__)


def case_58_the_same_verdict(tmp_path):
    place = class_in(tmp_path / "class", **{name: CLASS[name] for name in ("student0", "student1")})
    raising = "class Odd: pass\ndef double(y):\n    raise ValueError(Odd())"
    class_in(tmp_path / "class", odd=solved(answers={"double": raising}))
    for out in ("one", "other"):
        batch_of(place, tmp_path / out).run(progress=False)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert batch.name_of(data(CLASS["student0"])) in (tmp_path / "one" / "results" / "student0" / "double.json").read_text(encoding="utf-8")
