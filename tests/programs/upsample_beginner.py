"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("T01")
def wrong_Hs(y, s):
    """Hs."""
    T, M, H, W = y.shape
    z = np.zeros((T, M, H * s, W * s))
    z[:, :, ::s, ::s] = y
    return z


@outcome("T10")
def wrong_repeat(y, s):
    """Repeat."""
    return y.repeat(s, 2).repeat(s, 3)


@outcome("T03")
def wrong_s_zeros(y, s):
    """S zeros."""
    T, M, H, W = y.shape
    z = np.zeros((T, M, (H - 1) * (s + 1) + 1, (W - 1) * (s + 1) + 1))
    z[:, :, ::s + 1, ::s + 1] = y
    return z


@outcome(says="The decimals of u are cut off")
def wrong_int(y, s):
    """Int."""
    T, M, H, W = y.shape
    z = np.zeros((T, M, (H - 1) * s + 1, (W - 1) * s + 1), int)
    z[:, :, ::s, ::s] = y
    return z


@outcome(says="Right on every square map, wrong on every other")
def wrong_Hfor(y, s):
    """Hfor."""
    T, M, H, W = y.shape
    z = np.zeros((T, M, (H - 1) * s + 1, (H - 1) * s + 1))
    z[:, :, ::s, ::s] = y
    return z


@outcome(says="Your u is the right one for stride + 1")
def wrong_insert(y, s):
    """Insert."""
    for _ in range(s - 1):
        y = np.insert(y, range(1, y.shape[2]), 0, axis=2)
        y = np.insert(y, range(1, y.shape[3]), 0, axis=3)
    return y


@outcome(says="Your u is right in every cell that is not 0, but cells that should be 0 are filled")
def wrong_ones(y, s):
    """Ones."""
    T, M, H, W = y.shape
    z = np.ones((T, M, (H - 1) * s + 1, (W - 1) * s + 1))
    z[:, :, ::s, ::s] = y
    return z
