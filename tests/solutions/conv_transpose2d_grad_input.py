"""Right and wrong ways to write conv_transpose2d_grad_input."""

import numpy as np


def right_windows(dz, w, input_size, stride, padding):
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(2, 3))
    dy = np.einsum("tnijpq,mnpq->tmij", windows[:, :, ::stride, ::stride], w)
    return dy[:, :, : input_size[0], : input_size[1]]


def right_cell_by_cell(dz, w, input_size, stride, padding):
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dy = np.zeros((len(dz), len(w), *input_size))
    for k, l in np.ndindex(*input_size):
        patch = framed[:, :, k * stride :, l * stride :][:, :, : w.shape[2], : w.shape[3]]
        dy[:, :, k, l] = np.tensordot(patch, w, ((1, 2, 3), (1, 2, 3)))
    return dy


def right_only_what_exists(dz, w, input_size, stride, padding):
    dy = np.zeros((len(dz), len(w), *input_size))
    for k, l, p, q in np.ndindex(*input_size, *w.shape[2:]):
        i, j = k * stride + p - padding, l * stride + q - padding
        if 0 <= i < dz.shape[2] and 0 <= j < dz.shape[3]:
            dy[:, :, k, l] += dz[:, :, i, j] @ w[:, :, p, q].T
    return dy


def wrong_flipped(dz, w, input_size, stride, padding):
    return right_windows(dz, w[:, :, ::-1, ::-1], input_size, stride, padding)


wrong_flipped.mistakes = ("T04",)


def wrong_stride_left_out(dz, w, input_size, stride, padding):
    return right_windows(dz, w, input_size, 1, padding)


wrong_stride_left_out.mistakes = ("T02",)


def wrong_padding_left_out(dz, w, input_size, stride, padding):
    return right_windows(dz, w, input_size, stride, 0)


wrong_padding_left_out.mistakes = ("T07",)
