"""The class on one page: which misconceptions it holds, how many, in whose programs, on what they were met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from cnnkit.classroom.marking import not_graded
from cnnkit.classroom.pages import page
from cnnkit.classroom.pictures import bar, maps
from cnnkit.classroom.results import Grading
from cnnkit.mistakes import CATALOGUE

__all__ = ["Overview"]

SHARES = (("passed", "right"), ("wrong, recognised", "wrong"), ("wrong, not recognised", "open"), ("not attempted", "none"))
STANDING = {"pass": 0, "not_attempted": 3, "missing_function": 3}
LISTED = 60  # names in one list


@dataclass
class _Held:
    """One misconception: by whom, where, and one picture of it."""

    students: list[str] = field(default_factory=list)
    exercises: Counter = field(default_factory=Counter)
    grid: dict | None = None
    said: str = ""


class Overview:
    """Takes the results of one student after the other; keeps counts, names and one picture of each misconception.

    Parameters
    ----------
    grading : Grading
    """

    def __init__(self, grading: Grading):
        self.grading = grading
        self.students = 0
        self._standing = {exercise: Counter() for exercise in (*grading.exercises, *grading.extras)}
        self._held: dict[str, _Held] = {}
        self._unnamed: list[tuple[str, str, str]] = []
        self.waiting: list[tuple[str, str]] = []
        self._files: dict[str, list[str]] = {}

    def add(self, results: dict[str, dict]) -> None:
        """Count a student in."""
        self.students += 1
        some = next(iter(results.values()))
        if some["submission"]:
            self._files.setdefault(some["submission"], []).append(some["student"])
        waiting = [result for result in results.values() if not_graded(result["outcome"])]
        if waiting:
            self.waiting.append((some["student"], waiting[0]["message"]))
        for exercise, result in results.items():
            if exercise not in self._standing or not_graded(result["outcome"]):
                continue
            standing = STANDING.get(result["outcome"], 1 if result["mistakes"] else 2)
            self._standing[exercise][standing] += 1
            for mistake in result["mistakes"]:
                self._hold(mistake, exercise, result)
            if standing == 2:
                self._unnamed.append((exercise, some["student"], result["message"].split("\n")[0]))

    def _hold(self, mistake, exercise, result):
        held = self._held.setdefault(mistake, _Held())
        held.exercises[exercise] += 1
        if result["student"] not in held.students:
            held.students.append(result["student"])
        alone = len(result["mistakes"]) == 1
        if alone and not held.said:  # after the name: what came, and with which input
            held.said = (result["message"].split("\n") + [""])[1]
        if result["grid"] and alone and (held.grid is None or _size(result["grid"]) < _size(held.grid)):
            held.grid = result["grid"]

    @property
    def held(self) -> dict[str, list[str]]:
        """Who holds each misconception."""
        return {mistake: held.students for mistake, held in self._held.items()}

    @property
    def identical(self) -> list[list[str]]:
        """Students whose files are the same, byte for byte."""
        return sorted(sorted(students) for students in self._files.values() if len(students) > 1)

    def page(self, refused: Iterable[str] = ()) -> str:
        """The page."""
        graded = self.students - len(self.waiting)
        body = [
            f"<p>{_count(self.students, 'student')}; {graded} graded"
            f"{f', {len(self.waiting)} need a person' if self.waiting else ''}.</p>",
            self._exercises(),
            self._misconceptions(),
            _section("Wrong without a name", "Programs that no known misconception explains; worth a look together.",
                     [f"<b>{escape(e)}</b>: {escape(s)}. {escape(m)}" for e, s, m in sorted(self._unnamed)]),
            _section("Needs a person", "No mark was given.", [f"{escape(s)}: {escape(m)}" for s, m in self.waiting]),
            _section("Identical files", "Handed in by several students, byte for byte.",
                     [escape(", ".join(names)) for names in self.identical]),
            _section("Left out", "Not read, for safety.", [escape(entry) for entry in refused]),
        ]  # fmt: skip
        return page(f"Lesson {self.grading.lesson}: the class", "".join(body), self.grading.trusted)

    def _exercises(self) -> str:
        rows = []
        for exercise, counts in self._standing.items():
            parts = [(name, counts[k], kind) for k, (name, kind) in enumerate(SHARES)]
            told = ", ".join(f"{count} {name}" for name, count, _ in parts if count) or "none"
            extra = ' <span class="quiet">(extra)</span>' if exercise in self.grading.extras else ""
            rows.append(
                f"<tr><td>{escape(exercise)}{extra}</td><td>{bar(parts, max(1, sum(counts.values())))}"
                f'<div class="quiet">{escape(told)}</div></td></tr>'
            )
        return f'<section><h2>Exercises</h2><table class="list">{"".join(rows)}</table></section>'

    def _misconceptions(self) -> str:
        if not self._held:
            return "<section><h2>Misconceptions</h2><p>None was recognised.</p></section>"
        parts = ["<h2>Misconceptions</h2><p>Each is recognised by its numbers; the most frequent first.</p>"]
        for mistake, held in sorted(self._held.items(), key=lambda item: (-len(item[1].students), item[0])):
            known = CATALOGUE.get(mistake)
            name, why = (known.name, known.why) if known else (mistake, "")
            where = ", ".join(f"{e} ({n})" if len(held.exercises) > 1 else e for e, n in held.exercises.items())
            count = len(held.students)
            picture = f'<p class="quiet">{escape(held.said)}</p>' if held.said else ""
            if held.grid:
                picture = f'<p class="quiet">{escape(held.grid["origin"])}</p>{maps(held.grid)}'
            parts.append(
                f"<section><h3>{escape(name)}</h3>"
                f"<p>{bar([('students', count, 'wrong')], self.students)}</p>"
                f"<p>{_count(count, 'student')} of {self.students}, in {escape(where)}: {escape(_names(held.students))}.</p>"
                f"<p>{escape(why)}</p>{picture}</section>"
            )
        return "".join(parts)


def _section(title, said, entries) -> str:
    if not entries:
        return ""
    more = f"<li>and {len(entries) - 3 * LISTED} more</li>" if len(entries) > 3 * LISTED else ""
    items = "".join(f"<li>{entry}</li>" for entry in entries[: 3 * LISTED])
    return f'<h2>{title}</h2><p class="quiet">{said}</p><ul>{items}{more}</ul>'


def _names(students) -> str:
    shown = ", ".join(sorted(students)[:LISTED])
    return f"{shown} and {len(students) - LISTED} more" if len(students) > LISTED else shown


def _count(number, what) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _size(grid) -> int:
    return len(grid["off"]) * len(grid["off"][0])
