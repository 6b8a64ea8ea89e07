"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_index(y, stride):
    return y[:, :, np.arange(0, y.shape[2], stride)][:, :, :, np.arange(0, y.shape[3], stride)]


def right_by_loops(y, stride):
    T, M, H, W = y.shape
    u = np.zeros((T, M, (H - 1) // stride + 1, (W - 1) // stride + 1))
    for t, m, i, j in np.ndindex(u.shape):
        u[t, m, i, j] = y[t, m, i * stride, j * stride]
    return u


def right_by_mask(y, stride):
    rows, columns = np.arange(y.shape[2]) % stride == 0, np.arange(y.shape[3]) % stride == 0
    return y.compress(rows, axis=2).compress(columns, axis=3)


def right_by_matrices(y, stride):
    def chosen(size):
        return np.eye(size)[::stride]

    return chosen(y.shape[2]) @ y @ chosen(y.shape[3]).T


@outcome(says="Your u is the right one counted from the end, with the last row and column for the")
def wrong_from_the_end(y, stride):
    """Every stride-th from the last."""
    return y[:, :, ::-1, ::-1][:, :, ::stride, ::stride][:, :, ::-1, ::-1]


@outcome(says="Your u is the right one with examples and maps left out too")
def wrong_all_axes(y, stride):
    """Images and maps are skipped too."""
    return y[::stride, ::stride, ::stride, ::stride]


@outcome(says="In every case the number of columns of your u is as in the input, W.")
def wrong_rows_only(y, stride):
    """Only rows."""
    return y[:, :, ::stride]


@outcome(says="Your u is right in the first cell of each map only: does the window move as it should?")
def wrong_first_part(y, stride):
    """The first part of the map."""
    return y[:, :, : -(-y.shape[2] // stride), : -(-y.shape[3] // stride)]
