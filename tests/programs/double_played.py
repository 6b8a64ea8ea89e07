"""Programs of a learner who worked the lesson through from its text: right ones, and mistakes of the first try."""

import numpy as np

from tests.programs import outcome


def right_by_floats(y):
    return np.asarray(y, float) * 2


@outcome(says="Your result has run over at 256: a byte, uint8, holds 0 to 255.")
def wrong_bits(y):
    """The bits are shifted by one place, which bytes do not survive and floats do not know."""
    return y << 1


@outcome(says="Right on whole numbers, wrong in every case with decimals")
def wrong_wider(y):
    """A wider kind of whole numbers, for every input."""
    return y.astype(np.int16) * 2
