"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("A01/P06")
def wrong_sum(y, kernel_size, stride):
    """sum"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.sum(axis=(2, 3))
    return u


@outcome("A02")
def wrong_k(y, kernel_size, stride):
    """/K"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.sum(axis=(2, 3)) / K
    return u


@outcome("A03")
def wrong_s2(y, kernel_size, stride):
    """/s²"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.sum(axis=(2, 3)) / s ** 2
    return u


@outcome("A05")
def wrong_max(y, kernel_size, stride):
    """max"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.max(axis=(2, 3))
    return u


@outcome(says="Your u is right in the first cell of each map only")
def wrong_ik(y, kernel_size, stride):
    """i*K"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * K:i * K + K, j * K:j * K + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome("P18")
def wrong_nos(y, kernel_size, stride):
    """no stride"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i:i + K, j:j + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome(says="In every case the numbers of rows and columns of your u are H // K")
def wrong_hk(y, kernel_size, stride):
    """H//K"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = H // K, W // K
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome(says="In every case the numbers of rows and columns of your u are H // s")
def wrong_hs(y, kernel_size, stride):
    """H//s"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = H // s, W // s
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome(says="In every case the numbers of rows and columns of your u are (H − K) / s + 1 rounded up")
def wrong_ceil(y, kernel_size, stride):
    """ceil"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = -(-(H - K) // s) + 1, -(-(W - K) // s) + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome(says="In every case the number of columns of your u is counted from H in place of W")
def wrong_wh(y, kernel_size, stride):
    """W from H"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (H - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome(says="The decimals of u are cut off")
def wrong_int(y, kernel_size, stride):
    """int"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns), dtype=int)
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome("A11")
def wrong_all(y, kernel_size, stride):
    """mean over all"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean()
    return u


@outcome(nothing=True)
def wrong_row(y, kernel_size, stride):
    """rows only"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean(axis=2)[:, :, 0]
    return u


@outcome(says="In every case the numbers of rows and columns of your u are (H − K) // s, without the firs")
def wrong_no1(y, kernel_size, stride):
    """no + 1"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s, (W - K) // s
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.mean(axis=(2, 3))
    return u


@outcome(nothing=True)
def wrong_median(y, kernel_size, stride):
    """median"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = (H - K) // s + 1, (W - K) // s + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = np.median(window, axis=(2, 3))
    return u


@outcome("P17")
def wrong_ceilk2(y, kernel_size, stride):
    """partial by K²"""
    (T, M, H, W), K, s = y.shape, kernel_size, stride
    rows, columns = -(-(H - K) // s) + 1, -(-(W - K) // s) + 1
    u = np.zeros((T, M, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = y[:, :, i * s:i * s + K, j * s:j * s + K]
            u[:, :, i, j] = window.sum(axis=(2, 3)) / K ** 2
    return u
