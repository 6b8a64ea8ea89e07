"""check: grade what a learner wrote, note the attempt, keep a right answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cnnkit.grader.source import source_of
from cnnkit.grader.report import Report
from cnnkit.learner import record
from cnnkit.lessons import exercises, grade

__all__ = ["check"]


def check(exercise: str, function: Callable) -> Report:
    """Grade a learner's function, note the attempt, and keep a right answer for later lessons.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    function : callable
        What the learner wrote.

    Returns
    -------
    Report
        Shown by the notebook; never an exception.

    Examples
    --------
    >>> def double(y):
    ...     return 2.0 * y
    >>> check("double", double)
    double: Right. It passes all 7 checks.
    """
    report = grade(exercise, function)
    if not report.checks:
        return report
    asked = exercises()[exercise]
    # an answer that computed nothing sees the solution from its second try on
    if not report.solution and record.attempts(exercise) > 0:
        report = replace(report, solution=source_of(asked.solution))
    record.record_attempt(exercise, report.passed, report.mistakes)
    if report.passed:
        source = source_of(function)
        if source:
            record.save_answer(exercise, source)
    return report
