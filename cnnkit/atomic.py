"""Files that are complete or are not there, whatever ends the program in between.

The new contents are written beside the file, under a hidden name of its own, and take the file's name when all is
written.  Apart from that it is as with a plain write: links are followed, a file keeps its mode and owner, a new
one gets what the process gives to new files.
"""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["replacing"]


@contextlib.contextmanager
def replacing(path: str | os.PathLike) -> Iterator[BinaryIO]:
    """Open a file whose contents replace those of `path` when the block ends without an exception.

    What an earlier program left when it was ended in such a block is cleaned away.

    Parameters
    ----------
    path : path

    Raises
    ------
    OSError
        As when a file is opened for writing.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "numbers.txt"
    >>> with replacing(path) as file:
    ...     _ = file.write(b"1 2 3")
    >>> path.read_text()
    '1 2 3'
    """
    path = Path(os.path.realpath(path))
    before = path.stat() if path.exists() else None
    if before is not None and not stat.S_ISREG(before.st_mode):
        with open(path, "wb") as file:  # a folder is refused, a device or pipe is written to
            yield file
        return
    if before is not None and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} may not be written")
    file = _scratch(path)
    try:
        with file:
            yield file
            if before is not None:
                _as_it_was(file.name, before)
            file.flush()
            os.fsync(file.fileno())
            if os.name == "posix":
                os.replace(file.name, path)  # while it is claimed: nobody takes it for left over
        if os.name != "posix":
            os.replace(file.name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(file.name)
        raise
    _clean(path)


def _scratch(path: Path) -> BinaryIO:
    """A new file beside this one, claimed."""
    while True:
        file = open(path.with_name(f"{_prefix(path)}{secrets.token_hex(8)}.part"), "xb")  # noqa: SIM115 (the caller closes it)
        _claim(file, wait=True)
        if os.path.exists(file.name):  # else it was cleaned away before it was claimed
            return file
        file.close()


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _as_it_was(scratch: str, before: os.stat_result) -> None:
    with contextlib.suppress(OSError, AttributeError):  # only the superuser gives files away; Windows has no owners
        os.chown(scratch, before.st_uid, before.st_gid)
    os.chmod(scratch, stat.S_IMODE(before.st_mode))


def _claim(file: BinaryIO, *, wait: bool) -> bool:
    """Lock a file for as long as it is open; whether that went well.  The system frees it when a program is ended."""
    try:
        import fcntl
    except ImportError:
        return True  # Windows does not let an open file be removed
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _clean(path: Path) -> None:
    """Remove what nobody is writing any more."""
    for left in path.parent.glob(f"{glob.escape(_prefix(path))}*.part"):
        with contextlib.suppress(OSError):
            with open(left, "rb") as file:
                free = _claim(file, wait=False)
                if free and os.name == "posix":
                    left.unlink()
            if free and os.name != "posix":
                left.unlink()
