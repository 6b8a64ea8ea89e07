"""Where the learner's files lie: in `.cnnkit/` of the course folder, whatever the working folder is just now.

The environment variable CNNKIT_STATE names another folder.  Otherwise the search begins where the notebook was
opened, not where `%cd` has led since, and goes up: a notebook in `lessons/week2/` belongs to `lessons/`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cnnkit.learner import copies

__all__ = ["folder", "strays"]

NAME = ".cnnkit"
_last: Path | None = None


def folder() -> Path:
    """The folder that keeps the learner's state; it need not be there yet.

    Examples
    --------
    >>> folder().is_absolute()
    True
    """
    global _last
    opened = _opened()
    if named := os.environ.get("CNNKIT_STATE"):
        return (opened or Path.cwd()) / copies.from_outside(named)
    if opened is None:  # a plain Python session: its working folder may have left the course
        _last = _found(_here()) or _last or _course() or _here() / NAME
        return _last
    return _found(opened) or _course() or opened / NAME


def strays(owner: Path) -> list[Path]:
    """State folders of the version before, which kept one in every working folder of a course.

    Parameters
    ----------
    owner : Path
        The course's own state folder.

    Examples
    --------
    >>> strays(Path("/nowhere/.cnnkit"))
    []
    """
    if os.environ.get("CNNKIT_STATE") or not _has_lessons(owner):
        return []
    course, start = owner.parent, _opened() or _here()
    inside = [place for place in (start, *start.parents) if course in place.parents]
    return [
        place / NAME
        for place in (*inside, course.parent)
        if _ours(place / NAME, start) and not _has_lessons(place / NAME)
    ]


def _opened() -> Path | None:
    """The folder in which Jupyter opened the notebook; None outside IPython."""
    shell = sys.modules.get("IPython")
    shell = shell.get_ipython() if shell is not None and hasattr(shell, "get_ipython") else None
    began = getattr(shell, "starting_dir", None)
    return Path(began) if isinstance(began, str) and began else None


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the working folder was removed
        return Path(os.path.expanduser("~"))


def _found(start: Path) -> Path | None:
    """The course's folder above `start`, else the nearest state folder, else that of lessons beside the way up."""
    way = [start, *start.parents]
    course = (place / NAME for place in way if _has_lessons(place / NAME))
    state = (place / NAME for place in way)
    beside = (place / "lessons" / NAME for place in way if _has_lessons(place / "lessons" / NAME))
    return next((there for there in (*course, *state, *beside) if _ours(there, start)), None)


def _has_lessons(there: Path) -> bool:
    """Whether `cnnkit lab` made this folder for its copies of the lessons."""
    return os.path.isfile(there / "lessons.json")


def _course() -> Path | None:
    """The state folder of the lessons that `cnnkit lab` made."""
    there = copies.lessons_folder().absolute() / NAME
    return there if _has_lessons(there) else None


def _ours(there: Path, start: Path) -> bool:
    """Whether it is a folder of this user, or of whoever owns the place where we work.

    Saved answers are programs: one that a stranger left in a folder above, such as the one for temporary files,
    must not run.
    """
    try:
        if not there.is_dir():
            return False
        return not hasattr(os, "geteuid") or there.stat().st_uid in (os.geteuid(), start.stat().st_uid)
    except OSError:
        return False
