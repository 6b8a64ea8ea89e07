"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_list(z):
    return np.stack([np.rot90(z[:, :, (r - 1) % 4], axes=(2, 3)) for r in range(4)], axis=2)


def right_by_index(z):
    return np.flip(z[:, :, [3, 0, 1, 2]].swapaxes(3, 4), axis=3)


def right_by_loops(z):
    T, N, _, H, W = z.shape
    turned = np.zeros((T, N, 4, W, H))
    for r, i, j in np.ndindex(4, H, W):
        turned[:, :, (r + 1) % 4, W - 1 - j, i] = z[:, :, r, i, j]
    return turned


def right_by_concatenation(z):
    turned = z.transpose(0, 1, 2, 4, 3)[:, :, :, ::-1]
    return np.concatenate([turned[:, :, 3:], turned[:, :, :3]], axis=2)


@outcome(says="Your turned is the right one with its rows in reverse order.")
def wrong_mirrored(z):
    """Mirrored in place of turned."""
    return np.roll(z.swapaxes(3, 4), 1, axis=2)


@outcome(says="Your turned is right for members 0 and 2, and wrong for members 1 and 3.")
def wrong_reversed_members(z):
    """Members in reverse order."""
    return np.rot90(z, axes=(3, 4))[:, :, ::-1]


@outcome(says="Your turned holds the right numbers, not all in their places")
def wrong_each_by_its_own(z):
    """Member r turned r times."""
    if z.shape[3] != z.shape[4]:
        return np.stack([np.rot90(z[:, :, r], 1 + 2 * (r // 2), axes=(2, 3)) for r in range(4)], axis=2)
    return np.stack([np.rot90(z[:, :, r], r, axes=(2, 3)) for r in range(4)], axis=2)
