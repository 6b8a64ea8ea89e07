"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome(says="Your z is right but for the last row and column, which are still 0")
def wrong_off_by_one(y, w, bias):
    """Off by one."""
    H, W = y.shape
    Kh, Kw = w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(H - Kh):
        for j in range(W - Kw):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias
    return z


@outcome(says="Your z has one row and one column too few")
def wrong_sizes_no_plus_one(y, w, bias):
    """Sizes no plus one."""
    H, W = y.shape
    Kh, Kw = w.shape
    z = np.zeros((H - Kh, W - Kw))
    for i in range(H - Kh):
        for j in range(W - Kw):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() + bias
    return z


@outcome("S17")
def wrong_abs(y, w, bias):
    """Abs."""
    H, W = y.shape
    Kh, Kw = w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = np.abs(y[i:i + Kh, j:j + Kw] * w).sum() + bias
    return z


@outcome("S14")
def wrong_matmul(y, w, bias):
    """Matmul."""
    H, W = y.shape
    Kh, Kw = w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] @ w).sum() + bias
    return z


@outcome("F03")
def wrong_mean(y, w, bias):
    """Mean."""
    H, W = y.shape
    Kh, Kw = w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = np.mean(y[i:i + Kh, j:j + Kw] * w) + bias
    return z


@outcome(says="Your z has one axis")
def wrong_list(y, w, bias):
    """List."""
    H, W = y.shape
    Kh, Kw = w.shape
    out = []
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            out.append((y[i:i + Kh, j:j + Kw] * w).sum() + bias)
    return out


@outcome(says="Where z should be negative, yours is 0")
def wrong_relu(y, w, bias):
    """Relu."""
    H, W = y.shape
    Kh, Kw = w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = max(0, (y[i:i + Kh, j:j + Kw] * w).sum() + bias)
    return z


@outcome(says="Your z is the right one for the opposite bias")
def wrong_minus_bias(y, w, bias):
    """Minus bias."""
    H, W = y.shape
    Kh, Kw = w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            z[i, j] = (y[i:i + Kh, j:j + Kw] * w).sum() - bias
    return z
