"""Going through the patterns, the most telling first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from cnnkit.grader.facts import facts_of
from cnnkit.grader.judging import Verdict, agreeing, read, same_parts
from cnnkit.grader.patterns.amounts import (
    cut_off,
    decimals,
    factor,
    nothing,
    replaced,
    rounded,
    shift_of_all,
    starts,
    without_bias,
    wrapped,
)
from cnnkit.grader.patterns.as_if import as_if
from cnnkit.grader.patterns.given import given, statistic, summed
from cnnkit.grader.patterns.order import exchanged, flipped, mixed, shifted
from cnnkit.grader.patterns.outline import outline
from cnnkit.grader.patterns.places import copies, members, places, sparse
from cnnkit.grader.patterns.seen import ENOUGH, Seen
from cnnkit.grader.patterns.sizes import formula

__all__ = ["pattern_of"]


@np.errstate(all="ignore")  # results may hold anything, and sums of them are tried
def pattern_of(
    names: tuple[str, ...],
    results: tuple[str, ...],
    calls: Sequence[tuple],
    verdicts: Sequence[Verdict],
    expected: Callable | None = None,
) -> str:
    """What all wrong results have in common, a sentence; empty where nothing is found.

    Parameters
    ----------
    names, results : tuple of str
        Names of the arguments and of the results.
    calls : sequence of tuple
        The arguments of each case.
    verdicts : sequence of Verdict
        How each of them was judged.
    expected : function of the arguments, optional
        The right answer, to try it on other inputs.

    Examples
    --------
    >>> from cnnkit.grader.judging import judge
    >>> right = np.arange(6.0).reshape(2, 3)
    >>> pattern_of(("y",), ("u",), [(right,)] * 2, [judge(right.T, (right,), ("u",))] * 2)
    'Your u is the right one transposed: rows and columns are exchanged.'
    """
    whole = _as_wholes(results, verdicts)
    if whole:
        return whole
    facts = [facts_of(names, args) for args in calls]
    for k, name in enumerate(results):
        every = [
            Seen(facts[i], dict(zip(names, calls[i], strict=True)), v.parts[k], v.expected[k], v.whole[k])
            for i, v in enumerate(verdicts)
            if len(v.parts) == len(results)
        ]
        bad = [one for one in every if one.wrong]
        if bad:
            found = _first(name, bad, every)
            found = found or (as_if(name, k, len(results), bad, expected) if expected and _telling(bad) else "")
            return agreeing(name, found)
    return ""


def _telling(bad: list[Seen]) -> bool:
    """Whether so much is wrong that another right answer does not fit by chance."""
    return sum(max(int(one.off.sum()), 1) if one.fits else one.yours.size for one in bad) >= ENOUGH or len(bad) > 2


def _first(name: str, bad: list[Seen], every: list[Seen]) -> str:
    out = [one for one in bad if not one.fits]
    cells = sum(max(int(one.off.sum()), 1) if one.fits else one.yours.size for one in bad)
    if cells >= ENOUGH:
        found = decimals(name, bad, every)
        found = found or exchanged(name, bad) or flipped(name, bad) or members(name, bad, every) or shifted(name, bad)
        found = found or mixed(name, bad) or given(name, bad, every) or summed(name, bad, every)
        if found:
            return found
    if out:
        return formula(name, every) or outline(name, bad, every)
    for search in (wrapped, rounded, nothing, starts, factor, without_bias, shift_of_all, replaced, statistic):
        found = search(name, bad, every)
        if found:
            return found
    if bad[0].right.ndim == 0:
        return formula(name, every)
    if cells < ENOUGH:
        return ""
    for search in (cut_off, copies, places, sparse):
        found = search(name, bad, every)
        if found:
            return found
    return shifted(name, bad)


def _as_wholes(results: tuple[str, ...], verdicts: Sequence[Verdict]) -> str:
    """Results exchanged, or something besides them returned."""
    wrong = [v for v in verdicts if not v.same and v.value is not None]
    if not wrong:
        return ""
    if len(results) > 1 and all(len(v.parts) == len(results) and _exchanged(v) for v in wrong) and any(
        same_parts(v.parts[::-1], v.expected) for v in wrong
    ):
        return f"The results are there, but in another order: ({', '.join(results)}) is needed."
    values = [v.value for v in wrong]
    if not all(type(value) in (tuple, list) and len(value) != len(results) for value in values):
        return ""
    for place in range(min(4, *map(len, values))) if len(results) == 1 else ():
        if all(_is(value[place], v) for value, v in zip(values, wrong, strict=True)):
            return f"{results[0]} was asked for, and stands at place {place} of the {len(values[0])} results that you return; return it alone."
    return ""


def _exchanged(verdict: Verdict) -> bool:
    """Whether the results have each other's shapes, and are not right as they stand."""
    return [part.shape for part in verdict.parts[::-1]] == [part.shape for part in verdict.expected]


def _is(item: object, verdict: Verdict) -> bool:
    part, problem, _ = read(item, "")
    return not problem and same_parts((part.astype(np.float64),), verdict.expected)
