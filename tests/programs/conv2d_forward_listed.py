"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome(says="The decimals of z are cut off")
def wrong_whole_numbers(y, w, bias, stride, padding):
    """The result array holds integers."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns), dtype=int)
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Your z is rounded to 4 decimals; leave all of them")
def wrong_four_decimals(y, w, bias, stride, padding):
    """Rounds to four decimals."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return np.round(z, 4)


@outcome(says="In every case the number of columns of your z is counted with Kh in place of Kw")
def wrong_padding_from_kh(y, w, bias, stride, padding):
    """Pads by Kh // 2 whatever padding says... pads columns from Kh."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kh) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="In every case the number of columns of your z is counted from H in place of W")
def wrong_columns_from_h(y, w, bias, stride, padding):
    """W' taken from H."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (H + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_all_axes_padded(y, w, bias, stride, padding):
    """np.pad(y, padding)."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, p)
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Right without padding, wrong in every case with padding")
def wrong_padded_not_used(y, w, bias, stride, padding):
    """Padded array made and not used."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = y[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Right with padding 1 only: is 1 written somewhere in place of padding?")
def wrong_padding_one(y, w, bias, stride, padding):
    """Always pads by 1."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (1, 1), (1, 1)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome("F27")
def wrong_no_padding(y, w, bias, stride, padding):
    """padding ignored everywhere."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = y
    rows, columns = (H - Kh) // s + 1, (W - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Your z is right in the first cell of each map only")
def wrong_slice_without_start(y, w, bias, stride, padding):
    """Slice ends without its start."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:Kh, j * s:Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome("F12")
def wrong_stride_ignored_index(y, w, bias, stride, padding):
    """Stride in the size only."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i:i + Kh, j:j + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Your z is the right one with rows and columns exchanged, its last two axes")
def wrong_transposed_result(y, w, bias, stride, padding):
    """Rows and columns of the result exchanged."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z.transpose(0, 1, 3, 2)


@outcome(says="Your z is the right one with its axes 0 and 1 exchanged")
def wrong_channels_first_two(y, w, bias, stride, padding):
    """T and N exchanged."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z.transpose(1, 0, 2, 3)


@outcome(says="Your z holds the result of the first example for every example")
def wrong_first_example(y, w, bias, stride, padding):
    """Only the first example."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("mpq,nmpq->n", patch[0], w) + bias
    return z


@outcome(says="Right with one example, wrong in every case with several")
def wrong_summed_to_scalar(y, w, bias, stride, padding):
    """Adds everything up."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = (patch * w[0]).sum() + bias[0]
    return z


@outcome(says="Your z is right but for the last row, which is still 0")
def wrong_loop_short(y, w, bias, stride, padding):
    """Loop ends one too early."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows - 1):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome("F01", "F02")
def wrong_flipped_transposed(y, w, bias, stride, padding):
    """Filter flipped and transposed."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmqp->tn", patch, w[:, :, ::-1, ::-1]) + bias
    return z


@outcome(says="Where z should be negative, yours is 0")
def wrong_relu(y, w, bias, stride, padding):
    """A relu at the end."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return np.maximum(z, 0)


@outcome(says="Your z is the right one for the opposite bias")
def wrong_bias_minus(y, w, bias, stride, padding):
    """bias subtracted."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) - bias
    return z


@outcome(says="Right where nothing is left over at the end, wrong in every case with a remainder")
def wrong_assert_divides(y, w, bias, stride, padding):
    """Asserts that the size divides."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    assert (H + 2 * p - Kh) % s == 0 and (W + 2 * p - Kw) % s == 0
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="A size or an index is a float")
def wrong_float_size(y, w, bias, stride, padding):
    """/ in place of //."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) / s + 1, (W + 2 * p - Kw) / s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Your z is right but for one factor before the bias")
def wrong_returns_mean(y, w, bias, stride, padding):
    """np.mean in einsum."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) / T + bias
    return z


@outcome(says="Your function returned nothing. Does it end with return?")
def wrong_nothing(y, w, bias, stride, padding):
    """Forgets return."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return None


@outcome(says="In every case the numbers of rows and columns of your z are (H + 2p − K) / s + 1 rounded u")
def wrong_rounding_up(y, w, bias, stride, padding):
    """ceil."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = -(-(H + 2 * p - Kh) // s) + 1, -(-(W + 2 * p - Kw) // s) + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="In every case the numbers of rows and columns of your z are (H + 2p) // K")
def wrong_h_div_k(y, w, bias, stride, padding):
    """H // K windows."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p) // Kh, (W + 2 * p) // Kw
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z


@outcome(says="Right with one output map, wrong in every case with several")
def wrong_bias_whole(y, w, bias, stride, padding):
    """bias broadcast on the last axis."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.pad(y, ((0, 0), (0, 0), (p, p), (p, p)))
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w)
    return z + bias


@outcome("F09")
def wrong_minus_one(y, w, bias, stride, padding):
    """padding in the size only."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    s, p = stride, padding
    framed = np.zeros((T, M, H + 2 * p, W + 2 * p))
    framed[:, :, :H, :W] = y
    rows, columns = (H + 2 * p - Kh) // s + 1, (W + 2 * p - Kw) // s + 1
    z = np.zeros((T, N, rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = framed[:, :, i * s:i * s + Kh, j * s:j * s + Kw]
            z[:, :, i, j] = np.einsum("tmpq,nmpq->tn", patch, w) + bias
    return z
