"""The table of marks, for a spreadsheet: nothing in it can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from cnnkit.classroom.pages import UNTRUSTED
from cnnkit.classroom.results import Grading

__all__ = ["COLUMNS", "cell", "row", "sheet"]

COLUMNS = ("student", "score", "out_of", "needs_a_person", "file", "submission")


def cell(text: object) -> str:
    """A text that a spreadsheet shows and does not compute.

    Examples
    --------
    >>> cell("=1+1"), cell("ada")
    ("'=1+1", 'ada')
    """
    text = " ".join(str(text).split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "|", "%", "\t", "\r") else text


def row(results: dict[str, dict], grading: Grading, notes: Iterable[str] = ()) -> list[str]:
    """The row of a student; a mark that is missing is empty, never 0."""
    some = next(iter(results.values()))
    core = [results.get(exercise) for exercise in grading.exercises]
    graded = all(result is not None and result["score"] is not None for result in core)
    total = f"{sum(result['score'] for result in core):.4g}" if graded else ""
    waiting = any(result is not None and result["score"] is None for result in results.values())
    cells = [some["student"], total, len(core), "yes" if waiting or not graded else "", some["file"], some["submission"][:12]]
    said = list(notes)
    for exercise in (*grading.exercises, *grading.extras):
        result = results.get(exercise)
        score = None if result is None else result["score"]
        cells += ["" if score is None else f"{score:.4g}", "" if result is None else result["outcome"]]
        said += [] if result is None else result["notes"]
    if grading.trusted:
        said.append(UNTRUSTED)
    return [cell(text) for text in (*cells, "; ".join(dict.fromkeys(said)))]


def sheet(rows: Iterable[list[str]], grading: Grading) -> str:
    """The whole table as CSV, every cell quoted."""
    titles = [title for exercise in (*grading.exercises, *grading.extras) for title in (exercise, f"{exercise}: outcome")]
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *titles, "notes"])
    writer.writerows(rows)
    return text.getvalue()
