"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("L07")
def wrong_alias(weights, gradients, learning_rate):
    """in place"""
    return [np.subtract(w, learning_rate * dw, out=w) for w, dw in zip(weights, gradients)]


@outcome("L08")
def wrong_up(weights, gradients, learning_rate):
    """plus"""
    return [w + learning_rate * dw for w, dw in zip(weights, gradients)]


@outcome("L23")
def wrong_filters(weights, gradients, learning_rate):
    """filters only"""
    return [weights[0] - learning_rate * gradients[0], weights[1]]


@outcome(says="Your function returned a list of 1")
def wrong_one(weights, gradients, learning_rate):
    """first only"""
    return [weights[0] - learning_rate * gradients[0]]


@outcome(says="Your function returned one array of shape (1, 1, 2, 2)")
def wrong_array(weights, gradients, learning_rate):
    """object array"""
    return np.array(weights[0]) - learning_rate * gradients[0]


@outcome(says="Your filters have the opposite sign in every cell.")
def wrong_neg(weights, gradients, learning_rate):
    """negative"""
    return [learning_rate * dw - w for w, dw in zip(weights, gradients)]


@outcome("L11")
def wrong_noeta(weights, gradients, learning_rate):
    """no eta"""
    return [w - dw for w, dw in zip(weights, gradients)]


@outcome(says="The decimals of filters are cut off")
def wrong_int(weights, gradients, learning_rate):
    """ints"""
    return [(w - learning_rate * dw).astype(int) for w, dw in zip(weights, gradients)]


@outcome(says="Your filters are rounded to 3 decimals; leave all of them.")
def wrong_round(weights, gradients, learning_rate):
    """rounded"""
    return [np.round(w - learning_rate * dw, 3) for w, dw in zip(weights, gradients)]
