"""Right and wrong ways to write conv_transpose2d_grad_weight."""

import numpy as np


def right_cell_by_cell(dz, y, kernel_size, stride, padding):
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((y.shape[1], dz.shape[1], *kernel_size))
    for k, l in np.ndindex(y.shape[2:]):
        patch = framed[:, :, k * stride :, l * stride :][:, :, : kernel_size[0], : kernel_size[1]]
        dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], patch)
    return dw


def right_only_what_exists(dz, y, kernel_size, stride, padding):
    dw = np.zeros((y.shape[1], dz.shape[1], *kernel_size))
    for k, l, p, q in np.ndindex(*y.shape[2:], *kernel_size):
        i, j = k * stride + p - padding, l * stride + q - padding
        if 0 <= i < dz.shape[2] and 0 <= j < dz.shape[3]:
            dw[:, :, p, q] += y[:, :, k, l].T @ dz[:, :, i, j]
    return dw


def right_by_probing(dz, y, kernel_size, stride, padding):
    """Linear in w: the gradient of a weight is dz times what a filter with a single 1 makes."""
    (T, M, H, W), N, (Kh, Kw) = y.shape, dz.shape[1], kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, N, Kh, Kw))
    for m, n, p, q in np.ndindex(dw.shape):
        z = np.zeros((T, *framed.shape[2:]))
        for k, l in np.ndindex(H, W):
            z[:, k * stride + p, l * stride + q] = y[:, m, k, l]
        dw[m, n, p, q] = (z * framed[:, n]).sum()
    return dw


def wrong_flipped(dz, y, kernel_size, stride, padding):
    return right_cell_by_cell(dz, y, kernel_size, stride, padding)[:, :, ::-1, ::-1]


wrong_flipped.mistakes = ("T04",)


def wrong_output_first(dz, y, kernel_size, stride, padding):
    return right_cell_by_cell(dz, y, kernel_size, stride, padding).transpose(1, 0, 2, 3)


wrong_output_first.mistakes = ("T11",)


def wrong_last_cell_only(dz, y, kernel_size, stride, padding):
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    for k, l in np.ndindex(y.shape[2:]):
        patch = framed[:, :, k * stride :, l * stride :][:, :, : kernel_size[0], : kernel_size[1]]
        dw = np.einsum("tm,tnpq->mnpq", y[:, :, k, l], patch)
    return dw


wrong_last_cell_only.mistakes = ("T05",)


def wrong_as_for_a_convolution(dz, y, kernel_size, stride, padding):
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((dz.shape[1], y.shape[1], *kernel_size))
    for i, j in np.ndindex(dz.shape[2:]):
        patch = framed[:, :, i * stride : i * stride + kernel_size[0], j * stride : j * stride + kernel_size[1]]
        dw += np.einsum("tn,tmpq->nmpq", dz[:, :, i, j], patch)
    return dw


wrong_as_for_a_convolution.mistakes = ("T09",)
