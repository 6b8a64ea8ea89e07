"""Right and wrong ways to write conv2d_grad_weight."""

import numpy as np


def _pad(y, padding):
    return np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def right_loops(dz, y, kernel_size, stride, padding):
    (T, N, rows, columns), M = dz.shape, y.shape[1]
    dw = np.zeros((N, M, *kernel_size))
    for t, n, i, j, m, p, q in np.ndindex(T, N, rows, columns, M, *kernel_size):
        r, c = i * stride + p - padding, j * stride + q - padding
        if 0 <= r < y.shape[2] and 0 <= c < y.shape[3]:
            dw[n, m, p, q] += dz[t, n, i, j] * y[t, m, r, c]
    return dw


def right_sliding_windows(dz, y, kernel_size, stride, padding):
    windows = np.lib.stride_tricks.sliding_window_view(_pad(y, padding), kernel_size, axis=(2, 3))
    return np.einsum("tnij,tmijpq->nmpq", dz, windows[:, :, ::stride, ::stride])


def right_position_by_position(dz, y, kernel_size, stride, padding):
    framed, (Kh, Kw) = _pad(y, padding), kernel_size
    dw = np.zeros((dz.shape[1], y.shape[1], Kh, Kw))
    for i in range(dz.shape[2]):
        for j in range(dz.shape[3]):
            patch = framed[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw]
            dw += np.tensordot(dz[:, :, i, j], patch, axes=(0, 0))
    return dw


def right_columns_and_a_product(dz, y, kernel_size, stride, padding):
    framed, (Kh, Kw), (T, N, rows, columns) = _pad(y, padding), kernel_size, dz.shape
    cut = [
        framed[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw].reshape(T, -1)
        for i in range(rows)
        for j in range(columns)
    ]
    flat = np.stack(cut, axis=1).reshape(T * rows * columns, -1)
    return (dz.transpose(1, 0, 2, 3).reshape(N, -1) @ flat).reshape(N, -1, Kh, Kw)


def right_fft(dz, y, kernel_size, stride, padding):
    framed, (Kh, Kw) = _pad(y, padding), kernel_size
    shape = (framed.shape[2] + stride, framed.shape[3] + stride)
    spread = np.zeros((*dz.shape[:2], *shape))
    spread[:, :, : dz.shape[2] * stride : stride, : dz.shape[3] * stride : stride] = dz
    product = np.einsum("tnxy,tmxy->nmxy", np.fft.fft2(spread).conj(), np.fft.fft2(framed, shape))
    return np.fft.ifft2(product).real[:, :, :Kh, :Kw]


def right_example_by_example(dz, y, kernel_size, stride, padding):
    return sum(right_sliding_windows(dz[t : t + 1], y[t : t + 1], kernel_size, stride, padding) for t in range(len(dz)))


def right_float32_inside(dz, y, kernel_size, stride, padding):
    return right_sliding_windows(dz.astype(np.float32), y.astype(np.float32), kernel_size, stride, padding)


def wrong_mean(dz, y, kernel_size, stride, padding):
    return right_loops(dz, y, kernel_size, stride, padding) / (dz.size / dz.shape[1])


wrong_mean.mistakes = ("W03",)


def wrong_flipped(dz, y, kernel_size, stride, padding):
    return np.flip(right_loops(dz, y, kernel_size, stride, padding), axis=(2, 3))


wrong_flipped.mistakes = ("W01",)


def wrong_last_example(dz, y, kernel_size, stride, padding):
    for t in range(len(dz)):
        dw = right_sliding_windows(dz[t : t + 1], y[t : t + 1], kernel_size, stride, padding)
    return dw


wrong_last_example.mistakes = ("W07",)


def wrong_stride_one(dz, y, kernel_size, stride, padding):
    (Kh, Kw), framed = kernel_size, _pad(y, padding)
    dw = np.zeros((dz.shape[1], y.shape[1], Kh, Kw))
    for i, j in np.ndindex(dz.shape[2:]):
        dw += np.einsum("tn,tmpq->nmpq", dz[:, :, i, j], framed[:, :, i : i + Kh, j : j + Kw])
    return dw


wrong_stride_one.mistakes = ("W02",)


def wrong_true_convolution_and_divided(dz, y, kernel_size, stride, padding):
    return right_loops(dz[:, :, ::-1, ::-1], y, kernel_size, stride, padding) / len(dz)


wrong_true_convolution_and_divided.mistakes = ("W04", "W11")
