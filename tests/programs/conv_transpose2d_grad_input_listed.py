"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("T24")
def wrong_conv_grad(dz, w, input_size, stride, padding):
    """conv2d_grad_input of lesson 04"""
    (T, N, rows, columns), (M, _, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, (rows - 1) * s + Kh, (columns - 1) * s + Kw))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,mnpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, p:p + H, p:p + W]


@outcome("T07")
def wrong_no_pad(dz, w, input_size, stride, padding):
    """dz not padded"""
    windows = np.lib.stride_tricks.sliding_window_view(dz, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnijpq,mnpq->tmij", windows, w)


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_no_stride(dz, w, input_size, stride, padding):
    """stride left out"""
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(2, 3))
    return np.einsum("tnijpq,mnpq->tmij", windows, w)


@outcome("T04")
def wrong_flipped(dz, w, input_size, stride, padding):
    """flipped"""
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnijpq,mnpq->tmij", windows, w[:, :, ::-1, ::-1])[:, :, :input_size[0], :input_size[1]]


def right_not_cut(dz, w, input_size, stride, padding):
    """Output padding is smaller than the stride, so no window more fits."""
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnijpq,mnpq->tmij", windows, w)


@outcome("T11")
def wrong_mn(dz, w, input_size, stride, padding):
    """maps exchanged"""
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnijpq,nmpq->tmij", windows, w)
