"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_indices(w):
    K = w.shape[2]
    bank = np.empty((w.shape[0], 4, *w.shape[1:]))
    for p, q in np.ndindex(K, K):
        a, b = p, q
        for r in range(4):
            bank[:, r, :, a, b] = w[:, :, p, q]
            a, b = K - 1 - b, a
    return bank


def right_step_by_step(w):
    members = [w]
    for _ in range(3):
        members.append(members[-1].swapaxes(2, 3)[:, :, ::-1])
    return np.array(members).swapaxes(0, 1)


def right_filter_by_filter(w):
    return np.array([[[np.rot90(plane, r) for plane in filters] for r in range(4)] for filters in w])


def right_preallocated(w):
    bank = np.zeros((len(w), 4) + w.shape[1:])
    bank[:, 0] = w
    bank[:, 1] = np.flip(w.transpose(0, 1, 3, 2), 2)
    bank[:, 2] = np.flip(w, (2, 3))
    bank[:, 3] = np.flip(w.transpose(0, 1, 3, 2), 3)
    return bank


@outcome(says="Your bank is right for members 0 and 2, and wrong for members 1 and 3.")
def wrong_flips(w):
    """Mirror images in place of turns."""
    return np.stack([w, w[:, :, ::-1], w[:, :, ::-1, ::-1], w[:, :, :, ::-1]], axis=1)


@outcome(says="Your bank holds the right numbers, not all in their places")
def wrong_first_axes(w):
    """rot90 without axes."""
    return np.stack([w, *(np.rot90(w, 2 * r, axes=(0, 1)) for r in range(1, 4))], axis=1)


@outcome(says="Your bank has one member too few.")
def wrong_three(w):
    """Three members."""
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in (1, 2, 3)], axis=1)


@outcome(says="member 0 alone is right")
def wrong_half_turns(w):
    """Half turns."""
    return np.stack([np.rot90(w, 2 * r, axes=(2, 3)) for r in range(4)], axis=1)
