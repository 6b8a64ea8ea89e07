"""What a learner has done so far: one JSON file in the course's `.cnnkit/`, and the saved answers beside it.

Reading, changing and writing is done under a lock, since two notebooks may check at once.  A damaged file is kept
under another name, never thrown away, and never stops a lesson.  Whatever could not be kept comes back as a
sentence, for the report.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock

from cnnkit.atomic import replacing
from cnnkit.learner import fields
from cnnkit.learner.folder import folder

__all__ = [
    "PATIENCE",
    "attempts",
    "damage",
    "folder",
    "record_attempt",
    "record_prediction",
    "record_recap",
    "save_answer",
    "saved_answer",
    "state",
    "update",
    "write",
]

WINDOWS = os.name == "nt"

PATIENCE = 10.0  # seconds to wait for another notebook
LEFT_OVER = re.compile(r"\.[a-z0-9_]{8}\.part")  # of the version before, when it was ended while it wrote


def state() -> dict:
    """Everything recorded: exercises, predictions and recaps by id.

    Examples
    --------
    >>> sorted(state())[:2]
    ['exercises', 'predictions']
    """
    return _look()[0]


def damage() -> str:
    """A sentence on what of the record cannot be read; nothing if all is well.

    Examples
    --------
    >>> damage()
    ''
    """
    _, parts, problem = _look()
    if parts:
        return f"{_file()} is damaged ({_some(parts)}); the next check goes on without that and keeps the file as it is now."
    return problem


def attempts(exercise: str) -> int:
    """How often an exercise has been checked with an answer in it.

    Examples
    --------
    >>> attempts("an exercise never tried")
    0
    """
    return state()["exercises"].get(exercise, {}).get("attempts", 0)


def record_attempt(exercise: str, passed: bool, mistakes: tuple[str, ...] = ()) -> str:
    """Note one attempt and the misconceptions met in it; a pass overcomes those met before.

    Returns
    -------
    str
        What could not be kept, and why; nothing if all is well.

    Examples
    --------
    >>> record_attempt("double", True)
    ''
    """

    def change(now: dict) -> None:
        entry = now["exercises"].setdefault(exercise, {})
        entry["attempts"] = entry.get("attempts", 0) + 1
        entry["passed"] = entry.get("passed", False) or bool(passed)
        entry["mistakes"] = sorted({*entry.get("mistakes", []), *mistakes})

    return update(change)


def record_prediction(question: str, answer: object, right: bool) -> str:
    """Keep the first answer to a prediction: what one thought before one saw.

    Returns
    -------
    str
        What could not be kept, and why.

    Examples
    --------
    >>> record_prediction("02", 40, False)
    ''
    """
    return update(lambda now: now["predictions"].setdefault(question, {"answer": answer, "right": bool(right)}))


def record_recap(question: str, right: bool) -> str:
    """Count one answer to a recap question.

    Returns
    -------
    str
        What could not be kept, and why.

    Examples
    --------
    >>> record_recap("output size", True)
    ''
    """

    def change(now: dict) -> None:
        entry, key = now["recaps"].setdefault(question, {}), "right" if right else "wrong"
        entry[key] = entry.get(key, 0) + 1

    return update(change)


def save_answer(exercise: str, source: str) -> str:
    """Keep the source of a right answer for later lessons.

    Returns
    -------
    str
        Why it could not be kept.

    Examples
    --------
    >>> save_answer("double", "def double(y): ...")
    ''
    """
    return _keeping(lambda: write(folder() / "answers" / f"{exercise}.py", source.encode()))


def saved_answer(exercise: str) -> str | None:
    """The source of the learner's right answer, or None.

    Raises
    ------
    OSError, ValueError
        If there is a file that cannot be read, or that is no text.

    Examples
    --------
    >>> saved_answer("an exercise never tried") is None
    True
    """
    try:
        return (folder() / "answers" / f"{exercise}.py").read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None


def update(change: Callable[[dict], object]) -> str:
    """Read the record, change it, write it, while nobody else does.

    Parameters
    ----------
    change : function of the record

    Returns
    -------
    str
        What could not be kept, and why, or what of the old record was damaged.

    Examples
    --------
    >>> update(lambda now: now["recaps"].clear())
    ''
    """
    said = []

    def work() -> None:
        now, damaged = _read()
        if damaged:
            said.append(f"{_file().name} was damaged ({_some(damaged)}); the file as it was is kept as {_set_aside()}.")
        change(now)
        write(_file(), json.dumps(now, indent=1, default=str).encode())

    return _keeping(work) or "".join(said)


def _file() -> Path:
    return folder() / "progress.json"


def _look() -> tuple[dict, list[str], str]:
    """The record, its damaged parts, and a sentence if it cannot be read at all."""
    try:
        return *_read(), ""
    except OSError as error:
        return fields.sound({})[0], [], f"{_file()} cannot be read: {error.strerror or error}."


def _read() -> tuple[dict, list[str]]:
    try:
        return fields.read(_file().read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return fields.sound({})


def _keeping(work: Callable[[], None]) -> str:
    """Do what writes to the folder, alone; nothing that happens to a file stops a lesson."""
    try:
        with _alone():
            work()
    except filelock.Timeout:
        return f"This could not be kept: another notebook has been writing to {folder()} for {PATIENCE:g} seconds. Check again."
    except (OSError, NotImplementedError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return f"This could not be kept in {folder()}: {why}. doctor() looks at that folder."
    return ""


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """The lock of the folder; the system frees it when a program is ended."""
    folder().mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(folder() / "progress.lock", timeout=PATIENCE):
        for place in (folder(), folder() / "answers"):
            _clear(place)
        yield


def _clear(place: Path) -> None:
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if LEFT_OVER.fullmatch(entry.name) and time.time() - entry.stat().st_mtime > 60:
                os.unlink(entry.path)


def write(path: Path, raw: bytes) -> None:
    """Write a whole file, or nothing.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> write(folder() / "note.txt", b"kept")
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for patience in (0.02, 0.1, 0.5, None):
        try:
            with replacing(path) as file:
                file.write(raw)
            return
        except PermissionError:
            if not WINDOWS or patience is None:
                raise
            time.sleep(patience)  # somebody is reading the file just now


def _set_aside() -> str:
    """Keep the bytes of a damaged record under another name, once."""
    raw, number = _file().read_bytes(), 1
    while (aside := folder() / f"progress-damaged-{number}.json").exists():
        if aside.read_bytes() == raw:
            return aside.name
        number += 1
    write(aside, raw)
    return aside.name


def _some(parts: list[str]) -> str:
    return ", ".join(parts[:3]) + (f" and {len(parts) - 3} more" if len(parts) > 3 else "")
