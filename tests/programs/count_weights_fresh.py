"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_product(input_size, kernel_size, in_channels, out_channels, shared):
    one = in_channels * out_channels * int(np.prod(kernel_size))
    places = 1 if shared else int(np.prod(np.array(input_size) - np.array(kernel_size) + 1))
    return one * places


def right_by_counting(input_size, kernel_size, in_channels, out_channels, shared):
    (H, W), (Kh, Kw), count = input_size, kernel_size, 0
    for _ in range(1 if shared else H - Kh + 1):
        for _ in range(1 if shared else W - Kw + 1):
            count += out_channels * in_channels * Kh * Kw
    return count


def right_by_shape(input_size, kernel_size, in_channels, out_channels, shared):
    windows = np.lib.stride_tricks.sliding_window_view(np.zeros(input_size), kernel_size)
    size = kernel_size[0] * kernel_size[1] if shared else windows.size
    return size * in_channels * out_channels


@outcome("S09")
def wrong_padded(input_size, kernel_size, in_channels, out_channels, shared):
    """One position for every cell of the map."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    return in_channels * out_channels * Kh * Kw * (1 if shared else H * W)


@outcome("S11")
def wrong_dense(input_size, kernel_size, in_channels, out_channels, shared):
    """Unshared counted as the full matrix."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    if shared:
        return in_channels * out_channels * Kh * Kw
    return in_channels * out_channels * H * W * (H - Kh + 1) * (W - Kw + 1)


@outcome("S10")
def wrong_the_other_way(input_size, kernel_size, in_channels, out_channels, shared):
    """shared read the other way round."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    return in_channels * out_channels * Kh * Kw * ((H - Kh + 1) * (W - Kw + 1) if shared else 1)


@outcome("F05")
def wrong_one_input(input_size, kernel_size, in_channels, out_channels, shared):
    """in_channels left out."""
    (H, W), (Kh, Kw) = input_size, kernel_size
    return out_channels * Kh * Kw * (1 if shared else (H - Kh + 1) * (W - Kw + 1))
