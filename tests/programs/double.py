"""Programs for double."""

import numpy as np

from tests.programs import outcome


def right_added(y):
    return y + y.astype(np.float64)


def right_by_list(y):
    flat = [2.0 * float(value) for value in np.ravel(y)]
    return np.array(flat).reshape(np.shape(y))


@outcome("U01")
def wrong_as_it_comes(y):
    """Keeps uint8."""
    return y * np.uint8(2) if y.dtype == np.uint8 else y * 2


@outcome("U01")
def wrong_added(y):
    """uint8 + uint8 runs over."""
    return y + y


@outcome(says="decimals")
def wrong_whole(y):
    """Turns to int."""
    return y.astype(int) * 2
