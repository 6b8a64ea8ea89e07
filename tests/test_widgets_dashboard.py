"""TrainingDashboard without a browser: steered from another thread, what it sends, its end."""

from __future__ import annotations

import gc
import json
import threading
import time
import tracemalloc
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from traitlets import TraitError

from cnnkit import ShapeError, data, models
from cnnkit.layers import Conv2d, Flatten, Layer, Linear, Relu, Sequential
from cnnkit.models import detector
from cnnkit.training import Adam
from cnnkit.widgets import TrainingDashboard
from cnnkit.widgets.board import live
from cnnkit.widgets.board import run as board_run
from cnnkit.widgets.dashboard.explorer import PACES, RATES

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
rng = np.random.default_rng(2)
IMAGES = rng.normal(size=(40, 1, 4, 4)).astype(np.float32)
LABELS = (IMAGES[:, 0, 0].sum(axis=1) > 0).astype(int)


def small_net():
    drawn = np.random.default_rng(0)
    return Sequential(Conv2d(1, 2, 3, rng=drawn), Relu(), Flatten(), Linear(8, 2, rng=drawn))


@pytest.fixture
def dashboard():
    """Make dashboards; every one is closed in the end, and its thread is gone."""
    made = []

    def make(**settings):
        settings = {"epochs": 10**6, "batch_size": 10, **settings}
        net = settings.pop("net", None) or small_net()
        made.append(TrainingDashboard(net, IMAGES, LABELS, **settings))
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
        time.sleep(0.002)


def press(dashboard, name):
    tell(dashboard, kind="press", name=name)


def watched(dashboard, verb, page):
    tell(dashboard, kind=verb, page=page)


def facts(dashboard):
    return dashboard.picture.facts


def button(dashboard, name):
    return next(one["label"] for one in dashboard._controls if one["name"] == name)


def test_it_waits_until_start_is_pressed(dashboard):
    one = dashboard(epochs=3)
    assert one.state == "ready" and facts(one)["step"] == 0
    assert one.describe() == "Ready: 3 epochs of 4 steps."
    for name in ("pause", "stop"):
        press(one, name)
    assert one.state == "ready"
    press(one, "start")
    one.wait(20)
    assert one.state == facts(one)["state"] == "ended"
    assert facts(one)["step"] == 12
    assert one.describe().startswith("All 3 epochs are done. Loss 0.")
    assert button(one, "start") == "start again"


def test_pause_step_and_resume(dashboard):
    one = dashboard()
    press(one, "step")
    until(lambda: facts(one)["step"] == 1 and one.state == "paused")
    assert button(one, "pause") == "resume"
    press(one, "step")
    until(lambda: facts(one)["step"] == 2)
    time.sleep(0.05)
    assert one._trainer.step == 2
    assert one.describe() == f"Paused after step 2. Loss of the last batch {one.history.step_losses[-1]:.3f}."
    press(one, "pause")
    until(lambda: facts(one)["step"] > 20)
    press(one, "pause")
    until(lambda: one.state == "paused")
    # the picture of the last update comes by itself
    until(lambda: one._run.resting and facts(one)["step"] == one._trainer.step)
    stood = facts(one)["step"]
    time.sleep(0.1)
    assert one._trainer.step == stood


@pytest.mark.slow
def test_a_pause_at_any_moment_shows_the_last_update(dashboard):
    one = dashboard(batch_size=1)
    press(one, "start")
    for moment in rng.uniform(0, 0.01, size=40):
        reached = one._trainer.step
        until(lambda before=reached: one._trainer.step > before)
        time.sleep(moment)
        press(one, "pause")
        until(lambda: one._run.resting)
        until(lambda: facts(one)["step"] == one._trainer.step)
        assert facts(one)["state"] == "paused"
        press(one, "pause")


def test_pressing_start_twice_does_no_harm(dashboard):
    one = dashboard()
    press(one, "start")
    run, before = one._run, threading.active_count()
    until(lambda: one._trainer.step > 5)
    press(one, "start")
    one.start()
    assert one._run is run and threading.active_count() == before
    press(one, "step")
    until(lambda: one._run.resting)
    press(one, "start")  # after a step it goes on
    assert one._run is run and one.state == "running"


