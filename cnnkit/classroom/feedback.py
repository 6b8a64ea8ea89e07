"""What one student is told: the reports of the notebook, exercise after exercise."""

from __future__ import annotations

from html import escape

from cnnkit.classroom.pages import page
from cnnkit.classroom.results import Grading

__all__ = ["feedback_page"]


def feedback_page(results: dict[str, dict], grading: Grading) -> str:
    """The page of a student, from the results of all exercises."""
    some = next(iter(results.values()))
    parts = [f"<p>{escape(_sum(results, grading))}</p>", _notes(results)]
    if some["file"]:
        parts.append(f'<p class="quiet">{escape(some["file"])}, version {escape(some["submission"][:12])}</p>')
    for exercise in (*grading.exercises, *grading.extras):
        result = results.get(exercise)
        if result is None:
            continue
        extra = " (extra)" if exercise in grading.extras else ""
        own = [note for note in result["notes"] if note not in _shared(results)]
        parts.append(
            f'<section><h2>{escape(exercise)}{extra} <span class="quiet mark">{escape(_mark(result))}</span></h2>'
            f"{result['page']}{_list(own)}</section>"
        )
    return page(f"Lesson {grading.lesson}: {some['student']}", "".join(parts), grading.trusted)


def _sum(results, grading) -> str:
    core = [results[exercise] for exercise in grading.exercises if exercise in results]
    if any(result["score"] is None for result in core):
        return "Not graded yet: a person has to look at this submission."
    passed = sum(result["outcome"] == "pass" for result in core)
    return f"{passed} of {len(core)} exercises passed."


def _mark(result) -> str:
    if result["score"] is None:
        return "not graded"
    if result["outcome"] == "pass":
        return "passed"
    right = sum(right for _, right in result["checks"])
    return f"{right} of {len(result['checks'])} checks" if result["checks"] else "not passed yet"


def _shared(results) -> list[str]:
    """What is said with every exercise is said once."""
    first, *rest = (result["notes"] for result in results.values())
    return [note for note in first if all(note in other for other in rest)] if rest else list(first)


def _notes(results) -> str:
    return _list(_shared(results))


def _list(notes) -> str:
    return f'<ul class="quiet">{"".join(f"<li>{escape(note)}</li>" for note in notes)}</ul>' if notes else ""
