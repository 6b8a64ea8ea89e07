"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="The decimals of dw are cut off")
def wrong_whole(dz, y, kernel_size, stride, padding):
    """ints"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw), dtype=int)
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome("W06")
def wrong_unpadded(dz, y, kernel_size, stride, padding):
    """y unpadded"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = y
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_all_axes(dz, y, kernel_size, stride, padding):
    """np.pad(y, p)"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, p)
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome(says="Your dw is the right one for padding 1, whatever padding is")
def wrong_pad_one(dz, y, kernel_size, stride, padding):
    """pads 1"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (1, 1), (1, 1)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome("W02")
def wrong_no_stride(dz, y, kernel_size, stride, padding):
    """stride 1"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows, b:b + columns]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome(says="Your dw is right but for the last row, which is still 0")
def wrong_square(dz, y, kernel_size, stride, padding):
    """Kw from Kh"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kw):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome("W10")
def wrong_transposed(dz, y, kernel_size, stride, padding):
    """result transposed"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw.transpose(0, 1, 3, 2)


@outcome("W09")
def wrong_mn(dz, y, kernel_size, stride, padding):
    """m n exchanged"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw.transpose(1, 0, 2, 3)


@outcome("W04")
def wrong_mean(dz, y, kernel_size, stride, padding):
    """np.mean"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw / T


@outcome(says="Your dw is the right one for the first example of dz alone")
def wrong_first(dz, y, kernel_size, stride, padding):
    """first example only"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("nij,mij->nm", dz[0], part[0])
    return dw


@outcome("W07")
def wrong_last(dz, y, kernel_size, stride, padding):
    """last example only"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("nij,mij->nm", dz[-1], part[-1])
    return dw


@outcome("W01")
def wrong_flip(dz, y, kernel_size, stride, padding):
    """flipped"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw[:, :, ::-1, ::-1]


@outcome(says="Your dw is right but for the last row, which is still 0")
def wrong_short(dz, y, kernel_size, stride, padding):
    """off by one"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh - 1):
        for b in range(Kw):
            part = framed[:, :, a:a + rows * s:s, b:b + columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome(nothing=True)
def wrong_slice_no_end(dz, y, kernel_size, stride, padding):
    """slices to the end"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a::s, b::s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome(says="Right where no two windows overlap, wrong in every case where they do")
def wrong_slice_rows(dz, y, kernel_size, stride, padding):
    """slice ends at rows*s from 0"""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    dw = np.zeros((N, M, Kh, Kw))
    for a in range(Kh):
        for b in range(Kw):
            part = framed[:, :, a:rows * s:s, b:columns * s:s]
            dw[:, :, a, b] = np.einsum("tnij,tmij->nm", dz, part)
    return dw


@outcome("W12")
def wrong_equals(dz, y, kernel_size, stride, padding):
    """= for += in the loops over positions."""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((N, M, Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw]
            dw = np.einsum("tn,tmpq->nmpq", dz[:, :, i, j], patch)
    return dw


@outcome("W12")
def wrong_equals_in_all_loops(dz, y, kernel_size, stride, padding):
    """= for += in the loops over examples and positions."""
    (T, N, rows, columns), M, (Kh, Kw) = dz.shape, y.shape[1], kernel_size
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((N, M, Kh, Kw))
    for t in range(T):
        for n in range(N):
            for i in range(rows):
                for j in range(columns):
                    patch = framed[t, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw]
                    dw[n] = dz[t, n, i, j] * patch
    return dw
