"""grade: a function of (exercise, function, seed); tries every case, judges, diagnoses, reports.

It reads no disk and knows no lesson: the same call gives the same report in any folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cnnkit.grader.calling import Outcome, call, fits_signature, is_operation
from cnnkit.grader.exercise import Exercise
from cnnkit.grader.inputs import call_of, sizes_of
from cnnkit.grader.judging import Verdict, changed_argument, judge, same_parts
from cnnkit.grader.original import originals
from cnnkit.grader.refusing import first_hint, refusal
from cnnkit.grader.remarking import remarks
from cnnkit.grader.report import Report
from cnnkit.grader.source import source_of
from cnnkit.grader.trials import Trials, trials_of

__all__ = ["grade"]


def grade(asked: Exercise, function: Callable, seed: int = 0, *, calling: Callable = call) -> Report:
    """Try a function on every case of an exercise.

    Parameters
    ----------
    asked : Exercise
        What is asked.
    function : callable
        What is to be graded.
    seed : int
        Draws the numbers of the cases; the sizes stay.
    calling : function of (function, args, names, answers)
        Makes the calls and gives an `Outcome` for each; somewhere else than in this process, for example.

    Returns
    -------
    Report
        Never an exception.

    Examples
    --------
    >>> import numpy as np
    >>> from cnnkit.lessons import find
    >>> grade(find("double"), lambda y: y * np.uint8(2)).passed
    False
    """
    with originals() as replaced:
        trials = trials_of(asked, seed)
    problem = _not_callable(asked, function)
    if problem:
        return Report(asked.id, False, 0.0, (), problem, hints=())
    verdicts, outcomes = [], []
    for case, right in zip(trials.cases, trials.expected, strict=True):
        outcome = calling(function, case.args, asked.names, asked.answers)
        if outcome.kind == "not attempted":
            return Report(asked.id, False, 0.0, (), outcome.problem, hints=(first_hint(asked),))
        if outcome.kind in ("interrupted", "borrowed"):
            return Report(asked.id, False, 0.0, (), outcome.problem)
        with originals():
            verdicts.append(_verdict(outcome, right, asked))
        outcomes.append(outcome)
    report = _varies(trials, outcomes, verdicts, function, calling)
    if report is None:
        with originals():
            report = None if _passes(trials, verdicts) else refusal(trials, outcomes, verdicts)
        report = report or _right(trials, remarks(trials, verdicts, function, calling))
    if replaced:
        report = _with_note(report, f"{', '.join(replaced)} was replaced in this session; the check used the original.")
    return report


def _not_callable(asked: Exercise, function: object) -> str:
    if not callable(function):
        return (
            f"A function is needed, but {type(function).__name__[:40]} came. "
            f'Write check("{asked.id}", {asked.id}) without brackets after the second name.'
        )
    try:
        if getattr(function, "stands_in", False) is True:
            return "This is the package's version, which stands in for yours. Run the cell that defines yours again."
        code = getattr(getattr(function, "py_func", function), "__code__", None)
        own = code is not None and is_operation(code.co_filename.replace("\\", "/"))
    except Exception:  # an object that does not let itself be looked at
        own = False
    if own:
        return "That is the package's own function. Here you write yours; the package's is yours to use afterwards."
    return fits_signature(function, asked.names)


def _verdict(outcome: Outcome, right: tuple, asked: Exercise) -> Verdict:
    if outcome.kind == "raised":
        return Verdict(False, outcome.problem, expected=right)
    try:
        value = asked.judged(outcome.value, outcome.given)
    except Exception as error:  # arguments that the call left in pieces
        what = f"{type(error).__name__}: {error}"[:200]
        return Verdict(False, f"What your function left behind could not be read ({what}). Leave {asked.names[0]} whole.", expected=right)
    verdict = judge(value, right, asked.results)
    if outcome.value is None and outcome.printed.strip():
        return Verdict(False, "Your function printed its result; end it with return.", expected=right)
    if verdict.right and outcome.changed:
        argument = outcome.given[asked.names.index(outcome.changed)]
        return changed_argument(verdict, outcome.changed, argument)
    return verdict


def _passes(trials: Trials, verdicts: list[Verdict]) -> bool:
    return all(verdict.right for case, verdict in zip(trials.cases, verdicts, strict=True) if case.judged)


def _right(trials: Trials, note: str) -> Report:
    asked = trials.exercise
    checks = tuple((case.label, True) for case in trials.cases if case.judged)
    passes = f"all {len(checks)} checks" if len(checks) > 1 else f"the check: {checks[0][0]}"
    return Report(
        asked.id, True, 1.0, (), f"Right. It passes {passes}.", checks=checks,
        solution=source_of(asked.solution), note=note,
    )  # fmt: skip


def _varies(trials: Trials, outcomes: list[Outcome], verdicts: list[Verdict], function: Callable, calling: Callable) -> Report | None:
    """The report on a function that gives two results for one input: the first two cases and one that is wrong."""
    asked, cases = trials.exercise, trials.cases
    again = [0, 1, *(k for k, verdict in enumerate(verdicts) if not verdict.same)][:3]
    for k in again:
        # only where there is one right answer, and something was returned that can be compared
        if k >= len(cases) or not (cases[k].judged and cases[k].named and verdicts[k].parts):
            continue
        outcome = calling(function, cases[k].args, asked.names)
        with originals():  # the call may have replaced something again
            second = _verdict(outcome, verdicts[k].expected, asked)
            if outcome.kind == "returned" and same_parts(second.parts, verdicts[k].parts):
                continue
        return Report(
            asked.id,
            False,
            0.5,
            (),
            "Called twice with the same input, your function gives two different results.\n"
            "It keeps something from the first call, or draws at random.",
            checks=(*((case.label, v.right) for case, v in zip(cases, verdicts, strict=True) if case.judged), ("a second call", False)),
            call=call_of(asked.id, k, cases[k].args, trials.seed),
            sizes=sizes_of(asked.names, cases[k].args),
            pattern="Called twice with the same input, your function gives two different results.",
        )
    return None


def _with_note(report: Report, note: str) -> Report:
    return replace(report, note=f"{report.note} {note}".strip())
