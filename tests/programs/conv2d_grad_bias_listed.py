"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("D01")
def wrong_mean(dz):
    """mean"""
    return dz.mean(axis=(0, 2, 3))


@outcome("D02")
def wrong_t(dz):
    """/T"""
    return dz.sum(axis=(0, 2, 3)) / len(dz)


@outcome("D03")
def wrong_hw(dz):
    """per position"""
    return dz.sum(axis=0)


@outcome("D06")
def wrong_ex(dz):
    """per example"""
    return dz.sum(axis=(2, 3))


@outcome(says="Your dbias is added up over its entries, axis 0, which should stay apart")
def wrong_all(dz):
    """all"""
    return dz.sum()


@outcome(says="Your dbias is dz added up over axes 1, 2 and 3: it has a number for each entry of axis 0.")
def wrong_axes(dz):
    """axes 1 2 3"""
    return dz.sum(axis=(1, 2, 3))


@outcome(says="Your dbias is the right one for the first example of dz alone")
def wrong_first(dz):
    """first"""
    return dz[0].sum(axis=(1, 2))


@outcome("D04")
def wrong_last(dz):
    """last"""
    return dz[-1].sum(axis=(1, 2))


@outcome(says="Your dbias is right, in a shape with axes of length 1 too many")
def wrong_keep(dz):
    """keepdims"""
    return dz.sum(axis=(0, 2, 3), keepdims=True)


@outcome(says="Every cell of your dbias is 1")
def wrong_one(dz):
    """ones"""
    return np.ones(dz.shape[1])


@outcome(says="Every cell of your dbias is 0: nothing was written into it")
def wrong_zero(dz):
    """zeros"""
    return np.zeros(dz.shape[1])


@outcome(says="Your dbias is the largest number of dz over the cells of each map.")
def wrong_max(dz):
    """max"""
    return dz.max(axis=(0, 2, 3))


@outcome(says="Your dbias is not yet added up over axis 1")
def wrong_row(dz):
    """rows only"""
    return dz.sum(axis=(0, 2))


@outcome("D09")
def wrong_meanpos(dz):
    """mean positions"""
    return dz.sum(axis=0).mean(axis=(1, 2))


@outcome(says="The decimals of dbias are cut off")
def wrong_int(dz):
    """int"""
    return dz.sum(axis=(0, 2, 3)).astype(int)


@outcome("D05")
def wrong_n(dz):
    """one bias"""
    return np.full(dz.shape[1], dz.sum())


@outcome(says="Your dbias has the opposite sign in every cell")
def wrong_neg(dz):
    """neg"""
    return -dz.sum(axis=(0, 2, 3))
