"""What there is to say beside a report: about the place where it ran, and about answers that do not follow the input."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from cnnkit.classroom.notebook import Notebook
from cnnkit.grader import Exercise
from cnnkit.grader.calling import Outcome

__all__ = ["AT_HAND", "POINTS", "SAME", "about_answers", "about_checks", "about_error"]

AT_HAND = "While grading there are NumPy, Numba and Python's own modules; no other package, no files, no keyboard and no network."
RUN_ALL = "Restart the kernel and run all cells: a name may come from a cell that is gone, or stand below its first use."
SAME = "Different inputs got the same answer. Does it come from the argument, or from a name outside the function?"
MISSING = ("ModuleNotFoundError", "FileNotFoundError", "ImportError", "EOFError", "BdbQuit", "not at hand")
POINTS = 1  # of an exercise, wherever points are asked for


def about_error(message: str) -> str:
    """What may be behind an error that only the place explains; empty where nothing is.

    Examples
    --------
    >>> about_error("Your function stopped with ModuleNotFoundError: No module named 'torch'.") == AT_HAND
    True
    """
    if any(word in message for word in MISSING):
        return AT_HAND
    return RUN_ALL if "NameError" in message and "UnboundLocalError" not in message else ""


def about_answers(calls: Sequence[tuple], outcomes: Sequence[Outcome]) -> str:
    """`SAME` if inputs of one shape that differ got one answer, else nothing.

    Examples
    --------
    >>> calls = [(np.zeros(2),), (np.ones(2),)]
    >>> about_answers(calls, [Outcome(np.ones(2)), Outcome(np.ones(2))]) == SAME
    True
    """
    returned = [(args, outcome.value) for args, outcome in zip(calls, outcomes, strict=False) if outcome.kind == "returned"]
    alike = [
        _bytes(value) == _bytes(other)
        for (args, value), (before, other) in itertools.combinations(returned, 2)
        if args is not before and _shapes(args) == _shapes(before) and np.size(args[0]) > 1
    ]
    return SAME if alike and all(alike) else ""


def about_checks(notebook: Notebook, exercises: Sequence[Exercise]) -> list[str]:
    """Which checking cells of the notebook were changed or taken out; they play no part either way.

    Examples
    --------
    >>> about_checks(Notebook(()), ())
    []
    """
    said = []
    texts = [cell["text"] for cell in notebook.cells]
    for exercise in exercises:
        calls = [text for text in texts if f'check("{exercise.id}"' in text]
        if any(text.strip() != f'check("{exercise.id}", {exercise.id})' and "def " not in text for text in calls):
            said.append(f"The cell that checks {exercise.id} was changed; it plays no part in grading.")
    changed = sorted(name for name, points in notebook.points.items() if points != POINTS)
    if changed:
        said.append(f"The points of {', '.join(changed)} were changed in the notebook; they play no part in grading.")
    return said


def _shapes(args: tuple) -> tuple:
    """Shapes of the arrays, and everything else as it is."""
    return tuple(arg.shape if isinstance(arg, np.ndarray) else repr(arg)[:200] for arg in args)


def _bytes(value: object) -> bytes:
    if isinstance(value, np.ndarray):
        return repr(value.shape).encode() + value.tobytes()
    if type(value) in (list, tuple):
        return b"|".join(map(_bytes, value))
    return repr(value if value is None or type(value) in (int, float) else type(value)).encode()
