"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("L04")
def wrong_nodz(div, dz):
    """dz undivided"""
    return (div.mean(), dz)


@outcome("L01")
def wrong_twice(div, dz):
    """twice"""
    return (div.mean(), dz / len(div) ** 2)


@outcome("L10")
def wrong_sum(div, dz):
    """sum"""
    return (div.sum(), dz)


@outcome("L10")
def wrong_lossum(div, dz):
    """sum loss"""
    return (div.sum(), dz / len(div))


@outcome(says="The results are there, but in another order: (loss, dz) is needed")
def wrong_swap(div, dz):
    """swapped"""
    return (dz / len(div), div.mean())


@outcome("L41")
def wrong_size(div, dz):
    """dz.size"""
    return (div.mean(), dz / dz.size)


@outcome("L41")
def wrong_cls(div, dz):
    """classes"""
    return (div.mean(), dz / dz.shape[1])


@outcome(says="Your dz is added up over its examples, axis 0, which should stay apart")
def wrong_dzmean(div, dz):
    """dz mean"""
    return (div.mean(), dz.mean(axis=0))


@outcome(says="Your function returned a float64; 2 results are needed, (loss, dz)")
def wrong_only(div, dz):
    """loss only"""
    return div.mean()


@outcome(says="Your loss is not yet added up over axis 0")
def wrong_each(div, dz):
    """div/T"""
    return (div / len(div), dz / len(div))


@outcome(says="Your loss is the right one rounded down")
def wrong_int(div, dz):
    """//"""
    return (div.sum() // len(div), dz // len(div))


@outcome(says="Wherever it is wrong, your loss is the median of div.")
def wrong_root(div, dz):
    """median"""
    return (np.median(div), dz / len(div))


@outcome(says="In each case your dz is the right one times one factor (4, 16)")
def wrong_times(div, dz):
    """times T"""
    return (div.mean(), dz * len(div))


@outcome(says="Your dz has the opposite sign in every cell")
def wrong_minus(div, dz):
    """minus"""
    return (div.mean(), -dz / len(div))


@outcome(says="Your loss is the right one, but divided by T − 1 in place of T.")
def wrong_t1(div, dz):
    """T-1"""
    return (div.sum() / (len(div) - 1), dz / (len(div) - 1))
