"""Right and wrong ways to write conv2d_grad_input."""

import numpy as np


def right_seven_loops(dz, w, input_size, stride, padding):
    T, N, rows, columns = dz.shape
    M, Kh, Kw = w.shape[1:]
    dy = np.zeros((T, M, *input_size))
    for t in range(T):
        for n in range(N):
            for i in range(rows):
                for j in range(columns):
                    for m in range(M):
                        for p in range(Kh):
                            for q in range(Kw):
                                r, c = i * stride + p - padding, j * stride + q - padding
                                if 0 <= r < input_size[0] and 0 <= c < input_size[1]:
                                    dy[t, m, r, c] += dz[t, n, i, j] * w[n, m, p, q]
    return dy


def right_gather(dz, w, input_size, stride, padding):
    T, N, rows, columns = dz.shape
    M, Kh, Kw = w.shape[1:]
    dy = np.zeros((T, M, *input_size))
    for r in range(input_size[0]):
        for c in range(input_size[1]):
            for i in range(rows):
                for j in range(columns):
                    p, q = r + padding - i * stride, c + padding - j * stride
                    if 0 <= p < Kh and 0 <= q < Kw:
                        dy[:, :, r, c] += dz[:, :, i, j] @ w[:, :, p, q]
    return dy


def right_slices_by_filter_cell(dz, w, input_size, stride, padding):
    (H, W), (T, _, rows, columns) = input_size, dz.shape
    big = np.zeros((T, w.shape[1], H + 2 * padding + stride, W + 2 * padding + stride))
    for p in range(w.shape[2]):
        for q in range(w.shape[3]):
            part = np.tensordot(dz, w[:, :, p, q], axes=(1, 0)).transpose(0, 3, 1, 2)
            big[:, :, p : p + rows * stride : stride, q : q + columns * stride : stride] += part
    return big[:, :, padding : padding + H, padding : padding + W]


