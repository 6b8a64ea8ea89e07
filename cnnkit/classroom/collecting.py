"""Finding the submissions: folders, flat files, nbgrader's tree, or a zip from a learning platform."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cnnkit.classroom.notebook import BYTES, UnreadableNotebook, read_notebook

__all__ = ["Collected", "Submission", "collect"]

ENTRIES, UNPACKED, RATIO = 200_000, 8 << 30, 500  # of an archive: more is a bomb
PASSED_OVER = (".ipynb_checkpoints", "__MACOSX", "__pycache__")
# "Ada Lovelace_1234567_assignsubmission_file" and "lovelaceada_LATE_12345_678901_04_backprop.ipynb"
MOODLE = re.compile(r"^(.+?)_\d+_assignsubmission_\w+$")
CANVAS = re.compile(r"^([^\W_]+?)(?:_LATE)?_\d{2,}_\d{2,}_.+$")


@dataclass(frozen=True)
class Submission:
    """One student's notebook of one lesson.

    Parameters
    ----------
    student : str
        As the folder or file names them.
    path : str
        Where the notebook lies among the submissions; empty if there is none.
    read : function without arguments
        Its bytes.
    notes : tuple of str
        What there is to say about the choice.
    """

    student: str
    path: str
    read: Callable[[], bytes]
    notes: tuple[str, ...] = ()


@dataclass
class Collected:
    """All submissions of a lesson, and what was not taken.

    Parameters
    ----------
    submissions : list of Submission
        One for each student, in the order of their names.
    refused : list of str
        Entries that were left out, each with the reason.
    """

    submissions: list[Submission] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    path: PurePosixPath
    time: float
    read: Callable[[], bytes]


def collect(place: Path, lesson: str, functions: list[str]) -> Collected:
    """Find every student's notebook of a lesson.

    Parameters
    ----------
    place : path
        A folder, or a zip.
    lesson : str
        Its number.
    functions : list of str
        Names of its exercises: a notebook is known by what it defines, whatever it is called.

    Raises
    ------
    OSError
        If the place cannot be read.
    """
    collected = Collected()
    if place.is_dir():
        root = place / "submitted" if (place / "submitted").is_dir() else place
        files = list(_in_folder(root, collected.refused))
        students = {path.name: [] for path in root.iterdir() if path.is_dir() and not _passed_over(Path(path.name))}
    else:
        files = _without_wrapper(list(_in_zip(place, collected.refused)))
        students = {}
    for file in files:
        students.setdefault(_student(file.path), []).append(file)
    for student, found in sorted(students.items()):
        collected.submissions.append(_chosen(student, found, lesson, functions))
    return collected


# --- where files come from -----------------------------------------------------------------------------


def _in_folder(place: Path, refused: list[str]) -> Iterator[_File]:
    for folder, names, files in os.walk(place):
        names[:] = sorted(name for name in names if name not in PASSED_OVER and not name.startswith("."))
        for name in [name for name in names if Path(folder, name).is_symlink()]:
            refused.append(f"{PurePosixPath(folder, name).relative_to(place)}: a link to another folder")
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix.lower() != ".ipynb" or name.startswith("."):
                continue
            shown, kind = path.relative_to(place), path.lstat()
            if not stat.S_ISREG(kind.st_mode):
                refused.append(f"{shown.as_posix()}: a link or a device, no file")
                continue
            yield _File(PurePosixPath(shown.as_posix()), kind.st_mtime, lambda path=path: _bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    """The start of a file that was one when it was found, and has not become a link since."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        return file.read(BYTES + 1)


def _in_zip(place: Path, refused: list[str]) -> Iterator[_File]:
    """The entries of a zip, read in memory one by one: nothing is ever unpacked to a path that it names."""
    try:
        archive = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise OSError(f"{place.name} is no folder and no zip that can be read: {error}") from None
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise OSError(f"{place.name} names {len(entries)} files; no class hands in that many")
    unpacked = 0
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        reason = _unsafe(entry, path)
        unpacked += entry.file_size
        if not reason and unpacked > UNPACKED:
            reason = "the archive unpacks to more than any class hands in"
        if reason:
            refused.append(f"{entry.filename[:200]}: {reason}")
        elif path.suffix.lower() == ".ipynb" and not _passed_over(path):
            yield _File(path, _time(entry), lambda entry=entry: _unpacked(archive, entry))


