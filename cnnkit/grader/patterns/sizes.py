"""Sizes that follow another formula: what a number of rows and columns is in every case."""

from __future__ import annotations

import re
from collections.abc import Callable

from cnnkit.grader.patterns.seen import Seen, listed

__all__ = ["formula"]

# letters: n the size along this axis, k the filter's, and o, l those along the other axis; s stride, p padding,
# m the size of the maps that a gradient comes from
FORMULAS = (
    ("H // K", "nk", lambda n, k: n // k),
    ("(H + 2p) // K", "nkp", lambda n, k, p: (n + 2 * p) // k),
    ("H // s", "ns", lambda n, s: n // s),
    ("(H + 2p) // s", "nsp", lambda n, s, p: (n + 2 * p) // s),
    ("H − s", "ns", lambda n, s: max(n - s, 0)),
    ("H / K rounded up", "nk", lambda n, k: -(-n // k)),
    ("H / s rounded up", "ns", lambda n, s: -(-n // s)),
    ("(H − K) // s + 1, without padding", "nks", lambda n, k, s: (n - k) // s + 1),
    ("(H + p − K) // s + 1, with padding once", "nksp", lambda n, k, s, p: (n + p - k) // s + 1),
    ("(H + 4p − K) // s + 1, with padding twice as large", "nksp", lambda n, k, s, p: (n + 4 * p - k) // s + 1),
    ("H + 2p − K + 1, without the stride", "nkp", lambda n, k, p: n + 2 * p - k + 1),
    ("H − K + 1", "nk", lambda n, k: n - k + 1),
    ("(H + 2p − K) // s, without the first window", "nksp", lambda n, k, s, p: (n + 2 * p - k) // s),
    ("(H + 2p − K) / s + 1 rounded up", "nksp", lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1),
    ("(H + 2p − K) / s rounded up", "nksp", lambda n, k, s, p: -(-(n + 2 * p - k) // s)),
    ("(H + 2p − K + 1) // s", "nksp", lambda n, k, s, p: (n + 2 * p - k + 1) // s),
    ("(H + 2p − K) // s + 2", "nksp", lambda n, k, s, p: (n + 2 * p - k) // s + 2),
    ("as in the input, H", "n", lambda n: n),
    ("H + 2p", "np", lambda n, p: n + 2 * p),
    ("H + p", "np", lambda n, p: n + p),
    ("H − 2p", "np", lambda n, p: n - 2 * p),
    ("H · s", "ns", lambda n, s: n * s),
    ("H · s + K", "nks", lambda n, k, s: n * s + k),
    ("H · s + K − 2p", "nksp", lambda n, k, s, p: n * s + k - 2 * p),
    ("(H − 1) · s + K", "nks", lambda n, k, s: (n - 1) * s + k),
    ("(H − 1) · s + 1", "ns", lambda n, s: (n - 1) * s + 1),
    ("(H − 1) · (s + 1) + 1", "ns", lambda n, s: (n - 1) * (s + 1) + 1),
    ("as in the filter, K", "k", lambda k: k),
    ("as in dz, H′", "m", lambda m: m),
    ("H′ − K + 1", "mk", lambda m, k: m - k + 1),
    ("H′ + K − 1", "mk", lambda m, k: m + k - 1),
    ("(H′ − 1) · s + K", "mks", lambda m, k, s: (m - 1) * s + k),
    ("(H′ − 1) · s + K − 2p", "mksp", lambda m, k, s, p: (m - 1) * s + k - 2 * p),
    ("(H′ − 1) · s + 1", "ms", lambda m, s: (m - 1) * s + 1),
    ("H′ · s", "ms", lambda m, s: m * s),
    ("H′ · K", "mk", lambda m, k: m * k),
    ("H′ · s + K − 1", "mks", lambda m, k, s: m * s + k - 1),
    ("H · K − 2p + output_padding", "nkpq", lambda n, k, p, q: n * k - 2 * p + q),
    ("(H − 1) · K + s − 2p + output_padding", "nkspq", lambda n, k, s, p, q: (n - 1) * k + s - 2 * p + q),
)  # fmt: skip
# the same number, taken from the other axis
CROSSED = (
    ("from {other} in place of {this}", "oksp", lambda o, k, s, p: (o + 2 * p - k) // s + 1),
    ("with K{across} in place of K{along}", "nlsp", lambda n, l, s, p: (n + 2 * p - l) // s + 1),
    ("from {other} and K{across}", "olsp", lambda o, l, s, p: (o + 2 * p - l) // s + 1),
    ("from {other} in place of {this}", "oks", lambda o, k, s: (o - 1) * s + k),
    ("from {other} in place of {this}", "os", lambda o, s: -(-o // s)),
    ("from {other} in place of {this}", "o", lambda o: o),
    ("from {other} in place of {this}", "onp", lambda o, n, p: min(o, n + p)),
    ("from {other} in place of {this}", "on", lambda o, n: min(o, n)),
    ("from {other} in place of {this}", "oksp", lambda o, k, s, p: (o - 1) * s + k - 2 * p),
    ("with K{across} in place of K{along}", "nlsp", lambda n, l, s, p: (n - 1) * s + l - 2 * p),
)  # fmt: skip


def formula(name: str, every: list[Seen]) -> str:
    """What the numbers of rows and columns of a result are in every case, where they are not what they should be."""
    axes = every[0].right.ndim
    if axes < 2 or any(one.yours.ndim != axes for one in every):
        return _single(name, every) if axes == 0 else ""
    said = {}
    for axis, what in ((-2, "rows"), (-1, "columns")):
        if any(one.yours.shape[axis] != one.right.shape[axis] for one in every):
            said[what] = _found(every, axis, [one.yours.shape[axis] for one in every])
    if not said or "" in said.values():
        return ""
    if list(said) == ["columns"]:  # the formulas are written for rows
        said["columns"] = re.sub(r"\bH(?!\w)", "W", said["columns"]) if "from" not in said["columns"] else said["columns"]
    if len(set(said.values())) == 1:
        count = "number" if len(said) == 1 else "numbers"
        verb = "is" if len(said) == 1 else "are"
        return f"In every case the {count} of {listed(list(said))} of your {name} {verb} {next(iter(said.values()))}."
    return " ".join(f"In every case the number of {what} of your {name} is {words}." for what, words in said.items())


def _single(name, every) -> str:
    """A size that is returned as a number."""
    if any(one.yours.shape or not float(one.yours).is_integer() for one in every) or len(every) < 6:
        return ""
    words = _found(every, -2, [int(one.yours) for one in every])
    for letter, argument in (("2p", "2 · padding"), ("4p", "4 · padding"), ("p", "padding"), ("s", "stride"), ("H", "size"), ("K", "kernel_size")):
        words = re.sub(rf"\b{letter}\b", argument, words)
    return f"In every case your {name} is {words}." if words else ""


def _found(every, axis, sizes) -> str:
    row = axis == -2
    for words, letters, number in FORMULAS:
        if _holds(every, sizes, row, letters, number):
            return words if "p" in every[0].facts else words.replace(" + 2p", "")
    for words, letters, number in CROSSED:
        if _holds(every, sizes, row, letters, number):
            this, other = ("H", "W") if row else ("W", "H")
            along, across = ("h", "w") if row else ("w", "h")
            return "counted " + words.format(this=this, other=other, along=along, across=across)
    return ""


def _holds(every: list[Seen], sizes: list[int], row: bool, letters: str, number: Callable) -> bool:
    return all(_value(one.facts, row, letters, number) == size for one, size in zip(every, sizes, strict=True))


def _value(f: dict, row: bool, letters: str, number: Callable) -> int | None:
    size, other = ("H", "W") if row else ("W", "H")
    k, across = ("Kh", "Kw") if row else ("Kw", "Kh")
    known = {"n": size, "k": k, "o": other, "l": across, "s": "s", "p": "p", "q": "output_padding", "m": size + "′"}
    values = [f.get(known[letter], 0 if letter == "p" and "s" in f else None) for letter in letters]
    if any(type(value) is not int or value < 0 for value in values):
        return None
    if 0 in [v for v, letter in zip(values, letters, strict=True) if letter in "ks"]:
        return None
    return number(*values)
