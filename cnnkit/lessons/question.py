"""A question as data: what is asked, what is true and why, and what each misconception would answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["Belief", "Question", "drawn", "factor", "read_answer"]

DRAWS = 200  # more than enough for any numbers that can be told apart


@dataclass(frozen=True)
class Belief:
    """What somebody with one misconception would answer.

    Parameters
    ----------
    id : str
        Of the catalogue of mistakes, or of none of it: "".
    answer : int, float or str
        Their answer.
    says : str
        "That would be so if …, but …": what would have to be true for this answer, and what is true
        instead.  A belief is never told as if it were so.

    Examples
    --------
    >>> Belief("F13", 4, "That would be so if the last window were allowed to stick out, but it must fit.").answer
    4
    """

    id: str
    answer: int | float | str
    says: str


@dataclass(frozen=True)
class Question:
    """One question with its numbers drawn.

    Parameters
    ----------
    id : str
        A name of its own, beginning with the number of the lesson whose content it tests.
    text : str
        The question; words between backticks are code.
    key : int, float or str
        The true answer, computed when the question is drawn; one of the choices where there are any.
    why : str
        The reason, one to three sentences.
    beliefs : tuple of Belief
        Wrong answers and what stands behind them.
    choices : tuple of str
        What can be chosen; without choices a number is typed.
    arrays : tuple of (name, array)
        Small matrices to show beside the text.
    tolerance : float
        How far a typed number may be from the key.

    Examples
    --------
    >>> once = Belief("", 1, "That would be so if it stood there once, but it stands there twice.")
    >>> question = Question("00-sum", "What is 1 + 1?", 2, "Count.", (once,))
    >>> question.lesson, question.is_right("2"), question.belief(1) is once
    ('00', True, True)
    """

    id: str
    text: str
    key: int | float | str
    why: str
    beliefs: tuple[Belief, ...] = ()
    choices: tuple[str, ...] = ()
    arrays: tuple[tuple[str, np.ndarray], ...] = ()
    tolerance: float = 0.0

    @property
    def lesson(self) -> str:
        """Number of the lesson whose content it tests, "02".

        Examples
        --------
        >>> Question("02-size", "?", 3, "").lesson
        '02'
        """
        return self.id.split("-")[0]

    def is_right(self, answer: object) -> bool:
        """Whether an answer, typed or chosen, is the true one.

        Raises
        ------
        ValueError
            If a number is asked for and this is none, or nothing was chosen.

        Examples
        --------
        >>> Question("02-size", "?", -3, "").is_right("−3")
        True
        """
        if self.choices and answer not in self.choices:
            raise ValueError("Choose one of the answers first.")
        return self._same(answer, self.key)

    def belief(self, answer: object) -> Belief | None:
        """The misconception that gives this wrong answer, if one is known.

        Examples
        --------
        >>> Question("02-size", "?", 3, "").belief(4) is None
        True
        """
        return next((one for one in self.beliefs if self._same(answer, one.answer)), None)

    def tells_apart(self) -> bool:
        """Whether no two of the truth and the misconceptions give the same answer.

        Examples
        --------
        >>> Question("02-size", "?", 3, "", (Belief("", 3, "…"),)).tells_apart()
        False
        """
        answers = [self.key, *(belief.answer for belief in self.beliefs)]
        return not any(self._same(a, b) for a, b in itertools.combinations(answers, 2))

    def _same(self, answer: object, other: object) -> bool:
        if self.choices:
            return answer == other
        return abs(read_answer(answer) - float(other)) <= self.tolerance


def read_answer(answer: object) -> float:
    """The number that somebody typed.

    Raises
    ------
    ValueError
        If it is no number; the text says what is needed.

    Examples
    --------
    >>> read_answer(" −12 "), read_answer("2.5"), read_answer("6,400")
    (-12.0, 2.5, 6400.0)
    """
    text = str(answer).strip().replace("−", "-").replace(" ", "")
    head, *thousands = text.split(",")
    if thousands and all(len(part) == 3 and part.isdigit() for part in thousands):
        text = head + "".join(thousands)
    try:
        number = float(text)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise ValueError("A number is needed here, such as 12.")
    return number


def factor(value: float) -> str:
    """A number as a factor of a product: negative ones in brackets, with a true minus.

    Examples
    --------
    >>> factor(2), factor(-3)
    ('2', '(−3)')
    """
    return f"(−{-value:g})" if value < 0 else f"{value:g}"


def drawn(draw: Callable[[np.random.Generator], Question], rng: np.random.Generator) -> Question:
    """Draw numbers until truth and misconceptions all give different answers.

    So an answer names one misconception at most, and no true answer is taken for one.

    Raises
    ------
    ValueError
        If no such numbers are found: then the question tells nothing about its misconceptions.

    Examples
    --------
    >>> drawn(lambda rng: Question("00-one", "?", 1, ""), np.random.default_rng(0)).key
    1
    """
    for _ in range(DRAWS):
        question = draw(rng)
        if question.tells_apart():
            return question
    raise ValueError(f"{question.id}: no draw tells the truth from its misconceptions")
