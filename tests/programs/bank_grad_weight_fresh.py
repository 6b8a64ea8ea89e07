"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_loops(dz, winner, y, w):
    K, dw = w.shape[2], np.zeros(w.shape)
    for t, n, i, j in np.ndindex(dz.shape):
        patch = y[t, :, i : i + K, j : j + K]
        dw[n] += dz[t, n, i, j] * np.rot90(patch, -winner[t, n, i, j], axes=(1, 2))
    return dw


def right_by_members(dz, winner, y, w):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    parts = [np.einsum("tnij,tmijpq->nmpq", dz * (winner == r), windows) for r in range(4)]
    return sum(np.rot90(part, 4 - r, axes=(2, 3)) for r, part in enumerate(parts))


def right_by_kernel_cells(dz, winner, y, w):
    K, dw = w.shape[2], np.zeros(w.shape)
    rows, columns = dz.shape[2:]
    for p, q in np.ndindex(K, K):
        a, b = p, q
        for r in range(4):
            seen = y[:, :, a : a + rows, b : b + columns]
            dw[:, :, p, q] += np.einsum("tnij,tmij->nm", np.where(winner == r, dz, 0.0), seen)
            a, b = K - 1 - b, a
    return dw


@outcome("I11")
def wrong_not_turned_back(dz, winner, y, w):
    """Not turned back."""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    return np.einsum("tnij,tmijpq->nmpq", dz, windows)


@outcome("I10")
def wrong_turned_on(dz, winner, y, w):
    """Turned on, not back."""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    parts = [np.einsum("tnij,tmijpq->nmpq", dz * (winner == r), windows) for r in range(4)]
    return sum(np.rot90(part, r, axes=(2, 3)) for r, part in enumerate(parts))


@outcome("I23")
def wrong_all_members(dz, winner, y, w):
    """Every member gets the gradient, whoever won."""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    part = np.einsum("tnij,tmijpq->nmpq", dz, windows)
    return sum(np.rot90(part, -r, axes=(2, 3)) for r in range(4))


@outcome("I24")
def wrong_mean_of_members(dz, winner, y, w):
    """Mean of four."""
    return right_by_members(dz, winner, y, w) / 4
