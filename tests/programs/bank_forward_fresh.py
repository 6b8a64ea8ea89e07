"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_loops(y, w):
    (T, M, H, W), (N, _, K, _) = y.shape, w.shape
    z, winner = np.full((T, N, H - K + 1, W - K + 1), -np.inf), np.zeros((T, N, H - K + 1, W - K + 1), int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        for i, j in np.ndindex(*z.shape[2:]):
            said = np.tensordot(y[:, :, i : i + K, j : j + K], member, ([1, 2, 3], [1, 2, 3]))
            better = said > z[:, :, i, j]
            winner[:, :, i, j][better] = r
            z[:, :, i, j] = np.maximum(z[:, :, i, j], said)
    return z, winner


def right_by_take(y, w):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    maps = np.array([np.einsum("tmijpq,nmpq->tnij", windows, np.rot90(w, r, (2, 3))) for r in range(4)])
    winner = np.argmax(maps, axis=0)
    return np.take_along_axis(maps, winner[None], axis=0)[0], winner


def right_turning_the_image(y, w):
    K, maps = w.shape[2], []
    for r in range(4):
        turned = np.rot90(y, -r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(turned, (K, K), axis=(2, 3))
        maps.append(np.rot90(np.einsum("tmijpq,nmpq->tnij", windows, w), r, axes=(2, 3)))
    maps = np.stack(maps, axis=2)
    return maps.max(axis=2), maps.argmax(axis=2)


def right_by_where(y, w):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    z = np.einsum("tmijpq,nmpq->tnij", windows, w)
    winner = np.zeros(z.shape, dtype=np.int64)
    for r in (1, 2, 3):
        other = np.einsum("tmijpq,nmpq->tnij", windows, np.rot90(w, r, (2, 3)))
        winner = np.where(other > z, r, winner)
        z = np.where(other > z, other, z)
    return z, winner


def bank_maps(y, w):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    return np.stack([np.einsum("tmijpq,nmpq->tnij", windows, np.rot90(w, r, (2, 3))) for r in range(4)], axis=2)


@outcome("I19")
def wrong_summed(y, w):
    """The members are added up."""
    maps = bank_maps(y, w)
    return maps.sum(axis=2), maps.argmax(axis=2)


@outcome("I19")
def wrong_averaged(y, w):
    """Mean of the members."""
    maps = bank_maps(y, w)
    return maps.mean(axis=2), maps.argmax(axis=2)


@outcome("I20")
def wrong_largest_absolute(y, w):
    """The largest absolute value wins."""
    maps = bank_maps(y, w)
    winner = np.abs(maps).argmax(axis=2)
    return np.take_along_axis(maps, winner[:, :, None], axis=2)[:, :, 0], winner


@outcome("I21")
def wrong_one_winner_a_map(y, w):
    """One winner for each map, the one with the largest cell."""
    maps = bank_maps(y, w)
    best = maps.max(axis=(3, 4)).argmax(axis=2)
    z = np.take_along_axis(maps, best[:, :, None, None, None], axis=2)[:, :, 0]
    return z, np.broadcast_to(best[:, :, None, None], z.shape).copy()


@outcome("I10")
def wrong_clockwise(y, w):
    """Members turned clockwise."""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    maps = np.stack([np.einsum("tmijpq,nmpq->tnij", windows, np.rot90(w, -r, (2, 3))) for r in range(4)], axis=2)
    return maps.max(axis=2), maps.argmax(axis=2)


@outcome("I47")
def wrong_weakest(y, w):
    """The weakest member."""
    maps = bank_maps(y, w)
    return maps.min(axis=2), maps.argmin(axis=2)


@outcome("I48")
def wrong_over_filters(y, w):
    """The strongest filter, not the strongest member."""
    maps = bank_maps(y, w)
    return maps.max(axis=1), maps.argmax(axis=1)
