"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("L46")
def wrong_variance(shape, rng):
    """std is the variance"""
    return rng.normal(0, 2 / (shape[1] * shape[2] * shape[3]), shape)


@outcome("L48")
def wrong_one(shape, rng):
    """1/n"""
    return rng.normal(0, np.sqrt(1 / (shape[1] * shape[2] * shape[3])), shape)


@outcome("L47")
def wrong_out(shape, rng):
    """fan out"""
    return rng.normal(0, np.sqrt(2 / (shape[0] * shape[2] * shape[3])), shape)


@outcome("L49")
def wrong_uniform(shape, rng):
    """uniform"""
    return rng.uniform(-1, 1, shape) * np.sqrt(2 / (shape[1] * shape[2] * shape[3]))


@outcome(says="Your function draws nothing from the rng that it is given.")
def wrong_own(shape, rng):
    """own generator"""
    return np.random.default_rng(0).normal(0, np.sqrt(2 / (shape[1] * shape[2] * shape[3])), shape)


@outcome(says="Called twice with the same input, your function gives two different results")
def wrong_unseeded(shape, rng):
    """unseeded"""
    return np.random.default_rng().normal(0, np.sqrt(2 / (shape[1] * shape[2] * shape[3])), shape)


@outcome(says="Every cell of your w is 0: nothing was written into it")
def wrong_zeros(shape, rng):
    """zeros"""
    return np.zeros(shape)


@outcome(says="In each case your w is the right one times one factor (3.674, 3.536, 4.243)")
def wrong_plain(shape, rng):
    """no spread"""
    return rng.normal(size=shape)


@outcome("L47")
def wrong_m(shape, rng):
    """without M"""
    return rng.normal(0, np.sqrt(2 / (shape[2] * shape[3])), shape)
