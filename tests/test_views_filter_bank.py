"""FilterBankExplorer's numbers against plain loops: turns, members, maps, meters."""

from __future__ import annotations

import tracemalloc
from math import cos, floor, radians, sin

import numpy as np
import pytest

from cnnkit.filterbank import rotate_filters
from cnnkit.shapes import ShapeError
from cnnkit.widgets.filter_bank.movement import Movement, inside, turn
from cnnkit.widgets.filter_bank.view import BANKS, bank_curve, bank_view, enumerate_filter

RNG = np.random.default_rng(8)
INTEGERS = RNG.integers(-9, 10, (11, 11)).astype(float)
FLOATS = RNG.normal(size=(12, 12))
W = RNG.integers(-4, 5, (3, 3)).astype(float)


def plain_turn(image, angle):
    """Each cell reads where it stood before the turn, between four cells, 0 outside."""
    side, centre = len(image), (len(image) - 1) / 2
    c, s = cos(radians(angle)), sin(radians(angle))

    def at(row, column):
        return image[row, column] if 0 <= row < side and 0 <= column < side else 0.0

    turned = np.zeros((side, side))
    for row, column in np.ndindex(side, side):
        up, right = centre - row, column - centre
        r, k = centre - (up * c - right * s), centre + right * c + up * s
        top, left = floor(r), floor(k)
        for p, share in ((top, 1 - (r - top)), (top + 1, r - top)):
            for q, part in ((left, 1 - (k - left)), (left + 1, k - left)):
                turned[row, column] += share * part * at(p, q)
    return turned


def plain_scan(image, w):
    count, k = len(image) - len(w) + 1, len(w)
    z = np.zeros((count, count))
    for i, j in np.ndindex(count, count):
        z[i, j] = (image[i : i + k, j : j + k] * w).sum()
    return z


@pytest.mark.parametrize("angle", [0, 15, 45, 75, 130, 200, 315, 359])
def test_a_turn_is_what_a_plain_loop_says_and_what_turns_a_filter(angle):
    assert np.allclose(turn(FLOATS, angle), plain_turn(FLOATS, angle), atol=1e-12)
    odd = FLOATS[:7, :7]
    right = rotate_filters(odd[None, None], [angle])[0, 0, 0]
    assert np.allclose(turn(odd, angle), right, atol=1e-12)


@pytest.mark.parametrize("turns", [-1, 0, 1, 2, 3, 4])
def test_quarter_turns_change_no_number(turns):
    maps = RNG.normal(size=(3, 6, 6))
    assert np.array_equal(turn(maps, 90 * turns), np.rot90(maps, turns, axes=(1, 2)))


@pytest.mark.parametrize("kind", BANKS)
@pytest.mark.parametrize(("angle", "mirrored"), [(0, False), (90, False), (60, True)])
def test_maps_winner_and_pooled_map_are_those_of_plain_loops(kind, angle, mirrored):
    view = bank_view(FLOATS, W, kind=kind, movement=Movement(mirrored=mirrored, angle=angle))
    image = turn(FLOATS[:, ::-1] if mirrored else FLOATS, angle)
    maps = np.stack([plain_scan(image, member) for member in view.bank])
    assert len(view.bank) == len(BANKS[kind])
    assert np.allclose(view.maps, maps, atol=1e-12)
    assert np.allclose(view.pooled, maps.max(axis=0), atol=1e-12)
    assert np.array_equal(view.winner, view.maps.argmax(axis=0))
    upright = np.stack([plain_scan(FLOATS, member) for member in view.bank]).max(axis=0)
    assert np.allclose(view.expected, turn(upright[:, ::-1] if mirrored else upright, angle))


def test_members_are_the_filter_transformed():
    bank = enumerate_filter(W)
    assert all(np.array_equal(member, np.rot90(W, r)) for r, member in enumerate(bank))
    assert np.array_equal(enumerate_filter(W, "reflection")[1], W[:, ::-1])
    assert np.array_equal(enumerate_filter(W, "rotation8")[::2], bank)
    assert enumerate_filter(W, "scale").shape == (3, 7, 7)
    assert np.array_equal(enumerate_filter(W, "scale")[0, 2:5, 2:5], W)
    with pytest.raises(ValueError, match="no bank"):
        enumerate_filter(W, "shear")


@pytest.mark.parametrize("turns", [1, 2, 3, 4])
def test_meters_are_exactly_0_on_integers_at_quarter_turns(turns):
    found = bank_view(INTEGERS, W, movement=Movement(angle=90 * turns)).meters
    assert (found.follows, found.moved_and_rolled, found.peak) == (0, 0, 0)
    if turns < 4:  # a turn is no turn at 360
        assert found.one_filter > 0.5
        assert found.moved_only > 0.5
        assert found.stays > 0.1


