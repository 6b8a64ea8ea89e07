"""Reading a setting that is no size: a rate, a share, yes or no, a name, a function, a source of random numbers."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from .arguments import shown

__all__ = ["as_function", "as_generator", "as_path", "one_of", "real_number", "true_or_false"]


def as_function(value: object, name: str) -> Callable:
    """Read what will be called later, and refuse the rest now.

    Raises
    ------
    TypeError
        If it cannot be called.

    Examples
    --------
    >>> as_function(3, "divergence")
    Traceback (most recent call last):
    TypeError: divergence must be a function, but 3 came; write its name without parentheses
    """
    if not callable(value):
        raise TypeError(f"{name} must be a function, but {shown(value)} came; write its name without parentheses")
    return value


def as_generator(rng: object) -> np.random.Generator:
    """Read a source of random numbers: NumPy's Generator and nothing else, so that a run can be repeated.

    Raises
    ------
    TypeError
        If it is anything else, such as a seed.

    Examples
    --------
    >>> as_generator(0)
    Traceback (most recent call last):
    TypeError: rng is 0, but a Generator draws the numbers; write rng=np.random.default_rng(0)
    """
    if not isinstance(rng, np.random.Generator):
        seed = rng if type(rng) is int and 0 <= rng < 2**32 else 0
        raise TypeError(
            f"rng is {shown(rng)}, but a Generator draws the numbers; write rng=np.random.default_rng({seed})"
        )
    return rng


def as_path(value: object, name: str = "path") -> Path:
    """Read where a file is, or is to be.

    Raises
    ------
    TypeError
        If it is no path.
    ValueError
        If no file can have that name.

    Examples
    --------
    >>> as_path(3)
    Traceback (most recent call last):
    TypeError: path must be the path of a file, but 3 came; write for example path="net.npz"
    """
    if not isinstance(value, str | os.PathLike) or not isinstance(os.fspath(value), str):
        raise TypeError(f'{name} must be the path of a file, but {shown(value)} came; write for example {name}="net.npz"')
    if not os.fspath(value) or "\0" in os.fspath(value):
        raise ValueError(f'{name} is {shown(value)}, which no file is called; write for example {name}="net.npz"')
    return Path(value)


def one_of(value: object, name: str, choices: Iterable[str]) -> str:
    """Read a name out of a few.

    Raises
    ------
    ValueError
        If there is none of that name.

    Examples
    --------
    >>> one_of("late", "pooling", ("early", "late"))
    'late'
    >>> one_of("nowhere", "pooling", ("early", "late"))
    Traceback (most recent call last):
    ValueError: pooling is 'nowhere', but it must be one of early, late; choose one of them
    """
    choices = tuple(choices)
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} is {shown(value)}, but it must be one of {', '.join(choices)}; choose one of them")
    return value


def real_number(value: object, name: str, most: float = math.inf, *, above_zero: bool = False, signed: bool = False) -> float:
    """Read one finite number from 0 to `most`, without 0 itself if it must be above, of either sign if `signed`; NaN is none.

    Raises
    ------
    TypeError
        If it is no number.
    ValueError
        If it is too small, too large, infinite or NaN.

    Examples
    --------
    >>> real_number(0.1, "momentum", most=1)
    0.1
    >>> real_number(float("nan"), "tolerance")
    Traceback (most recent call last):
    ValueError: tolerance is nan; it must be a finite number, at least 0
    """
    try:
        if isinstance(value, str | bytes | bytearray):
            raise TypeError
        number = float(value)
    except Exception:  # what an object's own __float__ raises, too
        raise TypeError(f"{name} must be a number, but {shown(value)} came; write for example {name}=0.1") from None
    if signed:
        if not math.isfinite(number):
            raise ValueError(f"{name} is {shown(value)}; it must be a finite number")
        return number
    if not 0 <= number <= most or number == math.inf or (above_zero and number == 0):
        limit = ("above 0" if above_zero else "at least 0") if most == math.inf else f"from 0 to {most:g}"
        raise ValueError(f"{name} is {shown(value)}; it must be a finite number, {limit}")
    return number


def true_or_false(value: object, name: str) -> bool:
    """Read yes or no; nothing else counts as one of them.

    Raises
    ------
    TypeError
        If it is neither.

    Examples
    --------
    >>> true_or_false("no", "bias")
    Traceback (most recent call last):
    TypeError: bias must be True or False, but 'no' came; write for example bias=True
    """
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, but {shown(value)} came; write for example {name}=True")
    return bool(value)
