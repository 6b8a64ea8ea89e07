"""Right and wrong ways to write conv_transpose2d_by_upsampling."""

import numpy as np


def zeros_between(y, zeros):
    step = zeros + 1
    spread = np.zeros((*y.shape[:2], *((n - 1) * step + 1 for n in y.shape[2:])))
    spread[:, :, ::step, ::step] = y
    return spread


def scan(y, w):
    """Stride 1, no padding, w[in, out]."""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    return np.einsum("tmijpq,mnpq->tnij", windows, w)


def framed(y, w, less):
    rows, columns = w.shape[2] - 1 - less, w.shape[3] - 1 - less
    return np.pad(y, ((0, 0), (0, 0), (rows, rows), (columns, columns)))


def right_windows(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, padding), np.flip(w, (2, 3)))


def right_half_turn(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, padding), np.rot90(w, 2, axes=(2, 3)))


def right_full_frame_then_cropped(y, w, stride, padding):
    z = scan(framed(zeros_between(y, stride - 1), w, 0), w[:, :, ::-1, ::-1])
    return z[:, :, padding : z.shape[2] - padding, padding : z.shape[3] - padding]


def right_with_kron(y, w, stride, padding):
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    spread = np.kron(y, corner)[:, :, : (y.shape[2] - 1) * stride + 1, : (y.shape[3] - 1) * stride + 1]
    return scan(framed(spread, w, padding), w[:, :, ::-1, ::-1])


def right_with_insert(y, w, stride, padding):
    for axis in (2, 3):
        places = np.repeat(np.arange(1, y.shape[axis]), stride - 1)
        y = np.insert(y, places, 0, axis=axis)
    return scan(framed(y, w, padding), w[:, :, ::-1, ::-1])


def wrong_flip_forgotten(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, padding), w)


wrong_flip_forgotten.mistakes = ("T04",)


def wrong_flipped_top_bottom(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, padding), w[:, :, ::-1])


wrong_flipped_top_bottom.mistakes = ("T04",)


def wrong_b_zeros(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride), w, padding), w[:, :, ::-1, ::-1])


wrong_b_zeros.mistakes = ("T03",)


def wrong_no_zeros(y, w, stride, padding):
    return scan(framed(y, w, padding), w[:, :, ::-1, ::-1])


wrong_no_zeros.mistakes = ("T02",)


def wrong_repeated(y, w, stride, padding):
    spread = y.repeat(stride, 2).repeat(stride, 3)
    return scan(framed(spread, w, padding), w[:, :, ::-1, ::-1])


wrong_repeated.mistakes = ("T10",)


def wrong_zeros_after_the_last(y, w, stride, padding):
    spread = np.zeros((*y.shape[:2], y.shape[2] * stride, y.shape[3] * stride))
    spread[:, :, ::stride, ::stride] = y
    return scan(framed(spread, w, padding), w[:, :, ::-1, ::-1])


wrong_zeros_after_the_last.mistakes = ("T01",)


def wrong_padding_forgotten(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, 0), w[:, :, ::-1, ::-1])


wrong_padding_forgotten.mistakes = ("T07",)


def wrong_padding_added(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, -padding), w[:, :, ::-1, ::-1])


wrong_padding_added.mistakes = ("T06",)


def wrong_channels_exchanged(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, padding), w.swapaxes(0, 1)[:, :, ::-1, ::-1])


wrong_channels_exchanged.mistakes = ("T11",)


def wrong_every_axis_flipped_is_not_named(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, padding), np.flip(w))


wrong_every_axis_flipped_is_not_named.mistakes = ()


def wrong_frame_at_the_wrong_end(y, w, stride, padding):
    rows, columns = w.shape[2] - 1, w.shape[3] - 1
    spread = np.pad(zeros_between(y, stride - 1), ((0, 0), (0, 0), (rows, rows), (columns, columns)))
    return scan(spread, w[:, :, ::-1, ::-1])[:, :, 2 * padding :, 2 * padding :]


wrong_frame_at_the_wrong_end.mistakes = ("T12",)


def wrong_flip_and_padding_forgotten(y, w, stride, padding):
    return scan(framed(zeros_between(y, stride - 1), w, 0), w)


wrong_flip_and_padding_forgotten.mistakes = ("T04", "T07")
