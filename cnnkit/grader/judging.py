"""Comparing what came with what is right, on plain arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cnnkit.numbers import number

__all__ = ["Verdict", "agreeing", "as_parts", "changed_argument", "differ", "judge", "kind_of", "read", "same_parts", "told_apart"]

# Relative to the largest right value: room for float32 inside or an FFT, none for a mistake.
TOLERANCE = 1e-5
SMALLEST = 0.1  # smaller results are compared as closely as those of 0.1: rounding to five decimals shows
LARGEST = 10_000_000


@dataclass(frozen=True)
class Verdict:
    """How one returned value compares with the right one.

    Parameters
    ----------
    right : bool
        Whether it is right.
    problem : str
        What is wrong, a sentence.
    note : str
        Something worth saying about a right value.
    parts, expected : tuples of arrays
        What came, as far as it could be read, and what is right.
    wrong : tuple of bool arrays
        Which cells differ, where the shapes are the same.
    same : bool
        Whether the values are right, whatever else is not.
    whole : tuple of bool
        Which parts came as whole numbers, int64 or the like.
    value : object
        What was returned, unread.
    """

    right: bool
    problem: str = ""
    note: str = ""
    parts: tuple = ()
    expected: tuple = ()
    wrong: tuple = ()
    same: bool = False
    whole: tuple = ()
    value: object = None


def as_parts(value, count: int) -> tuple[np.ndarray, ...]:
    """The right answer as a tuple of float64 arrays."""
    items = value if count > 1 else (value,)
    return tuple(np.array(item, dtype=np.float64) for item in items)


def judge(value: object, expected: tuple[np.ndarray, ...], names: tuple[str, ...]) -> Verdict:
    """Compare a returned value with the right parts."""
    if value is None:
        return Verdict(False, "Your function returned nothing. Does it end with return?", expected=expected)
    items = _items(value, expected, names)
    if items is None:
        needed = f"{len(names)} results are needed, ({', '.join(names)})"
        return Verdict(False, f"Your function returned {kind_of(value)}; {needed}.", expected=expected, value=value)
    parts, whole, notes = [], [], []
    for item, name in zip(items, names, strict=True):
        part, problem, note = read(item, name)
        if problem:
            return Verdict(False, problem, expected=expected, value=value)
        parts.append(part.astype(np.float64))
        whole.append(part.dtype.kind in "iu")
        notes += [note] if note else []
    found = Verdict(False, "", "", tuple(parts), expected, whole=tuple(whole), value=value)
    for part, right, name in zip(parts, expected, names, strict=True):
        if part.shape != right.shape:
            return replace(found, problem=agreeing(name, _other_shape(part, right, name)))
    wrong = tuple(differ(part, right) for part, right in zip(parts, expected, strict=True))
    for part, off, right, name in zip(parts, wrong, expected, names, strict=True):
        if off.any():
            return replace(found, problem=agreeing(name, _how_wrong(part, off, right, name)), wrong=wrong)
    return replace(found, right=True, same=True, note=notes[0] if notes else "", wrong=wrong)


PLURALS = ("filters", "positions", "weights", "losses", "rows", "parameters", "multiply-adds", "joints", "maps")
VERBS = (("is", "are"), ("has", "have"), ("holds", "hold"), ("goes on", "go on"), ("ends", "end"))


def agreeing(name: str, sentence: str) -> str:
    """A sentence about a result, with its verb in the plural where the name is.

    Examples
    --------
    >>> agreeing("filters", "Your filters is the right one."), agreeing("z", "z is 3; 4 was needed.")
    ('Your filters are the right ones.', 'z is 3; 4 was needed.')
    """
    if name not in PLURALS:
        return sentence
    for one, several in VERBS:
        for start in (f"Your {name} ", f"Wherever it is wrong, your {name} ", f"In each case your {name} ", f"{name} "):
            if sentence.startswith(f"{start}{one} "):
                rest = sentence[len(start) + len(one) :].replace("the right one ", "the right ones ").replace("the right one.", "the right ones.")
                return start + several + rest.replace("what it begins with", "what they begin with").replace(" with its ", " with their ")
    return sentence


def _other_shape(part, right, name) -> str:
    if part.ndim == right.ndim == 1:
        return f"{name} has {_entries(len(part))}; {len(right) or 'none'} {'was' if len(right) == 1 else 'were'} needed."
    return f"{name} has shape {part.shape}; {right.shape if right.ndim else 'a single number'} was needed."


def _entries(count: int) -> str:
    return "no entry" if count == 0 else "one entry" if count == 1 else f"{count} entries"


def _items(value, expected, names) -> tuple | None:
    """One item for each name, or None."""
    if len(names) == 1:
        return (value,)
    if type(value) is dict and all(name in value for name in names):
        return tuple(value[name] for name in names)
    single_numbers = all(part.shape == () for part in expected)
    if isinstance(value, np.ndarray) and value.shape == (len(names),) and single_numbers:
        return tuple(value)
    return tuple(value) if type(value) in (tuple, list) and len(value) == len(names) else None


def changed_argument(verdict: Verdict, name: str, argument: object) -> Verdict:
    """A verdict on right values of a function that changed its argument of this name.

    Examples
    --------
    >>> right = judge(3.0, (np.array(3.0),), ("z",))
    >>> changed_argument(right, "y", np.zeros(2)).problem
    'The values are right, but your function changed its argument y. Work on a copy: y = y.copy().'
    """
    copy = f"{name}.copy()"
    if isinstance(argument, list | tuple):  # copying the list would keep the arrays in it
        copy = f"[array.copy() for array in {name}]"
    words = f"The values are right, but your function changed its argument {name}. Work on a copy: {name} = {copy}."
    return replace(verdict, right=False, problem=words, note="")


def differ(part: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Where two arrays differ by more than rounding; infinities and nan are equal to themselves."""
    with np.errstate(all="ignore"):
        scale = max(SMALLEST, float(np.abs(right[np.isfinite(right)]).max(initial=0.0)))
        same = (np.abs(part - right) <= TOLERANCE * scale) | (part == right)
    return ~(same | (np.isnan(part) & np.isnan(right)))


