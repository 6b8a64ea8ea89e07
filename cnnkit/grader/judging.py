"""Comparing what came with what is right, on plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Verdict", "as_parts", "judge", "same_parts"]

# Relative to the largest right value: room for float32 inside or an FFT, none for a mistake.
TOLERANCE = 1e-5
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
    """

    right: bool
    problem: str = ""
    note: str = ""
    parts: tuple = ()
    expected: tuple = ()
    wrong: tuple = ()


def as_parts(value, count: int) -> tuple[np.ndarray, ...]:
    """The right answer as a tuple of float64 arrays."""
    items = value if count > 1 else (value,)
    return tuple(np.array(item, dtype=np.float64) for item in items)


def judge(value: object, expected: tuple[np.ndarray, ...], names: tuple[str, ...]) -> Verdict:
    """Compare a returned value with the right parts."""
    if value is None:
        return Verdict(False, "Your function returned nothing. Does it end with return?", expected=expected)
    items = (value,)
    if len(names) > 1:
        if type(value) not in (tuple, list) or len(value) != len(names):
            return Verdict(
                False,
                f"Your function returned {_kind(value)}; {len(names)} results are needed, ({', '.join(names)}).",
                expected=expected,
            )
        items = tuple(value)
    parts, notes = [], []
    for item, right, name in zip(items, expected, names, strict=True):
        part, problem, note = _read(item, name)
        if problem:
            return Verdict(False, problem, expected=expected)
        parts.append(part)
        notes += [note] if note else []
        if part.shape != right.shape:
            return Verdict(
                False,
                f"{name} has shape {part.shape}; {right.shape} was needed.",
                parts=tuple(parts) if len(parts) == len(names) else (),
                expected=expected,
            )
    wrong = tuple(_differs(part, right) for part, right in zip(parts, expected, strict=True))
    for part, off, right, name in zip(parts, wrong, expected, names, strict=True):
        if off.any():
            return Verdict(False, _how_wrong(part, off, right, name), "", tuple(parts), expected, wrong)
    return Verdict(True, "", notes[0] if notes else "", tuple(parts), expected, wrong)


def _differs(part, right) -> np.ndarray:
    """Where two arrays differ by more than rounding; infinities and nan are equal to themselves."""
    with np.errstate(all="ignore"):
        scale = max(1.0, float(np.abs(right[np.isfinite(right)]).max(initial=0.0)))
        same = (np.abs(part - right) <= TOLERANCE * scale) | (part == right)
    return ~(same | (np.isnan(part) & np.isnan(right)))


def same_parts(one: tuple, other: tuple) -> bool:
    """Whether two results are the same, for naming a mistake: shapes, and values up to rounding."""
    return len(one) == len(other) and all(
        a.shape == b.shape and not _differs(a, b).any()
        for a, b in zip(one, other, strict=True)
    )


def _how_wrong(part, off, right, name) -> str:
    count, cells = int(off.sum()), off.size
    lost = off & ~np.isfinite(part)
    if lost.any():
        what = "nan (not a number)" if np.isnan(part[lost]).any() else "infinity"
        return f"{name} holds {what} in {int(lost.sum())} of {cells} cells."
    if cells == 1:
        return f"{name} is {_number(part.item())}; {_number(right.item())} was needed."
    return f"{name} has the right shape; {count} of {cells} cells differ."


def _number(value: float) -> str:
    text = f"{value:.4g}" if value != round(value) or abs(value) > 1e9 else str(round(value))
    return text.replace("-", "−")


def _kind(value) -> str:
    name = type(value).__name__
    if type(value) is np.ndarray:
        return f"one array of shape {value.shape}"
    if type(value) in (tuple, list):
        return f"a {name} of {len(value)}"
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name[:40]}"


def _read(item, name):
    """(array, problem, note) of one returned part; only real numbers in plain arrays or lists."""
    note = ""
    if isinstance(item, np.ndarray):
        array = np.array(item, subok=False, copy=item.size <= LARGEST)
    elif isinstance(item, np.generic) or type(item) in (int, float):
        array = np.array(item)
    elif type(item) in (list, tuple):
        try:
            array = np.array(item)
        except Exception:
            return None, f"{name} is a list whose rows differ in length; return an array.", ""
        note = "A list was returned and read as an array."
    else:
        return None, f"Your function returned {_kind(item)}; numbers in an array are needed.", ""
    if array.dtype.kind == "c":
        return None, f"{name} holds complex numbers; after an inverse FFT take its .real.", ""
    if array.dtype.kind not in "fiu":
        return None, f"{name} holds {array.dtype}, not numbers; float64 is needed.", ""
    if array.size > LARGEST:
        return None, f"{name} has shape {array.shape}, far more cells than were asked for.", ""
    return array.astype(np.float64), "", note
