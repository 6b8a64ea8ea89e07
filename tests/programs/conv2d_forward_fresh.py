"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_kernel_cells(y, w, bias, stride, padding):
    p, s = padding, stride
    (T, M, H, W), (N, _, Kh, Kw) = y.shape, w.shape
    frame = np.zeros((T, M, H + 2 * p, W + 2 * p))
    frame[:, :, p : p + H, p : p + W] = y
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns)) + bias[None, :, None, None]
    for a in range(Kh):
        for b in range(Kw):
            part = frame[:, :, a : a + s * (rows - 1) + 1 : s, b : b + s * (columns - 1) + 1 : s]
            z += np.moveaxis(np.tensordot(w[:, :, a, b], part, (1, 1)), 0, 1)
    return z


def right_by_strides(y, w, bias, stride, padding):
    y = np.ascontiguousarray(np.pad(y, [(0, 0), (0, 0), (padding, padding), (padding, padding)]), dtype=np.float64)
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    t, m, h, v = y.strides
    shape = (T, M, (H - Kh) // stride + 1, (W - Kw) // stride + 1, Kh, Kw)
    windows = np.lib.stride_tricks.as_strided(y, shape, (t, m, h * stride, v * stride, h, v))
    return np.einsum("tmijpq,nmpq->tnij", windows, w) + bias.reshape(-1, 1, 1)


def right_without_a_frame(y, w, bias, stride, padding):
    (T, M, H, W), (N, _, Kh, Kw) = y.shape, w.shape
    rows, columns = (H + 2 * padding - Kh) // stride + 1, (W + 2 * padding - Kw) // stride + 1
    z = np.empty((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride - padding, j * stride - padding
            a, b = max(0, -top), max(0, -left)
            cut = y[:, :, max(0, top) : max(0, top + Kh), max(0, left) : max(0, left + Kw)]
            filters = w[:, :, a : a + cut.shape[2], b : b + cut.shape[3]]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", cut, filters) + bias
    return z


def right_as_columns(y, w, bias, stride, padding):
    frame = np.pad(y, ((0,) * 2, (0,) * 2, (padding,) * 2, (padding,) * 2))
    N, M, Kh, Kw = w.shape
    rows, columns = ((n - k) // stride + 1 for n, k in zip(frame.shape[2:], (Kh, Kw), strict=True))
    out = []
    for image in frame:
        patches = [
            image[:, i * stride : i * stride + Kh, j * stride : j * stride + Kw].ravel()
            for i in range(rows) for j in range(columns)
        ]  # fmt: skip
        out.append((np.array(patches) @ w.reshape(N, -1).T + bias).T.reshape(N, rows, columns))
    return np.array(out)


@outcome("F12")
def wrong_every_stride(y, w, bias, stride, padding):
    """Scans with stride 1, then cuts the size, so the first cells stay."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, w.shape[2:], axis=(2, 3))
    z = np.einsum("tmijpq,nmpq->tnij", windows, w) + bias[:, None, None]
    rows, columns = (frame.shape[2] - w.shape[2]) // stride + 1, (frame.shape[3] - w.shape[3]) // stride + 1
    return z[:, :, :rows, :columns]


@outcome(says="In every case the numbers of rows and columns of your z are (H + p − K) // s + 1, with")
def wrong_one_side(y, w, bias, stride, padding):
    """The frame only before."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, 0), (padding, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmijpq,nmpq->tnij", windows, w) + bias[:, None, None]


@outcome("F26")
def wrong_edge(y, w, bias, stride, padding):
    """The frame repeats the edge."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(frame, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmijpq,nmpq->tnij", windows, w) + bias[:, None, None]


@outcome(says="Right with one input map, wrong in every case with several: what happens over m?")
def wrong_depthwise(y, w, bias, stride, padding):
    """Every filter reads map n only."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    M = y.shape[1]
    parts = [np.einsum("tijpq,pq->tij", windows[:, n % M], w[n, n % M]) + bias[n] for n in range(len(w))]
    return np.stack(parts, axis=1)


@outcome(says="Right with one output map, wrong in every case with several: what happens over n?")
def wrong_bias_on_maps(y, w, bias, stride, padding):
    """bias without its two axes: numpy lays it along the columns."""
    frame = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmijpq,nmpq->tnij", windows, w) + bias


@outcome(says="In every case the numbers of rows and columns of your z are (H + p − K) // s + 1, with")
def wrong_padding_both_sides_halved(y, w, bias, stride, padding):
    """padding // 2 on each side."""
    p = padding // 2
    frame = np.pad(y, ((0, 0), (0, 0), (p, padding - p), (p, padding - p)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmijpq,nmpq->tnij", windows, w) + bias[:, None, None]
