"""Programs of the kinds that people were seen to write."""

import numpy as np


def wrong_mean(dz):
    """mean"""
    return dz.mean(axis=(0, 2, 3))


def wrong_t(dz):
    """/T"""
    return dz.sum(axis=(0, 2, 3)) / len(dz)


def wrong_hw(dz):
    """per position"""
    return dz.sum(axis=0)


def wrong_ex(dz):
    """per example"""
    return dz.sum(axis=(2, 3))


def wrong_all(dz):
    """all"""
    return dz.sum()


def wrong_axes(dz):
    """axes 1 2 3"""
    return dz.sum(axis=(1, 2, 3))


def wrong_first(dz):
    """first"""
    return dz[0].sum(axis=(1, 2))


def wrong_last(dz):
    """last"""
    return dz[-1].sum(axis=(1, 2))


def wrong_keep(dz):
    """keepdims"""
    return dz.sum(axis=(0, 2, 3), keepdims=True)


def wrong_one(dz):
    """ones"""
    return np.ones(dz.shape[1])


def wrong_zero(dz):
    """zeros"""
    return np.zeros(dz.shape[1])


def wrong_max(dz):
    """max"""
    return dz.max(axis=(0, 2, 3))


def wrong_row(dz):
    """rows only"""
    return dz.sum(axis=(0, 2))


def wrong_meanpos(dz):
    """mean positions"""
    return dz.sum(axis=0).mean(axis=(1, 2))


def wrong_int(dz):
    """int"""
    return dz.sum(axis=(0, 2, 3)).astype(int)


def wrong_n(dz):
    """one bias"""
    return np.full(dz.shape[1], dz.sum())


def wrong_neg(dz):
    """neg"""
    return -dz.sum(axis=(0, 2, 3))
