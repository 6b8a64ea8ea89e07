"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_sums(grad_matrix, kernel_size, input_size):
    (Kh, Kw), (H, W) = kernel_size, input_size
    g = grad_matrix.reshape(H - Kh + 1, W - Kw + 1, H, W)
    dw = np.zeros((Kh, Kw))
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            dw += g[i, j, i : i + Kh, j : j + Kw]
    return dw


def right_by_mask(grad_matrix, kernel_size, input_size):
    (Kh, Kw), (H, W) = kernel_size, input_size
    return np.array([
        [np.sum(grad_matrix * np.kron(np.eye(H - Kh + 1, H, p), np.eye(W - Kw + 1, W, q))) for q in range(Kw)]
        for p in range(Kh)
    ])  # fmt: skip


def right_by_trace(grad_matrix, kernel_size, input_size):
    (Kh, Kw), (H, W) = kernel_size, input_size
    g = grad_matrix.reshape(H - Kh + 1, W - Kw + 1, H, W)
    dw = np.empty(kernel_size)
    for p in range(Kh):
        for q in range(Kw):
            dw[p, q] = np.einsum("ijij->", g[:, :, p : p + H - Kh + 1, q : q + W - Kw + 1])
    return dw


def right_by_indices(grad_matrix, kernel_size, input_size):
    (Kh, Kw), (H, W) = kernel_size, input_size
    i, j = np.indices((H - Kh + 1, W - Kw + 1)).reshape(2, -1)
    row = np.arange(i.size)
    return np.array([[grad_matrix[row, (i + p) * W + j + q].sum() for q in range(Kw)] for p in range(Kh)])


@outcome("S16")
def wrong_maximum(grad_matrix, kernel_size, input_size):
    """The largest copy, not the sum."""
    (Kh, Kw), (H, W) = kernel_size, input_size
    g = grad_matrix.reshape(H - Kh + 1, W - Kw + 1, H, W)
    return np.max([g[i, j, i : i + Kh, j : j + Kw] for i, j in np.ndindex(g.shape[:2])], axis=0)


@outcome("S13")
def wrong_fold(grad_matrix, kernel_size, input_size):
    """Sums all rows of the matrix, then cuts the corner off."""
    return grad_matrix.sum(axis=0).reshape(input_size)[: kernel_size[0], : kernel_size[1]]


@outcome(nothing=True)
def wrong_first_image_row(grad_matrix, kernel_size, input_size):
    """Moves along the first row of positions only."""
    (Kh, Kw), (H, W) = kernel_size, input_size
    g = grad_matrix.reshape(H - Kh + 1, W - Kw + 1, H, W)
    return sum(g[0, j, :Kh, j : j + Kw] for j in range(W - Kw + 1))
