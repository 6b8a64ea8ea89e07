"""The mean place of a map: by hand, beside the largest cell, and its numerical gradient."""

import math

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.shapes import ShapeError
from cnnkit.soft_argmax import soft_argmax2d, soft_argmax2d_grad

rng = np.random.default_rng(4)


def plain(z, length):
    """One map, cell by cell."""
    H, W = len(z), len(z[0])
    parts = {(i, j): math.exp(z[i][j]) for i in range(H) for j in range(W)}
    total = math.fsum(parts.values())
    return [
        math.fsum(p / total * (i + 0.5) / H * length for (i, j), p in parts.items()),
        math.fsum(p / total * (j + 0.5) / W * length for (i, j), p in parts.items()),
    ]


def test_it_is_the_mean_of_all_cells():
    z = rng.normal(size=(2, 3, 4, 5))

    places = soft_argmax2d(z, 20)

    np.testing.assert_allclose(places, [[plain(m, 20) for m in maps] for maps in z])


def test_a_flat_map_means_the_middle_and_a_peak_its_cell():
    z = np.zeros((1, 2, 6, 8))
    z[0, 1, 4, 2] = 1000

    np.testing.assert_allclose(soft_argmax2d(z, 64), [[[32, 32], [4.5 * 64 / 6, 2.5 * 64 / 8]]])
    np.testing.assert_allclose(soft_argmax2d(z), [[[0.5, 0.5], [4.5 / 6, 2.5 / 8]]])


def test_a_constant_changes_nothing_and_large_values_do_not_overflow():
    z = rng.normal(size=(2, 2, 3, 3))

    np.testing.assert_allclose(soft_argmax2d(z + 1e4), soft_argmax2d(z), atol=1e-9)


@pytest.mark.parametrize("length", [1, 64])
def test_the_gradient_is_the_numerical_one(length):
    z, dplaces = rng.normal(size=(2, 3, 3, 4)), rng.normal(size=(2, 3, 2))

    numeric = reference.numerical_gradient(lambda v: float((soft_argmax2d(v, length) * dplaces).sum()), z)

    np.testing.assert_allclose(soft_argmax2d_grad(dplaces, z, length), numeric, atol=1e-7)


def test_narrow_numbers_stay_narrow():
    z = rng.normal(size=(2, 3, 4, 4)).astype(np.float32)

    places = soft_argmax2d(z, 64)

    assert places.dtype == soft_argmax2d_grad(places, z, 64).dtype == np.float32


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: soft_argmax2d(np.zeros((2, 3, 4))), ShapeError, r"\(T, N, H, W\)"),
        (lambda: soft_argmax2d(np.zeros((1, 1, 2, 2)), 0), ValueError, "length is 0"),
        (lambda: soft_argmax2d_grad(np.zeros((1, 1)), np.zeros((1, 1, 2, 2))), ShapeError, "row, col"),
    ],
)
def test_odd_arguments_get_their_sentence(call, error, words):
    with pytest.raises(error, match=words):
        call()
