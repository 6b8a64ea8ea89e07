"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("S02")
def wrong_hwc(w, in_channels, kernel_size):
    """channels last"""
    return w.reshape(len(w), *kernel_size, in_channels).transpose(0, 3, 1, 2)


@outcome("S02")
def wrong_kw(w, in_channels, kernel_size):
    """Kw Kh"""
    return w.reshape(len(w), in_channels, kernel_size[1], kernel_size[0]).transpose(0, 1, 3, 2)


@outcome(says="Your filters hold the right numbers in the right order, in another shape.")
def wrong_kwshape(w, in_channels, kernel_size):
    """Kw Kh shape"""
    return w.reshape(len(w), in_channels, kernel_size[1], kernel_size[0])


@outcome("S02")
def wrong_f(w, in_channels, kernel_size):
    """order F"""
    return w.reshape(len(w), in_channels, *kernel_size, order="F")


@outcome(says="Your filters hold the right numbers in the right order, in another shape.")
def wrong_mn(w, in_channels, kernel_size):
    """M N"""
    return w.reshape(in_channels, len(w), *kernel_size)


@outcome(says="Your filters hold the right numbers, not all in their places")
def wrong_wt(w, in_channels, kernel_size):
    """w.T"""
    return w.T.reshape(len(w), in_channels, *kernel_size)


@outcome(says="Your filters hold the right numbers in the right order, in another shape.")
def wrong_flat(w, in_channels, kernel_size):
    """no channels"""
    return w.reshape(len(w), in_channels * kernel_size[0], kernel_size[1])


@outcome(says="Axis 0 of your filters counts output maps: 2 are needed, 1 came.")
def wrong_one(w, in_channels, kernel_size):
    """first only"""
    return w[:1].reshape(1, in_channels, *kernel_size)


@outcome(says="The decimals of filters are cut off")
def wrong_int(w, in_channels, kernel_size):
    """int"""
    return w.astype(int).reshape(len(w), in_channels, *kernel_size)


@outcome("F01")
def wrong_flip(w, in_channels, kernel_size):
    """flipped"""
    return w.reshape(len(w), in_channels, *kernel_size)[:, :, ::-1, ::-1]


@outcome(says="Your filters hold the right numbers in the right order, in another shape.")
def wrong_same(w, in_channels, kernel_size):
    """unchanged"""
    return w


@outcome(says="Your filters are the right ones with their axes 0 and 1 exchanged.")
def wrong_swap(w, in_channels, kernel_size):
    """swap"""
    return w.reshape(len(w), in_channels, *kernel_size).transpose(1, 0, 2, 3)


@outcome(says="Your filters are the right ones with their axes 0, 1, 2 and 3 exchanged.")
def wrong_last(w, in_channels, kernel_size):
    """N last"""
    return w.T.reshape(in_channels, *kernel_size, len(w))


@outcome(says="Right with every square filter, wrong with every other")
def wrong_resize(w, in_channels, kernel_size):
    """resize"""
    return np.resize(w, (len(w), in_channels, kernel_size[0], kernel_size[0]))


@outcome(says="Your filters hold the right numbers in the right order, in another shape.")
def wrong_hwc2(w, in_channels, kernel_size):
    """no transpose"""
    return w.reshape(len(w), *kernel_size, in_channels)
