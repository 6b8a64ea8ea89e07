"""What one = does in a loop over everything."""

import numpy as np

from tests.programs import outcome


def right_loop(dz):
    dbias = np.zeros(dz.shape[1])
    for t, n, i, j in np.ndindex(dz.shape):
        dbias[n] += dz[t, n, i, j]
    return dbias


@outcome("D10")
def wrong_equals(dz):
    """= in place of +=."""
    dbias = np.zeros(dz.shape[1])
    for t, n, i, j in np.ndindex(dz.shape):
        dbias[n] = dz[t, n, i, j]
    return dbias


@outcome("D04")
def wrong_last_example(dz):
    """= in a loop over examples and maps."""
    dbias = np.zeros(dz.shape[1])
    for t, n in np.ndindex(dz.shape[:2]):
        dbias[n] = dz[t, n].sum()
    return dbias


@outcome(nothing=True)
def wrong_first_cell(dz):
    """The first cell stands for all."""
    return dz[0, :, 0, 0]
