"""use: the learner's own function where it is right, the package's where it is not yet."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable

import numpy as np

from cnnkit.grader.calling import call, copied
from cnnkit.grader.judging import as_parts, judge
from cnnkit.learner import answers, handing
from cnnkit.learner.adopting import adopt
from cnnkit.learner.sources import own
from cnnkit.lessons import find, grade

__all__ = ["compiled", "use"]

PATIENCE = 2.0  # seconds of plain Python before the compiler is tried


def use(exercise: str, function: Callable | None = None) -> Callable:
    """The function to go on with: the one given, or saved earlier, if it passes; else the package's.

    A line is printed where it is not the one given. It takes the exercise's arguments, by place or by name, and hands
    on arrays and whole numbers where the exercise has them. A passing function that turns out slow is compiled with
    bounds checks, where that works and gives the same answers.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    function : callable, optional
        What the learner wrote in this lesson; without it, the answer saved in an earlier one.

    Returns
    -------
    callable

    Raises
    ------
    KeyError
        If there is no such exercise.
    TypeError
        If the id is no text, or what is given is no function.

    Examples
    --------
    >>> output_size = use("output_size")
    output_size: the package's version stands in until yours passes.
    >>> output_size(7, 3, 2, padding=0, dilation=1)
    3
    """
    if not isinstance(exercise, str):
        raise TypeError(f'use needs the name of an exercise, such as use("double"), but {_kind(exercise)} came')
    find(exercise)
    adopt()
    if function is not None and not callable(function):
        raise TypeError(
            f"{_kind(function)} came where a function was needed; write use({exercise!r}, {exercise}) without brackets "
            "after the second name"
        )
    if function is not None and grade(exercise, function).passed:
        return _own(exercise, own(function))
    saved, why = answers.kept(exercise)
    if saved is not None:
        if function is not None:
            print(f"{exercise}: your saved answer stands in for this one.")
        return _own(exercise, saved)
    print(f"{exercise}: {why + '; ' if why else ''}the package's version stands in until yours passes.")
    return _stand_in(exercise)


def _stand_in(exercise: str) -> Callable:
    """The package's version, marked, so that a check of it is not taken for the learner's."""
    asked = find(exercise)

    @functools.wraps(asked.adapter)
    def stand_in(*args, **keywords):
        return asked.adapter(*handing.by_place(asked, asked.adapter, args, keywords))

    words = f"The package's version of {exercise}, which stands in until yours passes."
    stand_in.stands_in = True
    return _introduced(stand_in, exercise, asked.adapter, words)


def _own(exercise: str, function: Callable) -> Callable:
    """A learner's function that is compiled, with bounds checks, once its slowness is felt.

    Compiling takes seconds, so it is not done for functions that are quick or hardly used; and only a
    compiled function that gives the same answers on every case takes over.
    """
    asked, plain = find(exercise), getattr(function, "py_func", function)
    spent = 0.0

    def answer(*args, **keywords):
        nonlocal spent
        given = handing.by_place(asked, plain, args, keywords)
        if answer.fast is not None:
            try:
                return handing.like_the_exercise(asked, answer.fast(*given))
            except Exception:  # other kinds of arguments, or an error that plain Python words better
                return handing.like_the_exercise(asked, plain(*given))
        start = time.perf_counter()
        result = plain(*given)
        before, spent = spent, spent + time.perf_counter() - start
        if before <= PATIENCE < spent:
            answer.fast = compiled(exercise, plain)
        return handing.like_the_exercise(asked, result)

    answer.own, answer.py_func, answer.fast = function, plain, None
    words = inspect.getdoc(plain) if inspect.isroutine(plain) else ""
    return _introduced(answer, exercise, plain, words or f"Your own {exercise}.")


def _introduced(function: Callable, exercise: str, inner: Callable, words: str) -> Callable:
    """The function with what `help` says of it."""
    function.exercise, function.__doc__ = exercise, words
    function.__name__ = function.__qualname__ = exercise
    function.__signature__ = handing.signature(find(exercise), inner)
    return function


def compiled(exercise: str, function: Callable) -> Callable | None:
    """The function compiled with bounds checks, if Numba can and the answers stay; else None.

    Examples
    --------
    >>> compiled("output_size", max) is None
    True
    """
    import numba

    asked = find(exercise)
    cases = asked.cases(np.random.default_rng(1))
    try:
        fast = numba.njit(boundscheck=True, nogil=True)(function)
        for case in cases:
            right = as_parts(asked.expected(*copied(case.args)), len(asked.results))
            outcome = call(fast, case.args, asked.names)
            value = asked.judged(outcome.value, outcome.given)
            if outcome.problem or not judge(value, right, asked.results).right:
                return None
    except Exception:  # what Numba cannot compile stays plain Python
        return None
    return fast


def _kind(value: object) -> str:
    if value is None:
        return "None"
    name = type(value).__name__[:40]
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
