"""What cannot go well is refused in words before the first step, and nothing was changed."""

import math

import numpy as np
import pytest
from tables import each_row

from cnnkit import training
from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, Linear, MeanPool2d, Relu, Sequential
from cnnkit.losses import squared_error
from cnnkit.shapes import ShapeError
from cnnkit.training.checkpoints import load_checkpoint, save_checkpoint

IMAGES = np.random.default_rng(1).normal(size=(20, 1, 4, 4)).astype(np.float32)
LABELS = (IMAGES.mean(axis=(1, 2, 3)) > 0).astype(int)


def small_net(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential(Conv2d(1, 3, 3, rng=rng), BatchNorm2d(3), Relu(), Flatten(), Linear(12, 2, rng=rng))


def cell_net(channels=3):
    """Batch normalisation sees maps of one cell."""
    rng = np.random.default_rng(0)
    return Sequential(
        Conv2d(1, channels, 3, rng=rng), MeanPool2d(2), BatchNorm2d(channels), Flatten(), Linear(channels, 2, rng=rng)
    )


def fit(net, images=IMAGES, labels=LABELS, **changes):
    settings = {"epochs": 2, "batch_size": 8, "learning_rate": 0.1, "rng": np.random.default_rng(0), "progress": False}
    return training.fit(net, images, labels, **{**settings, **changes})


def refused(net, error, words, **changes):
    before = {name: array.copy() for name, array in net.arrays().items()}
    with pytest.raises(error, match=words) as caught:
        fit(net, **changes)
    for name, array in net.arrays().items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)
    return str(caught.value)


@pytest.mark.parametrize("kind", [training.SGD, training.Adam])
def test_an_optimiser_of_another_network(kind, tmp_path):
    old, new = small_net(), small_net()
    state = {name: array.copy() for name, array in old.arrays().items()}

    said = refused(new, ValueError, "made for another network", optimiser=kind(old))

    assert said.endswith(f"make {kind.__name__}(net) of the network that learns")
    for name, array in old.arrays().items():
        np.testing.assert_array_equal(array, state[name])
    with pytest.raises(ValueError, match="made for another network"):
        save_checkpoint(tmp_path / "a.npz", new, optimiser=kind(old))
    assert not list(tmp_path.iterdir())
    save_checkpoint(tmp_path / "a.npz", old, optimiser=kind(old))
    with pytest.raises(ValueError, match="made for another network"):
        load_checkpoint(tmp_path / "a.npz", new, optimiser=kind(old))


def test_an_optimiser_that_remembers_other_layers():
    net = small_net()
    optimiser = training.SGD(net)
    net.layers = net.layers[:-1] + (Linear(12, 3, rng=np.random.default_rng(0)),)

    refused(net, ValueError, "other layers than when the optimiser was made", optimiser=optimiser)


@pytest.mark.parametrize(
    ("count", "sizes"), [(65, [32, 33]), (64, [32, 32]), (66, [32, 32, 2]), (33, [33]), (97, [32, 32, 33])]
)
def test_an_image_left_over_joins_its_neighbours_where_one_is_too_few(count, sizes):
    images = np.random.default_rng(1).normal(size=(count, 1, 4, 4)).astype(np.float32)
    seen = []

    class Watching(Flatten):
        def forward(self, y):
            if self.training:
                seen.append(len(y))
            return super().forward(y)

    net = cell_net()
    net.layers = net.layers[:3] + (Watching(),) + net.layers[4:]
    history = fit(net, images, (images[:, 0, 0, 0] > 0).astype(int), batch_size=32, epochs=1)

    assert seen == sizes and len(history.step_losses) == len(sizes)
    assert history.ended == "all 1 epochs are done"


def test_an_image_left_over_is_a_batch_of_its_own_where_it_can_be():
    history = fit(small_net(), IMAGES[:17], LABELS[:17], batch_size=8, epochs=1)

    assert len(history.step_losses) == 3


@pytest.mark.parametrize(("images", "batch_size"), [(IMAGES, 1), (IMAGES[:1], 8)])
def test_one_image_at_a_time_cannot_be_normalised_over_one_cell(images, batch_size):
    refused(cell_net(), ShapeError, "batch normalisation of maps of one cell", images=images,
            labels=LABELS[: len(images)], batch_size=batch_size)  # fmt: skip


