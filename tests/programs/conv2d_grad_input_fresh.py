"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_scattering(dz, w, input_size, stride, padding):
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W), p, s = dz.shape, w.shape, input_size, padding, stride
    frame = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i, j in np.ndindex(rows, columns):
        frame[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += np.tensordot(dz[:, :, i, j], w, 1)
    return frame[:, :, p : p + H, p : p + W]


def right_gathering(dz, w, input_size, stride, padding):
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    dy = np.zeros((T, M, H, W))
    for r, c, i, j in np.ndindex(H, W, rows, columns):
        p, q = r + padding - i * stride, c + padding - j * stride
        if 0 <= p < Kh and 0 <= q < Kw:
            dy[:, :, r, c] += dz[:, :, i, j] @ w[:, :, p, q]
    return dy


def right_by_kernel_cells(dz, w, input_size, stride, padding):
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W), s = dz.shape, w.shape, input_size, stride
    frame = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for a, b in np.ndindex(Kh, Kw):
        frame[:, :, a : a + s * rows : s, b : b + s * columns : s][:, :, :rows, :columns] += np.einsum(
            "tnij,nm->tmij", dz, w[:, :, a, b]
        )
    return frame[:, :, padding:, padding:][:, :, :H, :W]


def right_spread_and_scanned(dz, w, input_size, stride, padding):
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W), s = dz.shape, w.shape, input_size, stride
    spread = np.zeros((T, N, H + 2 * padding + Kh - 1, W + 2 * padding + Kw - 1))
    spread[:, :, Kh - 1 : Kh - 1 + s * (rows - 1) + 1 : s, Kw - 1 : Kw - 1 + s * (columns - 1) + 1 : s] = dz
    windows = np.lib.stride_tricks.sliding_window_view(spread, (Kh, Kw), axis=(2, 3))
    dy = np.einsum("tnijpq,nmpq->tmij", windows, np.flip(w, (2, 3)))
    return dy[:, :, padding : padding + H, padding : padding + W]


@outcome("B13")
def wrong_crop_at_the_end(dz, w, input_size, stride, padding):
    """The frame is cut off at the end only."""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W), p, s = dz.shape, w.shape, input_size, padding, stride
    frame = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i, j in np.ndindex(rows, columns):
        frame[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += np.tensordot(dz[:, :, i, j], w, 1)
    return frame[:, :, :H, :W]


@outcome("B19")
def wrong_size_from_dz(dz, w, input_size, stride, padding):
    """The size is computed, so that the remainder is lost."""
    (T, N, rows, columns), (_, M, Kh, Kw), p, s = dz.shape, w.shape, padding, stride
    frame = np.zeros((T, M, (rows - 1) * s + Kh, (columns - 1) * s + Kw))
    for i, j in np.ndindex(rows, columns):
        frame[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += np.tensordot(dz[:, :, i, j], w, 1)
    return frame[:, :, p : frame.shape[2] - p, p : frame.shape[3] - p]


@outcome(says="Right without padding, wrong in every case with padding: look at everything that")
def wrong_stamps_without_frame(dz, w, input_size, stride, padding):
    """No frame at all: every stamp at i·s − p, python's negative index."""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W), s = dz.shape, w.shape, input_size, stride
    dy = np.zeros((T, M, H, W))
    for i, j, a, b in np.ndindex(rows, columns, Kh, Kw):
        r, c = i * s - padding + a, j * s - padding + b
        if r < H and c < W:
            dy[:, :, r, c] += dz[:, :, i, j] @ w[:, :, a, b]
    return dy


@outcome("B17")
def wrong_mean_over_filters(dz, w, input_size, stride, padding):
    """Mean over the filters."""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W), p, s = dz.shape, w.shape, input_size, padding, stride
    frame = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i, j in np.ndindex(rows, columns):
        frame[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += np.tensordot(dz[:, :, i, j], w, 1) / N
    return frame[:, :, p : p + H, p : p + W]
