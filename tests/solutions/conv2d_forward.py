"""Right and wrong ways to write conv2d_forward."""

import numpy as np


def _pad(y, padding):
    return np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def right_loops(y, w, bias, stride, padding):
    (T, M, H, W), (N, _, Kh, Kw), framed = y.shape, w.shape, _pad(y, padding)
    rows, columns = (H + 2 * padding - Kh) // stride + 1, (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, N, rows, columns))
    for t, n, i, j in np.ndindex(z.shape):
        total = bias[n]
        for m, p, q in np.ndindex(M, Kh, Kw):
            total += w[n, m, p, q] * framed[t, m, i * stride + p, j * stride + q]
        z[t, n, i, j] = total
    return z


def right_windows(y, w, bias, stride, padding):
    windows = np.lib.stride_tricks.sliding_window_view(_pad(y, padding), w.shape[2:], axis=(2, 3))
    z = np.einsum("tmijpq,nmpq->tnij", windows[:, :, ::stride, ::stride], w)
    return z + bias.reshape(1, -1, 1, 1)


def right_filter_cell_by_filter_cell(y, w, bias, stride, padding):
    framed, (Kh, Kw) = _pad(y, padding), w.shape[2:]
    rows, columns = ((n - k) // stride + 1 for n, k in zip(framed.shape[2:], (Kh, Kw), strict=True))
    z = np.zeros((len(y), len(w), rows, columns)) + bias[:, None, None]
    for p in range(Kh):
        for q in range(Kw):
            seen = framed[:, :, p : p + rows * stride : stride, q : q + columns * stride : stride]
            z += np.tensordot(w[:, :, p, q], seen, axes=(1, 1)).transpose(1, 0, 2, 3)
    return z


def right_fft(y, w, bias, stride, padding):
    framed = _pad(y, padding)
    shape = framed.shape[2:]
    product = np.einsum("tmxy,nmxy->tnxy", np.fft.fft2(framed), np.fft.fft2(w, shape).conj())
    z = np.fft.ifft2(product).real
    z = z[:, :, : shape[0] - w.shape[2] + 1 : stride, : shape[1] - w.shape[3] + 1 : stride]
    return z + bias[:, None, None]


def right_columns_and_a_product(y, w, bias, stride, padding):
    framed, (N, M, Kh, Kw) = _pad(y, padding), w.shape
    rows, columns = ((n - k) // stride + 1 for n, k in zip(framed.shape[2:], (Kh, Kw), strict=True))
    z = []
    for example in framed:
        patches = [
            example[:, i * stride : i * stride + Kh, j * stride : j * stride + Kw].ravel()
            for i in range(rows)
            for j in range(columns)
        ]
        z.append((w.reshape(N, -1) @ np.array(patches).T + bias[:, None]).reshape(N, rows, columns))
    return np.array(z)


def right_float32_inside(y, w, bias, stride, padding):
    return right_windows(*(a.astype(np.float32) for a in (y, w, bias)), stride, padding)


def wrong_true_convolution(y, w, bias, stride, padding):
    return right_loops(y, np.flip(w, axis=(2, 3)), bias, stride, padding)


wrong_true_convolution.mistakes = ("F01",)


def wrong_bias_in_the_channel_loop(y, w, bias, stride, padding):
    return sum(right_windows(y[:, m : m + 1], w[:, m : m + 1], bias, stride, padding) for m in range(y.shape[1]))


wrong_bias_in_the_channel_loop.mistakes = ("F07",)


def wrong_last_channel(y, w, bias, stride, padding):
    for m in range(y.shape[1]):
        z = right_windows(y[:, m : m + 1], w[:, m : m + 1], bias, stride, padding)
    return z


wrong_last_channel.mistakes = ("F04",)


def wrong_stride_one_cropped(y, w, bias, stride, padding):
    z = right_windows(y, w, bias, 1, padding)
    rows, columns = right_windows(y, w, bias, stride, padding).shape[2:]
    return z[:, :, :rows, :columns]


wrong_stride_one_cropped.mistakes = ("F12",)


def wrong_padded_at_the_end(y, w, bias, stride, padding):
    late = np.pad(y, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    return right_windows(late, w, bias, stride, 0)


wrong_padded_at_the_end.mistakes = ("F09",)


def wrong_flipped_and_no_bias(y, w, bias, stride, padding):
    return right_fft(y, w[:, :, ::-1, ::-1], bias * 0, stride, padding)


wrong_flipped_and_no_bias.mistakes = ("F01", "F06")
