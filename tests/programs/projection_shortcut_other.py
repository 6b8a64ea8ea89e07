"""Programs of another hand, written from the exercise's text."""

import numpy as np

from tests.programs import outcome


def right_tensordot(y, w, stride):
    kept = y[..., ::stride, ::stride]
    return np.moveaxis(np.tensordot(w, kept, axes=(1, 1)), 0, 1)


def right_mixed_first(y, w, stride):
    mixed = np.einsum("nm,tmij->tnij", w, y)
    return mixed[:, :, ::stride, ::stride].copy()


def right_matrix_product(y, w, stride):
    kept = y[:, :, ::stride, ::stride]
    T, M, H, W = kept.shape
    return (w @ kept.reshape(T, M, H * W)).reshape(T, len(w), H, W)


def right_map_after_map(y, w, stride):
    kept, z = y[:, :, ::stride, ::stride], []
    for weights in w:
        z.append(sum(weight * kept[:, m] for m, weight in enumerate(weights)))
    return np.stack(z, axis=1)


def right_loops(y, w, stride):
    T, M, H, W = y.shape
    rows, columns = range(0, H, stride), range(0, W, stride)
    z = np.zeros((T, len(w), len(rows), len(columns)))
    for i, r in enumerate(rows):
        for j, c in enumerate(columns):
            z[:, :, i, j] = y[:, :, r, c] @ w.T
    return z


@outcome("M10")
def wrong_every_cell(y, w, stride):
    """The stride is never used."""
    return np.einsum("nm,tmij->tnij", w, y)


@outcome("M39")
def wrong_rows_only(y, w, stride):
    """The stride counts for the rows."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::stride])


@outcome("M39")
def wrong_columns_only(y, w, stride):
    """... counts for the last axis."""
    return np.einsum("nm,tmij->tnij", w, y[..., ::stride])


@outcome(says="Your z is the right one for y without its first row and column.")
def wrong_middle_cells(y, w, stride):
    """Begins in the middle of each step."""
    first = stride // 2
    return np.einsum("nm,tmij->tnij", w, y[:, :, first::stride, first::stride])


@outcome(says="Your z is right in the first cell of each map only")
def wrong_upper_left_part(y, w, stride):
    """Keeps the first rows and columns, as many as there should be."""
    rows, columns = -(-y.shape[2] // stride), -(-y.shape[3] // stride)
    return np.einsum("nm,tmij->tnij", w, y[:, :, :rows, :columns])


@outcome(says="In every case the numbers of rows and columns of your z are as in the input, H")
def wrong_zeros_between(y, w, stride):
    """What is skipped becomes 0 and stays."""
    kept = np.zeros_like(y)
    kept[:, :, ::stride, ::stride] = y[:, :, ::stride, ::stride]
    return np.einsum("nm,tmij->tnij", w, kept)


@outcome("M60")
def wrong_rows_rounded_down(y, w, stride):
    """H // s rows."""
    rows, columns = y.shape[2] // stride, y.shape[3] // stride
    z = np.zeros((len(y), len(w), rows, columns))
    for i in range(rows):
        for j in range(columns):
            z[:, :, i, j] = np.einsum("nm,tm->tn", w, y[:, :, i * stride, j * stride])
    return z


@outcome("M19")
def wrong_transposed_weights(y, w, stride):
    """w read as (M, N)."""
    return np.einsum("mn,tmij->tnij", w, y[:, :, ::stride, ::stride])


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_largest_of_a_block(y, w, stride):
    """Pools by the maximum instead of skipping."""
    rows, columns = -(-y.shape[2] // stride), -(-y.shape[3] // stride)
    kept = np.zeros((*y.shape[:2], rows, columns))
    for i in range(rows):
        for j in range(columns):
            block = y[:, :, i * stride:(i + 1) * stride, j * stride:(j + 1) * stride]
            kept[:, :, i, j] = block.max(axis=(2, 3))
    return np.einsum("nm,tmij->tnij", w, kept)


@outcome("M20")
def wrong_mean_over_maps(y, w, stride):
    """The mean of the weighted maps."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::stride, ::stride]) / y.shape[1]


@outcome(nothing=True)
def wrong_maps_added_alone(y, w, stride):
    """All maps are added, and the sum is weighted by the sum of the weights."""
    kept = y[:, :, ::stride, ::stride].sum(axis=1, keepdims=True)
    return kept * w.sum(axis=1)[:, None, None]


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_stride_on_the_maps(y, w, stride):
    """Skips maps as well."""
    return np.einsum("nm,tmij->tnij", w[:, ::stride], y[:, ::stride, ::stride, ::stride])
