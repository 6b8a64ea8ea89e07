"""Scenes and figures: what is in them is where they say, and nothing of the test images is seen in training."""

import time

import numpy as np
import pytest

from cnnkit import data
from cnnkit.data import backgrounds, figures, scenes

SPLITS = ("train", "test")


def drawn(seed=0):
    return np.random.default_rng(seed)


def clothes(count=None):
    images, labels = data.load("fashion28-small", "test")
    names = np.array(data.CLOTHES)[labels]
    return scenes.cut_clothes(images[:count, 0], names[:count])


@pytest.fixture
def on_black(monkeypatch):
    """Grounds without light, and nothing in the way."""
    for module in (scenes, figures):
        monkeypatch.setattr(module, "cut_outs", lambda count, *_: np.zeros((count, 64, 64), np.float32))
    monkeypatch.setattr(scenes, "SCRAPS", 0)
    monkeypatch.setattr(figures, "_hide", lambda *_: None)


@pytest.mark.parametrize(("split", "count"), [pytest.param("train", 8000, marks=pytest.mark.slow), ("test", 1000)])
def test_every_scene_shows_one_whole_piece_of_clothing(split, count):
    images, (labels, boxes) = data.load("boxes", split)

    assert images.shape == (count, 1, 64, 64) and images.dtype == boxes.dtype == np.float32
    assert labels.shape == (count,) and labels.dtype == np.int64 and boxes.shape == (count, 4)
    assert images.min() >= 0 and images.max() <= 1
    assert np.ptp(np.bincount(labels, minlength=len(data.KINDS))) <= 1
    assert boxes.min() > 0 and boxes.max() < 64
    sides = boxes[:, 2:] - boxes[:, :2]
    assert sides.min() > 2 and sides.max() <= 28 * 1.8
    # it may be anywhere: its middle reaches all parts of the scene, though that of a large one stays near the middle
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    assert (np.histogram2d(*middles.T, bins=3, range=[(0, 64)] * 2)[0] > 0.01 * count).all()


def test_the_box_is_the_smallest_around_the_cloth(on_black):
    images, _, boxes = scenes.compose_scenes(clothes(), 300, "test", drawn())

    for image, box in zip(images / 255.0, boxes):
        seen = image > 0.1
        rows, cols = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
        extent = np.array([rows[0], cols[0], rows[-1] + 1, cols[-1] + 1])
        # an edge runs through a pixel, and cloth may be as faint as 0.1 there
        assert (abs(extent - box) < 3).all()
    assert abs(box - extent).max() < 3


def test_cloth_hides_what_is_behind_it(monkeypatch, on_black):
    # the same scenes once before black and once before white: where the cloth is whole, nothing shines through
    dark, _, boxes = scenes.compose_scenes(clothes(), 200, "test", drawn())
    monkeypatch.setattr(scenes, "cut_outs", lambda count, *_: np.ones((count, 64, 64), np.float32))
    light, _, _ = scenes.compose_scenes(clothes(), 200, "test", drawn())
    through, hidden = (light.astype(float) - dark) / 255, []

    for see, box in zip(through, boxes):
        (r0, c0), (r1, c1) = np.ceil(box[:2]).astype(int), np.floor(box[2:]).astype(int)
        outside = see.copy()
        outside[max(r0 - 2, 0) : r1 + 2, max(c0 - 2, 0) : c1 + 2] = 1
        # the box is as large as what hides more than half; fainter edges may lie outside it
        assert outside.min() > 0.5 and np.mean(outside) > 0.98
        hidden.append((see[r0:r1, c0:c1] < 0.1).mean())
    assert min(hidden) > 0.05 and np.mean(hidden) > 0.4


