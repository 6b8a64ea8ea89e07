"""Programs as people turn centres into corners."""

import numpy as np

from tests.programs import outcome


def right_plain(center):
    row, col, h, w = center
    return (row - h / 2, col - w / 2, row + h / 2, col + w / 2)


def right_first_corner(center):
    row, col, h, w = center
    r0, c0 = row - 0.5 * h, col - 0.5 * w
    return np.array([r0, c0, r0 + h, c0 + w])


def right_vector(center):
    middle, half = np.array(center[:2]), np.array(center[2:]) / 2
    return np.concatenate([middle - half, middle + half])


@outcome("M85")
def wrong_whole_extent(center):
    """Goes the whole extent to each side."""
    row, col, h, w = center
    return np.array([row - h, col - w, row + h, col + w])


@outcome("M80")
def wrong_from_centre(center):
    """Starts at the centre."""
    row, col, h, w = center
    return np.array([row, col, row + h, col + w])


@outcome("M03")
def wrong_last_pixel(center):
    """The last edge is one less."""
    row, col, h, w = center
    return np.array([row - h / 2, col - w / 2, row + h / 2 - 1, col + w / 2 - 1])


@outcome("M87")
def wrong_order(center):
    """Rows first, then columns."""
    row, col, h, w = center
    return np.array([row - h / 2, row + h / 2, col - w / 2, col + w / 2])


@outcome("M05")
def wrong_exchanged(center):
    """Height and width exchanged."""
    row, col, w, h = center
    return np.array([row - h / 2, col - w / 2, row + h / 2, col + w / 2])


@outcome(says="Right on whole numbers, wrong in every case with decimals")
def wrong_whole_numbers(center):
    """Half of the extent without decimals."""
    row, col, h, w = center
    return np.array([row - h // 2, col - w // 2, row + h // 2, col + w // 2])
