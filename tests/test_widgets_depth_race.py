"""DepthRace without a browser: who takes part, what it says, its run, its twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import received, tell
from traitlets import TraitError

from cnnkit.layers import BatchNorm2d, Conv2d
from cnnkit.widgets import DepthRace
from cnnkit.widgets.board.track import gap_between
from cnnkit.widgets.depth_race.picture import depth_race
from cnnkit.widgets.depth_race.view import ENTRIES, DepthEntry, DepthLanes


@pytest.fixture(scope="module")
def run_once():
    """A race of one epoch that has ended."""
    one = DepthRace(epochs=1)
    one.start()
    one.wait(300)
    yield one
    one.close()


def test_plain_nets_begin_with_the_filters_of_those_with_skips():
    lanes = DepthLanes(epochs=1)
    for plain, skips in zip(ENTRIES[::2], ENTRIES[1::2], strict=True):
        assert (plain.depth, plain.skips, skips.skips) == (skips.depth, False, True)
        nets = [lanes.runner(entry, 3).net for entry in (plain, skips)]
        filters = [[layer.w for layer in net.walk() if isinstance(layer, Conv2d) and layer.w.shape[2] == 3] for net in nets]
        assert len(filters[0]) == plain.depth - 1
        assert all(np.array_equal(a, b) for a, b in zip(*filters, strict=True))
        assert any(isinstance(layer, BatchNorm2d) for layer in nets[0].walk())


def test_it_begins_ready_and_says_what_start_will_do():
    one = DepthRace(seeds=2)
    assert one.state == "ready"
    assert one.picture.facts["words"] == "Press start: six nets, 2 times each, 6 epochs."
    assert received(one)["accuracies"].shape == (6, 2, 7)
    assert np.isnan(received(one)["accuracies"]).all()
    assert [entry["label"] for entry in one.picture.facts["entries"]][-2:] == ["depth 56, plain", "depth 56, skips"]
    assert [entry["dashed"] for entry in one.picture.facts["entries"]] == [True, False] * 3


def test_it_names_the_net_at_work():
    lanes = DepthLanes(epochs=3)
    assert depth_race(lanes, "running", 0, "").words == "All nets are judged before they learn."
    lanes.accuracies[:, :, :2] = 0.5
    lanes.accuracies[:3, :, 2] = 0.5
    shown = depth_race(lanes, "running", 0, "")
    assert shown.words.startswith("Epoch 2 of 3, at work: depth 20, skips.")
    assert shown.facts["turn"] == "skips20"
    assert depth_race(lanes, "paused", 0, "").facts["turn"] == ""


@pytest.mark.slow
def test_a_run_fills_curves_and_table(run_once):
    facts, accuracies = run_once.picture.facts, received(run_once)["accuracies"]
    assert run_once.state == "ended"
    assert facts["words"].startswith("One epoch done by six nets, in ")
    assert accuracies.shape == (6, 1, 2)
    assert ((accuracies >= 0) & (accuracies <= 1)).all()
    for k, entry in enumerate(facts["entries"]):
        assert entry["mean"] == f"{accuracies[k, 0, 1]:.2f}"
        gap = float(f"{accuracies[k, 0, 1]:.2f}") - float(f"{accuracies[k - k % 2, 0, 1]:.2f}")
        assert entry["gap"] == ("" if k % 2 == 0 else f"{gap:+.2f}".replace("-", "−"))
    assert "Accuracy on unseen digits: depth 8, plain: " in run_once.describe()
    lines = run_once.static_figure().axes[0].lines
    assert [line.get_linestyle() for line in lines[1::2]] == ["--", "-"] * 3
    assert np.allclose([line.get_ydata() for line in lines[1::2]], accuracies[:, 0])


@pytest.mark.slow
def test_a_setting_takes_the_curves_away(run_once):
    tell(run_once, kind="press", name="reset")
    assert run_once.state == "ready"
    run_once.epochs = 3
    assert received(run_once)["accuracies"].shape == (6, 1, 4)


def test_gaps_are_told_only_between_nets_that_stand_alike():
    lanes = DepthLanes(epochs=2)
    lanes.accuracies[:2, 0] = [[0.1, 0.5, 0.6], [0.1, 0.9, np.nan]]
    plain, skips = lanes.standings()[:2]
    assert (plain.epochs, skips.epochs, gap_between(skips, plain)) == (2, 1, "")
    lanes.accuracies[1, 0, 2] = 0.55
    plain, skips = lanes.standings()[:2]
    assert gap_between(skips, plain) == "−0.05"
    assert gap_between(plain, plain) == ""


@pytest.mark.parametrize("settings", [{"epochs": 0}, {"epochs": 41}, {"seeds": 0}])
def test_bad_settings_are_refused(settings):
    with pytest.raises(TraitError):
        DepthRace(**settings)
    assert DepthEntry(8, True).name == "skips8"
