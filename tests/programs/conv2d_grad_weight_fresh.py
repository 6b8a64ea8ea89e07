"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_cells(dz, y, kernel_size, stride, padding):
    (T, N, rows, columns), M, (Kh, Kw), s = dz.shape, y.shape[1], kernel_size, stride
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.empty((N, M, Kh, Kw))
    for a, b in np.ndindex(Kh, Kw):
        seen = frame[:, :, a:, b:][:, :, : s * (rows - 1) + 1 : s, : s * (columns - 1) + 1 : s]
        dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, seen)
    return dw


def right_patch_by_patch(dz, y, kernel_size, stride, padding):
    (T, N, rows, columns), (_, M, H, W), (Kh, Kw) = dz.shape, y.shape, kernel_size
    frame = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    frame[:, :, padding : padding + H, padding : padding + W] += y
    dw = 0
    for t, i, j in np.ndindex(T, rows, columns):
        patch = frame[t, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw]
        dw = dw + np.multiply.outer(dz[t, :, i, j], patch)
    return dw


def right_by_matrices(dz, y, kernel_size, stride, padding):
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    N, M = dz.shape[1], y.shape[1]
    left = dz.transpose(1, 0, 2, 3).reshape(N, -1)
    right = windows.transpose(0, 2, 3, 1, 4, 5).reshape(left.shape[1], -1)
    return (left @ right).reshape(N, M, *kernel_size)


def right_without_a_frame(dz, y, kernel_size, stride, padding):
    (T, N, rows, columns), (_, M, H, W) = dz.shape, y.shape
    dw = np.zeros((N, M, *kernel_size))
    for a, b, i, j in np.ndindex(*kernel_size, rows, columns):
        r, c = i * stride + a - padding, j * stride + b - padding
        if 0 <= r < H and 0 <= c < W:
            dw[:, :, a, b] += dz[:, :, i, j].T @ y[:, :, r, c]
    return dw


@outcome("W07")
def wrong_last_example(dz, y, kernel_size, stride, padding):
    """dw set anew for every image."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    for t in range(len(y)):
        dw = np.einsum("nij,mijpq->nmpq", dz[t], windows[t])
    return dw


@outcome(says="Your dw is the right one for stride + 1.")
def wrong_spread_dz(dz, y, kernel_size, stride, padding):
    """dz spread with s zeros, not s − 1."""
    T, N, rows, columns = dz.shape
    spread = np.zeros((T, N, (rows - 1) * (stride + 1) + 1, (columns - 1) * (stride + 1) + 1))
    spread[:, :, :: stride + 1, :: stride + 1] = dz
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding + 20), (padding, padding + 20)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, spread.shape[2:], axis=(2, 3))
    return np.einsum("tnij,tmpqij->nmpq", spread, windows[:, :, : kernel_size[0], : kernel_size[1]])


@outcome(says="Right without padding, wrong in every case with padding: look at everything that")
def wrong_frame_with_ones(dz, y, kernel_size, stride, padding):
    """The frame is of ones."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=1)
    windows = np.lib.stride_tricks.sliding_window_view(frame, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    windows = windows[:, :, : dz.shape[2], : dz.shape[3]]
    return np.einsum("tnij,tmijpq->nmpq", dz, windows)


@outcome("W05")
def wrong_mean_over_places(dz, y, kernel_size, stride, padding):
    """Mean over the places."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnij,tmijpq->nmpq", dz, windows) / (dz.shape[2] * dz.shape[3])
