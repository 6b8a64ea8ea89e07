"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_cells(y, kernel_size, stride):
    K, s = kernel_size, stride
    rows, columns = (y.shape[2] - K) // s + 1, (y.shape[3] - K) // s + 1
    u = np.zeros((*y.shape[:2], rows, columns))
    for p in range(K):
        for q in range(K):
            u += y[:, :, p:, q:][:, :, : s * rows : s, : s * columns : s][:, :, :rows, :columns] / K**2
    return u


def right_by_sums(y, kernel_size, stride):
    K, s = kernel_size, stride
    total = np.pad(y.astype(float), ((0, 0), (0, 0), (1, 0), (1, 0))).cumsum(axis=2).cumsum(axis=3)
    sums = total[:, :, K:, K:] - total[:, :, :-K, K:] - total[:, :, K:, :-K] + total[:, :, :-K, :-K]
    return sums[:, :, ::s, ::s] / (K * K)


def right_by_windows(y, kernel_size, stride):
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].mean(axis=(-2, -1))


def right_by_matrices(y, kernel_size, stride):
    def averages(size):
        return np.array([
            (np.arange(size) >= a) & (np.arange(size) < a + kernel_size)
            for a in range(0, size - kernel_size + 1, stride)
        ]) / kernel_size  # fmt: skip

    return np.einsum("ih,tmhw,jw->tmij", averages(y.shape[2]), y, averages(y.shape[3]))


@outcome(says="Your u is averaged over its maps, axis 1, which should stay apart.")
def wrong_over_maps(y, kernel_size, stride):
    """Mean over the maps too."""
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].mean(axis=(1, 4, 5))


@outcome("A02")
def wrong_by_k(y, kernel_size, stride):
    """Sum divided by K."""
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].sum(axis=(-2, -1)) / kernel_size


@outcome(nothing=True)
def wrong_median(y, kernel_size, stride):
    """Median."""
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), axis=(2, 3))
    return np.median(windows[:, :, ::stride, ::stride], axis=(-2, -1))


@outcome(says="In every case the numbers of rows and columns of your u are H / s rounded up.")
def wrong_rest_too(y, kernel_size, stride):
    """Windows that stick out are averaged over what they have."""
    K, s = kernel_size, stride
    rows, columns = range(0, y.shape[2], s), range(0, y.shape[3], s)
    return np.stack([
        np.stack([y[:, :, r : r + K, c : c + K].mean(axis=(2, 3)) for c in columns], axis=-1) for r in rows
    ], axis=-2)  # fmt: skip
