"""A normalisation and the relu behind it, taken in one pass, are the two of them taken one after the other."""

import numpy as np
import pytest

from cnnkit.layers import BatchNorm2d, Relu, Sequential


def both_ways(y, du, w, bias):
    """u, dy, dw, dbias in one pass, and one layer after the other."""
    found = []
    for net in (Sequential(BatchNorm2d(y.shape[1], dtype=y.dtype), Relu()), None):
        norm, relu = net.layers if net else (BatchNorm2d(y.shape[1], dtype=y.dtype), Relu())
        norm.w, norm.bias = w.astype(y.dtype), bias.astype(y.dtype)
        with np.errstate(all="ignore"):
            u = net.forward(y) if net else relu.forward(norm.forward(y))
            dy = net.backward(du) if net else norm.backward(relu.backward(du))
        found.append((u, dy, norm.dw, norm.dbias))
    return found


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(2, 3, 1, 1), (5, 2, 3, 7), (9, 4, 64, 64), (3, 2, 40, 33)])  # the third is shared by threads
def test_one_pass_is_both_layers(shape, dtype):
    rng = np.random.default_rng(len(shape) + shape[0])
    y, du = (rng.normal(1, 2, shape).astype(dtype) for _ in range(2))
    together, apart = both_ways(y, du, rng.normal(1, 0.5, shape[1]), np.linspace(-0.6, 0.4, shape[1]))
    for one, other in zip(together, apart, strict=True):
        np.testing.assert_array_equal(one, other)
    assert 0 < (together[0] > 0).mean() < 1  # relu had something to do


def test_what_is_exactly_0_lets_nothing_through():
    y, du = np.random.default_rng(0).normal(size=(2, 4, 2, 6, 6)).astype(np.float32)
    u, dy, dw, dbias = both_ways(y, du, np.zeros(2), np.array([0.0, 1.0]))[0]
    assert not u[:, 0].any() and dbias[0] == dw[0] == 0 and not dy[:, 0].any()
    assert dbias[1] == pytest.approx(du[:, 1].sum(), rel=1e-5)  # the other map is 1 everywhere


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 3e38])
def test_a_number_that_is_not_finite_is_treated_alike(bad):
    y, du = np.random.default_rng(0).normal(size=(2, 4, 3, 6, 6)).astype(np.float32)
    y[1, 1, 2, 3] = bad
    for one, other in zip(*both_ways(y, du, np.ones(3), np.array([0.5, 0.5, 0.5])), strict=True):
        np.testing.assert_array_equal(one, other)
