"""Mistakes with the numbers themselves (lesson 00)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["DOUBLE", "MISTAKES"]


def double(y, faults=frozenset()):
    """Twice every value, with faults."""
    if "U01" in faults:  # the dtype of the image is kept
        return y * np.asarray(2, dtype=y.dtype)
    if "U02" in faults:  # squared
        return y.astype(float) ** 2
    return y.astype(float) * 2


DOUBLE = Program(double, ("U01", "U02"))

MISTAKES = (
    Mistake("U01", "the image's own number type, uint8, runs over",
            "Pixels are uint8: whole numbers from 0 to 255. 2 · 200 = 400 does not fit, and 400 − 256 = 144 is left.",
            "Turn y into float first: y.astype(float)."),
    Mistake("U02", "the square in place of the double",
            "Doubling is y + y, which is 2 · y.",
            "Use * 2, not ** 2."),
)  # fmt: skip