def test_black_inside_is_cloth_except_between_legs():
    ring = np.zeros((2, 28, 28), np.float32)
    ring[:, 5:20, 8:22] = 0.9
    ring[:, 9:15, 12:18] = 0

    closed, opened = scenes.cut_clothes(ring, np.array(["pullover", "trouser"])).cover

    assert closed[11, 14] == 1 and opened[11, 14] == 0
    for cover in (closed, opened):
        assert cover[0, 0] == cover[4, 10] == 0 and cover[6, 9] == 1


def test_the_clothes_of_the_two_splits_are_disjoint():
    both = [{image.tobytes() for image in data.load("fashion28-small", split)[0]} for split in SPLITS]

    assert not both[0] & both[1]


@pytest.mark.parametrize(("name", "maker"), [("boxes", "compose_scenes"), ("pose", "draw_figures")])
def test_a_split_is_composed_of_its_own_clothes_and_grounds(monkeypatch, name, maker):
    from cnnkit.data import loading

    seen = []
    monkeypatch.setattr(loading, maker, lambda *given: (seen.append(given), (np.zeros((1, 64, 64)),) * 2)[1])
    wanted = {}
    for split in SPLITS:
        loading._clothes.cache_clear()
        loading._composed.__wrapped__(name, split)
        wanted[split] = data.load("fashion28-small", split)[0][:, 0]

    for given, split in zip(seen, SPLITS):
        assert split in given
        if name == "boxes":
            np.testing.assert_array_equal(given[0].light, wanted[split])
    assert seen[0][-1].bit_generator.state != seen[1][-1].bit_generator.state


@pytest.mark.parametrize("name", ["boxes", "pose"])
@pytest.mark.parametrize("split", SPLITS)
def test_more_is_composed_of_what_a_split_is_composed_of(monkeypatch, name, split):
    from cnnkit.data import loading

    seen = []
    monkeypatch.setattr(loading, "_made", lambda *given: (seen.append(given), (np.zeros((2, 64, 64)), (np.zeros(2),)))[1])
    rng = drawn()
    data.compose(name, 2, rng, split=split)
    data.compose(name, 2, rng)

    assert seen == [(name, 2, split, rng), (name, 2, "train", rng)]


def test_grounds_of_the_two_splits_have_no_pixel_in_common(monkeypatch):
    # pictures that show the number of their column
    columns = [[np.broadcast_to(np.arange(n) / n, (n, n))] * 6 for n in (218, 256, 320, 410)]
    monkeypatch.setattr(backgrounds, "_pictures", lambda: columns)

    train, test = (backgrounds._pieces(400, split, drawn()) for split in SPLITS)

    assert train.max() < test.min()
    assert train.min() < 0.02 and test.max() > 0.98


def test_grounds_have_light_and_shade():
    grounds = backgrounds.cut_outs(200, "train", drawn())

    assert grounds.shape == (200, 64, 64) and grounds.dtype == np.float32
    assert grounds.min() >= 0 and grounds.max() <= 1
    assert np.median(grounds.std(axis=(1, 2))) > 0.05


def test_shares_keep_light_where_things_fit():
    # a piece that lies inside keeps its light times the square of its factor, wherever it lies
    for factor in (0.5, 0.8, 1.0, 1.5):
        share = backgrounds.shares(np.array([7.3]), np.array([factor]), 28)[0]
        assert share.shape == (64, 28)
        np.testing.assert_allclose(share.sum(axis=0), factor, rtol=0.02 if factor <= 1 else 0.2)
        assert share.sum() == pytest.approx(28 * factor, rel=1e-3)
        centre = (np.arange(64) + 0.5) @ share.sum(axis=1) / share.sum()
        assert centre == pytest.approx(7.3 + 14 * factor, abs=0.1)


# --- figures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("split", "count"), [pytest.param("train", 6000, marks=pytest.mark.slow), ("test", 1000)])
def test_every_figure_is_seen_whole(split, count):
    images, joints = data.load("pose", split)

    assert images.shape == (count, 1, 64, 64) and images.dtype == joints.dtype == np.float32
    assert joints.shape == (count, len(data.JOINTS), 2)
    assert images.min() >= 0 and images.max() <= 1
    assert joints.min() > 3 and joints.max() < 61
    larger = (joints.max(axis=1) - joints.min(axis=1)).max(axis=1)
    assert larger.min() > 33.9 and larger.max() < 54.1


