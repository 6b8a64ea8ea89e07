"""Naming the misconception: which known wrong program gives the learner's arrays?

Only arrays are compared.  A program is recognised if

- it gives the learner's array, or raises where that array is wrong, wherever the learner's function returned one; a
  right value whose argument was changed counts as right here,
- it is wrong, or raises, wherever the learner's function raises or returns nothing that can be read,
- and it explains at least one array that is wrong.

Single faults are tried before pairs.  One that also raises in the same cases as the learner's function, and in no other,
explains all of it; where there are none among the single faults, those that leave this open stand beside the pairs that
do not.  Of several that explain the same only what they have in common is named; whether an answer is right is never
decided here.
"""

from __future__ import annotations

from collections.abc import Sequence

from cnnkit.grader.judging import Verdict, same_parts
from cnnkit.grader.trials import Trials
from cnnkit.mistakes import identifier

__all__ = ["recognise"]

CELLS = 8  # wrong cells of a single array that two faults at once have to explain; of two arrays any number


def recognise(trials: Trials, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Identifiers of the mistake, or the two mistakes, that explain these verdicts; empty if none does."""
    program = trials.exercise.program
    if program is None:
        return ()
    named = [k for k, case in enumerate(trials.cases) if case.named]
    if not any(verdicts[k].parts and not verdicts[k].same for k in named):
        return ()
    # wrong arrays first, small before large: they tell programs apart at once
    named.sort(key=lambda k: (not verdicts[k].parts, verdicts[k].same, sum(part.size for part in verdicts[k].parts)))
    found = []
    for candidates in (program.singles(), program.pairs()):
        explaining = [faults for faults in candidates if _explains(trials, faults, named, verdicts)]
        if whole := [faults for faults in explaining if _stops_alike(trials, faults, named, verdicts)]:
            found += whole
            break
        found = found or explaining
    names = [frozenset(map(identifier, faults)) for faults in found]
    # where several explain it, only what they have in common is known
    return tuple(sorted(frozenset.intersection(*names))) if names else ()


def _stops_alike(trials, faults, named, verdicts) -> bool:
    """Whether a known program raises in the very cases in which the learner's function gave nothing that can be read."""
    return all((trials.made(faults, k) is None) == (not verdicts[k].parts) for k in named)


def _explains(trials, faults, named, verdicts) -> bool:
    explained = cells = 0
    for k in named:
        made, verdict = trials.made(faults, k), verdicts[k]
        if not verdict.parts:  # raised, or nothing that can be read
            if made is not None and same_parts(made, verdict.expected):
                return False
        elif made is None:
            if verdict.same:
                return False
        elif not same_parts(made, verdict.parts):
            return False
        else:
            explained += not verdict.same
            cells += sum(int(off.sum()) for off in verdict.wrong) or sum(part.size for part in verdict.parts) * (not verdict.same)
    return explained >= 2 or (explained == 1 and (len(faults) == 1 or cells >= CELLS))
