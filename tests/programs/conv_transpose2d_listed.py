"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="The decimals of z are cut off")
def wrong_whole(y, w, stride, padding):
    """ints"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw), dtype=int)
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w).astype(int)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome("B14")
def wrong_minus_p(y, w, stride, padding):
    """p:-p"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, p:-p, p:-p]


@outcome(says="Your z is too large")
def wrong_crop1(y, w, stride, padding):
    """1:-1"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, 1:-1, 1:-1] if p else z


@outcome("T05")
def wrong_equals(y, w, stride, padding):
    """="""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] = np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome("T02")
def wrong_no_stride(y, w, stride, padding):
    """stride forgotten"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k:k + Kh, l:l + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome("T07")
def wrong_not_cropped(y, w, stride, padding):
    """not cropped"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z


@outcome(says="In every case the number of columns of your z is counted from H in place of W")
def wrong_w_from_h(y, w, stride, padding):
    """W from H"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (H - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome(says="In every case the number of columns of your z is counted with Kh in place of Kw")
def wrong_kw_from_kh(y, w, stride, padding):
    """Kw from Kh"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kh))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome("T01")
def wrong_hb(y, w, stride, padding):
    """H·b"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, H * b, W * b))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z


@outcome("T04")
def wrong_flipped(y, w, stride, padding):
    """flipped"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w[:, :, ::-1, ::-1])
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]


@outcome("T12")
def wrong_one_side(y, w, stride, padding):
    """cropped on one side"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, p:, p:]


@outcome("T11")
def wrong_out_in(y, w, stride, padding):
    """w[out, in]"""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    b, p = stride, padding
    z = np.zeros((T, N, (H - 1) * b + Kh, (W - 1) * b + Kw))
    for k in range(H):
        for l in range(W):
            z[:, :, k * b:k * b + Kh, l * b:l * b + Kw] += np.einsum("tm,nmpq->tnpq", y[:, :, k, l], w)
    return z[:, :, p:z.shape[2] - p, p:z.shape[3] - p]
