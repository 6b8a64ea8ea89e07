"""Ways to write `max_pool`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("P03", "P05", "P07", "P08", "P09", "P11", "P12")


def attempt(*beliefs):
    """Six plain loops that keep the best cell so far."""

    def max_pool(y, kernel_size, stride):
        T, M, H, W = y.shape
        K = kernel_size
        rows, columns = (H - K) // stride + 1, (W - K) // stride + 1
        u = np.zeros((T, M, rows, columns))
        positions = np.zeros((T, M, rows, columns), int)
        step = K if "P08" in beliefs else stride
        for t, m, i, j in np.ndindex(u.shape):
            if "P11" in beliefs and (i, j) != (0, 0):
                continue
            best, cell = (0.0, (0, 0)) if "P12" in beliefs else (-np.inf, (0, 0))
            total = 0.0
            for p in range(K):
                for q in range(K):
                    value = y[t, m, i * step + p, j * step + q]
                    total += value / K**2
                    if value > best or (value == best and "P03" in beliefs):
                        best, cell = value, (p, q)
            p, q = cell[::-1] if "P07" in beliefs else cell
            u[t, m, i, j] = total if "P05" in beliefs else best
            if "P09" in beliefs:
                positions[t, m, i, j] = p * K + q
            else:
                positions[t, m, i, j] = (i * step + p) * W + j * step + q
        return u, positions

    return max_pool


def right_by_windows(y, kernel_size, stride):
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:4], -1)
    p, q = np.unravel_index(flat.argmax(-1), (kernel_size, kernel_size))
    i, j = np.indices(windows.shape[2:4]) * stride
    return flat.max(-1), (i + p) * y.shape[3] + (j + q)


def right_by_strict_comparison(y, kernel_size, stride):
    T, M, H, W = y.shape
    u = np.full((T, M, (H - kernel_size) // stride + 1, (W - kernel_size) // stride + 1), -np.inf)
    where = np.zeros(u.shape)
    numbers = np.broadcast_to(np.arange(H * W).reshape(H, W), y.shape)
    for p in range(kernel_size):
        for q in range(kernel_size):
            part = np.s_[:, :, p : p + (u.shape[2] - 1) * stride + 1 : stride, q : q + (u.shape[3] - 1) * stride + 1 : stride]
            better = y[part] > u
            u[better], where[better] = y[part][better], numbers[part][better]
    return u, where


def wrong_last_of_equals(y, kernel_size, stride):
    u, where = right_by_windows(y[:, :, ::-1, ::-1], kernel_size, 1)
    u, where = u[:, :, ::-1, ::-1][:, :, ::stride, ::stride], where[:, :, ::-1, ::-1]
    return u, y.shape[2] * y.shape[3] - 1 - where[:, :, ::stride, ::stride]


wrong_last_of_equals.mistakes = ("P03",)


def wrong_position_in_the_window(y, kernel_size, stride):
    windows = np.lib.stride_tricks.sliding_window_view(y, (kernel_size, kernel_size), axis=(2, 3))
    flat = windows[:, :, ::stride, ::stride].reshape(*right_by_windows(y, kernel_size, stride)[0].shape, -1)
    return flat.max(-1), flat.argmax(-1)


wrong_position_in_the_window.mistakes = ("P09",)


def wrong_starts_at_zero(y, kernel_size, stride):
    u, where = right_by_windows(y, kernel_size, stride)
    i, j = np.indices(u.shape[2:]) * stride
    return np.maximum(u, 0), np.where(u > 0, where, i * y.shape[3] + j)


wrong_starts_at_zero.mistakes = ("P12",)


def wrong_position_stays_zero(y, kernel_size, stride):
    u, where = right_by_windows(y, kernel_size, stride)
    return np.maximum(u, 0), np.where(u > 0, where, 0)


wrong_position_stays_zero.mistakes = ("P12",)


def wrong_return_in_the_inner_loop(y, kernel_size, stride):
    T, M, H, W = y.shape
    u = np.zeros((T, M, (H - kernel_size) // stride + 1, (W - kernel_size) // stride + 1))
    where = np.zeros(u.shape, int)
    for t, m, i, j in np.ndindex(u.shape):
        window = y[t, m, i * stride :, j * stride :][:kernel_size, :kernel_size]
        p, q = divmod(window.argmax(), kernel_size)
        u[t, m, i, j], where[t, m, i, j] = window.max(), (i * stride + p) * W + j * stride + q
        return u, where


wrong_return_in_the_inner_loop.mistakes = ("P11",)


def wrong_columns_counted_down(y, kernel_size, stride):
    u, where = right_by_windows(y, kernel_size, stride)
    return u, where % y.shape[3] * y.shape[2] + where // y.shape[3]


wrong_columns_counted_down.mistakes = ("P07",)
