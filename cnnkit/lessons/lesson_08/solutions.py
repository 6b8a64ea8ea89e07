"""Lesson 08: transform invariance."""

import numpy as np


def rotation_bank(w):
    return np.stack([np.rot90(w, r, axes=(2, 3)) for r in range(4)], axis=1)


def bank_forward(y, w):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    maps = np.einsum("tmijpq,nrmpq->tnrij", windows, rotation_bank(w))
    return maps.max(axis=2), maps.argmax(axis=2)


def bank_grad_weight(dz, winner, y, w):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape[2:], axis=(2, 3))
    dw = np.zeros(w.shape)
    for r in range(4):
        won = np.where(winner == r, dz, 0)
        member = np.einsum("tnij,tmijpq->nmpq", won, windows)
        dw += np.rot90(member, -r, axes=(2, 3))
    return dw


def turn_bank_maps(z):
    # each map turns, and the member that answers for it is the next one
    return np.roll(np.rot90(z, axes=(3, 4)), 1, axis=2)


def reflection_bank(w):
    return np.stack([w, w[:, :, :, ::-1]], axis=1)


def equivariance_error(layer, y):
    straight, gaps = layer(y), []
    for turns in (1, 2, 3):
        gap = layer(np.rot90(y, turns, axes=(2, 3))) - np.rot90(straight, turns, axes=(2, 3))
        gaps.append(np.linalg.norm(gap))
    worst, size = max(gaps), np.linalg.norm(straight)
    if worst == 0:  # 0/0 is 0: maps that stay 0 turn with the image
        return 0.0
    return worst / size if size else np.inf


def scale_bank(w, factors):
    N, M, K, _ = w.shape
    # beyond (K + 1)/2 steps from the centre, enlarged, nothing of w is read any more
    reach, centre = int(np.ceil(max(factors) * (K + 1) / 2)) - 1, (K - 1) / 2
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, factor in enumerate(factors):
        places = centre + offsets / factor
        # how much of cell k each place reads: 1 at distance 0, nothing from distance 1 on
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / factor**2
    return bank
