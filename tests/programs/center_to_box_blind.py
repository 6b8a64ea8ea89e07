"""Programs for `center_to_box`, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_unpacked(center):
    row, col, height, width = center
    return np.array([row - height / 2, col - width / 2, row + height / 2, col + width / 2])


def right_halves(center):
    center = np.asarray(center, dtype=float)
    mid, half = center[:2], center[2:] / 2
    return np.concatenate((mid - half, mid + half))


def right_inverse_matrix(center):
    forth = np.array([[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [-1, 0, 1, 0], [0, -1, 0, 1]])
    return np.linalg.solve(forth, np.asarray(center, float))


def right_last_from_first(center):
    first = [center[k] - 0.5 * center[k + 2] for k in range(2)]
    return np.array(first + [first[k] + center[k + 2] for k in range(2)])


def right_complex(center):
    mid, half = complex(center[0], center[1]), complex(center[2], center[3]) / 2
    return np.array([value for corner in (mid - half, mid + half) for value in (corner.real, corner.imag)])


def right_outer(center):
    pair = np.reshape(np.asarray(center, float), (2, 2))
    return (pair[0] + np.multiply.outer([-0.5, 0.5], pair[1])).ravel()


@outcome("M85")
def wrong_half_forgotten(center):
    """Whole extents to both sides."""
    row, col, height, width = center
    return np.array([row - height, col - width, row + height, col + width])


@outcome("M80")
def wrong_center_as_corner(center):
    """The centre is taken for the first corner."""
    row, col, height, width = center
    return np.array([row, col, row + height, col + width])


@outcome("M80")
def wrong_center_as_last_corner(center):
    """The centre is taken for the last corner."""
    row, col, height, width = center
    return np.array([row - height, col - width, row, col])


@outcome(says="Right on whole numbers, wrong in every case with decimals")
def wrong_floor_halves(center):
    """// 2: odd extents are cut."""
    row, col, height, width = center
    return np.array([row - height // 2, col - width // 2, row + height // 2, col + width // 2])


@outcome("M03")
def wrong_minus_one(center):
    """The last edge as the last pixel, − 1."""
    row, col, height, width = center
    return np.array([row - height / 2, col - width / 2, row + height / 2 - 1, col + width / 2 - 1])


@outcome("M05")
def wrong_width_for_height(center):
    """Height and width exchanged."""
    row, col, width, height = center
    return np.array([row - height / 2, col - width / 2, row + height / 2, col + width / 2])


@outcome("M05")
def wrong_x_first(center):
    """(x0, y0, x1, y1)."""
    row, col, height, width = center
    return np.array([col - width / 2, row - height / 2, col + width / 2, row + height / 2])


@outcome("M87")
def wrong_axis_by_axis(center):
    """(row0, row1, col0, col1)."""
    row, col, height, width = center
    return np.array([row - height / 2, row + height / 2, col - width / 2, col + width / 2])


@outcome("M84")
def wrong_signs_exchanged(center):
    """Plus first, then minus: the last corner comes first."""
    row, col, height, width = center
    return np.array([row + height / 2, col + width / 2, row - height / 2, col - width / 2])


@outcome("M83")
def wrong_int(center):
    """Edges cut to whole pixels."""
    row, col, height, width = center
    return np.array([int(row - height / 2), int(col - width / 2), int(row + height / 2), int(col + width / 2)])


@outcome(says="Your box is the right one rounded to whole numbers")
def wrong_rounded(center):
    """Edges rounded to whole pixels."""
    row, col, height, width = center
    return np.round([row - height / 2, col - width / 2, row + height / 2, col + width / 2])


@outcome("M68")
def wrong_clipped(center):
    """Edges are not allowed to leave the image at the top and on the left."""
    row, col, height, width = center
    return np.array([max(row - height / 2, 0), max(col - width / 2, 0), row + height / 2, col + width / 2])


@outcome(says="Your function changes its argument center")
def wrong_in_place(center):
    """The centre is overwritten before it is used again."""
    center = np.asarray(center)
    center[:2] -= center[2:] / 2
    center[2:] = center[:2] + center[2:] / 2
    return center


@outcome(says="The values are right, but your function changed its argument center")
def wrong_in_place_right_values(center):
    """The values are right, but the argument is overwritten."""
    half = center[2:] / 2
    first, last = center[:2] - half, center[:2] + half
    center[:2], center[2:] = first, last
    return center


@outcome(nothing=True)
def wrong_there_instead_of_back(center):
    """box_to_center once more."""
    return np.array([(center[0] + center[2]) / 2, (center[1] + center[3]) / 2, center[2] - center[0], center[3] - center[1]])


@outcome(says="Your box holds the right numbers in the right order, in another shape")
def wrong_two_corners(center):
    """(2, 2): two corners."""
    center = np.asarray(center, float)
    return np.stack([center[:2] - center[2:] / 2, center[:2] + center[2:] / 2])


@outcome("M69")
def wrong_height_twice(center):
    """A slip: height on both axes."""
    row, col, height, _width = center
    return np.array([row - height / 2, col - height / 2, row + height / 2, col + height / 2])


@outcome("M70")
def wrong_brackets(center):
    """Brackets that divide the sum."""
    row, col, height, width = center
    return np.array([(row - height) / 2, (col - width) / 2, (row + height) / 2, (col + width) / 2])