def same_parts(one: tuple, other: tuple) -> bool:
    """Whether two results are the same, for naming a mistake: shapes, and values up to rounding."""
    return len(one) == len(other) and all(
        a.shape == b.shape and not differ(a, b).any()
        for a, b in zip(one, other, strict=True)
    )


def _how_wrong(part, off, right, name) -> str:
    count, cells = int(off.sum()), off.size
    if cells == 1:
        came, needed = told_apart(part.item(), right.item())
        return f"{name} is {came}; {needed} was needed."
    lost = off & ~np.isfinite(part)
    if lost.any():
        what = "nan (not a number)" if np.isnan(part[lost]).any() else "infinity"
        return f"{name} holds {what} in {int(lost.sum())} of {cells} cells."
    return f"{name} has the right shape; {count} of {cells} cells differ."


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Two different numbers, with as many digits as it takes to look different.

    Examples
    --------
    >>> told_apart(0.3, 0.6), told_apart(0.3, 0.2999925)
    (('0.3', '0.6'), ('0.3', '0.29999'))
    """
    for digits in range(4, 18):
        texts = _exact(one, digits), _exact(other, digits)
        if texts[0] != texts[1]:
            return texts
    return texts


def _exact(value: float, digits: int) -> str:
    if not np.isfinite(value):
        return number(value)
    text = f"{value:.{digits}g}" if value != round(value) or abs(value) > 1e9 else str(round(value))
    return text.replace("-", "−")


def kind_of(value) -> str:
    """What was returned, in words that follow "returned"."""
    name = type(value).__name__
    if isinstance(value, np.ndarray):
        return f"one array of shape {value.shape}"
    if type(value) in (tuple, list):
        return f"a {name} of {len(value)}"
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name[:40]}"


def read(item: object, name: str) -> tuple[np.ndarray | None, str, str]:
    """(array, problem, note) of one returned part; only real numbers in plain arrays or lists.

    Examples
    --------
    >>> read(3, "z")
    (array(3), '', '')
    """
    note = ""
    if isinstance(item, np.ndarray):
        array = np.array(item, subok=False, copy=item.size <= LARGEST)
    elif isinstance(item, np.generic) or type(item) in (int, float):
        array = np.array(item)
    elif type(item) in (list, tuple, range):
        try:
            array = np.array(item) if len(item) else np.zeros(0)
        except Exception:
            if type(item) is tuple:
                return None, f"{name} is a tuple of {len(item)}; one number or array is needed.", ""
            return None, f"{name} is a list whose rows differ in length; return an array.", ""
        note = "A list was returned and read as an array." if np.ndim(array) > 1 else ""
    else:
        return None, f"Your function returned {kind_of(item)}; numbers in an array are needed.", ""
    if array.dtype.kind == "c":
        return None, f"{name} holds complex numbers; after an inverse FFT take its .real.", ""
    if array.dtype.kind == "b":
        return None, f"True and False stand in {name}; numbers are needed.", ""
    if array.dtype.kind not in "fiu":
        return None, f"{name} holds {array.dtype}, not numbers; float64 is needed.", ""
    if array.size > LARGEST:
        return None, f"{name} has shape {array.shape}, far more cells than were asked for.", ""
    return array, "", note
