"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_windows(dz, y, kernel_size, stride, padding):
    frame = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    H, W = y.shape[2:]
    return np.einsum("tmij,tnijpq->mnpq", y, windows[:, :, :H, :W])


def right_cell_by_cell(dz, y, kernel_size, stride, padding):
    (T, N, rows, columns), M = dz.shape, y.shape[1]
    dw = np.zeros((M, N, *kernel_size))
    for i, j in np.ndindex(*y.shape[2:]):
        for a, b in np.ndindex(*kernel_size):
            r, c = i * stride + a - padding, j * stride + b - padding
            if 0 <= r < rows and 0 <= c < columns:
                dw[:, :, a, b] += y[:, :, i, j].T @ dz[:, :, r, c]
    return dw


def right_by_slices(dz, y, kernel_size, stride, padding):
    H, W = y.shape[2:]
    frame = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return np.array([
        [np.tensordot(y, frame[:, :, a::stride, b::stride][:, :, :H, :W], ([0, 2, 3], [0, 2, 3]))
         for b in range(kernel_size[1])]
        for a in range(kernel_size[0])
    ]).transpose(2, 3, 0, 1)  # fmt: skip


@outcome(says="Your dw is the right one for the first example of dz alone.")
def wrong_one_example(dz, y, kernel_size, stride, padding):
    """Only the first image counts."""
    return right_by_windows(dz[:1], y[:1], kernel_size, stride, padding)
