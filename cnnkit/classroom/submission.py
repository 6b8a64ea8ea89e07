"""One submission from its bytes to its results; what a worker of the batch does."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cnnkit.classroom.asking import Order, asked
from cnnkit.classroom.marking import Marked, mark, not_graded
from cnnkit.classroom.notebook import UnreadableNotebook, read_notebook
from cnnkit.classroom.remarks import about_checks
from cnnkit.classroom.replies import clean
from cnnkit.classroom.results import Result
from cnnkit.classroom.sandbox import Sandbox
from cnnkit.grader import Report
from cnnkit.grader.page import report_page
from cnnkit.numbers import number

__all__ = ["Job", "graded", "lock_of", "name_of"]

SHOWN = 8  # rows and columns of a map that are kept for the overview


@dataclass(frozen=True)
class Job:
    """A submission on its way to a worker.

    Parameters
    ----------
    student, path : str
    data : bytes or None
        The notebook; None if there is none.
    problem : str
        Why there is none.
    notes : tuple of str
    """

    student: str
    path: str
    data: bytes | None
    problem: str = ""
    notes: tuple[str, ...] = ()


def name_of(data: bytes | None) -> str:
    """The hash under which a submission is known.

    Examples
    --------
    >>> name_of(b"")[:8]
    'e3b0c442'
    """
    return "" if data is None else hashlib.sha256(data).hexdigest()


def graded(order: Order, job: Job, lock: str = "") -> list[Result]:
    """Grade one submission.

    Parameters
    ----------
    order : Order
    job : Job
    lock : str
        A file that graders beside each other hold together, and one alone where an exercise is tried again.

    Raises
    ------
    SandboxError
        If no sandbox can be had: a fault of the grader, never a mark.
    """
    notes = job.notes
    try:
        if job.data is None:
            outcome = "unreadable_notebook" if job.path else "missing_notebook"
            marked = _all_alike(order, outcome, job.problem)
        else:
            notebook = read_notebook(job.data)
            exercises = list(asked(order.lesson, order.folder))
            notes = (*notes, *notebook.notes, *about_checks(notebook, exercises))
            with _Turn(lock) as turn, Sandbox(order.limits, order.trusted) as sandbox:
                marked = mark(exercises, notebook, sandbox, order.seed, turn.alone)
    except UnreadableNotebook as error:
        marked = _all_alike(order, "unreadable_notebook", str(error))
    return [_result(order, job, one, notes) for one in marked]


class _Turn:
    """Holds a lock file with the others, or alone for a while."""

    def __init__(self, path: str):
        self._file = open(path, "w") if path else None  # noqa: SIM115 closed when the turn is over

    def __enter__(self) -> _Turn:
        self._hold(fcntl.LOCK_SH)
        return self

    def __exit__(self, *error) -> None:
        if self._file:
            self._file.close()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody else is at work."""
        self._hold(fcntl.LOCK_EX)
        yield
        self._hold(fcntl.LOCK_SH)

    def _hold(self, how) -> None:
        if self._file:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(self._file, how)


def _all_alike(order, outcome, message) -> list[Marked]:
    return [
        Marked(e.id, outcome, Report(e.id, False, 0.0, (), message)) for e in asked(order.lesson, order.folder)
    ]


def _result(order: Order, job: Job, marked: Marked, notes: tuple[str, ...]) -> Result:
    report = marked.report
    texts = {name: clean(text) for name, text in vars(report).items() if type(text) is str}
    report = replace(report, **texts)
    return Result(
        student=clean(job.student),
        file=clean(job.path),
        submission=name_of(job.data),
        exercise=marked.exercise,
        outcome=marked.outcome,
        message=report.message,
        score=None if not_graded(marked.outcome) else round(report.score, 6),
        mistakes=report.mistakes,
        hints=report.hints,
        notes=tuple(map(clean, (*notes, *marked.notes))),
        checks=report.checks,
        grid=_grid(report.grids),
        page=report_page(report),
        grading=asdict(order.grading),
    )


def _grid(grids) -> dict | None:
    """The maps around the first wrong cell as texts, which every program can read."""
    if grids is None:
        return None
    rows, columns = (_around(size, at) for size, at in zip(grids.expected.shape, grids.cell, strict=True))
    expected, yours = grids.expected[rows, columns], grids.yours[rows, columns]
    off = grids.wrong[rows, columns]
    return {
        "name": grids.name,
        "origin": grids.origin,
        "cell": [int(grids.cell[0] - rows.start), int(grids.cell[1] - columns.start)],
        "expected": [[number(value) for value in row] for row in expected],
        "yours": [[number(value) for value in row] for row in yours],
        "off": [[bool(value) for value in row] for row in off],
    }


def _around(count: int, at: int) -> slice:
    start = max(0, min(at - SHOWN // 2, count - SHOWN))
    return slice(start, min(count, start + SHOWN))


def lock_of(folder: Path) -> str:
    """The lock file of a folder of results.

    Examples
    --------
    >>> lock_of(Path("results"))
    'results/.at-work'
    """
    return str(folder / ".at-work")