@pytest.mark.parametrize("kind", ["rotation4", "rotation8"])
def test_meters_are_0_to_the_last_digits_in_float64(kind):
    w = RNG.normal(size=(5, 5))
    for angle in (90, 180, 270):
        found = bank_view(FLOATS, w, kind=kind, movement=Movement(angle=angle)).meters
        assert max(found.follows, found.moved_and_rolled, found.peak) <= 1e-12
        assert min(found.one_filter, found.stays, found.moved_only) > 0.1


def test_other_angles_show_the_interpolation_error():
    for kind in ("rotation4", "rotation8"):
        found = bank_view(FLOATS, W, kind=kind, movement=Movement(angle=45)).meters
        assert found.follows > 0.01
        assert found.moved_and_rolled > 0.01


def test_reflection_and_scale_follow_what_they_have_members_for_and_nothing_else():
    found = bank_view(INTEGERS, W, kind="reflection", movement=Movement(mirrored=True)).meters
    assert (found.follows, found.moved_and_rolled, found.peak) == (0, 0, 0)
    assert found.moved_only > 0.5
    assert (
        bank_view(INTEGERS, W, kind="reflection", movement=Movement(angle=90)).meters.follows > 0.1
    )
    assert (
        bank_view(INTEGERS, W, kind="rotation4", movement=Movement(mirrored=True)).meters.follows
        > 0.1
    )
    assert bank_view(INTEGERS, W, kind="scale", movement=Movement(angle=90)).meters.follows > 0.1


def test_the_bank_rolls_one_way_only():
    view = bank_view(INTEGERS, W, movement=Movement(angle=90))
    assert view.steps == 1
    assert np.array_equal(view.rearranged(True), view.maps)
    back = np.roll(view.rearranged(False), -1, axis=0)  # I13: the wrong way
    assert not np.array_equal(back, view.maps)
    assert [
        bank_view(INTEGERS, W, kind="rotation8", movement=Movement(angle=a)).steps
        for a in (45, 90, 315, 360)
    ] == [1, 2, 7, 0]


def test_the_disc_holds_exactly_the_windows_that_no_corner_leaves():
    """Inside the disc, what stands in the corners of the image never counts, however it is turned."""
    side, k = 13, 3
    seen, centre = inside(side - k + 1, k), (side - 1) / 2
    rows, columns = np.indices((side, side)) - centre
    loud = np.where(np.hypot(rows, columns) > centre + 1.5, 1e6, 1.0)
    for angle in range(0, 360, 15):
        scanned = plain_scan(turn(loud, angle), np.ones((k, k)))
        assert np.allclose(scanned[seen], k * k), angle
    assert seen.sum() > 60
    assert not seen[0, 0]


def test_the_curve_is_the_meter_at_every_angle():
    angles, bank, one = bank_curve(FLOATS, W, "rotation8")
    for k in (0, 3, 5, 11, 24):
        found = bank_view(
            FLOATS, W, kind="rotation8", movement=Movement(angle=int(angles[k]))
        ).meters
        assert (bank[k], one[k]) == (found.follows, found.one_filter)
    assert angles[[0, -1]].tolist() == [0, 360]
    assert (bank[angles % 90 == 0] <= 1e-12).all()
    assert (one[(angles > 0) & (angles < 360)] > 0.05).all()


def test_soft_filters_gain_from_eight_angles():
    from cnnkit.widgets.filter_bank.examples import example_filter, example_image

    image, w = example_image("camera"), example_filter("soft edge")
    four, eight = (
        bank_view(image, w, kind=kind, movement=Movement(angle=45)).meters.follows
        for kind in ("rotation4", "rotation8")
    )
    assert eight < 0.7 * four


def test_a_filter_larger_than_the_image_is_refused():
    with pytest.raises(ShapeError, match="window"):
        bank_view(np.ones((3, 3)), np.ones((5, 5)))


def plain_push(image, columns):
    """Every row starts with so many zeros, and loses as many at its end."""
    return np.array([[0.0] * columns + list(row[: len(row) - columns]) for row in image])


