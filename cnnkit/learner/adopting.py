"""Records of the version before, which kept one in every working folder: taken over by the course's, once."""

from __future__ import annotations

from pathlib import Path

from cnnkit.learner import fields, record
from cnnkit.learner.folder import folder, strays

__all__ = ["adopt"]

TAKEN = "taken over"  # in the record: the folders that it holds already


def adopt() -> None:
    """Take over what lies in other working folders of the course; the old folders stay under another name.

    Examples
    --------
    >>> adopt()
    """
    for old in strays(folder()):
        if not record.update(lambda now, old=old: _take(now, old)):
            try:
                old.rename(old.with_name(f"{old.name}-moved"))
            except OSError:
                pass  # it is noted as taken over, and stays where it is


def _take(now: dict, old: Path) -> None:
    taken = now.setdefault(TAKEN, [])
    if not isinstance(taken, list) or str(old) in taken:
        return
    taken.append(str(old))
    for answer in (old / "answers").glob("*.py"):
        if record.saved_answer(answer.stem) is None:
            record.write(folder() / "answers" / answer.name, answer.read_bytes())
    try:
        found, _ = fields.read((old / "progress.json").read_bytes())
    except FileNotFoundError:
        return
    for name, entry in found["exercises"].items():
        mine = now["exercises"].setdefault(name, {})
        mine["attempts"] = mine.get("attempts", 0) + entry.get("attempts", 0)
        mine["passed"] = mine.get("passed", False) or entry.get("passed", False)
        mine["mistakes"] = sorted({*mine.get("mistakes", []), *entry.get("mistakes", [])})
    for name, entry in found["predictions"].items():
        now["predictions"].setdefault(name, entry)
    for name, entry in found["recaps"].items():
        mine = now["recaps"].setdefault(name, {})
        for key in ("right", "wrong"):
            if key in entry:
                mine[key] = mine.get(key, 0) + entry[key]
