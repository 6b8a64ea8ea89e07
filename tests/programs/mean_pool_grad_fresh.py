"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_windows(du, input_size, kernel_size, stride):
    T, M, rows, columns = du.shape
    dy = np.zeros((T, M, *input_size))
    for i, j in np.ndindex(rows, columns):
        r, c = i * stride, j * stride
        dy[:, :, r : r + kernel_size, c : c + kernel_size] += du[:, :, i : i + 1, j : j + 1] / kernel_size**2
    return dy


def right_by_matrices(du, input_size, kernel_size, stride):
    def parts(size, count):
        r, i = np.ogrid[:size, :count]
        return ((r >= i * stride) & (r < i * stride + kernel_size)) / kernel_size

    H, W = input_size
    return parts(H, du.shape[2]) @ du @ parts(W, du.shape[3]).T


def right_by_kernel_cells(du, input_size, kernel_size, stride):
    T, M, rows, columns = du.shape
    dy = np.zeros((T, M) + tuple(input_size))
    part = du * (1 / (kernel_size * kernel_size))
    r, c = np.arange(rows) * stride, np.arange(columns) * stride
    for p in range(kernel_size):
        for q in range(kernel_size):
            dy[:, :, (r + p)[:, None], c + q] += part
    return dy


def right_gathering(du, input_size, kernel_size, stride):
    T, M, rows, columns = du.shape
    dy = np.empty((T, M, *input_size))
    for r, c in np.ndindex(*input_size):
        i = [k for k in range(rows) if 0 <= r - k * stride < kernel_size]
        j = [k for k in range(columns) if 0 <= c - k * stride < kernel_size]
        dy[:, :, r, c] = du[:, :, i][:, :, :, j].sum(axis=(2, 3)) / kernel_size**2
    return dy


@outcome(says="In each case your dy is the right one times one factor (1/4, 3/16): is it divided or")
def wrong_spread_over_map(du, input_size, kernel_size, stride):
    """Divided over the whole map."""
    T, M, rows, columns = du.shape
    dy = np.zeros((T, M, *input_size))
    for i, j in np.ndindex(rows, columns):
        r, c = i * stride, j * stride
        dy[:, :, r : r + kernel_size, c : c + kernel_size] += du[:, :, i : i + 1, j : j + 1] / np.prod(input_size)
    return dy


@outcome("A03")
def wrong_by_stride(du, input_size, kernel_size, stride):
    """Divided by s²."""
    T, M, rows, columns = du.shape
    dy = np.zeros((T, M, *input_size))
    for i, j in np.ndindex(rows, columns):
        r, c = i * stride, j * stride
        dy[:, :, r : r + kernel_size, c : c + kernel_size] += du[:, :, i : i + 1, j : j + 1] / stride**2
    return dy


@outcome("A10")
def wrong_corner(du, input_size, kernel_size, stride):
    """Only the first cell of each window gets its part."""
    T, M, rows, columns = du.shape
    dy = np.zeros((T, M, *input_size))
    dy[:, :, : rows * stride : stride, : columns * stride : stride] = du / kernel_size**2
    return dy


@outcome("A06")
def wrong_kron(du, input_size, kernel_size, stride):
    """Blocks side by side, then padded to the size."""
    blocks = np.kron(du, np.ones((kernel_size, kernel_size))) / kernel_size**2
    dy = np.zeros((*du.shape[:2], *input_size))
    blocks = blocks[:, :, : input_size[0], : input_size[1]]
    dy[:, :, : blocks.shape[2], : blocks.shape[3]] = blocks
    return dy
