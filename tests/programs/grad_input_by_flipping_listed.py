"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("B01/B07")
def wrong_noflip(dz, w):
    """no flip"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B09")
def wrong_noframe(dz, w):
    """no frame"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = dz
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome(says="Your dy has 2 rows and columns too many")
def wrong_framek(dz, w):
    """frame K"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh, Kh), (Kw, Kw)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome(says="Right with every square filter, wrong with every other")
def wrong_framekh(dz, w):
    """frame Kh"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kh - 1, Kh - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome(says="Your dy has 2 examples too many")
def wrong_frameall(dz, w):
    """all axes"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, Kh - 1)
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B40")
def wrong_before(dz, w):
    """frame before only"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (2 * Kh - 2, 0), (2 * Kw - 2, 0)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B02")
def wrong_fliplr(dz, w):
    """one flip"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, :, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B03")
def wrong_flipud(dz, w):
    """other flip"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B06")
def wrong_flipall(dz, w):
    """all axes"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = np.flip(w)
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B04")
def wrong_rot1(dz, w):
    """rot90 once"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = np.rot90(w, 1, axes=(2, 3))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B05")
def wrong_t(dz, w):
    """transposed"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w.transpose(0, 1, 3, 2)
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome("B18")
def wrong_mn(dz, w):
    """channels"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,mnpq->tmij", windows, flipped)


@outcome("B17")
def wrong_mean(dz, w):
    """mean"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped) / N


@outcome("B16")
def wrong_n0(dz, w):
    """n = 0"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tijpq,mpq->tmij", windows[:, 0], flipped[0])


@outcome(says="What is there of dy is right; the rest is missing")
def wrong_half(dz, w):
    """half frame"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh // 2, Kh // 2), (Kw // 2, Kw // 2)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)


@outcome(says="The decimals of dy are cut off")
def wrong_int(dz, w):
    """int"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped).astype(int)


@outcome(nothing=True)
def wrong_mode(dz, w):
    """edge"""
    (T, N, rows, columns), (_, M, Kh, Kw) = dz.shape, w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)), mode="edge")
    flipped = w[:, :, ::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, flipped)
