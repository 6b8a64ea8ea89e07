"""expose: find an input on which a wrong program looks right, and one on which it does not."""

from __future__ import annotations

from dataclasses import replace

from cnnkit.grader import Report, exposing
from cnnkit.learner import record
from cnnkit.lessons import exposes, find

__all__ = ["expose"]


def expose(item: str, agree: tuple | dict | None = None, differ: tuple | dict | None = None) -> Report:
    """Judge two inputs: on one the wrong program agrees with the right one, on the other it does not.

    Parameters
    ----------
    item : str
        Id of the wrong program.
    agree, differ : tuple of arguments, or dict by name
        The two inputs; the right answer must not be all zero.

    Returns
    -------
    Report
        Names the condition that hides the fault, and which other wrong programs `differ` tells apart.

    Examples
    --------
    >>> expose("rounded_up", agree=(7, 3, 2, 0, 1), differ=(8, 3, 2, 0, 1)).passed
    True
    """
    asked = exposes().get(item) if isinstance(item, str) else None
    if asked is None:
        known = ", ".join(exposes())
        return Report(str(item)[:60], False, 0.0, (), f"There is no item of that name. There are {known}.")
    report = exposing.expose(asked, find(asked.exercise), agree, differ)
    if report.checks:
        said = record.record_attempt(f"expose:{item}", report.passed)
        report = replace(report, note=f"{report.note} {said}".strip())
    return report
