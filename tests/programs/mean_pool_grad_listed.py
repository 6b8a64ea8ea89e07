"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("A04")
def wrong_eq(du, input_size, kernel_size, stride):
    """="""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] = du[:, :, i:i + 1, j:j + 1] / K ** 2
    return dy


@outcome("A01/P06")
def wrong_nodiv(du, input_size, kernel_size, stride):
    """no division"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1]
    return dy


@outcome("A02")
def wrong_k(du, input_size, kernel_size, stride):
    """/K"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / K
    return dy


@outcome("A03")
def wrong_s2(du, input_size, kernel_size, stride):
    """/s²"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / s ** 2
    return dy


@outcome("A07")
def wrong_win(du, input_size, kernel_size, stride):
    """/windows"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / (rows * columns)
    return dy


@outcome("A06")
def wrong_ik(du, input_size, kernel_size, stride):
    """i*K"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * K:i * K + K, j * K:j * K + K] += du[:, :, i:i + 1, j:j + 1] / K ** 2
    return dy


@outcome("P18")
def wrong_nos(du, input_size, kernel_size, stride):
    """no stride"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i:i + K, j:j + K] += du[:, :, i:i + 1, j:j + 1] / K ** 2
    return dy


@outcome(says="In every case the number of columns of your dy is counted from H in place of W")
def wrong_hh(du, input_size, kernel_size, stride):
    """H H"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, H))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / K ** 2
    return dy


@outcome("A10")
def wrong_first(du, input_size, kernel_size, stride):
    """first cell"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s, j * s] += du[:, :, i, j] / K ** 2
    return dy


@outcome("A01/P06", "A10")
def wrong_firstfull(du, input_size, kernel_size, stride):
    """first cell full"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s, j * s] += du[:, :, i, j]
    return dy


@outcome(says="In every case the numbers of rows and columns of your dy are (H′ − 1) · s + K")
def wrong_small(du, input_size, kernel_size, stride):
    """size of the windows"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, (rows - 1) * s + K, (columns - 1) * s + K))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / K ** 2
    return dy


@outcome(says="The decimals of dy are cut off")
def wrong_int(du, input_size, kernel_size, stride):
    """int"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W), dtype=int)
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] = (du[:, :, i:i + 1, j:j + 1] / K ** 2).astype(int)
    return dy


@outcome(says="Your dy is the right one divided by T, the number of examples")
def wrong_t(du, input_size, kernel_size, stride):
    """over T"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / K ** 2 / T
    return dy


@outcome(says="Right with one example, wrong in every case with several")
def wrong_mean(du, input_size, kernel_size, stride):
    """mean over examples"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1].mean(axis=0) / K ** 2
    return dy


@outcome(says="In each case your dy is the right one times one factor (1/4, 3/16)")
def wrong_hw(du, input_size, kernel_size, stride):
    """/HW"""
    (T, M, rows, columns), (H, W), K, s = du.shape, input_size, kernel_size, stride
    dy = np.zeros((T, M, H, W))
    for i in range(rows):
        for j in range(columns):
            dy[:, :, i * s:i * s + K, j * s:j * s + K] += du[:, :, i:i + 1, j:j + 1] / (H * W)
    return dy
