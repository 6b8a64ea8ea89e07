"""Lesson 07: transposed convolution."""

import numpy as np

from cnnkit.lessons.lesson_02.solutions import conv2d_forward


def transposed_output_size(size, kernel_size, stride, padding, output_padding):
    last_stamp = (size - 1) * stride
    return last_stamp + kernel_size - 2 * padding + output_padding


def conv_transpose2d(y, w, stride, padding):
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    z = np.zeros((T, N, (H - 1) * stride + Kh, (W - 1) * stride + Kw))
    for k in range(H):
        for l in range(W):
            i, j = k * stride, l * stride
            # every cell stamps its filters, times itself; where stamps overlap they add up
            z[:, :, i:i + Kh, j:j + Kw] += np.einsum("tm,mnpq->tnpq", y[:, :, k, l], w)
    return z[:, :, padding:z.shape[2] - padding, padding:z.shape[3] - padding]


def conv_transpose2d_by_upsampling(y, w, stride, padding):
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    spread = np.zeros((T, M, (H - 1) * stride + 1, (W - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = y
    rows, columns = Kh - 1 - padding, Kw - 1 - padding
    framed = np.pad(spread, ((0, 0), (0, 0), (rows, rows), (columns, columns)))
    # conv2d_forward wants w[out, in]; the flip turns "who writes" into "who reads"
    flipped = w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1]
    return conv2d_forward(framed, flipped, np.zeros(N), 1, 0)


def outgoing_weights(input_size, kernel_size, stride, padding, transposed):
    counts = []
    for size, K in zip(input_size, kernel_size):
        if transposed:  # cell r writes to K rows from r·b - p on; those outside the map are cropped
            rows = (size - 1) * stride + K - 2 * padding
            starts = [r * stride - padding for r in range(size)]
            counts.append([sum(0 <= start + p < rows for p in range(K)) for start in starts])
        else:  # window i reads cell r through weight r + p - i·b
            rows = (size + 2 * padding - K) // stride + 1
            starts = [i * stride - padding for i in range(rows)]
            counts.append([sum(0 <= r - start < K for start in starts) for r in range(size)])
    return np.outer(counts[0], counts[1])


def upsample(y, stride):
    T, M, H, W = y.shape
    u = np.zeros((T, M, (H - 1) * stride + 1, (W - 1) * stride + 1))
    u[:, :, ::stride, ::stride] = y
    return u


def conv_transpose2d_grad_input(dz, w, input_size, stride, padding):
    dy = conv2d_forward(dz, w, np.zeros(len(w)), stride, padding)
    return dy[:, :, :input_size[0], :input_size[1]]  # beyond lies output padding


def conv_transpose2d_grad_weight(dz, y, kernel_size, stride, padding):
    (M, H, W), (Kh, Kw) = y.shape[1:], kernel_size
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, dz.shape[1], Kh, Kw))
    for p in range(Kh):
        for q in range(Kw):
            # weight (p, q) of every stamp landed here
            landed = framed[:, :, p:p + H * stride:stride, q:q + W * stride:stride][:, :, :H, :W]
            dw[:, :, p, q] = np.einsum("tmkl,tnkl->mn", y, landed)
    return dw
