"""Programs as people write intersection over union."""

import numpy as np

from tests.programs import outcome


def right_named(a, b):
    top, left = max(a[0], b[0]), max(a[1], b[1])
    bottom, right = min(a[2], b[2]), min(a[3], b[3])
    if bottom <= top or right <= left:
        return 0.0
    inter = (bottom - top) * (right - left)
    area_a = (a[2] - a[0]) * (a[3] - a[1])
    area_b = (b[2] - b[0]) * (b[3] - b[1])
    return inter / (area_a + area_b - inter)


def right_clip(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    wh = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None)
    inter = wh.prod()
    union = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - inter
    return float(inter / union) if union > 0 else 0


def right_area_function(a, b):
    def area(r0, c0, r1, c1):
        return max(0, r1 - r0) * max(0, c1 - c0)

    both = area(max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    either = area(*a) + area(*b) - both
    if either == 0:
        return 0
    return both / either


def right_lengths(a, b):
    def overlap(x0, x1, y0, y1):
        return max(0, min(x1, y1) - max(x0, y0))

    i = overlap(a[0], a[2], b[0], b[2]) * overlap(a[1], a[3], b[1], b[3])
    u = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - i
    return np.float64(i) / u if u else np.float64(0)


def right_array(a, b):
    corners = np.stack([a, b])
    first, last = corners[:, :2].max(axis=0), corners[:, 2:].min(axis=0)
    inter = np.prod(np.maximum(0, last - first))
    union = np.prod(corners[:, 2:] - corners[:, :2], axis=1).sum() - inter
    return np.divide(inter, union, out=np.zeros(()), where=union > 0)[()]


@outcome("M06")
def wrong_no_clip(a, b):
    """Negative sides are multiplied as they are."""
    h = min(a[2], b[2]) - max(a[0], b[0])
    w = min(a[3], b[3]) - max(a[1], b[1])
    inter = h * w
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return inter / union if union > 0 else 0.0


@outcome("M06")
def wrong_clip_area(a, b):
    """Clips the area in place of the sides."""
    inter = max(0, (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1])))
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return inter / union if union > 0 else 0.0


@outcome("M03")
def wrong_pixels(a, b):
    """Counts pixels: last minus first plus one everywhere."""
    h = max(0, min(a[2], b[2]) - max(a[0], b[0]) + 1)
    w = max(0, min(a[3], b[3]) - max(a[1], b[1]) + 1)
    area = [(x[2] - x[0] + 1) * (x[3] - x[1] + 1) for x in (a, b)]
    return h * w / (sum(area) - h * w)


@outcome("M76")
def wrong_no_guard(a, b):
    """Divides 0 by 0 for two empty boxes."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    wh = np.maximum(0, np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]))
    inter = wh[0] * wh[1]
    return inter / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter)


@outcome("M72")
def wrong_union_sum(a, b):
    """The union is the sum of the areas."""
    h = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    w = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    total = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return h * w / total if total else 0.0


@outcome("M73")
def wrong_hull(a, b):
    """The union is the bounding box of both."""
    h = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    w = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    hull = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    return h * w / hull if hull else 0.0


@outcome("M03")
def wrong_xywh(a, b):
    """Takes the last two numbers for height and width."""
    h = max(0, min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]))
    w = max(0, min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]))
    union = a[2] * a[3] + b[2] * b[3] - h * w
    return h * w / union if union > 0 else 0.0


@outcome("M74")
def wrong_true_box(a, b):
    """The share of the second box that is covered."""
    h = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    w = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    area = (b[2] - b[0]) * (b[3] - b[1])
    return h * w / area if area else 0.0


@outcome("M77")
def wrong_dice(a, b):
    """Dice coefficient."""
    h = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    w = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    total = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return 2 * h * w / total if total else 0.0


@outcome("M78")
def wrong_loss(a, b):
    """IoU as a loss, 1 − IoU."""
    h = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    w = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    u = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - h * w
    return 1 - h * w / u if u else 0.0


@outcome("M75")
def wrong_intersection(a, b):
    """Only the intersection."""
    return max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))


@outcome("M05")
def wrong_pairs(a, b):
    """Reads (row0, row1, col0, col1)."""
    h = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    w = max(0, min(a[3], b[3]) - max(a[2], b[2]))
    u = (a[1] - a[0]) * (a[3] - a[2]) + (b[1] - b[0]) * (b[3] - b[2]) - h * w
    return h * w / u if u > 0 else 0.0


@outcome("M83")
def wrong_rounded(a, b):
    """Edges cut to whole pixels first."""
    a, b = np.asarray(a).astype(int), np.asarray(b).astype(int)
    h = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    w = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    u = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - h * w
    return h * w / u if u > 0 else 0.0
