"""Right and wrong ways to write activation_backward."""

import numpy as np


def right_where(dy, z, name):
    if name == "relu":
        return np.where(z > 0, dy, 0.0)
    if name == "tanh":
        return dy / np.cosh(z) ** 2
    return dy * np.exp(-z) / (1 + np.exp(-z)) ** 2


def right_through_y(dy, z, name):
    y = {"relu": np.maximum(z, 0), "sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}[name]
    return dy * {"relu": y > 0, "sigmoid": y * (1 - y), "tanh": 1 - y * y}[name]


def right_in_float32(dy, z, name):
    return right_where(dy.astype(np.float32), z.astype(np.float32), name)


def wrong_slope_at_y(dy, z, name):
    y = {"relu": np.maximum(z, 0), "sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}[name]
    return right_where(dy, y, name)


wrong_slope_at_y.mistakes = ("B23",)


def wrong_kink(dy, z, name):
    return dy * (z >= 0) if name == "relu" else right_where(dy, z, name)


wrong_kink.mistakes = ("B24",)
