"""Marking one submission: the sandbox runs it, the grader judges what comes back, here."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

import numpy as np

from cnnkit.classroom import remarks
from cnnkit.classroom.inside.course import NAMES
from cnnkit.classroom.inside.frames import BadReply
from cnnkit.classroom.inside.values import Unreadable
from cnnkit.classroom.limits import NETS, Limits
from cnnkit.classroom.notebook import Notebook
from cnnkit.classroom.replies import Replies, calls_of
from cnnkit.classroom.sandbox import Answer, Sandbox
from cnnkit.classroom.travelling import source_of_solution, told
from cnnkit.grader import Exercise, Report
from cnnkit.grader.grading import grade
from cnnkit.grader.judging import judge
from cnnkit.grader.trials import trials_of
from cnnkit.layers import Layer
from cnnkit.lessons import exercises

__all__ = ["Marked", "mark", "not_graded"]

CROWDED = 0.25  # share of the time that a process waited for a processor, from which it is tried again alone
RAISED = re.compile(r"stopped with (\w+)")
ERRORS = {
    "MemoryError": "memory_limit",
    "_ArrayMemoryError": "memory_limit",
    "SystemExit": "exited",
}


@dataclass(frozen=True)
class Marked:
    """The mark of one exercise.

    Parameters
    ----------
    exercise : str
    outcome : str
        One word of a closed list; see `not_graded` for those that are no marks.
    report : Report
        What the learner is told, as at the notebook.
    notes : tuple of str
        What was helped or overlooked on the way.
    """

    exercise: str
    outcome: str
    report: Report
    notes: tuple[str, ...] = ()


def not_graded(outcome: str) -> bool:
    """Whether an outcome is no mark but a call for a person.

    Examples
    --------
    >>> not_graded("unreadable_notebook"), not_graded("not_attempted")
    (True, False)
    """
    return outcome in ("unreadable_notebook", "missing_notebook", "grader_error")


def mark(
    asked: list[Exercise], notebook: Notebook, sandbox: Sandbox, seed: int,
    alone: Callable[[], AbstractContextManager] = nullcontext,
) -> list[Marked]:  # fmt: skip
    """Mark every exercise of a lesson in one notebook.

    Parameters
    ----------
    asked : list of Exercise
        Those of the lesson, in order.
    notebook : Notebook
    sandbox : Sandbox
    seed : int
        Draws the numbers of the cases.
    alone : context manager
        Entered while an exercise is tried once more with nothing beside it.
    """
    marked: list[Marked] = []
    for exercise in asked:
        failed = [m.exercise for m in marked if not m.report.passed]
        stand_ins = [e for e in asked if e.id in failed and not set(e.answers) & set(exercise.answers)]
        try:
            marked.append(_marked(exercise, asked, stand_ins, notebook, sandbox, seed, alone))
        except (BadReply, MemoryError) as error:
            words = f"What your function sent back is no array ({error})."
            marked.append(Marked(exercise.id, "bad_reply", Report(exercise.id, False, 0.0, (), words)))
    return marked


def _marked(exercise, asked, stand_ins, notebook, sandbox, seed, alone) -> Marked:
    trials = trials_of(exercise, seed)
    calls = calls_of(trials.cases)
    labels = [case.label for case in trials.cases]
    blocks: list[bytes] = []
    header = {
        "exercise": exercise.id,
        "names": exercise.names,
        "others": [e.id for e in asked if e.id != exercise.id],
        "cells": notebook.cells,
        "answers": sorted({name for e in asked for name in e.answers}),
        "offered": _offered(exercise, asked),
        "stand_ins": {e.id: text for e in stand_ins if (text := source_of_solution(e.solution)) and _is_public(e)},
        "calls": [[told(arg, blocks) for arg in args] for args in calls],
    }
    limits = sandbox.limits = _limits(exercise, trials.cases, sandbox.basis)
    answer = _tried(sandbox, header, blocks, limits, alone)
    if answer.reason == "lost":
        report = Report(exercise.id, False, 0.0, (), "Not graded: the sandbox was lost twice. A person has to look.")
        return Marked(exercise.id, "grader_error", report)
    replies = Replies(exercise, calls, answer, limits, labels)
    if replies.kind != "loaded":
        report = Report(exercise.id, False, 0.0, (), _with_advice(replies.problem))
        return Marked(exercise.id, replies.kind, report, replies.notes)
    report = grade(exercise, _Elsewhere(), seed, calling=replies)
    outcome = _outcome(exercise, trials, report, replies)
    if outcome == "bad_reply":
        report = Report(exercise.id, False, 0.0, (), replies.problem)
    remark = remarks.about_answers(calls, replies.outcomes) if report.checks and not report.passed else ""
    message = _with_advice(report.message) if outcome == "raised" else f"{report.message}\n{remark}".rstrip()
    call = "" if str(seed) in report.call else report.call  # nobody learns what draws the numbers
    report = replace(report, message=message, call=call, solution="")
    return Marked(exercise.id, outcome, report, replies.notes)


def _with_advice(message: str) -> str:
    advice = remarks.about_error(message)
    return f"{message}\n{advice}" if advice else message


class _Elsewhere:
    """Stands for the learner's function, which is not here."""

    def __call__(self, *args):
        raise RuntimeError("a learner's function is called in the sandbox only")