@each_row(
    [
        ({"tolerance": math.nan}, ValueError, "tolerance is nan"),
        ({"tolerance": -0.1}, ValueError, "tolerance is -0.1"),
        ({"tolerance": "small"}, TypeError, "tolerance must be a number"),
        ({"learning_rate": lambda done: 0.1 - 0.2 * done}, ValueError, r"learning rate is -0\.033\S* after 0\.67 epochs"),
        ({"learning_rate": lambda done: math.nan}, ValueError, "learning rate is nan"),
        ({"learning_rate": lambda done: None}, TypeError, "must be a number"),
        ({"learning_rate": math.inf}, ValueError, "learning rate is inf"),
        ({"validation": (np.full_like(IMAGES, np.nan), LABELS)}, ValueError, "validation are not finite"),
        ({"validation": (np.where(IMAGES > 3, IMAGES, np.inf), LABELS)}, ValueError, "validation are not finite"),
        ({"validation": (IMAGES, LABELS[:, None])}, ShapeError, r"d has shape \(20, 1\)"),
        ({"validation": (IMAGES, LABELS + 1)}, ShapeError, "classes from 1 to 2"),
        ({"validation": (IMAGES, LABELS.astype(float))}, TypeError, "whole numbers"),
        ({"validation": (IMAGES[:, :, :2], LABELS)}, ShapeError, "window covers"),
        ({"validation": (IMAGES.repeat(2, axis=1), LABELS)}, ShapeError, "y has 2"),
        ({"validation": (IMAGES[0], LABELS[:1])}, ShapeError, "axes"),
        ({"labels": LABELS[:, None]}, ShapeError, r"d has shape \(20, 1\)"),
        ({"labels": np.where(np.arange(20) == 19, 2, 0)}, ShapeError, "classes from 0 to 2"),
        ({"labels": LABELS.astype(float)}, TypeError, "whole numbers"),
        ({"labels": LABELS[:-1]}, ShapeError, "one label for each image"),
        ({"labels": 3}, ShapeError, "one label for each image"),
        ({"images": IMAGES.astype(complex)}, TypeError, "complex"),
        ({"images": IMAGES[:, 0]}, ShapeError, "4 axes"),
        ({"images": IMAGES[:, :, :2]}, ShapeError, "window covers"),
        ({"images": np.zeros(20)}, ShapeError, r"images\[None\]"),
        ({"images": IMAGES.repeat(3, axis=1)}, ShapeError, "y has 3"),
        ({"batch_size": 0}, ShapeError, "at least 1"),
        ({"batch_size": 8.0}, TypeError, "whole number"),
        ({"epochs": -1}, ShapeError, "larger value"),
    ],
)
def test_arguments_that_cannot_be(changes, error, words):
    refused(small_net(), error, words, **changes)


def test_a_schedule_that_falls_below_0_later_is_refused_now():
    # two million steps: not every one of them is looked at
    refused(small_net(), ValueError, r"learning rate is -\S+ after 157\d+\.\d+ epochs", epochs=700_000,
            learning_rate=lambda done: 0.1 * math.cos(done / 100_000))  # fmt: skip


def test_a_schedule_that_ends_at_0_is_none_of_them():
    history = fit(small_net(), learning_rate=lambda done: 0.1 * (1 - done / 2), epochs=2)

    assert history.ended == "all 2 epochs are done"


def test_a_bad_schedule_leaves_the_one_that_is_there():
    trainer = training.Trainer(
        small_net(), IMAGES, LABELS, epochs=2, batch_size=8, learning_rate=0.5, rng=np.random.default_rng(0)
    )

    for bad in (-1, math.nan, lambda done: -1):
        with pytest.raises(ValueError, match="not negative"):
            trainer.learning_rate = bad

    assert trainer.learning_rate == 0.5


def test_desired_maps_are_rehearsed_too():
    net = Sequential(Conv2d(1, 1, 1, rng=np.random.default_rng(0)))

    refused(net, ShapeError, "d has", labels=IMAGES[:, :, :3], divergence=squared_error)
    refused(net, ShapeError, "d has", labels=IMAGES, validation=(IMAGES, IMAGES[:, 0]), divergence=squared_error)
    assert fit(net, labels=IMAGES, validation=(IMAGES, IMAGES), divergence=squared_error).losses[-1] < 1


