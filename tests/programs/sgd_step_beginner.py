"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("L08")
def wrong_plus(weights, gradients, learning_rate):
    """Plus."""
    return [w + learning_rate * g for w, g in zip(weights, gradients)]


@outcome(says="Your function returned a list of 1")
def wrong_first(weights, gradients, learning_rate):
    """First."""
    new = []
    for w, g in zip(weights, gradients):
        new.append(w - learning_rate * g)
        return new


@outcome("L07")
def wrong_inplace(weights, gradients, learning_rate):
    """Inplace."""
    for k in range(len(weights)):
        weights[k] -= learning_rate * gradients[k]
    return weights


@outcome(says="Arrays of different shapes do not stand in one array")
def wrong_array(weights, gradients, learning_rate):
    """Array."""
    return np.array(weights) - learning_rate * np.array(gradients)


@outcome("L11")
def wrong_nolr(weights, gradients, learning_rate):
    """Nolr."""
    return [w - g for w, g in zip(weights, gradients)]


@outcome(says="Your filters are the right ones for learning_rate 0.1, whatever learning_rate is")
def wrong_default(weights, gradients, learning_rate=0.1):
    """Default."""
    return [w - 0.1 * g for w, g in zip(weights, gradients)]
