"""Right answers, kept for later lessons: written with what they lean on, run by themselves when they are needed."""

from __future__ import annotations

import contextlib
import io
import linecache
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from cnnkit.learner import record
from cnnkit.learner.carrying import carried
from cnnkit.lessons import grade

__all__ = ["keep", "kept", "run"]

QUICK = 1.0  # seconds of grading up to which a written answer is graded again, by itself
_running = []  # exercises whose saved answer is being run


def keep(exercise: str, function: Callable, seconds: float = 0.0) -> str:
    """Write a right answer down, if the text by itself is right too.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    function : callable
        An answer that passed.
    seconds : float
        How long grading it took.

    Returns
    -------
    str
        What the learner should know: why nothing was kept, or what has to stay.

    Examples
    --------
    >>> keep("double", eval("lambda y: 2.0 * y"))
    'Your answer was not kept for later lessons: it is a function whose source is not known to Python.'
    """
    try:
        text = carried(exercise, function)
        problem = text.problem or _alone(exercise, text.source, seconds)
    except Exception as error:  # an object that does not let itself be looked at
        problem = f"it cannot be written down ({type(error).__name__})."
    if problem:
        return f"Your answer was not kept for later lessons: {problem}"
    said = [record.save_answer(exercise, text.source)]
    for file in text.beside:
        said.append(f"Your answer leans on {Path(file).name}; it can be used in later lessons while that lies beside them.")
    return " ".join(filter(None, said))


def kept(exercise: str) -> tuple[Callable | None, str]:
    """The answer saved earlier, and why it cannot be used if it cannot.

    Examples
    --------
    >>> kept("double")
    (None, '')
    """
    if exercise in _running:  # two answers that lean on each other
        return None, ""
    try:
        source = record.saved_answer(exercise)
    except (OSError, ValueError) as error:
        return None, f"your saved answer cannot be read ({getattr(error, 'strerror', None) or error})"
    if source is None:
        return None, ""
    function, problem = run(exercise, source)
    if function is None:
        return None, f"your saved answer cannot be used, {problem}"
    with _being_run(exercise):
        report = grade(exercise, function)
    if not report.passed:
        return None, f"your saved answer is not right any more ({report.message.splitlines()[0].rstrip('.')})"
    return function, ""


def run(exercise: str, source: str) -> tuple[Callable | None, str]:
    """The function that a text defines, run by itself; or nothing, and why.

    The names that every lesson imports are there. Whatever the text does, exit too, ends here.

    Examples
    --------
    >>> run("double", "import sys; sys.exit()")
    (None, 'it stopped with SystemExit')
    >>> run("double", "def double(y): return y + y")[0](4)
    8
    """
    import cnnkit
    from cnnkit.learner.using import use

    space = {"__name__": f"answer_{exercise}", "np": np, "numpy": np, "cnnkit": cnnkit, "use": use}
    space |= {"exit": _exit, "quit": _exit}  # Python's own would close the session's input
    before, file = dict(space), f"<your answer {exercise}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        with _being_run(exercise):
            exec(compile(source, file, "exec", dont_inherit=True), space)
    except BaseException as error:  # a saved file may do anything
        return None, f"it stopped with {type(error).__name__}{_text_of(error)}"
    if callable(found := space.get(exercise)):
        return found, ""
    made = [value for name, value in space.items() if callable(value) and value is not before.get(name)]
    return (made[-1], "") if made else (None, f"it defines no {exercise}")


def _alone(exercise: str, source: str, seconds: float) -> str:
    """Why the text by itself is not right, if it is not."""
    function, problem = run(exercise, source)
    if problem:
        return f"run by itself, {problem}."
    if seconds > QUICK:
        return ""
    report = grade(exercise, function)
    return "" if report.passed else f"by itself it is not right: {report.message.splitlines()[0]}"


@contextlib.contextmanager
def _being_run(exercise: str) -> Iterator[None]:
    """Nothing is shown, and the working folder and the paths of modules are put back."""
    paths, place = list(sys.path), _working_folder()
    _running.append(exercise)
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        _running.remove(exercise)
        sys.path[:] = paths
        if place and place != _working_folder():
            with contextlib.suppress(OSError):
                os.chdir(place)


def _working_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # it was removed
        return ""


def _exit(*code: object) -> None:
    raise SystemExit(*code)


def _text_of(error: BaseException) -> str:
    try:
        text = str(error)[:200].strip().rstrip(".")
    except BaseException:  # an exception whose own text raises
        return ""
    return f": {text}" if text else ""
