"""Every map under its own filter, written from the exercise's text alone."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from cnnkit import conv2d
from tests.programs import outcome


def right_loops(y, w, stride, padding):
    T, M, H, W = y.shape
    _, Kh, Kw = w.shape
    frame = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    frame[:, :, padding : padding + H, padding : padding + W] = y
    rows = (H + 2 * padding - Kh) // stride + 1
    columns = (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, M, rows, columns))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    for p in range(Kh):
                        for q in range(Kw):
                            z[t, m, i, j] += (
                                w[m, p, q] * frame[t, m, i * stride + p, j * stride + q]
                            )
    return z


def right_patches(y, w, stride, padding):
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Kh, Kw = w.shape[1:]
    rows = range(0, y.shape[2] - Kh + 1, stride)
    columns = range(0, y.shape[3] - Kw + 1, stride)
    return np.array(
        [[(y[:, :, i : i + Kh, j : j + Kw] * w).sum((2, 3)) for j in columns] for i in rows]
    ).transpose(2, 3, 0, 1)


def right_windows_einsum(y, w, stride, padding):
    p = padding
    windows = sliding_window_view(
        np.pad(y, ((0, 0), (0, 0), (p, p), (p, p))), w.shape[1:], axis=(2, 3)
    )
    return np.einsum("tmijpq,mpq->tmij", windows[:, :, ::stride, ::stride], w)


def right_by_offsets(y, w, stride, padding):
    p = padding
    y = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
    M, Kh, Kw = w.shape
    rows = (y.shape[2] - Kh) // stride + 1
    columns = (y.shape[3] - Kw) // stride + 1
    z = 0
    for a in range(Kh):
        for b in range(Kw):
            part = y[
                :,
                :,
                a : a + (rows - 1) * stride + 1 : stride,
                b : b + (columns - 1) * stride + 1 : stride,
            ]
            z = z + part * w[:, a, b][None, :, None, None]
    return z


@outcome(says="Your function hands the work to the package's conv2d")
def wrong_map_by_map_convolutions(y, w, stride, padding):
    """The values are right, but the package does the work."""
    maps = [
        conv2d(y[:, m : m + 1], w[None, m : m + 1], stride=stride, padding=padding)
        for m in range(len(w))
    ]
    return np.concatenate(maps, axis=1)


@outcome(says="Your function hands the work to the package's conv2d")
def wrong_block_diagonal(y, w, stride, padding):
    """The values are right, but the package does the work."""
    full = np.zeros((len(w), len(w), *w.shape[1:]))
    for m in range(len(w)):
        full[m, m] = w[m]
    return conv2d(y, full, stride=stride, padding=padding)


def right_strided_view(y, w, stride, padding):
    y = np.ascontiguousarray(np.pad(y, [(0, 0), (0, 0), (padding, padding), (padding, padding)]))
    T, M, H, W = y.shape
    _, Kh, Kw = w.shape
    a, b, c, d = y.strides
    shape = (T, M, (H - Kh) // stride + 1, (W - Kw) // stride + 1, Kh, Kw)
    view = as_strided(y, shape, (a, b, c * stride, d * stride, c, d))
    flat = view.reshape(*shape[:4], Kh * Kw)
    return (flat * w.reshape(1, M, 1, 1, -1)).sum(-1)


def right_single_precision(y, w, stride, padding):
    y, w = y.astype(np.float32), w.astype(np.float32)
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(y, w.shape[1:], axis=(2, 3))[:, :, ::stride, ::stride]
    return (windows * w[:, None, None]).sum((-2, -1))


def _frame(y, padding):
    return np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _scan(y, w, stride):
    return np.einsum(
        "tmijpq,mpq->tmij",
        sliding_window_view(y, w.shape[1:], axis=(2, 3))[:, :, ::stride, ::stride],
        w,
    )


@outcome("M13")
def wrong_added_up(y, w, stride, padding):
    """The maps are added up: one map comes out."""
    return _scan(_frame(y, padding), w, stride).sum(axis=1, keepdims=True)


@outcome("M13")
def wrong_added_up_in_every_map(y, w, stride, padding):
    """The sum over the maps stands in every map."""
    z = _scan(_frame(y, padding), w, stride)
    return np.repeat(z.sum(axis=1, keepdims=True), z.shape[1], axis=1)


@outcome("M13")
def wrong_every_map_under_every_filter(y, w, stride, padding):
    """Filter m scans all maps."""
    windows = sliding_window_view(_frame(y, padding), w.shape[1:], axis=(2, 3))[
        :, :, ::stride, ::stride
    ]
    return np.einsum("tmijpq,npq->tnij", windows, w)


@outcome("M15")
def wrong_first_filter(y, w, stride, padding):
    """Filter 0 scans every map."""
    return _scan(_frame(y, padding), np.broadcast_to(w[0], w.shape), stride)


@outcome(says="Your z is right for map 0 only")
def wrong_first_map(y, w, stride, padding):
    """Every filter scans map 0."""
    y = _frame(y, padding)
    return _scan(np.repeat(y[:, :1], y.shape[1], axis=1), w, stride)


@outcome("M15")
def wrong_filters_reversed(y, w, stride, padding):
    """Filter m scans the m-th map from the end."""
    return _scan(_frame(y, padding), w[::-1], stride)


@outcome("M15")
def wrong_filter_of_the_neighbour(y, w, stride, padding):
    """The filters are counted from 1."""
    return _scan(_frame(y, padding), np.roll(w, -1, axis=0), stride)


@outcome("M15")
def wrong_filter_by_example(y, w, stride, padding):
    """The filter is chosen by the example's number."""
    y = _frame(y, padding)
    return np.concatenate(
        [
            _scan(y[t : t + 1], np.broadcast_to(w[t % len(w)], w.shape), stride)
            for t in range(len(y))
        ]
    )


