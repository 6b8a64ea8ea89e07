"""Filter banks against np.rot90, a cell-by-cell bilinear reading, and their own adjoints."""

import math
import tracemalloc

import numpy as np
import pytest

from cnnkit import filterbank as fb
from cnnkit.shapes import ShapeError

rng = np.random.default_rng(3)


def read(filter_, row, column):
    """Bilinear value of a filter at a place between cells; 0 outside it."""
    r0, c0 = math.floor(row), math.floor(column)
    total = 0.0
    for r in (r0, r0 + 1):
        for c in (c0, c0 + 1):
            if 0 <= r < filter_.shape[0] and 0 <= c < filter_.shape[1]:
                total += filter_[r, c] * (1 - abs(row - r)) * (1 - abs(column - c))
    return total


@pytest.mark.parametrize("side", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_quarter_turns_are_rot90_to_the_last_bit(side, dtype):
    w = rng.normal(size=(2, 3, side, side)).astype(dtype)

    bank = fb.rotate_filters(w, [0, 90, 180, 270, 360, -90])

    assert bank.dtype == dtype
    for member, turns in enumerate([0, 1, 2, 3, 0, 3]):
        np.testing.assert_array_equal(bank[:, member], np.rot90(w, turns, axes=(2, 3)))


@pytest.mark.parametrize("angle", [30, 45, 137.5])
def test_other_angles_read_bilinearly(angle):
    w = rng.normal(size=(1, 1, 5, 5))

    turned = fb.rotate_filters(w, [angle])[0, 0, 0]

    for i in range(5):
        for j in range(5):
            # undo the turn about the centre with complex numbers: x to the right, y up
            place = complex(j - 2, 2 - i) * complex(math.cos(math.radians(angle)), -math.sin(math.radians(angle)))
            assert turned[i, j] == pytest.approx(read(w[0, 0], 2 - place.imag, 2 + place.real), abs=1e-12)


def test_a_positive_angle_turns_counter_clockwise():
    w = np.zeros((1, 1, 5, 5))
    w[0, 0, 2, 4] = 1  # points to the right

    assert fb.rotate_filters(w, [45])[0, 0, 0, :2, 3:].sum() > 0  # now up and right


@pytest.mark.parametrize(("side", "factors"), [(3, [1, 2]), (3, [0.5, 1, 1.5]), (4, [1.25]), (1, [3])])
def test_scaling_reads_bilinearly_about_the_centre_and_keeps_the_mass(side, factors):
    w = rng.normal(size=(2, 1, side, side))
    frame = 2 * math.ceil(max(factors) * (side + 1) / 2) - 1

    bank = fb.scale_filters(w, factors)

    assert bank.shape == (2, len(factors), 1, frame, frame)
    centre, middle = (side - 1) / 2, frame // 2
    for r, f in enumerate(factors):
        for i in range(frame):
            for j in range(frame):
                expected = read(w[0, 0], centre + (i - middle) / f, centre + (j - middle) / f) / f**2
                assert bank[0, r, 0, i, j] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_no_tail_is_cut_so_a_filter_that_sums_to_zero_still_does_at_whole_factors(factor):
    dot = np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]])[None, None]

    assert fb.scale_filters(dot, [1, factor])[0, 1].sum() == pytest.approx(0, abs=1e-12)


def test_reflection_mirrors_left_and_right_only():
    w = np.array([[[[1.0, 2], [3, 4]]]])

    assert fb.reflect_filters(w)[0, 1, 0].tolist() == [[2, 1], [4, 3]]


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (lambda w: fb.rotate_filters(w, [0, 33, 90, 200]), lambda d: fb.rotate_filters_grad(d, [0, 33, 90, 200])),
        (fb.reflect_filters, fb.reflect_filters_grad),
        (lambda w: fb.scale_filters(w, [0.7, 1, 2.3]), lambda d: fb.scale_filters_grad(d, 4, [0.7, 1, 2.3])),
    ],
    ids=["rotate", "reflect", "scale"],
)
def test_each_gradient_is_the_adjoint(forward, backward):
    w = rng.normal(size=(2, 3, 4, 4))
    bank = forward(w)
    dbank = rng.normal(size=bank.shape)

    back = backward(dbank)

    assert back.shape == w.shape
    assert np.vdot(bank, dbank) == pytest.approx(np.vdot(w, back))


def test_the_maximum_over_the_bank_sends_its_gradient_to_the_first_winner():
    z = np.array([[1.0, 5, 2], [1, 4, 7], [0, 5, 7]]).reshape(1, 1, 3, 1, 3)

    u, winner = fb.bank_max(z)

    assert u.ravel().tolist() == [1, 5, 7]
    assert winner.ravel().tolist() == [0, 0, 1]
    dz = fb.bank_max_grad(np.array([10.0, 20, 30]).reshape(1, 1, 1, 3), winner, 3)
    assert dz.reshape(3, 3).tolist() == [[10, 20, 0], [0, 0, 30], [0, 0, 0]]


