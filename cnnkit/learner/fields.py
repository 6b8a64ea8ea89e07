"""The fields of progress.json: which values are whole, and what is left when one is not."""

from __future__ import annotations

import json
import math

__all__ = ["TABLES", "read", "sound"]


def _count(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _answer(value: object) -> bool:
    return isinstance(value, str) or (type(value) in (int, float) and math.isfinite(value))


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


# table -> field -> whether a value can stand in it
TABLES = {
    "exercises": {"attempts": _count, "passed": _flag, "mistakes": _names},
    "predictions": {"answer": _answer, "right": _flag},
    "recaps": {"right": _count, "wrong": _count},
}
NEEDED = {"predictions"}  # tables whose entries say nothing with a field missing


def read(raw: bytes) -> tuple[dict, list[str]]:
    """What a record says, and the names of its damaged parts.

    Examples
    --------
    >>> read(b'{"exercises": {"double": {"attempts": null, "passed": true}}}')[1]
    ['attempts of double']
    >>> read(b"{")[1]
    ['all of it']
    """
    text = raw.decode("utf-8-sig", "replace")  # an editor may have put its mark in front
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return sound({})[0], ["all of it"]
    whole, damaged = sound(found)
    return whole, damaged + ["some letters"] * ("\ufffd" in text)


def sound(found: dict) -> tuple[dict, list[str]]:
    """What is whole of a record, field by field, and the names of the rest; what is unknown stays.

    Examples
    --------
    >>> sound({"recaps": {"size": {"right": 2, "wrong": "x"}}})
    ({'recaps': {'size': {'right': 2}}, 'exercises': {}, 'predictions': {}}, ['wrong of size'])
    """
    whole, damaged = dict(found), []
    for table, fields in TABLES.items():
        entries, whole[table] = found.get(table, {}), {}
        if not isinstance(entries, dict):
            damaged.append(table)
            continue
        for key, entry in entries.items():
            if not isinstance(entry, dict):
                damaged.append(key)
                continue
            broken = [
                name for name, fits in fields.items() if (name in entry or table in NEEDED) and not fits(entry.get(name))
            ]
            damaged += [f"{name} of {key}" for name in broken]
            if not (broken and table in NEEDED):
                whole[table][key] = {name: value for name, value in entry.items() if name not in broken}
    return whole, damaged
