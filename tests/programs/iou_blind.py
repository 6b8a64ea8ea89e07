"""Programs for `iou`, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_python_scalars(a, b):
    row0, col0 = max(a[0], b[0]), max(a[1], b[1])
    row1, col1 = min(a[2], b[2]), min(a[3], b[3])
    shared = max(row1 - row0, 0) * max(col1 - col0, 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union > 0 else 0.0


def right_early_return(a, b):
    a, b = [float(v) for v in a], [float(v) for v in b]
    height = min(a[2], b[2]) - max(a[0], b[0])
    width = min(a[3], b[3]) - max(a[1], b[1])
    if height <= 0 or width <= 0:
        return 0.0
    both = height * width
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def right_clip_and_prod(a, b):
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)

    def area(box):
        return np.prod(np.clip(box[2:] - box[:2], 0, None))

    both = area(np.r_[np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])])
    union = area(a) + area(b) - both
    if union == 0:
        return 0
    return both / union


def right_overlap_of_intervals(a, b):
    def overlap(p0, p1, q0, q1):
        return max(0.0, min(p1, q1) - max(p0, q0))

    shared = overlap(a[0], a[2], b[0], b[2]) * overlap(a[1], a[3], b[1], b[3])
    alone = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    union = sum(alone) - shared
    try:
        return 0.0 if union == 0 else float(shared) / float(union)
    except ZeroDivisionError:
        return 0.0


def right_half_sum_minus_distance(a, b):
    """The overlap of two intervals from centres and half lengths."""
    extent = []
    for k in range(2):
        half_a, half_b = (a[k + 2] - a[k]) / 2, (b[k + 2] - b[k]) / 2
        far = abs((a[k + 2] + a[k]) / 2 - (b[k + 2] + b[k]) / 2)
        extent.append(max(0, min(2 * half_a, 2 * half_b, half_a + half_b - far)))
    shared = extent[0] * extent[1]
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return np.divide(shared, union) if union else 0.0


def right_with_complex_corners(a, b):
    first_a, last_a, first_b, last_b = complex(a[0], a[1]), complex(a[2], a[3]), complex(b[0], b[1]), complex(b[2], b[3])

    def area(first, last):
        span = last - first
        return max(span.real, 0) * max(span.imag, 0)

    first = complex(max(first_a.real, first_b.real), max(first_a.imag, first_b.imag))
    last = complex(min(last_a.real, last_b.real), min(last_a.imag, last_b.imag))
    both = area(first, last)
    whole = area(first_a, last_a) + area(first_b, last_b) - both
    return both / whole if whole else 0.0


@outcome("M06")
def wrong_no_clamp(a, b):
    """The intersection's sides are not clamped at 0, so two negative sides count as an area."""
    first, last = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    shared = np.prod(last - first)
    union = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared
    return shared / union if union else 0.0


@outcome("M06")
def wrong_clamp_after_product(a, b):
    """Clamps the product and not the sides: two negative sides still give an area."""
    height = min(a[2], b[2]) - max(a[0], b[0])
    width = min(a[3], b[3]) - max(a[1], b[1])
    shared = max(0, height * width)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union > 0 else 0.0


@outcome("M72")
def wrong_union_is_the_sum(a, b):
    """The intersection is not taken off the union."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return shared / union if union else 0.0


@outcome("M64")
def wrong_intersection_off_twice(a, b):
    """The intersection is taken off the union twice, as if neither box kept it."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - 2 * shared
    return shared / union if union else 0.0


@outcome("M03")
def wrong_plus_one(a, b):
    """Counts pixels from first to last, inclusive: + 1 on every side."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]) + 1, 0) * max(min(a[3], b[3]) - max(a[1], b[1]) + 1, 0)
    union = (a[2] - a[0] + 1) * (a[3] - a[1] + 1) + (b[2] - b[0] + 1) * (b[3] - b[1] + 1) - shared
    return shared / union if union else 0.0


@outcome("M03")
def wrong_plus_one_only_in_the_intersection(a, b):
    """+ 1 only on the sides of the intersection."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]) + 1, 0) * max(min(a[3], b[3]) - max(a[1], b[1]) + 1, 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union else 0.0


@outcome("M03")
def wrong_center_form(a, b):
    """Takes the boxes for (row, col, height, width)."""
    a = (a[0] - a[2] / 2, a[1] - a[3] / 2, a[0] + a[2] / 2, a[1] + a[3] / 2)
    b = (b[0] - b[2] / 2, b[1] - b[3] / 2, b[0] + b[2] / 2, b[1] + b[3] / 2)
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union else 0.0


