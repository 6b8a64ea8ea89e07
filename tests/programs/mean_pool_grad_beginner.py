"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("A02")
def wrong_k(du, size, K, s):
    """K."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / K
    return dy


@outcome("A04")
def wrong_assign(du, size, K, s):
    """Assign."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] = du[:, :, i:i + 1, j:j + 1] / K ** 2
    return dy


@outcome(says="In every case the numbers of rows and columns of your dy are H′ · K")
def wrong_repeat(du, size, K, s):
    """Repeat."""
    return du.repeat(K, axis=2).repeat(K, axis=3) / K ** 2


@outcome(says="Right only with one example and with one input map")
def wrong_bcast(du, size, K, s):
    """Bcast."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i, j] / K ** 2
    return dy


@outcome("A12")
def wrong_by_count(du, size, K, s):
    """By count."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    n = np.zeros((H, W))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / K ** 2
            n[i * s:i * s + K, j * s:j * s + K] += 1
    return dy / np.maximum(n, 1)


@outcome("A01/P06")
def wrong_nodiv(du, size, K, s):
    """Nodiv."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1]
    return dy


@outcome(says="Every cell of your dy is a whole number, and none is larger than it should be: // rounds down, / does not")
def wrong_floordiv(du, size, K, s):
    """Floordiv."""
    T, M, Ho, Wo = du.shape
    H, W = size
    dy = np.zeros((T, M, H, W))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] // K ** 2
    return dy
