"""Where compiled kernels are kept, and that nothing depends on it: without a folder they are compiled in every session.

Numba stamps what it keeps on disk with the kernel's own file only, so an edited helper in another file would go on
giving the old answers.  Here the folder is named after the contents of all kernel sources: change any of them and
everything is compiled anew.  What is kept are programs, so only a folder of one's own is read, each file carries its
checksum, and whatever goes wrong while one is read or written costs a compilation and one line.
"""

import contextlib
import functools
import hashlib
import os
import pickle
import stat
import sys
import tempfile
from pathlib import Path

from numba.core import caching, dispatcher, serialize

__all__ = ["all_kept", "cache_folder", "cache_problem", "kept_by_us", "sources_hash"]

REMEDY = "name a folder of your own that can be written in NUMBA_CACHE_DIR"
_said, _unkept = [], []


@functools.cache
def sources_hash() -> str:
    """Name of the present state of all kernel sources: 12 hexadecimal digits.

    Examples
    --------
    >>> len(sources_hash())
    12
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def cache_folder() -> Path | None:
    """Folder that keeps the compiled kernels of these sources; None if there can be none.

    Examples
    --------
    >>> cache_folder() is None or cache_folder().name == sources_hash()
    True
    """
    return _folder()[0]


def cache_problem() -> str:
    """Why compiled kernels cannot be kept, and what to do; nothing if they can.

    Examples
    --------
    >>> isinstance(cache_problem(), str)
    True
    """
    folder, problem = _folder()
    if folder is not None:
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(1_000_000))  # about what a kernel takes
                file.flush()
        except OSError as error:
            problem = f"{folder} cannot be written ({error.strerror or error})"
    return f"{problem}; {REMEDY}" if problem else ""


def _base() -> Path:
    """The folder of caches of this user, as the system has it.

    Raises
    ------
    RuntimeError
        If there is no home folder.
    """
    if named := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home).absolute() / "cnnkit"


def _folder() -> tuple[Path | None, str]:
    """The folder, or None and the reason."""
    try:
        folder = _base() / sources_hash()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
    except (OSError, RuntimeError) as error:
        where = getattr(error, "filename", None)
        return None, f"{where + ': ' if where else ''}{getattr(error, 'strerror', None) or error}"
    if not stat.S_ISDIR(found.st_mode):
        return None, f"{folder} is no folder"
    if hasattr(os, "geteuid") and found.st_uid not in (os.geteuid(), 0):
        return None, f"{folder} belongs to another user"
    if hasattr(os, "geteuid") and found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return None, f"{folder} can be written by other users"
    return folder, ""


def all_kept() -> bool:
    """Whether everything that this process has compiled could be kept.

    Examples
    --------
    >>> all_kept() in (True, False)
    True
    """
    return not _unkept


def _lost(problem: str) -> None:
    """Something could not be kept."""
    _unkept.append(problem)
    _say(f"compiled kernels cannot be kept ({problem}); every session compiles them")


def _say(problem: str) -> None:
    """One line in a session, on the error output."""
    if not _said:
        _said.append(problem)
        with contextlib.suppress(Exception):
            print(f"cnnkit: {problem}. The course works without; `cnnkit doctor` says what to do.", file=sys.stderr)


class _Place(caching._CacheLocator):
    """Tells Numba that the files of a kernel lie in our folder, which is fresh by its name."""

    def __init__(self, function, file):
        self._py_file, self._line, self._path = file, function.__code__.co_firstlineno, str(cache_folder())

    @classmethod
    def from_function(cls, py_func, py_file):
        return cls(py_func, py_file)

    def get_cache_path(self):
        return self._path

    def get_source_stamp(self):
        return sources_hash()

    def get_disambiguator(self):
        return str(self._line)


class _Checked(caching.CompileResultCacheImpl):
    """A compiled kernel with its checksum: a damaged one would end the process where it is run."""

    _locator_classes = (_Place,)

    def reduce(self, data):
        raw = serialize.dumps(super().reduce(data))
        return hashlib.sha256(raw).digest(), raw

    def rebuild(self, target_context, reduced_data):
        digest, raw = reduced_data
        if hashlib.sha256(raw).digest() != digest:
            raise ValueError("the checksum differs")
        return super().rebuild(target_context, pickle.loads(raw))


class _Cache(caching.FunctionCache):
    """Numba's cache of one kernel, where any failure means: compile."""

    _impl_class = _Checked

    def load_overload(self, sig, target_context):
        try:
            return super().load_overload(sig, target_context)
        except Exception as error:
            _say(f"a compiled kernel in {self.cache_path} is damaged ({type(error).__name__}) and is compiled anew")
            with contextlib.suppress(Exception):
                self.flush()
            return None

    def save_overload(self, sig, data):
        try:
            super().save_overload(sig, data)
        except Exception as error:
            _lost(f"{self.cache_path}: {getattr(error, 'strerror', None) or error}")


def _cache_of(function):
    """The cache of a kernel; none where there is no folder."""
    folder, problem = _folder()
    if folder is None:
        _lost(problem)
        return caching.NullCache()
    try:
        return _Cache(function)
    except Exception as error:
        _lost(str(error))
        return caching.NullCache()


@contextlib.contextmanager
def kept_by_us():
    """While kernels are defined, those that ask Numba to be kept are kept here."""
    before, dispatcher.FunctionCache = dispatcher.FunctionCache, _cache_of
    try:
        yield
    finally:
        dispatcher.FunctionCache = before
