"""SeparableExplorer without a browser: bytes, words, settings that hang together, the clock, lights, twin."""

from __future__ import annotations

import time

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import check_lights
from traitlets import TraitError

from cnnkit.lessons import find
from cnnkit.widgets import SeparableExplorer
from cnnkit.widgets.separable import explorer as module
from cnnkit.widgets.separable.examples import EXAMPLES


@pytest.fixture
def quick(monkeypatch):
    """Measure hardly at all."""
    monkeypatch.setattr(module, "ENOUGH", 0.0)
    monkeypatch.setattr(module, "LEAST", 2)


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)


@pytest.mark.parametrize("example", EXAMPLES)
def test_bytes_carry_every_example(example):
    explorer = SeparableExplorer(example=example, in_channels=8)
    came, view = received(explorer), explorer.view
    for k in range(2):
        assert np.allclose(came[f"z{k}/values"], view.z[k])
        assert np.allclose(came[f"u{k}/values"], view.u[k])
    assert np.array_equal(came["v/values"], view.v)
    assert np.array_equal(came["meets/values"], np.eye(8))
    assert len(explorer._payload) < 200_000


def test_the_full_layer_shows_the_same_result_and_nothing_between():
    light, full = SeparableExplorer(), SeparableExplorer(groups=1)
    for name in ("z0", "z1"):
        assert np.allclose(light.picture.grid(name).values, full.picture.grid(name).values)
    assert light.picture.grid("u0") is not None and full.picture.grid("u0") is None
    assert "nothing is left to mix" in full.describe()
    filters = [grid.id for grid in full.picture.grids if grid.id.startswith("w")]
    assert filters == ["w0_0", "w0_1", "w0_2", "w1_0", "w1_1", "w1_2"]


def test_settings_hang_together():
    explorer = SeparableExplorer(in_channels=6)
    assert explorer.groups == 6
    explorer.in_channels = 8  # depth-wise stays depth-wise
    assert explorer.groups == 8
    explorer.groups = 4
    explorer.in_channels = 6  # 4 does not divide 6
    assert explorer.groups == 3
    explorer.groups = 4
    assert explorer.groups == 3
    assert "4 groups do not divide 6 maps evenly. The setting was taken back." in explorer.message
    tell(explorer, kind="press", name="reset")
    assert (explorer.in_channels, explorer.groups) == (6, 6)
    for wrong in ({"in_channels": 5}, {"kernel_size": 2}, {"example": "moon"}):
        with pytest.raises(TraitError):
            SeparableExplorer(**wrong)
    with pytest.raises(ValueError, match="do not divide"):
        SeparableExplorer(groups=2)


def test_the_table_has_the_layer_in_hand_between_the_two():
    explorer = SeparableExplorer(in_channels=64, out_channels=64, groups=8)
    rows = explorer.picture.facts["rows"]
    assert [row["name"] for row in rows] == ["full, 1 group", "8 groups", "separable, 64 groups"]
    assert [row["shown"] for row in rows] == [False, True, False]
    assert [row["share"] for row in rows] == ["1", "1/4.2", "1/7.9"]
    assert rows[1]["written"] == "64·8·3·3 + 64·64 = 8,704"
    assert all(row["time"] == "" for row in rows)


def test_the_clock_measures_in_a_thread_of_its_own(quick):
    explorer = SeparableExplorer(in_channels=8, out_channels=8)
    tell(explorer, kind="press", name="start")
    assert explorer._run.thread is not None
    explorer.wait(60)
    assert explorer.state == "ended"
    full, light = explorer.picture.facts["rows"]
    assert full["time"].endswith(" ms") and full["clock"] == "1" and light["clock"]
    assert "Fastest of 2 runs" in explorer.describe()
    seconds = explorer._clock.seconds
    assert light["bars"][1] == pytest.approx(seconds[8] / seconds[1])
    explorer.example = "digit"  # the layer that was timed is the same
    assert explorer.picture.facts["rows"][0]["time"]
    explorer.kernel_size = 5
    assert explorer.state == "ready"
    assert not explorer.picture.facts["rows"][0]["time"]
    explorer.close()


def test_another_layer_ends_the_clock_and_its_times_are_not_shown(monkeypatch):
    monkeypatch.setattr(module, "ENOUGH", 60.0)
    monkeypatch.setattr(module, "MOST", 10**9)
    explorer = SeparableExplorer(in_channels=2)
    explorer.start()
    until(lambda: explorer._clock.runs > 2)
    run = explorer._run
    explorer.out_channels = 8
    run.thread.join(20)
    assert not run.thread.is_alive()
    assert explorer.state == "ready"
    assert not explorer.picture.facts["rows"][0]["time"]
    explorer.start()
    until(lambda: explorer._clock is not None and explorer._clock.runs > 1)
    tell(explorer, kind="press", name="reset")
    until(lambda: explorer.out_channels == 2)
    explorer.close()
    explorer.wait(20)


