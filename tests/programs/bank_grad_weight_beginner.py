"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _bg(dz, winner, y, w, back=-1, mask=True, each=lambda g: g):
    K = w.shape[-1]
    v = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
    out = 0
    for r in range(4):
        d = dz * (winner == r) if mask else dz
        g = np.einsum('tnij,tmijpq->nmpq', d, v)
        out = out + np.rot90(g, back * r, axes=(2, 3))
    return out


@outcome("I11")
def wrong_notback(dz, winner, y, w):
    """Notback."""
    return _bg(dz, winner, y, w, 0)


@outcome("I10")
def wrong_wrongway(dz, winner, y, w):
    """Wrongway."""
    return _bg(dz, winner, y, w, 1)


@outcome("I23")
def wrong_nomask(dz, winner, y, w):
    """Nomask."""
    return _bg(dz, winner, y, w, -1, False)


@outcome("I24")
def wrong_mean(dz, winner, y, w):
    """Mean."""
    return _bg(dz, winner, y, w) / 4


@outcome(nothing=True)
def wrong_turn_y(dz, winner, y, w):
    """Turn y."""
    K = w.shape[-1]
    out = 0
    for r in range(4):
        yr = np.rot90(y, r, axes=(2, 3))
        v = np.lib.stride_tricks.sliding_window_view(yr, (K, K), axis=(2, 3))
        out = out + np.einsum('tnij,tmijpq->nmpq', dz * (winner == r), v)
    return out


@outcome("I25")
def wrong_assign(dz, winner, y, w):
    """Assign."""
    K = w.shape[-1]
    v = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
    for r in range(4):
        out = np.rot90(np.einsum('tnij,tmijpq->nmpq', dz * (winner == r), v), -r, axes=(2, 3))
    return out


@outcome("I42")
def wrong_three(dz, winner, y, w):
    """Three."""
    K = w.shape[-1]
    v = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
    out = 0
    for r in range(3):
        out = out + np.rot90(np.einsum('tnij,tmijpq->nmpq', dz * (winner == r), v), -r, axes=(2, 3))
    return out
