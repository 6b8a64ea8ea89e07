"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("T09")
def wrong_never(input_size, kernel_size, stride, padding, transposed):
    """always shrinking"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if False:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome("T25")
def wrong_always(input_size, kernel_size, stride, padding, transposed):
    """always expanding"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if True:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome("T26")
def wrong_inverse(input_size, kernel_size, stride, padding, transposed):
    """inverse"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if not transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome(says="Your weights is right but for the last row and column")
def wrong_crop(input_size, kernel_size, stride, padding, transposed):
    """cropped once"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome(says="Your weights is right but for the last row and column")
def wrong_nocrop(input_size, kernel_size, stride, padding, transposed):
    """not cropped"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 0
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome(nothing=True)
def wrong_ceil(input_size, kernel_size, stride, padding, transposed):
    """ceil"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = -(-(size + 2 * padding - K) // stride) + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome(says="Right without padding and for expanding layers, wrong in every other case.")
def wrong_nopad(input_size, kernel_size, stride, padding, transposed):
    """no padding"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + 0 - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome(nothing=True)
def wrong_nos(input_size, kernel_size, stride, padding, transposed):
    """no stride"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * 1 < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome("T23")
def wrong_sum(input_size, kernel_size, stride, padding, transposed):
    """sum"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.add.outer(counts[0], counts[1])


@outcome("T22")
def wrong_full(input_size, kernel_size, stride, padding, transposed):
    """K²"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.full(input_size, kernel_size[0] * kernel_size[1])


@outcome(says="All of weights is added up into one number")
def wrong_total(input_size, kernel_size, stride, padding, transposed):
    """total"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return int(np.outer(counts[0], counts[1]).sum())


@outcome(says="Your weights is the right one transposed")
def wrong_t(input_size, kernel_size, stride, padding, transposed):
    """transposed result"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[1], counts[0])


@outcome(says="Your weights has one axis; 2 are needed, shape (3, 3)")
def wrong_rowsonly(input_size, kernel_size, stride, padding, transposed):
    """rows only"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.array(counts[0])


@outcome(says="Right for expanding layers, wrong for shrinking ones")
def wrong_outsize(input_size, kernel_size, stride, padding, transposed):
    """rows without +1"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[1])


@outcome(says="In every case the number of columns of your weights is counted from H in place of W")
def wrong_square(input_size, kernel_size, stride, padding, transposed):
    """rows twice"""
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:
            rows = (size - 1) * stride + K - 2 * padding
            counts.append([sum(0 <= r * stride - padding + p < rows for p in range(K)) for r in range(size)])
        else:
            rows = (size + 2 * padding - K) // stride + 1
            counts.append([sum(0 <= r + padding - i * stride < K for i in range(rows)) for r in range(size)])
    return np.outer(counts[0], counts[0])
