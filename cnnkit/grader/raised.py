"""What an error from inside NumPy or Python means, in the lesson's words."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["in_words"]

LEFT = "has the window left the map? Is it cut from the padded array, and does the count stop in time?"
EMPTY = "Has the window left the map; is it cut from the padded array?"
CUT = "Has the window left the map?"
ELSEWHERE = "does a slice or a count go past the end?"  # where nothing is scanned
WEIGHTLESS = "A layer that has nothing to learn, as relu or flatten, has None for w, bias, dw and dbias: leave it out of the update."


def in_words(kind: str, text: str, *, windows: bool = True, net: bool = False) -> str:
    """A sentence about an error of this type and text; nothing where there is no more to say.

    Parameters
    ----------
    kind, text : str
        The error.
    windows : bool
        Whether the exercise has windows or filters that could leave a map.
    net : bool
        Whether the exercise is about a net, some of whose layers have no weights.

    Examples
    --------
    >>> in_words("IndexError", "index 5 is out of bounds for axis 2 with size 5")[:54]
    'Entry 5 of axis 2 was asked for, where 0 to 4 exist: h'
    """
    if net and "'NoneType'" in text:
        return WEIGHTLESS
    for pattern, words in KNOWN:
        found = re.search(pattern, f"{kind}: {text}")
        if found:
            said = words(*found.groups()) if isinstance(words, Callable) else words
            return said if windows else _without_windows(said)
    return ""


def _without_windows(said: str) -> str:
    """The same where nothing is scanned."""
    for question in (LEFT, EMPTY, CUT):
        said = said.replace(question, ELSEWHERE if question is LEFT else ELSEWHERE.capitalize())
    return said


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text.split("->")[0]))


def _by(text: str) -> str:
    return " × ".join(map(str, _sizes(text))) or "a single number"


def _not_together(one: str, other: str) -> str:
    a, b = _sizes(one), _sizes(other)
    if 0 in a or 0 in b:
        return f"A piece of {_by(one)} was to meet one of {_by(other)}: one of them is empty. {EMPTY}"
    short, long = sorted((a, b), key=len)
    if len(short) < len(long) and short == long[: len(short)]:
        return f"{_by(one)} does not meet {_by(other)}: a sum or maximum over an axis drops that axis; keepdims=True keeps it."
    if sorted(a) == sorted(b):
        return f"{_by(one)} does not meet {_by(other)}: two axes have changed places."
    if len(a) == len(b) and all(n <= m for n, m in zip(*sorted((a, b)), strict=True)):
        return f"{_by(one)} does not meet {_by(other)}: one piece is cut short: {LEFT}"
    return f"{_by(one)} does not meet {_by(other)}: which sizes belong to which array?"


def _not_into(piece: str, place: str) -> str:
    a, b = _sizes(piece), _sizes(place)
    if len(a) == len(b) and all(m <= n for n, m in zip(a, b, strict=True)):
        return f"A piece of {_by(piece)} was to go into a place of {_by(place)}: the place reaches over the end of the array. Is the array large enough, and does the place begin where it should?"
    if len(a) == len(b) and all(n <= m for n, m in zip(a, b, strict=True)):
        return f"A piece of {_by(piece)} was to fill a place of {_by(place)}: the piece is cut short. {CUT}"
    return f"A piece of {_by(piece)} was to go into a place of {_by(place)}: which sizes belong to which array?"


def _out_of_bounds(index: str, axis: str, size: str) -> str:
    exist = f"where 0 to {int(size) - 1} exist" if int(size) else "which is empty"
    return f"Entry {index} of axis {axis} was asked for, {exist}: {LEFT if int(axis) > 1 else 'which sizes belong to this array?'}"


def _not_laid_out(count: str, shape: str) -> str:
    total = 1
    for n in _sizes(shape):
        total *= n
    return f"{count} numbers were to be laid out as {_by(shape)}, which is {total}: which sizes belong to this array?"


# pattern of "type: text", and what it means: a sentence, or a function of the groups found
KNOWN = (
    (r"operands could not be broadcast together with (?:remapped )?shapes \D*?(\([\d, ]*\)(?:->\([^)]*\))?) (\([\d, ]*\))", _not_together),
    (r"could not broadcast input array from shape (\([\d, ]*\)) into shape (\([\d, ]*\))", _not_into),
    (r"output operand with shape (\([\d, ]*\)) doesn't match the broadcast shape (\([\d, ]*\))", lambda place, piece: _not_into(piece, place)),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", _out_of_bounds),
    (r"cannot reshape array of size (\d+) into shape (\([\d, ]*\))", _not_laid_out),
    (r"size (\d+) is different from (\d+)",
     lambda a, b: f"In a matrix product {a} meets {b}: the axis that is summed over has to be as long in both."),
    (r"IndexError: (?:list|tuple) index out of range", "An entry beyond the end of a list or tuple was asked for."),
    (r"too many subscripts for operand|does not contain enough|more dimensions than subscripts|too many indices",
     "An array has another number of axes than letters or indices were given."),
    (r"not enough values to unpack \(expected (\d+), got (\d+)\)|too many values to unpack \(expected (\d+)",
     "The array or tuple has another number of axes or entries than names stand on the left."),
    (r"Cannot cast ufunc",
     "An array of whole numbers cannot take decimals: np.zeros(shape) makes floats; zeros_like keeps the kind of numbers."),
    (r"'(?:numpy\.)?float\d*' object cannot be interpreted as an integer|slice indices must be integers|only integers, slices",
     "A size or an index is a float: // divides into whole numbers, / does not."),
    (r"(?:'tuple' and 'int'|'int' and 'tuple'|'tuple' object cannot be interpreted)",
     "A pair (rows, columns) was used as one number: unpack it first, as in Kh, Kw = kernel_size."),
    (r"index can't contain negative values|negative dimensions are not allowed",
     "A size or a number of rows to add is below 0: is something taken off twice, or K − 1 − p where p is too large?"),
    (r"window shape cannot be larger", "The window is larger than the array that it slides over: is the array padded?"),
    (r"zero-size array to reduction|argmax of an empty sequence|max\(\) (?:iterable argument|arg) is (?:empty|an empty)",
     f"A window is empty: {LEFT}"),
    (r"inhomogeneous shape", "Arrays of different shapes do not stand in one array: keep them in a list, and go through it one by one."),
    (r"setting an array element with a sequence|only (?:length-1|size-1|0-dimensional) arrays",
     "A whole array was to go into a single cell: is an index missing, or a sum?"),
    (r"'(?:list|tuple)' object has no attribute '(?:shape|ndim|copy|astype)'", "A list or tuple is no array: it has len, not shape."),
    (r"(?:NameError|UnboundLocalError)\D*?'(\w+)'", lambda name: f"The name {name} has no value there: is it spelt as where it was set, and set in this function?"),
    (r"axis (-?\d+) is out of bounds for array of dimension (\d+)", lambda axis, n: f"Axis {axis} was asked for, but the array has {n} {'axis' if n == '1' else 'axes'}, counted from 0."),
    (r"slice step cannot be zero", "A slice has the step 0."),
    (r"duplicate axes|repeated axis|Axes must be different", "The same axis is named twice."),
    (r"shape-mismatch for sum|dimensions in operand \d for collapsing index|has a mismatch in its core dimension",
     "Two arrays are summed over an axis that is not as long in both: is it the same axis, and is no piece cut short?"),
    (r"'NoneType' object|NoneType' and|and 'NoneType'", "Something is None there: a function that was called returned nothing, or sort, append and the like, which return nothing, stand where a value belongs."),
    (r"'builtin_function_or_method'|'function' object is not subscriptable|'method' object|'(?:method|function)' and|and '(?:method|function)'", "A function is used as a value: brackets are missing behind its name."),
    (r"backward needs a forward before it", "backward was called where nothing had gone forward yet: on the way forward a layer is asked with forward."),
    (r"'(?:int|float|numpy\.\w+|tuple|list)' object is not callable",
     "Round brackets stand behind something that is no function: is it an index, which has square brackets, or is a * missing?"),
    (r"object is not callable", "Round brackets stand behind something that is no function: a layer is asked by its methods, forward and backward."),
    (r"^AssertionError", "An assert of yours does not hold here, though the inputs are allowed."),
    (r"^ZeroDivisionError", "Something was divided by 0."),
    (r"truth value of an array", "An array was used as a condition; compare one cell at a time, or use np.where, any() or all()."),
)  # fmt: skip
