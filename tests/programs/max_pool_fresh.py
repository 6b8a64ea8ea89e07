"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_windows(y, kernel_size, stride):
    K, s, W = kernel_size, stride, y.shape[3]
    windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))[:, :, ::s, ::s]
    flat = windows.reshape(*windows.shape[:4], K * K)
    best = flat.argmax(axis=-1)
    i, j = np.ogrid[: flat.shape[2], : flat.shape[3]]
    return np.take_along_axis(flat, best[..., None], -1)[..., 0], (i * s + best // K) * W + j * s + best % K


def right_by_numbered_map(y, kernel_size, stride):
    (T, M, H, W), K = y.shape, kernel_size
    places = np.arange(H * W).reshape(H, W)
    rows, columns = range(0, H - K + 1, stride), range(0, W - K + 1, stride)
    u = np.empty((T, M, len(rows), len(columns)))
    positions = np.empty(u.shape, dtype=np.int64)
    for a, r in enumerate(rows):
        for b, c in enumerate(columns):
            cut, names = y[:, :, r : r + K, c : c + K].reshape(T, M, -1), places[r : r + K, c : c + K].ravel()
            u[:, :, a, b], positions[:, :, a, b] = cut.max(axis=2), names[cut.argmax(axis=2)]
    return u, positions


def right_cell_by_cell_of_window(y, kernel_size, stride):
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u, positions = np.full((T, M, rows, columns), -np.inf), np.zeros((T, M, rows, columns), dtype=int)
    place = np.arange(rows)[:, None] * s * W + np.arange(columns) * s
    for p, q in np.ndindex(K, K):
        part = y[:, :, p : p + s * (rows - 1) + 1 : s, q : q + s * (columns - 1) + 1 : s]
        better = part > u
        u, positions = np.where(better, part, u), np.where(better, place + p * W + q, positions)
    return u, positions


def right_by_python_max(y, kernel_size, stride):
    T, M, H, W = y.shape
    u, positions = [], []
    for t, m in np.ndindex(T, M):
        for r in range(0, H - kernel_size + 1, stride):
            for c in range(0, W - kernel_size + 1, stride):
                cells = [(r + p, c + q) for p in range(kernel_size) for q in range(kernel_size)]
                row, column = max(cells, key=lambda cell: y[t, m, cell[0], cell[1]])  # noqa: B023
                u.append(y[t, m, row, column])
                positions.append(row * W + column)
    shape = (T, M, (H - kernel_size) // stride + 1, (W - kernel_size) // stride + 1)
    return np.array(u).reshape(shape), np.array(positions).reshape(shape)


@outcome("P30")
def wrong_minimum(y, kernel_size, stride):
    """Minimum for maximum."""
    K, s, W = kernel_size, stride, y.shape[3]
    windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))[:, :, ::s, ::s]
    flat = windows.reshape(*windows.shape[:4], K * K)
    best = flat.argmin(axis=-1)
    i, j = np.ogrid[: flat.shape[2], : flat.shape[3]]
    return flat.min(axis=-1), (i * s + best // K) * W + j * s + best % K


@outcome("P09")
def wrong_cell_in_window(y, kernel_size, stride):
    """The place within the window."""
    K, s = kernel_size, stride
    windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))[:, :, ::s, ::s]
    flat = windows.reshape(*windows.shape[:4], K * K)
    return flat.max(axis=-1), flat.argmax(axis=-1)


@outcome(says="Right only with one example and with one input map.")
def wrong_over_all_maps(y, kernel_size, stride):
    """Place counted through all maps and examples, as ravel() counts."""
    K, s = kernel_size, stride
    T, M, H, W = y.shape
    u, positions = right_by_windows(y, kernel_size, stride)
    t, m = np.ogrid[:T, :M]
    return u, positions + ((t * M + m) * H * W)[:, :, None, None] + 0 * (K + s)


@outcome("P32")
def wrong_abs(y, kernel_size, stride):
    """The largest absolute value."""
    u, positions = right_by_windows(np.abs(y), kernel_size, stride)
    return u, positions