def _tried(sandbox, header, blocks, limits, alone) -> Answer:
    """Once, and once more alone where the machine may have been at fault."""
    answer = sandbox.run(header, blocks)
    crowded = answer.reason == "wall_timeout" and answer.measures["waited"] > CROWDED * limits.wall
    if crowded or answer.reason == "lost":
        with alone():
            answer = sandbox.run(header, blocks)
    return answer


def _limits(exercise, cases, basis: Limits) -> Limits:
    nets = any(type(arg) is list and any(isinstance(item, Layer) for item in arg) for arg in cases[-1].args)
    return basis.times(NETS) if nets else basis


def _is_public(exercise) -> bool:
    known = exercises().get(exercise.id)
    return known is not None and known.solution is exercise.solution


def _offered(exercise, asked) -> dict[str, str]:
    """Source of the solutions of earlier lessons, but for those that would be an answer of this one."""
    answers = {name for e in asked for name in e.answers}
    hidden = {NAMES.get(name, name) for name in answers} | {e.id for e in asked}
    return {
        e.id: text
        for e in exercises().values()
        if e.lesson < exercise.lesson and e.id not in hidden and (text := source_of_solution(e.solution))
    }


def _outcome(exercise, trials, report, replies) -> str:
    """The word for a report."""
    if report.passed:
        return "pass"
    if not report.checks:
        kinds = {outcome.kind for outcome in replies.outcomes}
        return next((kind.replace(" ", "_") for kind in ("not attempted", "borrowed") if kind in kinds), "raised")
    if report.checks[-1][0] == "a second call":
        return "varies"
    judged = [k for k, case in enumerate(trials.cases) if case.judged]
    wrong = next(k for k, (_, right) in zip(judged, report.checks, strict=True) if not right)
    outcome = replies.outcomes[wrong]
    if outcome.kind == "raised":
        return _raised(outcome.problem, replies)
    try:
        value = exercise.judged(outcome.value, outcome.given)
    except Exception:  # what the call left in the net cannot be read
        return "not_array"
    if outcome.changed and judge(value, trials.expected[wrong], exercise.results).right:
        return "changed_input"
    return _kind_of_value(value, trials.expected[wrong])


def _raised(problem, replies) -> str:
    if replies.stopped and problem == replies.problem:
        return replies.stopped
    if "Errno 28" in problem or "Errno 27" in problem:
        return "disk_limit"
    if "called exit" in problem:
        return "exited"
    found = RAISED.search(problem)
    return ERRORS.get(found.group(1), "raised") if found else "raised"


def _kind_of_value(value, expected) -> str:
    items = value if len(expected) > 1 else (value,)
    if value is None or type(items) not in (list, tuple) or len(items) != len(expected):
        return "not_array"
    lost = False
    for item, right in zip(items, expected, strict=True):
        if isinstance(item, Unreadable) or item is None:
            return "not_array"
        try:
            array = np.asarray(item)
        except ValueError:
            return "wrong_shape"
        if array.dtype.kind not in "fiu":
            return "wrong_dtype"
        if array.shape != right.shape:
            return "wrong_shape"
        lost = lost or bool((~np.isfinite(array) & np.isfinite(right)).any())
    return "nan_inf" if lost else "wrong_values"