def test_the_slider_acts_while_it_runs(dashboard):
    one = dashboard(learning_rate=0.1)
    press(one, "step")
    until(lambda: facts(one)["step"] == 1)
    weights = one._trainer.net.layers[0].w.copy()
    one.learning_rate = 0.0
    press(one, "step")
    until(lambda: facts(one)["step"] == 2)
    assert np.array_equal(one._trainer.net.layers[0].w, weights)
    one.set_state({"learning_rate": 0.7})  # as a message of the browser
    press(one, "step")
    until(lambda: facts(one)["step"] == 3)
    layer = one._trainer.net.layers[0]
    assert np.allclose(layer.w, weights - 0.7 * layer.dw, atol=1e-6)
    assert facts(one)["rates"] == [[0.0, 0.1], [0.25, 0.0], [0.5, 0.7]]
    press(one, "pause")
    until(lambda: one._trainer.step > 20)
    one.learning_rate = 0.02
    assert one._trainer.learning_rate == 0.02


def test_values_on_the_sliders_way_leave_one_mark(dashboard):
    one = dashboard()
    press(one, "step")
    until(lambda: facts(one)["step"] == 1)
    for rate in (0.15, 0.2, 0.3):
        one.learning_rate = rate
    assert facts(one)["rates"] == [[0.0, 0.1], [0.25, 0.3]]


def test_the_slider_is_logarithmic_and_takes_a_rate_between_its_stops(dashboard):
    steps = np.diff(np.log(RATES))
    assert steps.max() / steps.min() < 2.5 and RATES[0] == 0.0001 and RATES[-1] == 10
    one = dashboard(learning_rate=0.123)
    slider = next(spec for spec in one._controls if spec["name"] == "learning_rate")
    assert [0.123, "0.123"] in slider["options"]
    with pytest.raises(TraitError, match="learning_rate is inf, but a finite number is needed"):
        one.learning_rate = float("inf")
    assert one.learning_rate == 0.123
    one.set_trait("learning_rate", float("inf"))  # as a page does
    assert one.learning_rate == 0.123
    assert "must be a finite number that is not negative. The setting was taken back." in one.message


def test_stop_and_start_again_is_the_same_run_from_the_first_weights(dashboard):
    net = small_net()
    first = net.layers[0].w.copy()
    one = dashboard(net=net, epochs=4)
    one.start()
    one.wait(20)
    losses = list(one.history.step_losses)
    ended = one.view
    assert not np.array_equal(net.layers[0].w, first)
    press(one, "start")
    assert facts(one)["step"] < 16  # not the end of the run before
    one.wait(20)
    assert one.history.step_losses == losses
    before = received(one)["before/losses"]
    assert np.allclose(before[:, 1], ended.losses.values) and facts(one)["before"] == "η 0.1"


def test_start_while_the_old_run_still_stops_begins_when_it_has(dashboard):
    slow = SlowLayer()
    one = dashboard(net=Sequential(slow, *small_net().layers))
    press(one, "start")
    until(lambda: slow.inside)
    old, trainer = one._run, one._trainer
    press(one, "stop")
    assert one.state == "stopping" and one.describe() == "Stopping after this step."
    press(one, "start")
    assert one._run is old
    slow.free.set()
    until(lambda: one._run is not old and one._trainer.step > 3)
    old.thread.join(20)
    assert trainer.history.ended.startswith("stopped at step 1")
    press(one, "stop")
    one.wait(20)
    assert one.state == "ended" and "the best weights so far are kept" in one.describe()


class SlowLayer(Layer):
    """Stands in the middle of its first forward in training until it is freed."""

    def __init__(self):
        self.inside, self.free = False, threading.Event()

    def forward(self, y):
        if self.training and threading.current_thread().name == "cnnkit training":
            self.inside = True
            assert self.free.wait(20)
        return y

    def backward(self, dz, **_):
        return dz


