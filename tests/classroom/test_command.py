"""`cnnkit grade` as an instructor uses it: options, pages, private exercises, what it refuses and how it says so."""

import contextlib
import csv
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnnkit.classroom import walls
from cnnkit.cli import main
from tests.classroom.classes import RIGHT, class_in, data, solved

ROOT = Path(__file__).parent.parent.parent
WRAPS = "def double(y):\n    return y * 2\n"
STUDENTS = {
    "ada": solved(), "bob": solved(answers={"double": WRAPS}), "cem": solved(answers={"double": WRAPS + "\n"}),
    "eve": solved(answers={}), "odd": b"{", "zoe": solved(answers={"double": "def double(y):\n    return y + 7\n"}),
}  # fmt: skip


@pytest.fixture
def place(tmp_path):
    (tmp_path / "seed").write_text("a secret", encoding="utf-8")
    return class_in(tmp_path / "class", **STUDENTS)


def grade(place, *options, lesson="00", out="out"):
    folder = place.parent
    return main(["grade", str(place), "--lesson", lesson, "--seed-file", str(folder / "seed"), "--out", str(folder / out), *options])


def rows(folder):
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_a_class_is_graded_told_and_shown(place, capsys, walled):
    assert grade(place, "--jobs", "2") == 0
    said, out = capsys.readouterr().out, place.parent / "out"
    assert "6 students of lesson 00." in said and "1 need a person" in said and "odd" in said
    marks = rows(out)
    assert [marks[s]["double: outcome"] for s in STUDENTS] == ["pass", "wrong_values", "wrong_values", "not_attempted", "unreadable_notebook", "wrong_values"]
    assert (marks["ada"]["score"], marks["eve"]["score"], marks["odd"]["score"], marks["odd"]["needs_a_person"]) == ("1", "0", "", "yes")
    assert 0 < float(marks["bob"]["score"]) < 1
    page = (out / "class.html").read_text(encoding="utf-8")
    assert "2 students of 6, in double: bob, cem." in page and page.count("<svg") >= 4
    assert "Wrong without a name" in page and "zoe" in page and "Needs a person" in page
    told = (out / "feedback" / "bob.html").read_text(encoding="utf-8")
    assert "Looks like" in told and "Hint 1 of 3" in told and 'class="off' in told and "One solution" not in told
    assert "a secret" not in "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.*") if path.is_file())
    for path in out.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text and not re.search(r"(src|href)=", text) and "url(" not in text


