"""Programs of the kinds that people were seen to write."""

import numpy as np


def wrong_axis1(z):
    """rolls axis 1"""
    return np.roll(np.rot90(z, axes=(3, 4)), 1, axis=1)


def wrong_axis3(z):
    """rolls rows"""
    return np.roll(np.rot90(z, axes=(3, 4)), 1, axis=3)


def wrong_no_turn(z):
    """no turn"""
    return np.roll(z, 1, axis=2)


def wrong_turn_only(z):
    """no roll"""
    return np.rot90(z, axes=(3, 4))


def wrong_back(z):
    """rolls back"""
    return np.roll(np.rot90(z, axes=(3, 4)), -1, axis=2)


def wrong_clock(z):
    """clockwise"""
    return np.roll(np.rot90(z, -1, axes=(3, 4)), 1, axis=2)


def wrong_transpose(z):
    """transposes"""
    return np.roll(z.transpose(0, 1, 2, 4, 3), 1, axis=2)


def wrong_two(z):
    """rolls by 2"""
    return np.roll(np.rot90(z, axes=(3, 4)), 2, axis=2)


def wrong_half(z):
    """turns 180"""
    return np.roll(np.rot90(z, 2, axes=(3, 4)), 1, axis=2)


def wrong_default(z):
    """rot90 without axes"""
    return np.roll(np.rot90(z), 1, axis=2)


def wrong_noaxis(z):
    """roll without axis"""
    return np.roll(np.rot90(z, axes=(3, 4)), 1)


def wrong_all(z):
    """other roll"""
    return np.roll(np.rot90(z, axes=(2, 3)), 1, axis=2)
