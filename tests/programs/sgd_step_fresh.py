"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_zip(weights, gradients, learning_rate):
    moved = []
    for w, dw in zip(weights, gradients, strict=True):
        moved.append(np.subtract(w, np.multiply(dw, learning_rate)))
    return moved


def right_by_map(weights, gradients, learning_rate):
    return list(map(lambda w, dw: w + dw * -learning_rate, weights, gradients))


def right_on_copies(weights, gradients, learning_rate):
    moved = [np.array(w, dtype=float) for w in weights]
    for k in range(len(moved)):
        moved[k] -= learning_rate * gradients[k]
    return moved


def right_by_recursion(weights, gradients, learning_rate):
    if not len(weights):
        return []
    (w, *others), (dw, *more) = weights, gradients
    return [w - learning_rate * dw, *right_by_recursion(others, more, learning_rate)]


@outcome("L07")
def wrong_shallow(weights, gradients, learning_rate):
    """A shallow copy of the list."""
    weights = weights.copy()
    for w, dw in zip(weights, gradients, strict=True):
        w -= learning_rate * dw
    return weights


@outcome("L11")
def wrong_divided(weights, gradients, learning_rate):
    """Divides by the learning rate."""
    return [w - dw / learning_rate for w, dw in zip(weights, gradients, strict=True)]


@outcome(nothing=True)
def wrong_times_weight(weights, gradients, learning_rate):
    """Weight decay: scaled by the weight."""
    return [w - learning_rate * dw * w for w, dw in zip(weights, gradients, strict=True)]


@outcome("L08", "L43")
def wrong_steps_alone(weights, gradients, learning_rate):
    """Only the step is returned."""
    return [learning_rate * dw for w, dw in zip(weights, gradients, strict=True)]


@outcome(says="Your filters is the right one when weights and gradients change places.")
def wrong_gradients_moved(weights, gradients, learning_rate):
    """The gradients move, not the weights."""
    return [dw - learning_rate * w for w, dw in zip(weights, gradients, strict=True)]


@outcome(says="Your filters is the right one for the signs of gradients alone.")
def wrong_sign_only(weights, gradients, learning_rate):
    """Only the sign of the gradient."""
    return [w - learning_rate * np.sign(dw) for w, dw in zip(weights, gradients, strict=True)]


@outcome(says="Your filters is the right one when every number of gradients is replaced by their mean.")
def wrong_mean_gradient(weights, gradients, learning_rate):
    """One mean gradient for all entries of an array."""
    return [w - learning_rate * dw.mean() for w, dw in zip(weights, gradients, strict=True)]


@outcome(says="Your function returned nothing. Does it end with return?")
def wrong_nothing(weights, gradients, learning_rate):
    """Not returned."""
    weights = [w - learning_rate * dw for w, dw in zip(weights, gradients, strict=True)]


@outcome(says="The results are there, but in another order: (filters, bias) is needed.")
def wrong_reversed(weights, gradients, learning_rate):
    """Collected from the back."""
    moved = []
    for w, dw in zip(weights, gradients, strict=True):
        moved.insert(0, w - learning_rate * dw)
    return moved


@outcome(says="Your function returned one array of shape (5,); 2 results are needed, (filters, bias).")
def wrong_one_array(weights, gradients, learning_rate):
    """All flattened into one."""
    return np.concatenate([(w - learning_rate * dw).ravel() for w, dw in zip(weights, gradients, strict=True)])


@outcome(nothing=True)
def wrong_minus_rate(weights, gradients, learning_rate):
    """Minus the rate, plus the gradient."""
    return [w - (learning_rate + dw) for w, dw in zip(weights, gradients, strict=True)]