@outcome("M03")
def wrong_corner_and_size(a, b):
    """Takes the last two numbers for height and width."""
    shared = max(min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]), 0)
    shared *= max(min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]), 0)
    union = a[2] * a[3] + b[2] * b[3] - shared
    return shared / union if union else 0.0


@outcome("M05")
def wrong_pairs_of_an_axis(a, b):
    """Takes a box for (row0, row1, col0, col1)."""
    height = max(min(a[1], b[1]) - max(a[0], b[0]), 0)
    width = max(min(a[3], b[3]) - max(a[2], b[2]), 0)
    shared = height * width
    union = (a[1] - a[0]) * (a[3] - a[2]) + (b[1] - b[0]) * (b[3] - b[2]) - shared
    return shared / union if union else 0.0


@outcome("M74")
def wrong_over_the_first(a, b):
    """Divides by the area of a alone."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    area = (a[2] - a[0]) * (a[3] - a[1])
    return shared / area if area else 0.0


@outcome("M74")
def wrong_over_the_smaller(a, b):
    """Divides by the smaller of both areas."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    area = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return shared / area if area else 0.0


@outcome("M77")
def wrong_dice(a, b):
    """Twice the intersection over the sum of both areas."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    total = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return 2 * shared / total if total else 0.0


@outcome("M76")
def wrong_nan_for_empty(a, b):
    """0 / 0 for two empty boxes."""
    first, last = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    shared = np.prod(np.maximum(last - first, 0))
    return shared / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared)


@outcome("M76")
def wrong_one_for_empty(a, b):
    """1 where the union is empty: both are equal."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union else 1.0


@outcome("M66")
def wrong_small_number_below(a, b):
    """Adds a small number to the union, so that nothing is divided by 0: the result is a little too small."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / (union + 1e-3)


@outcome(nothing=True)
def wrong_pixels_counted(a, b):
    """Counts whole pixels in a mask: decimals of an edge are cut off."""
    size = int(max(a[2], b[2], 1)) + 1, int(max(a[3], b[3], 1)) + 1
    masks = np.zeros((2, *size), bool)
    for mask, box in zip(masks, (a, b)):
        r0, c0, r1, c1 = (int(v) for v in box)
        mask[r0:r1, c0:c1] = True
    union = (masks[0] | masks[1]).sum()
    return (masks[0] & masks[1]).sum() / union if union else 0.0


@outcome("M71")
def wrong_min_and_max_exchanged(a, b):
    """The earlier first edge and the later last edge: the box around both."""
    height, width = max(a[2], b[2]) - min(a[0], b[0]), max(a[3], b[3]) - min(a[1], b[1])
    shared = height * width
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union else 0.0


@outcome(says="Your iou is the right one without its decimals")
def wrong_floor_division(a, b):
    """// for /: everything is 0 but equal boxes."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared // union if union else 0


@outcome(nothing=True)
def wrong_abs_of_the_sides(a, b):
    """abs in place of a clamp: boxes that lie apart seem to overlap."""
    shared = abs(min(a[2], b[2]) - max(a[0], b[0])) * abs(min(a[3], b[3]) - max(a[1], b[1]))
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union else 0.0


@outcome("M65")
def wrong_b_measured_by_a(a, b):
    """A slip: the second area is computed from a again."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    area_a = (a[2] - a[0]) * (a[3] - a[1])
    area_b = (a[2] - a[0]) * (a[3] - a[1])
    union = area_a + area_b - shared
    return shared / union if union else 0.0


@outcome("M67")
def wrong_only_the_rows(a, b):
    """IoU of the rows alone."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    union = (a[2] - a[0]) + (b[2] - b[0]) - shared
    return shared / union if union else 0.0


@outcome("M73")
def wrong_product_of_two_ratios(a, b):
    """IoU of the rows times IoU of the columns."""
    result = 1.0
    for k in range(2):
        shared = max(min(a[k + 2], b[k + 2]) - max(a[k], b[k]), 0)
        union = (a[k + 2] - a[k]) + (b[k + 2] - b[k]) - shared
        result *= shared / union if union else 0.0
    return result


@outcome(says="Your iou is 100 times the right one wherever it is wrong")
def wrong_percent(a, b):
    """In percent."""
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return 100 * shared / union if union else 0.0


@outcome(nothing=True)
def wrong_empty_box_raises(a, b):
    """Refuses boxes without an area."""
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    if min(areas) <= 0:
        raise ValueError("a box is empty")
    shared = max(min(a[2], b[2]) - max(a[0], b[0]), 0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    return shared / (sum(areas) - shared)
