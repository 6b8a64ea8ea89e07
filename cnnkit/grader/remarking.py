"""What the writer of a right answer should know about what it returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from cnnkit.grader.calling import copied
from cnnkit.grader.judging import Verdict, as_parts, judge, same_parts
from cnnkit.grader.original import originals
from cnnkit.grader.trials import Trials

__all__ = ["remarks"]


def remarks(trials: Trials, verdicts: Sequence[Verdict], function: Callable, calling: Callable) -> str:
    """Sentences that follow "Right.": results that later cells cannot use as they are, decimals that would be lost.

    Parameters
    ----------
    trials : Trials
        The cases, all of them right.
    verdicts : sequence of Verdict
        How each was judged.
    function : callable
        What was graded.
    calling : function of (function, args, names)
        Makes the calls.
    """
    asked = trials.exercise
    notes = [verdict.note for verdict in verdicts if verdict.note][:1]
    for name in asked.indices:
        if not all(verdict.whole[asked.results.index(name)] for verdict in verdicts):
            notes.append(f"{name} came as floats; to index an array they have to be whole numbers: {name}.astype(int).")
    return " ".join([*notes, *_cut_off(trials, function, calling)][:2])


def _cut_off(trials: Trials, function: Callable, calling: Callable) -> list[str]:
    """Whether decimals are lost where one of the arrays comes as whole numbers: nobody is refused for it."""
    asked = trials.exercise
    if asked.measure is not None or asked.voice is not None:
        return []
    case = next((c for c in trials.cases if c.judged and c.named and "decimal" in c.label), None)
    for place, name in enumerate(asked.names) if case else ():
        array = case.args[place]
        if not isinstance(array, np.ndarray) or array.dtype.kind != "f" or (array == np.rint(array)).all():
            continue
        args = tuple(np.rint(a).astype(np.int64) if k == place else a for k, a in enumerate(copied(case.args)))
        with originals():
            right = _expected(trials, args)
        if right is None or all((part == np.trunc(part)).all() for part in right):
            continue
        outcome = calling(function, args, asked.names)
        if outcome.kind != "returned":
            continue
        with originals():
            came = judge(outcome.value, right, asked.results)
        results = [r for r, yours, part in zip(asked.results, came.parts, right, strict=False) if _lost(yours, part)]
        if results:
            return [
                f"Where {name} comes as whole numbers (int64), the decimals of your {results[0]} are cut off: "
                "zeros_like and the like keep the kind of numbers, np.zeros(shape) makes floats."
            ]
    return []


def _expected(trials: Trials, args: tuple) -> tuple[np.ndarray, ...] | None:
    """What is right for these arguments, if anything is."""
    try:
        with np.errstate(all="ignore"):
            return as_parts(trials.exercise.expected(*copied(args)), len(trials.exercise.results))
    except Exception:  # not every exercise has an answer for every array
        return None


def _lost(yours: np.ndarray, right: np.ndarray) -> bool:
    if same_parts((yours,), (right,)) or yours.shape != right.shape:
        return False
    whole = np.abs(right - np.rint(right)) < 1e-6  # rounding may have made it a little less, and that is cut to one less
    return same_parts((yours[~whole],), (np.trunc(right[~whole]),)) and bool((np.abs(yours - right)[whole] < 1 + 1e-6).all())
