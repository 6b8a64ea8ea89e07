"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("P15")
def wrong_last(y, stride):
    """last"""
    return y[:, :, stride - 1::stride, stride - 1::stride]


@outcome(says="In every case the number of columns of your u is as in the input, W")
def wrong_rows(y, stride):
    """rows only"""
    return y[:, :, ::stride]


@outcome(says="In every case the numbers of rows and columns of your u are as in the input, H")
def wrong_axes(y, stride):
    """first axes"""
    return y[::stride, ::stride]


@outcome("P28")
def wrong_floor(y, stride):
    """H // s"""
    return y[:, :, :y.shape[2] // stride * stride:stride, :y.shape[3] // stride * stride:stride]


@outcome(says="In every case the numbers of rows and columns of your u are H // s")
def wrong_mean(y, stride):
    """mean"""
    return y[:, :, :y.shape[2] // stride * stride, :y.shape[3] // stride * stride].reshape(*y.shape[:2], y.shape[2] // stride, stride, y.shape[3] // stride, stride).mean(axis=(3, 5))


@outcome(says="Your u is right in the first cell of each map only")
def wrong_crop(y, stride):
    """crop"""
    return y[:, :, :-(-y.shape[2] // stride), :-(-y.shape[3] // stride)]


@outcome(says="Your u is the right one for stride + 1")
def wrong_plus(y, stride):
    """s+1"""
    return y[:, :, ::stride + 1, ::stride + 1]


@outcome(says="Your u is the right one for y without its first row and column.")
def wrong_one(y, stride):
    """from 1"""
    return y[:, :, 1::stride, 1::stride]


@outcome(says="Your u is the right one for stride 2, whatever stride is")
def wrong_two(y, stride):
    """2"""
    return y[:, :, ::2, ::2]


@outcome(says="In every case the numbers of rows and columns of your u are as in the input, H")
def wrong_zero(y, stride):
    """zeros"""
    return np.where((np.arange(y.shape[2]) % stride == 0)[:, None] & (np.arange(y.shape[3]) % stride == 0), y, 0)


@outcome(says="The decimals of u are cut off")
def wrong_sum(y, stride):
    """int"""
    return y[:, :, ::stride, ::stride].astype(int)


@outcome(says="Your u is the right one with rows and columns exchanged, its last two axes")
def wrong_t(y, stride):
    """transposed"""
    return y[:, :, ::stride, ::stride].transpose(0, 1, 3, 2)


@outcome(says="Where u should be negative, yours is 0")
def wrong_max(y, stride):
    """max"""
    return np.maximum(y[:, :, ::stride, ::stride], 0)


@outcome(says="In every case the numbers of rows and columns of your u are H − s.")
def wrong_slice(y, stride):
    """no step"""
    return y[:, :, stride:, stride:]


@outcome(says="Axis 0 of your u counts examples: 2 are needed, 1 came.")
def wrong_first(y, stride):
    """example 0"""
    return y[:1, :, ::stride, ::stride]
