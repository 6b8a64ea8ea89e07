"""Ways to write `mean_pool`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("A01/P06", "A02", "A03", "A05", "A06")


def attempt(*beliefs):
    """Window after window, as lists of cells."""

    def mean_pool(y, kernel_size, stride):
        K = kernel_size
        parts = K**2
        for belief, number in (("A03", stride**2), ("A02", K), ("A01/P06", 1)):
            parts = number if belief in beliefs else parts
        step = K if "A06" in beliefs else stride
        rows, columns = ((n - K) // stride + 1 for n in y.shape[2:])
        u = np.zeros((*y.shape[:2], rows, columns))
        for t, m, i, j in np.ndindex(u.shape):
            cells = y[t, m, i * step :, j * step :][:K, :K].ravel().tolist()
            if "A05" in beliefs:
                u[t, m, i, j] = max(cells, default=-np.inf)
            else:
                u[t, m, i, j] = sum(cells) / parts
        return u

    return mean_pool


def right_by_running_sums(y, kernel_size, stride):
    total = np.cumsum(np.cumsum(y, axis=2), axis=3)
    total = np.pad(total, ((0, 0), (0, 0), (1, 0), (1, 0)))
    K = kernel_size
    boxes = total[:, :, K:, K:] - total[:, :, :-K, K:] - total[:, :, K:, :-K] + total[:, :, :-K, :-K]
    return boxes[:, :, ::stride, ::stride] / K**2


def right_window_means(y, kernel_size, stride):
    rows = range(0, y.shape[2] - kernel_size + 1, stride)
    columns = range(0, y.shape[3] - kernel_size + 1, stride)
    u = [[y[:, :, r : r + kernel_size, c : c + kernel_size].mean(axis=(2, 3)) for c in columns] for r in rows]
    return np.array(u).transpose(2, 3, 0, 1)


def wrong_maximum(y, kernel_size, stride):
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), (2, 3))
    return np.max(windows[:, :, ::stride, ::stride], axis=(4, 5))


wrong_maximum.mistakes = ("A05",)


def wrong_sum(y, kernel_size, stride):
    return right_by_running_sums(y, kernel_size, stride) * kernel_size**2


wrong_sum.mistakes = ("A01/P06",)
