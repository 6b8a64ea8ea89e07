"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome(nothing=True)
def wrong_clip(y):
    """Clip."""
    return np.clip(y * 2, 0, 255)


@outcome("U01")
def wrong_float_then_back(y):
    """Float then back."""
    return (y.astype(float) * 2).astype(y.dtype)


@outcome("U01")
def wrong_inplace(y):
    """Inplace."""
    y = np.asarray(y)
    y *= 2
    return y


@outcome(says="Right on whole numbers, wrong in every case with decimals")
def wrong_int16(y):
    """Int16."""
    return y.astype(np.int16) * 2


@outcome("U01")
def wrong_add(y):
    """Add."""
    return y + y


@outcome("U02")
def wrong_square(y):
    """Square."""
    return y.astype(float) ** 2
