"""Right and wrong ways to write grad_input_by_flipping."""

import numpy as np


def _framed(dz, w):
    Kh, Kw = w.shape[2:]
    return np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))


def right_windows(dz, w):
    windows = np.lib.stride_tricks.sliding_window_view(_framed(dz, w), w.shape[2:], axis=(2, 3))
    return np.einsum("tnrcpq,nmpq->tmrc", windows, np.rot90(w, 2, axes=(2, 3)))


def right_sum_over_n_in_a_loop(dz, w):
    framed, (N, M, Kh, Kw) = _framed(dz, w), w.shape
    dy = np.zeros((len(dz), M, dz.shape[2] + Kh - 1, dz.shape[3] + Kw - 1))
    for n in range(N):
        for m in range(M):
            for r, c in np.ndindex(dy.shape[2:]):
                patch = framed[:, n, r : r + Kh, c : c + Kw]
                dy[:, m, r, c] += (patch * w[n, m, ::-1, ::-1]).sum(axis=(1, 2))
    return dy


def right_fft(dz, w):
    shape = tuple(a + b - 1 for a, b in zip(dz.shape[2:], w.shape[2:], strict=True))
    product = np.einsum("tnxy,nmxy->tmxy", np.fft.rfft2(dz, shape), np.fft.rfft2(w, shape))
    return np.fft.irfft2(product, shape)


def right_stamping(dz, w):
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    dy = np.zeros((T, M, rows + Kh - 1, columns + Kw - 1))
    for p in range(Kh):
        for q in range(Kw):
            dy[:, :, p : p + rows, q : q + columns] += np.einsum("tnij,nm->tmij", dz, w[:, :, p, q])
    return dy


def wrong_flipped_once(dz, w):
    windows = np.lib.stride_tricks.sliding_window_view(_framed(dz, w), w.shape[2:], axis=(2, 3))
    return np.einsum("tnrcpq,nmpq->tmrc", windows, w[:, :, :, ::-1])


wrong_flipped_once.mistakes = ("B02",)


def wrong_transposed(dz, w):
    windows = np.lib.stride_tricks.sliding_window_view(_framed(dz, w), w.shape[2:], axis=(2, 3))
    return np.einsum("tnrcpq,nmpq->tmrc", windows, w.transpose(0, 1, 3, 2))


wrong_transposed.mistakes = ("B05",)


def wrong_unpadded(dz, w):
    windows = np.lib.stride_tricks.sliding_window_view(dz, w.shape[2:], axis=(2, 3))
    return np.einsum("tnrcpq,nmpq->tmrc", windows, w[:, :, ::-1, ::-1])


wrong_unpadded.mistakes = ("B09",)


def wrong_last_map_only(dz, w):
    for n in range(len(w)):
        dy = right_windows(dz[:, n : n + 1], w[n : n + 1])
    return dy


wrong_last_map_only.mistakes = ("B16",)
