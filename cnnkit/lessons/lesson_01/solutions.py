"""Lesson 01: a CNN is a giant MLP with shared parameters."""

import numpy as np


def scan(y, w, bias):
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias
    return z


def conv_as_matrix(w, input_size):
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    matrix = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                first = (i + p) * W + j  # where this row of the patch begins
                matrix[i * columns + j, first:first + Kw] = w[p]
    return matrix


def tied_gradient(grad_matrix, kernel_size, input_size):
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            patch = grad_matrix[i * columns + j].reshape(H, W)[i:i + Kh, j:j + Kw]
            dw += patch  # one more copy of the same weights
    return dw


def mlp_to_filters(w, in_channels, kernel_size):
    return w.reshape(len(w), in_channels, *kernel_size)


def count_weights(input_size, kernel_size, in_channels, out_channels, shared):
    (H, W), (Kh, Kw) = input_size, kernel_size
    filters = 1 if shared else (H - Kh + 1) * (W - Kw + 1)
    return filters * out_channels * in_channels * Kh * Kw
