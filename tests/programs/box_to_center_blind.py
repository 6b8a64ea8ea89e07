"""Programs for `box_to_center`, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_unpacked(box):
    row0, col0, row1, col1 = box
    return np.array([(row0 + row1) / 2, (col0 + col1) / 2, row1 - row0, col1 - col0])


def right_first_plus_half_extent(box):
    box = np.asarray(box, float)
    extent = box[2:] - box[:2]
    return np.concatenate([box[:2] + extent / 2, extent])


def right_matrix(box):
    turn = np.array([[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [-1, 0, 1, 0], [0, -1, 0, 1]])
    return turn @ np.asarray(box)


def right_einsum_over_two_corners(box):
    corners = np.reshape(box, (2, 2))
    return np.einsum("fc,ca->fa", [[0.5, 0.5], [-1.0, 1.0]], corners).ravel()


def right_complex(box):
    first, last = complex(box[0], box[1]), complex(box[2], box[3])
    mid, span = (first + last) / 2, last - first
    return np.array([mid.real, mid.imag, span.real, span.imag])


def right_filled_by_a_loop(box):
    result = np.empty(4)
    for k in range(2):
        result[k] = 0.5 * (box[k] + box[k + 2])
        result[k + 2] = box[k + 2] - box[k]
    return result


def right_mean_and_diff(box):
    corners = np.array(box, dtype=np.float64).reshape(2, 2)
    return np.hstack([corners.mean(axis=0), np.diff(corners, axis=0)[0]])


@outcome("M82")
def wrong_half_forgotten(box):
    """The sum of the edges in place of their mean."""
    return np.array([box[0] + box[2], box[1] + box[3], box[2] - box[0], box[3] - box[1]])


@outcome("M83")
def wrong_floor_of_the_middle(box):
    """// for /: a centre between two pixels is cut off."""
    return np.array([(box[0] + box[2]) // 2, (box[1] + box[3]) // 2, box[2] - box[0], box[3] - box[1]])


@outcome(says="The decimals of center are cut off")
def wrong_int_array(box):
    """An integer array for the result."""
    result = np.zeros(4, dtype=int)
    result[:2] = (np.asarray(box[:2]) + np.asarray(box[2:])) / 2
    result[2:] = np.asarray(box[2:]) - np.asarray(box[:2])
    return result


@outcome("M03")
def wrong_plus_one(box):
    """Height and width counted inclusively, + 1."""
    return np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box[2] - box[0] + 1, box[3] - box[1] + 1])


@outcome("M03")
def wrong_center_of_pixels(box):
    """The middle of the pixels from first to last, half a pixel too early."""
    return np.array([(box[0] + box[2] - 1) / 2, (box[1] + box[3] - 1) / 2, box[2] - box[0], box[3] - box[1]])


@outcome("M03")
def wrong_half_pixel_added(box):
    """Half a pixel added to the centre, as to that of a cell."""
    return np.array([(box[0] + box[2]) / 2 + 0.5, (box[1] + box[3]) / 2 + 0.5, box[2] - box[0], box[3] - box[1]])


@outcome("M05")
def wrong_x_before_y(box):
    """(x, y, width, height)."""
    return np.array([(box[1] + box[3]) / 2, (box[0] + box[2]) / 2, box[3] - box[1], box[2] - box[0]])


@outcome("M05")
def wrong_width_before_height(box):
    """Width and height exchanged."""
    return np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box[3] - box[1], box[2] - box[0]])


@outcome("M80")
def wrong_corner_kept(box):
    """The first corner and the extent."""
    return np.array([box[0], box[1], box[2] - box[0], box[3] - box[1]])


@outcome("M81")
def wrong_half_extent_as_center(box):
    """Half the extent, measured from 0 and not from the first edge."""
    height, width = box[2] - box[0], box[3] - box[1]
    return np.array([height / 2, width / 2, height, width])


@outcome("M85")
def wrong_half_extent(box):
    """Half of height and width, as a radius."""
    return np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2])


@outcome("M84")
def wrong_sign(box):
    """First minus last."""
    return np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box[0] - box[2], box[1] - box[3]])


@outcome("M05")
def wrong_adjacent_numbers(box):
    """Pairs the numbers that stand side by side."""
    return np.array([(box[0] + box[1]) / 2, (box[2] + box[3]) / 2, box[1] - box[0], box[3] - box[2]])


@outcome(says="Your center holds the right numbers, not all in their places")
def wrong_extent_first(box):
    """Height and width before the centre."""
    return np.array([box[2] - box[0], box[3] - box[1], (box[0] + box[2]) / 2, (box[1] + box[3]) / 2])


@outcome("M85")
def wrong_in_place(box):
    """Written into the argument; the second half uses what the first has overwritten."""
    box[:2] = (box[:2] + box[2:]) / 2
    box[2:] = box[2:] - box[:2]
    return box


@outcome(says="The values are right, but your function changed its argument box")
def wrong_in_place_but_right_values(box):
    """The values are right, but they are written into the box that was given."""
    middle, extent = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
    box[:2], box[2:] = middle, extent
    return box


@outcome(says="Your center holds the right numbers in the right order, in another shape")
def wrong_two_pairs(box):
    """Two pairs in place of four numbers."""
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), (box[2] - box[0], box[3] - box[1])


@outcome("M83")
def wrong_rounded(box):
    """The centre rounded to a pixel."""
    return np.array([round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2), box[2] - box[0], box[3] - box[1]])


@outcome("M81")
def wrong_half_of_the_difference(box):
    """Centre from half the difference: minus for plus."""
    return np.array([(box[2] - box[0]) / 2, (box[3] - box[1]) / 2, box[2] - box[0], box[3] - box[1]])


@outcome("M82")
def wrong_precedence(box):
    """Half of the second edge only: brackets are missing."""
    return np.array([box[0] + box[2] / 2, box[1] + box[3] / 2, box[2] - box[0], box[3] - box[1]])


@outcome("M68")
def wrong_inside_the_image(box):
    """Cuts the box off at 0 first, as if it had to lie in the image."""
    box = np.maximum(np.asarray(box, float), 0)
    return np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box[2] - box[0], box[3] - box[1]])
