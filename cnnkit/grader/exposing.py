"""expose: judge two inputs that are to show where a wrong program agrees with the right one, and where not.

An input is held against the rules of the right program first, so that what no program could take is a sentence
and never a finding.  Each half is judged alone.
"""

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
        The two inputs; the right answer must not be all zero.  One of them alone is judged too.

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
    wanted = exercise.arguments if "," in exercise.arguments else f"{exercise.arguments},"
    if agree is None and differ is None:
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
    if given is None:
        return "not given yet.", False, ()
    args, problem = _arguments(exercise, given)
    if problem:
        return f"{problem}.", False, ()
    for applies, words in asked.trivial:
        if applies(*args):
            return f"{words}.", False, args
    try:
        right = as_parts(exercise.expected(*args), len(exercise.results))
    except Exception:
        right = ()
    if not any(part.size for part in right):
        return f"the exercise has no answer for these arguments, ({exercise.arguments}).", False, args
    if not any(np.any(part) for part in right):
        return "the right answer is all zeros, where almost every program agrees.", False, args
    same = _same(exercise, asked.switches, args, right)
    if same and agree:
        return f"both programs give the same. Why: {_condition(asked, args)}.", True, args
    if same:
        return "both programs still give the same here.", False, args
    if agree:
        return "the two programs already differ here.", False, args
    return "the programs differ, so a test with this input would have caught it.", True, args


def _same(exercise, switches, args, right) -> bool:
    """Whether the program with these faults gives the right answer here."""
    try:
        with np.errstate(all="ignore"):
            return same_parts(right, as_parts(exercise.program.wrong(*switches)(*args), len(exercise.results)))
    except Exception:
        return False


def _condition(asked: Expose, args: tuple) -> str:
    for applies, words in asked.conditions:
        if applies(*args):
            return words
    return "the numbers chosen here hide it"


def _others(asked: Expose, exercise: Exercise, args: tuple) -> str:
    """Which other known wrong programs this input tells from the right one."""
    right = as_parts(exercise.expected(*args), len(exercise.results))
    caught: dict[str, bool] = {}
    for switch in exercise.program.switches:
        if switch not in asked.switches:
            name = CATALOGUE[identifier(switch)].name
            caught[name] = caught.get(name, True) and not _same(exercise, (switch,), args, right)
    if not caught:
        return ""
    missed = [name for name, found in caught.items() if not found]
    text = f"\nThe same input tells {len(caught) - len(missed)} of {len(caught)} other mistakes from the right program."
    return text + (f" It misses these: {'; '.join(missed)}." if missed else "")


def _arguments(exercise: Exercise, given) -> tuple[tuple, str]:
    names = exercise.names
    if isinstance(given, dict):
        missing = [name for name in names if name not in given]
        if missing:
            return (), f"{', '.join(missing)} is missing; the arguments are ({exercise.arguments})"
        given = tuple(given[name] for name in names)
    if len(names) == 1 and isinstance(given, list | np.ndarray):  # the argument itself, without a tuple around it
        args, problem = exercise.rules.read((given,))
        if not problem:
            return args, ""
    if not isinstance(given, tuple | list) or len(given) != len(names):
        one = " A single argument needs a comma behind it: (z,)" if len(names) == 1 else ""
        count = f"{len(names)} arguments" if len(names) > 1 else "one argument"
        return (), f"give a tuple of {count}, ({exercise.arguments})" + (f".{one}" if one else "")
    return exercise.rules.read(tuple(given))
