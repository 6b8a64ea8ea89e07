"""Ways to write `mean_pool_grad`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("A01/P06", "A02", "A03", "A04", "A06", "A07", "A08")


def attempt(*beliefs):
    """Window after window, cell after cell."""

    def mean_pool_grad(du, input_size, kernel_size, stride):
        T, M, rows, columns = du.shape
        parts = kernel_size**2
        for belief, number in (
            ("A07", rows * columns), ("A03", stride**2), ("A02", kernel_size), ("A01/P06", 1),
        ):  # fmt: skip
            parts = number if belief in beliefs else parts
        step = kernel_size if "A06" in beliefs else stride
        dy = np.zeros((T, M, *input_size))
        for i in range(rows):
            for j in range(columns):
                for r in range(i * step, min(i * step + kernel_size, input_size[0])):
                    for c in range(j * step, min(j * step + kernel_size, input_size[1])):
                        old = 0 if "A04" in beliefs else dy[:, :, r, c]
                        dy[:, :, r, c] = old + du[:, :, i, j] / parts
        return np.zeros_like(dy) if "A08" in beliefs else dy

    return mean_pool_grad


def right_by_taps(du, input_size, kernel_size, stride):
    dy = np.zeros((*du.shape[:2], *input_size))
    high, wide = (n * stride for n in du.shape[2:])
    for p in range(kernel_size):
        for q in range(kernel_size):
            dy[:, :, p : p + high - stride + 1 : stride, q : q + wide - stride + 1 : stride] += du
    return dy / kernel_size**2


def right_by_matrices(du, input_size, kernel_size, stride):
    def spread(outputs, size):
        starts = np.arange(outputs) * stride
        cells = np.arange(size)[:, None]
        return ((cells >= starts) & (cells < starts + kernel_size)) / kernel_size

    high, wide = (spread(n, size) for n, size in zip(du.shape[2:], input_size))
    return high @ du @ wide.T


def wrong_not_divided(du, input_size, kernel_size, stride):
    return right_by_taps(du, input_size, kernel_size, stride) * kernel_size**2


wrong_not_divided.mistakes = ("A01/P06",)


def wrong_divided_by_k(du, input_size, kernel_size, stride):
    return right_by_matrices(du, input_size, kernel_size, stride) * kernel_size


wrong_divided_by_k.mistakes = ("A02",)


def wrong_overwritten(du, input_size, kernel_size, stride):
    dy = np.zeros((*du.shape[:2], *input_size))
    for i in range(du.shape[2]):
        for j in range(du.shape[3]):
            r, c = i * stride, j * stride
            dy[..., r : r + kernel_size, c : c + kernel_size] = du[..., i, j][..., None, None] / kernel_size**2
    return dy


wrong_overwritten.mistakes = ("A04",)


def wrong_mean_of_everything(du, input_size, kernel_size, stride):
    windows = du.shape[2] * du.shape[3]
    return right_by_taps(du, input_size, kernel_size, stride) * kernel_size**2 / windows


wrong_mean_of_everything.mistakes = ("A07",)
