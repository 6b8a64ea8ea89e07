"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _sc(dz, w, input_size, stride, padding, crop=True):
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    H, W = input_size
    dy = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw] += np.einsum('tn,nmpq->tmpq', dz[:, :, i, j], w)
    return dy[:, :, padding:padding + H, padding:padding + W] if crop else dy


@outcome("B13")
def wrong_crop_start(dz, w, input_size, stride, padding):
    """Crop start."""
    H, W = input_size
    return _sc(dz, w, input_size, stride, padding, False)[:, :, :H, :W]


@outcome("B14")
def wrong_minus_pad(dz, w, input_size, stride, padding):
    """Minus pad."""
    return _sc(dz, w, input_size, stride, padding, False)[:, :, padding:-padding, padding:-padding]


@outcome("B12")
def wrong_nocrop(dz, w, input_size, stride, padding):
    """Nocrop."""
    return _sc(dz, w, input_size, stride, padding, False)


@outcome("B19")
def wrong_size_from_dz(dz, w, input_size, stride, padding):
    """Size from dz."""
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    H = (Ho - 1) * stride + Kh - 2 * padding
    W = (Wo - 1) * stride + Kw - 2 * padding
    return _sc(dz, w, (H, W), stride, padding)


@outcome("B15")
def wrong_assign(dz, w, input_size, stride, padding):
    """Assign."""
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    H, W = input_size
    dy = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw] = np.einsum('tn,nmpq->tmpq', dz[:, :, i, j], w)
    return dy[:, :, padding:padding + H, padding:padding + W]


@outcome(says="In every case the number of rows of your dy is counted from W in place of H. In every case the number of columns of your dy is counted from H in place of W")
def wrong_sizeswap(dz, w, input_size, stride, padding):
    """Sizeswap."""
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    W, H = input_size
    dy = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw] += np.einsum('tn,nmpq->tmpq', dz[:, :, i, j], w)
    return dy[:, :, padding:padding + H, padding:padding + W]


@outcome(says="Right with one example, wrong in every case with several")
def wrong_w_t(dz, w, input_size, stride, padding):
    """W t."""
    T, N, Ho, Wo = dz.shape
    _, M, Kh, Kw = w.shape
    H, W = input_size
    dy = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(Ho):
        for j in range(Wo):
            for n in range(N):
                dy[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw] += dz[:, n, i, j] * w[n]
    return dy[:, :, padding:padding + H, padding:padding + W]
