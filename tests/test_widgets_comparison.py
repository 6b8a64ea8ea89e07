"""NetComparison without a browser: what nets cost, counted by hand; trained, stopped, told, drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from as_browser import received, tell

from cnnkit import models
from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, Linear, Relu, Residual, Sequential
from cnnkit.widgets import NetComparison
from cnnkit.widgets.comparison.labels import beside
from cnnkit.widgets.comparison.picture import LOOKS, comparison
from cnnkit.widgets.comparison.view import NETS, Entrants, multiply_adds


@pytest.fixture
def compared():
    """Make comparisons; every one is closed in the end, and its thread is gone."""
    made = []

    def make(**settings):
        made.append(NetComparison(**settings))
        return made[-1]

    yield make
    for one in made:
        one.close()
        one.wait(30)
        assert one._run is None or not one._run.thread.is_alive()


@pytest.fixture
def small(monkeypatch):
    """Four nets that train in a moment."""

    def net(width):
        return lambda rng: Sequential(Conv2d(1, width, 3, stride=2, rng=rng), Relu(), Flatten(), Linear(9 * width, 10, rng=rng))

    monkeypatch.setattr("cnnkit.widgets.comparison.view.NETS", {name: net(2 + k) for k, name in enumerate(NETS)})


def test_multiply_adds_are_counted_where_weights_multiply():
    rng = np.random.default_rng(0)
    net = Sequential(
        Conv2d(1, 4, 3, padding=1, rng=rng), BatchNorm2d(4), Relu(),
        Residual(Conv2d(4, 4, 3, padding=1, groups=4, rng=rng), Conv2d(4, 4, 1, rng=rng)),
        Conv2d(4, 6, 1, stride=2, rng=rng), Flatten(), Linear(6 * 3 * 3, 5, rng=rng),
    )  # fmt: skip
    by_hand = 36 * (4 * 1 * 9 + 4 * 1 * 9 + 4 * 4) + 9 * 6 * 4 + 54 * 5
    assert multiply_adds(net, (1, 6, 6)) == by_hand
    assert net.training  # as it was


def test_lesson_06s_net_costs_what_its_layers_say():
    found = {one.name: one for one in Entrants(epochs=1).all}
    assert set(found) == set(NETS) == set(LOOKS)
    plain = found["lesson 06"]
    # 3 × 3 filters from 1 to 12 and from 12 to 12, their normalisations, and 192 numbers into 10
    assert plain.parameters == 12 * 9 + 24 + 12 * 12 * 9 + 24 + 192 * 10 + 10
    assert plain.multiply_adds == 64 * (12 * 9 + 12 * 12 * 9) + 192 * 10
    assert type(models.digits_net(np.random.default_rng(0))) is type(plain.net)


def test_it_begins_ready_with_what_can_be_counted(compared):
    one = compared(epochs=3)
    assert one.state == "ready"
    assert one.picture.facts["words"] == "Press start: 4 nets, 3 epochs each."
    values = received(one)["values"]
    assert values.shape == (4, 4)
    assert np.isfinite(values[:, :2]).all() and np.isnan(values[:, 2:]).all()
    for chart, costs in zip(one.picture.facts["charts"][:2], values.T):
        assert chart["low"] < costs.min() and costs.max() < chart["high"]
        assert [tick[0] for tick in chart["ticks"]][:: len(chart["ticks"]) - 1] == [chart["low"], chart["high"]]


def test_it_trains_all_of_them_in_a_thread_and_tells_who_is_first(compared, small):
    one = compared(epochs=3)
    tell(one, kind="press", name="start")
    one.wait(120)
    assert one.state == "ended"
    values = received(one)["values"]
    assert np.isfinite(values).all() and (values[:, 3] > 0.3).all()
    names = [entrant["name"] for entrant in one.picture.facts["entrants"]]
    words = one.picture.facts["words"]
    assert f"most accurate: {names[values[:, 3].argmax()]}" in words
    assert f"fastest: {names[values[:, 2].argmin()]};" in words
    assert f"Fewest numbers learned: {names[values[:, 0].argmin()]};" in words
    assert "Done in" in words and "3 epochs each" in words
    assert {c["name"]: c["label"] for c in one._controls}["start"] == "start again"
    one.seed = 1  # another comparison
    assert one.state == "ready" and np.isnan(received(one)["values"][:, 3]).all()


def test_it_stops_and_keeps_its_settings_meanwhile(compared, small):
    one = compared(epochs=40)
    one.start()
    one.epochs = 2
    assert one.epochs == 40 and "stop that before you change it" in one.message
    one.stop()
    one.wait(60)
    assert one.state == "stopped"
    assert one.picture.facts["words"].startswith("Stopped after")


def test_the_net_whose_turn_it_is_is_named():
    """An epoch of the mobile net takes seconds on a busy machine, and nothing else moves meanwhile."""
    entrants = Entrants(epochs=2)

    def said(state="running"):
        return comparison(entrants, state, 1.0, "").facts["words"]

    assert said() == "The time of all nets is measured."
    names = []
    for one in entrants.all:
        one.milliseconds = 1.0
    for _ in range(2):
        for one in entrants.all:
            names.append(said())
            one.accuracies.append(0.5)
    assert names == [f"Epoch {epoch} of 2: {one.name} learns." for epoch in (1, 2) for one in entrants.all]
    assert said("stopping") == "Stopping after this epoch of this net."
    assert entrants.turn is None


def test_a_training_that_fails_says_why(compared, small, monkeypatch):
    monkeypatch.setattr("cnnkit.widgets.comparison.view.fit", lambda *_, **__: 1 / 0)
    one = compared(epochs=1)
    one.start()
    one.wait(60)
    assert one.picture.facts["words"] == "The training ended with ZeroDivisionError: division by zero."


def test_parts_of_the_browser(node):
    node("comparison.test.mjs", NetComparison)


def test_nets_that_tie_are_both_named():
    entrants = Entrants(epochs=1)
    for one, accuracy in zip(entrants.all, (0.5, 0.9, 0.9, 0.7)):
        one.accuracies, one.milliseconds = [accuracy], 1.0
    words = comparison(entrants, "ended", 3.2, "").facts["words"]
    assert words.startswith("Done in 3 s, one epoch each.")
    assert words.endswith("most accurate: ResNet-8 and separable.")


def test_the_twin_has_points_and_table(compared):
    one = compared()
    for k, entrant in enumerate(one.entrants.all):
        entrant.accuracies, entrant.milliseconds = [0.9 + k / 100], 1.0 + k
    one._publish(one.compute())
    figure = one.static_figure()
    for axes, cost in zip(figure.axes, ("parameters", "multiply_adds", "milliseconds")):
        points = {(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines}
        assert points == {(getattr(e, cost), e.accuracy) for e in one.entrants.all}
        assert {text.get_text() for text in axes.texts} == set(NETS)
        assert axes.get_ylim()[0] < 0.9
    said = " ".join(text.get_text() for text in figure.texts)
    assert "lesson 06: 3,382 numbers learned" in said and "accuracy 0.930" in said
    assert one._repr_mimebundle_()[1]["image/png"]["alt"] == one.describe()
    assert not math.isnan(one.picture.facts["low"])


def cell_of(point, place, name):
    """The room of a name: left, top, right, foot."""
    wide, (right, down, anchor) = 7 * len(name), place
    left = point[0] + right - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    return left, point[1] + down - 10, left + wide, point[1] + down + 3


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("seed", range(40))
def test_names_stand_near_their_points_on_nothing_else_and_are_not_cut(seed):
    rng = np.random.default_rng(seed)
    names, size = list(LOOKS), (262, 190)
    points = [(float(x), float(y)) for x, y in zip(rng.uniform(0, 262, 4), rng.uniform(4, 40, 4))]
    rooms = [cell_of(point, place, name) for point, place, name in zip(points, beside(points, names, size, 34), names)]
    for k, room in enumerate(rooms):
        assert room[0] >= -34 and room[2] <= 262 + 34 and room[1] >= -20 and room[3] <= 190
        assert abs((room[1] + room[3]) / 2 - points[k][1]) <= 33
        assert room[0] - 13 <= points[k][0] <= room[2] + 13
        assert all(apart(room, other) for other in rooms[:k])
