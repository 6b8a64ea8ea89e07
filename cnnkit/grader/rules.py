"""What arguments have to be for the right program to take them, and in words what is not so.

Arguments of an exercise are described by the letters of their axes, "y: T M H W"; the same letter is the same
size everywhere.  Numbers are described by what they count: "stride: 1.." is a whole number from 1 on.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["Rules"]

LARGEST_NUMBER = 1000  # a longer row shows nothing that a shorter one does not
LARGEST_SIDE = 12  # the same, where arrays are made of the numbers: sizes, strides, padding
MOST_CELLS = 4000
OTHERS = {"U": "text", "S": "text", "b": "True and False", "c": "complex numbers"}  # by the letter of their dtype
MOST_WORK = 60_000  # products that the plain formulas are made to add up


@dataclass(frozen=True)
class Rules:
    """The rules of one exercise's arguments.

    Parameters
    ----------
    arguments : tuple of str
        "y: T M H W" for an array, a digit for a fixed size, "*" for any further axes; "input_size: (H W)" for a pair;
        "stride: 1.." for a whole number from 1 on.
    relations : tuple of (predicate of the arrays, letters and numbers by name, words)
        What has to hold between them; the words say what does not.

    Examples
    --------
    >>> rules = Rules(("w: K K", "stride: 1.."), ((lambda f: f["stride"] <= f["K"], "stride is larger than K"),))
    >>> rules.read((np.ones((2, 3)), 1))[1]
    'w has the axes (K, K), but its sizes 2 and 3 differ'
    >>> rules.read(([[1, 2], [3, 4]], 5))[1]
    'stride is larger than K'
    """

    arguments: tuple[str, ...]
    relations: tuple[tuple[Callable, str], ...] = ()

    def read(self, given: tuple) -> tuple[tuple, str]:
        """(arguments as the programs take them, what is not allowed); nested lists become arrays."""
        letters: dict[str, int] = {}
        args, cells = [], 0
        alone = all(".." in line for line in self.arguments)
        for line, value in zip(self.arguments, given, strict=True):
            name, _, shape = line.partition(": ")
            read = (_number if alone else _side) if ".." in shape else _pair if shape.startswith("(") else _array
            arg, problem = read(name, value, shape, letters)
            if problem:
                return (), problem
            args.append(arg)
            cells += arg.size if isinstance(arg, np.ndarray) else 0
        names = [line.partition(": ")[0] for line in self.arguments]
        for holds, words in self.relations:
            if not holds(dict(zip(names, args, strict=True)) | letters):
                return (), words
        read = {"H", "W"} if "H′" in letters else set()  # the windows of a scan lie side by side on the map that they read
        work = math.prod(max(1, size) for letter, size in letters.items() if letter not in read)  # padding may be 0
        if cells > MOST_CELLS or (work > MOST_WORK and cells):
            return (), "this is larger than it needs to be; a few cells show as much and can be checked by hand"
        return tuple(args), ""


def _number(name, value, shape, letters, largest=LARGEST_NUMBER):
    least = int(shape.partition("..")[0])
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        return None, f"{name} has to be a whole number, but {_seen(value)} came"
    if value < least:
        return None, f"{name} has to be at least {least}, but {value} came"
    if value > largest:
        return None, f"{name} = {value} is larger than it needs to be; {largest} is the most"
    letters[name] = int(value)
    return int(value), ""


def _side(name, value, shape, letters):
    return _number(name, value, shape, letters, LARGEST_SIDE)


def _pair(name, value, shape, letters):
    if not isinstance(value, tuple | list) or len(value) != 2:
        came = f"{len(value)} numbers" if isinstance(value, tuple | list) and len(value) != 1 else _seen(value)
        return None, f"{name} has to be a pair (rows, columns), but {came} came"
    for letter, number in zip(shape.strip("()").split(), value, strict=True):
        _, problem = _side(f"{name} {letter}", number, "1..", {})
        if problem:
            return None, problem
        if letters.setdefault(letter, int(number)) != number:
            return None, f"{name} says {letter} = {number}, but another argument has {letter} = {letters[letter]}"
    return tuple(int(number) for number in value), ""


def _array(name, value, shape, letters):
    axes = shape.split()
    named = f"({', '.join(axes)})" if len(axes) > 1 else f"({axes[0]},)"
    if not isinstance(value, np.ndarray | list | tuple):
        return None, f"{name} has to be an array {named}, but {_seen(value)} came"
    try:
        array = np.array(value)
    except (TypeError, ValueError):
        return None, f"{name} has rows that differ in length"
    if array.dtype.kind not in "iufb" or array.dtype.kind == "b":
        return None, f"{name} has to hold numbers, but {OTHERS.get(array.dtype.kind, 'something else')} came"
    if ("*" not in axes and array.ndim != len(axes)) or array.ndim < len([a for a in axes if a != "*"]):
        return None, f"{name} has to have the axes {named}, but an array of shape {array.shape} came"
    if not array.size:
        return None, f"{name} is empty, of shape {array.shape}"
    if not np.isfinite(array).all():
        return None, f"{name} holds nan or infinity; nothing can be compared with that"
    own: dict[str, int] = {}
    for axis, size in zip(axes, array.shape, strict=False):
        if axis == "*":
            break
        if axis.isdigit():
            if size != int(axis):
                return None, f"{name} has the axes {named}, but the one of {axis} has {size}"
            continue
        if own.setdefault(axis, size) != size:
            return None, f"{name} has the axes {named}, but its sizes {own[axis]} and {size} differ"
        if letters.setdefault(axis, size) != size:
            return None, f"{name} has the axes {named} with {axis} = {size}, but another argument has {axis} = {letters[axis]}"
    if array.size > MOST_CELLS:
        return None, f"{name} is larger than it needs to be; a few cells show as much"
    return array.astype(np.float64), ""


def _seen(value) -> str:
    name = type(value).__name__
    return f"{value!r:.30}" if isinstance(value, int | float | bool) else f"{'an' if name[:1] in 'aeiou' else 'a'} {name[:30]}"
