"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_tensordot(patch, w, bias):
    return np.tensordot(w, patch, axes=([1, 2, 3], [0, 1, 2])) + bias


def right_by_rows(patch, w, bias):
    return np.array([np.vdot(filters, patch) + b for filters, b in zip(w, bias, strict=True)])


def right_by_matrix(patch, w, bias):
    return w.reshape(w.shape[0], -1) @ patch.reshape(-1) + bias


def right_accumulating(patch, w, bias):
    z = bias.astype(float)
    for m, p, q in np.ndindex(patch.shape):
        z += w[:, m, p, q] * patch[m, p, q]
    return z


@outcome(says="Where z should be negative, yours is 0.")
def wrong_relu(patch, w, bias):
    """The activation is in it already."""
    return np.maximum(np.einsum("nmpq,mpq->n", w, patch) + bias, 0)


@outcome(says="Your z has 2 axes; 1 is needed, shape (1,).")
def wrong_maps_apart(patch, w, bias):
    """The maps are not summed."""
    return np.einsum("nmpq,mpq->nm", w, patch) + bias[:, None]


@outcome("F07")
def wrong_bias_per_map(patch, w, bias):
    """Bias added once for every map."""
    return (np.einsum("nmpq,mpq->nm", w, patch) + bias[:, None]).sum(axis=1)


@outcome("F08")
def wrong_one_filter(patch, w, bias):
    """The first filter answers for all."""
    return np.full(len(w), (w[0] * patch).sum()) + bias


@outcome(says="Your z is right but for the bias, which is not added exactly once.")
def wrong_minus_bias(patch, w, bias):
    """A threshold is subtracted."""
    return np.einsum("nmpq,mpq->n", w, patch) - bias
