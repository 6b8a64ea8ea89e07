"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_match(layers):
    def of(kind, *numbers):
        if kind == "conv":
            M, N, K = numbers
            return (M * K**2 + 1) * N
        if kind == "linear":
            inputs, outputs = numbers
            return (inputs + 1) * outputs
        return 0

    return sum(of(*layer) for layer in layers)


def right_by_arrays(layers):
    total = 0
    for layer in layers:
        if layer[0] == "conv":
            total += np.zeros((layer[2], layer[1], layer[3], layer[3])).size + np.zeros(layer[2]).size
        elif layer[0] == "linear":
            total += np.zeros((layer[2], layer[1])).size + layer[2]
    return total


def right_by_dict(layers):
    rules = {"conv": lambda M, N, K: N * M * K * K + N, "pool": lambda K, s: 0, "linear": lambda a, b: a * b + b}
    return sum(rules[name](*rest) for name, *rest in layers)


def right_by_recursion(layers):
    if len(layers) == 0:
        return 0
    first, *rest = layers
    mine = 0
    if first[0] != "pool":
        mine = first[2] + int(np.prod(first[1:])) * (first[3] if first[0] == "conv" else 1)
    return mine + right_by_recursion(rest)


@outcome(says="Your parameters is not yet added up over axis 0.")
def wrong_list(layers):
    """One count for each layer."""
    counts = []
    for layer in layers:
        if layer[0] == "conv":
            counts.append(layer[2] * layer[1] * layer[3] ** 2 + layer[2])
        elif layer[0] == "linear":
            counts.append(layer[1] * layer[2] + layer[2])
        else:
            counts.append(0)
    return counts


@outcome(says="Your parameters is not yet added up over axis 0.")
def wrong_weights_and_biases_apart(layers):
    """Two numbers: weights, and biases."""
    weights = biases = 0
    for layer in layers:
        if layer[0] == "conv":
            weights, biases = weights + layer[2] * layer[1] * layer[3] ** 2, biases + layer[2]
        elif layer[0] == "linear":
            weights, biases = weights + layer[1] * layer[2], biases + layer[2]
    return weights, biases


@outcome(nothing=True)
def wrong_first_of_a_kind(layers):
    """A dict keeps the last layer of each kind only."""
    found = {layer[0]: layer for layer in layers}
    total = 0
    if "conv" in found:
        _, M, N, K = found["conv"]
        total += N * (M * K * K + 1)
    if "linear" in found:
        _, a, b = found["linear"]
        total += a * b + b
    return total
