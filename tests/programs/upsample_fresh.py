"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_slices(y, stride):
    u = np.zeros((*y.shape[:2], (y.shape[2] - 1) * stride + 1, (y.shape[3] - 1) * stride + 1))
    u[..., ::stride, ::stride] = y
    return u


def right_by_matrices(y, stride):
    def apart(size):
        return np.eye((size - 1) * stride + 1)[::stride]

    return apart(y.shape[2]).T @ y @ apart(y.shape[3])


def right_by_insert(y, stride):
    for axis in (2, 3):
        y = np.insert(y.astype(float), np.repeat(np.arange(1, y.shape[axis]), stride - 1), 0.0, axis)
    return y


def right_by_recursion(y, stride):
    if stride == 1:
        return y.copy()
    T, M, H, W = y.shape
    u = np.zeros((T, M, (H - 1) * stride + 1, (W - 1) * stride + 1))
    for i, row in enumerate(np.moveaxis(y, 2, 0)):
        for j in range(W):
            u[:, :, i * stride, j * stride] = row[:, :, j]
    return u


@outcome("T01")
def wrong_zeros_after(y, stride):
    """Zeros after the last too."""
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    return np.kron(y, corner)


@outcome(says="Your u is right in every cell that is not 0, but cells that should be 0 are filled.")
def wrong_repeat(y, stride):
    """Repeats."""
    big = y.repeat(stride, axis=2).repeat(stride, axis=3)
    return big[:, :, : (y.shape[2] - 1) * stride + 1, : (y.shape[3] - 1) * stride + 1]


@outcome(says="Your u is right in every cell that is not 0, but cells that should be 0 are filled.")
def wrong_interpolated(y, stride):
    """Linear between the cells."""
    for axis in (2, 3):
        n = y.shape[axis]
        at = np.arange((n - 1) * stride + 1) / stride
        y = np.apply_along_axis(lambda v, at=at, n=n: np.interp(at, np.arange(n), v), axis, y)
    return y


@outcome(says="Right with stride 1, wrong in every case with a larger one: where does the stride enter?")
def wrong_middle(y, stride):
    """Cells in the middle of their blocks."""
    u = np.zeros((*y.shape[:2], (y.shape[2] - 1) * stride + 1, (y.shape[3] - 1) * stride + 1))
    for t, m, i, j in np.ndindex(y.shape):
        r, c = i * stride + stride // 2, j * stride + stride // 2
        if r < u.shape[2] and c < u.shape[3]:
            u[t, m, r, c] = y[t, m, i, j]
    return u
