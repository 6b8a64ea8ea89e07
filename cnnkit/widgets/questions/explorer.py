"""Predict and Recap: questions that a learner answers before looking, kept and explained."""

from __future__ import annotations

import re
from pathlib import Path

import anywidget
import numpy as np
from traitlets import Bool, List, Unicode

from cnnkit.learner import record
from cnnkit.lessons import asking
from cnnkit.lessons.question import Question, factor
from cnnkit.shapes import ShapeError, count_of
from cnnkit.shapes.arguments import shown
from cnnkit.widgets.board.assets import BOARD, SHARED_STYLE

__all__ = ["Predict", "Recap"]

HERE = Path(__file__).parent
OPEN = {"state": "open", "problem": ""}


class Questions(anywidget.AnyWidget):
    """A few questions, each answered or skipped by itself; Python judges, the browser shows.

    Keys stay in Python until a question is closed, so that the page does not hold what it asks for.
    """

    _esm = "\n".join(
        (folder / name).read_text(encoding="utf-8")
        for folder, name in ((BOARD, "element.js"), (BOARD, "attention.js"), (BOARD, "keyboard.js"), (HERE, "questions.js"))
    )
    _css = SHARED_STYLE + (HERE / "style.css").read_text(encoding="utf-8")

    answered = Bool(False).tag(sync=True)
    title = Unicode("").tag(sync=True)
    renewable = Bool(False).tag(sync=True)
    # one dict for each question: what is asked, and how it stands
    _asked = List().tag(sync=True)
    _standing = List().tag(sync=True)

    def __init__(self, questions: tuple[Question, ...], **settings):
        super().__init__(**settings)
        self.questions = questions
        self._ask()
        self.on_msg(self._hear)

    def _ask(self) -> None:
        with self.hold_sync():
            self._standing = [OPEN for _ in self.questions]
            self._asked = [
                {
                    "text": question.text,
                    "choices": list(question.choices),
                    "arrays": [[name, _cells(values)] for name, values in question.arrays],
                }
                for question in self.questions
            ]

    def answer(self, answer: object, place: int = 0) -> None:
        """Answer one question; what is no answer at all leaves it open and says why."""
        question = self.questions[place := self._number(place)]
        if self._standing[place]["state"] != "open":
            return
        try:
            right = question.is_right(answer)
        except ValueError as reason:
            self._set(place, OPEN | {"problem": str(reason)})
            return
        lost = self.keep(question, answer, right)
        self._set(place, self._reveal(question, answer, right) | {"lost": lost})

    def skip(self, place: int = 0) -> None:
        """Close one question without an answer: the truth is shown, nothing is kept."""
        if self._standing[place := self._number(place)]["state"] == "open":
            question = self.questions[place]
            self._set(
                place, self._told(question, "skipped", f"Skipped. {_truth(question)}")
            )

    def _number(self, place: object) -> int:
        """Read which question is meant; they count from 0."""
        if count_of(place, "place", 0) >= len(self.questions):
            raise ShapeError(f"place is {shown(place)}", f"there are {len(self.questions)} questions, counted from 0", "give a smaller one")
        return int(place)

    def keep(self, question: Question, answer: object, right: bool) -> str:
        """Record an answer in the learner's state; what could not be kept, and why."""
        return ""

    def _reveal(self, question: Question, answer: object, right: bool) -> dict:
        if right:
            return self._told(question, "right", f"Your answer: {_said(answer)}. Right.")
        belief = question.belief(answer)
        first = f"Your answer: {_said(answer)}. {_truth(question)}"
        return self._told(question, "wrong", first, belief.says if belief else "")

    def _told(self, question: Question, state: str, first: str, belief: str = "") -> dict:
        return {
            "state": state,
            "problem": "",
            "first": first,
            "belief": belief,
            "why": question.why,
        }

    def _set(self, place: int, standing: dict) -> None:
        with self.hold_sync():
            self._standing = [*self._standing[:place], standing, *self._standing[place + 1 :]]
            if all(one["state"] != "open" for one in self._standing):
                self.answered = True

    def _hear(self, _widget, content, _buffers) -> None:
        kind, place = content.get("kind"), content.get("place", 0)
        if kind == "renew":
            self.renew()
        elif kind == "seen":
            self.send({"kind": "here"})  # the page then knows that this kernel lives
        elif not (isinstance(place, int) and 0 <= place < len(self.questions)):
            return
        elif kind == "answer":
            self.answer(content.get("answer"), place)
        elif kind == "skip":
            self.skip(place)

    def renew(self) -> None:
        """Draw the questions afresh, where they can be."""

    def in_words(self) -> str:
        """The questions as text, for where nothing runs."""
        lines = []
        for number, question in enumerate(self.questions, 1):
            head = f"{number}. " if len(self.questions) > 1 else ""
            lines.append(f"{head}{question.text}")
            lines += [f"   {name} = {_plain(values)}" for name, values in question.arrays]
            if question.choices:
                lines.append("   " + " / ".join(question.choices))
        return "\n".join(lines)

    def _repr_mimebundle_(self, **keywords):
        bundle = super()._repr_mimebundle_(**keywords)
        if bundle is None:
            return None
        data, metadata = bundle
        data["text/plain"] = f"{self.title}\n{self.in_words()}"
        return data, metadata


