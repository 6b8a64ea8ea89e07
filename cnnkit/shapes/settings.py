"""Reading a setting that is a number but no size: a rate, a share, a tolerance."""

from __future__ import annotations

import math

__all__ = ["real_number"]


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
