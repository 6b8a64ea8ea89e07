"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("T15")
def wrong_p_frame(y, w, stride, padding):
    """p as the scan's padding"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (p, p), (p, p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome("T20")
def wrong_no_frame(y, w, stride, padding):
    """no frame"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = spread
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome("T04", "T20")
def wrong_no_frame_no_flip(y, w, stride, padding):
    """upsampled, then scanned without frame and flip"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = spread
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w)


@outcome("T04")
def wrong_no_flip(y, w, stride, padding):
    """no flip"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kw - 1 - p, Kw - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w)


@outcome("T03")
def wrong_s_zeros(y, w, stride, padding):
    """s zeros"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride + 1, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kw - 1 - p, Kw - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome("T07")
def wrong_frame_k(y, w, stride, padding):
    """frame K-1"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome(says="Right with every square filter, wrong with every other")
def wrong_frame_kh(y, w, stride, padding):
    """frame from Kh"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kh - 1 - p, Kh - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome("T11")
def wrong_reshape(y, w, stride, padding):
    """reshape for the transpose"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kw - 1 - p, Kw - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,nmpq->tnij", windows, w.reshape(N, M, Kh, Kw)[:, :, ::-1, ::-1])


@outcome("T11")
def wrong_nm(y, w, stride, padding):
    """maps exchanged"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kw - 1 - p, Kw - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,nmpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome("T01")
def wrong_last_zeros(y, w, stride, padding):
    """zeros after the last"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, H * b, W * b))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kw - 1 - p, Kw - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome("T04")
def wrong_flip_one(y, w, stride, padding):
    """flips one axis"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kw - 1 - p, Kw - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1])


@outcome(says="Right with one input map, wrong in every case with several")
def wrong_flip_all(y, w, stride, padding):
    """flips all"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    spread = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    spread[:, :, ::b, ::b] = y
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1 - p, Kh - 1 - p), (Kw - 1 - p, Kw - 1 - p)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[::-1, ::-1, ::-1, ::-1])