def test_a_killed_grader_leaves_no_process_behind(place, walled):
    folder = place.parent
    command = ["grade", str(place), "--lesson", "00", "--seed-file", str(folder / "seed"), "--out", str(folder / "out"), "--jobs", "2"]
    process = subprocess.Popen([sys.executable, "-m", "cnnkit", *command], stderr=subprocess.DEVNULL)
    deadline, family = time.monotonic() + 60, set()
    while len(family) < 4 and time.monotonic() < deadline:  # two workers and what is in their sandboxes
        family |= set(descendants(process.pid))
    process.kill()
    process.wait()
    while any(map(alive, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(family) >= 4 and not list(filter(alive, family))


def descendants(pid):
    found = [pid]
    for one in found:
        for path in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, path.read_text().split())
    return found[1:]


def alive(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.slow
def test_shards_together_are_the_whole(place, walled):
    assert grade(place) == 0
    for part in (3, 1, 2):
        assert grade(place, "--shard", f"{part}/3", out="parts") == 0
    whole, parts = place.parent / "out", place.parent / "parts"
    for path in (p for p in whole.rglob("*.*") if p.is_file() and not p.name.startswith(".")):
        assert path.read_bytes() == (parts / path.relative_to(whole)).read_bytes()


@pytest.mark.slow
def test_who_hands_in_again_is_graded_again_and_nobody_else(place, walled):
    grade(place)
    before = {path: path.stat().st_mtime_ns for path in (place.parent / "out").rglob("double.json")}
    (place / "bob" / "00_start_here.ipynb").write_bytes(data(solved(answers={"double": RIGHT})))
    grade(place)
    changed = [path.parent.name for path, seen in before.items() if path.stat().st_mtime_ns != seen]
    assert changed == ["bob"] and rows(place.parent / "out")["bob"]["score"] == "1"


def test_without_a_sandbox_it_refuses_or_stamps(place, monkeypatch, capsys):
    monkeypatch.setattr(walls.shutil, "which", lambda name: None)
    assert grade(place) == 1
    assert "apt install bubblewrap" in capsys.readouterr().err and not (place.parent / "out" / "grades.csv").exists()
    assert grade(place, "--i-trust-these-submissions", out="trusted") == 0
    out = place.parent / "trusted"
    assert rows(out)["ada"]["score"] == "1" and all("without a sandbox" in row["notes"] for row in rows(out).values())
    assert all("without a sandbox" in path.read_text(encoding="utf-8") for path in out.rglob("*.html"))
    assert all(json.loads(path.read_text(encoding="utf-8"))["grading"]["trusted"] for path in out.rglob("double.json"))


@pytest.mark.slow
def test_the_instructors_page_grades_its_own_private_exercise(tmp_path, capsys, walled):
    text = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "exercises.py").write_text(re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1), encoding="utf-8")
    (tmp_path / "seed").write_text("s", encoding="utf-8")
    answers = {"ada": "def brightest(y):\n    return y.max(axis=(2, 3))", "bob": "def brightest(y):\n    return y.max(axis=(1, 2))"}
    notebooks = {
        student: {"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {}, "source": answer}]} for student, answer in answers.items()
    }
    place = class_in(tmp_path / "class", **notebooks)
    assert grade(place, "--exercises", str(own), lesson="homework1") == 0
    marks = rows(tmp_path / "out")
    assert marks["ada"]["brightest: outcome"] == "pass" and marks["bob"]["brightest: outcome"] == "wrong_shape"
    assert grade(place, "--exercises", str(own), lesson="00", out="both") == 0
    assert {"double", "brightest"} <= set(rows(tmp_path / "both")["ada"])


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no exercises.py"), ("EXERCISES = (", "cannot be loaded"), ("EXERCISES = (3,)", "has no EXERCISES"), ("x = 1", "has no EXERCISES")],
)
def test_a_folder_of_exercises_that_is_none_is_told(content, words, place, capsys):
    own = place.parent / "own"
    own.mkdir()
    if content is not None:
        (own / "exercises.py").write_text(content, encoding="utf-8")
    assert grade(place, "--exercises", str(own)) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--lesson", "99"), "There is no lesson 99"), (("--shard", "3/2"), "no part of a whole"), (("--jobs", "0"), "at least 1"),
        (("--seed-file", "nowhere"), "secrets.token_hex"), (("--dask", "tcp://127.0.0.1:1"), "scheduler|cnnkit\\[cluster\\]"),
    ],
)  # fmt: skip
def test_wrong_options_say_what_is_needed(options, words, place, capsys, monkeypatch):
    monkeypatch.setattr("cnnkit.classroom.cluster.PATIENCE", 0.5)
    assert grade(place, *options) in (1, 2)
    assert re.search(words, capsys.readouterr().err)


def test_an_empty_folder_is_told(tmp_path, capsys):
    (tmp_path / "class").mkdir()
    (tmp_path / "seed").write_text("s", encoding="utf-8")
    assert grade(tmp_path / "class") == 2
    assert "no submissions" in capsys.readouterr().err


def test_the_instructors_page_names_every_lesson_and_its_minutes():
    rows = [line.split("|")[2:4] for line in (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    told = {}
    for lessons, minutes in rows:
        numbers = re.findall(r"\b\d\d\b", lessons)
        shares = re.findall(r"\d+", minutes)
        told |= {numbers[0]: shares} if len(numbers) == 1 else dict(zip(numbers, ([share] for share in shares), strict=True))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        core = re.search(r"\*\*Core: ([^*]*)\*\*", "".join("".join(cell["source"]) for cell in cells[:2])).group(1)
        assert told[path.name[:2]] == re.findall(r"\d+", core), path.name
