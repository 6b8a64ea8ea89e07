"""Lesson 05: pooling and downsampling."""

import numpy as np


def max_pool(y, kernel_size, stride):
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u, positions = np.zeros((T, M, rows, columns)), np.zeros((T, M, rows, columns), dtype=int)
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K].reshape(T, M, K * K)
            best = window.argmax(axis=2)  # the first of equal ones
            u[:, :, i, j] = window.max(axis=2)
            positions[:, :, i, j] = (i * s + best // K) * W + j * s + best % K
    return u, positions


def max_pool_grad(du, positions, input_size):
    (T, M, rows, columns), (H, W) = du.shape, input_size
    dy = np.zeros((T, M, H, W))
    for t, m, i, j in np.ndindex(T, M, rows, columns):
        row, column = divmod(positions[t, m, i, j], W)
        dy[t, m, row, column] += du[t, m, i, j]
    return dy


def mean_pool_grad(du, input_size, kernel_size, stride):
    (T, M, rows, columns), K, s = du.shape, kernel_size, stride
    dy = np.zeros((T, M, *input_size))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / K**2
    return dy


def downsample_grad(du, input_size, stride):
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, ::stride, ::stride] = du
    return dy


def mean_pool(y, kernel_size, stride):
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].mean(axis=(4, 5))


def downsample(y, stride):
    return y[:, :, ::stride, ::stride]
