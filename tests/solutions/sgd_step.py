"""Ways to write `sgd_step`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("L07", "L08", "L11")


def attempt(*beliefs):
    """Array after array."""

    def sgd_step(weights, gradients, learning_rate):
        result = []
        for k in range(len(weights)):
            way = gradients[k] if "L11" in beliefs else np.multiply(gradients[k], learning_rate)
            way = way if "L08" in beliefs else -way
            if "L07" in beliefs:
                weights[k] += way
                result.append(weights[k])
            else:
                result.append(weights[k] + way)
        return result

    return sgd_step


def right_on_copies(weights, gradients, learning_rate):
    fresh = [w.copy() for w in weights]
    for w, dw in zip(fresh, gradients):
        w -= learning_rate * dw
    return fresh


def right_as_a_tuple(weights, gradients, learning_rate):
    return tuple(map(lambda w, dw: w - dw * learning_rate, weights, gradients))


def wrong_in_place(weights, gradients, learning_rate):
    for w, dw in zip(weights, gradients):
        w -= learning_rate * dw
    return weights


wrong_in_place.mistakes = ("L07",)


def wrong_uphill(weights, gradients, learning_rate):
    return [np.add(w, learning_rate * dw) for w, dw in zip(weights, gradients)]


wrong_uphill.mistakes = ("L08",)
