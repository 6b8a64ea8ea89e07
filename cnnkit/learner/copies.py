"""The learner's own copy of the lessons: made once, brought up to date, never overwritten where changed.

A lesson counts as changed when the text of its cells differs from the pristine lesson that it was copied
from; having been run does not count.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import filelock

from cnnkit.atomic import replacing

__all__ = ["LessonError", "from_outside", "lessons_folder", "pristine_folder", "reset", "update"]

PATIENCE = 10.0  # seconds to wait for another `cnnkit lab`
PACKAGE = Path(__file__).parent.parent


class LessonError(RuntimeError):
    """A lesson that does not exist, or a folder that cannot be written: one clear line."""


def pristine_folder() -> Path:
    """Folder of the lessons as they were published: `notebooks/` of a checkout, or inside the wheel.

    Examples
    --------
    >>> pristine_folder().name
    'notebooks'
    """
    checkout = PACKAGE.parent / "notebooks"
    if (PACKAGE.parent / "pyproject.toml").exists() and checkout.is_dir():
        return checkout
    return PACKAGE / "notebooks"


def lessons_folder() -> Path:
    """Folder of the learner's copies: `lessons/` in the checkout, or in the current folder.

    Examples
    --------
    >>> lessons_folder().name
    'lessons'
    """
    if named := os.environ.get("CNNKIT_LESSONS"):
        return from_outside(named)
    in_checkout = pristine_folder().parent != PACKAGE
    return (PACKAGE.parent if in_checkout else Path.cwd()) / "lessons"


def from_outside(named: str) -> Path:
    """A folder that an environment variable names; ~ is the home folder.

    Examples
    --------
    >>> from_outside("~/course").is_absolute()
    True
    """
    return Path(os.path.expanduser(named))


def update(pristine: Path | None = None, lessons: Path | None = None) -> list[str]:
    """Copy new lessons, renew unchanged ones, leave changed ones alone.

    Returns
    -------
    list of str
        A sentence for each lesson of which there is something to say.

    Raises
    ------
    LessonError
        If the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> update(pristine_folder(), Path(tempfile.mkdtemp()) / "lessons")[:0]
    []
    """
    pristine, lessons = pristine or pristine_folder(), lessons or lessons_folder()
    try:
        with _alone(lessons) as origins:
            said = [_renew(source, lessons / source.name, origins) for source in _notebooks(pristine)]
    except OSError as error:
        raise LessonError(f"the lessons cannot be written to {lessons}: {error.strerror or error}") from None
    return [sentence for sentence in said if sentence]


def reset(lesson: str, pristine: Path | None = None, lessons: Path | None = None) -> str:
    """Give a fresh copy of a lesson; the old one is kept beside it under another name.

    Parameters
    ----------
    lesson : str
        Its number or the beginning of its name, "02".

    Returns
    -------
    str
        A sentence that says what was done.

    Raises
    ------
    LessonError
        If there is no such lesson, or more than one, or the folder cannot be written.

    Examples
    --------
    >>> reset("nothing")
    Traceback (most recent call last):
    cnnkit.learner.copies.LessonError: there is no lesson 'nothing'; write for example: cnnkit reset 02
    """
    pristine, lessons = pristine or pristine_folder(), lessons or lessons_folder()
    stem = Path(lesson).stem if isinstance(lesson, str) else ""
    found = [path for path in _notebooks(pristine) if stem and path.stem.startswith(stem)]
    if len(found) != 1:
        what = "there is no lesson" if not found else "more than one lesson begins with"
        raise LessonError(f"{what} {lesson!r}; write for example: cnnkit reset 02")
    copy = lessons / found[0].name
    try:
        with _alone(lessons) as origins:
            kept = _set_aside(copy)
            _copy(found[0], copy, origins)
    except OSError as error:
        raise LessonError(f"the lesson cannot be written to {lessons}: {error.strerror or error}") from None
    return f"{copy.name} is fresh.{kept}"


@contextlib.contextmanager
def _alone(lessons: Path) -> Iterator[dict]:
    """The origins of the copies, to be changed while nobody else does."""
    (lessons / ".cnnkit").mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(lessons / ".cnnkit" / "lessons.lock", timeout=PATIENCE):
        origins = _origins(lessons)
        yield origins
        with replacing(lessons / ".cnnkit" / "lessons.json") as file:
            file.write(json.dumps(origins, indent=1).encode())


def _set_aside(copy: Path) -> str:
    if not copy.exists():
        return ""
    old = _free_name(copy)
    copy.rename(old)
    return f" The old one is kept as {old.name}."


def _notebooks(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9][0-9]_*.ipynb"))


def _renew(source: Path, copy: Path, origins: dict) -> str:
    if not copy.exists():
        _copy(source, copy, origins)
        return ""
    if _text_hash(copy) == _text_hash(source):
        origins[copy.name] = _text_hash(source)
        return ""
    if _text_hash(copy) == origins.get(copy.name):
        _copy(source, copy, origins)
        return f"{copy.name}: brought up to date."
    if origins.get(copy.name) == _text_hash(source):
        return ""
    return f"{copy.name}: kept with your changes; `cnnkit reset {copy.name[:2]}` gives the new version."


def _copy(source: Path, copy: Path, origins: dict) -> None:
    with replacing(copy) as file:
        file.write(source.read_bytes())
    origins[copy.name] = _text_hash(source)


def _text_hash(notebook: Path) -> str:
    """Hash of what stands in the cells; outputs and run counts do not count."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        text = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells])
    except (ValueError, KeyError, TypeError, RecursionError):
        text = notebook.read_bytes().hex()
    return hashlib.sha256(text.encode()).hexdigest()


def _origins(lessons: Path) -> dict:
    try:
        found = json.loads((lessons / ".cnnkit" / "lessons.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: text for name, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}


def _free_name(copy: Path) -> Path:
    number = 1
    while (old := copy.with_stem(f"{copy.stem}-old-{number}")).exists():
        number += 1
    return old