@pytest.mark.parametrize("kind", BANKS)
@pytest.mark.parametrize("shift", [1, 3, 4])
def test_a_pushed_image_pushes_every_map_and_nothing_stays(kind, shift):
    view = bank_view(INTEGERS, W, kind=kind, movement=Movement(shift=shift))
    assert np.array_equal(view.moved, plain_push(INTEGERS, shift))
    side = len(view.pooled)
    upright = np.stack([plain_scan(INTEGERS, member) for member in view.bank])
    pushed = np.stack([plain_push(one, shift)[:, shift:] for one in upright])
    assert np.allclose(view.maps[:, :, shift:side], pushed, atol=1e-12)
    assert max(view.meters.follows, view.meters.one_filter, view.meters.moved_only) <= 1e-12
    assert view.meters.peak <= 1e-12  # the largest value of the columns that stay in sight
    assert view.meters.stays > 0.1


@pytest.mark.parametrize(("shift", "exact"), [(1, False), (2, True), (3, False), (4, True)])
def test_with_stride_2_only_even_pushes_are_followed(shift, exact):
    """I02: a stride does not make a layer invariant, nor does it keep it equivariant."""
    view = bank_view(INTEGERS, W, movement=Movement(shift=shift), stride=2)
    assert (view.meters.follows == 0) is exact
    if exact:
        return
    upright = bank_view(INTEGERS, W, stride=2).pooled
    for by in range(4):  # no push of the map by whole cells makes up for it
        first = max(by, (shift + 1) // 2)
        assert not np.allclose(view.pooled[:, first:], plain_push(upright, by)[:, first:])


def test_stride_2_turns_along_exactly_where_nothing_is_left_over():
    quarter = Movement(angle=90)
    assert bank_view(INTEGERS, W, movement=quarter, stride=2).remainder == 0  # (11 − 3) mod 2
    assert bank_view(INTEGERS, W, movement=quarter, stride=2).meters.follows == 0
    even = RNG.integers(-9, 10, (12, 12))
    assert bank_view(even, W, movement=quarter, stride=2).remainder == 1
    assert bank_view(even, W, movement=quarter, stride=2).meters.follows > 0.1


def test_an_enlarged_image_rolls_into_the_larger_member_and_the_first_ones_are_orphans():
    from cnnkit.widgets.filter_bank.examples import example_filter, example_image

    image, w = example_image("coffee"), example_filter("soft edge")
    for factor, steps in ((1, 0), (1.5, 1), (2, 2)):
        view = bank_view(image, w, kind="scale", movement=Movement(factor=factor))
        assert (view.steps, view.orphans) == (steps, steps)
        assert not view.rearranged(True)[:steps].any()
        if steps:
            assert 0 < view.meters.moved_and_rolled < 0.6 * view.meters.moved_only
        else:
            assert view.meters.moved_and_rolled == 0
    assert bank_view(image, w, movement=Movement(factor=2)).orphans == 0


@pytest.mark.parametrize("factor", [1.25, 2])
def test_an_enlarged_image_is_read_between_its_cells(factor):
    side, centre = len(FLOATS), (len(FLOATS) - 1) / 2
    enlarged = turn(FLOATS, 0, factor)
    for row, column in ((0, 0), (5, 8), (11, 3)):
        r, k = centre + (row - centre) / factor, centre + (column - centre) / factor
        top, left = floor(r), floor(k)
        down, along = r - top, k - left
        square = FLOATS[top : top + 2, left : left + 2]
        right = np.array([1 - down, down]) @ square @ np.array([1 - along, along])
        assert np.isclose(enlarged[row, column], right, atol=1e-12)
    assert enlarged.shape == (side, side)


def test_the_curve_of_sizes_is_the_meter_at_every_factor():
    factors, bank, one = bank_curve(FLOATS, W, "scale")
    for k in (0, 4, 8, 16):
        movement = Movement(factor=float(factors[k]))
        found = bank_view(FLOATS, W, kind="scale", movement=movement).meters
        assert (bank[k], one[k]) == (found.follows, found.one_filter)
    assert factors[[0, 8, 16]].tolist() == [1, 1.5, 2]
    assert bank[0] == one[0] == 0


def test_a_push_past_the_whole_map_leaves_nothing_to_compare():
    view = bank_view(np.eye(4), np.ones((3, 3)), movement=Movement(shift=5))
    assert not view.moved.any()
    assert (view.meters.follows, view.meters.stays, view.meters.peak) == (0, 0, 0)


@pytest.mark.parametrize(("angle", "factor"), [(30, 1), (0, 1.5), (30, 1.5)])
def test_a_photograph_is_moved_without_a_matrix_of_all_pairs(angle, factor):
    maps = RNG.normal(size=(2, 300, 300))
    turn(maps[:, :9, :9], angle, factor)  # compiled
    tracemalloc.start()
    turn(maps, angle, factor)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 12 * maps[0].nbytes  # of all pairs there are 90,000 times as many
