"""grade: a function of (exercise, function, seed); tries every case, judges, diagnoses, reports.

It reads no disk and knows no lesson: the same call gives the same report in any folder.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cnnkit.grader.calling import Outcome, call, fits_signature, is_operation
from cnnkit.grader.diagnosing import recognise
from cnnkit.grader.exercise import Exercise
from cnnkit.grader.judging import Verdict, judge
from cnnkit.grader.original import originals
from cnnkit.grader.report import Grids, Report
from cnnkit.grader.trials import trials_of
from cnnkit.mistakes import CATALOGUE
from cnnkit.numbers import number

__all__ = ["grade", "source_of"]


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
    >>> from cnnkit.lessons import find
    >>> grade(find("double"), lambda y: y * np.uint8(2)).passed
    False
    """
    with originals() as changed:
        trials = trials_of(asked, seed)
    problem = _not_callable(asked, function)
    if problem:
        return Report(asked.id, False, 0.0, (), problem, hints=())
    verdicts, outcomes = [], []
    for case, right in zip(trials.cases, trials.expected, strict=True):
        outcome = calling(function, case.args, asked.names, asked.answers)
        if outcome.kind in ("not attempted", "interrupted", "borrowed"):
            return Report(asked.id, False, 0.0, (), outcome.problem)
        with originals():
            verdicts.append(_verdict(outcome, right, asked))
        outcomes.append(outcome)
    with originals():
        report = _report(trials, outcomes, verdicts, function, calling)
    if changed:
        report = _with_note(report, f"{', '.join(changed)} was replaced in this session; the check used the original.")
    return report


def source_of(function: Callable) -> str:
    """The source text of a function, or nothing where Python does not know it.

    Examples
    --------
    >>> source_of(print)
    ''
    """
    try:
        return textwrap.dedent(inspect.getsource(getattr(function, "py_func", function)))
    except (OSError, TypeError, IndentationError):
        return ""


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
        return Verdict(
            False,
            f"The values are right, but your function changed its argument {outcome.changed}. "
            f"Work on a copy: {outcome.changed} = {outcome.changed}.copy().",
            parts=verdict.parts,
            expected=right,
        )
    return verdict


def _report(trials, outcomes, verdicts, function, calling) -> Report:
    asked, cases = trials.exercise, trials.cases
    judged = [k for k, case in enumerate(cases) if case.judged]
    checks = tuple((cases[k].label, verdicts[k].right) for k in judged)
    score = sum(right for _, right in checks) / len(checks)
    if all(verdicts[k].right for k in judged):
        return _right(asked, cases, verdicts, checks, function, calling)
    first = next(k for k in judged if not verdicts[k].right)
    mistakes = recognise(trials, verdicts)
    if asked.changed_input and any(o.changed for o in outcomes):
        mistakes = tuple(sorted({*mistakes, asked.changed_input}))
    shown = _clearest(cases, verdicts)
    grids, witness = _picture(asked, cases[shown], verdicts[shown]) if shown is not None else (None, "")
    return Report(
        asked.id,
        False,
        score,
        mistakes,
        _message(asked, cases, verdicts, first, mistakes),
        hints=_hints(asked, mistakes, grids),
        checks=checks,
        grids=grids,
        witness=witness,
        solution=source_of(asked.solution) if any(verdict.parts for verdict in verdicts) else "",
    )


def _right(asked, cases, verdicts, checks, function, calling) -> Report:
    for case, verdict in zip(cases[:2], verdicts, strict=False):
        if not (case.judged and case.named):  # only where there is one right answer
            continue
        outcome = calling(function, case.args, asked.names)
        if not judge(asked.judged(outcome.value, outcome.given), verdict.expected, asked.results).right:
            return Report(
                asked.id,
                False,
                0.5,
                (),
                "Called twice with the same input, your function gives two different results.\n"
                "It keeps something from the first call, or draws at random.",
                checks=(*checks, ("a second call", False)),
            )
    note = next((verdict.note for verdict in verdicts if verdict.note), "")
    passes = f"all {len(checks)} checks" if len(checks) > 1 else f"the check: {checks[0][0]}"
    return Report(
        asked.id, True, 1.0, (), f"Right. It passes {passes}.", checks=checks,
        solution=source_of(asked.solution), note=note,
    )  # fmt: skip


