"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("I37")
def wrong_axis1(z):
    """rolls axis 1"""
    return np.roll(np.rot90(z, axes=(3, 4)), 1, axis=1)


@outcome(says="Your turned holds the right numbers, not all in their places")
def wrong_axis3(z):
    """rolls rows"""
    return np.roll(np.rot90(z, axes=(3, 4)), 1, axis=3)


@outcome("I26")
def wrong_no_turn(z):
    """no turn"""
    return np.roll(z, 1, axis=2)


@outcome("I04")
def wrong_turn_only(z):
    """no roll"""
    return np.rot90(z, axes=(3, 4))


@outcome("I13")
def wrong_back(z):
    """rolls back"""
    return np.roll(np.rot90(z, axes=(3, 4)), -1, axis=2)


@outcome("I10")
def wrong_clock(z):
    """clockwise"""
    return np.roll(np.rot90(z, -1, axes=(3, 4)), 1, axis=2)


@outcome(says="Your turned is the right one with its rows in reverse order")
def wrong_transpose(z):
    """transposes"""
    return np.roll(z.transpose(0, 1, 2, 4, 3), 1, axis=2)


@outcome("I41")
def wrong_two(z):
    """rolls by 2"""
    return np.roll(np.rot90(z, axes=(3, 4)), 2, axis=2)


@outcome(says="Your turned is the right one turned by 90° counter-clockwise")
def wrong_half(z):
    """turns 180"""
    return np.roll(np.rot90(z, 2, axes=(3, 4)), 1, axis=2)


@outcome("I15")
def wrong_default(z):
    """rot90 without axes"""
    return np.roll(np.rot90(z), 1, axis=2)


@outcome(says="Your turned holds the right numbers, not all in their places")
def wrong_noaxis(z):
    """roll without axis"""
    return np.roll(np.rot90(z, axes=(3, 4)), 1)


@outcome("I15")
def wrong_all(z):
    """other roll"""
    return np.roll(np.rot90(z, axes=(2, 3)), 1, axis=2)
