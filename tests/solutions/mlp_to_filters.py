"""Ways to write `mlp_to_filters`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("S02",)


def attempt(*beliefs):
    """Every weight is asked where it belongs."""

    def mlp_to_filters(w, in_channels, kernel_size):
        high, wide = kernel_size
        filters = np.zeros((len(w), in_channels, high, wide))
        for n, weights in enumerate(w):
            for place, weight in enumerate(weights):
                if "S02" in beliefs:
                    m, cell = place % in_channels, place // in_channels
                else:
                    m, cell = place // (high * wide), place % (high * wide)
                filters[n, m, cell // wide, cell % wide] = weight
        return filters

    return mlp_to_filters


def right_by_splitting(w, in_channels, kernel_size):
    return np.stack([
        [part.reshape(kernel_size) for part in np.split(weights, in_channels)] for weights in w
    ])  # fmt: skip


def right_size_left_open(w, in_channels, kernel_size):
    return np.reshape(w, (-1, in_channels, *kernel_size))


def wrong_channels_last(w, in_channels, kernel_size):
    return np.moveaxis(w.reshape(-1, *kernel_size, in_channels), -1, 1)


wrong_channels_last.mistakes = ("S02",)


def wrong_columns_first(w, in_channels, kernel_size):
    return w.reshape(-1, in_channels, *kernel_size[::-1]).swapaxes(2, 3)


wrong_columns_first.mistakes = ("S02",)


def wrong_column_major(w, in_channels, kernel_size):
    return np.stack([row.reshape(in_channels, *kernel_size, order="F") for row in w])


wrong_column_major.mistakes = ("S02",)
