"""Batch normalisation against plain sums and numerical gradients."""

import math

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.normalization import batch_norm, batch_norm_grad, map_statistics
from cnnkit.shapes import ShapeError

rng = np.random.default_rng(21)


def plain(y, w, bias, eps):
    """Map by map and cell by cell, with Python's own numbers."""
    z = np.zeros(y.shape)
    for m in range(y.shape[1]):
        cells = [float(v) for v in y[:, m].ravel()]
        mean = sum(cells) / len(cells)
        variance = sum((v - mean) ** 2 for v in cells) / len(cells)
        scaled = [w[m] * (v - mean) / math.sqrt(variance + eps) + bias[m] for v in cells]
        z[:, m] = np.reshape(scaled, y[:, m].shape)
    return z


@pytest.mark.parametrize(("dtype", "close"), [(np.float32, 1e-4), (np.float64, 1e-12)])
@pytest.mark.parametrize("shape", [(3, 2, 4, 5), (1, 1, 1, 2), (2, 3, 1, 1)])
def test_every_map_is_brought_to_its_mean_and_spread(shape, dtype, close):
    y = (rng.normal(size=shape) * 3 + 7).astype(dtype)
    w, bias = rng.normal(size=(2, shape[1])).astype(dtype)

    z = batch_norm(y, w, bias, *map_statistics(y), eps=1e-3)

    assert z.dtype == dtype
    np.testing.assert_allclose(z, plain(y, w, bias, 1e-3), atol=close)


def test_all_three_gradients_are_the_numerical_ones():
    y, dz = rng.normal(size=(2, 3, 2, 3, 4))
    w, bias = rng.normal(size=(2, 2))

    dy, dw, dbias = batch_norm_grad(dz, y, w, *map_statistics(y))

    for gradient, at, score in (
        (dy, y, lambda v: (plain(v, w, bias, 1e-5) * dz).sum()),
        (dw, w, lambda v: (plain(y, v, bias, 1e-5) * dz).sum()),
        (dbias, bias, lambda v: (plain(y, w, v, 1e-5) * dz).sum()),
    ):
        np.testing.assert_allclose(gradient, reference.numerical_gradient(score, at), atol=1e-7)


def test_a_batch_cannot_be_moved_or_stretched_by_its_own_gradient():
    # adding a constant to a map, or stretching it about its mean, changes nothing after normalisation
    y, dz = rng.normal(size=(2, 4, 3, 2, 2))
    dy, _, _ = batch_norm_grad(dz, y, rng.normal(size=3), *map_statistics(y), eps=0)

    np.testing.assert_allclose(dy.sum(axis=(0, 2, 3)), 0, atol=1e-12)
    np.testing.assert_allclose((dy * y).sum(axis=(0, 2, 3)), 0, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda y: map_statistics(y[:0]), "no example"),
        (lambda y: map_statistics(y[0]), "4 axes"),
        (lambda y: batch_norm(y, [1.0], [0.0, 0.0], [0.0, 0.0], [1.0, 1.0]), "w has shape"),
        (lambda y: batch_norm_grad(y[:1], y, [1.0, 1.0], [0.0, 0.0], [1.0, 1.0]), "same batch"),
    ],
)
def test_what_does_not_fit_is_said(call, words):
    with pytest.raises(ShapeError, match=words):
        call(np.ones((2, 2, 3, 3)))


@pytest.mark.parametrize("size", [(5, 7), (8, 8), (16, 33), (23, 29)])
@pytest.mark.parametrize("first", [0.0, 1e4, -1e7])
def test_the_spread_does_not_hang_on_the_first_cell(size, first):
    # levels that differ from example to example, and a first cell that is far from all others
    y = rng.normal(size=(9, 2, *size)) + 100 * np.arange(9)[:, None, None, None]
    y[0, :, 0, 0] = first
    y = y.astype(np.float32)

    mean, variance = map_statistics(y)

    np.testing.assert_allclose(mean, y.mean((0, 2, 3), np.float64), rtol=1e-6)
    np.testing.assert_allclose(variance, y.astype(np.float64).var((0, 2, 3)), rtol=1e-5)


@pytest.mark.parametrize("shape", [(7, 2, 3, 11), (64, 1, 8, 8), (3, 2, 40, 41)])
def test_a_constant_map_has_no_spread(shape):
    y = np.full(shape, 12345.678, np.float32)
    mean, variance = map_statistics(y)

    np.testing.assert_array_equal(mean, np.float64(y.flat[0]))
    np.testing.assert_array_equal(variance, 0)


def test_the_gradient_of_no_example_is_refused():
    nothing, numbers = np.ones((0, 2, 3, 3)), np.ones(2)
    with pytest.raises(ShapeError, match="y has no example but a mean needs at least one"):
        batch_norm_grad(nothing, nothing, numbers, numbers, numbers)
