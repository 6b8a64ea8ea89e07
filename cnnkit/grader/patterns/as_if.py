"""Right for other inputs: as if an argument were another one, or a part of it were left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import combinations

import numpy as np

from cnnkit.grader.judging import as_parts
from cnnkit.grader.patterns.seen import Seen, equal
from cnnkit.reference.reading import loosely

__all__ = ["as_if"]

FIXED = {"stride": (1, 2), "padding": (0, 1, 2), "dilation": (1,), "output_padding": (0,), "learning_rate": (1.0, 0.1, 0.01, 0.001), "kernel_size": (2, 3)}
PARTS = (
    ("the last row", np.s_[..., -1:, :]), ("the last column", np.s_[..., -1:]), ("the first row", np.s_[..., :1, :]),
    ("the first column", np.s_[..., :1]),
)  # fmt: skip
TURNED = (
    ("turned by 180°", lambda a: a[..., ::-1, ::-1]), ("with its rows in reverse order", lambda a: a[..., ::-1, :]),
    ("with its columns in reverse order", lambda a: a[..., ::-1]), ("with rows and columns exchanged", lambda a: a.swapaxes(-1, -2)),
    ("with its first two axes exchanged", lambda a: a.swapaxes(0, 1) if a.ndim > 2 else a),
)
VALUES = (
    ("for |{}|, without its signs", np.abs), ("for the signs of {} alone", np.sign), ("when every number of {} is 1", np.ones_like),
    ("when every number of {} is replaced by their mean", lambda a: np.full_like(a, a.mean())),
)  # fmt: skip
VALUED = tuple(turn for _, turn in VALUES)
CUT = (
    ("without its first row and column", lambda a: a[..., 1:, 1:]), ("without its last row and column", lambda a: a[..., :-1, :-1]),
    ("with a frame of zeros", lambda a: np.pad(a, [(0, 0)] * (a.ndim - 2) + [(1, 1)] * 2)),
)  # fmt: skip
BATCHES = ("y", "dz", "du", "z")  # their first axis counts examples
PLACES = ("positions", "winner")  # where something is, no amounts
SEARCHED = ("heatmaps",)  # for their largest cell: a 0 in place of a cell may win, so it is not left out


def as_if(name: str, part: int, count: int, bad: list[Seen], expected: Callable) -> str:
    """What the results are right for, where that is one and the same change of the inputs in every wrong case.

    Parameters
    ----------
    name : str
        The result.
    part, count : int
        Its number, and how many results there are.
    bad : list of Seen
        The wrong cases.
    expected : function of the arguments
        The right answer.
    """
    bad = sorted(bad, key=lambda one: one.right.size)
    names = tuple(bad[0].args)
    for words, change in _changes(names, positioned=count == 2 and names == ("y", "kernel_size", "stride")):
        if all(_fits(one, part, count, names, change, expected) for one in bad):
            return f"Your {name} is the right one {words}."
    if all(one.right.ndim > 2 and _from_the_end(one, part, count, names, expected) for one in bad):
        return f"Your {name} is the right one counted from the end, with the last row and column for the first."
    return ""


def _from_the_end(one: Seen, part, count, names, expected) -> bool:
    args = one.args
    for name in names:
        args = _turned(args, name, TURNED[0][1]) or args
    made = None if args is one.args else _made(args, part, count, names, expected)
    return made is not None and made.ndim > 2 and equal(made[..., ::-1, ::-1], one.yours)


def _fits(one: Seen, part, count, names, change, expected) -> bool:
    args = change(one.args)
    made = None if args is None else _made(args, part, count, names, expected)
    return made is not None and equal(made, one.yours)


def _made(args: dict, part, count, names, expected) -> np.ndarray | None:
    """What is right for other inputs, if anything is; the arguments, such as a random generator, stay as they are."""
    if isinstance(stride := args.get("stride"), int) and stride < 1:
        return None  # such a window never gets to the end, and a right answer may wait for that
    kept = [args[n] if isinstance(args[n], np.ndarray) else deepcopy(args[n]) for n in names]
    try:
        with np.errstate(all="ignore"), loosely():
            return as_parts(expected(*kept), count)[part]
    except Exception:
        return None


def _changes(names: tuple[str, ...], positioned: bool) -> Iterator[tuple[str, Callable]]:
    """(words, function of the arguments that gives other ones, or None where it changes nothing that is there)."""
    for name in names:
        for value in FIXED.get(name, ()):
            yield f"for {name} {value:g}, whatever {name} is", lambda args, n=name, v=value: _number(args, n, v)
        if name in ("stride", "padding", "dilation", "kernel_size"):
            for sign, step in (("+", 1), ("−", -1)):
                yield f"for {name} {sign} 1", lambda args, n=name, k=step: _number(args, n, args[n] + k) if isinstance(args[n], int) else None
        if name == "padding":
            yield "for twice the padding", lambda args: args | {"padding": 2 * args["padding"]}
        if name in ("input_size", "kernel_size"):
            yield f"for a square {name}, with as many columns as rows", lambda args, n=name: _square(args, n, 0)
            yield f"for a square {name}, with as many rows as columns", lambda args, n=name: _square(args, n, 1)
            yield f"for {name} with rows and columns exchanged", lambda args, n=name: _swapped(args, n)
        if name == "bias":
            yield "without the bias", lambda args: args | {"bias": np.zeros_like(args["bias"])}
            yield "for the opposite bias", lambda args: args | {"bias": -np.asarray(args["bias"])}
            yield "for a bias of 1", lambda args: args | {"bias": np.ones_like(args["bias"])}
    for name in names:
        if name in SEARCHED:
            continue
        # where the largest cell is looked for, what is left out is what never wins
        nothing = -np.inf if positioned and name == "y" else 0.0
        for words, place in PARTS:
            yield f"when {words} of {name} is left out", lambda args, n=name, at=place, v=nothing: _without(args, n, at, v)
        yield f"when {'the first row and column'} of {name} are left out", lambda args, n=name, v=nothing: _twice(args, n, 2, v)
        yield f"when {'the last row and column'} of {name} are left out", lambda args, n=name, v=nothing: _twice(args, n, 0, v)
        if name in BATCHES:
            for words, index in (("the first", 0), ("the last", -1)):
                yield f"for {words} example of {name} alone", lambda args, n=name, k=index: _only(args, n, 0, k)
        for axis in (0, 1):
            for words, index in (("the first", 0), ("the last", -1)):
                if name in ("w", "patch", "dz", "y") and not (axis == 0 and name in BATCHES):
                    yield f"when only {words} entry of axis {axis} of {name} counts", lambda args, n=name, a=axis, k=index: _only(args, n, a, k)
        if name in ("w", "patch"):
            for words, cell in (("the last", np.s_[..., -1:, -1:]), ("the first", np.s_[..., :1, :1])):
                yield f"when only {words} cell of {name} counts", lambda args, n=name, at=cell: _cell(args, n, at)
        for words, turn in (*TURNED, *(CUT if name in ("y", "du", "dz") else ())):
            yield f"for {name} {words}", lambda args, n=name, f=turn: _turned(args, n, f)
        for words, turn in VALUES:
            yield words.format(name), lambda args, n=name, f=turn: _turned(args, n, f)
        for words, index in (("first", 0), ("last", -1)):
            yield f"when only the {words} of {name} counts", lambda args, n=name, k=index: _entry(args, n, k)
    for one, other in combinations(names, 2):
        yield f"when {one} and {other} change places", lambda args, a=one, b=other: _places(args, a, b)


def _number(args, name, value):
    return args | {name: value} if isinstance(args[name], int | float) and args[name] != value else None


def _square(args, name, side):
    size = args[name]
    return args | {name: (size[side], size[side])} if isinstance(size, tuple) and size[0] != size[1] else None


def _swapped(args, name):
    size = args[name]
    return args | {name: size[::-1]} if isinstance(size, tuple) and size[0] != size[1] else None


def _array(args, name):
    value = args[name]
    numbers = isinstance(value, np.ndarray) and value.dtype.kind in "fi" and value.ndim > 1 and name not in PLACES
    return value.astype(float) if numbers and value.dtype.kind == "i" else value if numbers else None


def _without(args, name, place, nothing):
    array = _array(args, name)
    if array is None:
        return None
    array = array.copy()
    array[place] = nothing
    return args | {name: array}


def _twice(args, name, first, nothing):
    once = _without(args, name, PARTS[first][1], nothing)
    return None if once is None else _without(once, name, PARTS[first + 1][1], nothing)


def _only(args, name, axis, index):
    array = _array(args, name)
    if array is None or array.ndim <= axis:
        return None
    kept = np.zeros_like(array)
    place = (slice(None),) * axis + (index,)
    kept[place] = array[place]
    return args | {name: kept}


def _cell(args, name, place):
    array = _array(args, name)
    if array is None:
        return None
    kept = np.zeros_like(array)
    kept[place] = array[place]
    return args | {name: kept}


def _turned(args, name, turn):
    value = args[name]
    if isinstance(value, list) and value and all(isinstance(a, np.ndarray) for a in value) and turn in VALUED:
        return args | {name: [turn(a) for a in value]}
    array = _array(args, name)
    return None if array is None else args | {name: np.ascontiguousarray(turn(array))}


def _entry(args, name, index):
    """One entry of a list of layers."""
    value = args[name]
    layers = isinstance(value, list) and len(value) > 1 and all(isinstance(one, tuple) for one in value)
    return args | {name: [value[index]]} if layers else None


def _places(args, one, other):
    """Two arguments of the same kind exchanged."""
    a, b = args[one], args[other]
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        alike = a.shape == b.shape
    elif type(a) is int and type(b) is int:
        alike = min(a, b) > 0  # a stride of 0 would never end
    else:
        alike = isinstance(a, list) and isinstance(b, list)
    return args | {one: b, other: a} if alike else None
