"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _rows_conv(H, K, s, p):
    n = (H + 2 * p - K) // s + 1
    return np.array([sum((i * s <= r + p < i * s + K for i in range(n))) for r in range(H)])


def _rows_tr(H, K, b, p):
    L = (H - 1) * b + K - 2 * p
    return np.array([sum((0 <= k * b + q - p < L for q in range(K))) for k in range(H)])


@outcome("T22")
def wrong_kk(input_size, K, s, p, tr):
    """Kk."""
    return np.full(input_size, K[0] * K[1])


@outcome("T23")
def wrong_add(i, K, s, p, tr):
    """Add."""
    f = _rows_tr if tr else _rows_conv
    return f(i[0], K[0], s, p)[:, None] + f(i[1], K[1], s, p)[None]


@outcome("T26")
def wrong_swapped(i, K, s, p, tr):
    """Swapped."""
    f = _rows_conv if tr else _rows_tr
    return np.outer(f(i[0], K[0], s, p), f(i[1], K[1], s, p))


@outcome(says="Your weights are the right ones for a square kernel_size, with as many columns as rows")
def wrong_square(i, K, s, p, tr):
    """Square."""
    f = _rows_tr if tr else _rows_conv
    return np.outer(f(i[0], K[0], s, p), f(i[1], K[0], s, p))


@outcome("T07")
def wrong_nopad(i, K, s, p, tr):
    """Nopad."""
    f = _rows_tr if tr else _rows_conv
    return np.outer(f(i[0], K[0], s, 0), f(i[1], K[1], s, 0))


@outcome(says="Your weights are the right ones transposed")
def wrong_T(i, K, s, p, tr):
    """T."""
    f = _rows_tr if tr else _rows_conv
    return np.outer(f(i[0], K[0], s, p), f(i[1], K[1], s, p)).T


@outcome(says="Your weights have one axis")
def wrong_rowsonly(i, K, s, p, tr):
    """Rowsonly."""
    f = _rows_tr if tr else _rows_conv
    return f(i[0], K[0], s, p)
