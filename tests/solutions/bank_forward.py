"""Right and wrong ways to write bank_forward."""

import numpy as np


def _scan(y, w):
    K = w.shape[2]
    z = np.zeros((len(y), len(w), y.shape[2] - K + 1, y.shape[3] - K + 1))
    for p, q in np.ndindex(K, K):
        z += np.einsum("tmij,nm->tnij", y[:, :, p : p + z.shape[2], q : q + z.shape[3]], w[:, :, p, q])
    return z


def right_member_by_member(y, w):
    z = _scan(y, w)
    winner = np.zeros(z.shape, int)
    for r in (1, 2, 3):
        rival = _scan(y, np.rot90(w, r, (2, 3)))
        winner[rival > z] = r
        z = np.maximum(z, rival)
    return z, winner


def right_one_large_scan(y, w):
    bank = np.concatenate([np.rot90(w, r, (2, 3)) for r in range(4)])
    maps = _scan(y, bank).reshape(len(y), 4, len(w), y.shape[2] - w.shape[2] + 1, -1)
    return maps.max(1), maps.argmax(1)


def right_turns_the_image_instead(y, w):
    """Turn the image back, scan with w, turn the map on: the same four maps."""
    maps = [np.rot90(_scan(np.rot90(y, -r, (2, 3)), w), r, (2, 3)) for r in range(4)]
    return np.max(maps, axis=0), np.argmax(maps, axis=0)


def wrong_mean(y, w):
    maps = np.stack([_scan(y, np.rot90(w, r, (2, 3))) for r in range(4)])
    return maps.mean(0), maps.argmax(0)


wrong_mean.mistakes = ("I19",)


def wrong_magnitude(y, w):
    maps = abs(np.stack([_scan(y, np.rot90(w, r, (2, 3))) for r in range(4)]))
    return maps.max(0), maps.argmax(0)


wrong_magnitude.mistakes = ("I20",)


def wrong_clockwise(y, w):
    maps = np.stack([_scan(y, np.rot90(w, -r, (2, 3))) for r in range(4)])
    return maps.max(0), maps.argmax(0)


wrong_clockwise.mistakes = ("I10",)


def wrong_later_ties_win(y, w):
    z = _scan(y, w)
    winner = np.zeros(z.shape)
    for r in (1, 2, 3):
        rival = _scan(y, np.rot90(w, r, (2, 3)))
        winner[rival >= z] = r
        z = np.maximum(z, rival)
    return z, winner


wrong_later_ties_win.mistakes = ("I38",)


def wrong_plain(y, w):
    z = _scan(y, w)
    return z, np.zeros(z.shape, int)


wrong_plain.mistakes = ("I03",)


def wrong_mean_clockwise(y, w):
    maps = np.stack([_scan(y, np.rot90(w, -r, (2, 3))) for r in range(4)])
    return maps.mean(0), maps.argmax(0)


wrong_mean_clockwise.mistakes = ("I10", "I19")
