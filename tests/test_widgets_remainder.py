"""RemainderExplorer without a browser: bytes, words, settings, lights, twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import block, check_lights
from traitlets import TraitError

from cnnkit.widgets import RemainderExplorer
from cnnkit.widgets.remainder.explorer import EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES)
def test_bytes_carry_every_example(example):
    explorer = RemainderExplorer(example=example)
    came, view = received(explorer), explorer.view
    assert np.array_equal(came["dy/values"], view.dy)
    assert np.array_equal(came["gap/values"], view.after - view.before)
    assert np.array_equal(came["dy/hatched"].astype(bool), view.dy == 0)
    lost = came["back/tints"] >= 0
    assert lost.sum() == view.y.size - view.back.size
    assert not explorer.message


def test_the_strip_left_over_is_tinted_and_real_cells_in_it_are_hatched():
    came = received(RemainderExplorer(size=10, kernel_size=3, stride=4, padding=1))
    # 12 rows with the frame: windows start at 0, 4, 8 and the last ends at row 10
    strip = np.zeros((12, 12), bool)
    strip[11:], strip[:, 11:] = True, True
    assert np.array_equal(came["y/tints"] == 1, strip)
    gaps = np.isin(np.arange(12), (3, 7))
    hatched = np.zeros((12, 12), bool)
    hatched[1:11, 1:11] = np.logical_or.outer(gaps, gaps)[1:11, 1:11]
    assert np.array_equal(came["y/hatched"].astype(bool), hatched)


def test_words_say_the_four_consequences():
    words = RemainderExplorer().describe()
    for said in (
        "r = (8 + 2·0 − 3) mod 2 = 5 mod 2 = 1",
        "max(0, r − p) = 1 is not padding",
        "15 pixels are never read",
        "H = 7 and 8 both make 3; a transposed convolution answers 7, and needs output_padding = 1",
        "falls 1 cell beside one",
    ):
        assert said in words, words
    words = RemainderExplorer(example="none").describe()
    assert "nothing is left over" in words
    assert "turns with the image, error 0" in words
    assert "no pixel is lost" in RemainderExplorer(example="in the padding").describe()


def test_settings_hang_together():
    explorer = RemainderExplorer()
    explorer.example = "three left"
    assert (explorer.size, explorer.stride) == (10, 4)
    explorer.size = 11
    assert explorer.example == "given"
    tell(explorer, kind="press", name="reset")
    assert (explorer.example, explorer.size) == ("one left", 8)
    small = RemainderExplorer(size=5, kernel_size=5)
    small.size = 4
    assert small.size == 5
    assert "The setting was taken back" in small.message
    assert small.picture.facts["table"][0][2][0] == "5"  # no column for a map that is too small
    with pytest.raises(TraitError, match="no example"):
        RemainderExplorer(example="two left")
    with pytest.raises(TraitError):
        RemainderExplorer(size=40)
    with pytest.raises(ValueError, match="padded map"):
        RemainderExplorer(size=4, kernel_size=5)


def test_the_twin_has_the_table_and_the_words():
    explorer = RemainderExplorer(cursor=["gap", 1, 1])
    figure = explorer.static_figure()
    assert len(figure.axes) == 4
    said = [text.get_text() for text in figure.texts]
    assert "error of the bank" in said
    assert "0.29" in said
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert metadata["image/png"]["alt"] == explorer.describe()


def test_a_prediction_unlocks_it():
    prediction = Prediction()
    explorer = RemainderExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked


@pytest.mark.slow
def test_lights(tmp_path, node):
    scenes = {
        "one left": (RemainderExplorer(), [
            (("y", 2, 2), "gap", "reads", block(0, 0, 2, 2), "is read by 4 windows"),
            (("y", 7, 2), "gap", "reads", [], "It lies in the rows and columns left over: dY(7, 2) is exactly 0"),
            (("dy", 7, 2), "y", "reads", [(7, 2)], "dY(7, 2) is exactly 0"),
            (("back", 7, 7), "dy", "reads", [(7, 7)], "output_padding = 1 this cell comes, and holds dY(7, 7) = 0"),
            (("back", 0, 0), "dy", "reads", [(0, 0)], "which is dY(0, 0)"),
            # cell (0, 1) of the result: the turned map is read in rows 0–2, columns 2–4, which stood in
            # columns 7–5, rows 2–4; the result before the turn came from rows 2–4, columns 4–6
            (("gap", 0, 1), "y", "reads", block(2, 5, 3, 3), "r = 1 column apart"),
            (("gap", 0, 1), "y", "weight", block(2, 4, 3, 3), ""),
        ]),
        "none": (RemainderExplorer(example="none"), [
            (("gap", 0, 1), "y", "reads", block(2, 4, 3, 3), "from the same window"),
            (("gap", 0, 1), "y", "weight", block(2, 4, 3, 3), "= 0"),
        ]),
        "in the padding": (RemainderExplorer(example="in the padding"), [
            (("y", 0, 0), "gap", "reads", [(0, 0)], "Padding (−1, −1). 1 window reads it"),
            (("y", 9, 0), "gap", "reads", [], "no pixel is lost here"),
            (("back", 7, 7), "dy", "reads", [(7, 7)], "and holds dY(7, 7)"),
        ]),
        "gaps": (RemainderExplorer(example="gaps"), [
            (("y", 1, 0), "gap", "reads", [], "It lies in a gap between the windows"),
        ]),
        "three left": (RemainderExplorer(example="three left"), []),
        "deep padding": (RemainderExplorer(size=5, kernel_size=2, stride=4, padding=3), []),
    }  # fmt: skip
    check_lights(tmp_path, node, scenes)
