"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome(says="Your u is the right one with examples and maps left out too")
def wrong_all_axes(y, s):
    """All axes."""
    return y[::s, ::s, ::s, ::s]


@outcome(says="Your u has one row and one column too few")
def wrong_from_s(y, s):
    """From s."""
    return y[:, :, s::s, s::s]


@outcome("P28")
def wrong_mean(y, s):
    """Mean."""
    return y[:, :, :y.shape[2] // s * s:s, :y.shape[3] // s * s:s]


@outcome(says="In every case the number of columns of your u is as in the input, W")
def wrong_rows(y, s):
    """Rows."""
    return y[:, :, ::s]


@outcome("P28")
def wrong_floor(y, s):
    """Floor."""
    T, M, H, W = y.shape
    u = np.zeros((T, M, H // s, W // s))
    for i in range(H // s):
        for j in range(W // s):
            u[:, :, i, j] = y[:, :, i * s, j * s]
    return u


@outcome(says="In every case the numbers of rows and columns of your u are as in the input, H")
def wrong_2d(y, s):
    """2d."""
    return y[::s, ::s]
