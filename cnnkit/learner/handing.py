"""What goes into a function that `use` gave, and what comes out of it, in the exercise's terms."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable

import numpy as np

from cnnkit.grader.calling import copied
from cnnkit.grader.exercise import Exercise
from cnnkit.lessons import find

__all__ = ["by_place", "like_the_exercise", "signature"]


def by_place(asked: Exercise, function: Callable, args: tuple, keywords: dict) -> tuple:
    """The arguments of a call in the order of the exercise, whether they came by place or by name.

    Parameters
    ----------
    asked : Exercise
    function : callable
        Its own names for the parameters are understood too, and its defaults stand where it has some.
    args, keywords : tuple, dict

    Raises
    ------
    TypeError
        If an argument is missing, unknown or given twice.

    Examples
    --------
    >>> by_place(find("double"), lambda y: 2 * y, (), {"y": 3})
    (3,)
    """
    names = asked.names
    if not keywords and len(args) == len(names):
        return args
    own = _parameters(function)
    if len(args) > len(names):
        raise TypeError(f"{asked.id}({asked.arguments}) takes {len(names)} arguments, but {len(args)} came")
    given = dict(zip(names, args))
    places = {name: names[k] for k, name in enumerate(list(own)[: len(names)])} | {name: name for name in names}
    for key, value in keywords.items():
        if key not in places:
            raise TypeError(f"{asked.id}({asked.arguments}) has no argument {key}")
        if places[key] in given:
            raise TypeError(f"{asked.id}({asked.arguments}): {places[key]} came twice")
        given[places[key]] = value
    for name, default in zip(names, own.values()):
        if default is not inspect.Parameter.empty:
            given.setdefault(name, default)
    if missing := [name for name in names if name not in given]:
        verb = "is" if len(missing) == 1 else "are"
        raise TypeError(f"{asked.id}({asked.arguments}): {', '.join(missing)} {verb} missing")
    return tuple(given[name] for name in names)


def signature(asked: Exercise, function: Callable) -> inspect.Signature:
    """The exercise's parameters, with the function's defaults.

    Examples
    --------
    >>> signature(find("double"), lambda x=1: x)
    <Signature (y=1)>
    """
    own = [*_parameters(function).values()][: len(asked.names)]
    own += [inspect.Parameter.empty] * (len(asked.names) - len(own))
    try:
        return inspect.Signature(
            [inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=d) for n, d in zip(asked.names, own)]
        )
    except ValueError:  # a default before a parameter without one, where the function takes them otherwise
        return inspect.Signature([inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD) for n in asked.names])


def like_the_exercise(asked: Exercise, value: object) -> object:
    """A result as the exercise has it: arrays for lists, whole numbers where they count or name something.

    Examples
    --------
    >>> like_the_exercise(find("output_size"), 3.0), like_the_exercise(find("double"), [2.0, 4.0])
    (3, array([2., 4.]))
    """
    pattern = _pattern(asked.id)
    try:
        if isinstance(pattern, tuple | list) and len(asked.results) > 1:
            return type(value)(_like(each, part) for each, part in zip(pattern, value, strict=True))
        return _like(pattern, value)
    except Exception:  # what cannot be read so is handed on as it came
        return value


def _like(pattern: object, value: object) -> object:
    if isinstance(pattern, np.ndarray):
        array = np.asarray(value)
        if pattern.dtype.kind == "i" and array.dtype.kind == "f" and not (array == np.rint(array)).all():
            return array
        wanted = np.int64 if pattern.dtype.kind == "i" else np.float64 if array.dtype.kind in "biu" else array.dtype
        return array.astype(wanted, copy=False)
    if isinstance(pattern, list) and pattern:
        return [_like(pattern[0], each) for each in value]
    if isinstance(pattern, int | np.integer) and not isinstance(pattern, bool):
        return int(value) if int(value) == value else value
    if isinstance(pattern, float | np.floating):
        return float(value)
    return value


@functools.cache
def _pattern(exercise: str) -> object:
    """What the package's version gives on the first case; None where a call does more than return something."""
    asked = find(exercise)
    if asked.measure is not None:
        return None
    try:
        return asked.adapter(*copied(asked.cases(np.random.default_rng(0))[0].args))
    except Exception:
        return None


def _parameters(function: Callable) -> dict[str, object]:
    """Names and defaults of the parameters that can be given by place."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    by_place_too = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return {one.name: one.default for one in found if one.kind in by_place_too}
