"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("I10")
def wrong_clockwise(w):
    """Clockwise."""
    return np.stack([np.rot90(w, -r, axes=(2, 3)) for r in range(4)], axis=1)


@outcome("I14")
def wrong_axis0(w):
    """Axis0."""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)])


@outcome("I15")
def wrong_default_axes(w):
    """Default axes."""
    return np.stack([np.rot90(w, r) for r in range(4)], axis=1)


@outcome("I18")
def wrong_from1(w):
    """From1."""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(1, 5)], axis=1)


@outcome("I14")
def wrong_axis2(w):
    """Axis2."""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=2)


@outcome(says="Your bank is right for members 0 and 2, and wrong for members 1 and 3")
def wrong_flips(w):
    """Flips."""
    return np.stack([w, w[..., ::-1], w[..., ::-1, ::-1], w[..., ::-1, :]], axis=1)


@outcome("I14")
def wrong_list(w):
    """List."""
    return [np.rot90(w, r, axes=(2, 3)) for r in range(4)]


@outcome(says="Your bank holds the right numbers in the right order, in another shape")
def wrong_concat(w):
    """Concat."""
    return np.concatenate([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=1)