@outcome("F22")
def wrong_stride_left_out(y, w, stride, padding):
    """Stride 1 always."""
    return _scan(_frame(y, padding), w, 1)


@outcome("F12")
def wrong_stride_on_start_only(y, w, stride, padding):
    """The size is right, and the windows start at i, not at i * stride."""
    y = _frame(y, padding)
    rows, columns = (y.shape[2] - w.shape[1]) // stride + 1, (y.shape[3] - w.shape[2]) // stride + 1
    return _scan(y, w, 1)[:, :, :rows, :columns]


@outcome("F23")
def wrong_stride_on_the_filter(y, w, stride, padding):
    """The stride spaces the filter's cells: y(i + p s)."""
    y = _frame(y, padding)
    M, Kh, Kw = w.shape
    rows, columns = (y.shape[2] - Kh) // stride + 1, (y.shape[3] - Kw) // stride + 1
    z = np.zeros((len(y), M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    z[:, :, i, j] += w[:, p, q] * y[:, :, i + p * stride, j + q * stride]
    return z


@outcome("F27")
def wrong_padding_left_out(y, w, stride, padding):
    """No frame."""
    return _scan(y, w, stride)


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_padding_in_the_size_only(y, w, stride, padding):
    """The size counts the padding, but y is not framed."""
    T, M, H, W = y.shape
    _, Kh, Kw = w.shape
    rows, columns = (H + 2 * padding - Kh) // stride + 1, (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            z[:, :, i, j] = (
                y[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] * w
            ).sum((2, 3))
    return z


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_padding_on_all_axes(y, w, stride, padding):
    """np.pad with one number frames examples and maps as well."""
    y = np.pad(y, padding)
    return _scan(y, w, stride)


@outcome(says="In every case the numbers of rows and columns of your z are (H + p − K) // s + 1, with padding once")
def wrong_padding_below_only(y, w, stride, padding):
    """The frame is below and to the right only."""
    return _scan(np.pad(y, ((0, 0), (0, 0), (0, padding), (0, padding))), w, stride)


@outcome("F09")
def wrong_padding_all_below(y, w, stride, padding):
    """Both frames are put below and to the right."""
    return _scan(np.pad(y, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding))), w, stride)


@outcome("F26")
def wrong_padding_edge(y, w, stride, padding):
    """The border is repeated in place of zeros."""
    return _scan(
        np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge"), w, stride
    )


@outcome(nothing=True)
def wrong_padding_same(y, w, stride, padding):
    """The frame is half of the filter, whatever padding says."""
    a, b = w.shape[1] // 2, w.shape[2] // 2
    return _scan(np.pad(y, ((0, 0), (0, 0), (a, a), (b, b))), w, stride)


@outcome(says="Your z is the right one for padding 1, whatever padding is")
def wrong_padding_one(y, w, stride, padding):
    """The frame has one cell whenever there is a frame."""
    return _scan(_frame(y, 1) if padding else y, w, stride)


@outcome(says="In every case the numbers of rows and columns of your z are (H + p − K) // s + 1, with padding once")
def wrong_padding_once_in_the_size(y, w, stride, padding):
    """The size counts the padding once."""
    y0 = _frame(y, padding)
    rows = (y.shape[2] + padding - w.shape[1]) // stride + 1
    columns = (y.shape[3] + padding - w.shape[2]) // stride + 1
    return _scan(y0, w, stride)[:, :, :rows, :columns]


@outcome("F01")
def wrong_flipped(y, w, stride, padding):
    """The filters are turned by half a turn, as in signal processing."""
    return _scan(_frame(y, padding), w[:, ::-1, ::-1], stride)


@outcome("F01", "M15")
def wrong_flipped_maps_too(y, w, stride, padding):
    """Turned on every axis, so the filters change places."""
    return _scan(_frame(y, padding), w[::-1, ::-1, ::-1], stride)


