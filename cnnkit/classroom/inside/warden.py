"""The warden: first process inside the sandbox, forks a runner for each exercise, watches it, passes its bytes on.

It loads no learner's code and reads no learner's bytes.  As process 1 it cannot be killed from inside, and
everything that a runner leaves behind ends when the next one starts.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import resource
import select
import signal
import sys
import time

from . import runner
from .frames import control, take, write_all
from .measures import Measures

__all__ = ["main"]

LOOK = 0.02  # seconds between two looks at what a runner uses
CHUNK = 1 << 16
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4


def main(options: dict) -> None:
    """Serve requests from standard input until it is closed."""
    alone = os.getpid() == 1
    _settle(options, alone)
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in (0, 1, 2):
        os.dup2(nothing, file)
    write_all(replies, control(b"h", json.dumps(runner.versions()).encode()))
    buffer = bytearray()
    while True:
        request = take(buffer, sys.maxsize)
        if request is None:
            data = os.read(requests, CHUNK)
            if not data:
                return
            buffer += data
            continue
        end = _serve(*request, requests, replies, alone)
        write_all(replies, control(b"e", json.dumps(end).encode()))


def _settle(options: dict, alone: bool) -> None:
    """Be somebody without rights, and nobody's to look into."""
    # the first to go when memory is short
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    if options.get("uid"):
        os.setgroups([])
        os.setresgid(*[options["uid"]] * 3)
        os.setresuid(*[options["uid"]] * 3)
    if alone:
        import ctypes

        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a change of user has undone it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(header: dict, payload: bytes, requests: int, replies: int, alone: bool) -> dict:
    """Fork a runner for one exercise, watch it, and say how it ended."""
    limits = header["limits"]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        for file in (reading, requests, replies):
            os.close(file)
        if not alone:
            os.setsid()
        _limit(limits)
        runner.work(header, payload, writing)
        os._exit(0)
    os.close(writing)
    measures = Measures(child, limits, alone)
    reason, status = _watch(child, reading, requests, replies, measures)
    end = {"reason": reason, "status": status, **measures.told()}
    _clear(child, alone)
    os.close(reading)
    return end


def _limit(limits: dict) -> None:
    """What the kernel holds each process to; the sums over all of them are the warden's."""
    for name, most in (
        (resource.RLIMIT_CPU, math.ceil(limits["seconds"]) + 1),
        (resource.RLIMIT_AS, limits["address_space"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, limits["files"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
    ):
        _, hard = resource.getrlimit(name)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(name, (most, most))


def _watch(child, reading, requests, replies, measures):
    """(limit that was passed or "", wait status); passes all bytes on while the runner lives."""
    ended = os.pidfd_open(child) if hasattr(os, "pidfd_open") else None
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    poll.register(requests, 0)  # its hang-up: the judge has gone
    if ended is not None:
        poll.register(ended, select.POLLIN)
    try:
        looked = 0.0
        while True:
            for file, event in poll.poll(1000 * LOOK):
                if file == requests and event & (select.POLLHUP | select.POLLERR):
                    _clear(child, os.getpid() == 1)
                    os._exit(0)
                if file == reading and not _pass_on(reading, replies, measures):
                    poll.unregister(reading)
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                while _ready(reading) and _pass_on(reading, replies, measures):
                    pass
                return measures.sent_too_much(), status
            if time.monotonic() - looked >= LOOK:
                looked = time.monotonic()
                reason = measures.passed()
                if reason:
                    return reason, None
    finally:
        if ended is not None:
            os.close(ended)


def _ready(file: int) -> bool:
    return bool(select.select([file], [], [], 0)[0])


def _pass_on(reading: int, replies: int, measures) -> bool:
    """Whether there may be more."""
    data = os.read(reading, CHUNK)
    if data and not measures.sent_too_much():
        measures.sent += len(data)
        write_all(replies, control(b"d", data))
    return bool(data)


def _clear(child: int, alone: bool) -> None:
    """End everything that is left of an exercise."""
    while True:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if alone:
                os.kill(-1, signal.SIGKILL)  # all but process 1, which is this one
            else:
                os.killpg(child, signal.SIGKILL)
        try:
            pid, _ = os.waitpid(-1, 0 if alone else os.WNOHANG)
        except ChildProcessError:
            return
        if not alone and pid == 0:
            time.sleep(LOOK / 10)
