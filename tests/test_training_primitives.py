"""Activations, divergences, affine layers and the update rule against plain formulas."""

import math

import numpy as np
import pytest

from cnnkit import activations, gradient_descent, linear, losses, reference
from cnnkit.shapes import ShapeError

rng = np.random.default_rng(11)
PLAIN = {
    "relu": lambda v: max(v, 0.0),
    "sigmoid": lambda v: 1 / (1 + math.exp(-v)),
    "tanh": math.tanh,
}


@pytest.mark.parametrize("name", activations.ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activations_follow_their_formulas(name, dtype):
    z = rng.normal(size=(2, 3, 4, 5)).astype(dtype)

    y = activations.activation(z, name)

    assert y.dtype == dtype
    np.testing.assert_allclose(y.ravel(), [PLAIN[name](float(v)) for v in z.ravel()], rtol=1e-5)


@pytest.mark.parametrize("name", activations.ACTIVATIONS)
def test_their_gradients_are_the_numerical_ones(name):
    z, dy = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    z[abs(z) < 0.01] = 0.5  # away from relu's kink

    numeric = reference.numerical_gradient(
        lambda v: sum(g * PLAIN[name](x) for g, x in zip(dy.ravel(), v.ravel(), strict=True)), z
    )

    np.testing.assert_allclose(activations.activation_grad(dy, z, name), numeric, atol=1e-8)


def test_relu_lets_nothing_through_at_zero():
    assert activations.activation_grad([7.0], [0.0], "relu").tolist() == [0.0]


@pytest.mark.parametrize("z", [-1e4, 1e4])
def test_the_sigmoid_is_finite_far_out(z):
    assert activations.activation([z], "sigmoid")[0] == (z > 0)
    assert activations.activation_grad([1.0], [z], "sigmoid")[0] == 0


def plain_cross_entropy(z, d):
    total = 0.0
    for scores, wanted in zip(z, d, strict=True):
        shares = [math.exp(s) for s in scores]
        total -= math.log(shares[wanted] / sum(shares))
    return total


def test_cross_entropy_and_its_gradient():
    z, d = rng.normal(size=(4, 3)), np.array([0, 2, 1, 2])

    div, dz = losses.cross_entropy(z, d)

    assert div.shape == (4,)
    assert div.sum() == pytest.approx(plain_cross_entropy(z, d))
    np.testing.assert_allclose(
        dz, reference.numerical_gradient(lambda v: plain_cross_entropy(v, d), z), atol=1e-8
    )


def test_cross_entropy_is_finite_for_large_scores():
    div, dz = losses.cross_entropy([[1000.0, 0.0], [1000.0, 0.0]], [0, 1])

    assert div.tolist() == [0, 1000]
    assert dz.tolist() == [[0, 0], [1, -1]]


def test_squared_error_and_the_mean():
    y, d = rng.normal(size=(3, 2, 2)), rng.normal(size=(3, 2, 2))

    div, dy = losses.squared_error(y, d)
    loss, mean = losses.mean_loss(div, dy)

    half = [sum((a - b) ** 2 for a, b in zip(p.ravel(), q.ravel(), strict=True)) / 2 for p, q in zip(y, d, strict=True)]
    np.testing.assert_allclose(div, half)
    assert loss == pytest.approx(sum(half) / 3)
    numeric = reference.numerical_gradient(lambda v: float(((v - d) ** 2).sum() / 2 / 3), y)
    np.testing.assert_allclose(mean, numeric, atol=1e-8)


def test_the_affine_layer_and_its_three_gradients():
    y, w, bias, dz = (rng.normal(size=s) for s in ((4, 3), (2, 3), (2,), (4, 2)))

    def score(y, w, bias):
        return sum(
            dz[t, n] * (bias[n] + sum(w[n, m] * y[t, m] for m in range(3)))
            for t in range(4)
            for n in range(2)
        )

    assert (linear.linear(y, w, bias) * dz).sum() == pytest.approx(score(y, w, bias))
    numeric = reference.numerical_gradient
    np.testing.assert_allclose(linear.linear_grad_input(dz, w), numeric(lambda v: score(v, w, bias), y), atol=1e-7)
    np.testing.assert_allclose(linear.linear_grad_weight(dz, y), numeric(lambda v: score(y, v, bias), w), atol=1e-7)
    np.testing.assert_allclose(linear.linear_grad_bias(dz), numeric(lambda v: score(y, w, v), bias), atol=1e-7)


def test_filters_are_drawn_with_variance_two_over_inputs():
    w = gradient_descent.init_filters((200, 4, 5, 5), np.random.default_rng(1))

    assert w.var() == pytest.approx(2 / 100, rel=0.05)
    assert abs(w.mean()) < 0.005


def test_a_step_leaves_the_weights_given_alone():
    w, dw = np.array([1.0, 2.0]), np.array([3.0, 4.0])

    (stepped,) = gradient_descent.sgd_step([w], [dw], 0.1)

    assert stepped.tolist() == [1.0 - 0.1 * 3.0, 2.0 - 0.1 * 4.0]
    assert w.tolist() == [1.0, 2.0] and dw.tolist() == [3.0, 4.0]


def test_the_formulas_number_by_number_agree():
    z, dy = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    for name in activations.ACTIVATIONS:
        np.testing.assert_allclose(activations.activation(z, name), reference.activation(z, name))
        np.testing.assert_allclose(
            activations.activation_grad(dy, z, name), reference.activation_grad(dy, z, name)
        )
    d = np.array([3, 0, 2])
    pairs = [
        (losses.cross_entropy(z * 300, d), reference.cross_entropy(z * 300, d)),
        (losses.squared_error(z, dy), reference.squared_error(z, dy)),
    ]
    for ours, theirs in pairs:
        for one, other in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(one, other, atol=1e-12)


def test_the_affine_layer_number_by_number():
    y, w, bias, dz = (rng.normal(size=s) for s in ((4, 3), (2, 3), (2,), (4, 2)))

    np.testing.assert_allclose(linear.linear(y, w, bias), reference.linear(y, w, bias))
    ours = linear.linear_grad_input(dz, w), linear.linear_grad_weight(dz, y), linear.linear_grad_bias(dz)
    for one, other in zip(ours, reference.linear_grad(dz, y, w), strict=True):
        np.testing.assert_allclose(one, other)


@pytest.mark.parametrize(
    ("losses_", "tolerance", "steps", "kept"),
    [
        ([5.0, 3.0, 2.5, 2.5, 1.0], 0.0, 10, 4),
        ([5.0, 4.0, 5.0, 4.0], 1.0, 10, 2),
        ([5.0, 3.0, 1.0, -1.0], 0.1, 3, 3),
        ([5.0, math.nan, 1.0], 0.1, 10, 2),
        ([5.0, 1.0], 0.1, 1, 1),
        ([5.0], 0.1, 0, 0),
    ],
)
def test_training_stops_where_the_lecture_says(losses_, tolerance, steps, kept):
    following = iter(losses_)

    seen = gradient_descent.train_until(lambda: next(following), tolerance, steps)

    np.testing.assert_array_equal(seen, losses_[:kept])


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: activations.activation([1.0], "swish"), ValueError, "relu, sigmoid, tanh"),
        (lambda: activations.activation_grad([1.0], [1.0, 2.0], "relu"), ShapeError, "z has"),
        (lambda: losses.cross_entropy([[1.0, 2.0]], [2]), ShapeError, "number the classes from 0"),
        (lambda: losses.cross_entropy([[1.0, 2.0]], [0.5]), TypeError, "whole numbers"),
        (lambda: losses.cross_entropy([[1.0, 2.0]], [0, 1]), ShapeError, "one class for each"),
        (lambda: losses.squared_error([[1.0]], [[1.0, 2.0]]), ShapeError, "d has"),
        (lambda: losses.mean_loss([], np.zeros((0, 2))), ShapeError, "at least one"),
        (lambda: linear.linear([[1.0, 2.0]], [[1.0]]), ShapeError, "w has 1"),
        (lambda: linear.linear_grad_weight([[1.0]], [[1.0], [2.0]]), ShapeError, "examples"),
        (lambda: gradient_descent.sgd_step([[1.0]], [], 0.1), ShapeError, "one gradient for each"),
        (lambda: gradient_descent.init_filters((3,), rng), ShapeError, "name all sizes"),
    ],
)
def test_what_does_not_fit_is_said(call, error, words):
    with pytest.raises(error, match=words):
        call()
