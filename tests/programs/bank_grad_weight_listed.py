"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("I11")
def wrong_noback(dz, winner, y, w):
    """not turned back"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += share
    return dw


@outcome("I10")
def wrong_forward(dz, winner, y, w):
    """turned forward"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, r, axes=(2, 3))
    return dw


@outcome("I23")
def wrong_all(dz, winner, y, w):
    """all get it"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = dz
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw


@outcome("I25")
def wrong_eq(dz, winner, y, w):
    """="""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw = np.rot90(share, -r, axes=(2, 3))
    return dw


@outcome("I24")
def wrong_mean(dz, winner, y, w):
    """mean"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw / 4


@outcome("I15")
def wrong_axes(dz, winner, y, w):
    """axes"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r)
    return dw


@outcome("I42")
def wrong_three(dz, winner, y, w):
    """three"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(3):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw


@outcome("W04")
def wrong_t(dz, winner, y, w):
    """/T"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw / len(dz)


@outcome("I11")
def wrong_plain(dz, winner, y, w):
    """plain gradient"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(1):
        won = dz
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += share
    return dw


@outcome("W01")
def wrong_flip(dz, winner, y, w):
    """flipped"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw[:, :, ::-1, ::-1]


@outcome("I43")
def wrong_r1(dz, winner, y, w):
    """winner from 1"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r + 1, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw


@outcome(nothing=True)
def wrong_winsum(dz, winner, y, w):
    """winner as weight"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(1):
        won = dz * winner
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += share
    return dw


@outcome(says="The decimals of dw are cut off")
def wrong_int(dz, winner, y, w):
    """int"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape, dtype=int)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw = dw + np.rot90(share, -r, axes=(2, 3)).astype(int)
    return dw


@outcome(says="Your dw is the right one for the first example of dz alone")
def wrong_first(dz, winner, y, w):
    """first example"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0) * (np.arange(len(dz)) == 0)[:, None, None, None]
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw


@outcome(says="Your dw is the right one with rows and columns exchanged, its last two axes")
def wrong_nm(dz, winner, y, w):
    """nm"""
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        share = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(share, -r, axes=(2, 3))
    return dw.transpose(0, 1, 3, 2)
