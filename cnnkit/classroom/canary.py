"""The canary: before any learner's program, right programs and intruders are tried, and must end as they should.

A machine without NumPy, without a sandbox, or with a full disk would otherwise look like a class that knows nothing.
"""

from __future__ import annotations

import inspect
import os
import shutil
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

import cnnkit
from cnnkit.classroom.asking import Order, asked
from cnnkit.classroom.inside.values import unpack
from cnnkit.classroom.marking import mark
from cnnkit.classroom.notebook import Notebook
from cnnkit.classroom.sandbox import Sandbox
from cnnkit.classroom.travelling import CannotTravel
from cnnkit.classroom.walls import SandboxError

__all__ = ["room_for_results", "try_out"]

ROOM = 100 << 20  # bytes that must be free

INTRUDER = """
def intruder(paths, port):
    import os, socket
    seen = sum(os.path.exists(path) for path in paths)
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        reached = 1
    except OSError:
        reached = 0
    try:
        open("/tmp/own", "w").close()
        os.remove("/tmp/own")
        own = 1
    except OSError:
        own = 0
    written = sum(os.access(path, os.W_OK) for path in ("/", "/usr", os.path.dirname(os.__file__)))
    return [seen, reached, written, os.getuid() == 0, own]
"""
HOG = """
def hog(size):
    import numpy
    kept = []
    for part in range(size):
        kept.append(numpy.ones(1 << 20))
    return len(kept)
"""
CROWD = """
def crowd(count):
    import os, signal
    started = []
    try:
        for number in range(count):
            pid = os.fork()
            if pid == 0:
                signal.pause()
            started.append(pid)
    except OSError:
        pass
    for pid in started:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    return len(started)
"""
LEAKS = (
    ("the grader's own files can be seen inside", "keep the package, the submissions, the seed and the results out of /usr and of Python's folder"),
    ("the network can be reached from inside", "bwrap must be able to unshare the network"),
    ("files of the system can be written from inside", "bwrap must mount them read only"),
    ("programs run as root inside", "bwrap must be able to change the user"),
)  # fmt: skip


def try_out(order: Order, hidden: Sequence[str] = ()) -> str:
    """What keeps this machine from grading, with the remedy; empty when all is well.

    Parameters
    ----------
    order : Order
    hidden : sequence of str
        Paths that no learner's program may see.
    """
    try:
        with Sandbox(order.limits, order.trusted) as sandbox:
            if sandbox.versions.get("numpy") != np.__version__:
                return f"Inside the sandbox NumPy is {sandbox.versions.get('numpy')}, here it is {np.__version__}."
            problem = _right_programs(order, sandbox)
            if problem or order.trusted:
                return problem
            return _intruders(sandbox, [str(Path(cnnkit.__file__).parent), *hidden])
    except SandboxError as error:
        return str(error)
    except CannotTravel as error:
        return f"An exercise cannot be graded in a sandbox: {error}. It may use np and math alone."


def room_for_results(folder: Path) -> str:
    """Why results cannot be written; empty when they can.

    Examples
    --------
    >>> room_for_results(Path("/proc/results"))[:40]
    'No results can be written to /proc/resul'
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            return f"No results can be written to {folder}: permission denied. Give another --out."
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return f"No results can be written to {folder}: {error.strerror or error}. Give another --out."
    if free < ROOM:
        return f"The disk of {folder} is full: {free >> 20} MB are free, {ROOM >> 20} are needed. Make room, then go on."
    return ""


def _right_programs(order, sandbox) -> str:
    exercises = asked(order.lesson, order.folder)
    modules = dict.fromkeys(inspect.getmodule(exercise.solution) for exercise in exercises)
    cells = tuple({"place": k, "text": inspect.getsource(m), "tag": ""} for k, m in enumerate(modules, 1))
    for marked in mark(list(exercises), Notebook(cells), sandbox, order.seed):
        if not marked.report.passed:
            return (
                f"The canary does not pass {marked.exercise} ({marked.outcome}): {marked.report.message} "
                "Nothing was graded. Mend the exercise or its solution, or the installation, then start again."
            )
    return ""


def _intruders(sandbox, hidden) -> str:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        paths = {"list": [{"text": path} for path in hidden]}
        found = _called(sandbox, "intruder", INTRUDER, [paths, {"plain": listening.getsockname()[1]}])
    if found is None or len(found) != len(LEAKS) + 1:
        return "The sandbox does not answer as it should; nothing was graded."
    for leak, (what, remedy) in zip(found, LEAKS, strict=False):
        if leak:
            return f"The sandbox leaks: {what}; {remedy}. Nothing was graded."
    if not found[-1]:
        return "The sandbox has no folder for temporary files. Nothing was graded."
    limits = sandbox.limits = sandbox.basis
    crowd = _called(sandbox, "crowd", CROWD, [{"plain": 4 * limits.processes}])
    if crowd is None or crowd[0] >= limits.processes:
        return "The sandbox does not limit the number of processes; nothing was graded."
    sandbox.limits = replace(limits, memory=128 << 20)
    if _called(sandbox, "hog", HOG, [{"plain": 64}]) is not None:
        return "The sandbox does not limit memory; nothing was graded."
    sandbox.limits = limits
    return ""


def _called(sandbox, name, text, args) -> list | None:
    """What a program of one's own returns inside; None if it does not come to that."""
    header = {
        "exercise": name, "names": [f"argument{k}" for k in range(len(args))], "others": [], "answers": [], "offered": {},
        "stand_ins": {}, "cells": [{"place": 1, "text": text, "tag": ""}], "calls": [args],
    }  # fmt: skip
    answer = sandbox.run(header, [])
    if answer.reason or len(answer.frames) != 2 or answer.frames[1][0].get("kind") != "returned":
        return None
    tree, payload = answer.frames[1][0]["value"], answer.frames[1][1]
    value = unpack(tree, payload)
    return [int(n) for n in value] if isinstance(value, list) else [value]
