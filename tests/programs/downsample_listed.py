"""Programs of the kinds that people were seen to write."""

import numpy as np


def wrong_last(y, stride):
    """last"""
    return y[:, :, stride - 1::stride, stride - 1::stride]


def wrong_rows(y, stride):
    """rows only"""
    return y[:, :, ::stride]


def wrong_axes(y, stride):
    """first axes"""
    return y[::stride, ::stride]


def wrong_floor(y, stride):
    """H // s"""
    return y[:, :, :y.shape[2] // stride * stride:stride, :y.shape[3] // stride * stride:stride]


def wrong_mean(y, stride):
    """mean"""
    return y[:, :, :y.shape[2] // stride * stride, :y.shape[3] // stride * stride].reshape(*y.shape[:2], y.shape[2] // stride, stride, y.shape[3] // stride, stride).mean(axis=(3, 5))


def wrong_crop(y, stride):
    """crop"""
    return y[:, :, :-(-y.shape[2] // stride), :-(-y.shape[3] // stride)]


def wrong_plus(y, stride):
    """s+1"""
    return y[:, :, ::stride + 1, ::stride + 1]


def wrong_one(y, stride):
    """from 1"""
    return y[:, :, 1::stride, 1::stride]


def wrong_two(y, stride):
    """2"""
    return y[:, :, ::2, ::2]


def wrong_zero(y, stride):
    """zeros"""
    return np.where((np.arange(y.shape[2]) % stride == 0)[:, None] & (np.arange(y.shape[3]) % stride == 0), y, 0)


def wrong_sum(y, stride):
    """int"""
    return y[:, :, ::stride, ::stride].astype(int)


def wrong_t(y, stride):
    """transposed"""
    return y[:, :, ::stride, ::stride].transpose(0, 1, 3, 2)


def wrong_max(y, stride):
    """max"""
    return np.maximum(y[:, :, ::stride, ::stride], 0)


def wrong_slice(y, stride):
    """no step"""
    return y[:, :, stride:, stride:]


def wrong_first(y, stride):
    """example 0"""
    return y[:1, :, ::stride, ::stride]
