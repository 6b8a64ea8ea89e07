"""Right and wrong ways to write output_size."""

import math


def right_by_counting(size, kernel_size, stride, padding, dilation):
    return len(range(0, size + 2 * padding - dilation * (kernel_size - 1), stride))


def right_with_floor(size, kernel_size, stride, padding, dilation):
    return math.floor((size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1)


def wrong_ceil(size, kernel_size, stride, padding, dilation):
    return math.ceil((size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1


wrong_ceil.mistakes = ("F13",)


def wrong_without_the_first(size, kernel_size, stride, padding, dilation):
    return (size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride


wrong_without_the_first.mistakes = ("F18",)


def wrong_without_padding_and_dilation(size, kernel_size, stride, padding, dilation):
    return (size - kernel_size) // stride + 1


wrong_without_padding_and_dilation.mistakes = ("F14", "F17")
