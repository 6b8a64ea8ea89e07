"""Lesson 12: depth-wise convolution."""

import numpy as np


def depthwise_conv2d(y, w, stride, padding):
    (T, M, H, W), (_, Kh, Kw) = y.shape, w.shape
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, columns = (H + 2 * padding - Kh) // stride + 1, (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw]
            z[:, :, i, j] = (patch * w).sum(axis=(2, 3))
    return z


def pointwise_conv2d(y, w):
    return np.einsum("nm,tmij->tnij", w, y)


def depthwise_grad_weight(dz, y, kernel_size, stride, padding):
    (T, M, rows, columns), (Kh, Kw) = dz.shape, kernel_size
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, Kh, Kw))
    for p in range(Kh):
        for q in range(Kw):
            met = framed[:, :, p:p + rows * stride:stride, q:q + columns * stride:stride]
            dw[:, p, q] = (dz * met).sum(axis=(0, 2, 3))
    return dw


def count_separable(kernel_size, in_channels, out_channels, output_size):
    (Kh, Kw), (rows, columns) = kernel_size, output_size
    parameters = in_channels * Kh * Kw + out_channels * in_channels
    return parameters, parameters * rows * columns


def separable_as_full(depthwise, pointwise):
    return pointwise[:, :, None, None] * depthwise


def depthwise_grad_input(dz, w, input_size, stride, padding):
    (T, M, rows, columns), (_, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    framed = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            r, c = i * stride, j * stride
            framed[:, :, r:r + Kh, c:c + Kw] += dz[:, :, i, j][:, :, None, None] * w
    return framed[:, :, padding:padding + H, padding:padding + W]
