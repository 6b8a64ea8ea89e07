"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("I04")
def wrong_noroll(z):
    """Noroll."""
    return np.rot90(z, axes=(3, 4))


@outcome("I13")
def wrong_rollback(z):
    """Rollback."""
    return np.roll(np.rot90(z, axes=(3, 4)), -1, axis=2)


@outcome("I26")
def wrong_noturn(z):
    """Noturn."""
    return np.roll(z, 1, axis=2)


@outcome("I10")
def wrong_clock(z):
    """Clock."""
    return np.roll(np.rot90(z, -1, axes=(3, 4)), 1, axis=2)


@outcome(says="Your turned holds the right numbers, not all in their places")
def wrong_each_r(z):
    """Each r."""
    return np.stack([np.rot90(z[:, :, r], r, axes=(2, 3)) for r in range(4)], axis=2)


@outcome(says="Your turned holds the right numbers, not all in their places")
def wrong_roll_noaxis(z):
    """Roll noaxis."""
    return np.roll(np.rot90(z, axes=(3, 4)), 1)


@outcome("I15")
def wrong_axes23(z):
    """Axes23."""
    return np.roll(np.rot90(z, axes=(2, 3)), 1, axis=2)


@outcome(says="Your turned is the right one with its rows in reverse order")
def wrong_transpose(z):
    """Transpose."""
    return np.roll(z.transpose(0, 1, 2, 4, 3), 1, axis=2)
