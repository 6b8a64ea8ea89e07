"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_stamps(y, w, stride, padding):
    (T, M, H, W), (_, N, Kh, Kw), s = y.shape, w.shape, stride
    z = np.zeros((T, N, (H - 1) * s + Kh, (W - 1) * s + Kw))
    for i, j in np.ndindex(H, W):
        z[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += np.tensordot(y[:, :, i, j], w, 1)
    return z[:, :, padding : z.shape[2] - padding, padding : z.shape[3] - padding]


def right_gathering(y, w, stride, padding):
    (T, M, H, W), (_, N, Kh, Kw), s, p = y.shape, w.shape, stride, padding
    rows, columns = (H - 1) * s + Kh - 2 * p, (W - 1) * s + Kw - 2 * p
    z = np.zeros((T, N, rows, columns))
    for r, c, i, j in np.ndindex(rows, columns, H, W):
        a, b = r + p - i * s, c + p - j * s
        if 0 <= a < Kh and 0 <= b < Kw:
            z[:, :, r, c] += y[:, :, i, j] @ w[:, :, a, b]
    return z


def right_by_kernel_cells(y, w, stride, padding):
    (T, M, H, W), (_, N, Kh, Kw), s = y.shape, w.shape, stride
    z = np.zeros((T, N, (H - 1) * s + Kh, (W - 1) * s + Kw))
    for a, b in np.ndindex(Kh, Kw):
        z[:, :, a : a + (H - 1) * s + 1 : s, b : b + (W - 1) * s + 1 : s] += np.einsum("tmij,mn->tnij", y, w[:, :, a, b])
    return z[..., padding : z.shape[-2] - padding, padding : z.shape[-1] - padding]


def right_by_matrices(y, w, stride, padding):
    (T, M, H, W), (_, N, Kh, Kw) = y.shape, w.shape

    def lands(size, kernel):
        r = np.arange((size - 1) * stride + kernel - 2 * padding)[:, None, None] + padding
        return (r - np.arange(size)[:, None] * stride == np.arange(kernel)).astype(float)

    return np.einsum("rip,cjq,tmij,mnpq->tnrc", lands(H, Kh), lands(W, Kw), y, w, optimize=True)


@outcome(says="Your z is the right one when only the last entry of axis 1 of y counts.")
def wrong_stamps_set(y, w, stride, padding):
    """Set per filter: the maps are not summed."""
    (T, M, H, W), (_, N, Kh, Kw), s = y.shape, w.shape, stride
    z = np.zeros((T, N, (H - 1) * s + Kh, (W - 1) * s + Kw))
    for m in range(M):
        layer = np.zeros(z.shape)
        for i, j in np.ndindex(H, W):
            layer[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += y[:, m, i, j][:, None, None, None] * w[m]
        z = layer
    return z[:, :, padding : z.shape[2] - padding, padding : z.shape[3] - padding]


@outcome(says="Right where no two windows overlap, wrong in every case where they do: what happens to")
def wrong_averaged(y, w, stride, padding):
    """Where stamps overlap their mean is taken."""
    (T, M, H, W), (_, N, Kh, Kw), s = y.shape, w.shape, stride
    z = np.zeros((T, N, (H - 1) * s + Kh, (W - 1) * s + Kw))
    count = np.zeros(z.shape[2:])
    for i, j in np.ndindex(H, W):
        z[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += np.tensordot(y[:, :, i, j], w, 1)
        count[i * s : i * s + Kh, j * s : j * s + Kw] += 1
    z = z / np.maximum(count, 1)
    return z[:, :, padding : z.shape[2] - padding, padding : z.shape[3] - padding]


@outcome(says="Your z is too large; the right one stands inside it, and what is around that has to be")
def wrong_framed(y, w, stride, padding):
    """Padding is added around y, nothing is cropped."""
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    (T, M, H, W), (_, N, Kh, Kw), s = y.shape, w.shape, stride
    z = np.zeros((T, N, (H - 1) * s + Kh, (W - 1) * s + Kw))
    for i, j in np.ndindex(H, W):
        z[:, :, i * s : i * s + Kh, j * s : j * s + Kw] += np.tensordot(y[:, :, i, j], w, 1)
    return z


@outcome(says="Your z has 2·padding rows and columns too few.")
def wrong_cropped_twice(y, w, stride, padding):
    """2p cut off on every side."""
    z = right_by_stamps(y, w, stride, 0)
    return z[:, :, 2 * padding : z.shape[2] - 2 * padding, 2 * padding : z.shape[3] - 2 * padding]
