"""Ways to write `init_filters`, right and wrong; no known mistake has a name here."""

import math

import numpy as np


def right_scaled(shape, rng):
    return rng.standard_normal(shape) * math.sqrt(2 / math.prod(shape[1:]))


def right_by_keywords(shape, rng):
    return rng.normal(loc=0.0, scale=(2 / np.prod(shape[1:])) ** 0.5, size=shape)


def wrong_variance_for_spread(shape, rng):
    return rng.normal(0, 2 / math.prod(shape[1:]), shape)


wrong_variance_for_spread.mistakes = ("L46",)


def wrong_outputs_counted(shape, rng):
    return rng.normal(0, np.sqrt(2 / (shape[0] * shape[2] * shape[3])), shape)


wrong_outputs_counted.mistakes = ("L47",)
