"""A submitted notebook as cells of code: read from bytes that may be anything."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

__all__ = ["Notebook", "UnreadableNotebook", "read_notebook"]

BYTES, CELLS, CODE = 20 << 20, 5000, 1 << 20  # more than any lesson comes near
NEWEST = 4
TURNED = re.compile(r"\s*(```\w*\s*)?(def|import|from|@\w+)\b")  # text that is nothing but a program


class UnreadableNotebook(ValueError):
    """It is no notebook that can be graded; a person has to look."""


@dataclass(frozen=True)
class Notebook:
    """The code of a notebook; whatever it claims to have computed is left aside.

    Parameters
    ----------
    cells : tuple of dict
        place, text and tag (the exercise that the cell was made for, or "").
    notes : tuple of str
        What there is to say about it.
    points : dict
        What the notebook's own metadata would give for each test.
    """

    cells: tuple[dict, ...]
    notes: tuple[str, ...] = ()
    points: dict = field(default_factory=dict)

    def defines(self, name: str) -> bool:
        """Whether a cell seems to define this function, or was made for it.

        Examples
        --------
        >>> Notebook(({"place": 1, "text": "def double(y): ...", "tag": ""},)).defines("double")
        True
        """
        pattern = re.compile(rf"\bdef\s+{re.escape(name)}\b|^\s*{re.escape(name)}\s*=", re.MULTILINE)
        return any(cell["tag"] == name or pattern.search(cell["text"]) for cell in self.cells)


def read_notebook(data: bytes) -> Notebook:
    """Read a notebook of any nbformat up to 4.

    Raises
    ------
    UnreadableNotebook
        If it is none, or larger than any could be; the message says what it is.

    Examples
    --------
    >>> read_notebook(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["1 + ", "1"]}]}').cells
    ({'place': 1, 'text': '1 + 1', 'tag': ''},)
    """
    if len(data) > BYTES:
        raise UnreadableNotebook(f"The file has {len(data) >> 20} MB; no notebook of this course comes near {BYTES >> 20}.")
    if not data.strip():
        raise UnreadableNotebook("The file is empty.")
    notes: list[str] = []
    try:
        content = json.loads(_decoded(data, notes))
    except RecursionError:
        raise UnreadableNotebook("The file is nested deeper than any notebook.") from None
    except ValueError as error:
        raise UnreadableNotebook(_what_it_is(data, error)) from None
    if type(content) is not dict:
        raise UnreadableNotebook("The file is JSON, but no notebook.")
    version = content.get("nbformat", NEWEST)
    if type(version) is not int or version > NEWEST:
        raise UnreadableNotebook(f"The notebook has format {str(version)[:20]!s}; this grader knows formats up to {NEWEST}.")
    cells = content.get("cells")
    if version < NEWEST and "worksheets" in content:
        cells = [cell for sheet in _rows(content["worksheets"]) for cell in _rows(sheet.get("cells"))]
        notes.append(f"The notebook has the old format {version}; it was read all the same.")
    if type(cells) is not list:
        raise UnreadableNotebook("The file is JSON, but no notebook: it has no cells.")
    if len(cells) > CELLS:
        raise UnreadableNotebook(f"The notebook has {len(cells)} cells; no lesson comes near {CELLS}.")
    code = _code(cells, notes)
    points = dict(filter(None, map(_points, _rows(cells))))
    return Notebook(code, tuple(notes), points)


def _rows(value):
    return [item for item in value if type(item) is dict] if type(value) is list else []


def _decoded(data, notes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            notes.append(f"The file is written as {encoding}; it was read all the same.")
            return data.decode(encoding)
    return data.decode("utf-8")


def _what_it_is(data, error) -> str:
    start = data[:200].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        return "The file is a web page, perhaps an error page that was saved as a notebook."
    if isinstance(error, UnicodeDecodeError):
        return "The file is no text; perhaps it is another kind of file under a notebook's name."
    return "The file is no whole notebook: its JSON ends early or is broken."


def _code(cells, notes) -> tuple[dict, ...]:
    found, total, tagged, known = [], 0, 0, set()
    for place, cell in enumerate(cells, 1):
        if type(cell) is not dict or cell.get("cell_type") not in ("code", "markdown"):
            continue
        text = _text(cell.get("source", cell.get("input", "")))
        tag = _tag(cell.get("metadata"))
        tagged += bool(tag)
        if cell["cell_type"] == "markdown":
            if not tag and not TURNED.match(text):
                continue
            notes.append(f"Cell {place} has been turned into text; it was read as code.")
            text = re.sub(r"^```\w*\s*$", "", text, flags=re.MULTILINE)
        if tag in known:
            notes.append(f"Two cells are marked as the one of {tag}; the last definition counts.")
        known.add(tag or None)
        total += len(text)
        if total > CODE:
            raise UnreadableNotebook("The notebook holds more code than any lesson comes near.")
        found.append({"place": place, "text": text, "tag": tag})
    if found and not tagged:
        notes.append("The notebook has lost the marks of its exercise cells; functions were found by their names.")
    return tuple(found)


def _text(source) -> str:
    """A cell's text; halves of characters, which no file can hold, become question marks."""
    if type(source) is list:
        source = "".join(line for line in source if type(line) is str)
    return source.encode("utf-8", "replace").decode("utf-8") if type(source) is str else ""


def _tag(metadata) -> str:
    """The exercise that a cell was made for, in the course's own notebooks or nbgrader's."""
    if type(metadata) is not dict:
        return ""
    own, nbgrader = metadata.get("cnnkit"), metadata.get("nbgrader")
    if type(own) is dict and type(own.get("exercise")) is str:
        return own["exercise"][:80]
    if type(nbgrader) is dict and nbgrader.get("solution") is True and type(nbgrader.get("grade_id")) is str:
        return nbgrader["grade_id"][:80]
    return ""


def _points(cell) -> tuple[str, object] | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if type(metadata) is dict else None
    if type(nbgrader) is not dict or nbgrader.get("grade") is not True or type(nbgrader.get("grade_id")) is not str:
        return None
    points = nbgrader.get("points")
    return nbgrader["grade_id"][:80], points if type(points) in (int, float) else None
