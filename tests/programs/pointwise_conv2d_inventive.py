"""Programs of an inventive beginner, and what stands near a named mistake."""

import numpy as np

from tests.programs import outcome


def right_maps_last(y, w):
    return np.moveaxis(np.moveaxis(y, 1, -1) @ w.T, -1, 1)


@outcome("N31")
def wrong_mean_map(y, w):
    """The mean map, times all weights of an output."""
    return w.sum(axis=1)[:, None, None] * y.mean(axis=1, keepdims=True)


@outcome(nothing=True)
def wrong_one_factor(y, w):
    """One factor, the sum of all weights."""
    return np.repeat(w.sum() * y.sum(axis=1, keepdims=True), len(w), axis=1)


@outcome(nothing=True)
def wrong_softmax(y, w):
    """Weights that are probabilities."""
    share = np.exp(w) / np.exp(w).sum(axis=1, keepdims=True)
    return np.einsum("nm,tmij->tnij", share, y)


@outcome(says="In each case your z is the right one times one factor")
def wrong_share_of_all(y, w):
    """Divided by the sum of all absolute weights."""
    return np.einsum("nm,tmij->tnij", w / np.abs(w).sum(), y)
