"""Ways to write `count_weights`, right and wrong, as learners write them."""

import math

import numpy as np

BELIEFS = ("F05", "M14", "S05")


def attempt(*beliefs):
    """Counted by making arrays of that size."""

    def count_weights(input_size, kernel_size, in_channels, out_channels, shared):
        maps = 1 if "F05" in beliefs else in_channels
        filters = np.empty((out_channels, maps, *kernel_size))
        places = np.lib.stride_tricks.sliding_window_view(np.empty(input_size), kernel_size)
        count = filters.size
        if not shared or "S05" in beliefs:
            count *= places.shape[0] * places.shape[1]
        return count + len(filters) if "M14" in beliefs else count

    return count_weights


def right_as_a_product(input_size, kernel_size, in_channels, out_channels, shared):
    places = [n - k + 1 for n, k in zip(input_size, kernel_size)]
    return math.prod([out_channels, in_channels, *kernel_size, *(places if not shared else [])])


def right_as_a_float(*args):
    return float(right_as_a_product(*args))


def wrong_one_map(input_size, kernel_size, in_channels, out_channels, shared):
    return right_as_a_product(input_size, kernel_size, 1, out_channels, shared)


wrong_one_map.mistakes = ("F05",)


def wrong_never_shared(input_size, kernel_size, in_channels, out_channels, shared):
    return right_as_a_product(input_size, kernel_size, in_channels, out_channels, False)


wrong_never_shared.mistakes = ("S05",)
