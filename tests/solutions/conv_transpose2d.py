"""Right and wrong ways to write conv_transpose2d, as learners write them."""

import numpy as np


def room(y, w, stride):
    (T, _, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    return np.zeros((T, N, stride * (H - 1) + Kh, stride * (W - 1) + Kw))


def trimmed(z, p):
    return z[:, :, p:-p, p:-p] if p else z


def right_eight_loops(y, w, stride, padding):
    z = room(y, w, stride)
    for t, m, k, l in np.ndindex(y.shape):
        for n, p, q in np.ndindex(w.shape[1:]):
            z[t, n, k * stride + p, l * stride + q] += y[t, m, k, l] * w[m, n, p, q]
    return trimmed(z, padding)


def right_by_filter_cell(y, w, stride, padding):
    z, (H, W) = room(y, w, stride), y.shape[2:]
    for p, q in np.ndindex(w.shape[2:]):
        part = np.tensordot(y, w[:, :, p, q], (1, 0)).transpose(0, 3, 1, 2)
        z[:, :, p : p + stride * H : stride, q : q + stride * W : stride][:, :, :H, :W] += part
    return trimmed(z, padding)


def right_gather(y, w, stride, padding):
    """The lecture's formula, cell by cell of the output."""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    z = np.zeros((T, N, (H - 1) * stride + Kh - 2 * padding, (W - 1) * stride + Kw - 2 * padding))
    for i, j in np.ndindex(z.shape[2:]):
        for k, l in np.ndindex(H, W):
            p, q = i + padding - k * stride, j + padding - l * stride
            if 0 <= p < Kh and 0 <= q < Kw:
                z[:, :, i, j] += y[:, :, k, l] @ w[:, :, p, q]
    return z


def right_transposed_matrix(y, w, stride, padding):
    """The matrix of the convolution that this one transposes, transposed."""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    size = (stride * (H - 1) + Kh, stride * (W - 1) + Kw)
    matrix = np.zeros((M, H, W, N, *size))
    for k, l in np.ndindex(H, W):
        matrix[:, k, l, :, k * stride : k * stride + Kh, l * stride : l * stride + Kw] = w
    z = y.reshape(T, -1) @ matrix.reshape(M * H * W, -1)
    return trimmed(z.reshape(T, N, *size), padding)


def right_fft(y, w, stride, padding):
    size = room(y, w, stride).shape[2:]
    spread = np.zeros((*y.shape[:2], *size))
    spread[:, :, : y.shape[2] * stride : stride, : y.shape[3] * stride : stride][:, :, : y.shape[2], : y.shape[3]] = y
    product = np.einsum("tmxy,mnxy->tnxy", np.fft.fft2(spread), np.fft.fft2(w, size))
    return trimmed(np.fft.ifft2(product).real, padding)


def right_only_where_it_lands(y, w, stride, padding):
    """No larger map to crop: each cell of a stamp is put where it belongs, or nowhere."""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    rows, columns = (H - 1) * stride + Kh - 2 * padding, (W - 1) * stride + Kw - 2 * padding
    z = np.zeros((T, N, rows, columns))
    for k, l, p, q in np.ndindex(H, W, Kh, Kw):
        i, j = k * stride + p - padding, l * stride + q - padding
        if 0 <= i < rows and 0 <= j < columns:
            z[:, :, i, j] += np.einsum("tm,mn->tn", y[:, :, k, l], w[:, :, p, q])
    return z


def right_as_lists(y, w, stride, padding):
    return right_gather(y, w, stride, padding).tolist()


def wrong_overwrites(y, w, stride, padding):
    z = room(y, w, stride)
    for k, l in np.ndindex(y.shape[2:]):
        stamp = np.tensordot(y[:, :, k, l], w, 1)
        z[:, :, k * stride : k * stride + w.shape[2], l * stride : l * stride + w.shape[3]] = stamp
    return trimmed(z, padding)


wrong_overwrites.mistakes = ("T05",)


def wrong_overwrites_map_by_map(y, w, stride, padding):
    z = room(y, w, stride)
    for t, m, k, l in np.ndindex(y.shape):
        for n, p, q in np.ndindex(w.shape[1:]):
            z[t, n, k * stride + p, l * stride + q] = y[t, m, k, l] * w[m, n, p, q]
    return trimmed(z, padding)


wrong_overwrites_map_by_map.mistakes = ("T05",)


def wrong_flipped_stamp(y, w, stride, padding):
    return right_eight_loops(y, np.rot90(w, 2, (2, 3)), stride, padding)


wrong_flipped_stamp.mistakes = ("T04",)


def wrong_flipped_left_right(y, w, stride, padding):
    return right_gather(y, w[..., ::-1], stride, padding)


wrong_flipped_left_right.mistakes = ("T04",)


def wrong_stride_left_out(y, w, stride, padding):
    z = room(y, w, stride)
    for k, l in np.ndindex(y.shape[2:]):
        z[:, :, k : k + w.shape[2], l : l + w.shape[3]] += np.tensordot(y[:, :, k, l], w, 1)
    return trimmed(z, padding)


wrong_stride_left_out.mistakes = ("T02",)


def wrong_all_of_stride_left_out(y, w, stride, padding):
    return right_eight_loops(y, w, 1, padding)


wrong_all_of_stride_left_out.mistakes = ("T02",)


def wrong_twice_as_large(y, w, stride, padding):
    """A map of H·b rows, and whatever sticks out is dropped."""
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape
    z = np.zeros((T, N, H * stride, W * stride))
    for k, l, p, q in np.ndindex(H, W, Kh, Kw):
        i, j = k * stride + p - padding, l * stride + q - padding
        if 0 <= i < H * stride and 0 <= j < W * stride:
            z[:, :, i, j] += y[:, :, k, l] @ w[:, :, p, q]
    return z


wrong_twice_as_large.mistakes = ("T01",)


def wrong_padding_around(y, w, stride, padding):
    return np.pad(right_gather(y, w, stride, 0), ((0, 0), (0, 0), (padding, padding), (padding, padding)))


wrong_padding_around.mistakes = ("T06",)


def wrong_padding_forgotten(y, w, stride, padding):
    return right_by_filter_cell(y, w, stride, 0)


wrong_padding_forgotten.mistakes = ("T07",)


def wrong_cut_at_the_top(y, w, stride, padding):
    return right_by_filter_cell(y, w, stride, 0)[:, :, 2 * padding :, 2 * padding :]


wrong_cut_at_the_top.mistakes = ("T12",)


def wrong_first_rows_kept(y, w, stride, padding):
    full = right_by_filter_cell(y, w, stride, 0)
    return full[:, :, : full.shape[2] - 2 * padding, : full.shape[3] - 2 * padding]


wrong_first_rows_kept.mistakes = ("T12",)


def wrong_cut_once(y, w, stride, padding):
    return right_by_filter_cell(y, w, stride, 0)[:, :, padding:, padding:]


wrong_cut_once.mistakes = ("T12",)


def wrong_minus_zero(y, w, stride, padding):
    return right_eight_loops(y, w, stride, 0)[:, :, padding:-padding, padding:-padding]


wrong_minus_zero.mistakes = ("B14",)


def wrong_a_convolution(y, w, stride, padding):
    framed = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = (framed.shape[2] - w.shape[2]) // stride + 1
    columns = (framed.shape[3] - w.shape[3]) // stride + 1
    z = np.zeros((len(y), w.shape[1], rows, columns))
    for i, j in np.ndindex(rows, columns):
        patch = framed[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        z[:, :, i, j] = np.einsum("tmpq,mnpq->tn", patch, w)
    return z


wrong_a_convolution.mistakes = ("T09",)


def wrong_repeated(y, w, stride, padding):
    return y.repeat(stride, axis=2).repeat(stride, axis=3)


wrong_repeated.mistakes = ("T10",)


def wrong_output_first(y, w, stride, padding):
    z = np.zeros((len(y), w.shape[0], *room(y, w, stride).shape[2:]))
    for k, l in np.ndindex(y.shape[2:]):
        stamp = np.einsum("tm,nmpq->tnpq", y[:, :, k, l], w)
        z[:, :, k * stride : k * stride + w.shape[2], l * stride : l * stride + w.shape[3]] += stamp
    return trimmed(z, padding)


wrong_output_first.mistakes = ("T11",)


def wrong_overwrites_and_forgets_padding(y, w, stride, padding):
    return wrong_overwrites(y, w, stride, 0)


wrong_overwrites_and_forgets_padding.mistakes = ("T05", "T07")


def wrong_flipped_and_cut_at_the_top(y, w, stride, padding):
    return wrong_cut_at_the_top(y, w[:, :, ::-1, ::-1], stride, padding)


wrong_flipped_and_cut_at_the_top.mistakes = ("T04", "T12")


def wrong_output_first_and_stride_left_out(y, w, stride, padding):
    return wrong_output_first(y, w, 1, padding)


wrong_output_first_and_stride_left_out.mistakes = ("T02", "T11")
