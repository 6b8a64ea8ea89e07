"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("A11")
def wrong_axis(y, K, s):
    """Axis."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            u[:, :, i, j] = y[:, :, i * s:i * s + K, j * s:j * s + K].mean()
    return u


@outcome("A02")
def wrong_K(y, K, s):
    """K."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            u[:, :, i, j] = y[:, :, i * s:i * s + K, j * s:j * s + K].sum(axis=(2, 3)) / K
    return u


@outcome(says="In every case the numbers of rows and columns of your u are H / s rounded up")
def wrong_ceil(y, K, s):
    """Ceil."""
    T, M, H, W = y.shape
    Ho, Wo = (-(-H // s), -(-W // s))
    u = np.zeros((T, M, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            u[:, :, i, j] = y[:, :, i * s:i * s + K, j * s:j * s + K].mean(axis=(2, 3))
    return u


@outcome(says="Your u is right in the first cell of each map only")
def wrong_like(y, K, s):
    """Like."""
    T, M, H, W = y.shape
    Ho, Wo = ((H - K) // s + 1, (W - K) // s + 1)
    u = np.zeros((T, M, Ho, Wo), y.dtype)
    for i in range(Ho):
        for j in range(Wo):
            u[:, :, i, j] = y[:, :, i * K:i * K + K, j * K:j * K + K].mean(axis=(2, 3))
    return u
