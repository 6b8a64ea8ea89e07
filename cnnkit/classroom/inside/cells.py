"""From a learner's cells to one function: only the statements that it needs are run.

A notebook holds much besides an answer: figures, trials, half an hour of training.  Of all this the function needs
what binds or changes the names that it reads, and what these read in turn.  So a cell that fails elsewhere, or never
ends, does no harm.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib
import io
import linecache
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from .statements import Statement, read_cell

__all__ = ["Loaded", "load"]

# forgotten imports that nobody could mean otherwise
USUAL = {"np": "numpy", "numpy": "numpy", "math": "math", "itertools": "itertools", "functools": "functools",
         "plt": "matplotlib.pyplot", "random": "random", "copy": "copy", "cnnkit": "cnnkit"}  # fmt: skip


class Nothing(io.TextIOBase):
    """Where prints go that nobody reads."""

    def write(self, text):
        """Forget it."""
        return len(text)


@dataclass
class Loaded:
    """What came of looking for a function.

    Parameters
    ----------
    kind : str
        "loaded", "missing_function", "syntax_error", "raised".
    function : callable, optional
        It.
    problem : str
        What went wrong, a sentence.
    notes : list of str
        What was overlooked or helped on the way.
    """

    kind: str
    function: Callable | None = None
    problem: str = ""
    notes: list[str] = field(default_factory=list)


def load(cells: list[dict], exercise: str, others: list[str]) -> Loaded:
    """Find the function of an exercise and run what it needs.

    Parameters
    ----------
    cells : list of dict
        place (its number in the notebook), text, tag (the exercise it was made for, or "").
    exercise : str
        The function's name.
    others : list of str
        Names of the other exercises.

    Examples
    --------
    >>> cell = {"place": 3, "text": "factor = 2\\ndef double(y):\\n    return factor * y", "tag": "double"}
    >>> load([cell], "double", []).function(4)
    8
    """
    notes: list[str] = []
    statements, broken = [], []
    for cell in cells:
        found = read_cell(cell["text"], cell["place"], cell["tag"])
        statements += found.statements
        notes += found.notes
        if found.problem:
            broken.append((cell, found.problem))
    chosen = _chosen(statements, exercise, others, notes)
    meant = [problem for cell, problem in broken if _meant(cell, exercise)]
    if meant and (chosen is None or chosen.stub):
        return Loaded("syntax_error", problem=meant[-1], notes=notes)
    if chosen is None:
        return Loaded("missing_function", problem=f"There is no function {exercise} in this notebook.", notes=notes)
    space = {"__name__": "__main__", "__builtins__": builtins}
    run = _needed(chosen, statements, notes)
    _supply(run, statements, space, notes)
    for statement in run:
        error = _run(statement, space)
        if error and statement is chosen:
            return Loaded("raised", problem=error, notes=notes)
        if error:
            notes.append(error)
    function = space.get(exercise, space.get(chosen.name))
    if function is None:
        return Loaded("missing_function", problem=f"There is no function {exercise} in this notebook.", notes=notes)
    if not callable(function):
        problem = f"{exercise} is {type(function).__name__[:40]}; a function is needed."
        return Loaded("missing_function", problem=problem, notes=notes)
    return Loaded("loaded", function, notes=notes)


def _meant(cell, exercise) -> bool:
    return cell["tag"] == exercise or bool(re.search(rf"\bdef\s+{re.escape(exercise)}\b", cell["text"]))


def _chosen(statements, exercise, others, notes) -> Statement | None:
    """The last statement that gives the function its value; a stub only if there is nothing else."""
    binding = [s for s in statements if exercise in s.binds and not s.uses]
    written = [s for s in binding if not s.stub]
    if written:
        if len({s.place for s in written if s.name}) > 1:
            notes.append(f"{exercise} is defined more than once; the last definition counts.")
        if written[-1].tag not in ("", exercise):
            notes.append(f"{exercise} stands in the cell of another exercise.")
        return written[-1]
    renamed = [s for s in statements if s.tag == exercise and s.name and not s.stub and s.name not in others]
    if len(renamed) == 1:
        notes.append(f"The function in the cell of {exercise} is called {renamed[0].name}; it was taken.")
        return renamed[0]
    return binding[-1] if binding else None


def _needed(chosen, statements, notes) -> list[Statement]:
    """The statements to run, in the order of the notebook."""
    place = statements.index(chosen)
    above, below = statements[:place], statements[place + 1 :]
    run, wanted, seen = {place}, set(chosen.reads), set()
    modules = {name for s in statements if s.imports for name in s.binds}
    for k, statement in enumerate(above):
        if statement.star:
            run.add(k)
    while wanted - seen:
        name = min(wanted - seen)
        seen.add(name)
        changing = [s.binds | s.touches | (s.calls if name not in modules else set()) for s in above]
        found = [k for k, names in enumerate(changing) if name in names]
        found = [k for k in found if not above[k].stub] or found
        if not any(name in above[k].binds for k in found):
            later = [k + place + 1 for k, s in enumerate(below) if name in s.binds and not s.stub]
            if later:
                found = [*found, later[0]]
                if statements[later[0]].place != chosen.place:
                    notes.append(f"{name} is defined below its first use; restart the kernel and run all cells once.")
        for k in found:
            run.add(k)
            wanted |= statements[k].reads
    run.discard(place)
    before = [k for k in sorted(run) if k < place]
    return [statements[k] for k in (*before, place, *sorted(k for k in run if k > place))]


def _supply(run, statements, space, notes) -> None:
    """Import what everybody calls by one name and nobody imported."""
    bound = {name for statement in statements for name in statement.binds}
    for name in sorted({name for statement in run for name in statement.reads} - bound):
        if name in USUAL and not any(s.star for s in run) and not hasattr(builtins, name):
            space[name] = importlib.import_module(USUAL[name])
            notes.append(f"{name} was never imported; the import was supplied.")


def _run(statement, space) -> str:
    """A sentence if it failed."""
    file = f"cell {statement.place}"
    linecache.cache[file] = (len(statement.text), None, statement.text.splitlines(keepends=True), file)
    try:
        code = compile(ast.Module([statement.tree], []), file, "exec")
        quiet = contextlib.redirect_stdout(Nothing()), contextlib.redirect_stderr(Nothing()), warnings.catch_warnings()
        with quiet[0], quiet[1], quiet[2]:
            warnings.simplefilter("ignore")
            exec(code, space)
    except BaseException as error:  # a cell may raise anything, SystemExit too
        return _sentence(error, statement, file)
    return ""


def _sentence(error, statement, file) -> str:
    line = statement.tree.lineno
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        text = str(error)[:200]
    except BaseException:  # an exception whose own text raises
        text = ""
    return f"Cell {statement.place}, line {line}, stopped with {type(error).__name__[:60]}{': ' + text if text else ''}."
