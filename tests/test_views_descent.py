"""Gradient descent on two weights: loss, gradient, path and the reasons to stop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import pairs

from cnnkit import reference
from cnnkit.widgets.descent.examples import PROBLEMS, SPAN, example_problem, surface
from cnnkit.widgets.descent.view import FilterProblem, descend

BOWL = FilterProblem([[1, 1], [1, -1]], (0, 0))


def plain_loss(problem, w) -> float:
    """The mean of (Y − d)² / 2 over the patches, number by number."""
    total = 0.0
    for a, b in problem.y:
        outputs = [w0 * a + w1 * b for w0, w1 in (w, problem.goal)]
        y, d = [max(0.0, z) for z in outputs] if problem.relu else outputs
        total += (y - d) ** 2 / 2
    return total / len(problem.y)


@st.composite
def problems(draw):
    """A few random patches, with or without relu, and a place on the surface."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    y = rng.normal(size=(draw(pairs(1, 6))[0], 2))
    return FilterProblem(y, tuple(rng.normal(size=2)), draw(st.booleans())), rng.normal(size=2)


@given(problems())
def test_loss_and_gradient_are_those_of_the_formula(drawn):
    problem, w = drawn
    loss, dw = problem.loss_and_gradient(w)
    assert np.isclose(loss, plain_loss(problem, w))
    assert np.allclose(problem.losses([w, problem.goal]), [loss, 0])
    if problem.relu and np.abs(problem.y @ w).min() < 1e-3:
        return  # too near the kink for differences
    slope = reference.numerical_gradient(lambda v: plain_loss(problem, v), w.copy(), 1e-6)
    assert np.allclose(dw, slope, rtol=1e-5, atol=1e-8)


@given(problems(), st.floats(0.001, 0.5))
def test_every_step_follows_the_rule(drawn, learning_rate):
    problem, start = drawn
    path = descend(problem, start, learning_rate, 1e-3, 30)
    assert np.array_equal(path.weights[0], start)
    moved = path.weights[:-1] - learning_rate * path.gradients
    assert np.allclose(path.weights[1:], moved, equal_nan=True)
    assert len(path.losses) == len(path.gradients) == len(path.weights) - 1
    small = path.changes <= 1e-3
    assert not small[:-1].any()
    assert (path.reason == "converged") == bool(len(small) and small[-1])


def test_a_round_bowl_is_left_in_one_step_of_the_right_size():
    assert np.allclose(descend(BOWL, (3, 4), 1.0, 1e-9, 10).losses[1], 0)


def test_twice_that_step_jumps_to_and_fro_and_err_has_converged():
    path = descend(BOWL, (3, 4), 2.0, 1e-4, 100)
    assert path.reason == "converged"
    assert path.losses.tolist() == [12.5, 12.5]
    assert descend(BOWL, (3, 4), 2.0, 0, 100).reason == "converged"  # 0 is at most 0


def test_beyond_two_over_the_curvature_it_diverges():
    problem = example_problem("valley")
    limit = 2 / problem.curvatures[1]
    assert descend(problem, (0.75, 1.0), 0.95 * limit, 0, 200).reason == "steps"
    path = descend(problem, (0.75, 1.0), 1.05 * limit, 0, 400)
    assert path.reason == "diverged"
    assert path.losses[-1] > 1e5


def test_small_steps_stop_at_once_and_far_from_the_minimum():
    problem = example_problem("valley")
    slow = descend(problem, (0.75, 1.0), 0.00001, 1e-4, 400)
    good = descend(problem, (0.75, 1.0), 0.1, 1e-4, 400)
    assert (slow.reason, len(slow.losses)) == ("converged", 2)
    assert round(slow.losses[-1], 1) == 1.2
    assert good.reason == "converged"
    assert len(good.losses) > 50
    assert good.losses[-1] < 0.01


def test_curvatures_are_those_of_second_differences():
    problem, h = example_problem("valley"), 1e-3
    corner = {(i, j): plain_loss(problem, (i * h, j * h)) for i in (-1, 0, 1) for j in (-1, 0, 1)}
    across = [
        corner[1, 0] - 2 * corner[0, 0] + corner[-1, 0],
        corner[0, 1] - 2 * corner[0, 0] + corner[0, -1],
    ]
    mixed = (corner[1, 1] - corner[1, -1] - corner[-1, 1] + corner[-1, -1]) / 4
    hessian = np.array([[across[0], mixed], [mixed, across[1]]]) / h**2
    assert np.allclose(np.linalg.eigvalsh(hessian), problem.curvatures, rtol=1e-4)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_surface_has_w1_upwards_and_w0_to_the_right(name):
    problem, drawn = example_problem(name), surface(example_problem(name))
    side = np.linspace(-SPAN, SPAN, len(drawn))
    for row, column in ((0, 0), (5, 40), (60, 13)):
        place = side[column], side[len(drawn) - 1 - row]
        assert np.isclose(drawn[row, column], plain_loss(problem, place))


def test_on_the_plateau_the_gradient_is_zero_but_the_loss_is_not():
    loss, dw = example_problem("plateau").loss_and_gradient((-1.5, -1.0))
    assert loss > 0.1
    assert dw.tolist() == [0, 0]