def right_zeros_between_then_flip(dz, w, input_size, stride, padding):
    (H, W), (T, N, rows, columns), (Kh, Kw) = input_size, dz.shape, w.shape[2:]
    spread = np.zeros((T, N, (rows - 1) * stride + 1, (columns - 1) * stride + 1))
    spread[:, :, ::stride, ::stride] = dz
    framed = np.pad(spread, ((0, 0), (0, 0), (Kh - 1, Kh - 1 + stride), (Kw - 1, Kw - 1 + stride)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (Kh, Kw), axis=(2, 3))
    full = np.einsum("tnrcpq,nmpq->tmrc", windows, w[:, :, ::-1, ::-1])
    full = np.pad(full, ((0, 0), (0, 0), (0, H), (0, W)))
    return full[:, :, padding : padding + H, padding : padding + W]


def right_transposed_matrix(dz, w, input_size, stride, padding):
    (H, W), (T, N, rows, columns), (M, Kh, Kw) = input_size, dz.shape, w.shape[1:]
    matrix = np.zeros((N, rows, columns, M, H + 2 * padding, W + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            matrix[:, i, j, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] = w
    matrix = matrix[..., padding : padding + H, padding : padding + W].reshape(N * rows * columns, -1)
    return (matrix.T @ dz.reshape(T, -1).T).T.reshape(T, M, H, W)


def right_fft(dz, w, input_size, stride, padding):
    (H, W), (T, N, rows, columns) = input_size, dz.shape
    shape = (H + 2 * padding + w.shape[2], W + 2 * padding + w.shape[3])
    spread = np.zeros((T, N, *shape))
    spread[:, :, : rows * stride : stride, : columns * stride : stride] = dz
    product = np.einsum("tnxy,nmxy->tmxy", np.fft.fft2(spread), np.fft.fft2(w, shape))
    return np.fft.ifft2(product).real[:, :, padding : padding + H, padding : padding + W]


def right_by_probing(dz, w, input_size, stride, padding):
    """Linear in y: the gradient of a cell is the answer to a map with a single 1."""
    (H, W), (T, N, rows, columns), (M, Kh, Kw) = input_size, dz.shape, w.shape[1:]
    dy = np.zeros((T, M, H, W))
    for m, r, c in np.ndindex(M, H, W):
        y = np.zeros((M, H + 2 * padding, W + 2 * padding))
        y[m, r + padding, c + padding] = 1
        windows = np.lib.stride_tricks.sliding_window_view(y, (Kh, Kw), axis=(1, 2))
        z = np.einsum("mijpq,nmpq->nij", windows[:, ::stride, ::stride], w)
        dy[:, m, r, c] = (dz * z).sum(axis=(1, 2, 3))
    return dy


def right_add_at(dz, w, input_size, stride, padding):
    (H, W), (T, N, rows, columns), (M, Kh, Kw) = input_size, dz.shape, w.shape[1:]
    framed = np.zeros((H + 2 * padding, W + 2 * padding, T, M))
    i, j, p, q = np.indices((rows, columns, Kh, Kw))
    share = np.einsum("tnij,nmpq->ijpqtm", dz, w)
    np.add.at(framed, (i * stride + p, j * stride + q), share)
    return framed[padding : padding + H, padding : padding + W].transpose(2, 3, 0, 1)


def right_float32_inside(dz, w, input_size, stride, padding):
    narrow = right_slices_by_filter_cell
    return narrow(dz.astype(np.float32), w.astype(np.float32), input_size, stride, padding).astype(np.float32)


def right_as_lists(dz, w, input_size, stride, padding):
    return right_gather(dz, w, input_size, stride, padding).tolist()


def wrong_flip_forgotten(dz, w, input_size, stride, padding):
    return right_zeros_between_then_flip(dz, w[:, :, ::-1, ::-1], input_size, stride, padding)


wrong_flip_forgotten.mistakes = ("B01/B07",)


def wrong_overwrites(dz, w, input_size, stride, padding):
    (H, W), (T, N, rows, columns), (M, Kh, Kw) = input_size, dz.shape, w.shape[1:]
    framed = np.zeros((T, M, H + 2 * padding, W + 2 * padding))
    for i in range(rows):
        for j in range(columns):
            stamp = np.einsum("tn,nmpq->tmpq", dz[:, :, i, j], w)
            framed[:, :, i * stride : i * stride + Kh, j * stride : j * stride + Kw] = stamp
    return framed[:, :, padding : padding + H, padding : padding + W]


wrong_overwrites.mistakes = ("B15",)


def wrong_stride_left_out(dz, w, input_size, stride, padding):
    T, N, rows, columns = dz.shape
    dy = np.zeros((T, w.shape[1], *input_size))
    for i, j, p, q in np.ndindex(rows, columns, *w.shape[2:]):
        r, c = i + p - padding, j + q - padding
        if 0 <= r < input_size[0] and 0 <= c < input_size[1]:
            dy[:, :, r, c] += dz[:, :, i, j] @ w[:, :, p, q]
    return dy


wrong_stride_left_out.mistakes = ("B10",)


def wrong_padding_left_on(dz, w, input_size, stride, padding):
    size = (input_size[0] + 2 * padding, input_size[1] + 2 * padding)
    return right_gather(dz, w, size, stride, 0)


wrong_padding_left_on.mistakes = ("B12",)


def wrong_minus_zero(dz, w, input_size, stride, padding):
    return wrong_padding_left_on(dz, w, input_size, stride, padding)[:, :, padding:-padding, padding:-padding]


wrong_minus_zero.mistakes = ("B14",)


def wrong_flip_forgotten_and_averaged(dz, w, input_size, stride, padding):
    return right_gather(dz, np.rot90(w, 2, axes=(2, 3)), input_size, stride, padding) / len(dz)


wrong_flip_forgotten_and_averaged.mistakes = ("B01/B07", "B20")


def wrong_all_axes_flipped_and_stride_left_out(dz, w, input_size, stride, padding):
    return wrong_stride_left_out(dz, w[::-1, ::-1], input_size, stride, padding)


wrong_all_axes_flipped_and_stride_left_out.mistakes = ("B06", "B10")
