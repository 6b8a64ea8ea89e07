"""Programs as people turn corners into centres."""

import numpy as np

from tests.programs import outcome


def right_plain(box):
    r0, c0, r1, c1 = box
    return [(r0 + r1) / 2, (c0 + c1) / 2, r1 - r0, c1 - c0]


def right_from_extent(box):
    h, w = box[2] - box[0], box[3] - box[1]
    return np.array([box[0] + h / 2, box[1] + w / 2, h, w])


def right_vector(box):
    first, last = np.asarray(box)[:2], np.asarray(box)[2:]
    return np.r_[0.5 * (first + last), last - first]


def right_matrix(box):
    m = np.array([[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [-1, 0, 1, 0], [0, -1, 0, 1]])
    return m @ np.asarray(box, float)


@outcome("M83")
def wrong_integer_division(box):
    """// in place of /."""
    r0, c0, r1, c1 = box
    return np.array([(r0 + r1) // 2, (c0 + c1) // 2, r1 - r0, c1 - c0])


@outcome("M03")
def wrong_plus_one(box):
    """Pixels counted: + 1."""
    r0, c0, r1, c1 = box
    return np.array([(r0 + r1) / 2, (c0 + c1) / 2, r1 - r0 + 1, c1 - c0 + 1])


@outcome("M05")
def wrong_xy(box):
    """x first."""
    r0, c0, r1, c1 = box
    return np.array([(c0 + c1) / 2, (r0 + r1) / 2, c1 - c0, r1 - r0])


@outcome("M05")
def wrong_width_first(box):
    """Centre right, width before height."""
    r0, c0, r1, c1 = box
    return np.array([(r0 + r1) / 2, (c0 + c1) / 2, c1 - c0, r1 - r0])


@outcome("M80")
def wrong_corner(box):
    """First corner and extent."""
    r0, c0, r1, c1 = box
    return np.array([r0, c0, r1 - r0, c1 - c0])


@outcome("M81")
def wrong_half_extent(box):
    """The middle of a box that begins at 0."""
    r0, c0, r1, c1 = box
    return np.array([(r1 - r0) / 2, (c1 - c0) / 2, r1 - r0, c1 - c0])


@outcome("M85")
def wrong_half_sizes(box):
    """Half height and half width."""
    r0, c0, r1, c1 = box
    return np.array([(r0 + r1) / 2, (c0 + c1) / 2, (r1 - r0) / 2, (c1 - c0) / 2])


@outcome("M82")
def wrong_precedence(box):
    """r0 + r1 / 2."""
    r0, c0, r1, c1 = box
    return np.array([r0 + r1 / 2, c0 + c1 / 2, r1 - r0, c1 - c0])


@outcome("M05")
def wrong_pairs(box):
    """Unpacks (row0, row1, col0, col1)."""
    r0, r1, c0, c1 = box
    return np.array([(r0 + r1) / 2, (c0 + c1) / 2, r1 - r0, c1 - c0])


@outcome("M84")
def wrong_sign(box):
    """First edge minus last edge."""
    r0, c0, r1, c1 = box
    return np.array([(r0 + r1) / 2, (c0 + c1) / 2, r0 - r1, c0 - c1])


@outcome(nothing=True)
def wrong_abs(box):
    """Extents from absolute edges."""
    r0, c0, r1, c1 = np.abs(box)
    return np.array([(r0 + r1) / 2, (c0 + c1) / 2, r1 - r0, c1 - c0])
