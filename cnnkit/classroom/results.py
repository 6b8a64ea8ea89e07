"""Results on disk: one file for each submission and exercise, written whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

from cnnkit.atomic import replacing

__all__ = ["Grading", "MixedVersions", "Result", "Results", "file_name", "write_whole"]


class MixedVersions(ValueError):
    """Results of another seed or another version of the exercises lie in the folder."""


@dataclass(frozen=True)
class Grading:
    """What all results of a folder have in common.

    Parameters
    ----------
    lesson : str
    exercises : tuple of str
        Those that count, in order.
    extras : tuple of str
        Those beside the core.
    seed : str
        A name of the seed that does not give it away.
    version : str
        Of the package, the exercises and their judges.
    trusted : bool
        Whether it ran without a sandbox.
    """

    lesson: str
    exercises: tuple[str, ...]
    extras: tuple[str, ...]
    seed: str
    version: str
    trusted: bool = False


@dataclass(frozen=True)
class Result:
    """The result of one exercise of one submission.

    Parameters
    ----------
    student, file, submission : str
        Who, which file, and the hash of its bytes.
    exercise, outcome, message : str
    score : float or None
        0 to 1; None where there is no mark but a person has to look.
    mistakes, hints, notes : tuples of str
    checks : tuple of (str, bool)
    grid : dict or None
        The map around the first wrong cell, as texts: name, origin, cell, expected, yours, and which cells are off.
    page : str
        The report as the learner sees it at the notebook, HTML.
    grading : dict
        What all results of the folder have in common.
    """

    student: str
    file: str
    submission: str
    exercise: str
    outcome: str
    message: str
    score: float | None
    mistakes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    checks: tuple[tuple[str, bool], ...] = ()
    grid: dict | None = None
    page: str = ""
    grading: dict = field(default_factory=dict)


def file_name(student: str) -> str:
    """A name for files of a student that any file system takes, and that differs for different students.

    Examples
    --------
    >>> file_name("ada"), file_name("../ada")[:12]
    ('ada', '%2E%2E%2Fada')
    """
    plain = re.fullmatch(r"\w[\w .@+-]{0,79}", student) and student.strip(" .") == student
    if plain:
        return student
    return quote(student, safe=" @+-").replace(".", "%2E").replace("~", "%7E")[:80] + "-" + _hash(student.encode("utf-8", "replace"))[:8]


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there with all of its text, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


class Results:
    """The folder of results.

    Parameters
    ----------
    folder : path
    grading : Grading
        What is graded now.
    """

    def __init__(self, folder: Path, grading: Grading):
        self.folder, self.grading = folder, grading

    def begin(self) -> None:
        """Make the folder, or check that what lies there is of the same grading.

        Raises
        ------
        MixedVersions
            If it is not.
        """
        path = self.folder / "grading.json"
        wanted = json.loads(json.dumps(asdict(self.grading)))
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            write_whole(path, _text(wanted))
            return
        except ValueError:
            found = {}
        different = [name for name, value in wanted.items() if found.get(name) != value]
        if different:
            raise MixedVersions(
                f"{self.folder} holds results with another {', '.join(different)}; marks of two kinds do not "
                "belong in one table. Give another --out, or move that folder away and grade all anew."
            )

    def path(self, student: str, exercise: str) -> Path:
        """Where the result of an exercise lies; deleting it has it graded again."""
        return self.folder / "results" / file_name(student) / f"{file_name(exercise)}.json"

    def write(self, result: Result) -> None:
        """Keep a result."""
        write_whole(self.path(result.student, result.exercise), _text(asdict(result)))

    def read(self, student: str, exercise: str) -> dict | None:
        """A result as it was kept; None if there is none that is whole."""
        try:
            found = json.loads(self.path(student, exercise).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if type(found) is dict and found.get("student") == student else None

    def done(self, student: str, submission: str) -> bool:
        """Whether every exercise of these very bytes has its result; a fault of the grader is tried again."""
        found = [self.read(student, exercise) for exercise in (*self.grading.exercises, *self.grading.extras)]
        return all(
            result is not None and result["submission"] == submission and result["outcome"] != "grader_error"
            for result in found
        )

    def students(self) -> Iterator[dict[str, dict]]:
        """The results of each student, a dict by exercise, one after the other.

        Raises
        ------
        MixedVersions
            If one was made by another version or seed.
        """
        wanted = json.loads(json.dumps(asdict(self.grading)))
        for folder in sorted((self.folder / "results").glob("*")):
            found = {}
            for path in sorted(folder.glob("*.json")):
                try:
                    result = json.loads(path.read_text(encoding="utf-8"))
                except (OSError, ValueError):
                    continue
                if result["grading"] != wanted:
                    raise MixedVersions(f"{path} was made by another version or seed; delete it and grade again.")
                found[result["exercise"]] = result
            if found:
                yield found

    @contextlib.contextmanager
    def summing_up(self) -> Iterator[None]:
        """One grader at a time writes what is made of all results, so that the last has seen them all."""
        with open(self.folder / ".summing-up", "w") as file:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _text(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
