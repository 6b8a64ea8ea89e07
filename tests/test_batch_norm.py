"""Batch normalisation with relu or a residual sum in one pass: nobody can tell, but for the time."""

import numba
import numpy as np
import pytest

from cnnkit.layers import BatchNorm2d, Conv2d, Relu, Residual, Sequential
from cnnkit.shapes import ShapeError

SHAPES = [(3, 2, 4, 5), (2, 3, 1, 1), (70, 2, 3, 3), (2, 3, 33, 31)]
if not numba.config.DISABLE_JIT:
    SHAPES.append((64, 8, 24, 24))  # large enough for several threads


def drawn(shape, dtype=np.float32):
    return np.random.default_rng(4).normal(size=shape).astype(dtype)


def norm(maps, dtype=np.float32):
    layer = BatchNorm2d(maps, dtype=dtype)
    layer.w[:], layer.bias[:] = np.linspace(-1, 1, maps), np.linspace(-0.5, 1, maps)
    return layer


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES)
def test_one_pass_gives_what_two_layers_give(shape, dtype):
    is_the_same(drawn(shape, dtype))


def is_the_same(y):
    du = drawn(y.shape, y.dtype)[::-1].copy()
    alone, relu, together = norm(y.shape[1], y.dtype), Relu(), norm(y.shape[1], y.dtype)
    net = Sequential(together, Relu())

    with np.errstate(all="ignore"):
        u = relu.forward(alone.forward(y))
        dy = alone.backward(relu.backward(du))

        np.testing.assert_array_equal(net.forward(y), u)
        np.testing.assert_array_equal(net.backward(du), dy)
    for name in ("dw", "dbias", "running_mean", "running_variance"):
        np.testing.assert_array_equal(getattr(together, name), getattr(alone, name))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 3e38])
def test_a_number_that_is_not_finite_is_treated_alike(bad):
    y = drawn((4, 3, 6, 6))
    y[1, 1, 2, 3] = bad
    is_the_same(y)


def test_what_is_exactly_0_lets_nothing_through():
    y, du, layer = drawn((4, 2, 6, 6)), drawn((4, 2, 6, 6))[::-1].copy(), norm(2)
    layer.w[:], layer.bias[:] = 0, (0, 1)
    net = Sequential(layer, Relu())
    net.forward(y)
    dy = net.backward(du)

    assert layer.dw[0] == layer.dbias[0] == 0
    assert not dy[:, 0].any()
    assert layer.dbias[1] == pytest.approx(du[:, 1].sum(), rel=1e-5)  # the other map is 1 everywhere


def test_what_is_remembered_serves_either_way():
    y, du = drawn((3, 2, 4, 5)), drawn((3, 2, 4, 5))[::-1].copy()
    net = Sequential(norm(2), Relu())
    u = net.forward(y)
    dy = net.backward(du)

    np.testing.assert_array_equal(net.layers[0].backward(net.layers[1].backward(du)), dy)
    *_, (_, last) = net.follow(y)
    np.testing.assert_array_equal(last, u)
    np.testing.assert_array_equal(net.backward(du), dy)


def test_outside_training_the_layers_are_taken_one_by_one():
    y, net = drawn((3, 2, 4, 5)), Sequential(norm(2), Relu())
    net.forward(y)
    net.training = False

    np.testing.assert_array_equal(net.forward(y), np.maximum(net.layers[0].forward(y), 0))
    with pytest.raises(RuntimeError, match="needs a forward in training"):
        net.backward(y)


def test_a_layer_of_ones_own_is_never_passed_over():
    class Louder(Relu):
        def forward(self, z):
            return 2 * super().forward(z)

    y = drawn((3, 2, 4, 5))
    np.testing.assert_array_equal(
        Sequential(norm(2), Louder()).forward(y), 2 * Sequential(norm(2), Relu()).forward(y)
    )


