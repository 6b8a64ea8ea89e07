"""The gradient that goes on from depth-wise filters, written from the exercise's text alone."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit import conv2d_grad_input
from tests.programs import outcome


def right_scatter(dz, w, input_size, stride, padding):
    T, M, rows, columns = dz.shape
    _, Kh, Kw = w.shape
    H, W = input_size
    full = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] += (
                dz[:, :, i, j, None, None] * w
            )
    return full[:, :, padding : padding + H, padding : padding + W]


def right_loops(dz, w, input_size, stride, padding):
    T, M, rows, columns = dz.shape
    H, W = input_size
    dy = np.zeros((T, M, H, W))
    for t in range(T):
        for m in range(M):
            for i in range(rows):
                for j in range(columns):
                    for p in range(w.shape[1]):
                        for q in range(w.shape[2]):
                            r, c = i * stride + p - padding, j * stride + q - padding
                            if 0 <= r < H and 0 <= c < W:
                                dy[t, m, r, c] += dz[t, m, i, j] * w[m, p, q]
    return dy


def right_collected(dz, w, input_size, stride, padding):
    T, M, rows, columns = dz.shape
    _, Kh, Kw = w.shape
    H, W = input_size
    dy = np.zeros((T, M, H, W))
    for r in range(H):
        for c in range(W):
            for p in range(Kh):
                for q in range(Kw):
                    i, a = divmod(r + padding - p, stride)
                    j, b = divmod(c + padding - q, stride)
                    if a == 0 and b == 0 and 0 <= i < rows and 0 <= j < columns:
                        dy[:, :, r, c] += dz[:, :, i, j] * w[:, p, q]
    return dy


def right_by_offsets(dz, w, input_size, stride, padding):
    T, M, rows, columns = dz.shape
    H, W = input_size
    full = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for p in range(w.shape[1]):
        for q in range(w.shape[2]):
            full[
                :,
                :,
                p : p + (rows - 1) * stride + 1 : stride,
                q : q + (columns - 1) * stride + 1 : stride,
            ] += w[:, p, q].reshape(1, M, 1, 1) * dz
    return full[:, :, padding : H + padding, padding : W + padding].copy()


def right_flipped_scan(dz, w, input_size, stride, padding):
    T, M, rows, columns = dz.shape
    _, Kh, Kw = w.shape
    H, W = input_size[0] + 2 * padding, input_size[1] + 2 * padding
    spread = np.zeros((T, M, H + Kh - 1, W + Kw - 1))
    spread[
        :, :, Kh - 1 : Kh - 1 + rows * stride : stride, Kw - 1 : Kw - 1 + columns * stride : stride
    ][:, :, :rows, :columns] = dz
    windows = sliding_window_view(spread, (Kh, Kw), axis=(2, 3))
    full = np.einsum("tmijpq,mpq->tmij", windows, w[:, ::-1, ::-1])
    return full[:, :, padding : H - padding, padding : W - padding]


@outcome(says="Your function hands the work to the package's conv2d_grad_input")
def wrong_package(dz, w, input_size, stride, padding):
    """The values are right, but the package does the work."""
    parts = [
        conv2d_grad_input(
            dz[:, m : m + 1], w[m][None, None], input_size, stride=stride, padding=padding
        )
        for m in range(len(w))
    ]
    return np.concatenate(parts, axis=1)


@outcome(says="Your function hands the work to the package's conv2d_grad_input")
def wrong_groups(dz, w, input_size, stride, padding):
    """The values are right, but the package does the work."""
    return conv2d_grad_input(
        dz, w[:, None], input_size, stride=stride, padding=padding, groups=w.shape[0]
    )


def _stamp(dz, w, input_size, stride, padding):
    T, M, rows, columns = dz.shape
    _, Kh, Kw = w.shape
    full = np.zeros((T, M, input_size[0] + 2 * padding, input_size[1] + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] += (
                dz[:, :, i, j, None, None] * w
            )
    return full


def _crop(full, input_size, padding):
    return full[:, :, padding : padding + input_size[0], padding : padding + input_size[1]]


@outcome("B01/B07")
def wrong_flipped(dz, w, input_size, stride, padding):
    """The filter is turned although the stamps are placed."""
    return _crop(_stamp(dz, w[:, ::-1, ::-1], input_size, stride, padding), input_size, padding)


@outcome("B01/B07")
def wrong_not_flipped(dz, w, input_size, stride, padding):
    """The scan over the spread dz uses the filter as it is."""
    T, M, rows, columns = dz.shape
    _, Kh, Kw = w.shape
    H, W = input_size[0] + 2 * padding, input_size[1] + 2 * padding
    spread = np.zeros((T, M, H + Kh - 1, W + Kw - 1))
    for i in range(rows):
        for j in range(columns):
            spread[:, :, Kh - 1 + i * stride, Kw - 1 + j * stride] = dz[:, :, i, j]
    full = np.einsum("tmijpq,mpq->tmij", sliding_window_view(spread, (Kh, Kw), axis=(2, 3)), w)
    return full[:, :, padding : H - padding, padding : W - padding]


@outcome(says="Your dy is the right one for w with its rows in reverse order")
def wrong_flipped_on_one_axis(dz, w, input_size, stride, padding):
    """Only the rows of the filter are turned."""
    return _crop(_stamp(dz, w[:, ::-1], input_size, stride, padding), input_size, padding)


@outcome("M15")
def wrong_flipped_maps(dz, w, input_size, stride, padding):
    """w[::-1, ::-1, ::-1] in the scan: the filters change places."""
    return _crop(_stamp(dz, w[::-1], input_size, stride, padding), input_size, padding)


@outcome(says="Your dy is the right one for w with rows and columns exchanged")
def wrong_transposed(dz, w, input_size, stride, padding):
    """Rows and columns of the filters are exchanged."""
    return _crop(_stamp(dz, w.transpose(0, 2, 1), input_size, stride, padding), input_size, padding)


@outcome("B15")
def wrong_overwritten(dz, w, input_size, stride, padding):
    """= where += belongs: where stamps overlap the last one wins."""
    T, M, rows, columns = dz.shape
    _, Kh, Kw = w.shape
    full = np.zeros((T, M, input_size[0] + 2 * padding, input_size[1] + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            full[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] = (
                dz[:, :, i, j, None, None] * w
            )
    return _crop(full, input_size, padding)


@outcome("B12")
def wrong_frame_kept(dz, w, input_size, stride, padding):
    """The frame is not cut off."""
    return _stamp(dz, w, input_size, stride, padding)


@outcome("B14")
def wrong_cropped_by_minus(dz, w, input_size, stride, padding):
    """full[p:-p] is empty for p = 0."""
    full = _stamp(dz, w, input_size, stride, padding)
    return full[:, :, padding:-padding, padding:-padding]


@outcome("B13")
def wrong_cropped_at_the_end(dz, w, input_size, stride, padding):
    """The frame is cut off at the end only."""
    return _stamp(dz, w, input_size, stride, padding)[:, :, : input_size[0], : input_size[1]]


@outcome(says="The numbers of dy are right, but stand padding rows higher and padding columns further left than they should")
def wrong_cropped_at_the_start(dz, w, input_size, stride, padding):
    """Twice the frame is cut off at the start."""
    return _stamp(dz, w, input_size, stride, padding)[:, :, 2 * padding :, 2 * padding :]


@outcome(says="Your dy is too large")
def wrong_cropped_by_one(dz, w, input_size, stride, padding):
    """One cell is cut off, whatever padding is."""
    full = _stamp(dz, w, input_size, stride, padding)
    return full[:, :, 1:-1, 1:-1] if padding else full


@outcome("B13")
def wrong_frame_left_out(dz, w, input_size, stride, padding):
    """Stamped onto the map without a frame; what leaves it is lost."""
    T, M, rows, columns = dz.shape
    H, W = input_size
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            for p in range(w.shape[1]):
                for q in range(w.shape[2]):
                    r, c = i * stride + p, j * stride + q
                    if r < H and c < W:
                        dy[:, :, r, c] += dz[:, :, i, j] * w[:, p, q]
    return dy


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_negative_index(dz, w, input_size, stride, padding):
    """Rows −1 and columns −1 are not left out: they wrap around."""
    T, M, rows, columns = dz.shape
    H, W = input_size
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            for p in range(w.shape[1]):
                for q in range(w.shape[2]):
                    r, c = i * stride + p - padding, j * stride + q - padding
                    if r < H and c < W:
                        dy[:, :, r, c] += dz[:, :, i, j] * w[:, p, q]
    return dy


@outcome("B10")
def wrong_stride_left_out(dz, w, input_size, stride, padding):
    """The stamps are neighbours."""
    return _crop(_stamp(dz, w, input_size, 1, padding), input_size, padding)


@outcome("B19")
def wrong_remainder_lost(dz, w, input_size, stride, padding):
    """The size comes from dz, so that what a remainder left is missing."""
    T, M, rows, columns = dz.shape
    size = (
        (rows - 1) * stride + w.shape[1] - 2 * padding,
        (columns - 1) * stride + w.shape[2] - 2 * padding,
    )
    return _crop(_stamp(dz, w, size, stride, padding), size, padding)


@outcome(says="Right where nothing is left over at the end, wrong in every case with a remainder")
def wrong_remainder_in_front(dz, w, input_size, stride, padding):
    """What a remainder left is filled up in front."""
    T, M, rows, columns = dz.shape
    H, W = input_size
    h, v = (
        (rows - 1) * stride + w.shape[1] - 2 * padding,
        (columns - 1) * stride + w.shape[2] - 2 * padding,
    )
    dy = np.zeros((T, M, H, W))
    small = _crop(_stamp(dz, w, (h, v), stride, padding), (h, v), padding)
    dy[:, :, max(H - h, 0) :, max(W - v, 0) :] = small[:, :, :H, :W]
    return dy


@outcome("M17")
def wrong_summed_over_maps(dz, w, input_size, stride, padding):
    """Every map gets the sum of all, as in the full convolution."""
    dy = _crop(_stamp(dz, w, input_size, stride, padding), input_size, padding)
    return np.repeat(dy.sum(axis=1, keepdims=True), dy.shape[1], axis=1)


@outcome(says="Axis 1 of your dy counts maps")
def wrong_one_map(dz, w, input_size, stride, padding):
    """The maps are added up to one."""
    return _crop(_stamp(dz, w, input_size, stride, padding), input_size, padding).sum(
        axis=1, keepdims=True
    )


@outcome("M15")
def wrong_first_filter(dz, w, input_size, stride, padding):
    """Filter 0 for every map."""
    return _crop(
        _stamp(dz, np.broadcast_to(w[0], w.shape), input_size, stride, padding), input_size, padding
    )


@outcome(says="Your dy is right for example 0 only")
def wrong_first_example(dz, w, input_size, stride, padding):
    """Only the first example."""
    dy = _crop(_stamp(dz, w, input_size, stride, padding), input_size, padding).copy()
    dy[1:] = 0
    return dy


@outcome(says="Your dy is added up over its examples, axis 0, which should stay apart")
def wrong_examples_added(dz, w, input_size, stride, padding):
    """The examples are added up, as for the filters."""
    return _crop(_stamp(dz, w, input_size, stride, padding), input_size, padding).sum(axis=0)


@outcome(says="In every case the number of columns of your dy is counted from H in place of W")
def wrong_square_input(dz, w, input_size, stride, padding):
    """The width is taken from the height."""
    H = input_size[0]
    T, M, rows, columns = dz.shape
    dy = np.zeros((T, M, H + 2 * padding, H + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            dy[
                :, :, i * stride : i * stride + w.shape[1], j * stride : j * stride + w.shape[2]
            ] += dz[:, :, i, j, None, None] * w
    return dy[:, :, padding : padding + H, padding : padding + H]


@outcome(says="Right where the output is square, wrong in every other case")
def wrong_columns_by_rows(dz, w, input_size, stride, padding):
    """The loop over the columns runs over the number of rows."""
    rows = dz.shape[2]
    full = np.zeros((*dz.shape[:2], input_size[0] + 2 * padding, input_size[1] + 2 * padding))
    for i in range(rows):
        for j in range(rows):
            full[
                :, :, i * stride : i * stride + w.shape[1], j * stride : j * stride + w.shape[2]
            ] += dz[:, :, i, j, None, None] * w
    return _crop(full, input_size, padding)


@outcome(says="In every case the number of rows of your dy is counted from W in place of H. In every case the number of columns of your dy is counted from H in place of W")
def wrong_size_exchanged(dz, w, input_size, stride, padding):
    """input_size is read as (W, H)."""
    W, H = input_size
    T, M, rows, columns = dz.shape
    dy = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            for p in range(w.shape[1]):
                for q in range(w.shape[2]):
                    dy[:, :, i * stride + p, j * stride + q] += dz[:, :, i, j] * w[:, p, q]
    return dy[:, :, padding : padding + H, padding : padding + W]


def right_like_dz_kind(dz, w, input_size, stride, padding):
    """The result takes its dtype from dz."""
    dy = np.zeros((*dz.shape[:2], *input_size), dtype=dz.dtype)
    dy[...] = _crop(_stamp(dz, w, input_size, stride, padding), input_size, padding)
    return dy


def right_like_w_kind(dz, w, input_size, stride, padding):
    """The result takes its dtype from w."""
    dy = np.zeros((*dz.shape[:2], *input_size), dtype=w.dtype)
    dy[...] = _crop(_stamp(dz, w, input_size, stride, padding), input_size, padding)
    return dy


@outcome("B32")
def wrong_weight_offset(dz, w, input_size, stride, padding):
    """The stride stands at the filter's index: row i + p s."""
    T, M, rows, columns = dz.shape
    H, W = input_size
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            for p in range(w.shape[1]):
                for q in range(w.shape[2]):
                    r, c = i + p * stride - padding, j + q * stride - padding
                    if 0 <= r < H and 0 <= c < W:
                        dy[:, :, r, c] += dz[:, :, i, j] * w[:, p, q]
    return dy


