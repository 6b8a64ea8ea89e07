"""Programs of somebody who knew lessons 00 to 04 and the text of lesson 05."""

import numpy as np

from tests.programs import outcome


def right_with_rows_and_columns(du, positions, input_size):
    T, M, rows, columns = du.shape
    dy = np.zeros((T, M) + tuple(input_size))
    for t, m, i, j in np.ndindex(T, M, rows, columns):
        p = positions[t, m, i, j]
        dy[t, m, p // input_size[1], p % input_size[1]] += du[t, m, i, j]
    return dy


@outcome(says="Your dy is du in the first rows and columns, and 0 elsewhere.")
def wrong_in_the_corner(du, positions, input_size):
    """The positions are not used."""
    dy = np.zeros((*du.shape[:2], *input_size))
    dy[:, :, : du.shape[2], : du.shape[3]] = du
    return dy


@outcome(says="Your dy holds the right numbers, not all in their places")
def wrong_counted_from_one(du, positions, input_size):
    """Positions counted from 1."""
    dy = np.zeros((*du.shape[:2], *input_size))
    for place in np.ndindex(du.shape):
        r, c = divmod(max(positions[place] - 1, 0), input_size[1])
        dy[place[0], place[1], r, c] += du[place]
    return dy


@outcome(nothing=True)
def wrong_spread_evenly(du, positions, input_size):
    """All cells of a map get the same."""
    return np.ones((*du.shape[:2], *input_size)) * du.sum(axis=(2, 3), keepdims=True) / (input_size[0] * input_size[1])
