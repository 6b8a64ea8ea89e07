"""The experiment of lecture 4: how images are moved, what is equal between nets, what must be exact."""

import tracemalloc

import numpy as np
import pytest
from benchmarks.invariance import table

from cnnkit import invariance, models
from cnnkit.invariance import (
    LEARNERS,
    clothes,
    draw_amounts,
    learn,
    move,
    weights,
)


def bilinear(image, row, column):
    """The value between four cells, 0 outside, by its definition."""
    total = 0.0
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            total += image[i, j] * max(0, 1 - abs(row - i)) * max(0, 1 - abs(column - j))
    return total


def test_each_image_is_turned_by_its_own_angle():
    images, angles = np.random.default_rng(0).random((3, 1, 7, 7)), (20.0, 90.0, -133.0)

    turned = move(images, "rotation", angles)

    for image, angle, found in zip(images[:, 0], np.radians(angles), turned[:, 0], strict=True):
        for i, j in ((0, 3), (2, 5), (6, 1), (3, 3)):
            x, y = j - 3, 3 - i
            # what stood there before a counter-clockwise turn
            back = (x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle))
            assert found[i, j] == pytest.approx(bilinear(image, 3 - back[1], 3 + back[0]), abs=1e-9)


def test_quarter_turns_and_mirror_images_only_move_cells():
    images = np.random.default_rng(1).random((2, 1, 6, 6), np.float32)

    np.testing.assert_array_equal(move(images, "rotation", 270), np.rot90(images, 3, axes=(2, 3)))
    np.testing.assert_array_equal(move(images, "reflection", (0, 1))[1], images[1, :, :, ::-1])
    np.testing.assert_array_equal(move(images, "reflection", (0, 1))[0], images[0])


def test_a_scaled_image_is_larger_or_smaller_about_its_centre():
    ramp = np.broadcast_to(np.arange(9.0) - 4, (2, 1, 9, 9))

    small, large = move(ramp, "scale", (0.5, 2.0))[:, 0]

    # away from the border a ramp about 0 is as steep as 1 / factor
    np.testing.assert_allclose(np.diff(small[4])[3:5], 2)
    np.testing.assert_allclose(np.diff(large[4]), 0.5)
    np.testing.assert_allclose(large[4, 4], 0, atol=1e-12)
    np.testing.assert_array_equal(move(ramp, "scale", 1), ramp)
    # a shrunk image keeps its mean brightness: no cell is skipped
    dots = np.zeros((1, 1, 9, 9))
    dots[..., 3, 4] = 1
    assert move(dots, "scale", 0.5).sum() == pytest.approx(0.25)


def tent(image, row, column, reach):
    """The mean about a place, by its definition: cells count less, the further away they are."""
    rows, columns = (
        np.maximum(0, 1 - np.abs(place - np.arange(size)) / reach) / reach
        for place, size in ((row, image.shape[0]), (column, image.shape[1]))
    )
    return rows @ image @ columns


def test_each_image_is_scaled_by_its_own_factor():
    images, factors = np.random.default_rng(3).random((4, 1, 8, 8)), (0.3, 0.77, 1.0, 1.3)

    for image, factor, found in zip(images[:, 0], factors, move(images, "scale", factors)[:, 0], strict=True):
        for i, j in ((0, 0), (3, 4), (7, 2), (5, 5)):
            place = (3.5 + (i - 3.5) / factor, 3.5 + (j - 3.5) / factor)
            assert found[i, j] == pytest.approx(tent(image, *place, max(1, 1 / factor)), abs=1e-12)


@pytest.mark.parametrize(("kind", "by"), [("rotation", 20), ("scale", 0.7), ("scale", 1.2)])
def test_some_images_at_once_are_as_good_as_each_alone(kind, by, monkeypatch):
    images = np.random.default_rng(4).random((5, 1, 6, 6), np.float32)
    together = move(images, kind, by)
    monkeypatch.setattr(invariance, "PLACES", 100)

    np.testing.assert_array_equal(move(images, kind, by), together)


