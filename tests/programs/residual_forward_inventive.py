"""Programs of an inventive beginner."""

import functools
import operator

import numpy as np

from tests.programs import outcome


def right_folded(y, inner):
    return functools.reduce(operator.add, (y.copy(), inner.forward(y)))


@outcome(says="brackets are missing behind its name")
def wrong_not_called(y, inner):
    """The brackets of the call forgotten."""
    return y + inner.forward


@outcome(says="Your z has M maps too many.")
def wrong_side_by_side(y, inner):
    """Both ways are kept, as maps beside each other."""
    return np.concatenate([inner.forward(y), y], axis=1)


@outcome("N29")
def wrong_one_image_at_a_time(y, inner):
    """A list of results, one image at a time."""
    return np.array([inner.forward(image[None])[0] + image for image in y])
