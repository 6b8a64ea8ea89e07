"""Reading a setting that is no size: a rate, a share, a tolerance, a source of random numbers."""

from __future__ import annotations

import math

import numpy as np

__all__ = ["as_generator", "real_number"]


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
        seed = rng if isinstance(rng, int) else 0
        raise TypeError(f"rng is {rng!r}, but a Generator draws the numbers; write rng=np.random.default_rng({seed})")
    return rng


def real_number(value: object, name: str, most: float = math.inf) -> float:
    """Read one finite number from 0 to `most`; NaN is none.

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
        if isinstance(value, str | bytes):
            raise TypeError
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        shown = repr(value)
        raise TypeError(
            f"{name} must be a number, but {shown if len(shown) <= 40 else shown[:37] + '...'} came; write for example {name}=0.1"
        ) from None
    if not 0 <= number <= most or number == math.inf:
        limit = "at least 0" if most == math.inf else f"from 0 to {most:g}"
        raise ValueError(f"{name} is {value}; it must be a finite number, {limit}")
    return number