@pytest.mark.parametrize(
    ("labels", "error", "words"),
    [
        (LABELS[:, None], ShapeError, r"d has shape \(20, 1\)"),
        (np.eye(2, dtype=int)[LABELS], ShapeError, r"d has shape \(20, 2\)"),
        (LABELS + 1, ShapeError, "classes from 1 to 2"),
        (LABELS - 1, ShapeError, "classes from -1 to 0"),
        (LABELS.astype(float), TypeError, "whole numbers"),
        (LABELS[:3], ShapeError, "one label for each image"),
        (None, TypeError, "labels is None"),
    ],
)
@pytest.mark.parametrize("judge", [training.accuracy, training.evaluate])
def test_every_entry_point_looks_at_the_labels(judge, labels, error, words):
    net = small_net()

    with pytest.raises(error, match=words):
        judge(net, IMAGES, labels)
    assert net.training


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"batch_size": 0}, ShapeError, "at least 1"),
        ({"batch_size": -3}, ShapeError, "at least 1"),
        ({"batch_size": 2.5}, TypeError, "whole number"),
        ({"images": IMAGES[:, 0]}, ShapeError, "4 axes"),
        ({"images": np.zeros(20)}, ShapeError, r"images\[None\]"),
        ({"images": IMAGES.astype(str)}, TypeError, "real numbers"),
        ({"images": [[[[1.0]]], [[[1.0, 2.0]]]] * 10}, ShapeError, "same length"),
    ],
)
@pytest.mark.parametrize("judge", ["predict", "accuracy", "evaluate", "fit"])
def test_every_entry_point_looks_at_the_images(judge, change, error, words):
    change = {"images": IMAGES, **change}
    images = change.pop("images")

    given = (images,) if judge == "predict" else (images, LABELS)
    call = fit if judge == "fit" else getattr(training, judge)
    with pytest.raises(error, match=words):
        call(small_net(), *given, **change)


def test_lists_of_images_are_images():
    net = small_net().layers
    net = Sequential(*net)

    assert training.accuracy(net, IMAGES.tolist(), LABELS.tolist()) == training.accuracy(net, IMAGES, LABELS)
    assert fit(net, IMAGES.tolist(), LABELS.tolist()).ended == "all 2 epochs are done"


@each_row(
    [
        lambda net: training.SGD(net, momentum=math.nan),
        lambda net: training.SGD(net, momentum=-0.1),
        lambda net: training.SGD(net, weight_decay=math.inf),
        lambda net: training.Adam(net, decay=(0.9, 1.0)),
        lambda net: training.Adam(net, decay=(math.nan, 0.9)),
        lambda net: training.Adam(net, decay=0.9),
        lambda net: training.Adam(net, eps=-1e-8),
        lambda net: training.Adam(net, weight_decay=math.nan),
        lambda net: training.SGD(net).step(math.nan),
        lambda net: training.SGD(net).step(-0.1),
        lambda net: training.cosine(math.nan, 10),
        lambda net: training.cosine(-1.0, 10),
        lambda net: training.cosine(1.0, math.nan),
        lambda net: training.cosine(1.0, math.inf),
        lambda net: training.steps_down(math.nan, 1),
        lambda net: training.steps_down(1.0, math.nan),
        lambda net: training.steps_down(1.0, 1, factor=-0.5),
        lambda net: training.steps_down(1.0, 1, factor=math.nan),
    ],
)
def test_nan_slips_past_no_setting(call):
    with pytest.raises(ValueError, match=r"; "):
        call(small_net())


def test_an_update_without_gradients_names_the_layer():
    with pytest.raises(RuntimeError, match=r"Conv2d\(1, 3, 3\): an update needs a backward"):
        training.SGD(small_net()).step(0.1)


def test_a_run_starts_with_any_layer_alone():
    net = Linear(16, 2, rng=np.random.default_rng(0))

    history = fit(net, IMAGES.reshape(20, -1), epochs=30)

    assert history.losses[-1] < history.losses[0]


def test_maps_of_a_row_are_those_of_its_outermost_layers():
    rng = np.random.default_rng(0)
    net = Sequential(Conv2d(1, 2, 3, rng=rng), Sequential(Relu(), BatchNorm2d(2)), Flatten(), Linear(8, 2, rng=rng))
    trainer = training.Trainer(net, IMAGES, LABELS, epochs=1, batch_size=8, learning_rate=0.1, rng=rng)

    shot = trainer.snapshot(IMAGES[3])

    net.training, z = False, IMAGES[3:4]
    for layer, maps in zip(net.layers, shot.maps, strict=True):
        z = layer.forward(z)
        np.testing.assert_array_equal(maps, z[0])
