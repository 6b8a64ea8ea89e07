"""Programs of the kinds that people were seen to write."""

import numpy as np


def wrong_noflip(dz, w):
    """no flip"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_noframe(dz, w):
    """no frame"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = dz
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_framek(dz, w):
    """frame K"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh, Kh), (Kw, Kw)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_framekh(dz, w):
    """frame Kh"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kh - 1, Kh - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_frameall(dz, w):
    """all axes"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, Kh - 1)
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_before(dz, w):
    """frame before only"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (2 * Kh - 2, 0), (2 * Kw - 2, 0)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_fliplr(dz, w):
    """one flip"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, :, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_flipud(dz, w):
    """other flip"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_flipall(dz, w):
    """all axes"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = np.flip(w)
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_rot1(dz, w):
    """rot90 once"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = np.rot90(w, 1, axes=(2, 3))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_t(dz, w):
    """transposed"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w.transpose(0, 1, 3, 2)
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_mn(dz, w):
    """channels"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,mnpq->tmij", windows, flipped)


def wrong_mean(dz, w):
    """mean"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped) / N


def wrong_n0(dz, w):
    """n = 0"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tijpq,mpq->tmij", windows[:, 0], flipped[0])


def wrong_half(dz, w):
    """half frame"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh // 2, Kh // 2), (Kw // 2, Kw // 2)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


def wrong_int(dz, w):
    """int"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped).astype(int)


def wrong_mode(dz, w):
    """edge"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)), mode="edge")
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)
