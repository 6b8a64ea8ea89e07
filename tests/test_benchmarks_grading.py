"""The measurement of grading a class measures what it says."""

import json

import pytest
from benchmarks.grading import family, measured, submissions, table

from cnnkit.classroom.collecting import collect
from cnnkit.lessons import exercises


def test_a_drawn_class_is_one_that_both_graders_read(tmp_path):
    place = submissions(tmp_path, 3)
    names = [e.id for e in exercises().values() if e.lesson == "04"]

    found = collect(place, "04", names).submissions

    assert [submission.student for submission in found] == ["student0000", "student0001", "student0002"]
    assert len({submission.read() for submission in found}) == 3
    cells = json.loads(found[0].read())["cells"]
    assert sum(cell["metadata"].get("nbgrader", {}).get("grade", False) for cell in cells) == len(names)


def test_memory_is_that_of_all_processes(tmp_path):
    pytest.importorskip("resource", reason="Linux only")
    hungry = "import subprocess, sys, time; subprocess.run([sys.executable, '-c', 'import time; kept = bytearray(80 << 20); time.sleep(1.5)'])"

    done = measured(["python3", "-c", hungry], tmp_path, core=False)

    assert done["code"] == 0 and done["seconds"] >= 1.5
    assert done["megabytes"] > 70
    assert family(2**22 + 1) == [2**22 + 1]


def test_the_table_says_how_much_longer_it_takes():
    growth = {"100 2": {"seconds": 30.0, "megabytes": 200}, "10 1": {"seconds": 8.0, "megabytes": 150}}
    beside = {"count": 50, "ours": {"seconds": 20.0}, "nbgrader": {"seconds": 130.0}}

    text = table({"growth": growth, "beside": beside, "load": 0.5})

    assert "6.5 times as long" in text
    assert text.index("| 10 | 1 | 8 | 0.80 s | 150 MB |") < text.index("| 100 | 2 | 30 | 0.30 s | 200 MB |")
