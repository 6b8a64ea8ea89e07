"""progress: where the learner stands, lesson by lesson."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from cnnkit.grader.page import STYLE
from cnnkit.learner import record
from cnnkit.learner.adopting import adopt
from cnnkit.lessons import exercises
from cnnkit.mistakes import CATALOGUE

__all__ = ["Standing", "progress"]


@dataclass(frozen=True)
class Standing:
    """What is passed, tried and met so far.

    Parameters
    ----------
    rows : tuple of (lesson, exercise, extra, passed, attempts, mistakes)
        One for each exercise.
    predictions : (int, int)
        Right, and all.
    next_step : str
        What to do now.
    note : str
        What of the record could not be read.
    """

    rows: tuple[tuple[str, str, bool, bool, int, tuple[str, ...]], ...]
    predictions: tuple[int, int]
    next_step: str
    note: str = ""

    def __repr__(self) -> str:
        passed = sum(row[3] for row in self.rows)
        return f"{passed} of {len(self.rows)} exercises passed. {self.next_step} {self.note}".rstrip()

    def _repr_html_(self) -> str:
        lines = []
        for lesson, exercise, extra, passed, attempts, mistakes in self.rows:
            met = "; ".join(_met(mistake, passed) for mistake in mistakes)
            state = "passed" if passed else ("open" if attempts else "not tried")
            lines.append(
                f"<tr><td>{lesson}</td><td><code>{escape(exercise)}</code>{' (extra)' if extra else ''}</td>"
                f"<td>{state}</td><td>{attempts}</td><td style='text-align:left'>{escape(met)}</td></tr>"
            )
        right, asked = self.predictions
        predicted = f"Predictions: {right} of {asked} right." if asked else "No prediction made yet."
        return (
            f'{STYLE}<div class="cnn-report open"><p class="first">{escape(self.next_step)}</p>'
            f"<p>{predicted}</p>{f'<p>{escape(self.note)}</p>' if self.note else ''}<table><thead><tr><th>lesson</th><th>exercise</th><th>state</th>"
            f"<th>attempts</th><th style='text-align:left'>misconceptions met</th></tr></thead>"
            f"<tbody>{''.join(lines)}</tbody></table></div>"
        )


def progress() -> Standing:
    """Lessons and exercises: passed, attempts, predictions, misconceptions met and overcome, next step.

    Returns
    -------
    Standing
        Shown by the notebook as a table.

    Examples
    --------
    >>> progress().next_step
    'Next: double in lesson 00.'
    """
    adopt()
    now = record.state()
    rows, following = [], ""
    for exercise in sorted(exercises().values(), key=lambda one: one.lesson):
        entry = now["exercises"].get(exercise.id, {})
        passed = entry.get("passed", False)
        met = tuple(m for m in entry.get("mistakes", ()) if m in CATALOGUE)
        rows.append((exercise.lesson, exercise.id, exercise.extra, passed, entry.get("attempts", 0), met))
        if not passed and not exercise.extra and not following:
            following = f"Next: {exercise.id} in lesson {exercise.lesson}."
    right = sum(entry["right"] for entry in now["predictions"].values())
    following = following or "Every core exercise is passed."
    return Standing(tuple(rows), (right, len(now["predictions"])), following, record.damage())


def _met(mistake: str, passed: bool) -> str:
    return f"{CATALOGUE[mistake].name} ({'overcome' if passed else 'still open'})"
