"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("P16")
def wrong_repeat(du, input_size, stride):
    """repeat"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:] = np.repeat(np.repeat(du, stride, axis=2), stride, axis=3)[:, :, :input_size[0], :input_size[1]]
    return dy


@outcome("P15")
def wrong_last(du, input_size, stride):
    """last"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, stride - 1::stride, stride - 1::stride] = du[:, :, :dy[:, :, stride - 1::stride].shape[2], :dy[:, :, :, stride - 1::stride].shape[3]]
    return dy


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_rows(du, input_size, stride):
    """rows"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, ::stride] = du
    return dy


@outcome(says="In every case the numbers of rows and columns of your dy are H′ · s")
def wrong_hs(du, input_size, stride):
    """H*s"""
    dy = np.zeros((*du.shape[:2], du.shape[2] * stride, du.shape[3] * stride))
    dy[:, :, ::stride, ::stride] = du
    return dy


@outcome(says="In every case the numbers of rows and columns of your dy are (H′ − 1) · s + 1")
def wrong_s1(du, input_size, stride):
    """(H-1)s+1"""
    dy = np.zeros((*du.shape[:2], (du.shape[2] - 1) * stride + 1, (du.shape[3] - 1) * stride + 1))
    dy[:, :, ::stride, ::stride] = du
    return dy


@outcome("P29")
def wrong_div(du, input_size, stride):
    """/s²"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, ::stride, ::stride] = du / stride ** 2
    return dy


@outcome(says="Your dy holds the right numbers, not all in their places")
def wrong_nos(du, input_size, stride):
    """no stride"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, :du.shape[2], :du.shape[3]] = du
    return dy


@outcome(says="The decimals of dy are cut off")
def wrong_int(du, input_size, stride):
    """int"""
    dy = np.zeros((*du.shape[:2], *input_size), dtype=int)
    dy[:, :, ::stride, ::stride] = du
    return dy


@outcome(says="In every case the number of rows of your dy is counted from W in place of H")
def wrong_swap(du, input_size, stride):
    """H W swapped"""
    dy = np.zeros((*du.shape[:2], input_size[1], input_size[0]))
    dy[:, :, ::stride, ::stride] = du
    return dy


@outcome(says="In every case the number of columns of your dy is counted from H in place of W")
def wrong_hh(du, input_size, stride):
    """HH"""
    dy = np.zeros((*du.shape[:2], input_size[0], input_size[0]))
    dy[:, :, ::stride, ::stride] = du
    return dy


@outcome(says="Wherever it is wrong, your dy is du as it came.")
def wrong_same(du, input_size, stride):
    """du"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, ::stride, ::stride] = du
    return du


@outcome(says="Every cell of your dy is 0: nothing was written into it")
def wrong_zero(du, input_size, stride):
    """zeros"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, ::stride, ::stride] + du
    return dy


@outcome(says="Right with stride 2 only: is 2 written somewhere in place of stride?")
def wrong_two(du, input_size, stride):
    """2"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, ::2, ::2] = du
    return dy


@outcome(says="Right with one example, wrong in every case with several")
def wrong_sum(du, input_size, stride):
    """sum over T"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, ::stride, ::stride] = du.sum(axis=0)
    return dy


@outcome("P16", "P29")
def wrong_kron(du, input_size, stride):
    """repeat share"""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:] = np.repeat(np.repeat(du, stride, axis=2), stride, axis=3)[:, :, :input_size[0], :input_size[1]] / stride ** 2
    return dy
