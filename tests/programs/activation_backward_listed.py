"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="The values are right, but your function changed its argument dy")
def wrong_in_dy(dy, z, name):
    """writes into dy"""
    if name == "relu":
        return np.multiply(dy, z > 0, out=dy)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return np.multiply(dy, y * (1 - y), out=dy)
    return np.multiply(dy, 1 - np.tanh(z) ** 2, out=dy)


@outcome(says="The values are right, but your function changed its argument dy")
def wrong_in_dy_relu(dy, z, name):
    """relu writes into dy"""
    if name == "relu":
        return np.multiply(dy, z > 0, out=dy)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * y * (1 - y)
    return dy * (1 - np.tanh(z) ** 2)


@outcome("B28")
def wrong_relu_z(dy, z, name):
    """relu of dy*z"""
    if name == "relu":
        return dy * np.maximum(z, 0)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * y * (1 - y)
    return dy * (1 - np.tanh(z) ** 2)


@outcome("B23")
def wrong_at_y(dy, z, name):
    """at y"""
    if name == "relu":
        return dy * (z > 0)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * (lambda s: s * (1 - s))(1 / (1 + np.exp(-y)))
    return dy * (1 - np.tanh(np.tanh(z)) ** 2)


@outcome("B41")
def wrong_z_as_y(dy, z, name):
    """z taken for y"""
    if name == "relu":
        return dy * (z > 0)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * z * (1 - z)
    return dy * (1 - z ** 2)


@outcome("B24")
def wrong_ge(dy, z, name):
    """z >= 0"""
    if name == "relu":
        return dy * (z >= 0)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * y * (1 - y)
    return dy * (1 - np.tanh(z) ** 2)


@outcome("B30")
def wrong_tanh1(dy, z, name):
    """not squared"""
    if name == "relu":
        return dy * (z > 0)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * y * (1 - y)
    return dy * (1 - np.tanh(z))


@outcome(says="Wrong for sigmoid only")
def wrong_plus(dy, z, name):
    """1 + y"""
    if name == "relu":
        return dy * (z > 0)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * y * (1 + y)
    return dy * (1 - np.tanh(z) ** 2)
