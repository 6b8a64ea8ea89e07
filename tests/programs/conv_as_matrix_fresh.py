"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_unit_images(w, input_size):
    H, W = input_size
    columns = []
    for unit in np.eye(H * W).reshape(H * W, H, W):
        windows = np.lib.stride_tricks.sliding_window_view(unit, w.shape)
        columns.append(np.einsum("ijpq,pq->ij", windows, w).ravel())
    return np.array(columns).T


def right_by_placing(w, input_size):
    H, W = input_size
    Kh, Kw = w.shape
    rows = []
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            rows.append(np.pad(w, ((i, H - Kh - i), (j, W - Kw - j))).reshape(-1))
    return np.stack(rows)


def right_by_kron(w, input_size):
    H, W = input_size
    Kh, Kw = w.shape
    return sum(
        w[p, q] * np.kron(np.eye(H - Kh + 1, H, p), np.eye(W - Kw + 1, W, q)) for p in range(Kh) for q in range(Kw)
    )


def right_four_axes(w, input_size):
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros((H - Kh + 1, W - Kw + 1, H, W))
    for i, j in np.ndindex(A.shape[:2]):
        A[i, j, i : i + Kh, j : j + Kw] = w
    return A.reshape(A.shape[0] * A.shape[1], H * W)


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_rolled(w, input_size):
    """First row rolled by one from row to row, also where the line ends."""
    H, W = input_size
    Kh, Kw = w.shape
    first = np.zeros((H, W))
    first[:Kh, :Kw] = w
    n = (H - Kh + 1) * (W - Kw + 1)
    return np.stack([np.roll(first.ravel(), k) for k in range(n)])


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_column_order(w, input_size):
    """Every image is flattened by columns."""
    H, W = input_size
    Kh, Kw = w.shape
    rows = []
    for i in range(H - Kh + 1):
        for j in range(W - Kw + 1):
            rows.append(np.pad(w, ((i, H - Kh - i), (j, W - Kw - j))).ravel(order="F"))
    return np.stack(rows)


@outcome(says="Right where the output is square, wrong in every other case: is W′ taken from H′")
def wrong_square_everywhere(w, input_size):
    """W' from H."""
    H, W = input_size
    Kh, Kw = w.shape
    n = H - Kh + 1
    A = np.zeros((n * n, H * W))
    for i in range(n):
        for j in range(n):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * n + j, (i + p) * W + j + q] = w[p, q]
    return A


@outcome(says="The decimals of A are cut off: your array holds whole numbers. np.zeros(shape) makes")
def wrong_whole(w, input_size):
    """An integer matrix."""
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros((H - Kh + 1, W - Kw + 1, H, W), dtype=int)
    for i, j in np.ndindex(A.shape[:2]):
        A[i, j, i : i + Kh, j : j + Kw] = w
    return A.reshape(-1, H * W)


@outcome(says="The zeros of your A are where they belong; of the other numbers some are wrong.")
def wrong_ones(w, input_size):
    """Ones where the weights belong."""
    H, W = input_size
    Kh, Kw = w.shape
    A = np.zeros((H - Kh + 1, W - Kw + 1, H, W))
    for i, j in np.ndindex(A.shape[:2]):
        A[i, j, i : i + Kh, j : j + Kw] = 1
    return A.reshape(-1, H * W)
