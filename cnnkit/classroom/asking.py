"""What a class is asked: a lesson of the course, exercises of one's own, and the seed of their numbers."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import cnnkit
from cnnkit.classroom.limits import Limits
from cnnkit.classroom.results import Grading
from cnnkit.grader import Exercise
from cnnkit.lessons import exercises

__all__ = ["AskingError", "Order", "asked", "order_of", "read_seed"]

JUDGES = ("classroom", "grader", "lessons", "mistakes", "reference")


class AskingError(ValueError):
    """There is nothing to grade, or no way to ask it."""


@dataclass(frozen=True)
class Order:
    """All that a worker has to know besides the submission; small, and plain data.

    Parameters
    ----------
    lesson : str
    folder : str
        Of private exercises; empty without.
    seed : int
    limits : Limits
    trusted : bool
        Whether programs run without a sandbox.
    grading : Grading
    """

    lesson: str
    folder: str
    seed: int
    limits: Limits
    trusted: bool
    grading: Grading


def read_seed(path: Path) -> int:
    """The seed in a file: whatever text it holds, as a number.

    Raises
    ------
    AskingError
        If there is none.
    """
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text:
        raise AskingError(
            f"There is no seed in {path}. Make one that nobody can guess, and keep it: "
            f"python -c \"import secrets; print(secrets.token_hex())\" > {path}"
        )
    return int.from_bytes(hashlib.sha256(f"seed {text}".encode()).digest()[:16], "big")


def order_of(lesson: str, folder: str, seed: int, limits: Limits, trusted: bool) -> Order:
    """The order for a lesson.

    Raises
    ------
    AskingError
        If there is nothing to grade.

    Examples
    --------
    >>> order_of("0", "", 1, Limits(), False).grading.exercises
    ('double',)
    """
    if lesson.isdecimal():
        lesson = lesson.zfill(2)
    found = asked(lesson, folder)
    core, extras = (tuple(e.id for e in found if e.extra is extra) for extra in (False, True))
    named = hashlib.sha256(f"name {seed}".encode()).hexdigest()[:12]
    return Order(lesson, folder, seed, limits, trusted, Grading(lesson, core, extras, named, _version(folder), trusted))


@functools.cache
def asked(lesson: str, folder: str = "") -> tuple[Exercise, ...]:
    """The exercises of a lesson in order, and those of a folder: EXERCISES in its exercises.py.

    An exercise of the folder takes the place of the course's exercise of the same id.

    Raises
    ------
    AskingError
        If there are none, or the folder holds no such file.

    Examples
    --------
    >>> [exercise.id for exercise in asked("00")]
    ['double']
    """
    found = {e.id: e for e in exercises().values() if e.lesson == lesson}
    if folder:
        found |= {e.id: replace(e, lesson=lesson) for e in _private(Path(folder)) if e.lesson in ("", lesson)}
    if not found:
        lessons = ", ".join(dict.fromkeys(e.lesson for e in exercises().values()))
        raise AskingError(f"There is no lesson {lesson}; there are {lessons}.")
    return tuple(found.values())


def _private(folder: Path) -> tuple[Exercise, ...]:
    path = folder / "exercises.py"
    name = f"private_exercises_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and inspect look it up
    sys.path.insert(0, str(folder))
    try:
        spec.loader.exec_module(module)
    except FileNotFoundError:
        raise AskingError(f"There is no exercises.py in {folder}.") from None
    except Exception as error:
        raise AskingError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error
    finally:
        sys.path.remove(str(folder))
    found = getattr(module, "EXERCISES", ())
    if not found or not all(isinstance(exercise, Exercise) for exercise in found):
        raise AskingError(f"{path} has no EXERCISES; it needs a tuple of cnnkit.grader.Exercise.")
    return tuple(found)


def _version(folder: str) -> str:
    """Changes with everything that decides about a mark."""
    package, whole = Path(cnnkit.__file__).parent, hashlib.sha256(cnnkit.__version__.encode())
    places = [path for name in JUDGES for path in (package / name).rglob("*.py")]
    places += Path(folder).glob("*.py") if folder else ()
    for path in sorted(places):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return f"{cnnkit.__version__}+{whole.hexdigest()[:12]}"