@pytest.mark.parametrize(("kind", "by"), [("rotation", 20), ("scale", 0.7)])
def test_many_images_are_moved_with_places_for_some(kind, by):
    images = np.random.default_rng(5).random((1500, 1, 64, 64), np.float32)
    move(images[:1], kind, by)  # compiled
    tracemalloc.start()
    moved = move(images, kind, by)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most - moved.nbytes < images.nbytes


def test_a_lone_photograph_shrinks_without_a_matrix_for_each_axis():
    image = np.random.default_rng(6).random((1, 1, 1200, 1200), np.float32)

    # a cell that reads in the middle holds the mean of what it reads
    assert move(image, "scale", 0.01)[0, 0, 600, 600] == pytest.approx(0.5, abs=0.02)


def test_images_move_in_three_ways_only():
    with pytest.raises(ValueError, match="kind is 'shear'"):
        move(np.ones((1, 1, 4, 4)), "shear", 1)


@pytest.mark.parametrize("kind", LEARNERS)
def test_no_net_has_more_weights_than_the_plain_one(kind):
    nets = {name: models.bank_net(np.random.default_rng(0), **how) for name, how in LEARNERS[kind].items()}
    # four scans, their normalisation, the linear layer
    plain = 20 * 9 + 3 * 20 * 20 * 9 + 4 * 2 * 20 + 20 * 10 + 10

    assert weights(nets["plain"]) == plain
    assert all(0.9 * plain < weights(net) <= 1.001 * plain for net in nets.values())


@pytest.mark.parametrize(
    ("how", "kind", "amounts"),
    [
        ({"kind": "rotation"}, "rotation", (90, 180, 270)),
        ({"kind": "rotation", "members": range(0, 360, 30)}, "rotation", (90, 180, 270)),
        ({"kind": "rotation", "pooling": "early"}, "rotation", (90, 180, 270)),
        ({"kind": "reflection"}, "reflection", (1,)),
    ],
)
def test_bank_nets_do_not_notice_a_member_and_plain_nets_do(how, kind, amounts):
    images = np.random.default_rng(2).normal(size=(2, 1, 14, 14))
    bank, plain = (models.bank_net(np.random.default_rng(3), dtype=np.float64, **each) for each in (how, {"kind": None}))
    for net in (bank, plain):  # normalised by averages that no longer are 0 and 1
        net.forward(np.random.default_rng(4).normal(size=(8, 1, 14, 14)))
        net.training = False
    for by in amounts:
        np.testing.assert_allclose(bank.forward(move(images, kind, by)), bank.forward(images), atol=1e-10)
        assert np.abs(plain.forward(move(images, kind, by)) - plain.forward(images)).max() > 1e-3


def test_amounts_are_drawn_over_the_whole_range():
    rng = np.random.default_rng(0)
    assert 300 < np.ptp(draw_amounts("rotation", 100, rng)) < 360
    assert set(draw_amounts("reflection", 100, rng)) == {0, 1}
    assert 0.5 <= draw_amounts("scale", 100, rng).min() < draw_amounts("scale", 100, rng).max() <= 1.3


def test_augmented_nets_see_other_images_each_epoch():
    plain, augmented = (learn(name, "rotation", epochs=1, images=64) for name in ("plain", "augmented"))
    upright, _ = clothes("test", 4)

    assert np.abs(plain.layers[0].w - augmented.layers[0].w).max() > 1e-4
    assert upright.shape == (4, 1, 28, 28)


def test_the_table_gives_means_ranges_and_shares():
    def done(plain, bank):
        return {name: {"weights": 10, "own": bank if "bank" in name else plain, "curve": [0.25, 0.5]}
                for name in LEARNERS["reflection"]}  # fmt: skip

    text = table({"reflection": {"upright": {"0": done(0.4, 0.2), "1": done(0.6, 0.3)}}})

    assert "| plain | 10 | 50.0% | 40.0% to 60.0% | 1.00 | 25.0% |" in text
    assert "| bank of 2 | 10 | 25.0% | 20.0% to 30.0% | 0.50 | 25.0% |" in text
