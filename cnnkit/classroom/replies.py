"""What came out of the sandbox, as the outcomes of calls that the grader asks for."""

from __future__ import annotations

import dataclasses
import os
import re
import signal

import numpy as np

from cnnkit.classroom.inside.frames import BadReply
from cnnkit.classroom.inside.values import unpack
from cnnkit.classroom.limits import Limits
from cnnkit.classroom.sandbox import Answer
from cnnkit.grader.calling import Outcome, copied
from cnnkit.grader.exercise import Case, Exercise
from cnnkit.layers import Layer

__all__ = ["Replies", "calls_of", "clean", "ended"]

TEXT = 2000
KINDS = ("returned", "raised", "not attempted", "interrupted", "borrowed")
# control characters, and those that turn the direction of writing
UNFIT = re.compile("\x1b\\[[0-9;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ADDRESS = re.compile(r"0x[0-9a-f]{6,16}\b")


def clean(text: object) -> str:
    """A text of somebody else's that may stand in a report: no control characters, no addresses, not too long.

    Examples
    --------
    >>> clean("\\x1b[31mred\\x07 at 0x7f0012345678")
    'red at 0x…'
    """
    return ADDRESS.sub("0x…", UNFIT.sub("", text[: 2 * TEXT]))[:TEXT] if type(text) is str else ""


def calls_of(cases: list[Case]) -> list[tuple]:
    """The arguments of every call that the grader may ask for: each case, and once more where there is one right answer.

    A second call shows whether an answer varies.

    Examples
    --------
    >>> calls_of([Case((1,), "one"), Case((2,), "many right answers", named=False)])
    [(1,), (2,), (1,)]
    """
    return [*(case.args for case in cases), *(case.args for case in cases if case.judged and case.named)]


class Replies:
    """Gives the outcome of each call where the grader would make the call itself.

    Parameters
    ----------
    asked : Exercise
    calls : list of tuple
        The arguments that were sent, in order.
    answer : Answer
        What came.
    limits : Limits

    Raises
    ------
    BadReply
        If something came that was not agreed upon.
    """

    def __init__(self, asked: Exercise, calls: list[tuple], answer: Answer, limits: Limits, labels: list[str]):
        self.asked, self.calls = asked, calls
        self.kind, self.problem, self.notes = "missing_function", "", ()
        self.outcomes = [
            self._read(number, header, payload) for number, (header, payload) in enumerate(answer.frames, -1)
        ][1:]
        last = self.outcomes[-1] if self.outcomes else None
        done = len(self.outcomes) == len(calls) or (last is not None and last.kind == "not attempted")
        self.stopped = ""
        if (self.kind == "loaded" and not done) or not answer.frames:
            at = labels[len(self.outcomes)] if answer.frames and len(self.outcomes) < len(labels) else ""
            self.stopped, words = ended(answer, limits, at, loading=not answer.frames)
            self.kind, self.problem = ("loaded" if answer.frames else self.stopped), words
            missing = Outcome(kind="raised", problem=words)
            self.outcomes += [missing] * (len(labels) - len(self.outcomes))
        self._asked: dict[int, int] = {}

    def __call__(self, function: object, args: tuple, names: tuple, answers: tuple = ()) -> Outcome:
        """The outcome of a call; the same arguments once more give the next one."""
        places = [k for k, sent in enumerate(self.calls) if sent is args and k < len(self.outcomes)]
        times = self._asked.get(id(args), 0)
        self._asked[id(args)] = times + 1
        outcome = self.outcomes[places[min(times, len(places) - 1)]] if places else self.outcomes[-1]
        # to judge what a call left in a net, the net is used: each call has its own
        return dataclasses.replace(outcome, given=copied(outcome.given)) if any(map(_is_net, args)) else outcome

    def _read(self, number, header, payload):
        if header.get("call") != number or number >= len(self.calls):
            raise BadReply("an answer to something that was not asked")
        if number == -1:
            notes = header.get("notes")
            self.kind, self.problem = clean(header.get("kind")), clean(header.get("problem"))
            self.notes = tuple(clean(note) for note in notes[:20]) if type(notes) is list else ()
            if self.kind not in ("loaded", "missing_function", "syntax_error", "raised", "wrong_signature"):
                raise BadReply("an unknown kind of answer")
            return None
        texts = {
            field.name: clean(header.get(field.name))
            for field in dataclasses.fields(Outcome)
            if type(field.default) is str
        }
        if texts["kind"] not in KINDS:
            raise BadReply("an unknown kind of answer")
        value, given = self._values(number, header, payload)
        return Outcome(**{**texts, "value": value, "given": given})

    def _values(self, number, header, payload):
        """What was returned, and the arguments as the call left them: nets change by being trained."""
        left = header.get("left")
        if left is None:
            return unpack(header.get("value"), payload), self.calls[number]
        nets = [arg for arg in self.calls[number] if _is_net(arg)]
        if type(left) is not list or len(left) != len(nets):
            raise BadReply("other nets than were sent")
        tree = {"tuple": [header.get("value"), *({"tuple": _arrays(net)} for net in left)]}
        value, *arrays = unpack(tree, payload)
        given, rest = [], list(zip(left, arrays, strict=True))
        for arg in copied(self.calls[number]):
            given.append(_rebuilt(arg, *rest.pop(0)) if _is_net(arg) else arg)
        return value, tuple(given)


def _is_net(arg) -> bool:
    return type(arg) is list and any(isinstance(item, Layer) for item in arg)


NAMES = ("w", "bias", "dw", "dbias")


def _arrays(net) -> list:
    """The trees of all arrays of a net, in the order of their bytes."""
    if type(net) is not list or len(net) > 100:
        raise BadReply("a net that is none")
    trees = []
    for layer in net:
        arrays = layer.get("arrays") if type(layer) is dict else None
        if type(arrays) is not dict:
            raise BadReply("a layer that is none")
        trees += [arrays.get(name) for name in NAMES] if arrays else [None] * len(NAMES)
    return trees


def _rebuilt(net, left, arrays) -> list:
    """The judge's own layers with the learner's numbers, in the learner's order; a stranger among them stays one."""
    layers, arrays = [], list(arrays)
    for told in left:
        found, arrays = arrays[: len(NAMES)], arrays[len(NAMES) :]
        place = told.get("place")
        if type(place) is not int or not 0 <= place < len(net):
            layers.append(object())
            continue
        for name, array in zip(NAMES, found, strict=True):
            before = getattr(net[place], name)
            if name in ("w", "bias") and np.shape(array) != np.shape(before):
                array = None  # a net of other sizes is none that was asked for
            setattr(net[place], name, None if array is None else np.array(array))
        layers.append(net[place])
    return layers


def ended(answer: Answer, limits: Limits, at: str, loading: bool) -> tuple[str, str]:
    """(outcome, words) of an exercise that was ended before its last call.

    Examples
    --------
    >>> ended(Answer(reason="cpu_limit"), Limits(), "stride 2", False)[0]
    'cpu_limit'
    """
    who = "The code that your function needs" if loading else "Your function"
    where = f", with {at}" if at else ""
    status = answer.status
    if answer.reason:
        kind = answer.reason
    elif status is not None and os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        kind = "crashed"
        if number == signal.SIGXCPU or answer.measures.get("seconds", 0) >= limits.seconds:
            kind = "cpu_limit"
    else:
        kind = "exited"
    words = {
        "cpu_limit": f"{who} was stopped after {limits.seconds} s of processor time{where}. If it never ends, look at "
        "the condition of its loop; if it is only slow, let NumPy work on whole arrays, many images in one step.",
        "wall_timeout": f"{who} was still waiting after {limits.wall} s{where}.",
        "memory_limit": f"{who} used more than {limits.memory >> 20} MB of memory{where}.",
        "disk_limit": f"{who} wrote more files than are allowed{where}.",
        "output_limit": f"{who} returned more numbers than can be asked for{where}.",
        "exited": f"{who} ended Python{where}. Return the result in place of that.",
        "crashed": f"Python crashed ({_signal(status)}) while {who[0].lower()}{who[1:]} ran{where}.",
        "lost": "The sandbox was lost while this exercise ran.",
        "bad_reply": f"What {who[0].lower()}{who[1:]} sent back is no array{where}.",
    }
    return kind, words[kind]


def _signal(status) -> str:
    try:
        return signal.Signals(os.WTERMSIG(status)).name
    except (TypeError, ValueError):
        return "a signal"
