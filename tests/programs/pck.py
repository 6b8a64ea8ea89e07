"""Programs for pck."""

import math

import numpy as np

from tests.programs import outcome


def right_norm(pred, joints, scale, threshold):
    return np.mean(np.linalg.norm(pred - joints, axis=-1) <= threshold * scale)


def right_loops(pred, joints, scale, threshold):
    near = 0
    for figure, true in zip(pred, joints):
        for a, b in zip(figure, true):
            near += math.dist(a, b) <= threshold * scale
    return near / (len(pred) * len(pred[0]))


def right_in_parts(pred, joints, scale, threshold):
    parts = np.hypot(*(pred - joints).reshape(-1, 2).T) / scale
    return (parts <= threshold).sum() / len(parts)


def right_squares(pred, joints, scale, threshold):
    return float((((pred - joints) ** 2).sum(-1) <= (threshold * scale) ** 2).mean())


def right_count_nonzero(pred, joints, scale, threshold):
    far = np.sqrt(np.einsum("tjk,tjk->tj", pred - joints, pred - joints))
    return np.count_nonzero(~(far > scale * threshold)) / far.size


@outcome("M07")
def wrong_threshold_alone(pred, joints, scale, threshold):
    """The threshold as a length."""
    return (np.linalg.norm(pred - joints, axis=-1) <= threshold).mean()


@outcome("M07")
def wrong_scale_alone(pred, joints, scale, threshold):
    """The scale as a length."""
    return (np.linalg.norm(pred - joints, axis=-1) <= scale).mean()


@outcome("K24")
def wrong_strict(pred, joints, scale, threshold):
    """< for <=."""
    return (np.linalg.norm(pred - joints, axis=-1) < threshold * scale).mean()


@outcome("K27")
def wrong_percent(pred, joints, scale, threshold):
    """In percent."""
    return 100 * (np.linalg.norm(pred - joints, axis=-1) <= threshold * scale).mean()


@outcome("K26")
def wrong_count(pred, joints, scale, threshold):
    """How many."""
    return (np.linalg.norm(pred - joints, axis=-1) <= threshold * scale).sum()


@outcome("K25")
def wrong_figures(pred, joints, scale, threshold):
    """Figures with all joints."""
    return (np.linalg.norm(pred - joints, axis=-1) <= threshold * scale).all(axis=1).mean()


@outcome("K28")
def wrong_each_coordinate(pred, joints, scale, threshold):
    """Coordinates counted one by one."""
    return (np.abs(pred - joints) <= threshold * scale).mean()


@outcome("K28")
def wrong_square(pred, joints, scale, threshold):
    """A square in place of a circle."""
    return (np.abs(pred - joints) <= threshold * scale).all(-1).mean()


@outcome("K30")
def wrong_no_root(pred, joints, scale, threshold):
    """No root."""
    return (((pred - joints) ** 2).sum(-1) <= threshold * scale).mean()


@outcome("K32")
def wrong_mean_of_figure(pred, joints, scale, threshold):
    """Mean distance of each figure."""
    return (np.linalg.norm(pred - joints, axis=-1).mean(1) <= threshold * scale).mean()


@outcome("K31")
def wrong_error_rate(pred, joints, scale, threshold):
    """The share that is lost."""
    return (np.linalg.norm(pred - joints, axis=-1) > threshold * scale).mean()


@outcome("K46")
def wrong_mean_distance(pred, joints, scale, threshold):
    """The mean distance in parts of the scale."""
    return np.linalg.norm(pred - joints, axis=-1).mean() / scale


@outcome(says="is 0 in every case")
def wrong_whole_norm(pred, joints, scale, threshold):
    """One norm over everything."""
    return float(np.linalg.norm(pred - joints) <= threshold * scale)


@outcome("K06")
def wrong_city_block(pred, joints, scale, threshold):
    """|dr| + |dc|."""
    return (np.abs(pred - joints).sum(-1) <= threshold * scale).mean()
