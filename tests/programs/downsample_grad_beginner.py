"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome(says="In every case the numbers of rows and columns of your dy are H′ · s")
def wrong_small(du, size, s):
    """Small."""
    T, M, Ho, Wo = du.shape
    dy = np.zeros((T, M, Ho * s, Wo * s))
    dy[:, :, ::s, ::s] = du
    return dy


@outcome("P16")
def wrong_repeat(du, size, s):
    """Repeat."""
    return du.repeat(s, 2).repeat(s, 3)[:, :, :size[0], :size[1]]


@outcome("P15")
def wrong_start(du, size, s):
    """Start."""
    T, M, Ho, Wo = du.shape
    dy = np.zeros((T, M, *size))
    dy[:, :, s - 1::s, s - 1::s] = du
    return dy


@outcome("P29")
def wrong_divide(du, size, s):
    """Divide."""
    T, M, Ho, Wo = du.shape
    dy = np.zeros((T, M, *size))
    dy[:, :, ::s, ::s] = du / s ** 2
    return dy


@outcome(says="Your dy holds the right numbers, not all in their places")
def wrong_rowsonly(du, size, s):
    """Rowsonly."""
    T, M, Ho, Wo = du.shape
    dy = np.zeros((T, M, *size))
    dy[:, :, ::s, :Wo] = du
    return dy


@outcome(says="Your dy holds the right numbers, not all in their places")
def wrong_step_plus1(du, size, s):
    """Step plus1."""
    T, M, Ho, Wo = du.shape
    dy = np.zeros((T, M, *size))
    for i in range(Ho):
        for j in range(Wo):
            dy[:, :, i * s + i, j * s + j] = du[:, :, i, j]
    return dy
