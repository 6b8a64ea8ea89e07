"""StackBuilder without a browser: the table's figures, refusals, twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import block, check_lights
from traitlets import TraitError

from cnnkit.widgets import StackBuilder
from cnnkit.widgets.stack.explorer import EXAMPLES


def test_the_table_of_lenet():
    rows = StackBuilder(example="lenet").picture.facts["layers"]
    assert [row["size"] for row in rows] == [
        "6 × 28 × 28", "6 × 14 × 14", "16 × 10 × 10", "16 × 5 × 5", "120", "84", "10",
    ]  # fmt: skip
    assert [row["parameters"] for row in rows] == [156, 0, 2416, 0, 48_120, 10_164, 850]
    assert sum(row["multiply_adds"] for row in rows) == 416_520


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_shows_a_map_for_every_layer(example):
    explorer = StackBuilder(example=example)
    came, facts = received(explorer), explorer.picture.facts
    for k, row in enumerate(facts["layers"], 1):
        if len(row["shape"]) == 3:
            assert list(came[f"m{k}/values"].shape) == row["shape"][1:]
    grid, row, column = explorer.cursor
    assert came[f"{grid}/values"][row, column] is not None
    assert not facts["trouble"]


def test_unread_pixels_are_hatched():
    came = received(StackBuilder(example="gaps"))
    assert came["m0/hatched"].sum() == 33
    assert not came["m0/hatched"][::2, ::2].any()


def test_a_changed_stack_is_the_learners_own():
    explorer = StackBuilder()
    explorer.layers = [("conv", 2, 3), ("linear", 5)]
    assert explorer.example == "given"
    assert explorer.layers == [["conv", 2, 3, 1, 0], ["linear", 5]]
    assert explorer.picture.facts["parameters"] == (2 * 9 + 2) + (5 * 2 * 6 * 6 + 5)
    tell(explorer, kind="press", name="reset")
    assert explorer.example == "small"


def test_an_impossible_layer_is_told_and_the_rest_stays():
    explorer = StackBuilder(layers=[("pool", 4), ("pool", 3), ("linear", 2)], input_size=(1, 8, 8))
    facts = explorer.picture.facts
    assert len(facts["layers"]) == 1
    assert facts["rest"] == [["pool", 3, 3], ["linear", 2]]
    assert facts["trouble"].endswith("take a window of at most 2")
    assert "Layer 2 does not fit" in explorer.describe()


def test_an_empty_stack_is_an_image():
    explorer = StackBuilder(layers=[])
    assert [grid.id for grid in explorer.picture.grids] == ["m0"]
    assert explorer._repr_mimebundle_()[0]["image/png"]


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"layers": [("dense", 3)]}, ValueError),
        ({"layers": [("conv", 0, 3)]}, ValueError),
        ({"layers": [("conv", 1, 99)]}, TraitError),
        ({"layers": [("pool", 1)] * 9}, TraitError),
        ({"input_size": (1, 2)}, TraitError),
        ({"input_size": (1, 999, 9)}, TraitError),
        ({"example": "vgg"}, TraitError),
    ],
)
def test_what_is_no_stack_is_refused(settings, error):
    with pytest.raises(error):
        StackBuilder(**settings)


def test_deep_and_wide_stacks_stay_quick_to_draw():
    explorer = StackBuilder(
        input_size=(3, 32, 32), layers=[*[("conv", 1024, 3, 1, 1)] * 7, ("linear", 1024)]
    )
    assert explorer.picture.facts["parameters"] > 50_000_000
    assert np.isfinite(received(explorer)["m7/values"]).all()


def test_twin_and_prediction():
    prediction = Prediction()
    explorer = StackBuilder(example="lenet", after=prediction)
    assert explorer.locked
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert "61,706 parameters" in metadata["image/png"]["alt"]
    lines = [text.get_text() for text in explorer.static_figure().texts]
    assert any("3  conv 5 × 5, 16 filters" in line and "240,000" in line for line in lines)
    assert repr(explorer) == 'StackBuilder(example="lenet")'


@pytest.mark.slow
def test_lights(tmp_path, node):
    small = StackBuilder()
    check_lights(tmp_path, node, {
        "small": (small, [
            (("m3", 1, 1), "m0", "reads", block(1, 1, 7, 7), "49 of 64 pixels"),
            (("m3", 1, 1), "m2", "reads", block(1, 1, 3, 3), "parameters = 8·4·3·3 + 8 = 296"),
            (("m3", 1, 1), "m1", "reads", block(2, 2, 6, 6), "8 × 8 receptive field"),
            (("m4", 0, 3), "m3", "reads", block(0, 0, 2, 2), "Unit 3 of layer 4"),
            (("m0", 0, 0), "m1", "reads", block(0, 0, 2, 2), "reaches 4 units"),
            (("m0", 0, 0), "m2", "reads", [(0, 0)], ""),
        ]),
        "gaps": (StackBuilder(example="gaps"), [
            (("m0", 1, 1), "m1", "reads", [], "never read by layer 1"),
            (("m1", 1, 2), "m0", "reads", [(2, 4)], "row 2, column 4"),
        ]),
        "lenet": (StackBuilder(example="lenet"), [
            (("m4", 2, 2), "m0", "reads", block(6, 6, 16, 16), "The field of a neighbour begins 4 pixels further on."),
            (("m2", 0, 0), "m0", "reads", block(0, 0, 4, 4), "lies in the padding"),
        ]),
        "left over": (StackBuilder(example="left over"), []),
        "empty": (StackBuilder(layers=[]), [(("m0", 0, 0), "m0", "here", [(0, 0)], "Add a layer")]),
    })  # fmt: skip
