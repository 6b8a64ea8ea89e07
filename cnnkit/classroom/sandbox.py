"""The sandbox: starts the warden behind its walls, sends it exercises, and takes down what comes back."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from cnnkit.classroom.inside.frames import BadReply, frame, read_control, take
from cnnkit.classroom.inside.measures import PATIENCE
from cnnkit.classroom.limits import Limits
from cnnkit.classroom.walls import (
    INSIDE,
    SandboxError,
    copied,
    is_root,
    place_of_packages,
    site_of,
    walls,
)

__all__ = ["Answer", "Sandbox"]

START = 60  # seconds until the warden says hello
GRACE = 15  # seconds that the judge waits longer than the warden
FIRST_USER = 1 << 21  # user numbers that nobody has
ENVIRONMENT = {
    "HOME": "/tmp", "TMPDIR": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0",
    "NUMBA_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "NUMBA_CACHE_DIR": "/tmp", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip
PASSED_ON = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # some processors need them to compute right
_counter = itertools.count()


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
            until = time.monotonic() + PATIENCE * self.limits.wall + GRACE
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
            package, packages = copied(Path(self._folder.name)), site_of("numpy")
            wrapped, files = [], []
        else:
            package, packages = INSIDE, place_of_packages()
            wrapped, files = walls(self.limits, kept)
            if is_root():  # the kernel counts processes of a user, but never root's
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
