"""Update rules against plain numbers, runs to the bit, early ends, checkpoints."""

import copy
import math
import os
import pickle
import zipfile

import numpy as np
import pytest

from cnnkit import training
from cnnkit.layers import (
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Heads,
    Linear,
    MaxPool2d,
    Relu,
    Residual,
    Sequential,
)
from cnnkit.losses import cross_entropy, squared_error
from cnnkit.shapes import ShapeError
from cnnkit.training.checkpoints import load_checkpoint, save_checkpoint

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


def blobs(count=48, seed=1):
    """Images whose left or right half is brighter, and which."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, count)
    images = rng.normal(size=(count, 1, 4, 4)).astype(np.float32) / 4
    for image, label in zip(images, labels, strict=True):
        image[0, :, 2 * label : 2 * label + 2] += 1
    return images, labels


def small_net(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential(
        Conv2d(1, 3, 3, padding=1, rng=rng), BatchNorm2d(3), Relu(), MaxPool2d(2), Dropout(0.1, rng=rng),
        Flatten(), Linear(12, 2, rng=rng),
    )  # fmt: skip


def run(net, seed=5, **changes):
    settings = {"epochs": 3, "batch_size": 10, "learning_rate": 0.1, "rng": np.random.default_rng(seed), "progress": False}
    return training.fit(net, *blobs(), **{**settings, **changes})


def same_state(one, other):
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


def copies(net):
    return {name: array.copy() for name, array in net.arrays().items()}


# --- update rules ------------------------------------------------------------------------------------


def one_weight(value=1.0):
    layer = Linear(1, 1, bias=False, rng=np.random.default_rng(0), dtype=np.float64)
    layer.w[...] = value
    return layer


GRADIENTS = [0.5, -2.0, 3.0, 0.25]


def test_descent_with_momentum_and_decay_follows_its_recursion():
    layer = one_weight()
    optimiser = training.SGD(layer, momentum=0.9, weight_decay=0.01)
    w, velocity = 1.0, 0.0
    for gradient in GRADIENTS:
        layer.dw = np.array([[gradient]])
        optimiser.step(0.1)
        velocity = 0.9 * velocity + gradient + 0.01 * w
        w -= 0.1 * velocity
        assert layer.w[0, 0] == pytest.approx(w, rel=1e-12)


def test_adam_follows_its_recursion():
    layer = one_weight()
    optimiser = training.Adam(layer, weight_decay=0.01)
    w, mean, square = 1.0, 0.0, 0.0
    for t, gradient in enumerate(GRADIENTS, 1):
        layer.dw = np.array([[gradient]])
        optimiser.step(0.1)
        gradient += 0.01 * w
        mean, square = 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        w -= 0.1 * (mean / (1 - 0.9**t)) / (math.sqrt(square / (1 - 0.999**t)) + 1e-8)
        assert layer.w[0, 0] == pytest.approx(w, rel=1e-9)


def test_adam_does_not_notice_a_gradient_a_thousand_times_too_large():
    ends = []
    for factor in (1, 1000):
        layer = one_weight()
        optimiser = training.Adam(layer)
        for gradient in GRADIENTS:
            layer.dw = np.array([[gradient * factor]])
            optimiser.step(0.1)
        ends.append(layer.w[0, 0])

    assert ends[0] == pytest.approx(ends[1], rel=1e-6)


def test_schedules():
    warm = training.cosine(2.0, 10, warmup=2)
    assert [warm(e) for e in (0, 1, 2)] == [0, 1, 2]
    assert warm(6) == pytest.approx(1) and warm(10) == warm(11) == 0
    assert training.steps_down(1.0, 3)(6.5) == pytest.approx(0.01)
    with pytest.raises(ValueError, match="warmup"):
        training.cosine(1.0, 2, warmup=2)


# --- fit ---------------------------------------------------------------------------------------------


def test_it_learns_and_tells_its_curves():
    net = small_net()

    history = run(net, epochs=8, validation=blobs(seed=2))

    assert training.accuracy(net, *blobs(seed=3)) >= 0.95
    assert history.losses[-1] < history.losses[0] / 2
    assert len(history.step_losses) == 8 * 5 and history.ended == "all 8 epochs are done"
    assert {len(getattr(history, n)) for n in ("accuracies", "validation_accuracies", "seconds", "learning_rates")} == {8}
    loss, share = training.evaluate(net, *blobs(seed=2))
    assert (history.validation_losses[-1], history.validation_accuracies[-1]) == (pytest.approx(loss), share)
    assert not net.training


def test_training_never_asks_how_images_should_change_whatever_the_net_is():
    asked = []

    class Scores(Linear):
        def backward(self, dz, *, input_gradient=True):
            asked.append(input_gradient)
            return super().backward(dz, input_gradient=input_gradient)

    class Alone(Scores):
        def forward(self, y):
            return super().forward(y.reshape(len(y), -1))

    for net in (Alone(16, 2, rng=np.random.default_rng(0)), Sequential(Sequential(Alone(16, 2, rng=np.random.default_rng(0))))):
        run(net, epochs=1)
    assert len(asked) == 10 and set(asked) == {False}


def test_the_epoch_loss_is_the_mean_over_images_not_over_batches():
    # 48 images in batches of 10 leave one of 8
    history = run(small_net(), epochs=1)

    weights = [10, 10, 10, 10, 8]
    assert history.losses[0] == pytest.approx(sum(a * b for a, b in zip(weights, history.step_losses, strict=True)) / 48)


def test_the_same_run_twice_is_the_same_to_the_bit():
    nets = [small_net(), small_net()]
    histories = [run(net) for net in nets]

    assert histories[0].step_losses == histories[1].step_losses
    same_state(nets[0].arrays(), nets[1].arrays())
    assert run(small_net(), seed=6).step_losses != histories[0].step_losses


def test_another_divergence_trains_towards_other_outputs():
    rng = np.random.default_rng(0)
    images = rng.normal(size=(32, 1, 3, 3)).astype(np.float32)
    net = Sequential(Conv2d(1, 1, 1, rng=rng))

    history = training.fit(
        net, images, 3 * images + 1, epochs=60, batch_size=8, learning_rate=0.05, rng=rng,
        divergence=squared_error, progress=False,
    )  # fmt: skip

    assert net.layers[0].w.item() == pytest.approx(3, abs=0.01)
    assert net.layers[0].bias.item() == pytest.approx(1, abs=0.01)
    assert math.isnan(history.accuracies[-1])


def test_until_err_has_converged():
    history = run(small_net(), epochs=500, tolerance=0.02, learning_rate=0.02)

    changes = np.abs(np.diff(history.losses))
    assert len(history.losses) < 500 and "err has converged" in history.ended
    assert changes[-1] <= 0.02 and (changes[:-1] > 0.02).all()


def test_numbers_that_blow_up_name_layer_and_step_and_leave_finite_weights():
    rng = np.random.default_rng(0)  # no batch norm, which would bring the maps back to size
    net = Sequential(Conv2d(1, 3, 3, rng=rng), Relu(), Flatten(), Linear(12, 2, rng=rng))

    with pytest.warns(RuntimeWarning, match=r"at step \d+ the numbers blew up .* in layer \d, \w+\(.*below 1e\+30"):
        history = run(net, learning_rate=1e30)

    assert all(np.isfinite(a).all() for a in net.arrays().values())
    assert "blew up" in history.ended


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda net: net.layers[0].w.fill(np.nan), r"layer 1, Conv2d\(1, 3, 3, padding=1\), whose weights"),
        (lambda net: net.layers[4].layers[0].bias.fill(np.inf), r"layer 5, Linear\(12, 12\), whose weights"),
        (lambda net: net.layers[5].layers[1].w.fill(np.nan), r"layer 7, Linear\(12, 1\), whose weights"),
    ],
)
def test_the_layer_that_is_named_is_the_one(spoil, words):
    rng = np.random.default_rng(0)
    net = Sequential(
        Conv2d(1, 3, 3, padding=1, rng=rng), Relu(), MaxPool2d(2), Flatten(), Residual(Linear(12, 12, rng=rng)),
        Heads(Linear(12, 1, rng=rng), Linear(12, 1, rng=rng)),
    )  # fmt: skip
    spoil(net)

    with pytest.warns(RuntimeWarning, match=f"at step 1 .*{words}"):
        run(net)


def test_images_that_are_no_numbers_are_named():
    images, labels = blobs()
    images[3] = np.nan

    with pytest.warns(RuntimeWarning, match="first in the images"):
        training.fit(small_net(), images, labels, epochs=1, batch_size=48, learning_rate=0.1,
                     rng=np.random.default_rng(0), progress=False)  # fmt: skip


def test_an_interrupt_keeps_the_best_weights():
    net, seen = small_net(), {}

    def on_epoch(trainer):
        loss = trainer.history.losses[-1]
        if loss < seen.get("loss", math.inf):
            seen.update(loss=loss, state=copies(net))

    def on_step(trainer):
        if trainer.step == 13:
            raise KeyboardInterrupt

    trainer = training.Trainer(
        net, *blobs(), epochs=9, batch_size=10, learning_rate=0.1, rng=np.random.default_rng(0),
        on_step=on_step, on_epoch=on_epoch,
    )  # fmt: skip
    history = trainer.run()

    assert history.ended.startswith("interrupted at step 13") and len(history.losses) == 2
    same_state(net.arrays(), seen["state"])


def test_the_bar_is_shown_in_a_terminal(capsys):
    run(small_net(), progress=True)

    shown = capsys.readouterr().err
    assert "15/15" in shown and "loss" in shown


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"epochs": -1}, ShapeError, "a larger value"),
        ({"batch_size": 0}, ShapeError, "a larger value"),
        ({"epochs": 1.5}, TypeError, "whole number"),
        ({"learning_rate": -1}, ValueError, "not negative"),
        ({"learning_rate": math.nan}, ValueError, "not negative"),
        ({"validation": (np.ones((2, 1, 4, 4)), np.ones(3, int))}, ShapeError, "one label for each image"),
    ],
)
def test_arguments_that_cannot_be(changes, error, words):
    with pytest.raises(error, match=words):
        run(small_net(), **changes)


# --- checkpoints -------------------------------------------------------------------------------------


def test_a_checkpoint_brings_everything_back_to_the_bit(tmp_path):
    net = small_net()
    run(net)
    saved = copies(net)

    save_checkpoint(tmp_path / "net.npz", net)
    other = small_net(seed=9)
    load_checkpoint(tmp_path / "net.npz", other)

    same_state(other.arrays(), saved)
    assert [p.name for p in tmp_path.glob("*.npz")] == ["net.npz"]


@pytest.mark.parametrize("kind", [training.Adam, lambda net: training.SGD(net, momentum=0.9)])
def test_a_run_goes_on_from_a_checkpoint_as_if_never_ended(tmp_path, kind):
    def plain():  # dropout would need its own generator saved
        rng = np.random.default_rng(0)
        return Sequential(Conv2d(1, 3, 3, rng=rng), BatchNorm2d(3), Relu(), Flatten(), Linear(12, 2, rng=rng))

    whole, rng = plain(), np.random.default_rng(4)
    run(whole, rng=rng, epochs=4, optimiser=kind(whole))

    first, rng = plain(), np.random.default_rng(4)
    optimiser = kind(first)
    run(first, rng=rng, epochs=2, optimiser=optimiser)
    save_checkpoint(tmp_path / "half.npz", first, optimiser=optimiser, rng=rng)
    second, rng = plain(), np.random.default_rng(99)
    optimiser = kind(second)
    load_checkpoint(tmp_path / "half.npz", second, optimiser=optimiser, rng=rng)
    run(second, rng=rng, epochs=2, optimiser=optimiser)

    same_state(whole.arrays(), second.arrays())


def test_what_does_not_fit_changes_nothing(tmp_path):
    path, net = tmp_path / "net.npz", small_net()
    save_checkpoint(path, net)
    wider = Sequential(Linear(3, 2, rng=np.random.default_rng(0)))
    before = copies(wider)

    with pytest.raises(ValueError, match="build the same network first"):
        load_checkpoint(path, wider)
    same_state(wider.arrays(), before)
    with pytest.raises(ValueError, match="without a random generator"):
        load_checkpoint(path, net, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"has no optimiser\.steps"):
        load_checkpoint(path, net, optimiser=training.SGD(net))
    raw = path.read_bytes()
    for damaged in (raw[:-30], b"", b"text"):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="not a checkpoint, or is damaged"):
            load_checkpoint(path, copy.deepcopy(net))


def test_several_things_can_be_wanted_of_every_image():
    images, labels = blobs()
    places = np.random.default_rng(5).normal(size=(len(images), 2)).astype(np.float32)
    seen = []

    def divergence(z, d):
        seen.append(tuple(each.shape for each in d))
        both = [cross_entropy(z[:, :2], d[0]), squared_error(z[:, 2:], d[1])]
        return both[0][0] + both[1][0], np.concatenate([both[0][1], both[1][1]], axis=1)

    wide = Sequential(Flatten(), Linear(images[0].size, 4, rng=np.random.default_rng(0)))
    history = training.fit(
        wide, images, (labels, places), epochs=2, batch_size=len(images) - 3, learning_rate=0.01, progress=False,
        rng=np.random.default_rng(0), divergence=divergence, validation=(images, (labels, places)),
    )  # fmt: skip

    assert history.losses[1] < history.losses[0]
    assert set(seen) == {((n,), (n, 2)) for n in (1, len(images) - 3, 3, len(images))}  # one is tried before the first step
    loss, share = training.evaluate(wide, images, (labels, places), divergence=divergence)
    assert loss == pytest.approx(history.validation_losses[-1])
    # the scores stand in front of the places
    assert share == history.validation_accuracies[-1] == (training.predict(wide, images)[:, :2].argmax(axis=1) == labels).mean()
    with pytest.raises(ShapeError, match="one label for each image"):
        training.evaluate(wide, images, (labels, places[:-1]), divergence=divergence)


# --- weights that ship ---------------------------------------------------------------------------------


def test_weights_come_back_in_half_precision(tmp_path):
    net, other = small_net(0), small_net(1)
    run(net)
    training.save_weights(tmp_path / "net.npz", net)

    training.load_weights(tmp_path / "net.npz", other)

    for name, array in net.arrays().items():
        np.testing.assert_allclose(other.arrays()[name], array, rtol=1e-3, atol=1e-6, err_msg=name)
        assert other.arrays()[name].dtype == np.float32


def test_weights_of_another_net_or_a_damaged_file_change_nothing(tmp_path):
    path, net = tmp_path / "net.npz", small_net()
    training.save_weights(path, net)
    before = copies(net)
    wider = Sequential(Flatten(), Linear(16, 2, rng=np.random.default_rng(0)))
    with pytest.raises(ValueError, match="another network"):
        training.load_weights(path, wider)
    whole = path.read_bytes()
    for spoiled in (b"", b"nothing", whole[: len(whole) // 2]):
        path.write_bytes(spoiled)
        with pytest.raises(ValueError, match="is not a file of weights, or is damaged; give a file that save_weights wrote"):
            training.load_weights(path, net)
    same_state(copies(net), before)
    net.layers[0].w[0] = 1e6
    with pytest.raises(ValueError, match=r"0\.w of .* is not finite in half precision"):
        training.save_weights(path, net)
@posix
def test_a_checkpoint_keeps_mode_and_link(tmp_path):
    net, real = small_net(), tmp_path / "kept.npz"
    real.write_bytes(b"")
    real.chmod(0o664)
    (tmp_path / "latest.npz").symlink_to(real.name)

    save_checkpoint(tmp_path / "latest.npz", net)

    assert (tmp_path / "latest.npz").is_symlink() and real.stat().st_mode & 0o777 == 0o664
    load_checkpoint(tmp_path / "latest.npz", small_net(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.npz", "latest.npz"]


def other_files(tmp_path):
    """Files of NumPy, of zip and of pickle that are no checkpoints."""
    np.save(tmp_path / "array.npy", np.zeros(3))
    np.save(tmp_path / "objects.npy", np.array([{}], object))
    np.savez(tmp_path / "objects.npz", a=np.array([{}], object))
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps({"net.0.w": 1}))
    with zipfile.ZipFile(tmp_path / "text.npz", "w") as archive:
        archive.writestr("net.0.w.npy", "no array")
    save_checkpoint(tmp_path / "spoilt.npz", small_net())
    raw = bytearray((tmp_path / "spoilt.npz").read_bytes())
    raw[60:400] = bytes(340)
    (tmp_path / "spoilt.npz").write_bytes(raw)
    return sorted(tmp_path.iterdir())


def test_a_file_that_is_neither_checkpoint_nor_weights_is_said_to_be_none(tmp_path):
    net = small_net()
    before = copies(net)
    for path in other_files(tmp_path):
        with pytest.raises(ValueError, match=f"{path.name} is not a checkpoint, or is damaged; give a file"):
            load_checkpoint(path, net)
        with pytest.raises(ValueError, match=f"{path.name} is not a file of weights, or is damaged; give a file"):
            training.load_weights(path, net)
    np.savez(tmp_path / "words.npz", **{name: np.full(array.shape, "word") for name, array in net.arrays().items()})
    with pytest.raises(ValueError, match="belongs to another network"):
        training.load_weights(tmp_path / "words.npz", net)
    same_state(net.arrays(), before)


def test_a_generator_of_another_kind_is_said_to_be_one(tmp_path):
    net, path = small_net(), tmp_path / "net.npz"
    save_checkpoint(path, net, rng=np.random.Generator(np.random.MT19937(0)))
    before = copies(net)

    same, drawn = np.random.Generator(np.random.MT19937(9)), np.random.Generator(np.random.MT19937(0)).random()
    load_checkpoint(path, net, rng=same)
    assert same.random() == drawn
    with pytest.raises(ValueError, match="another kind of generator"):
        load_checkpoint(path, net, rng=np.random.default_rng(0))

    same_state(net.arrays(), before)
