"""Right and wrong ways to write outgoing_weights."""

import numpy as np


def right_matrix_of_ones(input_size, kernel_size, stride, padding, transposed):
    """The matrix of the layer with every weight 1, and its column sums."""
    (Kh, Kw), p = kernel_size, padding
    if transposed:
        rows, columns = ((n - 1) * stride + k - 2 * p for n, k in zip(input_size, kernel_size))
        made = np.zeros((*input_size, rows + 2 * p, columns + 2 * p), int)
        for k, l in np.ndindex(*input_size):
            made[k, l, k * stride : k * stride + Kh, l * stride : l * stride + Kw] = 1
        return made[:, :, p : p + rows, p : p + columns].sum(axis=(2, 3))
    H, W = input_size
    rows, columns = ((n + 2 * p - k) // stride + 1 for n, k in zip(input_size, kernel_size))
    made = np.zeros((H + 2 * p, W + 2 * p), int)
    for i, j in np.ndindex(rows, columns):
        made[i * stride : i * stride + Kh, j * stride : j * stride + Kw] += 1
    return made[p : p + H, p : p + W]


def right_as_lists(input_size, kernel_size, stride, padding, transposed):
    return right_matrix_of_ones(input_size, kernel_size, stride, padding, transposed).tolist()


def right_by_asking_each_cell(input_size, kernel_size, stride, padding, transposed):
    def one(cell, size, k):
        if transposed:
            last = (size - 1) * stride + k - padding
            return len(range(max(cell * stride, padding), min(cell * stride + k, last)))
        windows = range((size + 2 * padding - k) // stride + 1)
        return sum(i * stride <= cell + padding < i * stride + k for i in windows)

    made = np.zeros(input_size)
    for r, c in np.ndindex(*input_size):
        made[r, c] = one(r, input_size[0], kernel_size[0]) * one(c, input_size[1], kernel_size[1])
    return made


def wrong_nothing_cropped(input_size, kernel_size, stride, padding, transposed):
    return right_matrix_of_ones(input_size, kernel_size, stride, 0, transposed)


wrong_nothing_cropped.mistakes = ("T07",)


def wrong_stride_left_out(input_size, kernel_size, stride, padding, transposed):
    return right_by_asking_each_cell(input_size, kernel_size, 1, padding, transposed)


wrong_stride_left_out.mistakes = ("T02",)


def wrong_always_a_convolution(input_size, kernel_size, stride, padding, transposed):
    return right_by_asking_each_cell(input_size, kernel_size, stride, padding, False)


wrong_always_a_convolution.mistakes = ("T09",)
