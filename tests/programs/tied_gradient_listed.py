"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("S04")
def wrong_eq(grad_matrix, kernel_size, input_size):
    """="""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] = grad_matrix[i * columns + j, (i + p) * W + j + q]
    return dw


@outcome("S01")
def wrong_w2(grad_matrix, kernel_size, input_size):
    """W'"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * columns + j + q]
    return dw


@outcome("S06")
def wrong_h(grad_matrix, kernel_size, input_size):
    """H"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * H + j + q]
    return dw


@outcome("S07")
def wrong_rows(grad_matrix, kernel_size, input_size):
    """rows"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * rows + j, (i + p) * W + j + q]
    return dw


@outcome("W05")
def wrong_mean(grad_matrix, kernel_size, input_size):
    """mean"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + j + q]
    return dw / (rows * columns)


@outcome(says="Your dw is the right one transposed: rows and columns are exchanged")
def wrong_t(grad_matrix, kernel_size, input_size):
    """transposed"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + j + q]
    return dw.T


@outcome("W01")
def wrong_flip(grad_matrix, kernel_size, input_size):
    """flipped"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + j + q]
    return dw[::-1, ::-1]


@outcome("S13")
def wrong_noff(grad_matrix, kernel_size, input_size):
    """no offset"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, p * W + q]
    return dw


@outcome("S13")
def wrong_sum(grad_matrix, kernel_size, input_size):
    """sum of all"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + j + q]
    return grad_matrix.sum(axis=0).reshape(H, W)[:Kh, :Kw]


@outcome(says="The decimals of dw are cut off")
def wrong_ints(grad_matrix, kernel_size, input_size):
    """ints"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw), dtype=int)
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] = grad_matrix[i * columns + j, (i + p) * W + j + q].astype(int) + dw[p, q]
    return dw


@outcome(says="Entry 1 of axis 0 was asked for, where 0 to 0 exist")
def wrong_axis(grad_matrix, kernel_size, input_size):
    """swapped matrix"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[(i + p) * W + j + q, i * columns + j]
    return dw


@outcome("S04")
def wrong_first(grad_matrix, kernel_size, input_size):
    """first row"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + j + q]
    return grad_matrix[0].reshape(H, W)[:Kh, :Kw]


@outcome("S04")
def wrong_last(grad_matrix, kernel_size, input_size):
    """last row only"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + j + q]
    return grad_matrix[-1].reshape(H, W)[rows - 1:, columns - 1:]


@outcome(nothing=True)
def wrong_abs(grad_matrix, kernel_size, input_size):
    """abs"""
    (H, W), (Kh, Kw) = input_size, kernel_size
    rows, columns = H - Kh + 1, W - Kw + 1
    dw = np.zeros((Kh, Kw))
    for i in range(rows):
        for j in range(columns):
            for p in range(Kh):
                for q in range(Kw):
                    dw[p, q] += grad_matrix[i * columns + j, (i + p) * W + j + q]**2
    return dw
