"""What all processes of an exercise use together, and which limit they pass."""

from __future__ import annotations

import contextlib
import os
import resource
import time

__all__ = ["PATIENCE", "Measures"]

PLACES = ("/tmp", "/dev/shm")  # all that can be written to
PATIENCE = 6  # times the limit on the clock, on the most crowded machine
TICK = os.sysconf("SC_CLK_TCK")


class Measures:
    """Time, memory and files of one exercise, seen by the warden.

    Parameters
    ----------
    child : int
        The runner.
    limits : dict
        seconds (of processor time), wall, memory (bytes), inodes, sent (bytes).
    alone : bool
        Whether all other processes that can be seen belong to the exercise; else only the kernel's limits hold.
    """

    def __init__(self, child: int, limits: dict, alone: bool):
        self.child, self.limits, self.alone = child, limits, alone
        self.sent = self.peak = 0
        self.started, self.before = time.monotonic(), _reaped()
        self.seconds = self.waited = 0.0

    def passed(self) -> str:
        """Name of the limit that is passed; empty while none is."""
        memory, self.seconds = 0, _reaped() - self.before
        for pid in self._pids():
            used, spent = _memory(pid), _seconds(pid)
            memory, self.seconds = memory + used, self.seconds + spent
        if self.alone:
            memory += sum(_stored(place)[0] for place in PLACES)
        self.waited = _waited(self.child)
        self.peak = max(self.peak, memory)
        if self.seconds > self.limits["seconds"]:
            return "cpu_limit"
        if memory > self.limits["memory"]:
            return "memory_limit"
        if self.alone and sum(_stored(place)[1] for place in PLACES) > self.limits["inodes"]:
            return "disk_limit"
        gone = time.monotonic() - self.started
        # what it spent in line for a processor is nobody's fault, within reason
        if gone - self.waited > self.limits["wall"] or gone > PATIENCE * self.limits["wall"]:
            return "wall_timeout"
        return self.sent_too_much()

    def sent_too_much(self) -> str:
        """ "output_limit" if the runner has sent more than it may."""
        return "output_limit" if self.sent > self.limits["sent"] else ""

    def told(self) -> dict:
        """What the judge is told at the end."""
        left = self.alone and any(os.listdir(place) for place in PLACES)
        return {
            "seconds": round(max(self.seconds, _reaped() - self.before), 3),
            "wall": round(time.monotonic() - self.started, 3),
            "waited": round(self.waited, 3),
            "peak": self.peak,
            "left_files": left,
        }

    def _pids(self):
        if not self.alone:
            return [self.child]
        return [int(name) for name in os.listdir("/proc") if name.isdecimal() and name != "1"]


def _reaped() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _read(path: str) -> str:
    # it may just have ended
    with contextlib.suppress(OSError), open(path, encoding="ascii", errors="replace") as file:
        return file.read()
    return ""


def _memory(pid: int) -> int:
    """Bytes of its own and of memory shared by processes; the files of Python and NumPy are not counted."""
    lines = (line.split() for line in _read(f"/proc/{pid}/status").splitlines())
    return sum(1024 * int(words[1]) for words in lines if words and words[0] in ("RssAnon:", "RssShmem:"))


def _seconds(pid: int) -> float:
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK if len(fields) > 15 else 0.0


def _waited(pid: int) -> float:
    """Seconds that it was ready to go on and had no processor."""
    fields = _read(f"/proc/{pid}/schedstat").split()
    return int(fields[1]) / 1e9 if len(fields) > 1 else 0.0


def _stored(place: str) -> tuple[int, int]:
    """Bytes and files kept there."""
    with contextlib.suppress(OSError):
        room = os.statvfs(place)
        return (room.f_blocks - room.f_bfree) * room.f_frsize, room.f_files - room.f_ffree
    return 0, 0