def test_sentences_follow_what_the_clock_says():
    explorer = SeparableExplorer(in_channels=64, out_channels=64)

    class Said:
        runs, costs = 3, explorer.costs

        def __init__(self, full, light):
            self.seconds = {1: full, 64: light}

    for light, words in ((0.9, "the clock says 1/1.1 of the time: the clock falls behind"), (0.127, "the clock keeps it"),
                         (0.05, "the clock does better"), (1.5, "1.50 × the time: the clock falls behind"), (1.001, "the clock says the same time: the clock falls behind")):  # fmt: skip
        explorer._clock = Said(1.0, light)
        assert words in explorer.compute().notes[-2], explorer.compute().notes
    assert "1/7.9 of the multiply-adds" in explorer.compute().notes[-2]


def test_learners_functions_are_shown_and_what_differs_is_crossed():
    right = {name: find(name).solution for name in ("depthwise_conv2d", "pointwise_conv2d")}
    notes = SeparableExplorer(**right).picture.notes
    assert sum("agree with the package" in note for note in notes) == 2
    wrong = SeparableExplorer(pointwise_conv2d=lambda y, w: np.repeat(y.sum(axis=1, keepdims=True), len(w), axis=1))
    assert wrong.picture.grid("z0").crossed.any() and wrong.picture.grid("u0").crossed is None
    full = SeparableExplorer(groups=1, **right)
    assert any("scans every map alone: the package's numbers" in note for note in full.picture.notes)


def test_the_twin_has_the_table_and_the_words():
    explorer = SeparableExplorer(cursor=["u1", 1, 1])
    said = " ".join(text.get_text() for text in explorer.static_figure().texts)
    assert "3·3·3 + 2·3 = 33 parameters" in said
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert metadata["image/png"]["alt"] == explorer.describe()


def test_a_prediction_unlocks_it():
    prediction = Prediction()
    explorer = SeparableExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked


def test_lights(tmp_path, node):
    scenes = {
        "depth-wise": (SeparableExplorer(), [
            (("z1", 0, 2), "u2", "reads", [(0, 2)], "z1(0, 2) adds up what lies at this cell in 3 maps"),
            (("z1", 0, 2), "v", "weight", [(1, 0), (1, 1), (1, 2)], ""),
            (("u1", 2, 1), "y1", "reads", [(r, c) for r in (2, 3, 4) for c in (1, 2, 3)], "u1 reads rows 2 to 4, columns 1 to 3 of y1."),
            (("u1", 2, 1), "y0", "", [], ""),
            (("y2", 0, 0), "u2", "reads", [(0, 0)], "is read for 1 cell of u2"),
            (("w1_1", 0, 1), "y1", "reads", [(r, c) for r in range(3) for c in (1, 2, 3)], "for all 9 cells of u1, on y1 alone"),
            (("v", 1, 0), "z1", "reads", list(np.ndindex(3, 3)), "v(1, 0) weights u0 in z1"),
            (("v", 1, 0), "z0", "", [], ""),
            (("meets", 2, 2), "w2_2", "weight", list(np.ndindex(3, 3)), "A filter: u2 reads y2."),
            (("meets", 2, 1), "y1", "", [], "No filter here: u2 does not read y1."),
        ]),
        "groups": (SeparableExplorer(in_channels=6, groups=3), [
            (("u0", 0, 0), "y1", "reads", list(np.ndindex(3, 3)), "of y0, y1."),
            (("u0", 0, 0), "y2", "", [], ""),
            (("meets", 4, 5), "z0", "", [], "A filter: u4 reads y5. It is not drawn."),
        ]),
        "full": (SeparableExplorer(groups=1), [
            (("z1", 0, 0), "y2", "reads", list(np.ndindex(3, 3)), "z1 reads rows 0 to 2, columns 0 to 2 of y0, y1, y2."),
            (("y0", 0, 0), "z1", "reads", [(0, 0)], "is read for 2 cells of z0, z1"),
        ]),
    }  # fmt: skip
    check_lights(tmp_path, node, scenes)


def test_learners_functions_are_asked_for_the_maps_that_are_drawn_and_named():
    asked = []

    def depthwise_conv2d(y, w, stride, padding):
        asked.append((y.shape, w.shape))
        return np.zeros((1, 3, *(n - 2 for n in y.shape[2:])))

    def pointwise_conv2d(y, w):
        asked.append((y.shape, w.shape))
        return np.einsum("nm,tmij->tnij", w, y)

    explorer = SeparableExplorer(
        in_channels=8, out_channels=16, depthwise_conv2d=depthwise_conv2d, pointwise_conv2d=pointwise_conv2d
    )
    assert asked == [((1, 3, 5, 5), (3, 3, 3)), ((1, 8, 3, 3), (3, 8))]
    notes = " ".join(explorer.picture.notes)
    assert "Your functions are asked for these. Your depthwise_conv2d differs in" in notes
    assert "Your pointwise_conv2d's numbers: all 27 cells agree with the package." in notes
    assert explorer.picture.grid("u0").crossed.any() and not explorer.picture.grid("z2").crossed.any()
