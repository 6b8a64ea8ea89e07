"""Every lesson, run as a learner would: untouched, and with every exercise solved."""

import itertools
import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cnnkit.grader.source import source_of
from cnnkit.lessons import exercises

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
SECONDS = 120


def run(path, folder, solved):
    """Run a lesson in a folder: what each check says, and no cell with an error."""
    notebook = nbformat.read(path, as_version=4)
    checks = {}
    for cell, following in itertools.pairwise(notebook.cells):
        exercise = cell.metadata.get("cnnkit", {}).get("exercise")
        if exercise:
            checks[exercise] = following
            if solved:
                cell.source = source_of(exercises()[exercise].solution)
    client = NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )  # fmt: skip
    client.execute(env={**os.environ, "CNNKIT_STATE": str(folder / ".cnnkit")})
    errors = [
        f"{output.ename}: {output.evalue}"
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]
    assert not errors, errors
    return {exercise: shown(cell) for exercise, cell in checks.items()}


def shown(cell):
    """What a cell displays, as text."""
    return "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)


@pytest.mark.slow
@each_notebook
def test_an_untouched_lesson_runs_and_says_not_attempted(path, tmp_path):
    for exercise, words in run(path, tmp_path, solved=False).items():
        assert words == f"{exercise}: Not attempted yet."


@pytest.mark.slow
@each_notebook
def test_a_solved_lesson_passes_every_check(path, tmp_path):
    for exercise, words in run(path, tmp_path, solved=True).items():
        assert words.startswith(f"{exercise}: Right.")


@each_notebook
def test_every_exercise_is_known_and_checked(path):
    cells = nbformat.read(path, as_version=4).cells
    for number, cell in enumerate(cells):
        exercise = cell.metadata.get("cnnkit", {}).get("exercise")
        if exercise:
            assert exercise in exercises()
            assert exercises()[exercise].lesson == path.stem[:2]
            assert cell.source.startswith(f"def {exercise}({exercises()[exercise].arguments}):")
            assert f'check("{exercise}", {exercise})' in cells[number + 1].source


def test_every_exercise_of_a_lesson_stands_in_it():
    there = {path.stem[:2] for path in NOTEBOOKS}
    asked = {
        cell.metadata["cnnkit"]["exercise"]
        for path in NOTEBOOKS
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("cnnkit", {}).get("exercise")
    }

    assert asked == {e.id for e in exercises().values() if e.lesson in there}
