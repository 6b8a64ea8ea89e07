"""A run in a worker thread: paused, stepped, steered, stopped and looked at while it goes."""

import math
import threading
import time

import numpy as np
import pytest

from cnnkit import training
from cnnkit.layers import Conv2d, Flatten, Linear, Relu, Sequential

rng = np.random.default_rng(2)
IMAGES = rng.normal(size=(40, 1, 4, 4)).astype(np.float32)
LABELS = (IMAGES[:, 0, 0].sum(axis=1) > 0).astype(int)


@pytest.fixture
def running():
    """Start a trainer in a thread of its own; every one is stopped in the end."""
    started = []

    def start(paused=False, **changes):
        drawn = np.random.default_rng(0)
        net = Sequential(Conv2d(1, 2, 3, rng=drawn), Relu(), Flatten(), Linear(8, 2, rng=drawn))
        settings = {"epochs": 10**6, "batch_size": 10, "learning_rate": 0.1, "rng": drawn, **changes}
        trainer = training.Trainer(net, IMAGES, LABELS, **settings)
        if paused:
            trainer.pause()
        thread = threading.Thread(target=trainer.run, daemon=True)
        thread.start()
        started.append((trainer, thread))
        return trainer, thread

    yield start
    for trainer, thread in started:
        trainer.stop()
        thread.join(20)
        assert not thread.is_alive()


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.002)


def test_a_paused_run_steps_when_told_and_goes_on(running):
    trainer, _ = running(paused=True)
    assert trainer.paused and trainer.step == 0

    trainer.step_once()
    trainer.step_once()
    until(lambda: trainer.step == 2)
    time.sleep(0.05)
    assert trainer.step == 2

    trainer.resume()
    until(lambda: trainer.step > 20)
    trainer.pause()
    until(lambda: trainer.resting)
    reached = trainer.step
    time.sleep(0.05)
    assert trainer.step == reached and trainer.paused


def test_it_tells_whenever_it_begins_to_rest(running):
    told = []
    trainer, _ = running(paused=True, on_rest=lambda trainer: told.append((trainer.step, trainer.resting)))
    until(lambda: told)
    for k in range(1, 30):
        if k % 2:
            trainer.step_once()
        else:
            trainer.resume()
            trainer.pause()  # perhaps before it could begin
        until(lambda wanted=k: len(told) > wanted and trainer.resting)
        assert told[-1] == (trainer.step, True)
    assert len(told) == 30


def test_stop_ends_a_run_whether_paused_or_not(running):
    for paused in (False, True):
        trainer, thread = running(paused=paused)
        trainer.stop()
        thread.join(20)

        assert not thread.is_alive()
        assert trainer.history.ended.startswith("stopped at step")
        assert not trainer.net.training


def test_a_run_starts_once(running):
    trainer, _ = running()
    until(lambda: trainer.step)

    with pytest.raises(RuntimeError, match="was started before"):
        trainer.run()


def test_the_learning_rate_acts_while_it_runs(running):
    trainer, _ = running(paused=True, learning_rate=training.cosine(0.5, 10))
    assert trainer.learning_rate == 0.5

    trainer.learning_rate = 0
    before = trainer.snapshot()
    trainer.step_once()
    until(lambda: trainer.step == 1)
    still = trainer.snapshot()
    trainer.learning_rate = 0.3
    trainer.step_once()
    until(lambda: trainer.step == 2)
    moved = trainer.snapshot()

    np.testing.assert_array_equal(before.filters[0], still.filters[0])
    # w changes by eta times the gradient that the snapshot measures
    change = moved.filters[0] - still.filters[0]
    assert math.sqrt((change**2).mean()) == pytest.approx(0.3 * moved.gradient_sizes[0], rel=1e-3)


def test_a_snapshot_is_of_one_moment_and_a_copy(running):
    trainer, _ = running()
    until(lambda: trainer.step > 3)

    for _ in range(20):
        shot = trainer.snapshot(IMAGES[0])
        z = shot.maps[0]
        wanted = sum(
            shot.filters[0][:, 0, p, q, None, None] * IMAGES[0, 0, p : p + 2, q : q + 2] for p in range(3) for q in range(3)
        )
        # conv's map of this image, with the bias that the snapshot does not show: equal up to a constant
        away = z - wanted
        np.testing.assert_allclose(away, away.mean(axis=(1, 2), keepdims=True).repeat(2, 1).repeat(2, 2), atol=1e-5)
        assert [m.shape for m in shot.maps] == [(2, 2, 2), (2, 2, 2), (8,), (2,)]
        assert shot.names[0] == "Conv2d(1, 2, 3)" and math.isnan(shot.gradient_sizes[1])
    kept = shot.filters[0].copy()
    until(lambda: trainer.step > shot.step + 5)
    np.testing.assert_array_equal(shot.filters[0], kept)


def test_looking_does_not_change_the_run(running):
    watched, thread = running(epochs=30)
    while thread.is_alive():
        watched.snapshot(IMAGES[0])
    alone, thread = running(epochs=30)
    thread.join(30)

    assert watched.history.step_losses == alone.history.step_losses


def test_two_runs_at_once_do_not_touch_each_other(running):
    pair = [running(epochs=20) for _ in range(2)]
    for _, thread in pair:
        thread.join(30)

    assert pair[0][0].history.step_losses == pair[1][0].history.step_losses
