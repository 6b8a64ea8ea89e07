"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_slices(w):
    bank = np.empty((w.shape[0], 2, *w.shape[1:]))
    bank[:, 0], bank[:, 1] = w, w[..., ::-1]
    return bank


def right_by_fliplr(w):
    return np.array([[filters, [np.fliplr(plane) for plane in filters]] for filters in w])


def right_by_index(w):
    K = w.shape[3]
    return np.stack((w, w[:, :, :, [K - 1 - q for q in range(K)]]), 1)


def right_by_matrix(w):
    mirror = np.eye(w.shape[-1])[::-1]
    return np.concatenate([w[:, None], (w @ mirror)[:, None]], axis=1)


@outcome("I17")
def wrong_up_down(w):
    """Mirrored up-down."""
    return np.stack([w, w[:, :, ::-1]], axis=1)


@outcome("I17")
def wrong_both(w):
    """Both ways."""
    return np.stack([w, w[:, :, ::-1, ::-1]], axis=1)


@outcome("I17")
def wrong_maps_reversed(w):
    """np.flip on the wrong axis."""
    return np.stack([w, np.flip(w, axis=1)], axis=1)


@outcome("I14")
def wrong_end_axis(w):
    """Stacked along the first axis."""
    return np.stack([w, w[:, :, :, ::-1]], axis=0)
