"""How long the core of a lesson takes, estimated from the notebook itself.

A lesson is read at a steady pace, a displayed formula is read twice, and whatever one does (a "Try this", a
prediction, a bug to expose) takes its time; an exercise takes longer the longer its solution is.  The four
weights below are least squares over the nine lessons of the first edition (commit 1c4ca88), whose minutes a
teacher had estimated while working through them; three minutes for the recap and three for reading a stub,
running its check and reading the report are set, not fitted.

    lesson               00   01   02   03   04   05   06   07   08
    a teacher's minutes  30   75   85   60  110   65   70   90   85
    this estimate        33   66   84   59  113   72   73   87   82
    residual             +3   −9   −1   −1   +3   +7   +3   −3   −3     (root mean square 4.3)

`fit()` computes the table again from those notebooks' counts.
"""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from cnnkit.lessons import exercises

__all__ = ["LIMIT", "Counts", "fit", "minutes", "printed", "sittings"]

LIMIT = 60
RECAP, STUB = 3.0, 3.0  # minutes, set
WEIGHTS = (
    0.54,
    2.02,
    4.99,
    0.57,
)  # minutes for 100 words, a formula, something to do, a line of a solution
EXTRA = re.compile(r"^## (Extra|Reference)", re.MULTILINE)
BREAK = "**End of the first sitting.**"

# words, formulas, things to do, lines of solutions, exercises, recaps: the first edition's core
FIRST_EDITION = {
    "00": (1181, 0, 4, 1, 1, 1), "01": (725, 2, 6, 24, 4, 1), "02": (946, 4, 9, 20, 4, 1),
    "03": (612, 3, 5, 17, 4, 1), "04": (1131, 7, 12, 32, 4, 1), "05": (658, 2, 7, 25, 4, 1),
    "06": (947, 0, 8, 29, 3, 1), "07": (1218, 2, 9, 29, 4, 1), "08": (1007, 2, 10, 13, 4, 1),
}  # fmt: skip
TEACHER = {
    "00": 30,
    "01": 75,
    "02": 85,
    "03": 60,
    "04": 110,
    "05": 65,
    "06": 70,
    "07": 90,
    "08": 85,
}


@dataclass(frozen=True)
class Counts:
    """What there is to read and to do in one sitting."""

    words: int = 0
    formulas: int = 0
    actions: int = 0
    lines: int = 0
    exercises: int = 0
    recaps: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def minutes(self) -> float:
        fitted = (self.words / 100, self.formulas, self.actions, self.lines)
        return float(np.dot(WEIGHTS, fitted)) + STUB * self.exercises + RECAP * self.recaps


def sittings(path: Path) -> list[Counts]:
    """The counts of the core of a notebook, sitting by sitting; sections named "Extra" or "Reference" are left out."""
    cells, found, extra = json.loads(path.read_text(encoding="utf-8"))["cells"], [Counts()], False
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            if BREAK in source:
                found.append(Counts())
            for part in re.split(r"^(?=## )", source, flags=re.MULTILINE):
                if part.startswith("## "):
                    extra = bool(EXTRA.match(part))
                found[-1] += Counts() if extra else read(part)
        elif not extra:
            found[-1] += done(source, cell["metadata"].get("cnnkit", {}).get("exercise"))
    return found


def read(text: str) -> Counts:
    """A markdown text: its words, its displayed formulas, its "Try this"."""
    formulas = re.findall(r"\$\$.+?\$\$", text, re.DOTALL)
    plain = re.sub(r"\$\$.+?\$\$|```.*?```|\]\([^)]*\)", " ", text, flags=re.DOTALL)
    plain = re.sub(r"\$[^$]+\$", " x ", plain)
    tries = len(re.findall(r"^\d+\. ", plain, re.MULTILINE)) if "**Try this**" in plain else 0
    return Counts(
        words=len(re.findall(r"\w[\w′’-]*", plain)),
        formulas=len(formulas),
        actions=tries + plain.count("**Try this:**"),
    )


def done(source: str, exercise: str | None) -> Counts:
    """A code cell: an exercise, a prediction, a bug to expose, a recap."""
    if exercise:
        lines = inspect.getsource(exercises()[exercise].solution).splitlines()
        return Counts(lines=sum(bool(line.strip()) for line in lines) - 1, exercises=1)
    return Counts(
        actions=source.count('Predict("') + source.startswith("expose("),
        recaps=source.startswith("Recap("),
    )


def minutes(path: Path) -> list[int]:
    """Minutes of each sitting, rounded up to five.

    The estimate is no better than a few minutes, so finer numbers would say what nobody knows.
    """
    return [5 * int(np.ceil(counts.minutes / 5)) for counts in sittings(path)]


def printed(path: Path) -> list[int]:
    """The minutes that the head of the lesson promises."""
    head = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    [promise] = re.findall(r"\*\*Core: ([^*]+)\*\*", head)
    return [int(number) for number in re.findall(r"\d+", promise)]


def fit() -> tuple[np.ndarray, np.ndarray]:
    """The weights by least squares over the first edition, and what is left of each lesson."""
    table = np.array([FIRST_EDITION[lesson] for lesson in TEACHER], float)
    table[:, 0] /= 100
    wanted = np.array(list(TEACHER.values())) - table[:, 4:] @ (STUB, RECAP)
    weights = np.linalg.lstsq(table[:, :4], wanted, rcond=None)[0]
    return weights, table[:, :4] @ weights - wanted
