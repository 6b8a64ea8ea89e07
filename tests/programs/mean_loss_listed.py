"""Programs of the kinds that people were seen to write."""

import numpy as np


def wrong_nodz(div, dz):
    """dz undivided"""
    return (div.mean(), dz)


def wrong_twice(div, dz):
    """twice"""
    return (div.mean(), dz / len(div) ** 2)


def wrong_sum(div, dz):
    """sum"""
    return (div.sum(), dz)


def wrong_lossum(div, dz):
    """sum loss"""
    return (div.sum(), dz / len(div))


def wrong_swap(div, dz):
    """swapped"""
    return (dz / len(div), div.mean())


def wrong_size(div, dz):
    """dz.size"""
    return (div.mean(), dz / dz.size)


def wrong_cls(div, dz):
    """classes"""
    return (div.mean(), dz / dz.shape[1])


def wrong_dzmean(div, dz):
    """dz mean"""
    return (div.mean(), dz.mean(axis=0))


def wrong_only(div, dz):
    """loss only"""
    return div.mean()


def wrong_each(div, dz):
    """div/T"""
    return (div / len(div), dz / len(div))


def wrong_int(div, dz):
    """//"""
    return (div.sum() // len(div), dz // len(div))


def wrong_root(div, dz):
    """median"""
    return (np.median(div), dz / len(div))


def wrong_times(div, dz):
    """times T"""
    return (div.mean(), dz * len(div))


def wrong_minus(div, dz):
    """minus"""
    return (div.mean(), -dz / len(div))


def wrong_t1(div, dz):
    """T-1"""
    return (div.sum() / (len(div) - 1), dz / (len(div) - 1))
