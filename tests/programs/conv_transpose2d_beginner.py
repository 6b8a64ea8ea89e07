"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _st(y, w, b, p, assign=False):
    T, M, H, W = y.shape
    _, N, Kh, Kw = w.shape
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            s = np.einsum('tm,mnpq->tnpq', y[:, :, k, l], w)
            if assign:
                z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] = s
            else:
                z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += s
    return z


@outcome("B14")
def wrong_p0(y, w, b, p):
    """P0."""
    return _st(y, w, b, p)[:, :, p:-p, p:-p]


@outcome("T04")
def wrong_flip(y, w, b, p):
    """Flip."""
    z = _st(y, w[:, :, ::-1, ::-1], b, p)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome("T12")
def wrong_crop_end(y, w, b, p):
    """Crop end."""
    z = _st(y, w, b, p)
    return z[:, :, :z.shape[2] - 2 * p, :z.shape[3] - 2 * p]


@outcome("T12")
def wrong_crop_once(y, w, b, p):
    """Crop once."""
    z = _st(y, w, b, p)
    return z[:, :, p:, p:]


@outcome("T11")
def wrong_nm(y, w, b, p):
    """Nm."""
    w = w.transpose(1, 0, 2, 3)
    z = _st(y, w, b, p)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome("T01")
def wrong_Hb(y, w, b, p):
    """Hb."""
    T, M, H, W = y.shape
    _, N, Kh, Kw = w.shape
    z = np.zeros((T, N, H * b, W * b))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum('tm,mnpq->tnpq', y[:, :, k, l], w)
    return z


@outcome("T02")
def wrong_nostride(y, w, b, p):
    """Nostride."""
    T, M, H, W = y.shape
    _, N, Kh, Kw = w.shape
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k:k + Kh, l:l + Kw] += np.einsum('tm,mnpq->tnpq', y[:, :, k, l], w)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome(says="Your z is the right one divided by M, the number of input maps")
def wrong_mean_m(y, w, b, p):
    """Mean m."""
    z = _st(y, w, b, p) / y.shape[1]
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]
