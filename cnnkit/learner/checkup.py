"""The set-up check: one plain line for everything that a lesson needs."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from cnnkit.kernels import cache_problem
from cnnkit.learner import record

__all__ = ["Checkup", "Finding", "doctor"]

NEEDED = ("numpy", "numba", "matplotlib", "ipywidgets", "anywidget", "jupyterlab")
FREE_SPACE = 200_000_000  # bytes


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, whether it is well, and what to do if not."""

    what: str
    well: bool
    remedy: str = ""


@dataclass(frozen=True)
class Checkup:
    """All findings, shown as a list.

    Examples
    --------
    >>> Checkup((Finding("Python 3.12", True),))
    yes  Python 3.12
    """

    findings: tuple[Finding, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is missing."""
        return all(finding.well for finding in self.findings)

    def __repr__(self) -> str:
        return "\n".join(
            f"{'yes' if f.well else 'NO '}  {f.what}{'' if f.well else ': ' + f.remedy}"
            for f in self.findings
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'>{escape(f.what)}</td><td style='text-align:left'>"
            f"{'yes' if f.well else '<b>no</b>: ' + escape(f.remedy)}</td></tr>"
            for f in self.findings
        )
        return f"<table><caption>Set-up check</caption><tbody>{rows}</tbody></table>"


def doctor() -> Checkup:
    """Look at everything that the lessons need.

    Examples
    --------
    >>> doctor().findings[0].well
    True
    """
    return Checkup((_python(), *map(_package, NEEDED), _kernels(), _cache(), _data(), _state(), _space()))


def _python() -> Finding:
    name = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    return Finding(name, sys.version_info >= (3, 11), "3.11 or newer is needed")


def _package(name: str) -> Finding:
    try:
        return Finding(f"{name} {importlib.metadata.version(name)}", True)
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, f"install it with: python -m pip install {name}")


def _kernels() -> Finding:
    what = "the compiled kernels give the right numbers"
    try:
        import numpy as np

        from cnnkit import conv2d, reference

        y, w = np.arange(9.0).reshape(1, 1, 3, 3), np.array([[[[1.0, -2], [3, 0]]]])
        return Finding(what, bool((conv2d(y, w) == reference.conv2d(y, w)).all()), "install cnnkit again")
    except Exception as error:
        return Finding(what, False, f"{type(error).__name__}: {error}")


def _data() -> Finding:
    what = "the images that come with the course are there"
    try:
        from cnnkit import data

        return Finding(what, len(data.load("digits8", "test")[0]) > 0)
    except Exception as error:
        return Finding(what, False, str(error))


def _cache() -> Finding:
    return Finding("compiled kernels are kept for the next session", not (problem := cache_problem()), problem)


def _state() -> Finding:
    """The folder of answers and progress, tried as a check would use it."""
    folder = record.folder()
    what, remedy = f"answers and progress are kept in {folder}", "name another folder in CNNKIT_STATE"
    try:
        if not folder.is_dir():  # made by the first check
            with tempfile.TemporaryFile(dir=_there(folder)):
                return Finding(what, True)
        said = record.update(lambda now: None)
        unkept = record.update(lambda now: None) if said else ""  # what was damaged is mended by the first
    except OSError as error:
        said = unkept = f"It cannot be made: {error.strerror or error}."
    return Finding(what, not said, f"{unkept} To go on, {remedy}" if unkept else said)


def _space() -> Finding:
    try:
        free = shutil.disk_usage(_there(record.folder())).free
    except OSError as error:
        return Finding("the disk can be asked for its free space", False, str(error))
    return Finding(f"{free / 1e9:.1f} GB of disk space are free", free > FREE_SPACE, "make some room")


def _there(folder: Path) -> Path:
    """The nearest place on the way that is there already."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place)), Path(folder.anchor))
