"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("I17")
def wrong_ud(w):
    """up down"""
    return np.stack([w, w[:, :, ::-1]], axis=1)


@outcome("I17")
def wrong_both(w):
    """both"""
    return np.stack([w, w[:, :, ::-1, ::-1]], axis=1)


@outcome("I17")
def wrong_t(w):
    """transposed"""
    return np.stack([w, w.transpose(0, 1, 3, 2)], axis=1)


@outcome("I18")
def wrong_first(w):
    """mirror first"""
    return np.stack([w[:, :, :, ::-1], w], axis=1)


@outcome("I14")
def wrong_axis0(w):
    """axis 0"""
    return np.stack([w, w[:, :, :, ::-1]])


@outcome("I14")
def wrong_axis2(w):
    """axis 2"""
    return np.stack([w, w[:, :, :, ::-1]], axis=2)


@outcome(says="Your bank has 2 members too many")
def wrong_four(w):
    """four"""
    return np.stack([w, w[:, :, :, ::-1], w[:, :, ::-1], w[:, :, ::-1, ::-1]], axis=1)


@outcome(says="member 0 alone is right")
def wrong_same(w):
    """same"""
    return np.stack([w, w], axis=1)


@outcome("I17")
def wrong_fliplr(w):
    """np.fliplr"""
    return np.stack([w, np.fliplr(w)], axis=1)


@outcome(says="Your bank is right for member 0 only.")
def wrong_flip(w):
    """np.flip"""
    return np.stack([w, np.flip(w)], axis=1)


@outcome(says="Only the last of the members of bank is returned")
def wrong_only(w):
    """mirror only"""
    return w[:, :, :, ::-1]


@outcome(says="Your bank is right for member 0 only")
def wrong_neg(w):
    """negative"""
    return np.stack([w, -w], axis=1)


@outcome(says="Your bank holds the right numbers in the right order, in another shape")
def wrong_concat(w):
    """concat"""
    return np.concatenate([w, w[:, :, :, ::-1]], axis=1)


@outcome(says="Your bank holds the right numbers, not all in their places")
def wrong_reshape(w):
    """reshape"""
    return np.stack([w, w[:, :, :, ::-1]]).reshape(len(w), 2, *w.shape[1:])


@outcome("I17")
def wrong_axis1flip(w):
    """axis 1"""
    return np.stack([w, w[:, ::-1]], axis=1)
