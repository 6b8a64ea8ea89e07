"""The runner: loads what an exercise needs of the learner's cells, calls the function, sends back what it returned."""

from __future__ import annotations

import platform

import numpy as np
import numpy.fft
import numpy.linalg
import numpy.random

from cnnkit.grader import calling

from . import course
from .arguments import Arguments, state_of
from .cells import load
from .frames import frame, write_all
from .values import pack

__all__ = ["versions", "work"]

TEXT = 2000  # characters of any text that is sent


def versions() -> dict:
    """What stands inside.

    Examples
    --------
    >>> sorted(versions())
    ['numpy', 'python']
    """
    return {"python": platform.python_version(), "numpy": np.__version__}


def work(request: dict, payload: bytes, writing: int) -> None:
    """Do all of one request; every answer is a frame, numbered as the calls are.

    The first, number −1, says whether there is a function and what happened on the way to it.
    """
    asked = request["exercise"]
    calls = Arguments(payload).calls(request["calls"])
    course.install(request["offered"], request["stand_ins"], request["answers"])
    loaded = load(request["cells"], asked, request["others"])
    problem, kind = loaded.problem, loaded.kind
    if kind == "loaded":
        problem = calling.fits_signature(loaded.function, tuple(request["names"]))
        kind = "wrong_signature" if problem else kind
    told = {"call": -1, "kind": kind, "problem": problem[:TEXT], "notes": [note[:TEXT] for note in loaded.notes[:20]]}
    write_all(writing, frame(told))
    if kind != "loaded":
        return
    for number, args in enumerate(calls):
        course.refused.clear()
        outcome = calling.call(loaded.function, args, tuple(request["names"]))
        write_all(writing, _told(number, outcome))
        if outcome.kind == "not attempted":
            return


def _told(number: int, outcome) -> bytes:
    """A frame with everything that an outcome says."""
    texts = {name: text[:TEXT] for name, text in vars(outcome).items() if type(text) is str}
    if outcome.kind == "raised" and course.refused:
        texts["kind"], texts["problem"] = "borrowed", course.words(course.refused[-1])
    blocks: list[bytes] = []
    value = pack(outcome.value, blocks)
    return frame({"call": number, **texts, "value": value, "left": state_of(outcome.given, blocks)}, blocks)


