"""Right and wrong ways to write upsample."""

import numpy as np


def right_kron(y, stride):
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    return np.kron(y, corner)[:, :, : (y.shape[2] - 1) * stride + 1, : (y.shape[3] - 1) * stride + 1]


def right_cell_by_cell(y, stride):
    T, M, H, W = y.shape
    u = np.zeros((T, M, H + (H - 1) * (stride - 1), W + (W - 1) * (stride - 1)))
    for k in range(H):
        for l in range(W):
            u[:, :, k * stride, l * stride] = y[:, :, k, l]
    return u


def right_by_matrices(y, stride):
    H, W = y.shape[2:]
    left = np.eye((H - 1) * stride + 1)[:, ::stride]
    right = np.eye((W - 1) * stride + 1)[::stride]
    return left @ y @ right


def wrong_multiple_of_the_size(y, stride):
    u = np.zeros((*y.shape[:2], y.shape[2] * stride, y.shape[3] * stride))
    u[:, :, ::stride, ::stride] = y
    return u


wrong_multiple_of_the_size.mistakes = ("T01",)


def wrong_repeated(y, stride):
    return np.repeat(np.repeat(y, stride, 2), stride, 3)


wrong_repeated.mistakes = ("T10",)


def wrong_s_zeros(y, stride):
    return right_cell_by_cell(y, stride + 1)


wrong_s_zeros.mistakes = ("T03",)