def angle(first, middle, last):
    """How far the second bone bends away from the first, in degrees; positive towards greater columns."""
    one, two = middle - first, last - middle
    cross = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    return np.degrees(np.arctan2(cross, (one * two).sum(axis=1)))


def test_bones_have_lengths_and_joints_have_limits():
    _, joints = data.load("pose", "test")
    of = {name: joints[:, place] for place, name in enumerate(data.JOINTS)}
    trunk = np.linalg.norm(of["neck"] - (of["right hip"] + of["left hip"]) / 2, axis=1)

    for side, outward in (("right", -1), ("left", 1)):
        for bone, usual in ((("hip", "knee"), 0.235), (("knee", "foot"), 0.225), (("shoulder", "elbow"), 0.165)):
            length = np.linalg.norm(of[f"{side} {bone[0]}"] - of[f"{side} {bone[1]}"], axis=1)
            assert (abs(length / trunk / (usual / 0.3) - 1) < 0.28).all()
        knee = outward * angle(*(of[f"{side} {each}"] for each in ("hip", "knee", "foot")))
        assert knee.max() < 0.1 and knee.min() > -75.1  # never outward
        elbow = abs(angle(*(of[f"{side} {each}"] for each in ("shoulder", "elbow", "hand"))))
        assert elbow.max() < 125.1
    # it faces us: its left is on our right
    assert (of["left shoulder"][:, 1] > of["right shoulder"][:, 1]).all()
    assert (of["head"][:, 0] < of["neck"][:, 0]).all()


def test_the_figure_is_drawn_where_its_joints_are(on_black):
    images, joints = figures.draw_figures(60, "test", drawn())

    cells = joints.astype(int)
    at = images[np.arange(60)[:, None], cells[..., 0], cells[..., 1]]
    assert (at > 0.03 * 255).mean() > 0.97
    # the rest of the image stays black, but for the grain
    assert (images > 0.06 * 255).mean() < 0.25
    for image, figure in zip(images, joints):
        rows, cols = np.nonzero(image > 0.08 * 255)
        near = np.hypot(rows[:, None] + 0.5 - figure[:, 0], cols[:, None] + 0.5 - figure[:, 1]).min(axis=1)
        assert near.max() < 16


def test_bones_join_joints_that_belong_together():
    assert len(data.JOINTS) == 14 == len(data.BONES) + 1
    assert {place for bone in data.BONES for place in bone} == set(range(14))
    for a, b in data.BONES:
        sides = {name.split()[0] for name in (data.JOINTS[a], data.JOINTS[b])} & {"left", "right"}
        assert len(sides) <= 1


# --- both -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["boxes", "pose"])
def test_loading_twice_gives_the_same_in_arrays_of_ones_own(name):
    images, answers = data.load(name, "test")
    parts = answers if isinstance(answers, tuple) else (answers,)
    kept = [images.copy(), *(part.copy() for part in parts)]
    for each in (images, *parts):
        each[:] = 7

    images, answers = data.load(name, "test")

    for again, first in zip((images, *(answers if isinstance(answers, tuple) else (answers,))), kept, strict=True):
        np.testing.assert_array_equal(again, first)


def test_the_same_seed_composes_the_same():
    few = clothes(200)
    for make in (lambda: scenes.compose_scenes(few, 30, "test", drawn(3)), lambda: figures.draw_figures(30, "test", drawn(3))):
        for one, other in zip(make(), make(), strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.slow
def test_composing_takes_seconds():
    from cnnkit.data import loading

    start = time.process_time()
    for name in ("boxes", "pose"):
        loading._composed.__wrapped__(name, "train")
    assert time.process_time() - start < 20
