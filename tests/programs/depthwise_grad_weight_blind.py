"""The gradient of depth-wise filters, written from the exercise's text alone."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit import conv2d_grad_weight
from tests.programs import outcome


def right_loops(dz, y, kernel_size, stride, padding):
    Kh, Kw = kernel_size
    T, M, rows, columns = dz.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, Kh, Kw))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    for p in range(Kh):
                        for q in range(Kw):
                            dw[m, p, q] += dz[t, m, i, j] * y[t, m, i * stride + p, j * stride + q]
    return dw


def right_patches(dz, y, kernel_size, stride, padding):
    a, b = kernel_size
    y = np.pad(y, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    dw = np.zeros((dz.shape[1], a, b))
    for i in range(dz.shape[2]):
        for j in range(dz.shape[3]):
            patch = y[:, :, i * stride : i * stride + a, j * stride : j * stride + b]
            dw += np.sum(patch * dz[:, :, i, j][:, :, None, None], axis=0)
    return dw


def right_windows(dz, y, kernel_size, stride, padding):
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(y, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmij,tmijpq->mpq", dz, windows)


def right_by_offsets(dz, y, kernel_size, stride, padding):
    T, M, rows, columns = dz.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.empty((M, *kernel_size))
    for p in range(kernel_size[0]):
        for q in range(kernel_size[1]):
            met = y[:, :, p::stride, q::stride][:, :, :rows, :columns]
            dw[:, p, q] = (met * dz).sum(axis=(0, 2, 3))
    return dw


def right_spread_dz(dz, y, kernel_size, stride, padding):
    T, M, rows, columns = dz.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    spread = np.zeros((T, M, (rows - 1) * stride + 1, (columns - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dz
    h, w = spread.shape[2:]
    return np.array(
        [
            [
                [
                    np.vdot(spread[:, m], y[:, m, p : p + h, q : q + w])
                    for q in range(kernel_size[1])
                ]
                for p in range(kernel_size[0])
            ]
            for m in range(M)
        ]
    )


@outcome(says="Your function hands the work to the package's conv2d_grad_weight")
def wrong_package_map_by_map(dz, y, kernel_size, stride, padding):
    """The values are right, but the package does the work."""
    parts = []
    for m in range(y.shape[1]):
        dw = conv2d_grad_weight(
            dz[:, m : m + 1], y[:, m : m + 1], kernel_size, stride=stride, padding=padding
        )
        parts.append(dw[0, 0])
    return np.stack(parts)


@outcome(says="Your function hands the work to the package's conv2d_grad_weight")
def wrong_diagonal(dz, y, kernel_size, stride, padding):
    """The values are right, but the package does the work."""
    full = conv2d_grad_weight(dz, y, kernel_size, stride=stride, padding=padding)
    m = np.arange(y.shape[1])
    return full[m, m]


def _windows(y, kernel_size, stride, padding):
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return sliding_window_view(y, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]


@outcome("M17")
def wrong_summed_over_maps_of_y(dz, y, kernel_size, stride, padding):
    """dz(m) meets the sum of all maps."""
    windows = _windows(y, kernel_size, stride, padding).sum(axis=1, keepdims=True)
    return np.einsum("tmij,tmijpq->mpq", dz, np.repeat(windows, dz.shape[1], axis=1))


@outcome("M17")
def wrong_summed_over_dz(dz, y, kernel_size, stride, padding):
    """The sum of all dz meets map m."""
    total = np.repeat(dz.sum(axis=1, keepdims=True), dz.shape[1], axis=1)
    return np.einsum("tmij,tmijpq->mpq", total, _windows(y, kernel_size, stride, padding))


@outcome("M17")
def wrong_summed_at_the_end(dz, y, kernel_size, stride, padding):
    """The gradients are added up over the maps: one filter comes out."""
    return np.einsum("tmij,tmijpq->pq", dz, _windows(y, kernel_size, stride, padding))


@outcome("M17")
def wrong_full(dz, y, kernel_size, stride, padding):
    """The gradient of the full convolution: a window for every pair."""
    return np.einsum("tnij,tmijpq->nmpq", dz, _windows(y, kernel_size, stride, padding))


@outcome(says="Your dw is right, in a shape with axes of length 1 too many")
def wrong_axis_left(dz, y, kernel_size, stride, padding):
    """(M, 1, Kh, Kw), as the filters of groups have it."""
    return np.einsum("tmij,tmijpq->mpq", dz, _windows(y, kernel_size, stride, padding))[:, None]


@outcome(says="Your dw is not yet added up over axis 0")
def wrong_examples_left(dz, y, kernel_size, stride, padding):
    """The examples are not added up."""
    return np.einsum("tmij,tmijpq->tmpq", dz, _windows(y, kernel_size, stride, padding))


@outcome(says="Your dw is the right one for the first example of dz alone")
def wrong_first_example(dz, y, kernel_size, stride, padding):
    """Only the first example counts."""
    return np.einsum("mij,mijpq->mpq", dz[0], _windows(y, kernel_size, stride, padding)[0])


@outcome("W07")
def wrong_last_example(dz, y, kernel_size, stride, padding):
    """= where += belongs: only the last example counts."""
    windows = _windows(y, kernel_size, stride, padding)
    for t in range(len(dz)):
        dw = np.einsum("mij,mijpq->mpq", dz[t], windows[t])
    return dw


@outcome("W12")
def wrong_last_position(dz, y, kernel_size, stride, padding):
    """= where += belongs: only the last position counts."""
    windows = _windows(y, kernel_size, stride, padding)
    dw = np.zeros((dz.shape[1], *kernel_size))
    for i in range(dz.shape[2]):
        for j in range(dz.shape[3]):
            dw = np.einsum("tm,tmpq->mpq", dz[:, :, i, j], windows[:, :, i, j])
    return dw


@outcome("W04")
def wrong_mean_over_examples(dz, y, kernel_size, stride, padding):
    """Divided by the number of examples."""
    return np.einsum("tmij,tmijpq->mpq", dz, _windows(y, kernel_size, stride, padding)) / len(dz)


@outcome("W05")
def wrong_mean_over_positions(dz, y, kernel_size, stride, padding):
    """Divided by the number of positions."""
    return np.einsum("tmij,tmijpq->mpq", dz, _windows(y, kernel_size, stride, padding)) / (
        dz.shape[2] * dz.shape[3]
    )


@outcome("W06")
def wrong_padding_left_out(dz, y, kernel_size, stride, padding):
    """y is not framed."""
    Kh, Kw = kernel_size
    dw = np.zeros((dz.shape[1], Kh, Kw))
    for p in range(Kh):
        for q in range(Kw):
            met = y[:, :, p::stride, q::stride][:, :, : dz.shape[2], : dz.shape[3]]
            dw[:, p, q] = (met * dz[:, :, : met.shape[2], : met.shape[3]]).sum(axis=(0, 2, 3))
    return dw


@outcome("W06")
def wrong_padding_left_out_windows(dz, y, kernel_size, stride, padding):
    """y is not framed, so the windows do not fit dz where padding is not 0."""
    return np.einsum("tmij,tmijpq->mpq", dz, _windows(y, kernel_size, stride, 0))


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_dz_padded(dz, y, kernel_size, stride, padding):
    """dz is framed, not y."""
    dz = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = _windows(y, kernel_size, stride, 0)
    return np.einsum("tmij,tmijpq->mpq", dz[:, :, : windows.shape[2], : windows.shape[3]], windows)


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_padding_on_all_axes(dz, y, kernel_size, stride, padding):
    """np.pad with one number."""
    y = np.pad(y, padding)
    windows = sliding_window_view(y, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmij,tmijpq->mpq", dz, windows)


@outcome("W02")
def wrong_stride_left_out(dz, y, kernel_size, stride, padding):
    """dz meets neighbouring windows whatever the stride is."""
    windows = _windows(y, kernel_size, 1, padding)[:, :, : dz.shape[2], : dz.shape[3]]
    return np.einsum("tmij,tmijpq->mpq", dz, windows)


@outcome("W13")
def wrong_stride_on_the_offset(dz, y, kernel_size, stride, padding):
    """y(i + p s): the stride stands at the filter's index."""
    Kh, Kw = kernel_size
    T, M, rows, columns = dz.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((M, Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[:, p, q] += (dz[:, :, i, j] * y[:, :, i + p * stride, j + q * stride]).sum(
                        axis=0
                    )
    return dw


@outcome("W01")
def wrong_flipped(dz, y, kernel_size, stride, padding):
    """The gradient is turned by half a turn."""
    return np.einsum("tmij,tmijpq->mpq", dz, _windows(y, kernel_size, stride, padding))[
        :, ::-1, ::-1
    ]


@outcome("W11")
def wrong_dz_flipped(dz, y, kernel_size, stride, padding):
    """dz is turned before it scans."""
    return np.einsum(
        "tmij,tmijpq->mpq", dz[:, :, ::-1, ::-1], _windows(y, kernel_size, stride, padding)
    )


@outcome("W10")
def wrong_transposed(dz, y, kernel_size, stride, padding):
    """Rows and columns of the gradient are exchanged."""
    return np.einsum("tmij,tmijpq->mqp", dz, _windows(y, kernel_size, stride, padding))


@outcome(says="The shape of dw has rows and columns exchanged")
def wrong_size_exchanged(dz, y, kernel_size, stride, padding):
    """kernel_size is read as (Kw, Kh)."""
    Kw, Kh = kernel_size
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((dz.shape[1], Kh, Kw))
    for i in range(dz.shape[2]):
        for j in range(dz.shape[3]):
            patch = y[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw]
            dw += (patch * dz[:, :, i, j, None, None]).sum(axis=0)
    return dw


@outcome(says="Your dw is the right one for a square kernel_size, with as many columns as rows")
def wrong_square_filter(dz, y, kernel_size, stride, padding):
    """Kw is taken from Kh."""
    K = kernel_size[0]
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((dz.shape[1], K, K))
    for i in range(dz.shape[2]):
        for j in range(dz.shape[3]):
            patch = y[:, :, i * stride : i * stride + K, j * stride : j * stride + K]
            dw += (patch * dz[:, :, i, j, None, None]).sum(axis=0)
    return dw


@outcome(says="Right where the output is square, wrong in every other case")
def wrong_square_map(dz, y, kernel_size, stride, padding):
    """The loop over the columns runs over the number of rows."""
    Kh, Kw = kernel_size
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros((dz.shape[1], Kh, Kw))
    size = dz.shape[2]
    for i in range(size):
        for j in range(size):
            patch = y[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw]
            dw += (patch * dz[:, :, i, j, None, None]).sum(axis=0)
    return dw


@outcome(says="Your dw is the right one when the last row and column of dz are left out")
def wrong_last_row_left_out(dz, y, kernel_size, stride, padding):
    """The loops end one position too early."""
    windows = _windows(y, kernel_size, stride, padding)
    dw = np.zeros((dz.shape[1], *kernel_size))
    for i in range(dz.shape[2] - 1):
        for j in range(dz.shape[3] - 1):
            dw += np.einsum("tm,tmpq->mpq", dz[:, :, i, j], windows[:, :, i, j])
    return dw


@outcome(says="Your dw is right for map 0 only")
def wrong_first_map(dz, y, kernel_size, stride, padding):
    """Every dz meets map 0."""
    windows = _windows(y, kernel_size, stride, padding)
    return np.einsum("tmij,tijpq->mpq", dz, windows[:, 0])


def right_like_dz_kind(dz, y, kernel_size, stride, padding):
    """The result takes its dtype from dz."""
    dw = np.zeros((dz.shape[1], *kernel_size), dtype=dz.dtype)
    dw[...] = np.einsum("tmij,tmijpq->mpq", dz, _windows(y, kernel_size, stride, padding))
    return dw


def right_like_y_kind(dz, y, kernel_size, stride, padding):
    """The result takes its dtype from y."""
    dw = np.zeros((dz.shape[1], *kernel_size), dtype=y.dtype)
    dw[...] = np.einsum("tmij,tmijpq->mpq", dz, _windows(y, kernel_size, stride, padding))
    return dw


@outcome("W02")
def wrong_no_spread(dz, y, kernel_size, stride, padding):
    """dz scans y as a filter, without zeros between: right for stride 1."""
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(y, dz.shape[2:], axis=(2, 3))
    return np.einsum("tmpqij,tmij->mpq", windows, dz)[:, : kernel_size[0], : kernel_size[1]]


@outcome(says="Your dw has rows and columns too many, as many as the remainder")
def wrong_remainder(dz, y, kernel_size, stride, padding):
    """dz with zeros between scans y, and the result keeps what a remainder adds: too large there."""
    T, M, rows, columns = dz.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    spread = np.zeros((T, M, (rows - 1) * stride + 1, (columns - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dz
    windows = sliding_window_view(y, spread.shape[2:], axis=(2, 3))
    return np.einsum("tmpqij,tmij->mpq", windows, spread)
