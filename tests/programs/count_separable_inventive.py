"""Programs of an inventive beginner."""

import math

import numpy as np

from tests.programs import outcome


def right_from_the_full_one(kernel_size, in_channels, out_channels, output_size):
    full = out_channels * in_channels * math.prod(kernel_size)
    weights = full // out_channels + full // math.prod(kernel_size)
    return np.array([1, math.prod(output_size)]) * weights


@outcome(nothing=True)
def wrong_every_map_again(kernel_size, in_channels, out_channels, output_size):
    """The cells of all maps count, though the weights of all maps were counted."""
    deep, point = in_channels * math.prod(kernel_size), in_channels * out_channels
    return deep + point, math.prod(output_size) * (deep * in_channels + point * out_channels)


@outcome(nothing=True)
def wrong_cells_of_the_input(kernel_size, in_channels, out_channels, output_size):
    """Every cell that is read counts."""
    weights = in_channels * math.prod(kernel_size) + in_channels * out_channels
    return weights, weights * math.prod(n + K - 1 for n, K in zip(output_size, kernel_size, strict=True))
