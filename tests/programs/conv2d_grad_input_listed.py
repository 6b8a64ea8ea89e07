"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="The decimals of dy are cut off")
def wrong_whole(dz, w, input_size, stride, padding):
    """integer array"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p), dtype=int)
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w).astype(int)
    return full[:, :, p:p + H, p:p + W]


@outcome("B14")
def wrong_minus_p(dz, w, input_size, stride, padding):
    """p:-p with p = 0"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, p:-p, p:-p]


@outcome(says="Wrong exactly where padding is 0")
def wrong_minus_p_raises(dz, w, input_size, stride, padding):
    """p:-p, then put into zeros"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return np.zeros((T, M, H, W)) + full[:, :, p:-p, p:-p]


@outcome("B36")
def wrong_crop_one(dz, w, input_size, stride, padding):
    """crop 1:-1"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, 1:-1, 1:-1]


@outcome(says="Your dy is too large")
def wrong_crop_one_if(dz, w, input_size, stride, padding):
    """crop 1:-1 if padding"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, 1:-1, 1:-1] if p else full


@outcome(says="In every case the number of columns of your dy is counted from H in place of W")
def wrong_columns_h(dz, w, input_size, stride, padding):
    """W from H"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, p:p + H, p:p + H]


@outcome("B01/B07")
def wrong_flip(dz, w, input_size, stride, padding):
    """flips in the scatter"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w[:, :, ::-1, ::-1])
    return full[:, :, p:p + H, p:p + W]


@outcome("B05")
def wrong_flip_transposed(dz, w, input_size, stride, padding):
    """flips and transposes"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmqp->tmpq", dz[:, :, i, j], w[:, :, ::-1, ::-1])
    return full[:, :, p:p + H, p:p + W]


@outcome("B22")
def wrong_transposed(dz, w, input_size, stride, padding):
    """transposes"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmqp->tmpq", dz[:, :, i, j], w)
    return full[:, :, p:p + H, p:p + W]


@outcome(says="Your dy is the right one divided by H′·W′, the number of positions")
def wrong_mean(dz, w, input_size, stride, padding):
    """mean over positions"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, p:p + H, p:p + W] / (rows * columns)


@outcome(says="Your dy holds the result of the first example for every example")
def wrong_first_example(dz, w, input_size, stride, padding):
    """only example 0"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("n,nmpq->mpq", dz[0, :, i, j], w)
    return full[:, :, p:p + H, p:p + W]


@outcome("B10")
def wrong_no_stride(dz, w, input_size, stride, padding):
    """stride forgotten"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i:i + Kh, j:j + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, p:p + H, p:p + W]


@outcome(says="Your dy is the right one when the last row of dz is left out")
def wrong_loop_short(dz, w, input_size, stride, padding):
    """one row less"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows - 1):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full[:, :, p:p + H, p:p + W]


@outcome("B12")
def wrong_nocrop(dz, w, input_size, stride, padding):
    """padding left"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * s:i * s + Kh, j * s:j * s + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
    return full


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_dz_stride(dz, w, input_size, stride, padding):
    """collects dz with stride"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    s, p = stride, padding
    full = np.zeros((T, M, H + 2 * p, W + 2 * p))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i:i + Kh, j:j + Kw] += np.einsum("tn,nmpq->tmpq", dz[:, :, ::s, ::s][:, :, min(i, (rows - 1) // s), min(j, (columns - 1) // s)], w)
    return full[:, :, p:p + H, p:p + W]


@outcome("B34")
def wrong_collects_forward(dz, w, input_size, stride, padding):
    """Collects from i·s + k, unflipped."""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    dy = np.zeros((T, M, H, W))
    for i in range(H):
        for j in range(W):
            for p in range(Kh):
                for q in range(Kw):
                    r, c = i * stride + p - padding, j * stride + q - padding
                    if 0 <= r < rows and 0 <= c < columns:
                        dy[:, :, i, j] += dz[:, :, r, c] @ w[:, :, p, q]
    return dy


@outcome("B37")
def wrong_no_frame(dz, w, input_size, stride, padding):
    """Zeros between, flipped, but no frame around dz."""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    spread = np.zeros((T, N, (rows - 1) * stride + 1, (columns - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dz
    flipped = w[:, :, ::-1, ::-1]
    dy = np.zeros((T, M, H, W))
    for i in range(H):
        for j in range(W):
            patch = spread[:, :, i:i + Kh, j:j + Kw]
            dy[:, :, i, j] = np.einsum("tnpq,nmpq->tm", patch, flipped[:, :, :patch.shape[2], :patch.shape[3]])
    return dy


@outcome("B09", "B10")
def wrong_valid_scan(dz, w, input_size, stride, padding):
    """A valid scan of dz with the flipped filter."""
    windows = np.lib.stride_tricks.sliding_window_view(dz, w.shape[2:], axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, w[:, :, ::-1, ::-1])


@outcome("B11", "B19")
def wrong_gather_s_zeros(dz, w, input_size, stride, padding):
    """s zeros inserted"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    step = stride + 1
    spread = np.zeros((T, N, (rows - 1) * step + 1, (columns - 1) * step + 1))
    spread[:, :, ::step, ::step] = dz
    a, b = (k - 1 - padding for k in (Kh, Kw))
    framed = np.pad(spread, ((0, 0), (0, 0), (a, a), (b, b)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, w[:, :, ::-1, ::-1])


@outcome("B39")
def wrong_gather_frame_p(dz, w, input_size, stride, padding):
    """framed by p"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    step = stride
    spread = np.zeros((T, N, (rows - 1) * step + 1, (columns - 1) * step + 1))
    spread[:, :, ::step, ::step] = dz
    a, b = (padding for k in (Kh, Kw))
    framed = np.pad(spread, ((0, 0), (0, 0), (a, a), (b, b)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, w[:, :, ::-1, ::-1])


@outcome(says="Your dy is too large")
def wrong_gather_frame_k(dz, w, input_size, stride, padding):
    """framed by K"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    step = stride
    spread = np.zeros((T, N, (rows - 1) * step + 1, (columns - 1) * step + 1))
    spread[:, :, ::step, ::step] = dz
    a, b = (k - padding for k in (Kh, Kw))
    framed = np.pad(spread, ((0, 0), (0, 0), (a, a), (b, b)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, w[:, :, ::-1, ::-1])


@outcome("B12", "B19")
def wrong_gather_frame_not_cropped(dz, w, input_size, stride, padding):
    """framed by K-1 not cropped"""
    (T, N, rows, columns), (_, M, Kh, Kw), (H, W) = dz.shape, w.shape, input_size
    step = stride
    spread = np.zeros((T, N, (rows - 1) * step + 1, (columns - 1) * step + 1))
    spread[:, :, ::step, ::step] = dz
    a, b = (k - 1 for k in (Kh, Kw))
    framed = np.pad(spread, ((0, 0), (0, 0), (a, a), (b, b)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    return np.einsum("tnijpq,nmpq->tmij", windows, w[:, :, ::-1, ::-1])
