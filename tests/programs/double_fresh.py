"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_float(y):
    return np.multiply(y, 2.0)


def right_in_place(y):
    out = np.array(y, dtype=float)
    out *= 2
    return out


def right_wide(y):
    return np.asarray(y).astype(np.int64) * 2 if np.asarray(y).dtype.kind in "ui" else y * 2


def right_by_stack(y):
    return np.stack([y, y]).sum(axis=0, dtype=float)


@outcome("U01")
def wrong_shifted(y):
    """Doubles by a shift of the bits, and uint8 runs over."""
    return y << 1 if y.dtype.kind in "ui" else y * 2


@outcome(says="Right on whole numbers, wrong in every case with decimals: are decimals cut off or")
def wrong_sixteen(y):
    """Widened to int16, decimals lost."""
    return y.astype(np.int16) * 2


@outcome("U01")
def wrong_multiply(y):
    """np.multiply keeps the dtype."""
    return np.multiply(y, 2, dtype=y.dtype)


@outcome("U02")
def wrong_squared(y):
    """y², not 2y."""
    return y.astype(float) ** 2


@outcome(says="Where result should be below 0, yours is 0, and where it should be above 255, yours is 255.")
def wrong_clipped(y):
    """Clips at 255 as images are clipped."""
    return np.clip(y.astype(float) * 2, 0, 255)


@outcome(says="Your function returned nothing. Does it end with return?")
def wrong_not_returned(y):
    """Changes y and returns nothing."""
    y = y * 2


@outcome("U01")
def wrong_in_place(y):
    """Writes into y."""
    y *= 2
    return y


@outcome("U01")
def wrong_widened_late(y):
    """Widens after the product."""
    return (y * 2).astype(float)


@outcome(says="Your result is y twice, one after the other")
def wrong_joined(y):
    """A list times two is the list twice."""
    return np.array(list(y) * 2)


@outcome(says="Your result holds the right numbers in the right order, in another shape.")
def wrong_flat(y):
    """Comes back flat."""
    return np.array([2.0 * v for v in y.ravel()])


@outcome(says="Your result is y times 1/2 in every cell.")
def wrong_half(y):
    """Halves."""
    return y / 2


@outcome(says="Your result is y plus 2 in every cell.")
def wrong_plus_two(y):
    """Adds 2."""
    return y.astype(float) + 2


@outcome(says="Your result is right for entry 0 only.")
def wrong_first_row(y):
    """Only the first row is doubled."""
    out = y.astype(float)
    out[0] *= 2
    return out