@outcome(nothing=True)
def wrong_scan_of_dz(dz, w, input_size, stride, padding):
    """dz is framed by `padding` and scanned forward with the turned filter, as if this were the same layer again."""
    framed = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(framed, w.shape[1:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tmijpq,mpq->tmij", windows, w[:, ::-1, ::-1])


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_repeated(dz, w, input_size, stride, padding):
    """dz is spread by repeating its cells, not by zeros between."""
    T, M, rows, columns = dz.shape
    spread = dz.repeat(stride, axis=2).repeat(stride, axis=3)
    full = np.zeros((T, M, spread.shape[2] + w.shape[1], spread.shape[3] + w.shape[2]))
    for i in range(spread.shape[2]):
        for j in range(spread.shape[3]):
            full[:, :, i : i + w.shape[1], j : j + w.shape[2]] += spread[:, :, i, j, None, None] * w
    out = np.zeros((T, M, *input_size))
    part = full[:, :, padding : padding + input_size[0], padding : padding + input_size[1]]
    out[:, :, : part.shape[2], : part.shape[3]] = part
    return out


@outcome("B11")
def wrong_zeros_one_too_many(dz, w, input_size, stride, padding):
    """`stride` zeros are put between two cells, not stride − 1."""
    T, M, rows, columns = dz.shape
    H, W = input_size
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            for p in range(w.shape[1]):
                for q in range(w.shape[2]):
                    r, c = i * (stride + 1) + p - padding, j * (stride + 1) + q - padding
                    if 0 <= r < H and 0 <= c < W:
                        dy[:, :, r, c] += dz[:, :, i, j] * w[:, p, q]
    return dy


@outcome(nothing=True)
def wrong_divided_by_overlap(dz, w, input_size, stride, padding):
    """Cells that several stamps meet are divided by their number."""
    full = _stamp(dz, w, input_size, stride, padding)
    count = _stamp(np.ones_like(dz), np.ones_like(w), input_size, stride, padding)
    return _crop(full / np.maximum(count, 1), input_size, padding)