class Predict(Questions):
    """One prediction: commit a number or a choice, then see the truth beside it, and why.

    The first answer is kept; where there is one already, it is shown with the truth.

    Parameters
    ----------
    id : str
        Name of the prediction, "02-unread".

    Raises
    ------
    ValueError
        If there is no such prediction.

    Examples
    --------
    >>> prediction = Predict("02-unread")
    >>> prediction.skip()
    >>> prediction, prediction.answered
    (Predict("02-unread"), True)
    """

    def __init__(self, id: str):
        super().__init__((asking.prediction(id),), title="Predict")
        first = record.state()["predictions"].get(id)
        if isinstance(first, dict) and first.get("answer") is not None:
            self.answer(_as_offered(first["answer"], self.questions[0].choices))
            if not self.answered:  # what was kept is no answer any more, and nobody has just given it
                self._ask()

    def keep(self, question: Question, answer: object, right: bool) -> str:
        """Keep the first answer: what one thought before one saw."""
        kept = answer if question.choices else asking.read_answer(answer)
        return record.record_prediction(question.id, kept, right)

    def __repr__(self) -> str:
        return f'Predict("{self.questions[0].id}")'


class Recap(Questions):
    """Three questions from earlier lessons, with numbers drawn afresh each time.

    Parameters
    ----------
    lesson : str
        Number of the lesson that it opens, "02".
    seed : int, optional
        Draws the same questions each time.

    Raises
    ------
    ValueError
        If `lesson` is no number of a lesson.

    Examples
    --------
    >>> recap = Recap("02", seed=1)
    >>> len(recap.questions), recap
    (3, Recap("02"))
    """

    def __init__(self, lesson: str, seed: int | None = None):
        self._rng = np.random.default_rng(None if seed is None else count_of(seed, "seed", 0))
        asked, self.lesson = asking.recap(lesson, self._rng), lesson
        title = "Recap" if lesson != "00" else "What you bring along"
        super().__init__(asked, title=title, renewable=True)

    def renew(self) -> None:
        """Three other questions; of another kind where earlier lessons ask enough."""
        now = frozenset(question.id for question in self.questions)
        self.questions = asking.recap(self.lesson, self._rng, without=now)
        self._ask()

    def keep(self, question: Question, answer: object, right: bool) -> str:
        """Count the answer."""
        return record.record_recap(question.id, right)

    def __repr__(self) -> str:
        return f'Recap("{self.lesson}")'


def _truth(question: Question) -> str:
    """The answer in a sentence; a choice is no noun that "it is" could lead to."""
    return f"The answer is: {question.key}." if question.choices else f"It is {_said(question.key)}."


def _as_offered(kept: object, choices: tuple[str, ...]) -> object:
    """A kept choice as it is written today: blanks and commas of its numbers may have changed."""
    plain = {re.sub(r"[\s,]", "", choice): choice for choice in choices}
    return plain.get(re.sub(r"[\s,]", "", str(kept)), kept)


def _said(value: object) -> str:
    """A number as it is written in a sentence; a choice as it is."""
    try:
        number = asking.read_answer(value)
    except ValueError:
        return f"{value}"
    return f"{number:,.10g}".replace("-", "−")


def _cells(values: np.ndarray) -> list[list[str]]:
    return [[factor(value).strip("()") for value in row] for row in np.atleast_2d(values)]


def _plain(values: np.ndarray) -> str:
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in _cells(values)) + "]"
