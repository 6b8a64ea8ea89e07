"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_scanning(dz, w, input_size, stride, padding):
    (H, W), (Kh, Kw) = input_size, w.shape[2:]
    frame = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnijpq,mnpq->tmij", windows, w)[:, :, :H, :W]


def right_cell_by_cell(dz, w, input_size, stride, padding):
    (T, N, rows, columns), (M, _, Kh, Kw) = dz.shape, w.shape
    dy = np.zeros((T, M, *input_size))
    for i, j in np.ndindex(*input_size):
        for a, b in np.ndindex(Kh, Kw):
            r, c = i * stride + a - padding, j * stride + b - padding
            if 0 <= r < rows and 0 <= c < columns:
                dy[:, :, i, j] += dz[:, :, r, c] @ w[:, :, a, b].T
    return dy


def right_patch_by_patch(dz, w, input_size, stride, padding):
    frame = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dy = np.empty((len(dz), len(w), *input_size))
    for i in range(input_size[0]):
        for j in range(input_size[1]):
            patch = frame[:, :, i * stride :, j * stride :][:, :, : w.shape[2], : w.shape[3]]
            dy[:, :, i, j] = np.tensordot(patch, w, ([1, 2, 3], [1, 2, 3]))
    return dy


@outcome(nothing=True)
def wrong_stamped_again(dz, w, input_size, stride, padding):
    """Stamps dz forward again, then keeps the size."""
    (T, N, rows, columns), (M, _, Kh, Kw) = dz.shape, w.shape
    z = np.zeros((T, M, rows + Kh - 1, columns + Kw - 1))
    for i, j in np.ndindex(rows, columns):
        z[:, :, i : i + Kh, j : j + Kw] += np.einsum("tn,mnpq->tmpq", dz[:, :, i, j], w)
    return z[:, :, : input_size[0], : input_size[1]]


@outcome(says="Your dy is the right one when only the first entry of axis 1 of dz counts.")
def wrong_one_map(dz, w, input_size, stride, padding):
    """Only the first output map is heard."""
    (H, W), (Kh, Kw) = input_size, w.shape[2:]
    frame = np.pad(dz, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tijpq,mpq->tmij", windows[:, 0], w[:, 0])[:, :, :H, :W]


@outcome(says="Right with padding 1 only: is 1 written somewhere in place of padding?")
def wrong_padded_one(dz, w, input_size, stride, padding):
    """The frame is always one cell."""
    (H, W), (Kh, Kw) = input_size, w.shape[2:]
    frame = np.pad(dz, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnijpq,mnpq->tmij", windows, w)[:, :, :H, :W]


@outcome(says="Your dy has 2·padding examples too many.")
def wrong_padded_all_axes(dz, w, input_size, stride, padding):
    """np.pad on all axes."""
    (H, W), (Kh, Kw) = input_size, w.shape[2:]
    frame = np.pad(dz, padding)
    windows = np.lib.stride_tricks.sliding_window_view(frame, (Kh, Kw), axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("tnijpq,mnpq->tmij", windows, w)[:, :, :H, :W]


@outcome(says="Your dy holds the result of the first example for every example.")
def wrong_first_example(dz, w, input_size, stride, padding):
    """One image for all."""
    one = right_by_scanning(dz[:1], w, input_size, stride, padding)
    return np.repeat(one, len(dz), axis=0)


@outcome(says="Your dy is the right one with rows and columns exchanged, its last two axes.")
def wrong_transposed(dz, w, input_size, stride, padding):
    """Rows and columns of the result exchanged."""
    return right_by_scanning(dz, w, input_size, stride, padding).swapaxes(2, 3)


@outcome(says="The decimals of dy are cut off: your array holds whole numbers. np.zeros(shape) makes")
def wrong_whole(dz, w, input_size, stride, padding):
    """Whole numbers."""
    return right_by_scanning(dz, w, input_size, stride, padding).astype(int)


@outcome(says="Your dy is the right one divided by N, the number of output maps.")
def wrong_averaged(dz, w, input_size, stride, padding):
    """Mean over the output maps."""
    return right_by_scanning(dz, w, input_size, stride, padding) / dz.shape[1]


@outcome(nothing=True)
def wrong_last_cell(dz, w, input_size, stride, padding):
    """= for +=: the last product stays."""
    (T, N, rows, columns), (M, _, Kh, Kw) = dz.shape, w.shape
    dy = np.zeros((T, M, *input_size))
    for i, j in np.ndindex(*input_size):
        for a, b in np.ndindex(Kh, Kw):
            r, c = i * stride + a - padding, j * stride + b - padding
            if 0 <= r < rows and 0 <= c < columns:
                dy[:, :, i, j] = dz[:, :, r, c] @ w[:, :, a, b].T
    return dy


@outcome(says="In every case the number of columns of your dy is counted from H in place of W.")
def wrong_square(dz, w, input_size, stride, padding):
    """W taken from H."""
    H = input_size[0]
    (T, N, rows, columns), (M, _, Kh, Kw) = dz.shape, w.shape
    dy = np.zeros((T, M, H, H))
    for i, j in np.ndindex(H, H):
        for a, b in np.ndindex(Kh, Kw):
            r, c = i * stride + a - padding, j * stride + b - padding
            if 0 <= r < rows and 0 <= c < columns:
                dy[:, :, i, j] += dz[:, :, r, c] @ w[:, :, a, b].T
    return dy
