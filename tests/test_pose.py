"""Heat maps, their decoding and PCK against formulas written out, and against what must come back."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnkit import pose, reference
from cnnkit.shapes import ShapeError

rng = np.random.default_rng(8)


def test_a_map_is_a_hill_of_height_one_around_its_joint():
    joints = rng.uniform(-2, 9, (3, 4, 2))

    maps = pose.joint_heatmaps(joints, (6, 7), 1.3)

    assert maps.shape == (3, 4, 6, 7)
    np.testing.assert_allclose(maps, reference.joint_heatmaps(joints, (6, 7), 1.3), atol=1e-12)
    at_a_centre = pose.joint_heatmaps([[[2.5, 4.5]]], (6, 7), 1.3)[0, 0]
    assert at_a_centre[2, 4] == 1 == at_a_centre.max()
    # one sigma away it is exp(-1/2), whatever the direction
    for place in ([2.5, 4.5 - 1.3], [2.5 + 1.3, 4.5], [2.5 - 1.3 / math.sqrt(2), 4.5 + 1.3 / math.sqrt(2)]):
        assert pose.joint_heatmaps([[place]], (6, 7), 1.3)[0, 0, 2, 4] == pytest.approx(math.exp(-0.5))


def test_a_joint_outside_shows_only_its_slope():
    inside, outside = pose.joint_heatmaps([[[0.5, 0.5], [-3.5, 0.5]]], 5, 2.0)[0]

    np.testing.assert_allclose(outside[:, 0], [math.exp(-(d**2) / 8) for d in (4, 5, 6, 7, 8)])
    assert inside.max() == 1 and outside.argmax() == 0
    assert not pose.joint_heatmaps([[[1e9, -1e9]]], 5, 2.0).any()


def test_very_narrow_hills_are_points():
    maps = pose.joint_heatmaps([[[1.5, 2.5]]], 4, 1e-200)[0, 0]

    assert maps[1, 2] == 1 and maps.sum() == 1


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_joints_come_back_to_half_a_cell(down, along, data):
    H, W = 5, 7
    place = data.draw(st.tuples(st.floats(0.01, H * down - 0.01), st.floats(0.01, W * along - 0.01)))
    joints = np.array([[place]])

    maps = pose.joint_heatmaps(joints / (down, along), (H, W), 1.0)
    found = pose.decode_heatmaps(maps, (down, along))

    # the largest cell is the one that the joint lies in: its centre is at most half a stride away
    assert (abs(found - joints)[0, 0] <= np.array([down, along]) / 2 + 1e-9).all()


def test_without_the_half_cell_the_mean_error_doubles():
    stride, joints = 4, rng.uniform(4, 60, (200, 10, 2))
    maps = pose.joint_heatmaps(joints / stride, 16, 1.0)

    found = pose.decode_heatmaps(maps, stride)

    right, wrong = (np.hypot(*np.moveaxis(p - joints, -1, 0)).mean() for p in (found, found - stride / 2))
    assert wrong / right == pytest.approx(2.0, abs=0.05)
    assert abs((found - joints).mean()) < 0.1 and abs((found - stride / 2 - joints).mean() + stride / 2) < 0.1


def test_decoding_is_cell_by_cell():
    maps = rng.integers(0, 4, (3, 2, 4, 5)).astype(float)  # many ties: the first in row order wins

    np.testing.assert_array_equal(pose.decode_heatmaps(maps, (2, 3)), reference.decode_heatmaps(maps, (2, 3)))
    assert pose.decode_heatmaps(np.zeros((1, 1, 3, 3)), 8).tolist() == [[[4, 4]]]
    assert pose.decode_heatmaps(np.full((1, 1, 2, 2), -np.inf), 1).tolist() == [[[0.5, 0.5]]]
    assert pose.decode_heatmaps(np.zeros((0, 3, 4, 4)), 4).shape == (0, 3, 2)


def test_pck_counts_what_is_near_enough():
    joints = rng.uniform(0, 64, (6, 5, 2))
    pred, size = joints + rng.normal(0, 5, joints.shape), rng.uniform(20, 60, 6)

    for threshold in (0, 0.05, 0.1, 0.2, 1):
        assert pose.pck(pred, joints, 64, threshold) == reference.pck(pred, joints, 64, threshold)
        assert pose.pck(pred, joints, size, threshold) == reference.pck(pred, joints, size, threshold)
    assert pose.pck(joints, joints, 64, 0) == 1
    # 3-4-5: a joint exactly at the threshold is found
    assert pose.pck([[[0.0, 0.0]]], [[[30.0, 40.0]]], 100, 0.5) == 1
    assert pose.pck([[[0.0, 0.0]]], [[[30.0, 40.0]]], 1, 0.5) == 0


def test_each_figure_is_compared_with_its_own_size():
    joints, pred = np.zeros((2, 3, 2)), np.full((2, 3, 2), 3.0)  # 4.24 away

    assert pose.pck(pred, joints, [100, 10], 0.1) == 0.5
    assert pose.pck(pred, joints, [10, 100], 0.1) == 0.5
    assert pose.pck(pred, joints, [100, 100], 0.1) == 1


def test_the_pose_loss_and_its_gradient():
    maps, target = rng.normal(size=(2, 3, 2, 4)), rng.normal(size=(2, 3, 2, 4))

    div, dmaps = pose.pose_loss(maps, target)

    there = reference.pose_loss(maps.tolist(), target.tolist())
    np.testing.assert_allclose(div, there[0])
    np.testing.assert_allclose(dmaps, there[1])
    numeric = reference.numerical_gradient(lambda v: float(pose.pose_loss(v, target)[0][1]), maps)
    np.testing.assert_allclose(dmaps[1], numeric[1], atol=1e-7)
    assert not numeric[0].any()


def test_narrow_numbers_stay_narrow():
    joints = rng.uniform(0, 8, (2, 3, 2)).astype(np.float32)

    maps = pose.joint_heatmaps(joints, 8, 1.0)

    assert maps.dtype == np.float32
    assert pose.decode_heatmaps(maps, 4).dtype == np.float32
    div, dmaps = pose.pose_loss(maps, np.zeros(maps.shape))
    assert div.dtype == dmaps.dtype == np.float32


def test_numbers_that_blew_up_reach_the_loss():
    assert np.isnan(pose.pose_loss(np.full((1, 1, 2, 2), np.nan), np.zeros((1, 1, 2, 2)))[0]).all()


figure = [[[1.0, 2.0], [3.0, 4.0]]]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: pose.joint_heatmaps(figure[0], 4, 1), ShapeError, r"\(T, J, 2\)"),
        (lambda: pose.joint_heatmaps([[[1.0, 2.0, 3.0]]], 4, 1), ShapeError, r"\(row, col\)"),
        (lambda: pose.joint_heatmaps([[[1.0, np.nan]]], 4, 1), ValueError, r"joints\[0, 0, 1\] is nan"),
        (lambda: pose.joint_heatmaps(figure, 0, 1), ShapeError, "size is 0"),
        (lambda: pose.joint_heatmaps(figure, 2.5, 1), TypeError, "size must be a whole number"),
        (lambda: pose.joint_heatmaps(figure, 4, 0), ValueError, "sigma is 0"),
        (lambda: pose.joint_heatmaps(figure, 4, np.nan), ValueError, "sigma is nan"),
        (lambda: pose.joint_heatmaps(figure, 10**6, 1), ShapeError, "the result would be"),
        (lambda: pose.decode_heatmaps(np.zeros((2, 4, 4)), 4), ShapeError, r"\(T, J, H, W\)"),
        (lambda: pose.decode_heatmaps(np.full((1, 1, 2, 2), np.nan), 4), ValueError, r"heatmaps\[0, 0, 0, 0\] is nan"),
        (lambda: pose.decode_heatmaps(np.zeros((1, 1, 2, 2)), 0), ShapeError, "stride is 0"),
        (lambda: pose.pck(figure, [figure[0][:1]], 64, 0.1), ShapeError, "one answer for each joint"),
        (lambda: pose.pck(np.zeros((0, 2, 2)), np.zeros((0, 2, 2)), 64, 0.1), ShapeError, "at least one joint"),
        (lambda: pose.pck([[[np.nan, 0.0]]], [[[0.0, 0.0]]], 64, 0.1), ValueError, r"pred\[0, 0, 0\] is nan"),
        (lambda: pose.pck(figure, figure, 0, 0.1), ValueError, "scale is"),
        (lambda: pose.pck(figure, figure, [64, 64], 0.1), ShapeError, "one for each example"),
        (lambda: pose.pck(figure, figure, 64, -0.1), ValueError, "threshold is -0.1"),
        (lambda: pose.pose_loss(np.zeros((1, 2, 3, 3)), np.zeros((1, 2, 4, 4))), ShapeError, "size that the net makes"),
    ],
)
def test_odd_arguments_get_their_sentence(call, error, words):
    with pytest.raises(error, match=words):
        call()
