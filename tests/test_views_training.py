"""What TrainingDashboard shows, held against plain Python and against the network itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnkit import data, models
from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, Linear, Relu, Residual, Sequential
from cnnkit.training import Trainer
from cnnkit.widgets.dashboard.view import thinned, training_view

IMAGES = np.random.default_rng(5).normal(size=(22, 2, 6, 5)).astype(np.float32)
LABELS = np.arange(22) % 3


def small_net(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential(
        Conv2d(2, 3, (3, 2), rng=rng), BatchNorm2d(3), Relu(), Flatten(), Linear(48, 3, rng=rng)
    )


def trained(net, steps_wanted=None, epochs=3, **changes):
    """A trainer whose run has ended after so many steps."""
    settings = {"epochs": epochs, "batch_size": 4, "learning_rate": 0.1, **changes}
    trainer = Trainer(net, IMAGES, LABELS, rng=np.random.default_rng(1), **settings)
    if steps_wanted is not None:
        trainer.on_step = lambda t: t.stop() if t.step == steps_wanted else None
    trainer.run()
    return trainer


@given(st.lists(st.floats(-1e6, 1e6), max_size=90), st.integers(1, 12))
def test_a_thinned_curve_is_means_of_equal_groups(values, most):
    curve = thinned(values, most)
    width = curve.width
    assert len(curve) <= most and width & (width - 1) == 0
    assert width == 1 or len(values) > most * width / 2  # no wider than it must be
    groups = [
        (values[k : k + width], range(k + 1, k + 1 + width)) for k in range(0, len(values), width)
    ]
    assert len(curve) == len(groups)
    for place, value, (group, steps) in zip(curve.places, curve.values, groups):
        steps = steps[: len(group)]
        assert value == pytest.approx(sum(group) / len(group), rel=1e-9, abs=1e-6)
        assert place == (steps[0] + steps[-1]) / 2


def test_a_growing_curve_stays_bounded_and_its_points_keep_still():
    values = np.random.default_rng(0).normal(size=5000).tolist()
    for length in (100, 256, 257, 512, 1000, 4999):
        now, later = thinned(values[:length]), thinned(values[: length + 1])
        assert len(now) <= 256
        if now.width == later.width:
            full = length // now.width
            assert np.array_equal(now.values[:full], later.values[:full])


def test_places_are_counted_in_epochs():
    trainer = trained(small_net(), 9)
    view = training_view(trainer)
    assert view.steps_per_epoch == 6
    assert np.allclose(view.batches.places, [(k + 1) / 6 for k in range(9)])
    assert view.batches.values.tolist() == trainer.history.step_losses
    assert view.epoch == 9 / 6
    assert view.losses.places.tolist() == [1.0]
    assert view.losses.values.tolist() == trainer.history.losses
    assert len(view.validation_losses) == 0


def test_validation_has_curves_of_its_own():
    trainer = trained(small_net(), validation=(IMAGES[:7], LABELS[:7]))
    view = training_view(trainer)
    assert view.validation_losses.values.tolist() == trainer.history.validation_losses
    assert view.validation_accuracies.values.tolist() == trainer.history.validation_accuracies
    assert view.accuracies.values.tolist() == trainer.history.accuracies
    assert view.validation_losses.places.tolist() == [1.0, 2.0, 3.0]


def test_gradient_sizes_are_those_of_the_layers_that_learn():
    net = small_net()
    trainer = trained(net)
    view = training_view(trainer)
    assert view.layers == ("1 Conv2d", "2 BatchNorm2d", "5 Linear")
    for size, layer in zip(view.gradient_sizes, (net.layers[0], net.layers[1], net.layers[4])):
        numbers = layer.dw.ravel().tolist()
        assert size == pytest.approx(math.sqrt(sum(x * x for x in numbers) / len(numbers)), rel=1e-5)


def test_filters_and_maps_are_the_networks_own_numbers():
    net = small_net()
    trainer = trained(net)
    view = training_view(trainer, IMAGES[3])
    assert view.filters.tiles.shape == (6, 3, 2) and view.filters.total == 6
    for n in range(3):
        for m in range(2):
            assert np.array_equal(view.filters.tiles[2 * n + m], net.layers[0].w[n, m])
    assert view.choices == ((0, "1 Conv2d"), (1, "2 BatchNorm2d"), (2, "3 Relu"))
    assert view.maps.name == "3 Relu"
    made, z = [], IMAGES[3][None]
    for layer in net.layers:
        z = layer.forward(z)
        made.append(z[0].copy())
    for k in range(3):
        seen = training_view(trainer, IMAGES[3], k)
        assert np.array_equal(seen.maps.tiles, made[k])
        assert seen.maps.name == view.choices[k][1]
    powers = [math.exp(v) for v in made[-1]]
    assert view.scores == pytest.approx([p / sum(powers) for p in powers], rel=1e-5)


def test_a_view_is_a_copy():
    net = small_net()
    view = training_view(trained(net), IMAGES[0])
    before = [view.filters.tiles.copy(), view.maps.tiles.copy()]
    net.layers[0].w[:] = 7
    net.forward(IMAGES[:1])
    assert np.array_equal(view.filters.tiles, before[0])
    assert np.array_equal(view.maps.tiles, before[1])


def test_perceptrons_are_shown_as_pictures_and_other_nets_without():
    rng = np.random.default_rng(0)
    templates = Sequential(Flatten(), Linear(60, 4, rng=rng))
    trainer = Trainer(templates, IMAGES, LABELS, epochs=1, batch_size=4, learning_rate=0.1, rng=rng)
    # 60 weights of a perceptron are two pictures, one for each map of the image
    view = training_view(trainer, IMAGES[0])
    assert view.filters.tiles.shape == (8, 6, 5) and view.maps is None and view.choices == ()
    assert np.array_equal(view.filters.tiles[3], templates.layers[1].w[1, 30:].reshape(6, 5))
    assert training_view(trainer).filters is None
    assert np.isnan(view.gradient_sizes).all() and len(view.batches) == 0


def test_a_layer_without_maps_is_refused():
    trainer = trained(small_net(), 1)
    with pytest.raises(ValueError, match=r"layer 4 makes no maps; those that do are 0, 1, 2"):
        training_view(trainer, IMAGES[0], 4)


def test_places_of_layers_made_of_others():
    rng = np.random.default_rng(0)
    body = Sequential(Conv2d(2, 2, 3, padding=1, rng=rng), Relu())
    net = Sequential(Relu(), Residual(body), Relu(), Flatten(), Linear(60, 3, rng=rng))
    view = training_view(trained(net, 1), IMAGES[0], 1)
    assert [name for _, name in view.choices] == ["1 Relu", "2–3 Residual", "4 Relu"]
    assert view.layers == ("2 Conv2d", "6 Linear")
    assert view.maps.name == "2–3 Residual"


def test_many_and_large_maps_are_shown_in_part():
    rng = np.random.default_rng(0)
    images = rng.normal(size=(2, 1, 130, 40)).astype(np.float32)
    net = Sequential(Conv2d(1, 40, 3, padding=1, rng=rng), Flatten(), Linear(40 * 130 * 40, 2, rng=rng))
    trainer = Trainer(net, images, np.array([0, 1]), epochs=1, batch_size=2, learning_rate=0.1, rng=rng)
    maps = training_view(trainer, images[0], 0).maps
    assert (maps.total, maps.every, maps.tiles.shape) == (40, 3, (32, 44, 14))
    whole = net.layers[0].forward(images[:1])[0]
    assert np.array_equal(maps.tiles[31], whole[31, ::3, ::3])


def test_numbers_that_blew_up_can_still_be_looked_at():
    images, labels = data.load("digits8")
    net = models.digits_net(np.random.default_rng(0))
    trainer = Trainer(
        net, images[:64], labels[:64], epochs=2, batch_size=32, learning_rate=1e30, rng=np.random.default_rng(0)
    )
    trainer.run()
    assert trainer.blew_up
    for layer in net.walk():
        if layer.w is not None:
            layer.w[:] = np.inf
    view = training_view(trainer, images[0])
    assert not np.isfinite(view.filters.tiles).any()
    assert view.scores.shape == (10,)
