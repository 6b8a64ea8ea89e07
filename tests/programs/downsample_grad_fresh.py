"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_slices(du, input_size, stride):
    dy = np.zeros(du.shape[:2] + tuple(input_size))
    dy[..., ::stride, ::stride] = du
    return dy


def right_by_loops(du, input_size, stride):
    dy = np.zeros((du.shape[0], du.shape[1], input_size[0], input_size[1]))
    for t, m, i, j in np.ndindex(du.shape):
        dy[t, m, i * stride, j * stride] += du[t, m, i, j]
    return dy


def right_by_matrices(du, input_size, stride):
    H, W = input_size
    return np.eye(H)[:, ::stride] @ du @ np.eye(W)[::stride]


def right_by_kron(du, input_size, stride):
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    return np.kron(du, corner)[:, :, : input_size[0], : input_size[1]]


@outcome("P16")
def wrong_blocks(du, input_size, stride):
    """Repeats du in its block."""
    return np.kron(du, np.ones((stride, stride)))[:, :, : input_size[0], : input_size[1]]


@outcome(says="In every case the numbers of rows and columns of your dy are H′ · s.")
def wrong_size_from_du(du, input_size, stride):
    """Size from du."""
    T, M, H, W = du.shape
    dy = np.zeros((T, M, H * stride, W * stride))
    dy[:, :, ::stride, ::stride] = du
    return dy


@outcome("P15")
def wrong_last_cell(du, input_size, stride):
    """At the last cell of every block."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for t, m, i, j in np.ndindex(du.shape):
        r, c = i * stride + stride - 1, j * stride + stride - 1
        if r < input_size[0] and c < input_size[1]:
            dy[t, m, r, c] = du[t, m, i, j]
    return dy
