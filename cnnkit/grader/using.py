"""use: the learner's own function where it is right, the package's where it is not yet."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cnnkit import progress
from cnnkit.grader.calling import call, copied
from cnnkit.grader.checking import find, grade
from cnnkit.grader.judging import as_parts, judge

__all__ = ["use"]


def use(exercise: str, function: Callable | None = None) -> Callable:
    """The function to go on with: the one given, or saved earlier, if it passes; else the package's.

    A passing function is compiled with bounds checks where that works and gives the same answers.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    function : callable, optional
        What the learner wrote in this lesson; without it, the answer saved in an earlier one.

    Returns
    -------
    callable
        Takes the exercise's arguments.

    Raises
    ------
    KeyError
        If there is no such exercise.

    Examples
    --------
    >>> output_size = use("output_size")
    output_size: the package's version stands in until yours passes.
    >>> output_size(7, 3, 2, 0, 1)
    3
    """
    asked = find(exercise)
    if function is not None and grade(exercise, function).passed:
        return compiled(exercise, function)
    saved = _from_source(exercise, progress.saved_answer(exercise))
    if saved is not None and grade(exercise, saved).passed:
        if function is not None:
            print(f"{exercise}: your saved answer stands in for this one.")
        return compiled(exercise, saved)
    print(f"{exercise}: the package's version stands in until yours passes.")
    return asked.adapter


def compiled(exercise: str, function: Callable) -> Callable:
    """The function compiled with bounds checks, if Numba can and the answers stay; else as it is.

    Examples
    --------
    >>> compiled("output_size", max) is max
    True
    """
    import numba

    asked = find(exercise)
    cases = asked.cases(np.random.default_rng(1))
    try:
        fast = numba.njit(boundscheck=True, nogil=True)(getattr(function, "py_func", function))
        for case in cases:
            right = as_parts(asked.expected(*copied(case.args)), len(asked.results))
            outcome = call(fast, case.args, asked.names)
            if outcome.problem or not judge(outcome.value, right, asked.results).right:
                return function
    except Exception:  # what Numba cannot compile stays plain Python
        return function
    return fast


def _from_source(exercise: str, source: str | None) -> Callable | None:
    """The function of a saved answer; the names that every lesson imports are there."""
    if not source:
        return None
    import cnnkit

    space = {"np": np, "numpy": np, "cnnkit": cnnkit, "use": use}
    try:
        exec(compile(source, f"<saved answer {exercise}>", "exec"), space)
    except Exception:
        return None
    found = space.get(exercise)
    if callable(found):
        return found
    made = [value for value in space.values() if getattr(value, "__code__", None) and value is not use]
    return made[-1] if made else None