def _unsafe(entry, path) -> str:
    mode = entry.external_attr >> 16
    if path.is_absolute() or ".." in path.parts or re.match(r"^[A-Za-z]:", entry.filename):
        return "its path leads out of the archive"
    if stat.S_ISLNK(mode) or (stat.S_IFMT(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)):
        return "a link or a device, no file"
    if entry.flag_bits & 1:
        return "it is encrypted"
    if entry.file_size > BYTES:
        return f"it unpacks to {entry.file_size >> 20} MB"
    if entry.compress_size and entry.file_size / entry.compress_size > RATIO and entry.file_size > BYTES // 20:
        return "it unpacks to far more than it is"
    return ""


def _passed_over(path) -> bool:
    return any(part in PASSED_OVER or part.startswith(".") for part in path.parts)


def _time(entry) -> float:
    year, month, day, hour, minute, second = entry.date_time
    return ((((year * 12 + month) * 31 + day) * 24 + hour) * 60 + minute) * 60.0 + second


def _unpacked(archive, entry) -> bytes:
    try:
        with archive.open(entry) as file:
            return file.read(BYTES + 1)  # whatever size the entry claims
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise UnreadableNotebook(f"The archive is broken here: {str(error)[:100]}.") from None


# --- whose they are -----------------------------------------------------------------------------------


def _without_wrapper(files: list[_File]) -> list[_File]:
    """The files of an archive without `submitted/`, or without a single folder that holds all students."""
    tops = {file.path.parts[0] for file in files}
    within = [
        _File(PurePosixPath(*file.path.parts[1:]), file.time, file.read) for file in files if len(file.path.parts) > 1
    ]
    if "submitted" in tops:
        return [inner for file, inner in zip(_inside_folders(files), within, strict=True) if file.path.parts[0] == "submitted"]
    names = {file.path.parts[0] for file in within}
    lessons = all(re.match(r"\d\d", name) for name in names)  # a single student's, then
    holds_all = len(names) > 1 or "submitted" in names
    return _without_wrapper(within) if len(tops) == 1 and holds_all and not lessons else files


def _inside_folders(files: list[_File]) -> list[_File]:
    return [file for file in files if len(file.path.parts) > 1]


def _student(path: PurePosixPath) -> str:
    name = path.parts[0]
    if len(path.parts) == 1:
        name = path.stem
        canvas = CANVAS.match(name)
        return canvas.group(1) if canvas else name
    moodle = MOODLE.match(name)
    return moodle.group(1) if moodle else name


def _chosen(student: str, files: list[_File], lesson: str, functions: list[str]) -> Submission:
    """The student's notebook of the lesson: known by its functions; of several the newest."""
    scored, unreadable = [], []
    for file in files:
        try:
            known = sum(map(read_notebook(file.read()).defines, functions))
        except (UnreadableNotebook, OSError):
            unreadable.append(file)
            continue
        if known:
            scored.append((known, file))
    if not scored:
        named = [file for file in unreadable if len(files) == 1 or _number(file.path.name) == lesson]
        if named:
            return Submission(student, str(named[0].path), named[0].read)
        others = ", ".join(str(file.path) for file in files[:5])
        note = f"There is no notebook of lesson {lesson}{f'; there is {others}' if others else ''}."
        return Submission(student, "", bytes, (note,))
    # a notebook of another lesson may repeat one of the functions
    most = max(known for known, _ in scored)
    fitting = [file for known, file in scored if 2 * known >= most]
    newest = max(fitting, key=lambda file: (file.time, str(file.path)))
    notes = []
    if len(fitting) > 1:
        listed = ", ".join(sorted(str(file.path) for file in fitting))
        notes.append(f"There are {len(fitting)} notebooks of the lesson, {listed}; the newest was graded.")
    return Submission(student, str(newest.path), newest.read, tuple(notes))


def _number(name: str) -> str:
    found = re.match(r"\D*?(\d\d)\D", name)
    return found.group(1) if found else ""
