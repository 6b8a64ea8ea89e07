"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def spread(y, stride, before, after):
    T, M, H, W = y.shape
    out = np.zeros((T, M, (H - 1) * stride + 1, (W - 1) * stride + 1))
    out[:, :, ::stride, ::stride] = y
    return np.pad(out, ((0, 0), (0, 0), before, after))


def right_by_spreading(y, w, stride, padding):
    Kh, Kw = w.shape[2:]
    frame = spread(y, stride, (Kh - 1 - padding,) * 2, (Kw - 1 - padding,) * 2)
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


def right_by_cropping(y, w, stride, padding):
    Kh, Kw = w.shape[2:]
    frame = spread(y, stride, (Kh - 1,) * 2, (Kw - 1,) * 2)
    filters = np.flip(np.swapaxes(w, 0, 1), axis=(2, 3))
    rows, columns = frame.shape[2] - Kh + 1, frame.shape[3] - Kw + 1
    z = np.zeros((len(y), w.shape[1], rows, columns))
    for p, q in np.ndindex(Kh, Kw):
        z += np.einsum("tmij,nm->tnij", frame[:, :, p : p + rows, q : q + columns], filters[:, :, p, q])
    return z[:, :, padding : rows - padding, padding : columns - padding]


def right_by_kron(y, w, stride, padding):
    Kh, Kw = w.shape[2:]
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    apart = np.kron(y, corner)[:, :, : (y.shape[2] - 1) * stride + 1, : (y.shape[3] - 1) * stride + 1]
    a, b = Kh - 1 - padding, Kw - 1 - padding
    apart = np.pad(apart, ((0, 0), (0, 0), (a, a), (b, b)))
    windows = np.lib.stride_tricks.sliding_window_view(apart, (Kh, Kw), axis=(2, 3))
    return np.tensordot(windows, np.rot90(w, 2, (2, 3)), ([1, 4, 5], [0, 2, 3])).transpose(0, 3, 1, 2)


def right_by_insert(y, w, stride, padding):
    Kh, Kw = w.shape[2:]
    for axis in (2, 3):
        gaps = np.repeat(np.arange(1, y.shape[axis]), stride - 1)
        y = np.insert(y.astype(float), gaps, 0, axis=axis)
    y = np.pad(y, ((0, 0), (0, 0), (Kh - 1 - padding,) * 2, (Kw - 1 - padding,) * 2))
    windows = np.lib.stride_tricks.sliding_window_view(y, (Kh, Kw), axis=(2, 3))
    return (windows[:, :, None] * w[None, :, :, None, None, ::-1, ::-1]).sum(axis=(1, 5, 6))


@outcome(says="Right with stride 1, wrong in every case with a larger one: where does the stride enter?")
def wrong_repeated(y, w, stride, padding):
    """Repeats cells in place of zeros."""
    Kh, Kw = w.shape[2:]
    big = y.repeat(stride, axis=2).repeat(stride, axis=3)
    big = big[:, :, : (y.shape[2] - 1) * stride + 1, : (y.shape[3] - 1) * stride + 1]
    big = np.pad(big, ((0, 0), (0, 0), (Kh - 1 - padding,) * 2, (Kw - 1 - padding,) * 2))
    windows = np.lib.stride_tricks.sliding_window_view(big, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome(says="Right with stride 1, wrong in every case with a larger one: where does the stride enter?")
def wrong_scanned_with_stride(y, w, stride, padding):
    """The scan takes the stride again."""
    Kh, Kw = w.shape[2:]
    frame = spread(y, stride, (Kh - 1 - padding,) * 2, (Kw - 1 - padding,) * 2)
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome("T06")
def wrong_frame_plus(y, w, stride, padding):
    """A frame of K − 1 + p."""
    Kh, Kw = w.shape[2:]
    frame = spread(y, stride, (Kh - 1 + padding,) * 2, (Kw - 1 + padding,) * 2)
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])


@outcome(says="Right with every square filter, wrong with every other: is Kw taken from Kh somewhere?")
def wrong_frame_exchanged(y, w, stride, padding):
    """The frame of rows from Kw, that of columns from Kh."""
    Kh, Kw = w.shape[2:]
    frame = spread(y, stride, (Kw - 1 - padding,) * 2, (Kh - 1 - padding,) * 2)
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w[:, :, ::-1, ::-1])
