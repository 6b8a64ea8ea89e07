"""Values as a small tree beside raw bytes: plain arrays of numbers, lists and tuples of them, and little else.

The tree says what there is, the bytes of all arrays follow one another in its order.  Reading is strict: what a
learner's process sends becomes numbers or a word for what it was, never an object of its own making.
"""

from __future__ import annotations

import math
import re

import numpy as np

from .frames import LARGEST, BadReply

__all__ = ["Unreadable", "pack", "unpack"]

NUMBERS = frozenset(
    ["<f2", "<f4", "<f8", "<c8", "<c16", "|b1", "|i1", "|u1", *(f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8))]
)
DEPTH, AXES, ITEMS = 4, 8, 256
MANY = 100_000  # numbers that are worth a list
WHOLE = 2**63


class Unreadable:
    """Stands for a value that is no number: all that is kept of it is the name of its type."""


def pack(value: object, blocks: list[bytes], depth: int = 0) -> object:
    """The tree of a value; the bytes of its arrays go to blocks.

    Examples
    --------
    >>> blocks = []
    >>> pack((np.zeros(2), 3), blocks), len(blocks[0])
    ({'tuple': [{'array': '<f8', 'shape': [2]}, {'plain': 3}]}, 16)
    """
    if value is None:
        return None
    if isinstance(value, np.ndarray | np.generic | complex):
        return _packed_array(value, blocks)
    if type(value) is int:
        return {"plain": value} if -WHOLE <= value < WHOLE else {"unfit": "object"}
    if type(value) is float:
        return {"plain": value}
    if type(value) in (list, tuple):
        return _packed_row(value, blocks, depth)
    return {"other": type(value).__name__[:40]}


def _packed_array(value, blocks):
    array = np.asarray(value)
    kind = array.dtype.kind
    if kind not in "fiucb":
        return {"unfit": str(array.dtype)[:40]}
    if array.dtype.itemsize > 8 and kind == "f":
        array = array.astype(np.float64)
    if array.dtype.itemsize > 16:
        array = array.astype(np.complex128)
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if array.nbytes > LARGEST // 2:
        return {"other": "huge array"}
    blocks.append(array.tobytes())
    return {"array": array.dtype.str, "shape": list(array.shape)}


def _packed_row(value, blocks, depth):
    name = type(value).__name__
    plain = all(type(item) in (int, float, bool, list, tuple) for item in value)
    if plain or depth >= DEPTH or len(value) > ITEMS:
        try:
            array = np.array(value)
        except Exception:  # rows of several lengths
            return {"ragged": True}
        if array.dtype.kind not in "fiucb":
            return {"unfit": str(array.dtype)[:40]}
        return {"row": name, "of": _packed_array(array, blocks)}
    return {name: [pack(item, blocks, depth + 1) for item in value]}


def unpack(tree: object, payload: bytes) -> object:
    """The value of a tree; its arrays cannot be written to.

    Raises
    ------
    BadReply
        If the tree is none, or does not fit the bytes.

    Examples
    --------
    >>> unpack({"tuple": [{"array": "<f8", "shape": [1]}, {"plain": 3}]}, bytes(8))
    (array([0.]), 3)
    """
    value, end = _unpacked(tree, payload, 0, 0)
    if end != len(payload):
        raise BadReply("bytes that belong to nothing")
    return value


def _unpacked(tree, payload, at, depth):
    if tree is None:
        return None, at
    if type(tree) is not dict or depth > DEPTH + 2:
        raise BadReply("an unknown kind of value")
    if "array" in tree:
        return _unpacked_array(tree, payload, at)
    if "plain" in tree and type(tree["plain"]) in (int, float):
        return tree["plain"], at
    for name, made in (("list", list), ("tuple", tuple)):
        if type(tree.get(name)) is list:
            items = []
            for item in tree[name]:
                value, at = _unpacked(item, payload, at, depth + 1)
                items.append(value)
            return made(items), at
        if tree.get("row") == name and type(tree.get("of")) is dict:
            value, at = _unpacked_array(tree["of"], payload, at)
            if value.ndim == 0:
                raise BadReply("a list without a length")
            return (made(value.tolist()) if value.size <= MANY else value), at
    return _no_number(tree), at


def _unpacked_array(tree, payload, at):
    dtype, shape = tree.get("array"), tree.get("shape")
    if type(dtype) is not str or dtype not in NUMBERS:
        raise BadReply("a type that is no number")
    if type(shape) is not list or len(shape) > AXES or any(type(n) is not int or n < 0 for n in shape):
        raise BadReply("a shape that is none")
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if any(n > LARGEST for n in shape) or at + size > len(payload):
        raise BadReply("more cells than bytes")
    return np.frombuffer(payload, dtype, math.prod(shape), at).reshape(shape), at + size


def _no_number(tree):
    """Something that the judge refuses with the same words as the thing itself."""
    if tree.get("ragged") is True:
        return [[0.0], [0.0, 0.0]]
    if type(tree.get("unfit")) is str:
        kind = re.match(r"[<|>]?([SU])\d+", tree["unfit"])
        return np.zeros(0, kind.group(0)[:8] if kind else object)
    if type(tree.get("other")) is str:
        name = re.sub(r"[^\w ]", "", tree["other"])[:40] or "object"
        return type(name, (Unreadable,), {})()
    raise BadReply("an unknown kind of value")
