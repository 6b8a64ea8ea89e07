"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_convolve(y, w, bias):
    (Kh, Kw), (H, W) = w.shape, y.shape
    z = np.full((H - Kh + 1, W - Kw + 1), float(bias))
    for p in range(Kh):
        for i in range(z.shape[0]):
            z[i] += np.convolve(y[i + p], w[p, ::-1], mode="valid")
    return z


def right_by_tensordot(y, w, bias):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape)
    return bias + np.tensordot(windows, w, 2)


def right_by_recursion(y, w, bias):
    if len(w) > 1:
        rest = right_by_recursion(y[1:], w[1:], bias)
        return rest + right_by_recursion(y[: len(rest)], w[:1], 0)
    n = y.shape[1] - w.shape[1] + 1
    return sum(y[:, q : q + n] * w[0, q] for q in range(w.shape[1])) + bias


def right_by_list(y, w, bias):
    Kh, Kw = len(w), len(w[0])
    return np.array([
        [sum(float(y[i + p][j + q]) * float(w[p][q]) for p in range(Kh) for q in range(Kw)) + bias
         for j in range(len(y[0]) - Kw + 1)]
        for i in range(len(y) - Kh + 1)
    ])  # fmt: skip


@outcome("F19")
def wrong_bias_each(y, w, bias):
    """Bias added to every product."""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape)
    return (windows * w + bias).sum(axis=(2, 3))


@outcome(says="Your z is too large; the right one stands inside it, and what is around that has to be")
def wrong_same(y, w, bias):
    """A frame of zeros so that the size stays."""
    padded = np.pad(y, ((w.shape[0] // 2,) * 2, (w.shape[1] // 2,) * 2))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape)
    return (windows * w).sum(axis=(2, 3)) + bias


@outcome("S14")
def wrong_matmul(y, w, bias):
    """Matrix product of patch and weights."""
    Kh, Kw = w.shape
    z = np.zeros((y.shape[0] - Kh + 1, y.shape[1] - Kw + 1))
    for i, j in np.ndindex(z.shape):
        z[i, j] = (y[i : i + Kh, j : j + Kw] @ w.T).sum() + bias
    return z


@outcome("F03")
def wrong_mean(y, w, bias):
    """Mean, not sum."""
    return (np.lib.stride_tricks.sliding_window_view(y, w.shape) * w).mean(axis=(2, 3)) + bias


@outcome(says="Your z is the right one for w with its columns in reverse order.")
def wrong_convolved(y, w, bias):
    """A true convolution of rows only: flipped left-right."""
    return (np.lib.stride_tricks.sliding_window_view(y, w.shape) * w[:, ::-1]).sum(axis=(2, 3)) + bias
