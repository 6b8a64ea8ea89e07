"""What GradientCheckExplorer shows: central differences, faults, kinks, the U curve."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.widgets.gradient_check.view import FAULTS, CheckedLayer, check

RNG = np.random.default_rng(3)
LAYER = CheckedLayer(
    RNG.normal(size=(6, 5)), RNG.normal(size=(3, 2)), RNG.normal(size=(5, 5)), 0.5, padding=1
)
LAYER = replace(LAYER, upstream=RNG.normal(size=(6, 6)))


def plain_div(layer: CheckedLayer, y, w) -> float:
    """Div by the formulas alone."""
    z = reference.conv2d(
        y[None, None], w[None, None], [layer.bias], stride=layer.stride, padding=layer.padding
    )[0, 0]
    f = {"tanh": np.tanh(z), "relu": np.where(z > 0, z, 0), "none": z}[layer.activation]
    return float((layer.upstream * f).sum())


@pytest.mark.parametrize("activation", ["tanh", "relu", "none"])
@pytest.mark.parametrize("variable", ["dY", "dW"])
def test_differences_are_those_of_the_formulas(variable, activation):
    layer = replace(LAYER, activation=activation)
    if variable == "dY":
        right = reference.numerical_gradient(lambda y: plain_div(layer, y, layer.w), layer.y, 1e-5)
    else:
        right = reference.numerical_gradient(lambda w: plain_div(layer, layer.y, w), layer.w, 1e-5)
    found = check(layer, variable, layer.gradient(variable), -5)
    np.testing.assert_allclose(found.numeric, right, atol=1e-8)
    np.testing.assert_allclose(found.analytic, right, atol=1e-8)


@pytest.mark.parametrize("variable, fault", [(v, name) for v, names in FAULTS.items() for name in names])
def test_every_fault_is_seen_with_a_random_upstream(variable, fault):
    square = replace(LAYER, w=RNG.normal(size=(3, 3)), upstream=RNG.normal(size=(6, 5)))
    found = check(square, variable, square.wrong_gradient(variable, fault), -5)
    assert found.seen.any()
    assert found.error[found.seen].max() > 1e-3


def test_all_ones_hide_a_forgotten_flip_inside():
    ones = CheckedLayer(np.ones((7, 7)), RNG.normal(size=(3, 3)), np.ones((5, 5)), activation="none")
    found = check(ones, "dY", ones.wrong_gradient("dY", "B01/B07"), -5)
    # inside, a cell gets the sum of the whole filter, flipped or not
    assert not found.seen[2:-2, 2:-2].any()
    assert found.seen[:2].any()
    assert found.error[2:-2, 2:-2].max() < 1e-8


def test_the_curve_is_a_u():
    found = check(LAYER, "dY", LAYER.gradient("dY"), -5)
    best = int(found.worst.argmin())
    assert -7 <= found.exponents[best] <= -4
    assert found.worst[0] > 100 * found.worst[best]
    assert found.worst[-1] > 100 * found.worst[best]


def test_kinks_are_where_a_z_crosses_zero():
    # z = y here: entry 0.001 crosses 0 within ε = 0.01, the others stay on their side
    layer = CheckedLayer(
        np.array([[0.001, 1.0], [-1.0, 2.0]]), np.ones((1, 1)), np.ones((2, 2)), activation="relu"
    )
    far = check(layer, "dY", layer.gradient("dY"), -2)
    assert far.kinks.tolist() == [[True, False], [False, False]]
    assert far.error[0, 0] > 0.1
    assert far.error[~far.kinks].max() < 1e-9
    assert not check(layer, "dY", layer.gradient("dY"), -5).kinks.any()


def test_float32_makes_small_steps_useless():
    double = check(LAYER, "dW", LAYER.gradient("dW"), -5)
    single = check(LAYER, "dW", LAYER.gradient("dW"), -5, single=True)
    assert single.error.max() > 1e4 * double.error.max()
