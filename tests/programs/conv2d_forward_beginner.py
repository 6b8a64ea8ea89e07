"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("F12")
def wrong_stride_missing_slice(y, w, bias, stride, padding):
    """Stride missing slice."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho = (H + 2 * padding - Kh) // stride + 1
    Wo = (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, N, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            z[:, :, i, j] = np.einsum('tmpq,nmpq->tn', y[:, :, i:i + Kh, j:j + Kw], w) + bias
    return z


@outcome(says="In every case the numbers of rows and columns of your z are (H + 4p − K) // s + 1, with padding twice as large")
def wrong_size_after_pad(y, w, bias, stride, padding):
    """Size after pad."""
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    Ho = (H + 2 * padding - Kh) // stride + 1
    Wo = (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, N, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            z[:, :, i, j] = np.einsum('tmpq,nmpq->tn', y[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw], w) + bias
    return z


@outcome("F26")
def wrong_edge_pad(y, w, bias, stride, padding):
    """Edge pad."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode='edge')
    Ho = (H + 2 * padding - Kh) // stride + 1
    Wo = (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, N, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            z[:, :, i, j] = np.einsum('tmpq,nmpq->tn', y[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw], w) + bias
    return z


@outcome(says="Your z is right for the last example only")
def wrong_last_example(y, w, bias, stride, padding):
    """Last example."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho = (H + 2 * padding - Kh) // stride + 1
    Wo = (W + 2 * padding - Kw) // stride + 1
    for t in range(T):
        z = np.zeros((T, N, Ho, Wo))
        for i in range(Ho):
            for j in range(Wo):
                for n in range(N):
                    z[t, n, i, j] = (y[t, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw] * w[n]).sum() + bias[n]
    return z


@outcome(says="Only the first row of each map of z is filled, the others are still 0")
def wrong_return_inside(y, w, bias, stride, padding):
    """Return inside."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho = (H + 2 * padding - Kh) // stride + 1
    Wo = (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, N, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            z[:, :, i, j] = np.einsum('tmpq,nmpq->tn', y[:, :, i * stride:i * stride + Kh, j * stride:j * stride + Kw], w) + bias
        return z


@outcome(says="Your z is right in the first cell of each map only")
def wrong_range_stride(y, w, bias, stride, padding):
    """Range stride."""
    T, M, H, W = y.shape
    N, _, Kh, Kw = w.shape
    y = np.pad(y, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho = (H + 2 * padding - Kh) // stride + 1
    Wo = (W + 2 * padding - Kw) // stride + 1
    z = np.zeros((T, N, Ho, Wo))
    for i in range(0, Ho, stride):
        for j in range(0, Wo, stride):
            z[:, :, i, j] = np.einsum('tmpq,nmpq->tn', y[:, :, i:i + Kh, j:j + Kw], w) + bias
    return z
