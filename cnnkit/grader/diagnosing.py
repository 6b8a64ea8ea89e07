"""Naming the misconception: which known wrong program gives the learner's arrays?

Only arrays are compared.  A program is recognised if it agrees with the learner on every case on which both
return something, and at least one of those cases is one that the learner gets wrong.  Single faults are
tried before pairs; whether an answer is right is never decided here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cnnkit.grader.exercise import Case, Exercise
from cnnkit.grader.judging import Verdict, as_parts, same_parts
from cnnkit.mistakes import identifier

__all__ = ["recognise"]

Parts = tuple[np.ndarray, ...]


def recognise(exercise: Exercise, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Identifiers of the mistake, or the two mistakes, that explain these verdicts; empty if none does."""
    if exercise.program is None:
        return ()
    seen = [(case, v) for case, v in zip(cases, verdicts, strict=True) if v.parts]
    # wrong cases first: they tell programs apart at once
    seen.sort(key=lambda pair: pair[1].right)
    if not seen or seen[0][1].right:
        return ()
    for candidates in (exercise.program.singles(), exercise.program.pairs()):
        for faults in candidates:
            if _explains(exercise, faults, seen):
                return tuple(sorted(map(identifier, faults)))
    return ()


def _explains(exercise, faults, seen) -> bool:
    informative = False
    for case, verdict in seen:
        made = _made(exercise, faults, case)
        if made is None:
            continue
        if not same_parts(made, verdict.parts):
            return False
        informative = informative or not verdict.right
    return informative


def _made(exercise, faults, case) -> Parts | None:
    """What the wrong program returns on a case; None where it raises."""
    try:
        with np.errstate(all="ignore"):
            return as_parts(exercise.program.wrong(*faults)(*case.args), len(exercise.results))
    except Exception:
        return None
