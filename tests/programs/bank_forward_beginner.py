"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _bank(w):
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=1)


def _scan(y, bank):
    K = bank.shape[-1]
    v = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
    return np.einsum('tmijpq,nrmpq->tnrij', v, bank)


@outcome("I19")
def wrong_sum(y, w):
    """Sum."""
    z = _scan(y, _bank(w))
    return (z.sum(axis=2), z.argmax(axis=2))


@outcome("I20")
def wrong_abs(y, w):
    """Abs."""
    z = np.abs(_scan(y, _bank(w)))
    return (z.max(axis=2), z.argmax(axis=2))


@outcome("I38")
def wrong_last(y, w):
    """Last."""
    z = _scan(y, _bank(w))
    return (z.max(axis=2), 3 - z[:, :, ::-1].argmax(axis=2))


@outcome("I48")
def wrong_axis1(y, w):
    """Axis1."""
    z = _scan(y, _bank(w))
    return (z.max(axis=1), z.argmax(axis=1))


@outcome("I03")
def wrong_noturn(y, w):
    """Noturn."""
    z = _scan(y, np.stack([w] * 4, axis=1))
    return (z.max(axis=2), z.argmax(axis=2))


@outcome(says="Where z should be negative, yours is 0")
def wrong_relu(y, w):
    """Relu."""
    z = _scan(y, _bank(w))
    return (np.maximum(z.max(axis=2), 0), z.argmax(axis=2))


@outcome(says="Your function returned one array of shape (1, 1, 2, 2)")
def wrong_only_z(y, w):
    """Only z."""
    return _scan(y, _bank(w)).max(axis=2)


@outcome(says="The results are there, but in another order: (z, winner) is needed")
def wrong_swapped(y, w):
    """Swapped."""
    z = _scan(y, _bank(w))
    return (z.argmax(axis=2), z.max(axis=2))


@outcome(says="Your winner is too large by 1 in every case")
def wrong_from1(y, w):
    """From1."""
    z = _scan(y, _bank(w))
    return (z.max(axis=2), z.argmax(axis=2) + 1)
