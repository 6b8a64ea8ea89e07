"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome(says="Right with one output map, wrong in every case with several")
def wrong_sum_all(patch, w, bias):
    """Sum all."""
    return (patch * w).sum() + bias


@outcome("F06")
def wrong_no_bias(patch, w, bias):
    """No bias."""
    return np.einsum('mpq,nmpq->n', patch, w)


@outcome("F06")
def wrong_loop_list(patch, w, bias):
    """Loop list."""
    return [float((patch * w[n]).sum()) for n in range(len(w))]


@outcome("F19")
def wrong_bias_outside(patch, w, bias):
    """Bias outside."""
    return np.array([(patch * w[n] + bias[n]).sum() for n in range(len(w))])


@outcome("F04")
def wrong_first_map(patch, w, bias):
    """First map."""
    return np.array([(patch[0] * w[n, 0]).sum() + bias[n] for n in range(len(w))])


@outcome(says="Your z has 2 axes")
def wrong_keeps_m(patch, w, bias):
    """Keeps m."""
    return np.einsum('mpq,nmpq->nm', patch, w) + bias[:, None]


@outcome(says="In a matrix product 1 meets 4")
def wrong_flat_dot(patch, w, bias):
    """Flat dot."""
    return patch.ravel() @ w.reshape(len(w), -1) + bias


@outcome("F39")
def wrong_axis(patch, w, bias):
    """Axis."""
    return (patch * w).sum(axis=(0, 1, 2)) + bias
