"""Finding what the lessons hold, and grading it by its id."""

from __future__ import annotations

import difflib
import functools
import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from cnnkit.grader import Exercise, Expose, Report, grading
from cnnkit.grader.calling import copied
from cnnkit.grader.trials import trials_of
from cnnkit.shapes import count_of, whole_number
from cnnkit.shapes.arguments import shown

__all__ = ["exercises", "exposes", "find", "grade", "inputs", "lesson_numbers", "part", "wrong_program"]

PREFIX = "lesson_"


@functools.cache
def lesson_numbers() -> tuple[str, ...]:
    """The numbers of the lessons that have a folder, in order.

    Examples
    --------
    >>> lesson_numbers()[:2]
    ('00', '01')
    """
    names = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return tuple(sorted(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)))


@functools.cache
def part(lesson: str, name: str) -> ModuleType | None:
    """One file of a lesson, "exercises" or "questions"; None where the lesson has none.

    Examples
    --------
    >>> part("00", "exercises").EXERCISES[0].id
    'double'
    """
    whole = f"{__package__}.{PREFIX}{lesson}.{name}"
    return importlib.import_module(whole) if importlib.util.find_spec(whole) else None


@functools.cache
def exercises() -> dict[str, Exercise]:
    """All exercises by id, in the order of the course.

    Examples
    --------
    >>> exercises()["double"].lesson
    '00'
    """
    return _found("EXERCISES")


@functools.cache
def exposes() -> dict[str, Expose]:
    """All wrong programs to expose by id, in the order of the course.

    Examples
    --------
    >>> exposes()["rounded_up"].exercise
    'output_size'
    """
    return _found("EXPOSES")


def _found(name: str) -> dict:
    return {
        item.id: replace(item, lesson=lesson)
        for lesson in lesson_numbers()
        for item in getattr(part(lesson, "exercises"), name, ())
    }


def find(exercise: str) -> Exercise:
    """The exercise of this id.

    Raises
    ------
    KeyError
        If there is none; the message names the closest.

    Examples
    --------
    >>> find("double").names
    ('y',)
    """
    if not isinstance(exercise, str) or exercise not in exercises():
        raise KeyError(_unknown(exercise).message)
    return exercises()[exercise]


def grade(exercise: str, function: Callable, seed: int = 0) -> Report:
    """Grade a function without keeping anything.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    function : callable
        What is to be graded.
    seed : int
        Draws the numbers of the cases; the sizes stay.

    Returns
    -------
    Report
        Never an exception, and the same in any folder.

    Examples
    --------
    >>> import numpy as np
    >>> grade("double", lambda y: y * np.uint8(2)).passed
    False
    """
    asked = exercises().get(exercise) if isinstance(exercise, str) else None
    try:
        seed = count_of(seed, "seed", 0)
    except (TypeError, ValueError) as reason:
        return Report(str(exercise)[:60], False, 0.0, (), f"Nothing was graded: {reason}.")
    return _unknown(exercise) if asked is None else grading.grade(asked, function, seed)


def inputs(exercise: str, case: int, seed: int = 0) -> tuple:
    """The arguments of one case of an exercise, as a report speaks of it.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    case : int
        Number of the case, from 0.
    seed : int
        The seed that the exercise was graded with.

    Raises
    ------
    KeyError
        If there is no such exercise.
    IndexError
        If there is no such case.

    Examples
    --------
    >>> inputs("output_size", 0)
    (5, 3, 1, 0, 1)
    """
    cases = trials_of(find(exercise), count_of(seed, "seed", 0)).cases
    case = whole_number(case, "case", "case must be a whole number")
    if not 0 <= case < len(cases):
        raise IndexError(f"case is {shown(case)}, but {exercise} has the cases 0 to {len(cases) - 1}; give one of these")
    return copied(cases[case].args)


def wrong_program(item: str) -> Callable:
    """The wrong program of an expose item, to try out and to look at.

    Raises
    ------
    KeyError
        If there is no such item.

    Examples
    --------
    >>> wrong_program("rounded_up")(8, 3, 2, 0, 1)
    4
    """
    if not isinstance(item, str) or item not in exposes():
        close = difflib.get_close_matches(str(item), exposes(), 1) or [*exposes()][:3]
        raise KeyError(f"there is no item {shown(item)}; there are for example {', '.join(close)}")
    asked = exposes()[item]
    return find(asked.exercise).program.wrong(*asked.switches)


def _unknown(exercise: object) -> Report:
    close = difflib.get_close_matches(str(exercise), exercises(), 1)
    did_you_mean = f" Did you mean {close[0]}?" if close else ""
    return Report(str(exercise)[:60], False, 0.0, (), f"There is no exercise of that name.{did_you_mean}")