@pytest.mark.parametrize("verb", ["start", "step"])
def test_closing_stops_the_thread(dashboard, verb):
    one = dashboard()
    press(one, verb)
    until(lambda: one._trainer.step)
    one.close()
    one.wait(20)
    assert not one._run.thread.is_alive()


def test_a_loss_that_is_no_number_ends_with_the_trainers_sentence(dashboard):
    one = dashboard(learning_rate=1e30)
    press(one, "start")
    one.wait(20)
    assert one.history.ended.startswith("at step ") and "the numbers blew up" in one.history.ended
    assert one.describe().startswith("A" + one.history.ended[1:] + ".")
    assert "try a learning rate below 1e+30" in facts(one)["end"]
    one.learning_rate = 0.1
    press(one, "start")
    until(lambda: facts(one)["step"] > 1)
    assert np.isfinite(one.history.step_losses).all()


def test_an_error_in_a_layer_is_told_and_the_next_start_works(dashboard):
    class Falling(Layer):
        wrong = True

        def forward(self, y):
            if self.wrong and self.training:
                raise ZeroDivisionError("in my own layer")
            return y

        def backward(self, dz, **_):
            return dz

    layer = Falling()
    one = dashboard(net=Sequential(layer, *small_net().layers), epochs=2)
    layer.training = False
    press(one, "start")
    one.wait(20)
    assert one.describe() == "Ended at step 1 by an error in the network. ZeroDivisionError: in my own layer"
    layer.wrong = False
    press(one, "start")
    one.wait(20)
    assert facts(one)["step"] == 8


def test_bytes_carry_the_view(dashboard):
    one = dashboard(epochs=3, validation=(IMAGES[:15], LABELS[:15]), image=4, layer=0)
    one.start()
    one.wait(20)
    came, history = received(one), one.history
    assert np.allclose(came["batches"][:, 1], history.step_losses)
    assert np.allclose(came["losses"], np.stack([[1, 2, 3], history.losses], axis=1))
    assert np.allclose(came["validation_accuracies"][:, 1], history.validation_accuracies)
    net = one._trainer.net
    assert np.allclose(came["filters"], net.layers[0].w[:, 0])
    assert np.allclose(came["image"], IMAGES[4, 0])
    assert np.allclose(came["maps"], net.layers[0].forward(IMAGES[4:5])[0])
    assert facts(one)["mosaics"]["maps"]["scale"] == "signed"
    scores = net.forward(IMAGES[4:5])[0]
    assert facts(one)["answer"] == str(scores.argmax()) and facts(one)["label"] == f"class {LABELS[4]}"
    assert facts(one)["right"] == (scores.argmax() == LABELS[4])
    one.layer = 1
    assert facts(one)["mosaics"]["maps"] == pytest.approx(
        {"name": "2 Relu", "total": 2, "every": 1, "scale": "magnitude",
         "top": received(one)["maps"].max()}
    )  # fmt: skip


def test_classes_that_have_names_are_called_by_them(dashboard):
    names = ("hat", "shoe")
    one = dashboard(names=names, image=4)
    scores = one.view.scores
    said = facts(one)
    assert (said["label"], said["answer"]) == (names[LABELS[4]], names[scores.argmax()])
    other = next(k for k in range(40) if LABELS[k] != LABELS[4])
    one.image = other
    assert facts(one)["label"] == names[LABELS[other]]


