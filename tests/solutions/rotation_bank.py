"""Right and wrong ways to write rotation_bank."""

import numpy as np


def right_turn_the_last_one(w):
    members = [w]
    for _ in range(3):
        members.append(np.rot90(members[-1], axes=(2, 3)))
    return np.stack(members, axis=1)


def right_transposed_and_reversed(w):
    once = w.swapaxes(2, 3)[:, :, ::-1]
    twice = w[:, :, ::-1, ::-1]
    return np.stack([w, once, twice, once[:, :, ::-1, ::-1]], axis=1)


def right_filter_by_filter(w):
    return [[[np.rot90(w[n, m], r) for m in range(w.shape[1])] for r in range(4)] for n in range(len(w))]


def right_cell_by_cell(w):
    N, M, K, _ = w.shape
    bank = np.empty((N, 4, M, K, K))
    for p, q in np.ndindex(K, K):
        a, b = K - 1 - p, K - 1 - q
        for r, (i, j) in enumerate(((p, q), (q, a), (a, b), (b, p))):
            bank[:, r, :, p, q] = w[:, :, i, j]
    return bank


def wrong_clockwise(w):
    return np.stack([np.rot90(w, k, axes=(3, 2)) for k in range(4)], axis=1)


wrong_clockwise.mistakes = ("I10",)


def wrong_no_axes(w):
    return np.stack([np.rot90(w, k) for k in range(4)], axis=1)


wrong_no_axes.mistakes = ("I15",)


def wrong_stacked_in_front(w):
    return np.array([np.rot90(w, k, axes=(2, 3)) for k in range(4)])


wrong_stacked_in_front.mistakes = ("I14",)


def wrong_flips(w):
    return np.stack([w, np.flip(w, 3), np.flip(w, 2), np.flip(w, (2, 3))], axis=1)


wrong_flips.mistakes = ("I16",)


def wrong_starts_with_the_first_turn(w):
    return np.stack([np.rot90(w, k, axes=(-2, -1)) for k in (1, 2, 3, 4)], axis=1)


wrong_starts_with_the_first_turn.mistakes = ("I18",)


def wrong_clockwise_in_front(w):
    return np.stack([np.rot90(w, -k, axes=(2, 3)) for k in range(4)])


wrong_clockwise_in_front.mistakes = ("I10", "I14")
