"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("I39")
def wrong_zero(y, w):
    """starts at 0"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.zeros((T, N, H - K + 1, W - K + 1))
    winner = np.zeros(z.shape, dtype=int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps > z
        z, winner = np.where(better, maps, z), np.where(better, r, winner)
    return z, winner


@outcome("I38")
def wrong_last(y, w):
    """last of ties"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.full((T, N, H - K + 1, W - K + 1), -np.inf)
    winner = np.zeros(z.shape, dtype=int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps >= z
        z, winner = np.where(better, maps, z), np.where(better, r, winner)
    return z, winner


@outcome(says="The results are there, but in another order: (z, winner) is needed")
def wrong_swapped(y, w):
    """swapped"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.full((T, N, H - K + 1, W - K + 1), -np.inf)
    winner = np.zeros(z.shape, dtype=int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps > z
        z, winner = np.where(better, maps, z), np.where(better, r, winner)
    return winner, z


@outcome("I42")
def wrong_three(y, w):
    """three members"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.full((T, N, H - K + 1, W - K + 1), -np.inf)
    winner = np.zeros(z.shape, dtype=int)
    for r in range(3):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps > z
        z, winner = np.where(better, maps, z), np.where(better, r, winner)
    return z, winner


@outcome(says="Your winner is too large by 1 in every case")
def wrong_one_based(y, w):
    """counts from 1"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.full((T, N, H - K + 1, W - K + 1), -np.inf)
    winner = np.zeros(z.shape, dtype=int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps > z
        z, winner = np.where(better, maps, z), np.where(better, r + 1, winner)
    return z, winner


@outcome(says="Where z should be below −10, yours is −10")
def wrong_fixed(y, w):
    """-100"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.full((T, N, H - K + 1, W - K + 1), -10.0)
    winner = np.zeros(z.shape, dtype=int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps > z
        z, winner = np.where(better, maps, z), np.where(better, r, winner)
    return z, winner


@outcome(says="Your function returned one array of shape (1, 1, 2, 2)")
def wrong_only_z(y, w):
    """z only"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.full((T, N, H - K + 1, W - K + 1), -np.inf)
    winner = np.zeros(z.shape, dtype=int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps > z
        z, winner = np.where(better, maps, z), np.where(better, r, winner)
    return z


@outcome(says="1 × 1 × 2 × 3 does not meet 1 × 1 × 2 × 2")
def wrong_w_from_h(y, w):
    """square output"""
    T, M, H, W = y.shape
    N, _, K, _ = w.shape
    z = np.full((T, N, H - K + 1, H - K + 1), -np.inf)
    winner = np.zeros(z.shape, dtype=int)
    for r in range(4):
        member = np.rot90(w, r, axes=(2, 3))
        windows = np.lib.stride_tricks.sliding_window_view(y, (K, K), axis=(2, 3))
        maps = np.einsum("tmijpq,nmpq->tnij", windows, member)
        better = maps > z
        z, winner = np.where(better, maps, z), np.where(better, r, winner)
    return z, winner
