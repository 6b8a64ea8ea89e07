"""DescentExplorer without a browser: what it sends, what it says, twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from traitlets import TraitError

from cnnkit.widgets import DescentExplorer


def plain_path(y, goal, start, learning_rate, tolerance, most):
    """The lecture's loop, number by number."""
    w, losses, weights = list(start), [], [tuple(start)]
    while len(losses) < most:
        wrong = [a * (w[0] - goal[0]) + b * (w[1] - goal[1]) for a, b in y]
        losses.append(sum(r * r / 2 for r in wrong) / len(y))
        slope = [sum(r * pair[k] for r, pair in zip(wrong, y)) / len(y) for k in (0, 1)]
        w = [w[k] - learning_rate * slope[k] for k in (0, 1)]
        weights.append(tuple(w))
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) <= tolerance:
            break
    return weights, losses


@pytest.mark.parametrize("learning_rate", [0.00001, 0.03, 0.1, 0.5, 1.2])
def test_bytes_carry_the_path_of_the_lecture(learning_rate):
    explorer = DescentExplorer(learning_rate=learning_rate)
    came, problem = received(explorer), explorer.patches
    weights, losses = plain_path(
        problem.y.tolist(), problem.goal, explorer.start, learning_rate, 1e-4, 200
    )
    assert np.allclose(came["weights"], weights)
    assert np.allclose(came["losses"], losses)
    assert np.allclose(came["changes"], np.abs(np.diff(losses)))
    assert explorer.picture.facts["steps"] == len(losses)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "after step 118: the loss changed by 9.8e−5, loss 0.0029. The minimum is 0."),
        ({"learning_rate": 0.00001}, "after step 2: the loss changed by 3.4e−5, loss 1.21."),
        ({"learning_rate": 0.00001}, "a small change is not a minimum"),
        ({"learning_rate": 3.0}, "Diverged: from 1.21"),
        ({"learning_rate": 3.0}, "η is beyond 1.26"),
        ({"learning_rate": 0.001}, "Not converged after 200 steps"),
        ({"example": "bowl", "learning_rate": 2.0}, "Each step jumps across the valley"),
        ({"example": "bowl", "learning_rate": 1.0}, "this is the minimum"),
        ({"example": "plateau"}, "flat, but no minimum"),
    ],
)
def test_the_end_is_told_honestly(settings, words):
    assert words in DescentExplorer(**settings).picture.facts["end"]


def test_a_new_problem_brings_its_start_and_reset_brings_all_back():
    explorer = DescentExplorer()
    explorer.example = "plateau"
    assert explorer.start == (-1.5, -1.0)
    explorer.start = (9, 0.5)
    assert explorer.start == (3, 0.5)
    tell(explorer, kind="press", name="reset")
    assert (explorer.example, explorer.start) == ("valley", (0.75, 1.0))


def test_a_step_between_the_stops_joins_them():
    explorer = DescentExplorer(learning_rate=0.07)
    slider = next(one for one in explorer._controls if one["name"] == "learning_rate")
    assert [0.07, "0.07"] in slider["options"]
    assert [value for value, _ in slider["options"]] == sorted(v for v, _ in slider["options"])
    assert [0.00001, "0.00001"] in slider["options"]


def test_own_patches_from_python():
    explorer = DescentExplorer(
        y=[[2, 0], [0, 1]],
        goal=(1, 1),
        start=(0, 0),
        learning_rate=0.5,
        tolerance=0.0,
        max_steps=20,
    )
    weights, losses = plain_path([(2, 0), (0, 1)], (1, 1), (0, 0), 0.5, 0.0, 20)
    assert np.allclose(received(explorer)["weights"], weights)
    assert explorer.example == "given"


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"example": "saddle"}, TraitError),
        ({"example": "given"}, ValueError),
        ({"y": [[1, 2, 3]]}, ValueError),
        ({"start": (1,)}, TraitError),
        ({"start": (1, float("nan"))}, TraitError),
        ({"learning_rate": -1}, TraitError),
        ({"max_steps": 100_000}, TraitError),
    ],
)
def test_bad_settings_are_refused(settings, error):
    with pytest.raises(error):
        DescentExplorer(**settings)


def test_twin_words_and_prediction():
    prediction = Prediction()
    explorer = DescentExplorer(after=prediction, learning_rate=1.5)
    assert explorer.locked
    figure = explorer.static_figure()
    assert [axes.get_title(loc="left")[:4] for axes in figure.axes] == ["loss", "loss", "chan"]
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert "η = 1.5: Diverged" in metadata["image/png"]["alt"]
    assert "learning_rate=1.5" in repr(explorer)
    prediction.answered = True
    assert not explorer.locked


def test_pure_parts_in_javascript(node):
    node("descent.test.mjs", DescentExplorer)
