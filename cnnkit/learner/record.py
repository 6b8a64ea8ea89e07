"""What a learner has done so far: one JSON file in `.cnnkit/`, and the saved answers beside it.

The folder lies in the current folder, beside the lessons, or where the environment variable CNNKIT_STATE
says.  A damaged file is kept under another name, never thrown away, and never stops a lesson.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

__all__ = [
    "attempts",
    "folder",
    "record_attempt",
    "record_prediction",
    "record_recap",
    "save_answer",
    "saved_answer",
    "state",
]

EMPTY = {"exercises": {}, "predictions": {}, "recaps": {}}


def folder() -> Path:
    """The folder that keeps the learner's state.

    Examples
    --------
    >>> isinstance(folder(), Path)
    True
    """
    return Path(os.environ.get("CNNKIT_STATE") or Path.cwd() / ".cnnkit")


def state() -> dict:
    """Everything recorded: exercises, predictions and recaps by id.

    Examples
    --------
    >>> sorted(state())[:2]
    ['exercises', 'predictions']
    """
    path = folder() / "progress.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or any(
            not isinstance(found.get(key, {}), dict) for key in EMPTY
        ):
            raise ValueError
    except OSError:
        found = {}
    except ValueError:
        _set_aside(path)
        found = {}
    return {**{key: {} for key in EMPTY}, **found}


def attempts(exercise: str) -> int:
    """How often an exercise has been checked with an answer in it.

    Examples
    --------
    >>> attempts("an exercise never tried")
    0
    """
    return int(_entry(state()["exercises"], exercise).get("attempts", 0))


def record_attempt(exercise: str, passed: bool, mistakes: tuple[str, ...] = ()) -> None:
    """Note one attempt and the misconceptions met in it; a pass overcomes those met before.

    Examples
    --------
    >>> record_attempt("double", True)
    """

    def change(now: dict) -> None:
        entry = now["exercises"][exercise] = _entry(now["exercises"], exercise)
        entry["attempts"] = int(entry.get("attempts", 0)) + 1
        entry["passed"] = bool(entry.get("passed")) or passed
        entry["mistakes"] = sorted({*entry.get("mistakes", []), *mistakes})

    _update(change)


def record_prediction(question: str, answer: object, right: bool) -> None:
    """Keep the first answer to a prediction: what one thought before one saw.

    Examples
    --------
    >>> record_prediction("02", 40, False)
    """
    _update(lambda now: now["predictions"].setdefault(question, {"answer": answer, "right": right}))


def record_recap(question: str, right: bool) -> None:
    """Count one answer to a recap question.

    Examples
    --------
    >>> record_recap("output size", True)
    """

    def change(now: dict) -> None:
        entry = now["recaps"][question] = _entry(now["recaps"], question)
        key = "right" if right else "wrong"
        entry[key] = int(entry.get(key, 0)) + 1

    _update(change)


def save_answer(exercise: str, source: str) -> None:
    """Keep the source of a right answer for later lessons.

    Examples
    --------
    >>> save_answer("double", "def double(y): ...")
    """
    _write(folder() / "answers" / f"{exercise}.py", source)


def saved_answer(exercise: str) -> str | None:
    """The source of the learner's right answer, or None.

    Examples
    --------
    >>> saved_answer("an exercise never tried") is None
    True
    """
    try:
        return (folder() / "answers" / f"{exercise}.py").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _entry(table: dict, key: str) -> dict:
    found = table.get(key)
    return dict(found) if isinstance(found, dict) else {}


def _update(change) -> None:
    now = state()
    change(now)
    _write(folder() / "progress.json", json.dumps(now, indent=1, default=str))


def _write(path: Path, text: str) -> None:
    """Write a whole file or nothing; a folder that cannot be written costs the record, not the lesson."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        pass


def _set_aside(path: Path) -> None:
    number = 1
    while (aside := path.with_name(f"progress-damaged-{number}.json")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError:
        pass