@pytest.mark.parametrize(("lesson", "cell"), [("06_train_a_cnn", "clothes"), ("09_bounding_boxes", "train")])
def test_the_lessons_call_clothes_by_their_names(lesson, cell, monkeypatch):
    cells = json.loads((NOTEBOOKS / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    source = next("".join(one["source"]) for one in cells if one["id"] == cell and one["cell_type"] == "code")
    images, (labels, wanted) = data.load("boxes", "test")
    given = {"np": np, "data": data, "models": models, "detector": detector, "Adam": Adam, "TrainingDashboard": TrainingDashboard,
             "images": images, "labels": labels, "wanted": wanted}  # fmt: skip
    shown = {}
    exec(source.replace("TrainingDashboard(", "shown = TrainingDashboard(", 1), given, shown)
    one = shown["shown"]
    called = {data.CLOTHES[label] for label in range(10)}
    seen = set()
    for image in range(12):
        one.image = image
        seen |= {facts(one)["label"], facts(one)["answer"]}
    one.close()
    assert len(seen) > 3 and seen <= called


def test_a_copy_can_be_judged_while_the_net_learns():
    """What the cell below the dashboard of lesson 09 does; and the run is the one that nobody disturbs."""
    images, wanted = data.compose("boxes", 64, np.random.default_rng(0))
    losses = []
    for judged in (False, True):
        net = detector.box_net(np.random.default_rng(0))
        one = TrainingDashboard(net, images, wanted, epochs=4, learning_rate=0.005, optimiser=Adam, divergence=detector.detection())
        one.start()
        while judged and one.state == "running":
            right, overlaps = detector.scores(deepcopy(net), (images, wanted))
            assert 0 <= right <= 1 and len(overlaps) == 64
        one.wait(60)
        assert one.state == "ended"
        losses.append(one.history.step_losses)
        one.close()
    assert losses[0] == losses[1]


def test_reset_takes_settings_weights_and_curves_back(dashboard):
    net = small_net()
    first = net.layers[0].w.copy()
    one = dashboard(net=net, epochs=2)
    for press_reset_after in (lambda: one.wait(20), lambda: None):  # after the end, and in the middle
        one.start()
        press_reset_after()
        one.image, one.learning_rate = 7, 0.5
        press(one, "reset")
        until(lambda: one.state == "ready" and one.describe().startswith("Ready"))
        assert (one.image, one.learning_rate, one.layer) == (0, 0.1, 1)
        assert facts(one)["step"] == 0 and not len(received(one)["batches"]) and facts(one)["before"] is None
        assert np.array_equal(net.layers[0].w, first)
        assert one.describe().startswith("Ready") and button(one, "start") == "start"


def test_a_step_at_the_end_keeps_the_curves(dashboard):
    one = dashboard(epochs=1)
    for step in range(1, 5):
        press(one, "step")
        until(lambda wanted=step: facts(one)["step"] == wanted)
    until(lambda: one.state == "ended")
    losses = list(one.history.step_losses)
    press(one, "step")
    assert one.state == "ended" and one.history.step_losses == losses
    assert one.message == "This run is over. Start again begins a new one."


def test_the_last_step_of_an_epoch_counts_the_epoch(dashboard):
    one = dashboard()
    for _ in range(4):
        press(one, "step")
    until(lambda: facts(one)["step"] == 4 and one._run.resting)
    assert len(received(one)["losses"]) == 1


def test_the_pace_is_kept_and_a_pause_need_not_wait_for_it(dashboard, monkeypatch):
    monkeypatch.setitem(PACES, "medium", 1.2)
    one = dashboard(epochs=3, pace="medium")
    begun = time.monotonic()
    one.start()
    one.wait(20)
    assert 1.0 <= time.monotonic() - begun < 5
    monkeypatch.setitem(PACES, "slow", 1200.0)
    one.pace = "slow"
    one.start()
    until(lambda: facts(one)["state"] == "running")
    press(one, "pause")
    until(lambda: one._run.resting)
    press(one, "start")
    one.pace = "fast"
    one.wait(20)
    assert one.state == "ended" and facts(one)["step"] == 12
    with pytest.raises(TraitError, match="must be slow, medium, fast"):
        one.pace = "at once"


def test_the_run_before_is_named_with_every_rate_it_had(dashboard):
    one = dashboard(epochs=2)
    for rates, said in (((0.1, 0.3), "η 0.1 → 0.3"), ((0.02, 0.5, 0.7, 1.0), "η 0.02 → … → 1")):
        one.learning_rate = rates[0]
        one.start(paused=True)
        for step, rate in enumerate(rates[1:], 1):
            press(one, "step")
            until(lambda wanted=step: facts(one)["step"] == wanted and one._run.resting)
            one.learning_rate = rate
        press(one, "start")
        one.wait(20)
        one.learning_rate = 0.15  # after the end: the run before never had it
        one.start(paused=True)
        assert facts(one)["before"] == said
        press(one, "stop")
        one.wait(20)


def test_a_network_that_another_dashboard_trains_is_left_alone(dashboard):
    net = small_net()
    one, other = dashboard(net=net), dashboard(net=Sequential(*net.layers))
    press(one, "start")
    press(other, "start")
    assert other.state == "ready" and "this network is in use: another dashboard trains it" in other.message
    other.image = 3
    assert other.image == 0 and "in use" in other.message
    with pytest.raises(ValueError, match="give each dashboard a network of its own"):
        dashboard(net=net)
    until(lambda: one._trainer.step > 20)
    press(one, "stop")
    one.wait(20)
    assert one._run.error == "" and one.state == "ended"
    press(other, "start")
    assert other.state == "running"


def test_gradients_that_are_all_0_are_told(dashboard):
    one = dashboard(epochs=1)
    one._trainer.net.layers[0].bias[:] = -1e4  # relu lets nothing through
    one._first_weights = {name: array.copy() for name, array in one._trainer.net.arrays().items()}
    one.start()
    one.wait(20)
    assert one.describe().endswith("Every gradient is 0: no weight changes any more. Start again with a smaller η.")


@pytest.mark.slow
def test_pictures_come_at_most_ten_times_a_second(dashboard):
    one = dashboard()
    start, serial = time.monotonic(), one._serial
    press(one, "start")
    until(lambda: time.monotonic() - start > 1.5)
    press(one, "stop")
    one.wait(20)
    drawn, seconds = one._serial - serial, time.monotonic() - start
    assert 3 <= drawn <= 10 * seconds + 4  # and one for each press, and the last
    assert one._trainer.step > 3 * drawn


def test_steps_by_a_held_key_are_all_done_and_the_last_one_is_shown(dashboard):
    one = dashboard()
    for _ in range(12):
        press(one, "step")
    until(lambda: facts(one)["step"] == 12)
    assert one._trainer.step == 12 and one.state == "paused"


def test_a_run_that_nobody_sees_waits_and_goes_on_when_seen(dashboard, monkeypatch):
    monkeypatch.setattr(board_run, "SILENCE", 0.3)
    one = dashboard()
    watched(one, "seen", "page-1")
    press(one, "start")
    until(lambda: facts(one)["state"] == "asleep")
    assert "no page has shown this run" in one.describe()
    stood = one._trainer.step
    time.sleep(0.1)
    assert one._trainer.step <= stood + 1
    watched(one, "seen", "page-2")
    until(lambda: one._trainer.step > stood + 5)
    assert one.state in ("running", "asleep")


def test_a_run_that_is_not_seen_again_ends(dashboard, monkeypatch):
    monkeypatch.setattr(board_run, "SILENCE", 0.2)
    monkeypatch.setattr(board_run, "PATIENCE", 0.2)
    one = dashboard()
    watched(one, "seen", "page-1")
    press(one, "start")
    until(lambda: facts(one)["state"] == "ended")
    assert "the best weights so far are kept" in one.describe()


def test_a_page_that_leaves_stops_the_run_unless_another_one_stays(dashboard, monkeypatch):
    monkeypatch.setattr(live, "GRACE", 0.1)
    one = dashboard()
    for verb, page in (("seen", "left-half"), ("seen", "right-half")):
        watched(one, verb, page)
    press(one, "start")
    watched(one, "left", "left-half")
    time.sleep(0.3)
    assert one.state == "running"
    watched(one, "left", "right-half")
    watched(one, "seen", "right-half-moved")
    time.sleep(0.3)
    assert one.state == "running"
    watched(one, "left", "right-half-moved")
    until(lambda: one.state == "ended")
    assert one.history.ended.startswith("stopped at step")


def test_without_any_page_it_trains_to_the_end(dashboard, monkeypatch):
    monkeypatch.setattr(board_run, "SILENCE", 0.0)
    one = dashboard(epochs=30)
    one.start()
    one.wait(20)
    assert facts(one)["step"] == 120


@pytest.mark.slow
def test_two_dashboards_and_another_explorer_at_once(dashboard):
    from cnnkit.widgets import PoolExplorer

    alone = dashboard(epochs=200)
    alone.start()
    alone.wait(60)
    pair = [dashboard(epochs=200) for _ in range(2)]
    for one in pair:
        one.start()
    pool, pictures = PoolExplorer(), set()
    while any(one._run.thread.is_alive() for one in pair):
        pool.stride = 3 - pool.stride
        pictures.add(pool._serial)
        for one in pair:
            one.image = (one.image + 1) % 40
    assert len(pictures) > 3
    # looking at it in every possible moment changed nothing
    assert pair[0].history.step_losses == pair[1].history.step_losses == alone.history.step_losses


@pytest.mark.parametrize(
    ("arguments", "settings", "error"),
    [
        ((small_net(),), {}, ValueError),
        ((None, IMAGES, LABELS), {}, ValueError),
        ((small_net(), IMAGES, LABELS[:-1]), {}, ShapeError),
        ((small_net(), IMAGES, LABELS), {"image": 40}, TraitError),
        ((small_net(), IMAGES, LABELS), {"layer": 3}, ValueError),
        ((small_net(), IMAGES, LABELS), {"learning_rate": -1}, ValueError),
        ((small_net(), IMAGES, LABELS), {"batch_size": 0}, ShapeError),
        ((small_net(), IMAGES, LABELS), {"names": ["hat"]}, ValueError),
        ((small_net(), IMAGES, LABELS), {"names": "hats"}, TypeError),
        ((small_net(), IMAGES, LABELS), {"names": [1, 2]}, TypeError),
    ],
)
def test_what_does_not_fit_is_refused(arguments, settings, error):
    with pytest.raises(error):
        TrainingDashboard(*arguments, **settings)


def test_twin_words_and_prediction(dashboard):
    prediction = Prediction()
    one = dashboard(epochs=2, after=prediction, validation=(IMAGES[:9], LABELS[:9]))
    assert one.locked
    one.start()
    one.wait(20)
    titles = [axes.get_title(loc="left") for axes in one.static_figure().axes]
    assert titles == ["loss", "accuracy", "gradient size", "filters of 1 Conv2d", "maps after 2 Relu"]
    data, metadata = one._repr_mimebundle_()
    assert data["image/png"] and metadata["image/png"]["alt"] == one.describe()
    assert "on validation images" in one.describe()
    assert repr(one) == 'TrainingDashboard(image=0, layer=1, learning_rate=0.1, pace="fast")'
    prediction.answered = True
    assert not one.locked


def test_it_opens_with_digits_and_learns_to_read_them():
    one = TrainingDashboard()
    assert one.picture.facts["total"] == 360 and one.view.filters.tiles.shape == (12, 3, 3)
    start = time.monotonic()
    one.start()
    until(lambda: max(one.history.validation_accuracies, default=0) >= 0.98, 60)
    seconds = time.monotonic() - start
    one.close()
    one.wait(20)
    assert seconds < 40  # 10 on a quiet machine; this one may be shared


def test_axes_labels_tiles_and_sentences_in_javascript(node):
    node("dashboard.test.mjs", TrainingDashboard)


@pytest.mark.slow
def test_a_thousand_pictures_leave_the_memory_flat(dashboard, monkeypatch):
    monkeypatch.setattr(board_run, "INTERVAL", 0.0)
    monkeypatch.setattr(board_run, "SHARE", 0)
    one = dashboard()
    one.start()
    sizes = []
    tracemalloc.start()
    try:
        for pictures in (300, 600, 1000, 1300):
            until(lambda wanted=pictures: one._serial > wanted, 300)
            gc.collect()
            sizes.append((tracemalloc.get_traced_memory()[0], one._trainer.step, len(one._payload)))
    finally:
        tracemalloc.stop()
    (first, steps, _), (last, more, sent) = sizes[0], sizes[-1]
    # the history keeps one number for each step (a float and its place in a list); nothing else may grow
    assert last - first < 60 * (more - steps) + 100_000
    assert sent < 12_000
