"""expose: judge two inputs that are to show where a wrong program agrees with the right one, and where not."""

from __future__ import annotations

import numpy as np

from cnnkit.grader.exercise import Exercise, Expose
from cnnkit.grader.judging import as_parts, same_parts
from cnnkit.grader.original import originals
from cnnkit.grader.report import Report
from cnnkit.mistakes import CATALOGUE, identifier

__all__ = ["expose"]


def expose(
    asked: Expose, exercise: Exercise, agree: tuple | dict | None = None, differ: tuple | dict | None = None
) -> Report:
    """Judge two inputs: on one the wrong program agrees with the right one, on the other it does not.

    Parameters
    ----------
    asked : Expose
        The wrong program.
    exercise : Exercise
        The exercise whose arguments the inputs have.
    agree, differ : tuple of arguments, or dict by name
        The two inputs; the right answer must not be all zero.

    Returns
    -------
    Report
        Names the condition that hides the fault, and which other wrong programs `differ` tells apart.

    Examples
    --------
    >>> from cnnkit.lessons import exposes, find
    >>> item = exposes()["rounded_up"]
    >>> expose(item, find(item.exercise), (7, 3, 2, 0, 1), (8, 3, 2, 0, 1)).passed
    True
    """
    if agree is None or differ is None:
        wanted = exercise.arguments if "," in exercise.arguments else f"{exercise.arguments},"
        return Report(asked.id, False, 0.0, (), f"Not attempted yet. Give agree=({wanted}) and differ=(…).")
    with originals():
        first, hidden, _ = _try(asked, exercise, agree, True)
        second, shown, args = _try(asked, exercise, differ, False)
        told = "" if not shown else _others(asked, exercise, args)
    return Report(
        asked.id,
        hidden and shown,
        (hidden + shown) / 2,
        (),
        f"{'Exposed.' if hidden and shown else 'Not exposed yet.'}\nagree: {first}\ndiffer: {second}{told}",
        checks=(("agree", hidden), ("differ", shown)),
    )


def _try(asked: Expose, exercise: Exercise, given, agree: bool) -> tuple[str, bool, tuple]:
    """(sentence, whether it is what was asked for, arguments)."""
    args, problem = _arguments(exercise, given)
    if problem:
        return problem, False, ()
    for applies, words in asked.trivial:
        if applies(*args):
            return f"{words}.", False, args
    try:
        right = as_parts(exercise.expected(*args), len(exercise.results))
        if not any(part.size for part in right):
            raise ValueError
    except Exception:
        return f"the exercise has no answer for these arguments, ({exercise.arguments}).", False, args
    if not any(np.any(part) for part in right):
        return "the right answer is all zeros, where almost every program agrees.", False, args
    try:
        wrong = as_parts(exercise.program.wrong(*asked.switches)(*args), len(exercise.results))
        same = same_parts(right, wrong)
    except Exception:
        same = False
    if same and agree:
        return f"both programs give the same. Why: {_condition(asked, args)}.", True, args
    if same:
        return "both programs still give the same here.", False, args
    if agree:
        return "the two programs already differ here.", False, args
    return "the programs differ, so a test with this input would have caught it.", True, args


def _condition(asked: Expose, args: tuple) -> str:
    for applies, words in asked.conditions:
        if applies(*args):
            return words
    return "the numbers happen to cancel on this input"


def _others(asked: Expose, exercise: Exercise, args: tuple) -> str:
    """Which other known wrong programs this input tells from the right one."""
    right = as_parts(exercise.expected(*args), len(exercise.results))
    caught, missed = [], []
    for switch in exercise.program.switches:
        if switch in asked.switches:
            continue
        try:
            same = same_parts(
                as_parts(exercise.program.wrong(switch)(*args), len(exercise.results)), right
            )
        except Exception:
            same = False
        (missed if same else caught).append(CATALOGUE[identifier(switch)].name)
    total = len(caught) + len(missed)
    if not total:
        return ""
    text = f"\nThe same input tells {len(caught)} of {total} other wrong programs from the right one."
    if missed:
        names = "; ".join(dict.fromkeys(missed[:3]))
        text += f" It misses {'for example ' if len(missed) > 3 else ''}these: {names}."
    return text


def _arguments(exercise: Exercise, given) -> tuple[tuple, str]:
    names = exercise.names
    if isinstance(given, dict):
        missing = [name for name in names if name not in given]
        if missing:
            return (), f"{', '.join(missing)} is missing; the arguments are ({exercise.arguments})."
        given = tuple(given[name] for name in names)
    if not isinstance(given, tuple | list) or len(given) != len(names):
        return (), f"give a tuple of {len(names)} arguments, ({exercise.arguments})."
    return tuple(_plain(name, value) for name, value in zip(names, given, strict=True)), ""


def _plain(name: str, value):
    """Nested lists of maps and filters become arrays; sizes and names stay."""
    if name.endswith("size") or name in ("layers", "name"):
        return tuple(value) if isinstance(value, list) and name != "layers" else value
    if isinstance(value, np.ndarray | list):
        try:
            return np.array(value, dtype=np.float64)
        except (TypeError, ValueError):
            return value
    return value
