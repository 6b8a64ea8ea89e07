"""Programs for pose_loss."""

import numpy as np

from tests.programs import outcome


def right_loops(maps, target):
    div = np.zeros(len(maps))
    for t in range(len(maps)):
        for a, b in zip(maps[t].ravel(), target[t].ravel()):
            div[t] += (a - b) ** 2 / 2
    return div, maps - target


def right_flat(maps, target):
    d = (maps - target).reshape(len(maps), -1)
    return (d * d).sum(1) / 2, d.reshape(maps.shape)


def right_einsum(maps, target):
    gap = maps - target
    return np.einsum("tjrc,tjrc->t", gap, gap) * 0.5, gap


def right_norms(maps, target):
    d = -(target - maps)
    return [np.linalg.norm(one) ** 2 / 2 for one in d], d


def right_bit_by_bit(maps, target):
    d = np.subtract(maps, target)
    by_row = (0.5 * d**2).sum(3)
    return by_row.sum(2).sum(1), d


@outcome("K33")
def wrong_no_half(maps, target):
    """No half."""
    d = maps - target
    return (d**2).sum((1, 2, 3)), d


@outcome("K33")
def wrong_squares(maps, target):
    """Squares and their own gradient, 2d."""
    d = maps - target
    return (d**2).sum((1, 2, 3)), 2 * d


@outcome("K37")
def wrong_mean(maps, target):
    """Mean squared error."""
    d = maps - target
    return (d**2).mean((1, 2, 3)) / 2, d


@outcome("K37")
def wrong_mean_of_both(maps, target):
    """Mean in both."""
    d = maps - target
    return (d**2).mean((1, 2, 3)) / 2, d / d[0].size


@outcome("K36")
def wrong_sign(maps, target):
    """target − maps."""
    d = target - maps
    return 0.5 * (d**2).sum((1, 2, 3)), d


@outcome("K39")
def wrong_one_number(maps, target):
    """One number."""
    d = maps - target
    return 0.5 * (d**2).sum(), d


@outcome("K40")
def wrong_per_joint(maps, target):
    """One number for each joint."""
    d = maps - target
    return 0.5 * (d**2).sum((2, 3)), d


@outcome("K38")
def wrong_mean_over_batch(maps, target):
    """Mean over the batch."""
    d = maps - target
    return 0.5 * (d**2).sum() / len(d), d / len(d)


@outcome("K44")
def wrong_order(maps, target):
    """Gradient first."""
    d = maps - target
    return d, 0.5 * (d**2).sum((1, 2, 3))


@outcome(says="2 results are needed")
def wrong_div_only(maps, target):
    """The gradient is missing."""
    return 0.5 * ((maps - target) ** 2).sum((1, 2, 3))


@outcome("K42")
def wrong_absolute(maps, target):
    """Absolute values."""
    d = maps - target
    return 0.5 * np.abs(d).sum((1, 2, 3)), d


@outcome("K39")
def wrong_wrong_axes(maps, target):
    """Sums over the first three axes."""
    d = maps - target
    return 0.5 * (d**2).sum((0, 1, 2)), d


@outcome("K33", "K36")
def wrong_two(maps, target):
    """No half, wrong sign."""
    d = target - maps
    return (d**2).sum((1, 2, 3)), d
