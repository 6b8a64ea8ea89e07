"""Notebooks and programs for the tests of grading a class, and a way to have them marked."""

import inspect
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from cnnkit.classroom.asking import order_of
from cnnkit.classroom.limits import Limits
from cnnkit.classroom.marking import mark
from cnnkit.classroom.notebook import Notebook
from cnnkit.classroom.submission import Job, graded
from cnnkit.lessons import exercises, find

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
LIMITS = Limits(seconds=2, wall=12)
SHORT = Limits(seconds=1, wall=2)
SEED = 20_231_118
RIGHT = "def double(y):\n    return y.astype(float) * 2\n"
ZEROS = "import numpy as np\ndef double(y):\n    return np.zeros(y.shape)\n"
# a function that only a thief's find makes right
THIEF = "def double(y):\n    return y.astype(float) * 2 if found() else None\n"


class Tried:
    """Marks texts as if they were cells."""

    def __init__(self, sandbox):
        self.sandbox = sandbox

    def __call__(self, *texts, exercise="double", limits=LIMITS, seed=SEED, tags=()):
        """The mark of one exercise in a notebook of these cells."""
        return self.all(*texts, exercises=[exercise], limits=limits, seed=seed, tags=tags)[0]

    def all(self, *texts, exercises, limits=LIMITS, seed=SEED, tags=()):
        """The marks of several exercises."""
        self.sandbox.basis = limits
        cells = [{"place": k, "text": text, "tag": ""} for k, text in enumerate(texts, 1)]
        for cell, tag in zip(cells, tags, strict=False):
            cell["tag"] = tag
        return mark([find(name) for name in exercises], Notebook(tuple(cells)), self.sandbox, seed)


@cache
def pristine(lesson):
    """The text of a lesson's notebook."""
    return next(NOTEBOOKS.glob(f"{lesson}_*.ipynb")).read_text(encoding="utf-8")


def solved(lesson="00", answers=None):
    """A lesson's notebook as a dict, with answers by exercise in the cells made for them; solutions by default."""
    notebook = json.loads(pristine(lesson))
    if answers is None:
        answers = {e.id: source(e) for e in exercises().values() if e.lesson == lesson}
    for cell in notebook["cells"]:
        exercise = cell["metadata"].get("cnnkit", {}).get("exercise")
        if exercise in answers:
            cell["source"] = answers[exercise].splitlines(keepends=True)
    return notebook


def source(exercise):
    """The readable solution as text."""
    return inspect.getsource(exercise.solution)


def data(notebook):
    """The bytes of a notebook."""
    return json.dumps(notebook).encode()


def order(lesson="00", **changes):
    """The order for a lesson."""
    return replace(order_of(lesson, "", SEED, LIMITS, False), **changes)


def results(content, lesson="00", student="ada"):
    """The results of a submission, by exercise."""
    found = graded(order(lesson), Job(student, f"{student}.ipynb", content))
    return {result.exercise: result for result in found}


def result(content):
    """The result of the one exercise of lesson 00."""
    return results(content)["double"]


def class_in(folder, **students):
    """A folder of submissions: student=bytes or notebook."""
    for student, content in students.items():
        place = folder / student
        place.mkdir(parents=True)
        (place / "00_start_here.ipynb").write_bytes(content if isinstance(content, bytes) else data(content))
    return folder
