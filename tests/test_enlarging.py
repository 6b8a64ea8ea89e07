"""Enlargements without weights: by hand, as transposed convolutions, and as PyTorch does them."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from strategies import pairs

from cnnkit import conv_transpose2d
from cnnkit.enlarging import bilinear2d, nearest2d
from cnnkit.shapes import ShapeError


def drawn(*shape):
    return np.random.default_rng(sum(shape)).normal(size=shape)


def alone(tent):
    """The same filter for each of two maps, which do not see each other."""
    return np.repeat(tent[None, None], 2, axis=0)


@given(pairs(1, 4), pairs(1, 4))
def test_nearest_is_a_transposed_convolution_with_ones(size, stride):
    y = drawn(3, 2, *size)

    stamped = conv_transpose2d(y, alone(np.ones(stride)), stride=stride, groups=2)

    np.testing.assert_array_equal(nearest2d(y, stride), stamped)


@pytest.mark.parametrize("b", [2, 4, 6])
def test_bilinear_is_a_transposed_convolution_with_a_tent(b):
    # for even b the tent is 2b long; the border goes on by one cell, whose stamps are cropped
    y = drawn(2, 2, 4, 5)
    side = 1 - np.abs(np.arange(2 * b) + 0.5 - b) / b
    framed = np.pad(y, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")

    stamped = conv_transpose2d(framed, alone(np.outer(side, side)), stride=b, padding=b + b // 2, groups=2)

    np.testing.assert_allclose(bilinear2d(y, b), stamped, atol=1e-12)


def test_bilinear_keeps_flat_maps_flat_and_slopes_straight():
    slope = np.arange(5.0)[None, None, None] * 3 + np.zeros((1, 1, 4, 1))

    made = bilinear2d(slope, 3)

    np.testing.assert_allclose(bilinear2d(np.full((1, 1, 2, 3), 7.0), 4), 7)
    np.testing.assert_allclose(np.diff(made[0, 0, :, 1:-1], axis=1), 1)
    np.testing.assert_allclose(np.diff(made[0, 0], axis=0), 0, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("b", [1, 2, 3, 5])
def test_both_are_pytorchs(b):
    torch = pytest.importorskip("torch", reason="compared where PyTorch is installed")
    y = drawn(2, 3, 4, 5)
    there = torch.from_numpy(y)

    larger = torch.nn.functional.interpolate
    np.testing.assert_array_equal(nearest2d(y, b), larger(there, scale_factor=b, mode="nearest").numpy())
    expected = larger(there, scale_factor=b, mode="bilinear", align_corners=False).numpy()
    np.testing.assert_allclose(bilinear2d(y, b), expected, atol=1e-12)


@pytest.mark.parametrize("enlarge", [nearest2d, bilinear2d])
def test_narrow_numbers_stay_narrow_and_odd_arguments_are_refused(enlarge):
    assert enlarge(np.ones((1, 1, 2, 2), np.float32), 2).dtype == np.float32
    with pytest.raises(ShapeError):
        enlarge(np.ones((2, 2)), 2)
    with pytest.raises(ShapeError):
        enlarge(np.ones((1, 1, 2, 2)), 0)
    with pytest.raises(TypeError):
        enlarge(np.ones((1, 1, 2, 2)), 1.5)


@pytest.mark.parametrize("shape", [(1, 1, 4096, 1), (1, 1, 1, 4096), (2, 3, 300, 200)])
def test_a_long_map_is_enlarged_without_a_matrix_of_all_pairs(shape):
    y = drawn(*shape).astype(np.float32)
    bilinear2d(y[..., :1, :1], 2)  # compiled
    tracemalloc.start()
    made = bilinear2d(y, 2)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most - made.nbytes < 2**22
    ends = np.ix_([0], [0], [0, -1], [0, -1])
    np.testing.assert_array_equal(made[ends], y[ends])


def test_bands_of_places_meet():
    y = drawn(1, 2, 7, 40_000)

    made = bilinear2d(y, (3, 2))

    columns = bilinear2d(y, (1, 2))
    rows = [bilinear2d(columns[..., part], (3, 1)) for part in (slice(0, 3), slice(-5, None))]
    np.testing.assert_allclose(made[..., :3], rows[0], atol=1e-12)
    np.testing.assert_allclose(made[..., -5:], rows[1], atol=1e-12)


@pytest.mark.parametrize("odd", [np.inf, np.nan])
def test_what_a_cell_holds_stays_among_its_neighbours(odd):
    y = np.ones((1, 1, 9, 9))
    y[..., 4, 4] = odd

    made = bilinear2d(y, 2)[0, 0]

    reached = np.zeros((18, 18), bool)
    reached[7:11, 7:11] = True
    np.testing.assert_array_equal(np.isfinite(made), ~reached)
