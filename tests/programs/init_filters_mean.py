"""Programs that give rng.normal its numbers in another order, and what looks like it."""

import numpy as np

from tests.programs import outcome


def right_by_name(shape, rng):
    return rng.normal(scale=(np.prod(shape[1:]) / 2) ** -0.5, size=shape, loc=0)


def right_shifted_back(shape, rng):
    spread = np.sqrt(2 / np.prod(shape[1:]))
    return rng.normal(spread, spread, shape) - spread


@outcome("L63")
def wrong_exchanged(shape, rng):
    """Spread first, mean second."""
    return rng.normal(np.sqrt(2 / np.prod(shape[1:])), 0, shape)


@outcome("L63")
def wrong_one_argument(shape, rng):
    """The spread alone, in the first place."""
    return rng.normal(np.sqrt(2 / np.prod(shape[1:])), size=shape)


@outcome("L46", "L63")
def wrong_variance_first(shape, rng):
    """The variance first, 0 second."""
    return rng.normal(2 / np.prod(shape[1:]), 0, shape)


@outcome("L63")
def wrong_nothing_drawn(shape, rng):
    """Filled with the spread."""
    return np.full(shape, np.sqrt(2 / np.prod(shape[1:])))


@outcome(says="In each case all cells of w are off by one and the same number.")
def wrong_mean_and_spread(shape, rng):
    """The spread in both places."""
    spread = np.sqrt(2 / np.prod(shape[1:]))
    return rng.normal(spread, spread, shape)


@outcome(says="Every cell of your w is 1")
def wrong_ones(shape, rng):
    """Mean 1, no spread."""
    return rng.normal(1, 0, shape)
