"""A 1 x 1 convolution with a stride, written from the exercise's text alone."""

import numpy as np

from cnnkit import conv2d
from tests.programs import outcome


def right_einsum(y, w, stride):
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::stride, ::stride])


def right_tensordot(y, w, stride):
    z = np.tensordot(w, y[..., ::stride, ::stride], axes=(1, 1))
    return z.swapaxes(0, 1)


def right_matmul(y, w, stride):
    kept = y[:, :, ::stride, ::stride]
    T, M, rows, columns = kept.shape
    return (w @ kept.reshape(T, M, rows * columns)).reshape(T, len(w), rows, columns)


def right_loops(y, w, stride):
    T, M, H, W = y.shape
    N = w.shape[0]
    rows, columns = -(-H // stride), -(-W // stride)
    z = np.zeros((T, N, rows, columns))
    for t in range(T):
        for n in range(N):
            for i in range(rows):
                for j in range(columns):
                    for m in range(M):
                        z[t, n, i, j] += w[n, m] * y[t, m, i * stride, j * stride]
    return z


@outcome(says="Your function hands the work to the package's conv2d")
def wrong_convolution(y, w, stride):
    """The values are right, but the package does the work."""
    return conv2d(y, w[:, :, None, None], stride=stride)


def right_mix_then_keep(y, w, stride):
    mixed = np.moveaxis(np.moveaxis(y, 1, -1) @ w.T, -1, 1)
    return mixed[:, :, ::stride, ::stride]


def right_append(y, w, stride):
    out = []
    for example in y:
        maps = []
        for row in w:
            z = 0.0
            for weight, plane in zip(row, example):
                z = z + weight * plane[::stride, ::stride]
            maps.append(z)
        out.append(maps)
    return np.array(out)


def right_index_arrays(y, w, stride):
    i = np.arange(0, y.shape[2], stride)
    j = np.arange(0, y.shape[3], stride)
    kept = y[:, :, i][:, :, :, j]
    return (w[None, :, :, None, None] * kept[:, None]).sum(axis=2)


@outcome("M10")
def wrong_stride_forgotten(y, w, stride):
    """Every cell is kept."""
    return np.einsum("nm,tmij->tnij", w, y)


@outcome("M39")
def wrong_rows_only(y, w, stride):
    """The stride is for the rows only."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::stride])


@outcome("M39")
def wrong_columns_only(y, w, stride):
    """The stride is for the columns only."""
    return np.einsum("nm,tmij->tnij", w, y[..., ::stride])


@outcome(says="In every case the number of columns of your z is as in the input, W")
def wrong_axes(y, w, stride):
    """Strides the maps and the rows."""
    return np.einsum("nm,tmij->tnij", w, y[:, ::stride, ::stride])


@outcome("M19")
def wrong_transposed(y, w, stride):
    """Uses w as if it were (M, N)."""
    return np.einsum("mn,tmij->tnij", w, y[:, :, ::stride, ::stride])


@outcome("N20")
def wrong_reshaped_weights(y, w, stride):
    """A reshape stands for the transpose of w."""
    N, M = w.shape
    kept = np.moveaxis(y[:, :, ::stride, ::stride], 1, -1)
    return np.moveaxis(kept @ w.reshape(M, N), -1, 1)


@outcome("M40")
def wrong_mean_pooled(y, w, stride):
    """The mean of each block of cells is kept."""
    T, M, H, W = y.shape
    rows, columns = H // stride, W // stride
    blocks = y[:, :, : rows * stride, : columns * stride].reshape(
        T, M, rows, stride, columns, stride
    )
    return np.einsum("nm,tmij->tnij", w, blocks.mean(axis=(3, 5)))


@outcome(says="In every case the numbers of rows and columns of your z are H // s")
def wrong_max_pooled(y, w, stride):
    """The maximum of each block of cells is kept."""
    T, M, H, W = y.shape
    rows, columns = H // stride, W // stride
    blocks = y[:, :, : rows * stride, : columns * stride].reshape(
        T, M, rows, stride, columns, stride
    )
    return np.einsum("nm,tmij->tnij", w, blocks.max(axis=(3, 5)))


@outcome("M41")
def wrong_starts_late(y, w, stride):
    """Keeps the last cell of each step."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, stride - 1 :: stride, stride - 1 :: stride])


@outcome("M41")
def wrong_starts_at_one(y, w, stride):
    """Starts at row and column 1."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, 1::stride, 1::stride])


@outcome("M60")
def wrong_rounded_down(y, w, stride):
    """H // stride rows: the last one is lost where a remainder is left."""
    rows, columns = y.shape[2] // stride, y.shape[3] // stride
    kept = y[:, :, ::stride, ::stride][:, :, :rows, :columns]
    return np.einsum("nm,tmij->tnij", w, kept)


@outcome("M60")
def wrong_loops_rounded_down(y, w, stride):
    """The same in loops."""
    T, M, H, W = y.shape
    N = w.shape[0]
    z = np.zeros((T, N, H // stride, W // stride))
    for i in range(H // stride):
        for j in range(W // stride):
            z[:, :, i, j] = y[:, :, i * stride, j * stride] @ w.T
    return z


@outcome(says="In every case the number of columns of your z is counted from H in place of W")
def wrong_square_size(y, w, stride):
    """The width is taken from the height."""
    T, M, H, W = y.shape
    size = (H - 1) // stride + 1
    z = np.zeros((T, w.shape[0], size, size))
    for i in range(size):
        for j in range(size):
            z[:, :, i, j] = y[:, :, i * stride, j * stride] @ w.T
    return z


@outcome(says="An assert of yours does not hold here, though the inputs are allowed")
def wrong_must_divide(y, w, stride):
    """Raises where the stride leaves a remainder."""
    assert y.shape[2] % stride == 0 and y.shape[3] % stride == 0
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::stride, ::stride])


@outcome(says="were to be laid out as")
def wrong_reshape_must_divide(y, w, stride):
    """A reshape into blocks, which raises where the stride leaves a remainder."""
    T, M, H, W = y.shape
    kept = y.reshape(T, M, H // stride, stride, W // stride, stride)[:, :, :, 0, :, 0]
    return np.einsum("nm,tmij->tnij", w, kept)


@outcome(says="Axis 1 of your z counts maps")
def wrong_no_projection(y, w, stride):
    """Keeps the cells and forgets the weights."""
    return y[:, :, ::stride, ::stride]


@outcome("N21")
def wrong_zero_maps(y, w, stride):
    """Fills up with maps of zeros, the paper's option A."""
    kept = y[:, :, ::stride, ::stride]
    z = np.zeros((len(y), len(w), *kept.shape[2:]))
    z[:, : y.shape[1]] = kept[:, : len(w)]
    return z


@outcome("M18")
def wrong_unweighted(y, w, stride):
    """Adds the maps up without weights."""
    kept = y[:, :, ::stride, ::stride].sum(axis=1, keepdims=True)
    return np.repeat(kept, len(w), axis=1)


@outcome(says="Your z is right for example 0 only")
def wrong_first_example(y, w, stride):
    """Only the first example is computed."""
    kept = y[:, :, ::stride, ::stride]
    z = np.zeros((len(y), len(w), *kept.shape[2:]))
    z[0] = np.einsum("nm,mij->nij", w, kept[0])
    return z


@outcome("F04")
def wrong_last_map(y, w, stride):
    """= where += belongs: only the last map counts."""
    kept = y[:, :, ::stride, ::stride]
    z = np.zeros((len(y), len(w), *kept.shape[2:]))
    for n in range(len(w)):
        for m in range(y.shape[1]):
            z[:, n] = w[n, m] * kept[:, m]
    return z


@outcome(says="Your z is the right one with its axes 1, 2 and 3 exchanged")
def wrong_maps_last(y, w, stride):
    """The maps of the result are the last axis."""
    return np.tensordot(y[:, :, ::stride, ::stride], w, axes=(1, 1))


@outcome(says="Your z is the right one with its axes 0 and 1 exchanged")
def wrong_maps_first(y, w, stride):
    """The maps of the result are the first axis."""
    return np.tensordot(w, y[:, :, ::stride, ::stride], axes=(1, 1))


@outcome(says="Your z is the right one for stride 2, whatever stride is")
def wrong_stride_two(y, w, stride):
    """The stride is always 2."""
    return np.einsum("nm,tmij->tnij", w, y[:, :, ::2, ::2])


@outcome(says="Where z should be negative, yours is 0")
def wrong_relu(y, w, stride):
    """A relu follows."""
    return np.maximum(np.einsum("nm,tmij->tnij", w, y[:, :, ::stride, ::stride]), 0)


@outcome(says="In every case the numbers of rows and columns of your z are as in the input, H")
def wrong_size_kept(y, w, stride):
    """The cells between the kept ones are set to 0, and the map keeps its size."""
    z = np.zeros((len(y), len(w), *y.shape[2:]))
    z[:, :, ::stride, ::stride] = np.einsum("nm,tmij->tnij", w, y[:, :, ::stride, ::stride])
    return z


def right_like_y_kind(y, w, stride):
    """The result takes its dtype from y."""
    kept = y[:, :, ::stride, ::stride]
    z = np.zeros((len(y), len(w), *kept.shape[2:]), dtype=y.dtype)
    for n in range(len(w)):
        z[:, n] = (w[n][:, None, None] * kept).sum(axis=1)
    return z


@outcome(says="Your z is right in the first cell of each map only")
def wrong_upper_corner(y, w, stride):
    """Crops the upper left part of the map in place of a stride."""
    rows, columns = (y.shape[2] - 1) // stride + 1, (y.shape[3] - 1) // stride + 1
    return np.einsum("nm,tmij->tnij", w, y[:, :, :rows, :columns])


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_window_of_stride(y, w, stride):
    """The weights meet all cells of a block, which are added up."""
    T, M, H, W = y.shape
    rows, columns = (H - 1) // stride + 1, (W - 1) // stride + 1
    z = np.zeros((T, len(w), rows, columns))
    for i in range(rows):
        for j in range(columns):
            block = y[:, :, i * stride : (i + 1) * stride, j * stride : (j + 1) * stride]
            z[:, :, i, j] = block.sum(axis=(2, 3)) @ w.T
    return z
