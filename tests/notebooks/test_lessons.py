"""Every lesson, run as a learner would: untouched, and with every exercise solved."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cnnkit.grader.checking import source_of
from cnnkit.grader.exercises import EXERCISES

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
SECONDS = 120

# collected from the check cells after the run, as one JSON line
ASK = """
import json
from cnnkit.grader import grade
print(json.dumps({id: grade(id, globals()[id]).passed for id in %r}))
"""


def run(path, folder, solved):
    """Run a lesson in a folder; {exercise: passed}, and every error that a cell showed."""
    notebook = nbformat.read(path, as_version=4)
    asked = []
    for cell in notebook.cells:
        exercise = cell.metadata.get("cnnkit", {}).get("exercise")
        if exercise:
            asked.append(exercise)
            if solved:
                cell.source = source_of(EXERCISES[exercise].solution)
    notebook.cells.append(nbformat.v4.new_code_cell(ASK % (asked,)))
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
    return json.loads(notebook.cells[-1].outputs[-1].text), notebook


def shown(notebook):
    """Everything that the cells display, as text."""
    return "\n".join(
        str(output.get("data", {}).get("text/plain", "")) + str(output.get("text", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    )


@pytest.mark.slow
@each_notebook
def test_an_untouched_lesson_runs_and_says_not_attempted(path, tmp_path):
    passed, notebook = run(path, tmp_path, solved=False)

    assert not any(passed.values())
    assert shown(notebook).count("Not attempted yet.") >= len(passed)


@pytest.mark.slow
@each_notebook
def test_a_solved_lesson_passes_every_check(path, tmp_path):
    passed, notebook = run(path, tmp_path, solved=True)

    assert passed and all(passed.values()), passed
    assert "Not attempted yet." not in [line.strip() for line in shown(notebook).splitlines()
                                        if not line.startswith("expose")]  # fmt: skip


@each_notebook
def test_every_exercise_is_known_and_checked(path):
    cells = nbformat.read(path, as_version=4).cells
    for number, cell in enumerate(cells):
        exercise = cell.metadata.get("cnnkit", {}).get("exercise")
        if exercise:
            assert exercise in EXERCISES
            assert EXERCISES[exercise].lesson == path.stem[:2]
            assert cell.source.startswith(f"def {exercise}({EXERCISES[exercise].arguments}):")
            assert f'check("{exercise}", {exercise})' in cells[number + 1].source


def test_every_exercise_of_a_lesson_stands_in_it():
    there = {path.stem[:2] for path in NOTEBOOKS}
    asked = {
        cell.metadata["cnnkit"]["exercise"]
        for path in NOTEBOOKS
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("cnnkit", {}).get("exercise")
    }

    assert asked == {e.id for e in EXERCISES.values() if e.lesson in there}
