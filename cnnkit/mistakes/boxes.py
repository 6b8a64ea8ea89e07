"""Mistakes with bounding boxes, and in the divergence of a net that answers one (lecture 5.1)."""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.descent import CROSS_ENTROPY, SPARED
from cnnkit.mistakes.program import Mistake, Program

__all__ = ["BOX_TO_CENTER", "CENTER_TO_BOX", "DETECTION_LOSS", "IOU", "MISTAKES", "SQUARED_ERROR"]


def iou(a, b, faults=frozenset()):
    """Intersection over union of two boxes, with faults."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    if "M83" in faults:  # edges cut to whole pixels
        a, b = np.trunc(a), np.trunc(b)
    if "M83:rounded" in faults:
        a, b = np.rint(a), np.rint(b)
    if "M05" in faults:  # (row0, row1, col0, col1) read
        a, b = a[[0, 2, 1, 3]], b[[0, 2, 1, 3]]
    if "M03:extent" in faults:  # a corner and an extent read
        a, b = (np.concatenate([box[:2], box[:2] + box[2:]]) for box in (a, b))
    if "M03:centre" in faults:  # a centre and an extent read
        a, b = (np.concatenate([box[:2] - box[2:] / 2, box[:2] + box[2:] / 2]) for box in (a, b))
    more = 1 if "M03" in faults else 0  # edges counted as pixels
    first, last = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    if "M71" in faults:  # from the outermost edges
        first, last = np.minimum(a[:2], b[:2]), np.maximum(a[2:], b[2:])
    overlap = last - first + (1 if "M03:intersection" in faults else more)
    if "M06" not in faults and "M06:product" not in faults:
        overlap = np.maximum(overlap, 0)
    extents = [box[2:] - box[:2] + (1 if "M03:areas" in faults else more) for box in (a, b)]
    shared, *areas = [_size(extent, faults) for extent in (overlap, *extents)]
    if "M06:product" in faults:  # the area clipped, not the sides
        shared = max(shared, 0)
    whole = sum(areas) - shared
    if "M64" in faults:  # neither area keeps what both cover
        whole = sum(areas) - 2 * shared
    if "M65" in faults:  # one area for both
        whole = 2 * areas[0] - shared
    if "M65:second" in faults:
        whole = 2 * areas[1] - shared
    whole = whole + sum(float(switch.split(":")[1]) for switch in faults if switch.startswith("M66"))
    for switch, axis in (("M67", 0), ("M67:columns", 1)):  # along one axis alone
        if switch in faults:
            shared, sides = overlap[axis], [extent[axis] for extent in extents]
            whole = sum(sides) - shared
    if "M72" in faults:  # what both cover counted twice
        whole = sum(areas)
    if "M73" in faults:  # the smallest box around both
        whole = _size(np.maximum(a[2:], b[2:]) - np.minimum(a[:2], b[:2]) + more, faults)
    for switch, share in (("M74", areas[0]), ("M74:second", areas[1]), ("M74:smaller", min(areas)), ("M74:larger", max(areas))):
        if switch in faults:
            whole = share
    if "M75" in faults:  # the intersection alone
        return shared
    if whole == 0:
        return float("nan") if "M76" in faults else 1.0 if "M76:one" in faults else 0.0
    ratio = shared / whole * (2 if "M77" in faults else 1)
    if "M77" in faults:  # Dice
        ratio = 2 * shared / sum(areas)
    return 1 - ratio if "M78" in faults else ratio


def _size(extent, faults):
    """Height times width, or their sum."""
    return extent[0] + extent[1] if "M79" in faults else extent[0] * extent[1]


def box_to_center(box, faults=frozenset()):
    """Centre and extent of a box, with faults."""
    row0, col0, row1, col1 = np.maximum(box, 0) if "M68" in faults else np.asarray(box, float)
    if "M05:read" in faults:
        row0, row1, col0, col1 = row0, col0, row1, col1
    more = 1 if "M03" in faults else 0
    height, width = row1 - row0 + more, col1 - col0 + more
    row, col = (row0 + row1) / 2, (col0 + col1) / 2
    if "M03:last pixel" in faults:  # the last edge taken for a pixel
        row, col = (row0 + row1 - 1) / 2, (col0 + col1 - 1) / 2
    if "M03:middle" in faults:
        row, col = (row0 + row1 + 1) / 2, (col0 + col1 + 1) / 2
    if "M80" in faults:  # the first corner
        row, col = row0, col0
    if "M80:last" in faults:
        row, col = row1, col1
    if "M81" in faults:  # half the extent, from 0
        row, col = height / 2, width / 2
    if "M82" in faults:  # the sum of the edges
        row, col = row0 + row1, col0 + col1
    if "M82:last" in faults:  # row0 + row1 / 2
        row, col = row0 + row1 / 2, col0 + col1 / 2
    if "M83" in faults:  # cut to whole numbers
        row, col = row // 1, col // 1
    if "M83:rounded" in faults:
        row, col = np.rint(row), np.rint(col)
    if "M69" in faults:  # one extent for both
        width = height
    if "M69:width" in faults:
        height = width
    if "M84" in faults:
        height, width = -height, -width
    if "M85" in faults:
        height, width = height / 2, width / 2
    if "M86" in faults:  # the last corner in place of the extent
        height, width = row1, col1
    return _ordered(row, col, height, width, faults)


def center_to_box(center, faults=frozenset()):
    """A box of its centre and extent, with faults."""
    row, col, height, width = np.asarray(center, float)
    if "M05:read" in faults:  # (col, row, width, height) read
        row, col, height, width = col, row, width, height
    if "M05:extent" in faults:
        height, width = width, height
    half = (height, width) if "M85" in faults else (height / 2, width / 2)
    less = 1 if "M03" in faults else 0
    first, last = (row - half[0], col - half[1]), (row + half[0] - less, col + half[1] - less)
    if "M80" in faults:  # the centre taken for the first corner
        first, last = (row, col), (row + height, col + width)
    if "M80:last" in faults:
        first, last = (row - height, col - width), (row, col)
    if "M69" in faults:  # one extent for both
        first, last = (row - half[0], col - half[0]), (row + half[0], col + half[0])
    if "M69:width" in faults:
        first, last = (row - half[1], col - half[1]), (row + half[1], col + half[1])
    if "M70" in faults:  # (row - height) / 2
        first, last = ((row - height) / 2, (col - width) / 2), ((row + height) / 2, (col + width) / 2)
    if "M68" in faults:
        first = tuple(max(edge, 0.0) for edge in first)
    if "M83" in faults:
        first = tuple(edge // 1 for edge in first)
        last = tuple(edge // 1 for edge in last)
    if "M84" in faults:
        first, last = last, first
    if "M86" in faults:  # the extent in place of the last corner
        last = (height, width)
    if "M87" in faults:  # both rows, then both columns
        return np.array([first[0], last[0], first[1], last[1]])
    return np.array([*first, *last])


def _ordered(row, col, height, width, faults):
    """The four numbers, in some order."""
    if "M05" in faults:
        row, col, height, width = col, row, width, height
    if "M05:extent" in faults:
        height, width = width, height
    return np.array([row, height, col, width] if "M87" in faults else [row, col, height, width])


def squared_error(y, d, faults=frozenset()):
    """Half the sum of the squares and its gradient, with faults."""
    far = d - y if "M88" in faults else y - d
    each = np.abs(far) if faults & {"M90", "M90:sum"} else far**2
    if "M100" in faults:  # squared first, then subtracted
        each = y**2 - d**2
    div = (1 if faults & {"M89", "M89:value", "M90:sum"} else 0.5) * each.sum(axis=1)
    dz = far * (2 if faults & {"M89", "M89:gradient"} else 1)
    if "M90:sum" in faults:
        dz = np.sign(far)
    if faults & {"M90:root", "M90:half the root"}:
        div = (1 if "M90:root" in faults else 0.5) * np.sqrt(each.sum(axis=1))
    if "M99" in faults:  # the sum squared
        div = 0.5 * far.sum(axis=1) ** 2
    if "M91" in faults:  # the mean over the numbers
        div, dz = div / y.shape[1], dz / y.shape[1]
    if "M91:value" in faults:
        div = div / y.shape[1]
    if "M91:without the half" in faults:
        div, dz = 2 * div / y.shape[1], 2 * dz / y.shape[1]
    if "M92" in faults:  # one number for all examples
        div = div.sum()
    if "M92:mean" in faults:
        div = div.mean()
    if "M92:along" in faults:  # one for each number, over the examples
        div = 0.5 * each.sum(axis=0)
    if "M92:none" in faults:
        div = 0.5 * each
    if "L01" in faults:
        dz = dz / len(y)
    return (dz, div) if "M93" in faults else (div, dz)


def detection_loss(z, boxes, labels, weight, faults=frozenset()):
    """Cross-entropy of the class and weighted squared error of the box, with faults."""
    classes = z.shape[1] - 4
    scores, answer = (z[:, 4:], z[:, :4]) if "M94" in faults else (z[:, :classes], z[:, classes:])
    what, dscores = CROSS_ENTROPY.wrong(*faults & set(CLASS_FAULTS))(scores, labels)
    where, dbox = SQUARED_ERROR.wrong(*faults & set(BOX_FAULTS))(answer, boxes)
    extra = 0
    if "M95" in faults:  # softmax over the numbers of the box too
        what, dall = CROSS_ENTROPY.wrong(*faults & {"L15"})(z, labels)
        dscores, extra = dall[:, :classes], dall[:, classes:]
    class_weight, value_weight, gradient_weight = 1, weight, weight
    if "M96" in faults:  # weight left out
        value_weight = gradient_weight = 1
    if "M96:value" in faults:
        value_weight = 1
    if "M96:gradient" in faults:
        gradient_weight = 1
    if "M97" in faults:  # the class part weighted, too or instead
        class_weight = weight
    if "M97:instead" in faults:
        class_weight, value_weight, gradient_weight = weight, 1, 1
    if "M97:shares" in faults:
        class_weight = 1 - weight
    if faults & {"M101", "M101:value"}:  # weight squared
        value_weight = weight**2
    if faults & {"M101", "M101:gradient"}:
        gradient_weight = weight**2
    if "M102" in faults:  # the box where the class is right
        hit = scores.argmax(axis=1) == labels
        value_weight, gradient_weight = weight * hit, weight * hit[:, None]
    if "M98" in faults:  # only one of the parts
        value_weight = gradient_weight = 0
    if "M98:class" in faults:
        class_weight = 0
    if "M98:value" in faults:
        value_weight = 0
    if "M98:gradient" in faults:
        gradient_weight = 0
    parts = [class_weight * dscores, gradient_weight * dbox + extra]
    dz = np.concatenate(parts[::-1] if "M94:gradient" in faults or "M94" in faults else parts, axis=1)
    div = class_weight * what + value_weight * where
    if "M92" in faults:
        div = div.sum()
    if "M92:mean" in faults:
        div = div.mean()
    if "L01" in faults:
        dz = dz / len(z)
    return div, dz


IOU = Program(
    iou,
    (
        "M03", "M03:areas", "M03:intersection", "M03:extent", "M03:centre", "M05", "M06", "M06:product", "M71", "M72", "M73",
        "M64", "M65", "M65:second", *(f"M66:{small}" for small in ("1", "1e-2", "1e-3", "1e-4", "1e-5")), "M67", "M67:columns",
        "M83", "M83:rounded", "M74", "M74:second", "M74:smaller", "M74:larger", "M75", "M76", "M76:one", "M77", "M78", "M79",
    ),
    instead=(
        ("M64", "M65", "M66", "M67", "M72", "M73", "M74", "M75", "M77"), ("M71", "M06"), ("M03", "M05", "M76", "M83"),
        ("M75", "M76", "M78"), ("M67", "M79"), ("M66", "M76"), ("M65", "M05"),
    ),
)  # fmt: skip
BOX_TO_CENTER = Program(
    box_to_center,
    (
        "M03", "M03:last pixel", "M03:middle", "M05", "M05:read", "M05:extent", "M80", "M80:last", "M81", "M82", "M82:last", "M83", "M83:rounded", "M84", "M85",
        "M86", "M87", "M68", "M69", "M69:width",
    ),
    instead=(("M69", "M86"), ("M69", "M05"), ("M80", "M81", "M82"), ("M84", "M85", "M86"), ("M03", "M80", "M81", "M82"), ("M03", "M86")),
)  # fmt: skip
CENTER_TO_BOX = Program(
    center_to_box,
    ("M03", "M05:read", "M05:extent", "M68", "M69", "M69:width", "M70", "M80", "M80:last", "M83", "M84", "M85", "M86", "M87"),
    instead=(
        ("M70", "M80", "M85", "M69"), ("M80", "M03"), ("M70", "M03"), ("M69", "M03"), ("M69", "M05"), ("M86", "M84", "M03"),
        ("M68", "M84"),
    ),
)  # fmt: skip
SQUARED_ERROR = Program(
    squared_error,
    (
        "L01", "M88", "M89", "M89:value", "M89:gradient", "M90", "M90:sum", "M90:root", "M90:half the root", "M91", "M91:value",
        "M92", "M92:mean", "M92:along", "M92:none", "M93", "M99", "M100",
    ),
    instead=(("M90", "M91", "M92", "M99", "M100"), ("M90", "M89")),
)  # fmt: skip
CLASS_FAULTS = ("L05", "L06", "L09", "L15", "L31", "L31:along", *SPARED, "L33", "L34", "L36", "L38", "L39")
BOX_FAULTS = ("M88", "M89", "M89:value", "M89:gradient", "M90", "M90:sum", "M90:root", "M90:half the root", "M91", "M91:value", "M91:without the half", "M99", "M100")
DETECTION_LOSS = Program(
    detection_loss,
    (
        "L01", *CLASS_FAULTS, *BOX_FAULTS, "M92", "M92:mean", "M94", "M94:gradient", "M95", "M96", "M96:value", "M96:gradient",
        "M97", "M97:instead", "M97:shares", "M98", "M98:class", "M98:value", "M98:gradient", "M101", "M101:value", "M101:gradient", "M102",
    ),
    instead=(
        ("M96", "M97", "M98", "M101", "M102"), ("L05", "L15", "L31", "L32", "L33", "L34", "M98"),
        ("L05", "L06", "L09", "L31", "L33", "L36", "L38", "L39", "M95", "M98"),
        ("M88", "M89", "M90", "M91", "M98", "M99", "M100"), ("M94", "M95"), ("M94", "M102"),
    ),
)  # fmt: skip

MISTAKES = (
    Mistake("M03", "boxes written in another way than they are given",
            "A box is (row0, col0, row1, col1), the places of its edges. So its height is row1 − row0: an edge is no pixel, and nothing is added.",
            "Take the last two numbers as edges, without + 1."),
    Mistake("M05", "rows and columns exchanged",
            "Rows come first everywhere: (row0, col0, row1, col1), (row, col, height, width).",
            "Pair entry 0 with entry 2, and entry 1 with entry 3."),
    Mistake("M06", "an overlap below 0 counted",
            "Boxes that lie apart share nothing: a side of the intersection that comes out negative is 0. Two negative sides would even make an area.",
            "Use max(0, …) for each side, before you multiply."),
    Mistake("M64", "what both cover left out of the union",
            "The union is all that at least one of them covers; what both cover belongs to it, once.",
            "Subtract the intersection once from the sum of the areas."),
    Mistake("M65", "one box measured twice",
            "The sum needs the area of a and the area of b, each from its own edges.",
            "Look at the names in both areas."),
    Mistake("M66", "a number added to the union",
            "What is added to keep the union from 0 makes every IoU a little too small, most of all that of small boxes.",
            "Ask whether the union is 0, and add nothing."),
    Mistake("M67", "one axis alone compared",
            "Boxes cover areas: rows and columns both count.",
            "Multiply height and width before you divide."),
    Mistake("M68", "the box cut off at the border of the image",
            "A box may begin outside the image. Its numbers stay as they are.",
            "Leave negative edges as they come."),
    Mistake("M69", "one extent used for both axes",
            "Height belongs to rows, width to columns; only a square has one number for both.",
            "Use entry 2 with entry 0, and entry 3 with entry 1."),
    Mistake("M70", "the place halved along with the extent",
            "(row − height) / 2 halves both. Only the extent is halved: row − height / 2.",
            "Leave the brackets out."),
    Mistake("M71", "the outermost edges taken for the intersection",
            "Both boxes cover what begins after the later first edge and ends before the earlier last edge.",
            "Take the maximum of the first edges and the minimum of the last ones."),
    Mistake("M72", "what both cover counted twice",
            "The two areas contain the intersection once each; the union contains it once.",
            "Subtract the intersection from the sum of the areas."),
    Mistake("M73", "the box around both taken for the union",
            "The box around both also covers what neither of them covers.",
            "Use area(a) + area(b) − intersection."),
    Mistake("M74", "divided by the area of one box",
            "The share is taken of all that a or b covers. Of one box alone, what only the other covers would cost nothing.",
            "Divide by the union of both."),
    Mistake("M75", "the intersection without the union",
            "The intersection is an area; IoU is the share that it has of the union.",
            "Divide by the union."),
    Mistake("M76", "an empty union not told apart",
            "Where neither box covers anything, 0/0 says nothing; here IoU is 0 then.",
            "Return 0 if the union is 0."),
    Mistake("M77", "twice the intersection over the sum of the areas",
            "That is the Dice coefficient, which is larger than IoU unless both are 0 or 1.",
            "Divide the intersection by the union."),
    Mistake("M78", "one minus the overlap",
            "IoU is 1 for equal boxes and 0 for boxes that lie apart.",
            "Return intersection / union itself."),
    Mistake("M79", "the sides added where they multiply",
            "What a box covers is an area: height times width.",
            "Multiply the two sides."),
    Mistake("M80", "a corner and the centre confused",
            "The centre lies half way between the first edge and the last one.",
            "The centre is (row0 + row1) / 2, and the first edge is row − height / 2."),
    Mistake("M81", "half the extent in place of the centre",
            "Half the extent is the way from the first edge to the centre; the first edge is not at 0.",
            "Add the first edge, or use (row0 + row1) / 2."),
    Mistake("M82", "the edges not halved together",
            "The centre lies half way between two edges: at half of their sum.",
            "Put the sum in brackets and divide it by 2."),
    Mistake("M83", "decimals cut off or rounded away",
            "Places are continuous: an edge may lie between pixels, and so may the centre of a box of odd extent.",
            "Divide with /, and do not round."),
    Mistake("M84", "first and last edge exchanged",
            "The last edge has the larger number, and an extent is not negative.",
            "Subtract the first edge from the last one."),
    Mistake("M85", "half and whole extent confused",
            "Height and width go from edge to edge; from the centre to an edge it is half of that.",
            "Keep the whole extent in (row, col, height, width), and go half of it to each side."),
    Mistake("M86", "extent and last corner confused",
            "(row, col, height, width) ends with an extent, (row0, col0, row1, col1) with a corner.",
            "Compute the last two numbers, do not copy them."),
    Mistake("M87", "the four numbers in another order",
            "First the place, row and column, then the extent or the other corner.",
            "Put the numbers in the order that is asked for."),
    Mistake("M88", "the sign of the error",
            "½(y − d)² grows with y where y is above d: its derivative is y − d.",
            "Use y - d."),
    Mistake("M89", "the factor ½",
            "div = ½ Σ (y − d)². The ½ is there so that the derivative is y − d, without a 2.",
            "Use 0.5 for the value and 1 for the gradient."),
    Mistake("M90", "not the square of the error",
            "The squared error adds up squares. Absolute values, or the root of the sum, have another gradient.",
            "Use (y - d) ** 2 and no root."),
    Mistake("M99", "the sum squared in place of the squares summed",
            "Errors of opposite sign would cancel before they are squared. Each is squared by itself, then they are added up.",
            "Use (... ** 2).sum(...), not (...).sum(...) ** 2."),
    Mistake("M100", "a difference of squares in place of the square of the difference",
            "Squares taken apart lose how far an answer is from what is wanted; their difference can even be below 0.",
            "Subtract first, then square."),
    Mistake("M91", "the mean over the numbers in place of their sum",
            "The four numbers of a box add up. A mean divides by how many there are, the divergence and its gradient.",
            "Use sum(axis=1)."),
    Mistake("M92", "not one divergence for each example",
            "Every example has a divergence of its own; the mean over the batch is taken once, afterwards (lesson 03).",
            "Sum over axis 1 only."),
    Mistake("M93", "the two results exchanged",
            "The divergences first, then their gradient.",
            "Return (div, dy)."),
    Mistake("M94", "class and box taken from each other's columns",
            "The first C columns of z, and of dz, are scores; the last four are the box.",
            "Cut at C = z.shape[1] - 4, and join in the same order."),
    Mistake("M95", "softmax over the numbers of the box too",
            "The four numbers of the box are no scores: they take no part in the softmax.",
            "Give only z[:, :C] to the cross-entropy."),
    Mistake("M96", "the weight left out",
            "weight multiplies the box part, in the value and in the gradient alike.",
            "Multiply both by weight."),
    Mistake("M97", "the weight on the class part",
            "weight multiplies the box part alone; the class part stays as it is.",
            "Leave the cross-entropy without a factor."),
    Mistake("M101", "the weight squared",
            "weight multiplies the square of the error. Put in front of the error, it is squared too.",
            "Square first, then multiply by weight."),
    Mistake("M102", "the box counted only where the class is right",
            "Both parts count for every example; a wrong class does not excuse the box.",
            "Add the box part without a condition."),
    Mistake("M98", "one of the two parts left out",
            "The divergence is the sum of two parts, and dz holds the gradients of both.",
            "Add the class part and the weighted box part, and fill all C + 4 columns of dz."),
)  # fmt: skip
