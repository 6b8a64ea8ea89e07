"""Lesson 04: backpropagation through a convolution."""

import numpy as np


def activation_backward(dy, z, name):
    if name == "relu":
        return dy * (z > 0)
    if name == "sigmoid":
        y = 1 / (1 + np.exp(-z))
        return dy * y * (1 - y)
    return dy * (1 - np.tanh(z) ** 2)


def grad_input_by_flipping(dz, w):
    T, N, rows, columns = dz.shape
    _, M, Kh, Kw = w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    dy = np.zeros((T, M, rows + Kh - 1, columns + Kw - 1))
    for r in range(dy.shape[2]):
        for c in range(dy.shape[3]):
            patch = framed[:, :, r:r + Kh, c:c + Kw]
            dy[:, :, r, c] = np.einsum("tnpq,nmpq->tm", patch, flipped)
    return dy


def conv2d_grad_input(dz, w, input_size, stride, padding):
    (H, W), (T, N, rows, columns) = input_size, dz.shape
    _, M, Kh, Kw = w.shape
    framed = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            r, c = i * stride, j * stride
            framed[:, :, r:r + Kh, c:c + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return framed[:, :, padding:padding + H, padding:padding + W]


def conv2d_grad_weight(dz, y, kernel_size, stride, padding):
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((N, M, Kh, Kw))
    for p in range(Kh):
        for q in range(Kw):
            met = framed[:, :, p:p + rows * stride:stride, q:q + columns * stride:stride]
            dw[:, :, p, q] = np.einsum("tnij,tmij->nm", dz, met)
    return dw


def conv2d_grad_bias(dz):
    return dz.sum(axis=(0, 2, 3))


def affected(r, size, kernel_size, stride, padding):
    outputs = (size + 2 * padding - kernel_size) // stride + 1
    # output i covers the padded rows i·s to i·s + K - 1
    return [i for i in range(outputs) if 0 <= r + padding - i * stride < kernel_size]
