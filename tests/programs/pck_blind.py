"""Programs for `pck`, written from the exercise's text alone."""

import math

import numpy as np

from tests.programs import outcome


def right_norm(pred, joints, scale, threshold):
    return np.mean(np.linalg.norm(pred - joints, axis=2) <= threshold * scale)


def right_counted(pred, joints, scale, threshold):
    found = total = 0
    for figure, wanted in zip(pred, joints):
        for p, q in zip(figure, wanted):
            total += 1
            found += math.hypot(p[0] - q[0], p[1] - q[1]) <= threshold * scale
    return found / total


def right_hypot(pred, joints, scale, threshold):
    gap = np.asarray(pred, float) - np.asarray(joints, float)
    far = np.hypot(gap[..., 0], gap[..., 1]).ravel()
    return np.count_nonzero(far <= scale * threshold) / far.size


def right_complex(pred, joints, scale, threshold):
    gap = np.asarray(pred, float) - joints
    return float((abs(gap[..., 0] + 1j * gap[..., 1]) <= threshold * scale).mean())


def right_einsum(pred, joints, scale, threshold):
    gap = np.subtract(pred, joints, dtype=float)
    return 1 - (np.sqrt(np.einsum("tjk,tjk->tj", gap, gap)) > threshold * scale).mean()


def right_generator(pred, joints, scale, threshold):
    pairs = list(zip(np.reshape(pred, (-1, 2)), np.reshape(joints, (-1, 2))))
    return sum(math.dist(p, q) <= threshold * scale for p, q in pairs) / len(pairs)


def _far(pred, joints):
    return np.sqrt(((pred - joints) ** 2).sum(axis=-1))


@outcome("K24")
def wrong_less(pred, joints, scale, threshold):
    """< for <=: a joint exactly at the threshold is lost."""
    return (_far(pred, joints) < threshold * scale).mean()


@outcome("M07")
def wrong_without_scale(pred, joints, scale, threshold):
    """The threshold is taken in pixels."""
    return (_far(pred, joints) <= threshold).mean()


@outcome("M07")
def wrong_scale_alone(pred, joints, scale, threshold):
    """The threshold is not used."""
    return (_far(pred, joints) <= scale).mean()


@outcome("K23")
def wrong_scale_divides(pred, joints, scale, threshold):
    """threshold / scale."""
    return (_far(pred, joints) <= threshold / scale).mean()


@outcome("K30")
def wrong_square_compared(pred, joints, scale, threshold):
    """The squared distance against the threshold."""
    return (((pred - joints) ** 2).sum(axis=-1) <= threshold * scale).mean()


@outcome("K28")
def wrong_each_coordinate(pred, joints, scale, threshold):
    """Each coordinate counts for itself: half a joint can be found."""
    return (np.abs(pred - joints) <= threshold * scale).mean()


@outcome("K28")
def wrong_both_coordinates(pred, joints, scale, threshold):
    """A square around the joint in place of a circle."""
    return (np.abs(pred - joints) <= threshold * scale).all(axis=-1).mean()


@outcome("K06")
def wrong_city_blocks(pred, joints, scale, threshold):
    """The sum of both differences in place of the distance."""
    return (np.abs(pred - joints).sum(axis=-1) <= threshold * scale).mean()


@outcome("K27")
def wrong_percent(pred, joints, scale, threshold):
    """A percentage, 0 to 100."""
    return 100 * (_far(pred, joints) <= threshold * scale).mean()


@outcome("K26")
def wrong_count(pred, joints, scale, threshold):
    """The number of joints found."""
    return (_far(pred, joints) <= threshold * scale).sum()


@outcome(says="Your share has one axis; a single number is needed")
def wrong_per_figure(pred, joints, scale, threshold):
    """One share for each figure."""
    return (_far(pred, joints) <= threshold * scale).mean(axis=1)


@outcome(says="Your share has one axis; a single number is needed")
def wrong_per_joint(pred, joints, scale, threshold):
    """One share for each joint."""
    return (_far(pred, joints) <= threshold * scale).mean(axis=0)


@outcome("K25")
def wrong_whole_figures(pred, joints, scale, threshold):
    """A figure counts if all of its joints are found."""
    return (_far(pred, joints) <= threshold * scale).all(axis=1).mean()


@outcome("K31")
def wrong_lost(pred, joints, scale, threshold):
    """The share of joints that are lost."""
    return (_far(pred, joints) > threshold * scale).mean()


@outcome(says="Your share is the right one divided by 2")
def wrong_divided_by_coordinates(pred, joints, scale, threshold):
    """Divided by the count of numbers, two for each joint."""
    return (_far(pred, joints) <= threshold * scale).sum() / joints.size


@outcome("K26")
def wrong_divided_by_figures(pred, joints, scale, threshold):
    """Divided by the number of figures."""
    return (_far(pred, joints) <= threshold * scale).sum() / len(joints)


@outcome(nothing=True)
def wrong_norm_over_the_wrong_axis(pred, joints, scale, threshold):
    """The norm along the joints."""
    return (np.linalg.norm(pred - joints, axis=1) <= threshold * scale).mean()


@outcome(says="Your share is 0 in every case")
def wrong_norm_of_all(pred, joints, scale, threshold):
    """The norm of the whole difference."""
    return float(np.linalg.norm(pred - joints) <= threshold * scale)


@outcome("K32")
def wrong_mean_distance(pred, joints, scale, threshold):
    """Whether the mean distance is small enough."""
    return float(_far(pred, joints).mean() <= threshold * scale)


@outcome("K53")
def wrong_difference_without_abs(pred, joints, scale, threshold):
    """Without an absolute value: what is too small always counts."""
    return ((pred - joints) <= threshold * scale).all(axis=-1).mean()


@outcome("K54")
def wrong_root_of_the_mean(pred, joints, scale, threshold):
    """The mean of both squares under the root in place of their sum."""
    return (np.sqrt(((pred - joints) ** 2).mean(axis=-1)) <= threshold * scale).mean()


@outcome(nothing=True)
def wrong_only_inside(pred, joints, scale, threshold):
    """Joints at 0 or below are taken for missing and are not counted."""
    seen = (joints > 0).all(axis=-1)
    return (_far(pred, joints) <= threshold * scale)[seen].mean()


@outcome("K55")
def wrong_integer_distance(pred, joints, scale, threshold):
    """The distance is cut to whole pixels."""
    return (_far(pred, joints).astype(int) <= threshold * scale).mean()


@outcome(nothing=True)
def wrong_first_figure(pred, joints, scale, threshold):
    """Only the first figure is looked at."""
    return (_far(pred[0], joints[0]) <= threshold * scale).mean()


@outcome(says="Your share is 1 wherever it is wrong")
def wrong_hard_coded_scale(pred, joints, scale, threshold):
    """64 pixels, whatever the scale is."""
    return (_far(pred, joints) <= threshold * 64).mean()