def test_the_pooled_rotation_bank_turns_with_the_image():
    y = rng.integers(-4, 5, (1, 2, 7, 7)).astype(float)
    bank = fb.rotate_filters(rng.integers(-4, 5, (3, 2, 3, 3)))

    pooled = fb.bank_max(fb.bank_conv2d(y, bank))[0]
    turned = fb.bank_max(fb.bank_conv2d(np.rot90(y, axes=(2, 3)), bank))[0]

    np.testing.assert_array_equal(turned, np.rot90(pooled, axes=(2, 3)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fb.rotate_filters(np.ones((1, 1, 2, 3))), "only square filters"),
        (lambda: fb.rotate_filters(np.ones((1, 1, 2, 2)), []), "a list of finite numbers"),
        (lambda: fb.scale_filters(np.ones((1, 1, 3, 3)), [1, 0]), "above 0"),
        (lambda: fb.scale_filters_grad(np.ones((1, 1, 1, 3, 3)), 5, [1]), r"\(5, 5\)"),
        (lambda: fb.rotate_filters_grad(np.ones((1, 3, 1, 2, 2))), "4 transforms"),
        (lambda: fb.bank_max(np.ones((1, 1, 2, 2))), "5 axes"),
        (lambda: fb.bank_max_grad(np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 3), int), 2), "winner has"),
        (lambda: fb.bank_max_grad(np.ones((1, 1, 1, 1)), [[[[-1]]]], 3), "run from -1 to -1 but a bank of 3 has members 0 to 2"),
        (lambda: fb.bank_max_grad(np.ones((1, 1, 1, 1)), [[[[3]]]], 3), "members 0 to 2"),
        (lambda: fb.bank_max_grad(np.ones((1, 1, 1, 1)), np.full((1, 1, 1, 1), 2**64 - 1, np.uint64), 3), "to 9223"),
        (lambda: fb.bank_max_grad(np.ones((1, 1, 1, 1)), [[[[0]]]], 0), "at least 1 member"),
    ],
)
def test_what_does_not_fit_is_said(call, words):
    with pytest.raises(ShapeError, match=words):
        call()


@pytest.mark.parametrize(
    ("winner", "members", "words"),
    [
        ([[[[1.0]]]], 3, "winner holds float64, but whole numbers are needed"),
        (np.ma.masked_array([[[[1]]]]), 3, "winner is a masked array"),
        ([[[["a"]]]], 3, "winner holds"),
        ([[[[1]]]], 3.0, "members must be a whole number"),
        ([[[[1]]]], None, "members must be a whole number"),
    ],
)
def test_winners_and_members_are_whole_numbers(winner, members, words):
    with pytest.raises(TypeError, match=words):
        fb.bank_max_grad(np.ones((1, 1, 1, 1)), winner, members)


@pytest.mark.parametrize("side", [300, 2000])
def test_a_photograph_is_turned_without_a_matrix_of_all_pairs(side):
    photograph = np.random.default_rng(0).random((1, 1, side, side)).astype(np.float32)
    fb.rotate_filters(photograph[..., :4, :4], [33])
    tracemalloc.start()
    bank = fb.rotate_filters(photograph, [33])
    back = fb.rotate_filters_grad(bank, [33])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 20 * photograph.nbytes
    assert np.vdot(bank, bank) == pytest.approx(np.vdot(back, photograph), rel=1e-3)


def test_a_bank_that_nobody_can_hold_is_refused_before_it_is_made():
    with pytest.raises(ShapeError, match="the bank would be"):
        fb.scale_filters(np.ones((1, 1, 3, 3)), [1e6])


def test_many_shares_of_one_weight_keep_their_digits():
    dbank = np.full((1, 1, 1, 999, 999), 0.1, np.float32)

    dw = fb.scale_filters_grad(dbank, 1, [500])

    places = np.abs(np.arange(-499, 500) / 500)
    exact = float(np.float32(0.1)) * ((1 - places).sum() ** 2) / 500**2
    assert dw.item() == pytest.approx(exact, rel=1e-6)


def test_places_without_a_share_contribute_nothing():
    w = np.ones((1, 1, 3, 3))
    w[0, 0, 0, 0] = np.inf

    turned = fb.rotate_filters(w, [90])[0, 0, 0]

    np.testing.assert_array_equal(turned, np.rot90(w[0, 0]))


def test_each_map_may_be_read_at_places_of_its_own():
    maps = np.arange(8.0).reshape(2, 2, 2)
    rows, columns = np.array([[[0.5]], [[1.0]]]), np.array([[[0.0]], [[0.25]]])

    assert fb.read_between(maps, rows, columns).ravel().tolist() == [1.0, 6.25]
