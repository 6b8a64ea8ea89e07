"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("I10")
def wrong_cw(w):
    """clockwise"""
    return np.stack([np.rot90(w, -r, axes=(2, 3)) for r in range(4)], axis=1)


@outcome("I15")
def wrong_default(w):
    """axes forgotten"""
    return np.stack([np.rot90(w, r) for r in range(4)], axis=1)


@outcome("I14")
def wrong_axis0(w):
    """axis 0"""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)])


@outcome("I14")
def wrong_axis2(w):
    """axis 2"""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=2)


@outcome("I16")
def wrong_mirror(w):
    """mirrors"""
    return np.stack([w, w[:, :, :, ::-1], w[:, :, ::-1], w[:, :, ::-1, ::-1]], axis=1)


@outcome("I16")
def wrong_t(w):
    """transposes"""
    return np.stack([w, w.transpose(0, 1, 3, 2), w[:, :, ::-1, ::-1], w.transpose(0, 1, 3, 2)[:, :, ::-1, ::-1]], axis=1)


@outcome("I18")
def wrong_from1(w):
    """from 1"""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(1, 5)], axis=1)


@outcome(says="Your bank has one member too few")
def wrong_three(w):
    """three"""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(3)], axis=1)


@outcome(says="member 0 alone is right")
def wrong_same(w):
    """the same"""
    return np.stack([w] * 4, axis=1)


@outcome(says="Your bank is right for members 0 and 1, and wrong for members 2 and 3.")
def wrong_once(w):
    """turned once"""
    return np.stack([w] + [np.rot90(w, 1, axes=(2, 3))] * 3, axis=1)


@outcome(says="Your bank has 4 axes; 5 are needed, shape (1, 4, 1, 2, 2)")
def wrong_concat(w):
    """concatenated"""
    return np.concatenate([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=0)


@outcome(says="Your bank holds the right numbers in the right order, in another shape")
def wrong_concat1(w):
    """concatenated 1"""
    return np.concatenate([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=1)


@outcome("I15")
def wrong_axes12(w):
    """axes 1 2"""
    return np.stack([np.rot90(w, r, axes=(1, 2)) for r in range(4)], axis=1)


@outcome(says="Your bank holds the right numbers, not all in their places")
def wrong_reshape(w):
    """reshape"""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)]).reshape(len(w), 4, *w.shape[1:])


@outcome(says="member 0 alone is right")
def wrong_two(w):
    """two"""
    return np.stack([w, np.rot90(w, 2, axes=(2, 3))] * 2, axis=1)


@outcome(says="Your bank is 1/4 times the right one in every cell")
def wrong_div(w):
    """divided"""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=1) / 4
