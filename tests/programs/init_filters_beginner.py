"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("L46")
def wrong_var_as_std(shape, rng):
    """Var as std."""
    N, M, Kh, Kw = shape
    return rng.normal(0, 2 / (M * Kh * Kw), shape)


@outcome("L47")
def wrong_fan_out(shape, rng):
    """Fan out."""
    N, M, Kh, Kw = shape
    return rng.normal(0, np.sqrt(2 / (N * Kh * Kw)), shape)


@outcome(says="Called twice with the same input, your function gives two different results")
def wrong_global(shape, rng):
    """Global."""
    N, M, Kh, Kw = shape
    return np.random.normal(0, np.sqrt(2 / (M * Kh * Kw)), shape)


@outcome("L49")
def wrong_uniform(shape, rng):
    """Uniform."""
    N, M, Kh, Kw = shape
    return rng.random(shape) * np.sqrt(2 / (M * Kh * Kw))


@outcome("L48")
def wrong_one(shape, rng):
    """One."""
    N, M, Kh, Kw = shape
    return rng.normal(0, np.sqrt(1 / (M * Kh * Kw)), shape)


@outcome(says="Your function draws nothing from the rng that it is given")
def wrong_seed(shape, rng):
    """Seed."""
    rng = np.random.default_rng(0)
    N, M, Kh, Kw = shape
    return rng.normal(0, np.sqrt(2 / (M * Kh * Kw)), shape)
