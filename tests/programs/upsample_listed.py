"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("T01")
def wrong_hb(y, stride):
    """H b"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, H * b, W * b))
    u[:, :, ::b, ::b] = y
    return u


@outcome("T03")
def wrong_b1(y, stride):
    """b zeros"""
    (T, M, H, W), b = y.shape, stride + 1
    u = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    u[:, :, ::b, ::b] = y
    return u


@outcome(says="The decimals of u are cut off")
def wrong_int(y, stride):
    """int"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1), dtype=int)
    u[:, :, ::b, ::b] = y
    return u


@outcome(says="Right on every square map, wrong on every other")
def wrong_hh(y, stride):
    """HH"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, (H - 1) * b + 1, (H - 1) * b + 1))
    u[:, :, ::b, ::b] = y
    return u


@outcome(says="In every case the numbers of rows and columns of your u are H · s")
def wrong_last(y, stride):
    """last"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, H * b, W * b))
    u[:, :, b - 1::b, b - 1::b] = y
    return u


@outcome(says="In every case the number of columns of your u is as in the input, W")
def wrong_rows(y, stride):
    """rows only"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, (H - 1) * b + 1, W))
    u[:, :, ::b] = y
    return u


@outcome("T02")
def wrong_nob(y, stride):
    """no stride"""
    (T, M, H, W), b = y.shape, 1
    u = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    u[:, :, ::b, ::b] = y
    return u


@outcome(says="Your u is the right one for stride 2, whatever stride is")
def wrong_two(y, stride):
    """2"""
    (T, M, H, W), b = y.shape, 2
    u = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    u[:, :, ::b, ::b] = y
    return u


@outcome(says="Your u has stride rows and columns too many")
def wrong_long(y, stride):
    """H*b+1"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, H * b + 1, W * b + 1))
    u[:, :, :-1:b, :-1:b] = y
    return u


@outcome("T10")
def wrong_repeat(y, stride):
    """repeat"""
    return np.repeat(np.repeat(y, stride, axis=2), stride, axis=3)


@outcome("T10")
def wrong_kron(y, stride):
    """kron ones"""
    return np.kron(y, np.ones((1, 1, stride, stride)))


@outcome("T02")
def wrong_same(y, stride):
    """same"""
    return y


@outcome(nothing=True)
def wrong_insert(y, stride):
    """np.insert only rows"""
    return np.insert(y, np.arange(1, y.shape[2]), 0, axis=2)


@outcome(says="Your u is too large")
def wrong_frame(y, stride):
    """frame"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, (H + 1) * b + 1, (W + 1) * b + 1))
    u[:, :, b:-b:b, b:-b:b] = y
    return u


@outcome(says="Right on every square map, wrong on every other")
def wrong_t(y, stride):
    """transposed"""
    (T, M, H, W), b = y.shape, stride
    u = np.zeros((T, M, (W - 1) * b + 1, (H - 1) * b + 1))
    u[:, :, ::b, ::b] = y
    return u
