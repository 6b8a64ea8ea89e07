"""Programs of the kinds that people were seen to write."""

import numpy as np


def wrong_variance(shape, rng):
    """std is the variance"""
    return rng.normal(0, 2 / (shape[1] * shape[2] * shape[3]), shape)


def wrong_one(shape, rng):
    """1/n"""
    return rng.normal(0, np.sqrt(1 / (shape[1] * shape[2] * shape[3])), shape)


def wrong_out(shape, rng):
    """fan out"""
    return rng.normal(0, np.sqrt(2 / (shape[0] * shape[2] * shape[3])), shape)


def wrong_uniform(shape, rng):
    """uniform"""
    return rng.uniform(-1, 1, shape) * np.sqrt(2 / (shape[1] * shape[2] * shape[3]))


def wrong_own(shape, rng):
    """own generator"""
    return np.random.default_rng(0).normal(0, np.sqrt(2 / (shape[1] * shape[2] * shape[3])), shape)


def wrong_unseeded(shape, rng):
    """unseeded"""
    return np.random.default_rng().normal(0, np.sqrt(2 / (shape[1] * shape[2] * shape[3])), shape)


def wrong_zeros(shape, rng):
    """zeros"""
    return np.zeros(shape)


def wrong_plain(shape, rng):
    """no spread"""
    return rng.normal(size=shape)


def wrong_m(shape, rng):
    """without M"""
    return rng.normal(0, np.sqrt(2 / (shape[2] * shape[3])), shape)
