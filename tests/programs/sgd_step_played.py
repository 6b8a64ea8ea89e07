"""Programs of a learner who worked the lesson through from its text: right ones, and mistakes of the first try."""

import numpy as np

from tests.programs import outcome


@outcome(says="Arrays of different shapes do not stand in one array")
def wrong_one_array(weights, gradients, learning_rate):
    """The lists are made into arrays."""
    return np.array(weights) - learning_rate * np.array(gradients)


@outcome(says="a generator")
def wrong_brackets(weights, gradients, learning_rate):
    """Round brackets: a generator, no list."""
    return (w - learning_rate * dw for w, dw in zip(weights, gradients, strict=True))