@outcome("F02")
def wrong_transposed(y, w, stride, padding):
    """Rows and columns of the filters are exchanged."""
    return _scan(_frame(y, padding), w.transpose(0, 2, 1), stride)


@outcome(says="In every case the number of columns of your z is counted from H and Kh")
def wrong_square_map(y, w, stride, padding):
    """The number of columns is taken from the rows."""
    y = _frame(y, padding)
    M, Kh, Kw = w.shape
    size = (y.shape[2] - Kh) // stride + 1
    z = np.zeros((len(y), M, size, size))
    for i in range(size):
        for j in range(size):
            z[:, :, i, j] = (
                y[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] * w
            ).sum(axis=(2, 3))
    return z


@outcome(says="Right with every square filter, wrong with every other")
def wrong_square_filter(y, w, stride, padding):
    """The filter's width is taken from its height."""
    y = _frame(y, padding)
    M, K = w.shape[:2]
    rows, columns = (y.shape[2] - K) // stride + 1, (y.shape[3] - K) // stride + 1
    z = np.zeros((len(y), M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            z[:, :, i, j] = (
                y[:, :, i * stride : i * stride + K, j * stride : j * stride + K] * w
            ).sum(axis=(2, 3))
    return z


@outcome(says="In every case the numbers of rows and columns of your z are (H + 2p − K) // s, without the first window")
def wrong_size_one_short(y, w, stride, padding):
    """The + 1 of the size is forgotten."""
    y = _frame(y, padding)
    M, Kh, Kw = w.shape
    rows, columns = (y.shape[2] - Kh) // stride, (y.shape[3] - Kw) // stride
    z = np.zeros((len(y), M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            z[:, :, i, j] = (
                y[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] * w
            ).sum(axis=(2, 3))
    return z


@outcome(says="In every case the numbers of rows and columns of your z are H // s")
def wrong_size_over_stride(y, w, stride, padding):
    """The result has H // stride rows, as with 'same' padding."""
    y0 = _frame(y, padding)
    M, Kh, Kw = w.shape
    rows, columns = y.shape[2] // stride, y.shape[3] // stride
    z = np.zeros((len(y), M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            z[:, :, i, j] = (
                y0[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] * w
            ).sum(axis=(2, 3))
    return z


@outcome(says="Your z is the right one when only the last cell of w counts")
def wrong_last_offset(y, w, stride, padding):
    """= where += belongs: only the filter's last cell counts."""
    y = _frame(y, padding)
    M, Kh, Kw = w.shape
    rows, columns = (y.shape[2] - Kh) // stride + 1, (y.shape[3] - Kw) // stride + 1
    z = np.zeros((len(y), M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    z[:, :, i, j] = w[:, p, q] * y[:, :, i * stride + p, j * stride + q]
    return z


@outcome(says="Your z is right for example 0 only")
def wrong_first_example(y, w, stride, padding):
    """Only the first example is scanned."""
    z = _scan(_frame(y, padding), w, stride)
    z[1:] = 0
    return z


@outcome(says="Axis 0 of your z counts examples")
def wrong_first_example_returned(y, w, stride, padding):
    """Only the first example comes back."""
    return _scan(_frame(y[0:1], padding), w, stride)


def right_like_y_kind(y, w, stride, padding):
    """The result takes its dtype from y."""
    z = _scan(_frame(y, padding), w, stride)
    out = np.zeros(z.shape, dtype=y.dtype)
    out[...] = z
    return out


@outcome(says="Your z is the right one with its axes 0 and 1 exchanged")
def wrong_maps_first(y, w, stride, padding):
    """The result is (M, T, H', W')."""
    y = _frame(y, padding)
    return np.stack([_scan(y[:, m : m + 1], w[m : m + 1], stride)[:, 0] for m in range(len(w))])


@outcome(says="Your z is the right one with its axes 1, 2 and 3 exchanged")
def wrong_maps_last(y, w, stride, padding):
    """The result is (T, H', W', M)."""
    return np.moveaxis(_scan(_frame(y, padding), w, stride), 1, -1)


@outcome("M16")
def wrong_mean(y, w, stride, padding):
    """The mean of the products, not their sum."""
    return _scan(_frame(y, padding), w, stride) / (w.shape[1] * w.shape[2])


@outcome(says="Your z is empty where padding is 0")
def wrong_frame_cropped(y, w, stride, padding):
    """The frame is cut off again."""
    z = _scan(_frame(y, padding), w, stride)
    return z[:, :, padding:-padding, padding:-padding]


@outcome(says="Right where nothing is left over at the end, wrong in every case with a remainder")
def wrong_must_divide(y, w, stride, padding):
    """Raises where the stride leaves a remainder."""
    y = _frame(y, padding)
    assert (y.shape[2] - w.shape[1]) % stride == 0
    assert (y.shape[3] - w.shape[2]) % stride == 0
    return _scan(y, w, stride)
