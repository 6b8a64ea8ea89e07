"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_nopad(dz, y, kernel_size, stride, padding):
    """dz unpadded"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = dz
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw


@outcome("T05")
def wrong_eq(dz, y, kernel_size, stride, padding):
    """="""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw = np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw


@outcome("T02")
def wrong_nos(dz, y, kernel_size, stride, padding):
    """no stride"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k:k + Kh, l:l + Kw])
    return dw


@outcome("T11")
def wrong_nm(dz, y, kernel_size, stride, padding):
    """n m"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw.transpose(1, 0, 2, 3)


@outcome("T04")
def wrong_flip(dz, y, kernel_size, stride, padding):
    """flipped"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw[:, :, ::-1, ::-1]


@outcome(says="Your dw is the right one with rows and columns exchanged, its last two axes")
def wrong_t(dz, y, kernel_size, stride, padding):
    """transposed"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw.transpose(0, 1, 3, 2)


@outcome(says="Your dw is the right one divided by T, the number of examples")
def wrong_mean(dz, y, kernel_size, stride, padding):
    """/T"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw / T


@outcome(says="In each case your dw is the right one times one factor (1/4, 1/6)")
def wrong_pos(dz, y, kernel_size, stride, padding):
    """/HW"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw / (H * W)


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_all(dz, y, kernel_size, stride, padding):
    """all axes"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, padding)
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw


@outcome(says="Right with every square filter, wrong with every other")
def wrong_kh(dz, y, kernel_size, stride, padding):
    """Kw from Kh"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kh])
    return dw


@outcome(says="Your dw is the right one for padding 1, whatever padding is")
def wrong_one(dz, y, kernel_size, stride, padding):
    """pads 1"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (1, 1), (1, 1)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw


@outcome(says="The decimals of dw are cut off")
def wrong_int(dz, y, kernel_size, stride, padding):
    """int"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw), dtype=int)
    for k in range(H):
        for l in range(W):
            dw = np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw]).astype(int) + dw
    return dw


@outcome(says="1 × 1 × 3 × 3 does not meet 1 × 1 × 3 × 2")
def wrong_before(dz, y, kernel_size, stride, padding):
    """pads before"""
    (T, M, H, W), (Kh, Kw) = y.shape, kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, 0), (padding, 0)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for k in range(H):
        for l in range(W):
            dw += np.einsum("tm,tnpq->mnpq", y[:, :, k, l], framed[:, :, k * stride:k * stride + Kh, l * stride:l * stride + Kw])
    return dw


@outcome("T09")
def wrong_conv(dz, y, kernel_size, stride, padding):
    """conv2d_grad_weight in the old order"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((N, M, Kh, Kw))
    for p in range(Kh):
        for q in range(Kw):
            part = framed[:, :, p:p + rows * stride:stride, q:q + columns * stride:stride]
            dw[:, :, p, q] = np.einsum("tnij,tmij->nm", dz, part)
    return dw
