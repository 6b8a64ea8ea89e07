"""Boxes against counted cells, the numerical gradient and the formulas in plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnkit import boxes, reference
from cnnkit.shapes import ShapeError

rng = np.random.default_rng(5)
corner = st.integers(-6, 12)
whole_boxes = st.tuples(corner, corner, corner, corner)


def cells(box):
    """The unit cells that a box with whole corners covers."""
    return {(r, c) for r in range(box[0], box[2]) for c in range(box[1], box[3])}


def drawn(count, low=-20, high=80):
    """Boxes with their corners in order, anywhere in and around an image of 64."""
    ends = np.sort(rng.uniform(low, high, (count, 2, 2)), axis=1)
    return ends.reshape(count, 4)


@given(whole_boxes, whole_boxes)
def test_iou_counts_cells(a, b):
    # corners in the wrong order cover no cell, so both empty and swapped boxes are among these
    both, either = len(cells(a) & cells(b)), len(cells(a) | cells(b))

    assert boxes.iou(a, b) == pytest.approx(both / either if either else 0)


@given(whole_boxes, whole_boxes, st.integers(1, 9), st.tuples(corner, corner))
def test_iou_knows_neither_unit_nor_origin_nor_order(a, b, factor, shift):
    moved = [[factor * v + s for v, s in zip(box, shift * 2, strict=True)] for box in (a, b)]
    mirrored = [[box[1], box[0], box[3], box[2]] for box in (a, b)]

    assert boxes.iou(*moved) == pytest.approx(boxes.iou(a, b))
    assert boxes.iou(b, a) == boxes.iou(a, b) == pytest.approx(boxes.iou(*mirrored))


def test_iou_of_pairs_and_of_every_pair():
    a, b = drawn(5), drawn(7)

    every = boxes.iou(a[:, None], b)

    assert every.shape == (5, 7)
    np.testing.assert_allclose(every, [[reference.iou(p, q) for q in b] for p in a], atol=1e-12)
    np.testing.assert_allclose(boxes.iou(a, b[:5]), np.diag(every))
    assert boxes.iou(np.zeros((0, 4)), np.zeros((0, 4))).shape == (0,)


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ([0, 0, 10, 10], [1, 1, 11, 11], 81 / 119),
        ([0, 0, 100, 100], [1, 1, 101, 101], 99**2 / (2 * 100**2 - 99**2)),
        ([0, 0, 2, 2], [0, 0, 2, 2], 1),
        ([0, 0, 2, 2], [2, 0, 4, 2], 0),  # only an edge is shared: no pixel more or less
        ([0, 0, 1, 1], [5, 5, 6, 6], 0),  # apart in both axes: two negative extents are no area
        ([0, 0, 1, 9], [5, 0, 6, 9], 0),  # apart in one
        ([3, 3, 3, 3], [3, 3, 3, 3], 0),  # nothing and nothing
        ([4, 0, 4, 9], [0, 0, 9, 9], 0),  # a line
        ([9, 9, 0, 0], [0, 0, 9, 9], 0),  # swapped corners
        ([-8, -8, 8, 8], [0, 0, 8, 8], 0.25),  # beyond the image the plane goes on
    ],
)
def test_iou_by_hand(a, b, wanted):
    assert boxes.iou(a, b) == pytest.approx(wanted)
    assert boxes.iou(b, a) == pytest.approx(wanted)


def test_small_boxes_keep_their_precision():
    a = np.array([1000, 1000, 1000.5, 1000.5], np.float32)

    assert boxes.iou(a, a) == 1 and boxes.iou(a, a).dtype == np.float32
    assert boxes.iou([0, 0, 1e-9, 1e-9], [0, 0, 1e-9, 2e-9]) == pytest.approx(0.5)


def test_the_two_ways_of_writing_a_box():
    box = drawn(6).reshape(2, 3, 4)

    center = boxes.box_to_center(box)

    assert boxes.box_to_center([2, 3, 6, 13]).tolist() == [4, 8, 4, 10]
    np.testing.assert_allclose(center.reshape(6, 4), [reference.box_to_center(one) for one in box.reshape(6, 4)])
    np.testing.assert_allclose(boxes.center_to_box(center), box, atol=1e-12)
    np.testing.assert_allclose(
        boxes.center_to_box(center).reshape(6, 4), [reference.center_to_box(one) for one in center.reshape(6, 4)]
    )
    assert boxes.box_to_center([6, 3, 2, 13]).tolist() == [4, 8, -4, 10]  # swapped rows are seen in the height


def test_the_detection_loss_and_its_gradient():
    z, wanted, labels = rng.normal(size=(4, 3 + 4)), rng.normal(size=(4, 4)), np.array([2, 0, 1, 2])

    div, dz = boxes.detection_loss(z, wanted, labels, 7.5)

    there = reference.detection_loss(z, wanted, labels, 7.5)
    np.testing.assert_allclose(div, there[0])
    np.testing.assert_allclose(dz, there[1], atol=1e-12)
    # each example alone, so that one example's number is not another's
    for t in range(4):
        numeric = reference.numerical_gradient(
            lambda v, t=t: float(boxes.detection_loss(v, wanted, labels, 7.5)[0][t]), z
        )
        np.testing.assert_allclose(dz[t], numeric[t], atol=1e-7)
        assert abs(np.delete(numeric, t, axis=0)).max() == 0


def test_the_weight_multiplies_the_box_part_alone():
    z, wanted, labels = rng.normal(size=(3, 9)), rng.normal(size=(3, 4)), np.array([4, 0, 1])

    (without, class_only), (once, one), (thrice, three) = (
        boxes.detection_loss(z, wanted, labels, weight) for weight in (0, 1, 3)
    )

    np.testing.assert_allclose(thrice - without, 3 * (once - without))
    np.testing.assert_allclose(three[:, 5:], 3 * (z[:, 5:] - wanted))
    np.testing.assert_array_equal(three[:, :5], class_only[:, :5])
    assert not class_only[:, 5:].any()


def test_the_losses_keep_the_nets_narrow_numbers():
    z = rng.normal(size=(3, 6)).astype(np.float32)

    div, dz = boxes.detection_loss(z, np.zeros((3, 4)), [0, 1, 1], 0.3)

    assert div.dtype == dz.dtype == np.float32


def test_numbers_that_blew_up_reach_the_loss():
    # training looks for them there, and says where they came from
    div, dz = boxes.detection_loss(np.full((2, 6), np.nan), np.zeros((2, 4)), [0, 1], 1)

    assert np.isnan(div).all() and np.isnan(dz).any()


one = [0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: boxes.iou([1, 2, 3], one), ShapeError, r"a has shape \(3,\).*row0, col0, row1, col1"),
        (lambda: boxes.iou(one, 5), ShapeError, "b has shape"),
        (lambda: boxes.iou([one] * 2, [one] * 3), ShapeError, r"a\[:, None\]"),
        (lambda: boxes.iou([one, [0, np.nan, 1, 1]], one), ValueError, r"a\[1, 1\] is nan"),
        (lambda: boxes.iou(one, [0, 0, np.inf, 1]), ValueError, r"b\[2\] is inf"),
        (lambda: boxes.iou(one, "box"), TypeError, "b holds"),
        (lambda: boxes.box_to_center([0, 0, 1, np.nan]), ValueError, r"box\[3\] is nan"),
        (lambda: boxes.center_to_box([one[:3]]), ShapeError, "row, col, height, width"),
        (lambda: boxes.detection_loss([[0.0] * 4], [one], [0], 1), ShapeError, "at least 5"),
        (lambda: boxes.detection_loss([[0.0] * 6], [0], [one], 1), ShapeError, "z, boxes, labels, weight"),
        (lambda: boxes.detection_loss([[0.0] * 6], [one] * 2, [0], 1), ShapeError, r"\(1, 4\) is needed"),
        (lambda: boxes.detection_loss([[0.0] * 6], [one], [2], 1), ShapeError, "labels holds classes"),
        (lambda: boxes.detection_loss([[0.0] * 6], [one], [0.0], 1), TypeError, "labels.astype"),
        (lambda: boxes.detection_loss([[0.0] * 6], [[0, 0, np.nan, 1]], [0], 1), ValueError, r"boxes\[0, 2\] is nan"),
        (lambda: boxes.detection_loss([[0.0] * 6], [one], [0], -1), ValueError, "weight is -1"),
        (lambda: boxes.detection_loss([[0.0] * 6], [one], [0], np.nan), ValueError, "weight is nan"),
    ],
)
def test_odd_arguments_get_their_sentence(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_inputs_stay_as_they_are():
    a, z = drawn(3), rng.normal(size=(3, 6))
    before = a.copy(), z.copy()

    boxes.iou(a, a[::-1])
    boxes.box_to_center(a)
    boxes.detection_loss(z, a, [0, 1, 0], 2)

    np.testing.assert_array_equal(a, before[0])
    np.testing.assert_array_equal(z, before[1])
