"""Lesson 02: the forward pass of a convolution, and sizes."""

import numpy as np


def output_size(size, kernel_size, stride, padding, dilation):
    covered = dilation * (kernel_size - 1) + 1
    return (size + 2 * padding - covered) // stride + 1


def neuron(patch, w, bias):
    return np.einsum("mpq,nmpq->n", patch, w) + bias


def conv2d_forward(y, w, bias, stride, padding):
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = (H + 2 * padding - Kh) // stride + 1
    columns = (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            r, c = i * stride, j * stride
            patch = framed[:, :, r:r + Kh, c:c + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


def receptive_field(layers):
    size, jump = 1, 1
    for kernel_size, stride in layers:
        size += (kernel_size - 1) * jump  # a window spans K - 1 steps of the layer below
        jump *= stride
    return size, jump


def remainder(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) % stride


def count_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        if kind == "conv":
            M, N, K = sizes
            total += N * (M * K * K + 1)
        elif kind == "linear":
            inputs, outputs = sizes
            total += outputs * (inputs + 1)
    return total
