"""The engine of the auto-grader: a function of an exercise, a learner's function and a seed.

It judges arrays, never text, and decides against plain formulas alone; the catalogue of mistakes only
explains a refusal.  It never raises and never prints.  It knows no lesson and reads no disk: exercises are
data that `cnnkit.lessons` holds (its `grade` takes an id; `grading.grade` here takes an Exercise), and what one learner did is kept by `cnnkit.learner`.
"""

from cnnkit import moved
from cnnkit.grader.exercise import Case, Exercise, Expose
from cnnkit.grader.report import Grids, Report

__all__ = ["Case", "Exercise", "Expose", "Grids", "Report"]


def __getattr__(name):
    return moved.found(__name__, name)