def test_complaints_name_the_layer():
    net = Sequential(norm(2), Relu())
    with pytest.raises(ShapeError, match=r"BatchNorm2d\(2\): w has shape"):
        net.forward(drawn((3, 4, 5, 5)))
    net.forward(drawn((3, 2, 5, 5)))
    with pytest.raises(ShapeError, match=r"Relu\(\): dy has shape"):
        net.backward(drawn((1, 2, 5, 5)))


def test_nothing_is_known_of_a_map_that_holds_nan():
    y = drawn((3, 2, 4, 5))
    y[0, 0, 0, 0] = np.nan
    u = Sequential(norm(2), Relu()).forward(y)

    assert np.isnan(u[:, 0]).all()
    assert np.isfinite(u[:, 1]).all()


def block(maps, dtype=np.float32, shortcut=False):
    """A residual block that ends with a normalisation."""
    made = {"rng": np.random.default_rng(5), "dtype": dtype}
    body = [Conv2d(maps, maps, 3, padding=1, bias=False, **made), norm(maps, dtype), Relu(), norm(maps, dtype)]
    past = Sequential(Conv2d(maps, maps, 1, **made), norm(maps, dtype)) if shortcut else None
    return Residual(Sequential(*body), past)


@pytest.mark.parametrize("shortcut", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_sum_in_the_pass_is_the_sum_after_it(shape, shortcut):
    y, dz = drawn(shape), drawn(shape)[::-1].copy()
    once, alone = block(shape[1], shortcut=shortcut), block(shape[1], shortcut=shortcut)

    z = once.forward(y)
    past = y if alone.shortcut is None else alone.shortcut.forward(y)
    np.testing.assert_array_equal(z, alone.body.forward(y) + past)
    dy, kept = once.backward(dz), dz.copy()
    past = dz if alone.shortcut is None else alone.shortcut.backward(dz)
    np.testing.assert_array_equal(dy, alone.body.backward(dz) + past)
    np.testing.assert_array_equal(dz, kept)
    assert once.arrays().keys() == alone.arrays().keys()
    for name, array in once.arrays().items():
        np.testing.assert_array_equal(array, alone.arrays()[name])
    *_, (_, last) = once.follow(y)
    np.testing.assert_array_equal(last, z)


def test_a_body_may_give_back_the_very_gradient_that_came():
    class Passed(Relu):
        def backward(self, dy, *, input_gradient=True):
            return dy

    y, dz = drawn((3, 2, 4, 5)), drawn((3, 2, 4, 5))[::-1].copy()
    kept, net = dz.copy(), Residual(Sequential(Passed()))
    net.forward(y)

    np.testing.assert_array_equal(net.backward(dz), 2 * kept)
    np.testing.assert_array_equal(dz, kept)


def test_a_block_keeps_the_digits_of_its_input():
    y, net = drawn((3, 2, 4, 5), np.float64), block(2)
    fine = block(2, np.float64)
    fine.body.layers[0].w[:] = net.body.layers[0].w

    np.testing.assert_allclose(net.forward(y), fine.forward(y), rtol=1e-12)
    assert net.body.layers[1].running_mean.dtype == np.float32
    np.testing.assert_allclose(net.body.layers[1].running_mean, fine.body.layers[1].running_mean, rtol=1e-6)


def test_a_block_of_finer_layers_takes_coarser_maps():
    y, net = drawn((3, 2, 4, 5)), block(2, np.float64)

    np.testing.assert_array_equal(net.forward(y), block(2, np.float64).forward(y.astype(np.float64)))


def test_a_sum_that_does_not_fit_is_said_by_the_block():
    net = Residual(Sequential(Conv2d(2, 3, 3, padding=1, rng=np.random.default_rng(0)), BatchNorm2d(3)))
    with pytest.raises(ShapeError, match=r"Residual\(.*: the body makes \(4, 3, 5, 5\) but the shortcut gives \(4, 2, 5, 5\)"):
        net.forward(drawn((4, 2, 5, 5)))
