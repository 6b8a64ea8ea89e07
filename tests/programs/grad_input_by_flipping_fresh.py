"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_scattering(dz, w):
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    dy = np.zeros((T, M, rows + Kh - 1, columns + Kw - 1))
    for i, j in np.ndindex(rows, columns):
        dy[:, :, i : i + Kh, j : j + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return dy


def right_by_kernel_cells(dz, w):
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    dy = np.zeros((T, M, rows + Kh - 1, columns + Kw - 1))
    for p in range(Kh):
        for q in range(Kw):
            dy[:, :, p : p + rows, q : q + columns] += np.tensordot(dz, w[:, :, p, q], (1, 0)).transpose(0, 3, 1, 2)
    return dy


def right_by_flipping_with_rot90(dz, w):
    Kh, Kw = w.shape[2:]
    frame = np.pad(dz, [(0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)])
    turned = np.rot90(w, 2, (2, 3)).swapaxes(0, 1)
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))
    return np.tensordot(windows, turned, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)


def right_by_convolution_of_rows(dz, w):
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    dy = np.zeros((T, M, rows + Kh - 1, columns + Kw - 1))
    for t, n, m, i, p in np.ndindex(T, N, M, rows, Kh):
        dy[t, m, i + p] += np.convolve(dz[t, n, i], w[n, m, p])
    return dy


@outcome("B05")
def wrong_transposed_filter(dz, w):
    """Each filter transposed, not flipped."""
    Kh, Kw = w.shape[2:]
    frame = np.pad(dz, [(0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)])
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kw, Kh), axis=(2, 3))
    return np.einsum("tnijpq,nmqp->tmij", windows, w)


@outcome("B16")
def wrong_filters_not_summed(dz, w):
    """Only the last filter's part stays: = for +=."""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    for n in range(N):
        dy = np.zeros((T, M, rows + Kh - 1, columns + Kw - 1))
        for i, j in np.ndindex(rows, columns):
            dy[:, :, i : i + Kh, j : j + Kw] += dz[:, n, i, j][:, None, None, None] * w[n]
    return dy


@outcome(says="What is there of dy is right; the rest is missing.")
def wrong_half_frame(dz, w):
    """A frame of K // 2."""
    Kh, Kw = w.shape[2:]
    frame = np.pad(dz, [(0, 0), (0, 0), (Kh // 2, Kh // 2), (Kw // 2, Kw // 2)])
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, w[:, :, ::-1, ::-1])
