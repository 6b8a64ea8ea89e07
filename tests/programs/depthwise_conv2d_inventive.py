"""Programs of an inventive beginner."""

import numpy as np

from tests.programs import outcome


def right_shifted_copies(y, w, stride, padding):
    (T, M, H, W), (_, Kh, Kw) = y.shape, w.shape
    framed = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    framed[:, :, padding : padding + H, padding : padding + W] = y
    rows, columns = (len(range(0, n - K + 1, stride)) for n, K in zip(framed.shape[2:], (Kh, Kw), strict=True))
    z = 0.0
    for k in range(Kh * Kw):
        p, q = divmod(k, Kw)
        z = z + w[:, p, q][:, None, None] * framed[:, :, p::stride, q::stride][:, :, :rows, :columns]
    return z


def right_full_of_zeros(y, w, stride, padding):
    M, Kh, Kw = w.shape
    full = np.zeros((M, M, Kh, Kw))
    full[np.arange(M), np.arange(M)] = w
    framed = np.pad(y, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(-2, -1))[..., ::stride, ::stride, :, :]
    return np.tensordot(windows, full, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_frame_of_the_result(y, w, stride, padding):
    """The frame is put around the result."""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[1:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.pad(np.einsum("tmijpq,mpq->tmij", windows, w), ((0, 0), (0, 0), (padding, padding), (padding, padding)))


@outcome(says="Right with stride 1 and with windows of one cell")
def wrong_thinned_first(y, w, stride, padding):
    """Every stride-th cell first, then a scan with stride 1."""
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))[:, :, ::stride, ::stride]
    return np.einsum("tmijpq,mpq->tmij", np.lib.stride_tricks.sliding_window_view(framed, w.shape[1:], axis=(2, 3)), w)