def _message(asked, cases, verdicts, first, mistakes) -> str:
    lines = []
    if len(mistakes) == 1:
        lines.append(f"Looks like: {CATALOGUE[mistakes[0]].name}.")
    elif mistakes:
        lines.append(f"Looks like two things at once: {'; '.join(CATALOGUE[m].name for m in mistakes)}.")
    where = f" First seen with {cases[first].label}{_called(asked, cases[first])}." if cases[first].label else ""
    problem, _, line = verdicts[first].problem.partition("\n")
    lines += [problem + where, line] if line else [problem + where]
    stages = [case.stage for case in cases if case.stage]
    stage = cases[first].stage
    if stage and stage != stages[0]:
        before = list(dict.fromkeys(stages[: stages.index(stage)]))
        lines.append(f"Right so far: {', '.join(before)}. The next step is {stage}.")
    lines += [CATALOGUE[m].why for m in mistakes]
    return "\n".join(lines)


def _called(asked, case) -> str:
    """The call itself, where its arguments are few plain numbers: ", output_size(8, 3, 2, 0, 1)"."""
    few = all(type(arg) is int or (type(arg) is list and len(str(arg)) < 60) for arg in case.args)
    if not few or case.label[0] in "([":  # the label is the arguments already
        return ""
    return f", {asked.id}({', '.join(map(str, case.args))})"


def _hints(asked, mistakes, grids) -> tuple[str, ...]:
    place = asked.hints[0]
    if asked.measure is not None:  # what a net holds after a call is nothing to work out by hand
        pass
    elif grids is not None and grids.expected.size == 1:
        place = f"Work out {grids.name} by hand. {place}"
    elif grids is not None:
        place = f"Work out {grids.name} at row {grids.cell[0]}, column {grids.cell[1]} by hand. {place}"
    if not mistakes:
        return (place, *asked.hints[1:])
    return (place, asked.hints[1], " ".join(CATALOGUE[m].line for m in mistakes))


def _clearest(cases, verdicts) -> int | None:
    """The wrong case with the fewest numbers: the one that can be checked by hand."""
    wrong = [k for k, v in enumerate(verdicts) if v.parts and any(off.any() for off in v.wrong)]
    size = {k: sum(_count(arg) for arg in cases[k].args) for k in wrong}
    return min(wrong, key=size.get, default=None)


def _count(arg) -> int:
    return arg.size if isinstance(arg, np.ndarray) else len(arg) if isinstance(arg, list) else 1


def _picture(asked, case, verdict) -> tuple[Grids, str]:
    part = next(k for k, off in enumerate(verdict.wrong) if off.any())
    index = tuple(int(n) for n in np.argwhere(verdict.wrong[part])[0])
    expected, yours = verdict.expected[part], verdict.parts[part]
    if expected.ndim < 2:
        expected, yours = expected.reshape(1, -1), yours.reshape(1, -1)
        map_, cell = (), (0, index[0] if index else 0)
    else:
        map_, cell = index[:-2], index[-2:]
    name = asked.results[part] + (f"[{', '.join(map(str, map_))}]" if map_ else "")
    grids = Grids(name, expected[map_], yours[map_], cell, f"Seen with {case.label}." if case.label else "")
    written = asked.witness(case.args, part, index) if asked.witness else ""
    if written:
        written += f"; yours is {number(float(verdict.parts[part][index]))}"
    return grids, written


def _with_note(report: Report, note: str) -> Report:
    return replace(report, note=f"{report.note} {note}".strip())
