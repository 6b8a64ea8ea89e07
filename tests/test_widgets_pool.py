"""PoolExplorer without a browser: bytes, messages, learners' functions, twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import block, check_lights
from traitlets import TraitError

from cnnkit import reference
from cnnkit.widgets import PoolExplorer
from cnnkit.widgets.board.picture import BLANK
from cnnkit.widgets.pool.examples import EXAMPLES

TIES = np.array([[1, 3, 3, 0], [2, 0, 3, 1], [5, 1, 0, 2], [5, 4, 1, 2]], float)


def right_gradient(explorer) -> np.ndarray:
    y, du = explorer.y[None, None], explorer._upstream()[None, None]
    window = {"stride": explorer.stride}
    if explorer.pooling == "mean":
        size = explorer.kernel_size
        return reference.mean_pool2d_grad(du, y.shape[2:], size, **window)[0, 0]
    positions = reference.max_pool2d(y, explorer.kernel_size, **window)[1]
    return reference.max_pool2d_grad(du, positions, y.shape[2:])[0, 0]


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("pooling", ["max", "mean"])
def test_bytes_carry_both_directions_of_every_example(example, pooling):
    explorer = PoolExplorer(example=example, pooling=pooling)
    for kernel_size, stride in ((2, 1), (3, 2), (2, 3)):
        explorer.tab = "forward"
        explorer.kernel_size, explorer.stride = kernel_size, stride
        maps = explorer.y[None, None]
        u, positions = reference.max_pool2d(maps, kernel_size, stride=stride)
        if pooling == "mean":
            u = reference.mean_pool2d(maps, kernel_size, stride=stride)
        came = received(explorer)
        assert np.allclose(came["u/values"], u[0, 0], atol=1e-6)
        assert pooling == "mean" or np.array_equal(came["p/values"], positions[0, 0])
        explorer.tab = "backward"
        assert np.allclose(received(explorer)["dy/values"], right_gradient(explorer), atol=1e-5)
        assert not explorer.message


def test_the_last_frame_of_the_walk_is_the_gradient():
    came = received(PoolExplorer(tab="backward"))
    assert came["dy/frames"].shape == (9, 4, 4)
    assert np.array_equal(came["dy/frames"][-1], came["dy/values"])


def test_a_value_pulled_through_a_tie_changes_the_winner():
    explorer = PoolExplorer()
    assert received(explorer)["p/values"][0, 1] == 1
    tell(explorer, kind="edit", grid="y", row=0, column=1, value=2)
    assert received(explorer)["p/values"][0, 1] == 2
    tell(explorer, kind="edit", grid="y", row=1, column=1, value=4)
    assert received(explorer)["p/values"][0, 1] == 5
    assert np.array_equal(TIES[2], explorer.y[2])
    tell(explorer, kind="press", name="reset")
    assert np.array_equal(explorer.y, TIES)


def test_a_wrong_idea_is_crossed_where_it_is_wrong():
    explorer = PoolExplorer(tab="backward", belief="P04")
    came = received(explorer)
    lost = [[0, 2, 3, 0], [0, 0, 6, 0], [7, 0, 0, 9], [0, 8, 0, 0]]
    assert came["belief/values"].tolist() == lost
    assert np.array_equal(came["belief/crossed"].astype(bool), came["dy/values"] != lost)
    assert any("10 too small" in note for note in explorer.picture.notes)
    explorer.stride = 2
    assert not received(explorer)["belief/crossed"].any()
    assert any("stride below K" in note for note in explorer.picture.notes)


def test_the_other_pooling_keeps_the_idea_that_it_shares():
    explorer = PoolExplorer(tab="backward", belief="P04")
    explorer.pooling = "mean"
    assert explorer.belief == "A04"
    explorer.belief = "A05"
    explorer.pooling = "max"
    assert explorer.belief == ""


def test_arrows_come_a_dozen_at_most():
    assert [role for *_, role in PoolExplorer(arrows=True).lit.arrows] == ["quiet"] * 8 + ["here"]
    assert [role for *_, role in PoolExplorer().lit.arrows] == ["reads"]
    assert len(PoolExplorer(arrows=True, example="digit").lit.arrows) == 1  # of 16 windows
    assert not PoolExplorer(arrows=True, pooling="mean").lit.arrows
    four = PoolExplorer(example="peak", tab="backward", cursor=["dy", 1, 1])
    assert len(four.lit.arrows) == 4


def last_wins(y, kernel_size, stride):
    """P03: u is right, the positions are those of the last maximum."""
    u, _ = reference.max_pool2d(y, kernel_size, stride=stride)
    turned, places = reference.max_pool2d(y[:, :, ::-1, ::-1], kernel_size, stride=stride)
    assert np.array_equal(turned[:, :, ::-1, ::-1], u)
    return u, y[0, 0].size - 1 - places[:, :, ::-1, ::-1]


def test_a_learners_functions_are_shown_and_crossed_where_they_differ():
    came = received(PoolExplorer(max_pool=last_wins))
    assert not came["u/crossed"].any()
    right = reference.max_pool2d(TIES[None, None], 2, stride=1)[1][0, 0]
    assert np.array_equal(came["p/crossed"].astype(bool), came["p/values"] != right)
    assert came["p/crossed"].sum() == 4

    def overwritten(du, positions, input_size):
        dy = np.zeros((1, 1, *input_size))
        for share, place in zip(du.ravel(), positions.ravel()):
            dy.flat[place] = share
        return dy

    came = received(PoolExplorer(tab="backward", max_pool_grad=overwritten))
    assert came["dy/crossed"].sum() == 3
    assert came["dy/values"][1, 2] == 6
    mean = {"pooling": "mean", "mean_pool": lambda y, k, s: reference.mean_pool2d(y, k, stride=s)}
    assert not received(PoolExplorer(**mean))["u/crossed"].any()
    wrong = PoolExplorer(
        tab="backward", pooling="mean", mean_pool_grad=lambda du, size, k, s: np.ones((1, 1, *size))
    )
    assert received(wrong)["dy/crossed"].any()


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda y, k, s: y, "two arrays, (u, positions), are needed"),
        (lambda y, k, s: (y[0], 1), "shape"),
        (lambda y, k, s: 1 / 0, "ZeroDivisionError"),
        (lambda y, k, s: None, "(u, positions)"),
    ],
)
def test_whatever_a_learners_function_does_ends_in_a_sentence(function, words):
    explorer = PoolExplorer(max_pool=function)
    assert any(words in note for note in explorer.picture.notes), explorer.picture.notes
    u = explorer.picture.grid("u")
    assert words in u.trouble  # over the grid, which is blank and crossed
    assert received(explorer)["u/crossed"].all()
    assert (received(explorer)["u/kinds"] == BLANK).all()
    assert "your u has no number" in explorer.lit.sum


def test_bad_settings_are_refused_in_python_and_taken_back_on_the_screen():
    with pytest.raises(TypeError, match="no setting"):
        PoolExplorer(kernel=3)
    with pytest.raises(ValueError, match="no example"):
        PoolExplorer(example="cat")
    with pytest.raises(TraitError, match="no belief"):
        PoolExplorer(belief="B01")
    with pytest.raises(ValueError, match="shape"):
        PoolExplorer(y=[1, 2, 3])
    with pytest.raises(ValueError, match="window"):
        PoolExplorer(y=[[1, 2], [3, 4]], kernel_size=3)
    explorer = PoolExplorer()
    explorer.kernel_size = 7
    assert explorer.kernel_size == 2
    assert "smaller kernel size" in explorer.message
    tell(explorer, kind="edit", grid="u", row=0, column=0, value=1)
    assert "computed, not typed" in explorer.message


def test_own_numbers_from_python():
    explorer = PoolExplorer(tab="backward", y=[[1, 2, 3]], du=[[4, 5]], kernel_size=1, stride=2)
    assert received(explorer)["dy/values"].tolist() == [[4, 0, 5]]
    assert explorer.example == "given"
    assert "PoolExplorer(arrows=false" in repr(explorer)


def test_the_twin_has_a_picture_words_and_arrows():
    explorer = PoolExplorer(cursor=["u", 0, 1], arrows=True)
    figure = explorer.static_figure()
    assert len(figure.axes) == 3
    assert sum(type(artist).__name__ == "ConnectionPatch" for artist in figure.artists) == 18
    words = explorer.describe()
    assert "max(3, 3, 0, 3) = 3, at Y(0, 1): P = 1" in words
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert metadata["image/png"]["alt"] == words


def test_a_prediction_unlocks_it():
    prediction = Prediction()
    explorer = PoolExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked


def test_lights(tmp_path, node):
    ties = [
        (("u", 0, 1), "y", "reads", block(0, 1, 2, 2), "3 cells tie"),
        (("u", 0, 1), "y", "weight", [(0, 1)], "= 3, at Y(0, 1): P = 1"),
        (("p", 0, 1), "y", "weight", [(0, 1)], "first in row order"),
        (("y", 1, 2), "u", "", block(0, 1, 2, 2), "read by 4 windows and wins 2"),
        (("y", 1, 2), "u", "weight", [(1, 1), (1, 2)], "ties in 2 windows"),
    ]
    routed = [
        (("dy", 1, 2), "du", "reads", [(1, 1), (1, 2)], "dY(1, 2) = 5 + 6 = 11"),
        (("dy", 1, 2), "dy", "here", [(1, 2)], "only the last, 6, would stay: 5 lost"),
        (("du", 1, 1), "dy", "weight", [(1, 2)], "dY(1, 2) += 5"),
        (("dy", 0, 0), "du", "reads", [], "never the winner"),
    ]
    shared = [
        (("dy", 1, 2), "du", "reads", block(0, 1, 2, 2), "= (2 + 3 + 5 + 6) / 4 = 4"),
        (("du", 1, 1), "dy", "weight", block(1, 1, 2, 2), "5 / 4 = 1.25"),
    ]
    gaps = [(("dy", 2, 0), "du", "reads", [], "No window reads this cell")]
    believed = [(("belief", 1, 2), "du", "reads", [(1, 1), (1, 2)], "6 instead of 11")]
    wrong = PoolExplorer(max_pool=lambda y, k, s: (np.zeros((1, 1, 3, 3)), np.zeros((1, 1, 3, 3))))
    check_lights(tmp_path, node, {
        "forward": (PoolExplorer(), ties),
        "backward": (PoolExplorer(tab="backward"), routed),
        "mean forward": (PoolExplorer(pooling="mean"), []),
        "mean backward": (PoolExplorer(pooling="mean", tab="backward"), shared),
        "gaps": (PoolExplorer(tab="backward", kernel_size=1, stride=3), gaps),
        "believed": (PoolExplorer(tab="backward", belief="P04"), believed),
        "yours": (wrong, [(("u", 0, 1), "u", "here", [(0, 1)], "= 3, at Y(0, 1): P = 1; your u is 0")]),
        "peak": (PoolExplorer(example="peak", tab="backward"), [
            (("dy", 1, 1), "du", "reads", block(0, 0, 2, 2), "= 4"),
        ]),
        "camera": (PoolExplorer(example="camera", tab="backward"), []),
    })  # fmt: skip
