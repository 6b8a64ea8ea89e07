"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("I17")
def wrong_updown(w):
    """Updown."""
    return np.stack([w, w[:, :, ::-1]], axis=1)


@outcome("I14")
def wrong_axis0(w):
    """Axis0."""
    return np.stack([w, w[..., ::-1]])


@outcome("I17")
def wrong_both(w):
    """Both."""
    return np.stack([w, w[..., ::-1, ::-1]], axis=1)


@outcome("I18")
def wrong_order(w):
    """Order."""
    return np.stack([w[..., ::-1], w], axis=1)


@outcome("I17")
def wrong_fliplr(w):
    """Fliplr."""
    return np.stack([w, np.fliplr(w)], axis=1)


@outcome("I17")
def wrong_transpose(w):
    """Transpose."""
    return np.stack([w, w.transpose(0, 1, 3, 2)], axis=1)
