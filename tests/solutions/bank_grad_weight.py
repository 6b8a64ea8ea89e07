"""Right and wrong ways to write bank_grad_weight."""

import numpy as np


def _share(dz, y, K):
    share = np.zeros((dz.shape[1], y.shape[1], K, K))
    for p, q in np.ndindex(K, K):
        share[:, :, p, q] = np.einsum("tnij,tmij->nm", dz, y[:, :, p : p + dz.shape[2], q : q + dz.shape[3]])
    return share


def _members(dz, winner, y, w):
    return [_share(dz * (winner == r), y, len(w[0, 0])) for r in range(4)]


def right_turned_back(dz, winner, y, w):
    return sum(np.rot90(share, 4 - r, (2, 3)) for r, share in enumerate(_members(dz, winner, y, w)))


def right_turned_step_by_step(dz, winner, y, w):
    """From the last member on: add, then turn everything back once."""
    a, b, c, d = _members(dz, winner, y, w)
    dw = d
    for share in (c, b, a):
        dw = np.rot90(dw, -1, (2, 3)) + share
    return dw


def right_numerical(dz, winner, y, w):
    """The score is linear in w for fixed winners, so one step of size 1 is exact."""
    dw = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        unit = np.zeros(w.shape)
        unit[place] = 1
        for r, share in enumerate(_members(dz, winner, y, w)):
            dw[place] += (np.rot90(unit, r, (2, 3)) * share).sum()
    return dw


def right_turns_image_and_gradient(dz, winner, y, w):
    total = 0
    for r in range(4):
        total = total + _share(np.rot90(dz * (winner == r), -r, (2, 3)), np.rot90(y, -r, (2, 3)), w.shape[2])
    return total


def wrong_not_turned_back(dz, winner, y, w):
    return sum(_members(dz, winner, y, w))


wrong_not_turned_back.mistakes = ("I11",)


def wrong_turned_on(dz, winner, y, w):
    return sum(np.rot90(share, r, (2, 3)) for r, share in enumerate(_members(dz, winner, y, w)))


wrong_turned_on.mistakes = ("I10",)


def wrong_everybody_wins(dz, winner, y, w):
    return sum(np.rot90(_share(dz, y, w.shape[3]), -r, (2, 3)) for r in range(4))


wrong_everybody_wins.mistakes = ("I23",)


def wrong_mean(dz, winner, y, w):
    return np.mean([np.rot90(share, -r, (2, 3)) for r, share in enumerate(_members(dz, winner, y, w))], axis=0)


wrong_mean.mistakes = ("I24",)


def wrong_last_member(dz, winner, y, w):
    for r, share in enumerate(_members(dz, winner, y, w)):
        dw = np.rot90(share, -r, (2, 3))
    return dw


wrong_last_member.mistakes = ("I25",)


def wrong_not_turned_and_mean(dz, winner, y, w):
    return np.mean(_members(dz, winner, y, w), axis=0)


wrong_not_turned_and_mean.mistakes = ("I11", "I24")
