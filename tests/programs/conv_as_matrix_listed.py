"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("S01")
def wrong_w2(w, input_size):
    """W'"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * columns + j + q] = w[p, q]
    return A


@outcome("S06")
def wrong_h(w, input_size):
    """H"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * H + j + q] = w[p, q]
    return A


@outcome("S07")
def wrong_rows(w, input_size):
    """i*rows"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * rows + j, (i + p) * W + j + q] = w[p, q]
    return A


@outcome("S03")
def wrong_transposed(w, input_size):
    """transposed"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * W + j + q] = w[p, q]
    return A.T


@outcome("S03")
def wrong_shape_t(w, input_size):
    """shape transposed"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((H * W, rows * columns))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[(i + p) * W + j + q, i * columns + j] = w[p, q]
    return A


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_column_major(w, input_size):
    """columns first"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (j + q) * H + i + p] = w[p, q]
    return A


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_column_major_both(w, input_size):
    """columns first, both"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[j * rows + i, (j + q) * H + i + p] = w[p, q]
    return A


@outcome("F01")
def wrong_flip(w, input_size):
    """flipped"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * W + j + q] = w[Kh - 1 - p, Kw - 1 - q]
    return A


@outcome("F02")
def wrong_t(w, input_size):
    """w transposed"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * W + j + q] = w.T[p, q]
    return A


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_diag(w, input_size):
    """tiles"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, i * W + j + p * Kw + q] = w[p, q]
    return A


@outcome(says="The decimals of A are cut off")
def wrong_ints(w, input_size):
    """ints"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W), dtype=int)
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * W + j + q] = w[p, q]
    return A


@outcome(says="Your A holds the right numbers in the right order, in another shape")
def wrong_three_d(w, input_size):
    """4-D"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * W + j + q] = w[p, q]
    return A.reshape(rows, columns, H, W)


@outcome(says="Your A holds the right numbers, not all in their places")
def wrong_nooffset(w, input_size):
    """no offset"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, p * W + q] = w[p, q]
    return A


@outcome(nothing=True)
def wrong_small(w, input_size):
    """only patch columns"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, Kh * Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, p * Kw + q] = w[p, q]
    return A


@outcome(says="The numbers of A are right, but stand one column further right than they should.")
def wrong_plus1(w, input_size):
    """off by one"""
    (H, W), (Kh, Kw) = input_size, w.shape
    rows, columns = H - Kh + 1, W - Kw + 1
    A = np.zeros((rows * columns, H * W))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    A[i * columns + j, (i + p) * W + j + q + 1 if (i + p) * W + j + q + 1 < H * W else 0] = w[p, q]
    return A
