"""Programs of all lessons, right and wrong, through the sandbox: the verdict is the notebook's."""

import inspect
import re
from pathlib import Path

import pytest

from cnnkit.grader import grading
from cnnkit.lessons import exercises, lesson_numbers
from cnnkit.mistakes import program
from tests.classroom.classes import LIMITS, SEED
from tests.test_diagnosis import RIGHT, VARIANTS, WRONG, plain

SOLUTIONS = Path(__file__).parent.parent / "solutions"
EVERY = 4  # of the catalogue's programs: all of them take a minute and say no more


def stands_alone(exercise):
    """Whether the catalogue's program of an exercise needs one file only, which can be put into a cell."""
    if exercise.program is None:
        return False
    text = inspect.getsource(inspect.getmodule(exercise.program.function))
    return not re.search(r"^from cnnkit\.(?!mistakes\.program)", text, re.MULTILINE)


CATALOGUE = [(e, faults) for e in exercises().values() if stands_alone(e) for faults in e.program.singles()][::EVERY]
each_lesson = pytest.mark.parametrize("lesson", lesson_numbers())


def without_shares(text):
    """Hundreds of steps end in slightly different nets in float32; what is said of them is the same but for a share."""
    return re.sub(r"0\.\d+", "", text)


def same_as_at_the_notebook(report, exercise, function, seed=SEED):
    """`tests/test_diagnosis.py` holds what is said at the notebook; here only that the same is said."""
    here = grading.grade(exercises()[exercise], function, seed)
    assert (report.passed, report.mistakes, report.score) == (here.passed, here.mistakes, here.score), report.message
    assert without_shares(report.message).startswith(without_shares(here.message))
    assert (report.hints, report.witness, report.checks, report.pattern) == (here.hints, here.witness, here.checks, here.pattern)


@pytest.mark.slow
@each_lesson
def test_written_programs_get_the_notebooks_verdict(lesson, tried):
    training = [v for v in VARIANTS if v[0] == "train"]  # seconds each
    for exercise, name, function, _ in [v for v in VARIANTS if v[0] != "train"] + training[::5]:
        if exercises()[exercise].lesson == lesson:
            text = (SOLUTIONS / f"{exercise}.py").read_text(encoding="utf-8")
            found = tried(text, f"{exercise} = {name}", exercise=exercise, limits=LIMITS.times(3))
            same_as_at_the_notebook(found.report, exercise, function)


@pytest.mark.slow
@each_lesson
def test_the_catalogues_programs_are_refused_as_at_the_notebook(lesson, tried):
    for exercise, faults in CATALOGUE:
        if exercise.lesson != lesson:
            continue
        function = exercise.program.function
        texts = (inspect.getsource(module) for module in (program, inspect.getmodule(function)))
        # one cell with the catalogue's file, without its imports, and one that names its program
        whole = "import numpy as np\n" + "\n".join(re.sub(r"^from (cnnkit|__future__).*$", "", text, flags=re.MULTILINE) for text in texts)
        called = f"faulty = {function.__name__}\n\ndef {exercise.id}(*args):\n    return faulty(*args, faults=frozenset({sorted(faults)!r}))"
        report = tried(whole, called, exercise=exercise.id).report
        assert not report.passed, (exercise.id, faults)
        same_as_at_the_notebook(report, exercise.id, plain(exercise.program.wrong(*faults)))


def test_there_are_enough_of_them():
    assert len(RIGHT) >= 100 and len(WRONG) + len(CATALOGUE) >= 300
    assert {e.lesson for e, _ in CATALOGUE} | {exercises()[v[0]].lesson for v in VARIANTS} >= {f"{k:02}" for k in range(9)}
