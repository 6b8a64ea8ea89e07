"""The exported assignments in nbgrader itself, where it is installed; it weighs too much for everybody's tests."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cnnkit.classroom.export import assignment, export
from cnnkit.classroom.notebook import read_notebook
from cnnkit.lessons import exercises
from tests.classroom.classes import NOTEBOOKS, RIGHT, result

ROOT = Path(__file__).parent.parent.parent
LESSON = "00_start_here"
NOISE = "    warnings.warn('odd')\n    print('odd', file=sys.stderr)\n"
SUBMISSIONS = {
    "right": (RIGHT, 1.0),
    "wrong": ("def double(y):\n    return y * 2\n", None),
    "untouched": (None, 0.0),
    "warning": ("import warnings, sys\n" + RIGHT.replace("    return", NOISE + "    return"), 1.0),
}
own = ROOT / ".venv-nbgrader" / "bin" / "nbgrader"  # where .ci/run installs it
NBGRADER = str(own) if own.exists() else shutil.which("nbgrader")


def test_assignments_have_valid_marks_and_no_solution_twice(tmp_path):
    said = export(tmp_path)

    assert "honest" in said
    paths = sorted((tmp_path / "source").rglob("*.ipynb"))
    asked = {e.lesson for e in exercises().values()}
    assert [path.name[:2] for path in paths] == sorted(asked)
    for path in paths:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        marks = [cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]]
        assert len({m["grade_id"] for m in marks}) == len(marks) == 2 * sum(e.lesson == path.name[:2] for e in exercises().values())
        for m in marks:
            assert m["schema_version"] == 3 and m["grade"] != m["solution"] and m["locked"] == m["grade"]
            assert ("points" in m) == m["grade"]
        answers = ["".join(c["source"]) for c in cells if c["metadata"].get("nbgrader", {}).get("solution")]
        for text in answers:
            compile(text, "cell", "exec")
            assert text.index("### BEGIN SOLUTION") < text.index("### END SOLUTION") and "raise NotImplemented" not in text


def test_a_notebook_without_exercises_is_no_assignment():
    assert assignment({"cells": [{"cell_type": "markdown", "metadata": {}, "source": "# Text"}]}) is None


def test_settings_that_are_there_stay(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("mine", encoding="utf-8")
    export(tmp_path)

    assert (tmp_path / "nbgrader_config.py").read_text(encoding="utf-8") == "mine"


def test_an_exported_submission_is_graded_by_both(walled):
    made = assignment(json.loads(next(NOTEBOOKS.glob("00_*")).read_text(encoding="utf-8")))
    content = json.dumps(made).encode()

    assert read_notebook(content).points == {"double-test": 1}
    assert result(content).outcome == "pass" and not result(content).notes


@pytest.mark.slow
@pytest.mark.skipif(NBGRADER is None, reason="nbgrader is not installed")
def test_nbgrader_gives_a_right_a_wrong_an_untouched_and_a_warning_answer_their_marks(tmp_path):
    def run(*command):
        done = subprocess.run([NBGRADER, *command], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_PLATFORM_DIRS": "1", "IPYTHONDIR": str(tmp_path / "ipython"),
        "PATH": f"{Path(NBGRADER).parent}:{os.environ['PATH']}", "CNNKIT_STATE": str(tmp_path / "state"),
        "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"),  # nbconvert's templates lie with the tests' own packages
    }  # fmt: skip
    export(tmp_path)
    run("generate_assignment", LESSON)
    released = tmp_path / "release" / LESSON / f"{LESSON}.ipynb"
    text = released.read_text(encoding="utf-8")
    assert "SOLUTION" not in text and "exercise not written yet" in text
    for student, (answer, _) in SUBMISSIONS.items():
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            if answer and cell["metadata"].get("nbgrader", {}).get("solution"):
                cell["source"] = answer
        place = tmp_path / "submitted" / student / LESSON
        place.mkdir(parents=True)
        (place / released.name).write_text(json.dumps(notebook), encoding="utf-8")
    run("autograde", LESSON)
    run("generate_feedback", LESSON)
    run("export")
    with open(tmp_path / "grades.csv", encoding="utf-8", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    for student, (_, score) in SUBMISSIONS.items():
        assert scores[student] == score if score is not None else 0 < scores[student] < 1, student
        assert (tmp_path / "feedback" / student / LESSON / f"{LESSON}.html").exists()


def test_nbgrader_is_there_in_ci():
    if os.environ.get("CI") and sys.platform == "linux":
        assert NBGRADER, "the job that exports to nbgrader cannot run"
