"""Naming the misconception: which known wrong program gives the learner's arrays?

Only arrays are compared.  A program is recognised if it agrees with the learner on every case on which both
return something, and at least one of those cases is one that the learner gets wrong.  Single faults are
tried before pairs; whether an answer is right is never decided here.
"""

from __future__ import annotations

from collections.abc import Sequence

from cnnkit.grader.judging import Verdict, same_parts
from cnnkit.grader.trials import Trials
from cnnkit.mistakes import identifier

__all__ = ["recognise"]


def recognise(trials: Trials, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Identifiers of the mistake, or the two mistakes, that explain these verdicts; empty if none does."""
    program = trials.exercise.program
    if program is None:
        return ()
    seen = [k for k, verdict in enumerate(verdicts) if verdict.parts and trials.cases[k].named]
    # wrong cases first, small before large: they tell programs apart at once
    seen.sort(key=lambda k: (verdicts[k].right, sum(part.size for part in verdicts[k].parts)))
    if not seen or verdicts[seen[0]].right:
        return ()
    for candidates in (program.singles(), program.pairs()):
        for faults in candidates:
            if _explains(trials, faults, seen, verdicts):
                return tuple(sorted(map(identifier, faults)))
    return ()


def _explains(trials, faults, seen, verdicts) -> bool:
    informative = False
    for k in seen:
        made = trials.made(faults, k)
        if made is None:
            continue
        if not same_parts(made, verdicts[k].parts):
            return False
        informative = informative or not verdicts[k].right
    return informative
