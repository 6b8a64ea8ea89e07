"""The lessons as assignments of nbgrader, for classes that grade in it: scores there are for honest classes.

In nbgrader a learner's code and the check share one process, so that whoever wants to can write their own mark.
`cnnkit grade` does not have that weakness.
"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import cnnkit
from cnnkit.classroom.remarks import POINTS
from cnnkit.classroom.results import write_whole
from cnnkit.grader.source import source_of
from cnnkit.lessons import exercises

__all__ = ["ExportError", "assignment", "export"]

SCHEMA = 3
STUB = 'raise NotImplementedError("exercise not written yet")'
CONFIG = '''"""nbgrader's settings for the lessons of cnnkit."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "cnnkit"
c.ClearSolutions.code_stub = {{"python": {stub!r}}}
# a lesson draws, and compiles the package's kernels once
c.ExecutePreprocessor.timeout = 300
c.ExecutePreprocessor.startup_timeout = 120
'''


class ExportError(Exception):
    """The lessons cannot be exported; the message says why."""


def export(folder: Path) -> str:
    """Write `source/<lesson>/<notebook>.ipynb` for every lesson with exercises, and nbgrader's settings.

    Parameters
    ----------
    folder : path
        The course folder; settings that are there already stay.

    Returns
    -------
    str
        What was written and what comes next.

    Raises
    ------
    ExportError
        If the lessons are not found, or the folder cannot be written to.
    """
    written = []
    try:
        for path in _notebooks():
            notebook = json.loads(path.read_text(encoding="utf-8"))
            made = assignment(notebook)
            if made is not None:
                write_whole(folder / "source" / path.stem / path.name, json.dumps(made, indent=1, ensure_ascii=False) + "\n")
                written.append(path.stem)
        settings = folder / "nbgrader_config.py"
        if not settings.exists():
            write_whole(settings, CONFIG.format(stub=STUB))
    except OSError as error:
        raise ExportError(f"{folder} cannot be written to: {error.strerror or error}.") from None
    return (
        f"{len(written)} assignments in {folder / 'source'}. Next, in {folder}: nbgrader generate_assignment {written[0]}\n"
        "Scores inside nbgrader are for honest classes: there a program can write its own mark. cnnkit grade reads the "
        "same submissions."
    )


def assignment(notebook: dict) -> dict | None:
    """A lesson as an assignment: solutions between marks, each followed by a test; None without exercises.

    Parameters
    ----------
    notebook : dict
        The lesson; it stays as it is.
    """
    cells, found = [], False
    for cell in notebook["cells"]:
        exercise = cell["metadata"].get("cnnkit", {}).get("exercise")
        cells.append(cell if exercise is None else _answer(cell, exercise))
        if _checks(cell):
            found = True
            cells.append(_test(_checks(cell)))
    return {**notebook, "cells": cells} if found else None


def _notebooks() -> list[Path]:
    """The lessons as they ship: beside the package in a clone, inside it when installed."""
    package = Path(cnnkit.__file__).parent
    for folder in (package / "notebooks", package.parent / "notebooks"):
        found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
        if found:
            return found
    raise ExportError("The lessons' notebooks are not installed with the package.")


def _checks(cell) -> str:
    """The exercise that a cell checks; empty for others."""
    text = "".join(cell["source"]).strip() if cell["cell_type"] == "code" else ""
    return next((name for name in exercises() if text == f'check("{name}", {name})'), "")


def _marks(grade_id: str, **changes) -> dict:
    marks = {"grade": False, "grade_id": grade_id, "locked": False, "schema_version": SCHEMA, "solution": False, "task": False}
    return {"nbgrader": {**marks, **changes}}


def _answer(cell, exercise) -> dict:
    """The cell with the readable solution, which nbgrader takes out for learners."""
    stub = "".join(cell["source"]).rstrip().split("\n")
    head = [line for line in stub if not line.strip().startswith("raise NotImplementedError")]
    solution = source_of(exercises()[exercise].solution).rstrip()
    body = textwrap.indent(textwrap.dedent(solution.split("\n", 1)[1]), "    ")
    lines = [*head, "    ### BEGIN SOLUTION", *body.split("\n"), "    ### END SOLUTION"]
    metadata = {**cell["metadata"], **_marks(exercise, solution=True)}
    return {**cell, "metadata": metadata, "source": "\n".join(lines).splitlines(keepends=True)}


def _test(exercise) -> dict:
    """A locked test: its last value is the score, which nbgrader takes as points."""
    text = f'from cnnkit.lessons import grade\n\nfloat({POINTS} * grade("{exercise}", {exercise}).score)'
    return {
        "cell_type": "code", "execution_count": None, "id": f"{exercise}-test"[:64], "outputs": [],
        "metadata": _marks(f"{exercise}-test", grade=True, locked=True, points=POINTS),
        "source": text.splitlines(keepends=True),
    }  # fmt: skip
