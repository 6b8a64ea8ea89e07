"""Programs around signs, the bias and the place of the patch: what is named, and what stands near it and is not."""

import numpy as np

from tests.programs import outcome


def patches(y, w):
    (H, W), (Kh, Kw) = y.shape, w.shape
    return [[y[i : i + Kh, j : j + Kw] for j in range(W - Kw + 1)] for i in range(H - Kh + 1)]


def right_minus_of_minus(y, w, bias):
    return -np.array([[(-patch * w).sum() - bias for patch in row] for row in patches(y, w)])


def right_plus_and_minus_parts(y, w, bias):
    up, down = np.maximum(w, 0), np.maximum(-w, 0)
    return np.array([[(patch * up).sum() - (patch * down).sum() + bias for patch in row] for row in patches(y, w)])


@outcome("S17")
def wrong_sum_of_magnitudes(y, w, bias):
    """The absolute value of each sum."""
    return np.array([[abs((patch * w).sum()) + bias for patch in row] for row in patches(y, w)])


@outcome("S17")
def wrong_strengths(y, w, bias):
    """Weights taken for strengths."""
    return np.array([[(patch * abs(w)).sum() + bias for patch in row] for row in patches(y, w)])


@outcome("F06", "S17")
def wrong_magnitudes_without_bias(y, w, bias):
    """Absolute products, and no bias."""
    return np.array([[np.abs(patch * w).sum() for patch in row] for row in patches(y, w)])


@outcome(says="Your z has lost its minus signs.")
def wrong_all_positive(y, w, bias):
    """The absolute value of everything, bias included."""
    return np.abs(np.array([[(patch * w).sum() + bias for patch in row] for row in patches(y, w)]))


@outcome(nothing=True)
def wrong_products_cut(y, w, bias):
    """Negative products count as 0."""
    return np.array([[np.maximum(patch * w, 0).sum() + bias for patch in row] for row in patches(y, w)])


@outcome(nothing=True)
def wrong_distance(y, w, bias):
    """How far patch and filter are apart."""
    return np.array([[np.abs(patch - w).sum() + bias for patch in row] for row in patches(y, w)])


@outcome(says="Your z is right but for one factor before the bias")
def wrong_bias_twice(y, w, bias):
    """Multiplied by the bias, and the bias added as well."""
    return np.array([[(patch * w).sum() * bias + bias for patch in row] for row in patches(y, w)])


@outcome("S19")
def wrong_column_first(y, w, bias):
    """Loops over columns outside, and the result filled as z[j, i]."""
    (H, W), (Kh, Kw) = y.shape, w.shape
    z = np.zeros((H - Kh + 1, W - Kw + 1))
    for i in range(z.shape[1]):
        for j in range(z.shape[0]):
            z[j, i] = (y[i : i + Kh, j : j + Kw] * w).sum() + bias
    return z


@outcome(says="Your z is the right one transposed")
def wrong_transposed(y, w, bias):
    """Right, but turned over its diagonal."""
    return np.array([[(patch * w).sum() + bias for patch in row] for row in patches(y, w)]).T


@outcome(says="Your z is the right one for y with rows and columns exchanged.")
def wrong_map_transposed(y, w, bias):
    """The map is transposed first."""
    return np.array([[(patch * w).sum() + bias for patch in row] for row in patches(y.T, w)])
