"""Right and wrong ways to write equivariance_error."""

import numpy as np


def right_turned_back_instead(layer, y):
    z = layer(y)
    gaps = [np.linalg.norm(np.rot90(layer(np.rot90(y, k, (2, 3))), -k, (2, 3)) - z) for k in (1, 2, 3)]
    return max(gaps) / np.linalg.norm(z) if max(gaps) > 0 else 0


def right_sums_of_squares(layer, y):
    z, worst = layer(y), 0
    if not z.any():
        return 0.0
    for k in (3, 2, 1):
        d = layer(np.rot90(y, k, (2, 3))) - np.rot90(z, k, (2, 3))
        worst = max(worst, (d * d).sum() / (z * z).sum())
    return worst**0.5


def wrong_invariance(layer, y):
    z = layer(y)
    size = np.linalg.norm(z) or 1
    return max(np.linalg.norm(layer(np.rot90(y, k, (2, 3))) - z) for k in (1, 2, 3)) / size


wrong_invariance.mistakes = ("I27",)


def wrong_one_turn(layer, y):
    z = layer(y)
    return np.linalg.norm(layer(np.rot90(y, 1, (2, 3))) - np.rot90(z, 1, (2, 3))) / (np.linalg.norm(z) or 1)


wrong_one_turn.mistakes = ("I28",)


def wrong_not_relative(layer, y):
    z = layer(y)
    return max(np.linalg.norm(layer(np.rot90(y, k, (2, 3))) - np.rot90(z, k, (2, 3))) for k in (1, 2, 3))


wrong_not_relative.mistakes = ("I30",)


def wrong_zero_by_zero(layer, y):
    z = layer(y)
    with np.errstate(invalid="ignore"):
        return wrong_not_relative(layer, y) / np.linalg.norm(z)


wrong_zero_by_zero.mistakes = ("I31",)


def wrong_mean(layer, y):
    z = layer(y)
    gaps = [np.linalg.norm(layer(np.rot90(y, k, (2, 3))) - np.rot90(z, k, (2, 3))) for k in (1, 2, 3)]
    return np.mean(gaps) / (np.linalg.norm(z) or 1)


wrong_mean.mistakes = ("I29",)
