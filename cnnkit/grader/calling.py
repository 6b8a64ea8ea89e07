"""Calling what a learner wrote: whatever it does comes back as an outcome, in words.

It needs NumPy alone, so that the same words can be said where the rest of the package is not at hand.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import linecache
import sys
import sysconfig
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnkit.grader.raised import in_words

__all__ = ["Outcome", "call", "copied", "fits_signature", "is_operation", "same_values"]


def _folder(path: str | Path) -> str:
    """A folder with its last slash, so that a neighbour whose name begins alike is not inside it."""
    return str(path).replace("\\", "/").rstrip("/") + "/"


PACKAGE = _folder(Path(__file__).parent.parent)
# solutions and mistakes may be tried out; all other files of the package are its operations
TRIED = tuple(_folder(PACKAGE + room) for room in ("grader", "learner", "lessons", "mistakes"))
INSTALLED = tuple(_folder(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib"))
KEPT_TEXT = 2000  # characters of what was printed or raised that a report may carry


@dataclass(frozen=True)
class Outcome:
    """What came of one call: a value, or a problem in words.

    Parameters
    ----------
    value : object
        What was returned.
    problem : str
        What went wrong, a whole sentence; empty if something was returned.
    kind : str
        "returned", "not attempted", "raised", "interrupted" or "borrowed".
    printed : str
        What was printed meanwhile.
    words : str
        An error from inside, in the lesson's words; empty where they add nothing.
    changed : str
        Name of an argument that was changed.
    given : tuple
        The arguments as the call left them.
    """

    value: object = None
    problem: str = ""
    kind: str = "returned"
    printed: str = ""
    words: str = ""
    changed: str = ""
    given: tuple = ()


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text[: max(0, KEPT_TEXT - len(self.text))]
        return len(text)


def copied(value):
    """A copy of an argument: arrays, lists and tuples of them, things that are used up by a call."""
    if isinstance(value, np.ndarray):
        return np.ndarray.copy(value)
    if hasattr(value, "fresh"):
        return value.fresh()
    if _used_up(value):
        return copy.deepcopy(value)
    if type(value) in (list, tuple):
        return type(value)(copied(item) for item in value)
    return value


def same_values(one, other) -> bool:
    """Whether an argument is still what it was."""
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.shape == other.shape
            and np.ndarray.tobytes(one) == np.ndarray.tobytes(other)
        )
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same_values, one, other))
    if _used_up(one):
        return True
    return one is other or one == other


def _used_up(value) -> bool:
    """Whether a call is meant to change it: a generator that draws, a layer that is trained, steps that are taken."""
    return isinstance(value, np.random.Generator) or hasattr(value, "backward") or hasattr(value, "fresh")


def fits_signature(function: Callable, names: tuple[str, ...]) -> str:
    """A sentence if the function cannot be called with these arguments, else nothing."""
    try:
        signature = inspect.signature(function)
    except Exception:  # unknown to Python, or an object that does not let itself be looked at
        return ""
    try:
        signature.bind(*names)
    except TypeError:
        return f"It is called with {len(names)} arguments, ({', '.join(names)}), but yours takes {signature}."
    return ""


def call(function: Callable, args: tuple, names: tuple[str, ...], answers: tuple[str, ...] = ()) -> Outcome:
    """Call with copies of the arguments; nothing that happens inside gets out."""
    given, printed, borrowed = copied(args), _Printed(), []
    watch = _borrowing(answers, borrowed) if answers else None
    before = sys.getprofile()
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(_Printed()),
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
        ):
            warnings.simplefilter("ignore")
            if watch:
                sys.setprofile(watch)
            value = function(*given)
    except BaseException as error:  # the learner's code may raise anything, SystemExit too
        sys.setprofile(before)
        return _problem(error, printed.text, names)
    finally:
        sys.setprofile(before)
    if borrowed:
        return Outcome(
            kind="borrowed",
            problem=f"Your function hands the work to the package's {borrowed[0]}. "
            "Here you write that part yourself; afterwards the package's is yours to use.",
        )
    changed = [n for n, old, new in zip(names, args, given, strict=False) if not same_values(old, new)]
    return Outcome(value, printed=printed.text, changed=changed[0] if changed else "", given=given)


def _borrowing(answers, found):
    """A profile function that notes when a package function of these names is called from outside."""

    def watch(frame, event, _):
        if event == "call" and frame.f_code.co_name in answers:
            caller = _posix(frame.f_back) if frame.f_back else ""
            if is_operation(_posix(frame)) and not caller.startswith(PACKAGE):
                found.append(frame.f_code.co_name)

    return watch


def _posix(frame) -> str:
    return frame.f_code.co_filename.replace("\\", "/")


def is_operation(file: str) -> bool:
    """Whether a file holds the package's operations; both kinds of slashes are understood."""
    file = file.replace("\\", "/")
    return file.startswith(PACKAGE) and not file.startswith(TRIED)


def _problem(error: BaseException, printed: str, names: tuple[str, ...]) -> Outcome:
    text = _text_of(error)
    if isinstance(error, NotImplementedError) and text.startswith("exercise "):
        return Outcome(kind="not attempted", problem="Not attempted yet.")
    if isinstance(error, KeyboardInterrupt):
        return Outcome(
            kind="interrupted",
            problem="You interrupted the check while your function was running. If it never ends, look at the "
            "condition of its loop.",
        )
    if isinstance(error, SystemExit):
        return Outcome(kind="raised", problem="Your function called exit. Return the result in place of that.")
    if isinstance(error, RecursionError):
        return Outcome(
            kind="raised", problem="Your function calls itself without end. Give it a case that returns."
        )
    name = type(error).__name__
    where = _line_of(error)
    problem = f"Your function stopped with {name}{': ' + text if text else ''}.{where}"
    return Outcome(kind="raised", printed=printed, problem=problem, words=in_words(name, text, windows=_scans(names), net={"layers", "images"} <= set(names)))


def _scans(names: tuple[str, ...]) -> bool:
    """Whether arguments of these names have a window or filter that moves over a map."""
    return bool({"kernel_size", "patch"} & {*names}) or ("w" in names and bool({"y", "dz", "input_size"} & {*names}))


def _text_of(error: BaseException) -> str:
    try:
        return str(error)[:300].strip().rstrip(".")
    except BaseException:  # an exception whose own text raises
        return ""


def _line_of(error: BaseException) -> str:
    """The last line of the learner's own code on the way to the error."""
    found = ""
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not _posix(trace.tb_frame).startswith((PACKAGE, *INSTALLED)):
            line = linecache.getline(file, trace.tb_lineno).strip()
            if line:
                found = f"\nIt happened in line {trace.tb_lineno} of its cell: {line[:120]}"
        trace = trace.tb_next
    return found
