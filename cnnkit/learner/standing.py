"""progress: where the learner stands, a line for each lesson, and one lesson in detail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cnnkit.grader import Exercise, Expose
from cnnkit.learner import record, standing_page
from cnnkit.learner.adopting import adopt
from cnnkit.learner.copies import pristine_folder
from cnnkit.lessons import exercises, exposes, lesson_numbers
from cnnkit.mistakes import CATALOGUE, identifier
from cnnkit.shapes.arguments import shown, whole_number

__all__ = ["ExerciseLine", "LessonLine", "Standing", "progress"]


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise, or one wrong program to expose, as the learner has left it.

    Parameters
    ----------
    id : str
        Its name.
    kind : str
        "core", "extra" or "expose".
    passed : bool
    attempts : int
    met : tuple of str
        Names of the misconceptions that were met in it.
    unmet : tuple of str
        Names of those that the lesson has not met yet; none before a pass, since they would give the answer away.
    """

    id: str
    kind: str
    passed: bool
    attempts: int
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True)
class LessonLine:
    """One lesson: what is passed of how much.

    Parameters
    ----------
    number, name : str
        "05", and the name of its notebook.
    exercises : tuple of ExerciseLine
        In the order of the lesson; wrong programs to expose come last.
    unmet : tuple of str
        Names of the misconceptions that its passed exercises have not met yet; those with a wrong program come first.
    predictions : (int, int)
        Right, and made.
    """

    number: str
    name: str
    exercises: tuple[ExerciseLine, ...]
    unmet: tuple[str, ...] = ()
    predictions: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Standing:
    """What is passed, tried and met so far.

    Parameters
    ----------
    lessons : tuple of LessonLine
        All lessons, or the one that was asked for.
    next_step : str
        What to do now.
    note : str
        What of the record could not be read.
    detailed : bool
        Whether one lesson is shown, exercise by exercise.
    """

    lessons: tuple[LessonLine, ...]
    next_step: str
    note: str = ""
    detailed: bool = False

    @property
    def predictions(self) -> tuple[int, int]:
        """Right, and made, in these lessons together."""
        return tuple(sum(pair) for pair in zip(*(lesson.predictions for lesson in self.lessons), strict=True))

    def __repr__(self) -> str:
        return standing_page.text(self)

    def _repr_html_(self) -> str:
        return standing_page.page(self)


def progress(lesson: int | str | None = None) -> Standing:
    """Where you stand: a line for each lesson, or one lesson exercise by exercise.

    Parameters
    ----------
    lesson : int or str, optional
        The number of a lesson, 5 or "05".

    Returns
    -------
    Standing
        Shown by the notebook as a table.

    Raises
    ------
    TypeError, ValueError
        If there is no lesson of that number.

    Examples
    --------
    >>> progress().next_step
    'Next: double in lesson 00.'
    >>> progress(5).lessons[0].exercises[0].id
    'max_pool'
    """
    wanted = lesson_numbers() if lesson is None else (_number(lesson),)
    adopt()
    now = record.state()
    lines = tuple(_lesson(number, now) for number in wanted)
    following = next((one for one in _in_order() if not (one.extra or _passed(one.id, now))), None)
    step = f"Next: {following.id} in lesson {following.lesson}." if following else "Every core exercise is passed."
    return Standing(lines, step, record.damage(), detailed=lesson is not None)


def _number(lesson: object) -> str:
    """Read the number of a lesson."""
    needed = "lesson must be the number of a lesson"
    if isinstance(lesson, str):
        number = lesson.zfill(2) if lesson.isdecimal() else ""
    else:
        number = f"{whole_number(lesson, 'lesson', needed):02d}"
    if number not in lesson_numbers():
        raise ValueError(f"{needed}, {lesson_numbers()[0]} to {lesson_numbers()[-1]}, but {shown(lesson)} came; write for example lesson=2")
    return number


def _in_order() -> list[Exercise]:
    return sorted(exercises().values(), key=lambda one: one.lesson)


def _lesson(number: str, now: dict) -> LessonLine:
    asked = [one for one in _in_order() if one.lesson == number]
    wrong = [one for one in exposes().values() if one.lesson == number]
    exposed = {fault for one in wrong if _passed(_key(one), now) for fault in _known(one)}
    met = exposed.union(*(_met(one.id, now) for one in asked))
    unmet = {one.id: [fault for fault in _known(one) if fault not in met] for one in asked if _passed(one.id, now)}
    lines = [_exercise(one, unmet.get(one.id, ()), now) for one in asked] + [_expose(one, now) for one in wrong]
    left = {fault for found in unmet.values() for fault in found}
    first = [fault for one in wrong for fault in _known(one) if fault in left]
    made = [entry["right"] for name, entry in now["predictions"].items() if name.startswith(f"{number}-")]
    names = _names([*first, *(fault for found in unmet.values() for fault in found)])
    return LessonLine(number, _name(number), tuple(lines), names, (sum(made), len(made)))


def _exercise(exercise: Exercise, unmet: Sequence[str], now: dict) -> ExerciseLine:
    kind = "extra" if exercise.extra else "core"
    passed, attempts = _passed(exercise.id, now), _attempts(exercise.id, now)
    return ExerciseLine(exercise.id, kind, passed, attempts, _names(_met(exercise.id, now)), _names(unmet))


def _expose(item: Expose, now: dict) -> ExerciseLine:
    return ExerciseLine(item.id, "expose", _passed(_key(item), now), _attempts(_key(item), now))


def _known(asked: Exercise | Expose) -> list[str]:
    """The misconceptions of an exercise, or of a wrong program."""
    switches = asked.switches if isinstance(asked, Expose) else asked.program.switches if asked.program else ()
    return [identifier(switch) for switch in switches]


def _key(item: Expose) -> str:
    return f"expose:{item.id}"


def _attempts(key: str, now: dict) -> int:
    return now["exercises"].get(key, {}).get("attempts", 0)


def _passed(key: str, now: dict) -> bool:
    return now["exercises"].get(key, {}).get("passed", False)


def _met(key: str, now: dict) -> tuple[str, ...]:
    return tuple(one for one in now["exercises"].get(key, {}).get("mistakes", ()) if one in CATALOGUE)


def _names(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(CATALOGUE[one].name for one in dict.fromkeys(found))


def _name(number: str) -> str:
    """The name of a lesson's notebook; its number where the notebooks are not there."""
    return next((path.stem for path in sorted(pristine_folder().glob(f"{number}_*.ipynb"))), number)
