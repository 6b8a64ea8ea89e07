"""Questions: predictions before an explorer, and recaps with integers drawn afresh each time.

How to add questions for a lesson
---------------------------------
Add one file, `lesson_NN/questions.py`; it is found by its name.  It holds functions that draw a `Question`::

    def output_size(rng):
        size, kernel_size = rng.integers(6, 12), rng.integers(2, 5)
        return Question(
            "02-output-size",                                   # NN, then a name of its own
            f"{size} rows, {kernel_size} rows of filter: how many rows has the output?",
            Window(kernel_size).output_size((size, size))[0],   # the key: computed, never typed in
            "The window fits in H − K + 1 places.",
            # what each misconception answers, and why that is not so
            (Belief("F18", size - kernel_size, "That would be so if …, but …"),),
        )

and two tuples of them: `PREDICTIONS` (asked in this lesson, the same numbers each time, so `rng` is
not used) and `RECAP` (asked in later lessons).  A belief carries the id of `cnnkit.mistakes`, or "",
and a sentence that says what would have to be true for its answer, and what is true instead.  `drawn`
draws again when two of truth and beliefs happen to give the same answer.  `tests/test_quiz.py`
complains about a question whose numbers do not vary or whose id does not name its lesson, and
`tests/claims/test_beliefs.py` computes every key once more, from the question's text, in another way.  In a notebook: `Predict("NN-name")` and `Recap("NN")`.

`before.py` asks what a learner brings along: it is what the recap of lesson 00 draws from.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Sequence
from types import ModuleType

import numpy as np

from cnnkit.lessons import before
from cnnkit.lessons.course import lesson_numbers, part
from cnnkit.lessons.question import Belief, Question, drawn, read_answer
from cnnkit.shapes.arguments import shown

__all__ = [
    "Belief",
    "Question",
    "drawn",
    "pools",
    "prediction",
    "predictions",
    "read_answer",
    "recap",
]

BEFORE = "before"


@functools.cache
def pools() -> dict[str, ModuleType]:
    """The files of questions by number of lesson, in the order of the course; "before" comes first.

    Examples
    --------
    >>> list(pools())[:2]
    ['before', '00']
    """
    found = {lesson: part(lesson, "questions") for lesson in lesson_numbers()}
    return {BEFORE: before, **{lesson: module for lesson, module in found.items() if module}}


def predictions(lesson: str) -> tuple[str, ...]:
    """Ids of the predictions of a lesson; none for a lesson without.

    Examples
    --------
    >>> predictions("02")
    ('02-unread',)
    """
    pool = pools().get(lesson)
    asked = getattr(pool, "PREDICTIONS", ())
    return tuple(drawn(draw, np.random.default_rng(0)).id for draw in asked)


def prediction(id: str) -> Question:
    """The prediction of this id, with its key computed.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> prediction("02-unread").key
    33
    """
    pool = pools().get(str(id).split("-")[0])
    for draw in getattr(pool, "PREDICTIONS", ()):
        question = drawn(draw, np.random.default_rng(0))
        if question.id == id:
            return question
    known = [name for lesson in pools() for name in predictions(lesson)]
    near = difflib.get_close_matches(str(id), known, 3) or known[:3]
    raise ValueError(f"there is no prediction {shown(id)}; there are for example {', '.join(near)}")


def recap(
    lesson: str, rng: np.random.Generator, count: int = 3, without: frozenset[str] = frozenset()
) -> tuple[Question, ...]:
    """Questions from earlier lessons, one of them from the last lesson before that asks any.

    Those with an id in `without` are left out as far as there are enough others.

    Raises
    ------
    ValueError
        If `lesson` is no number of a lesson such as "02".

    Examples
    --------
    >>> [question.lesson < "02" for question in recap("02", np.random.default_rng(0))]
    [True, True, True]
    """
    if not (isinstance(lesson, str) and len(lesson) == 2 and lesson.isdigit()):
        raise ValueError(f"lesson is {lesson!r}; it must be its number in two digits, such as '02'")
    earlier = [
        module.RECAP
        for number, module in pools().items()
        if (number == BEFORE) == (lesson == "00") and (number == BEFORE or number < lesson)
    ]
    earlier = [pool for pool in earlier if pool]
    latest = _others(earlier[-1], without, 1)
    last = latest[int(rng.integers(len(latest)))]
    others = _others([draw for pool in earlier for draw in pool if draw is not last], without, count - 1)
    chosen = [others[k] for k in rng.choice(len(others), count - 1, replace=False)]
    return tuple(drawn(draw, rng) for draw in (last, *chosen))


def _others(draws: Sequence, without: frozenset[str], needed: int) -> Sequence:
    """Those whose questions have other ids, unless they are too few."""
    left = [draw for draw in draws if not without or _id(draw) not in without]
    return left if len(left) >= needed else draws


@functools.cache
def _id(draw: Callable) -> str:
    return drawn(draw, np.random.default_rng(0)).id
