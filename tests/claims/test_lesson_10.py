"""Lesson 10: every sentence that could be false, computed."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest
from claiming import claim, labels, said

from cnnkit import data, pose
from cnnkit.layers import Conv2d, Linear
from cnnkit.learner import expose
from cnnkit.models import pose_nets
from cnnkit.pose import pck
from cnnkit.training import predict
from cnnkit.widgets import PoseExplorer
from cnnkit.widgets.pose.examples import figures

said(
    "10",
    "say what the half cell is worth,",
    "say why a net finds joints better by maps than by numbers, and by how much.",
    "**Core: 55 minutes**; what is marked *extra* can wait.",
    "Pose estimation asks for the place of each, (row, column), in an image.",
    "Each joint gets a map of its own, a **heat map**.",
    "To read a joint back, take the largest cell, and its centre in pixels:",
    "When does the cross jump, and how far?",
    "To which side do all crosses move?",
    "Which joints share a cell, and do their maps still differ?",
    "Say a hand is at column 10 as often as at column 50, and nothing in the image tells which.",
    "It has to learn every place anew.",
    "Of several largest cells the first in row order counts.",
    "Half the squared distance between the maps of the net and the wanted ones, summed over joints and cells, for each example.",
    "What was measured here was measured on drawn figures.",
    "PCK is the share of joints within a threshold, a part of the image or of the figure.",
    "The divergence is half the squared error, as for any number.",
    "A net that finds joints here has learned these drawings; of photographed people nothing is claimed.",
)


@functools.lru_cache
def unseen():
    return data.load("pose", "test")


@functools.lru_cache
def found(kind):
    return pose_nets.answers(pose_nets.trained(kind), unseen()[0])


@pytest.mark.slow
@claim(
    "10",
    "Bones of given lengths hang from each other at angles that joints allow, and are covered with clothes and skin of random tones.",
    "Only the background, and what stands in front of some, is a photograph.",
    "So the places of all joints are known exactly, also of hidden ones.",
    "Here are 1,000 figures that neither has seen, on backgrounds that neither has seen.",
)
def test_the_figures():
    images, joints = unseen()
    assert images.shape == (1000, 1, 64, 64) and joints.shape == (1000, 14, 2)
    assert np.isfinite(joints).all() and (joints > 0).all() and (joints < 64).all()
    # a bone is as long, in parts of the figure, as given, within a few parts in ten
    arm = np.hypot(*(joints[:, data.JOINTS.index("right elbow")] - joints[:, data.JOINTS.index("right shoulder")]).T)
    thigh = np.hypot(*(joints[:, data.JOINTS.index("right knee")] - joints[:, data.JOINTS.index("right hip")]).T)
    assert 0.165 / 0.235 * 0.7 < (arm / thigh).min() < (arm / thigh).max() < 0.165 / 0.235 * 1.4
    train = data.load("pose")[0][:200]
    assert not any((images[:200] == one).all(axis=(1, 2, 3)).any() for one in train)


@pytest.mark.slow
@claim(
    "10",
    "An image goes through convolutions, its maps are laid in a row, and an MLP answers with numbers: two for each joint, a part of the image's height and a part of its width.",
    "A hand in the upper left meets other weights of the MLP than one in the lower right, though the convolutions saw both in the same way.",
    "Both nets begin with the same layers, each with weights of its own, and both were trained on the same 6,000 figures, half of them mirrored anew after every epoch.",
    "One answers with 28 numbers, the other with 14 maps of 16 × 16 cells.",
)
def test_the_two_nets():
    rng = np.random.default_rng(0)
    maps, numbers = (pose_nets.NETS[kind](rng) for kind in ("heat maps", "numbers"))
    few = unseen()[0][:2]
    assert maps.forward(few).shape == (2, 14, 16, 16) and numbers.forward(few).shape == (2, 28)
    first = [[repr(layer) for layer in net.layers[:11]] for net in (maps, numbers)]
    assert first[0] == first[1] and sum(name.startswith("Conv2d") for name in first[0]) == 3
    one, other = (next(layer for layer in pose_nets.trained(kind).walk() if isinstance(layer, Conv2d)).w for kind in pose_nets.NETS)
    assert one.shape == other.shape and not np.allclose(one, other, atol=0.01)
    # a window as large as its map, and a layer of numbers: every place has weights of its own
    dense = [layer for layer in numbers.walk() if isinstance(layer, Conv2d)][-1]
    assert dense.w.shape[2:] == (8, 8) and isinstance(numbers.layers[-1], Linear)
    assert len(data.load("pose")[0]) == 6000


@claim("10", "The best single number is 30, where the hand never is.", "A map can say *here or there*, with two hills.")
def test_squared_error_answers_with_the_mean():
    answers = np.arange(0, 64, 0.5)
    losses = [0.5 * ((a - 10) ** 2 + (a - 50) ** 2) / 2 for a in answers]
    assert answers[int(np.argmin(losses))] == 30
    # of all maps, the mean of both hills has the smallest mean loss
    hills = pose.joint_heatmaps(np.array([[[2.0, 2.5]], [[2.0, 12.5]]]), (4, 16), 1.0)
    both = np.broadcast_to(hills.mean(axis=0), hills.shape)
    assert pose.pose_loss(both, hills)[0].mean() < pose.pose_loss(hills[[0, 0]], hills)[0].mean()
    row = both[0, 0, 1]
    assert row[2] > row[7] < row[12] and row[[2, 12]].min() > 0.3


@claim(
    "10",
    "Around the joint, whose place $(row, col)$ is counted in cells as well, stands a hill of height 1:",
    "A joint at row 1.5 and column 0.5 of a 3 × 2 map, with $\\sigma = 1$.",
    "The exponential of a sum is a product: one factor for the row, one for the column.",
    "A heat map has a hill of height 1 where its joint is; the largest cell, plus half a cell, times the stride, reads it back as the centre of its cell.",
)
def test_a_map_by_hand():
    heat = pose.joint_heatmaps([[[1.5, 0.5]]], (3, 2), 1)[0, 0]
    for r, c in np.ndindex(3, 2):
        assert math.isclose(heat[r, c], math.exp(-((r + 0.5 - 1.5) ** 2) / 2) * math.exp(-((c + 0.5 - 0.5) ** 2) / 2))
    assert heat.max() == 1 and pose.decode_heatmaps(heat[None, None], 4).tolist() == [[[6, 2]]]
    places = np.random.default_rng(0).uniform(0, 8, (1, 200, 2))  # anywhere in a cell: its centre comes back
    assert np.array_equal(pose.decode_heatmaps(pose.joint_heatmaps(places, 8, 1), 4), (np.floor(places) + 0.5) * 4)


@claim(
    "10",
    "Drag the hand over the border of a cell, or move it with the arrow keys.",
    "Switch *with the half cell* off.",
    "Raise the stride to 16.",
)
def test_explore():
    explorer = PoseExplorer(figure=0)
    assert {"with the half cell", "stride", "joint"} <= labels(explorer)
    hand = data.JOINTS.index("left hand")
    read = []
    for column in (31.9, 32.1):
        places = figures()[1][0].copy()
        places[hand] = 20.5, column
        explorer.joints = places.tolist()
        read.append(explorer.picture.tables["read"][hand])
    assert (read[1] - read[0]).tolist() == [0, 4]
    explorer.half = False
    assert (explorer.picture.tables["read"][hand] - read[1]).tolist() == [-2, -2]
    explorer.set_together(stride=16, half=True, joints=[])
    cells = explorer.picture.tables["read"]
    shared = [(a, b) for a, b in np.ndindex(14, 14) if a < b and (cells[a] == cells[b]).all()]
    assert shared
    assert all(not np.allclose(explorer.picture.tables["maps"][a], explorer.picture.tables["maps"][b], atol=0.01) for a, b in shared)


@functools.lru_cache
def far(kind):
    """Distance of every answer from its joint, in pixels."""
    return np.hypot(*(found(kind) - unseen()[1]).transpose(2, 0, 1))


def shares(kind, word):
    """PCK at 0.1 of the joints whose name holds a word."""
    return [(far(kind)[:, k] <= 6.4).mean() for k, name in enumerate(data.JOINTS) if word in name]


@pytest.mark.slow
@claim(
    "10",
    "Both find heads, shoulders and hips.",
    "By numbers nearly every second hand is lost: a hand can be almost anywhere, and the mean of many places is far from most of them.",
    "By maps more than nine hands in ten are found.",
    "Numbers make an MLP learn every place anew, and squared error answers with the mean of what is possible.",
    "Maps answer where the convolutions look, and may hold two hills.",
)
def test_maps_against_numbers():
    for kind in pose_nets.NETS:
        assert min(*shares(kind, "head"), *shares(kind, "shoulder"), *shares(kind, "hip")) > 0.85
    assert 0.4 < 1 - np.mean(shares("numbers", "hand")) < 0.5 and min(shares("heat maps", "hand")) > 0.9
    for threshold in (0.05, 0.1, 0.2):
        by_maps, by_numbers = (pck(found(kind), unseen()[1], 64, threshold) for kind in pose_nets.NETS)
        assert by_maps > by_numbers
    # answers of the net with numbers keep nearer to where a hand is on average than hands do
    hand = data.JOINTS.index("left hand")
    assert found("numbers")[:, hand].std(axis=0).sum() < unseen()[1][:, hand].std(axis=0).sum()
    # one hand in seven lies where hands are on average, by the same threshold
    places = unseen()[1][:, hand]
    assert 0.1 < (np.hypot(*(places - places.mean(axis=0)).T) <= 6.4).mean() < 0.2


@pytest.mark.slow
@claim(
    "10",
    "**Try this:** go through the worst figures by heat maps, and choose the joint that is farthest off.",
    "How high is its map, and is there a hill where the joint is?",
    "Most joints that the maps lose by far are hands or feet.",
    "Their maps are lower than those of joints that are found: the net is not sure, and its map says so.",
)
def test_a_map_says_how_sure_the_net_is():
    maps = predict(pose_nets.trained(), unseen()[0])
    lost = far("heat maps") > 12.8
    ends = [k for k, name in enumerate(data.JOINTS) if "hand" in name or "foot" in name]
    assert lost[:, ends].sum() > lost.sum() / 2
    top = maps.max(axis=(2, 3))
    assert np.median(top[lost]) < 0.7 * np.median(top[far("heat maps") <= 6.4])


@pytest.mark.slow
@claim("10", "Your own functions on the maps of the net: the same joints as the package's, and how much the half cell is worth here.")
def test_own_functions_on_the_maps():
    maps = predict(pose_nets.trained(), unseen()[0][:200])
    assert np.array_equal(pose.decode_heatmaps(maps, pose_nets.STRIDE), found("heat maps")[:200])
    half = np.median(far("heat maps")[:200])
    without = np.median(np.hypot(*(found("heat maps")[:200] - pose_nets.STRIDE / 2 - unseen()[1][:200]).transpose(2, 0, 1)))
    assert without > 1.2 * half


@claim("10", "Without the half cell the mean distance doubles, if the right cells are found and joints lie anywhere in them.")
def test_the_half_cell():
    places = np.random.default_rng(0).random((100_000, 2))
    assert np.hypot(*places.T).mean() / np.hypot(*(places - 0.5).T).mean() == pytest.approx(2, rel=0.01)
    wrong = places + 3  # three cells off: the half cell is worth little
    assert np.hypot(*wrong.T).mean() < 1.3 * np.hypot(*(wrong - 0.5).T).mean()


@claim("10", "PCK at 0.1 with the side of the image, 64 pixels, allows 6.4 pixels.")
def test_the_threshold():
    near, far = (pck(np.array([[[0.0, d]]]), np.zeros((1, 1, 2)), 64, 0.1) for d in (6.4, 6.41))
    assert (near, far) == (1, 0)


@claim(
    "10",
    "This program takes the position of the largest cell apart with the number of rows.",
    "Find a map that is **not square** on which it agrees with the right one all the same, and one on which it does not.",
)
def test_the_bug_can_be_exposed():
    agree, differ = np.zeros((1, 1, 2, 3)), np.zeros((1, 1, 2, 3))
    agree[0, 0, 0, 1] = differ[0, 0, 1, 0] = 1
    report = expose("rows_for_columns", agree=(agree, 4), differ=(differ, 4))
    assert report.passed and "first row and in a column below H" in report.message
    # with H = 2 rows a column of 2 or more is not below H, and the programs differ in the first row too
    farther = np.zeros((1, 1, 2, 3))
    farther[0, 0, 0, 2] = 1
    assert not expose("rows_for_columns", agree=(farther, 4), differ=(differ, 4)).passed
    assert not expose("rows_for_columns", agree=(np.eye(2)[None, None], 4), differ=(differ, 4)).passed


@claim("10", "From first weights, in a thread of its own; each net takes a few minutes.", "Train one, then choose the other: both curves stay.")
def test_training_is_behind_a_button():
    from cnnkit.widgets import PoseTraining

    training = PoseTraining()
    assert training.state == "ready" and {"start", "stop"} <= {control.name for control in training.controls()}
    training.close()
