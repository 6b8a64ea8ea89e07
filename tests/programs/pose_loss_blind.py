"""Programs for `pose_loss`, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_axes(maps, target):
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=(1, 2, 3)), dmaps


def right_flat(maps, target):
    dmaps = np.subtract(maps, target, dtype=float)
    flat = dmaps.reshape(len(dmaps), -1)
    return (flat * flat).sum(axis=1) / 2, dmaps


def right_loops(maps, target):
    T, J, H, W = maps.shape
    div, dmaps = np.zeros(T), np.zeros((T, J, H, W))
    for t, j, r, c in np.ndindex(T, J, H, W):
        dmaps[t, j, r, c] = float(maps[t, j, r, c]) - float(target[t, j, r, c])
        div[t] += 0.5 * dmaps[t, j, r, c] ** 2
    return div, dmaps


def right_einsum(maps, target):
    dmaps = maps - target
    return np.einsum("tjrc,tjrc->t", dmaps, dmaps) / 2, dmaps


def right_norm_for_each(maps, target):
    dmaps = np.asarray(maps, np.float64) - np.asarray(target, np.float64)
    return np.array([np.linalg.norm(one) ** 2 / 2 for one in dmaps]), dmaps


def right_dot(maps, target):
    dmaps = -(target - maps)
    return np.array([np.vdot(one, one) for one in dmaps]) * 0.5, dmaps


@outcome("K33")
def wrong_without_half(maps, target):
    """½ left out of div."""
    dmaps = maps - target
    return (dmaps**2).sum(axis=(1, 2, 3)), dmaps


@outcome("K35")
def wrong_gradient_twice(maps, target):
    """The gradient keeps a factor 2."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=(1, 2, 3)), 2 * dmaps


@outcome("K33")
def wrong_without_half_both(maps, target):
    """No ½ anywhere: the sum of squares and its own gradient."""
    dmaps = maps - target
    return (dmaps**2).sum(axis=(1, 2, 3)), 2 * dmaps


@outcome("K36")
def wrong_sign(maps, target):
    """target − maps."""
    dmaps = target - maps
    return 0.5 * (dmaps**2).sum(axis=(1, 2, 3)), dmaps


@outcome("K37")
def wrong_mean_over_cells(maps, target):
    """The mean over joints and cells."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).mean(axis=(1, 2, 3)), dmaps


@outcome("K37")
def wrong_mean_over_cells_both(maps, target):
    """The mean over joints and cells, and its gradient."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).mean(axis=(1, 2, 3)), dmaps / maps[0].size


@outcome(says="Your div is the right one divided by the number of joints")
def wrong_mean_over_joints(maps, target):
    """Summed over cells, the mean over joints."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=(2, 3)).mean(axis=1), dmaps / maps.shape[1]


@outcome("K40")
def wrong_per_joint(maps, target):
    """One number for each joint, (T, J)."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=(2, 3)), dmaps


@outcome("K39")
def wrong_summed_over_the_batch(maps, target):
    """Summed over everything."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(), dmaps


@outcome("K38")
def wrong_mean_over_the_batch(maps, target):
    """The mean over the batch, and its gradient."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum() / len(maps), dmaps / len(maps)


@outcome("K38")
def wrong_gradient_over_t(maps, target):
    """The gradient is divided by T, div is not."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=(1, 2, 3)), dmaps / len(maps)


@outcome(says="Your div has 3 axes; 1 is needed, shape (1,)")
def wrong_axis_zero(maps, target):
    """Summed over the examples, not over joints and cells."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=0), dmaps


@outcome("K39")
def wrong_first_three_axes(maps, target):
    """Summed over the first three axes: one number for each column."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=(0, 1, 2)), dmaps


@outcome("K41")
def wrong_distance(maps, target):
    """The distance, not its square."""
    dmaps = maps - target
    return 0.5 * np.sqrt((dmaps**2).sum(axis=(1, 2, 3))), dmaps


@outcome("K41")
def wrong_distance_with_its_gradient(maps, target):
    """The distance and its gradient: nan where the maps are equal."""
    dmaps = maps - target
    far = np.sqrt((dmaps**2).sum(axis=(1, 2, 3)))
    with np.errstate(all="ignore"):
        return far, dmaps / far[:, None, None, None]


@outcome("K42")
def wrong_absolute(maps, target):
    """Absolute differences."""
    dmaps = maps - target
    return 0.5 * np.abs(dmaps).sum(axis=(1, 2, 3)), dmaps


@outcome("M99")
def wrong_square_of_the_sum(maps, target):
    """The square of the sum."""
    dmaps = maps - target
    return 0.5 * dmaps.sum(axis=(1, 2, 3)) ** 2, dmaps


@outcome("K56")
def wrong_only_hills(maps, target):
    """Only cells under the hill count; far from it nothing is asked of the net."""
    dmaps = (maps - target) * (target > 0.1)
    return 0.5 * (dmaps**2).sum(axis=(1, 2, 3)), dmaps


@outcome(nothing=True)
def wrong_cross_entropy(maps, target):
    """Binary cross-entropy in each cell, on clipped maps."""
    p = np.clip(maps, 1e-7, 1 - 1e-7)
    return -(target * np.log(p) + (1 - target) * np.log(1 - p)).sum(axis=(1, 2, 3)), p - target


@outcome("K43")
def wrong_chain_rule_after_all(maps, target):
    """The gradient is multiplied by maps once more."""
    dmaps = maps - target
    return 0.5 * (dmaps**2).sum(axis=(1, 2, 3)), dmaps * maps


@outcome(says="Your dmaps holds the right numbers in the right order, in another shape")
def wrong_flat_gradient(maps, target):
    """The gradient stays flat, (T, J·H·W)."""
    flat = (maps - target).reshape(len(maps), -1)
    return 0.5 * (flat**2).sum(axis=1), flat


@outcome("K44")
def wrong_exchanged(maps, target):
    """The gradient first."""
    dmaps = maps - target
    return dmaps, 0.5 * (dmaps**2).sum(axis=(1, 2, 3))


@outcome(says="The values are right, but your function changed its argument maps")
def wrong_in_place(maps, target):
    """Written into maps."""
    maps -= target
    return 0.5 * (maps**2).sum(axis=(1, 2, 3)), maps


@outcome("M100")
def wrong_difference_of_squares(maps, target):
    """maps² − target²."""
    return 0.5 * (maps**2 - target**2).sum(axis=(1, 2, 3)), maps - target


@outcome(says="Right with one joint, wrong in every case with several")
def wrong_first_joint(maps, target):
    """Only the first joint's maps count in div."""
    dmaps = maps - target
    return 0.5 * (dmaps[:, 0] ** 2).sum(axis=(1, 2)), dmaps


@outcome(nothing=True)
def wrong_normalised_hills(maps, target):
    """Each map is divided by its maximum first."""
    with np.errstate(all="ignore"):
        dmaps = maps / maps.max(axis=(2, 3), keepdims=True) - target
    return 0.5 * (dmaps**2).sum(axis=(1, 2, 3)), dmaps
