"""Right and wrong ways to write turn_bank_maps."""

import numpy as np


def right_take(z):
    return np.rot90(z[:, :, [3, 0, 1, 2]], 1, (3, 4))


def right_map_by_map(z):
    u = np.zeros((*z.shape[:3], z.shape[4], z.shape[3]))
    for t, n, r in np.ndindex(z.shape[:3]):
        u[t, n, (r + 1) % 4] = np.rot90(z[t, n, r])
    return u


def right_transposed(z):
    turned = z.swapaxes(3, 4)[:, :, :, ::-1]
    return np.concatenate([turned[:, :, -1:], turned[:, :, :-1]], axis=2)


def wrong_not_rolled(z):
    return np.rot90(z, axes=(3, 4))


wrong_not_rolled.mistakes = ("I04",)


def wrong_rolled_back(z):
    return np.rot90(z[:, :, [1, 2, 3, 0]], 1, (3, 4))


wrong_rolled_back.mistakes = ("I13",)


def wrong_clockwise(z):
    return np.roll(np.rot90(z, axes=(4, 3)), 1, axis=2)


wrong_clockwise.mistakes = ("I10",)


def wrong_only_rolled(z):
    return np.roll(z, 1, 2)


wrong_only_rolled.mistakes = ("I26",)


def wrong_filters_rolled(z):
    return np.roll(np.rot90(z, axes=(3, 4)), 1, axis=1)


wrong_filters_rolled.mistakes = ("I37",)


def wrong_clockwise_and_not_rolled(z):
    return np.rot90(z, 3, axes=(3, 4))


wrong_clockwise_and_not_rolled.mistakes = ("I04", "I10")
