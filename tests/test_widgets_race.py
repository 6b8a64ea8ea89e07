"""Race without a browser: started, paused, stopped, what it sends, its end."""

import threading
import time

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from traitlets import TraitError

from cnnkit.widgets import Race
from cnnkit.widgets.race import picture
from cnnkit.widgets.race.picture import COLOURS
from cnnkit.widgets.race.view import ENTRIES, RaceLanes


@pytest.fixture
def race():
    """Make races; every one is closed in the end, and its thread is gone."""
    made = []

    def make(**settings):
        made.append(Race(**{"epochs": 40, "seeds": 2, "turned": False, **settings}))
        return made[-1]

    yield make
    for one in made:
        one.close()
        one.wait(20)
        assert one._run is None or not one._run.thread.is_alive()


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)


def press(race, name):
    tell(race, kind="press", name=name)


def test_it_begins_ready_and_says_what_start_will_do(race):
    one = race(epochs=8, seeds=3)

    assert one.state == "ready"
    assert one.picture.facts["words"] == "Press start: 5 entries, 3 nets each, 8 epochs, SGD with η = 0.1."
    assert received(one)["accuracies"].shape == (5, 3, 9)
    assert np.isnan(received(one)["accuracies"]).all()


def test_it_runs_to_its_end_and_can_be_run_again(race):
    one = race(epochs=1, seeds=1)
    press(one, "start")
    one.wait(60)

    assert one.state == "ended"
    assert one.picture.facts["words"].startswith("The one epoch is done, 5 entries, 1 net each")
    assert np.isfinite(received(one)["accuracies"]).all()
    assert {c["name"]: c["label"] for c in one._controls}["start"] == "start again"
    first = one.standings
    press(one, "start")
    one.wait(60)
    assert [s.mean for s in one.standings] == [s.mean for s in first]


def test_it_pauses_goes_on_and_stops(race):
    one = race()
    press(one, "start")
    press(one, "start")  # twice does no harm
    assert sum(t.name == "cnnkit race" and t.is_alive() for t in threading.enumerate()) == 1
    until(lambda: one._lanes.share > 0)
    press(one, "pause")
    assert one.state == "paused"
    time.sleep(0.5)
    stood = one._lanes.share
    time.sleep(0.5)
    assert one._lanes.share == stood
    press(one, "pause")
    until(lambda: one._lanes.share > stood)
    press(one, "stop")
    one.wait(20)
    assert one.state == "stopped" and one._lanes.share < 1
    assert one.picture.facts["words"].startswith("Stopped after")


def test_while_it_runs_its_settings_stay(race):
    one = race()
    one.start()
    one.twice = False

    assert one.twice and "stop it before you change it" in one.message
    press(one, "start")
    one.stop()
    one.wait(20)
    one.twice = False
    assert one.state == "ready" and len(one.standings) == 4


def test_reset_takes_curves_and_choices_back(race):
    one = race(epochs=1, seeds=1)
    one.start()
    one.wait(60)
    one.flipped = False
    press(one, "reset")

    assert one.flipped and one.state == "ready"
    assert np.isnan(received(one)["accuracies"]).all()


def test_reset_in_the_middle_stops_the_race(race):
    one = race()
    one.start()
    until(lambda: one._lanes.share > 0)
    press(one, "reset")
    until(lambda: one.state == "ready")
    until(lambda: np.isnan(received(one)["accuracies"]).all())  # drawn a moment later, by the thread of the run


def test_after_a_pause_start_goes_on(race):
    one = race()
    one.start()
    until(lambda: one._lanes.share > 0)
    press(one, "pause")
    until(lambda: one._run.resting)
    lanes = one._lanes
    press(one, "start")
    assert one.state == "running" and one._lanes is lanes


def test_a_gap_is_the_difference_of_what_is_shown():
    lanes = RaceLanes(["pool"], epochs=1, seeds=1)
    lanes.accuracies[:, 0, :] = np.array([0.9049, 0.8851, 0.8749])[:, None]  # right, control, pool
    told = {e["name"]: (e["mean"], e["gap"]) for e in picture.race(lanes, "ended", 1.0, "").facts["entries"]}
    assert told == {"right": ("0.90", "+0.01"), "frozen": ("0.89", ""), "pool": ("0.87", "−0.02")}


def test_a_closed_race_stops():
    one = Race(epochs=40)
    one.start()
    one.close()
    one.wait(20)

    assert not one._run.thread.is_alive()


def test_an_error_in_the_thread_is_told(race, monkeypatch):
    one = race(epochs=1, seeds=1)

    def broken(self):
        yield
        raise FloatingPointError("no more numbers")

    monkeypatch.setattr("cnnkit.widgets.race.explorer.RaceLanes.run", broken)
    one.start()
    one.wait(20)
    assert one.picture.facts["words"] == "The race ended with FloatingPointError: no more numbers."


def test_it_waits_for_its_prediction(race):
    asked = Prediction()
    one = race(after=asked)
    assert one.locked
    asked.answered = True
    assert not one.locked


def test_wrong_settings_are_refused():
    with pytest.raises(TraitError, match="SGD or Adam"):
        Race(optimiser="RMS")
    with pytest.raises(TypeError, match="no setting of Race"):
        Race(speed=2)


def test_every_entry_has_a_switch_and_a_colour_of_its_own():
    assert set(COLOURS) == set(ENTRIES) and len(set(COLOURS.values())) == len(COLOURS)
    assert all(name in Race.class_trait_names() for name in ENTRIES if name not in ("right", "frozen"))


def test_its_javascript(node):
    node("race.test.mjs", Race)


def test_the_twin_shows_curves_and_figures(race):
    one = race(epochs=1, seeds=1)
    one.start()
    one.wait(60)
    figure = one.static_figure()

    assert len(figure.axes[0].lines) == 2 * 5
    words = [text.get_text() for text in figure.texts]
    assert one.picture.facts["entries"][0]["label"] in words and one.picture.facts["words"] in words
    assert "Accuracy on unseen digits: right" in one.describe()
