"""What can be wrong with an argument, by the kind of argument, and what a clear error is.

A kind has a right value and a list of wrong ones.  An error is clear when the package itself raised it on purpose: a
`raise` of a file of the package is the last line that ran, and its sentence is short and says what was wrong.
"""

import ast
import datetime
import functools
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PACKAGE = Path(__file__).parent.parent / "cnnkit"
LONGEST = 400  # letters of a sentence

RAW = re.compile(
    r"'NoneType'|object is not|has no attribute|unhashable|numba|Traceback|positional argument|out of range|"
    r"not supported between|unsupported operand|broadcast|truth value|could not convert|cannot unpack|not iterable",
    re.IGNORECASE,
)  # fmt: skip


@functools.cache
def raising_lines(path: str) -> frozenset[int]:
    """The lines of a file that belong to a `raise` with an exception of its own."""
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    return frozenset(line for node in found for line in range(node.lineno, node.end_lineno + 1))


def unclear(error: BaseException) -> str:
    """Why an error is not one of the package's clear ones; empty if it is."""
    said = str(error.strerror if isinstance(error, OSError) and error.strerror else error.args[0]) if error.args else ""
    last = error.__traceback__
    while last.tb_next is not None:
        last = last.tb_next
    path = last.tb_frame.f_code.co_filename
    where = f"{Path(path).name}:{last.tb_lineno}"
    if isinstance(error, AssertionError | MemoryError | RecursionError) or not isinstance(error, Exception):
        return f"a {type(error).__name__} at {where}: {said:.80}"
    if type(error).__name__ != "TraitError":
        if PACKAGE not in Path(path).parents or last.tb_lineno not in raising_lines(path):
            return f"raw {type(error).__name__} from {where}: {said:.80}"
        if error.__cause__ is not None or (error.__context__ is not None and not error.__suppress_context__):
            return f"the raw error stands above the sentence, from {where}: {said:.80}"
    if RAW.search(said) or not said or len(said) > LONGEST or said.count("\n") > 2:
        return f"the sentence is no sentence: {said:.200}"
    return ""


@dataclass(frozen=True)
class Argument:
    """A right value (or what makes one), and the wrong ones that may stand in its place."""

    kind: str
    right: object
    smallest: int = 1
    optional: bool = False
    axes: bool = True  # whether the number of axes is fixed
    wrong: tuple = ()

    def value(self):
        return self.right() if callable(self.right) and self.kind not in ("function", "dtype") else self.right


def array(*shape, optional=False, axes=True, whole=0, right=None, wrong=()):
    """An array; `whole` holds that many classes, members or cells."""

    def make():
        if right is not None:
            return np.array(right)
        rng = np.random.default_rng(len(shape))
        return rng.integers(0, whole, shape) if whole else rng.normal(size=shape)

    return Argument("whole array" if whole else "array", make, optional=optional, axes=axes, wrong=wrong)


def pair(value, smallest=1, optional=False):
    return Argument("pair", value, smallest, optional)


def count(value, smallest=1, optional=False):
    return Argument("count", value, smallest, optional)


def rate(value, optional=False, wrong=()):
    return Argument("rate", value, optional=optional, wrong=wrong)


def flag(value):
    return Argument("flag", value)


def choice(value, optional=False):
    return Argument("choice", value, optional=optional)


def generator(optional=False):
    return Argument("generator", lambda: np.random.default_rng(0), optional=optional)


def dtype():
    return Argument("dtype", np.float32)


def function(value, optional=False):
    return Argument("function", value, optional=optional)


def layer(make, optional=False):
    return Argument("layer", make, optional=optional)


def only(right, *wrong):
    """An argument of its own kind, with its own wrong values."""
    return Argument("only", right, wrong=wrong)


class Odd:
    """What no argument is, and what even says so badly."""

    def __repr__(self):
        return "Odd()"


NO_NUMBERS = ("text", b"bytes", Odd(), {}, {1: 2}, 1j, np.datetime64("2024-01-01"), len)
NO_SIZE = ("3", 2.5, True, Odd(), {}, {3}, [], (1, 2, 3), (1, 2.5), (1, None), np.array(2.0), np.array([[1, 2]]), math.nan, 1j)


def wrong_values(argument: Argument) -> list:
    """Everything that must be refused in the argument's place."""
    right, kind = argument.value(), argument.kind
    wrong: list = list(argument.wrong)
    if not argument.optional and kind != "only":
        wrong.append(None)
    if kind in ("array", "whole array"):
        right = np.asarray(right)
        wrong += [*NO_NUMBERS[:2], *NO_NUMBERS[2:5], [[1, 2], [3]], [None], [datetime.date(2024, 1, 1)], lambda: 0]
        wrong += [right.astype(complex), right.astype(object), np.ma.masked_array(right, right > 0), right.astype(str)]
        if kind == "array":
            wrong.append(right.astype(np.float16))
        else:
            wrong += [right + 0.5, right - 10**6, right + 10**6, right.astype(float)]
        if argument.axes:
            wrong += [right[None], right[..., :0]] + ([right[..., 0]] if right.ndim else [])
    elif kind == "pair":
        wrong += [*NO_SIZE, argument.smallest - 1, (1, argument.smallest - 1), 2**31, 10**30, -(10**30)]
    elif kind == "count":
        wrong += [*NO_SIZE, (2, 2), [3], np.array([3])]
        wrong += [argument.smallest - 1, -(10**30)] if argument.smallest > -(10**30) else []
    elif kind == "rate":
        wrong += ["0.1", "a", b"1", [], [0.1, 0.2], {}, Odd(), 1j, math.nan, math.inf, -math.inf, -1, np.array([0.1, 0.2])]
    elif kind == "flag":
        wrong += ["yes", 2, 0.5, [], [True], Odd(), np.array([True, False])]
    elif kind == "choice":
        wrong += [3, 2.5, [], {}, ["relu"], Odd(), "nothing of that name", b"relu", np.array(["a", "b"])]
    elif kind == "generator":
        wrong += [0, "seed", np.random, np.random.RandomState(0), Odd(), [1], np.random.default_rng]
    elif kind == "dtype":
        wrong += [int, "text", np.float16, 3, complex, object, [], np.array([1.0])]
    elif kind == "function":
        wrong += [3, "len", [], [len], Odd(), np.ones(2)]
    elif kind == "layer":
        wrong += [3, "net", [], Odd(), np.ones(2), len, type(right)]
    return wrong
