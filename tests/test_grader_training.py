"""Exercises that are judged by what they leave in a net: odd answers, many right ones, a minute's patience."""

import numpy as np
import pytest

from cnnkit.layers import Sequential
from cnnkit.lessons import exercises, grade
from cnnkit.lessons.lesson_06 import exercises as lesson_06
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.training import fit


def right(layers, images, labels):
    z = images
    for layer in layers:
        z = layer.forward(z)
    loss, dz = mean_loss(*cross_entropy(z, labels))
    for layer in reversed(layers):
        dz = layer.backward(dz)
    return loss


def test_the_oracle_agrees_with_backward_and_changes_nothing():
    case = exercises()["forward_backward"].cases(np.random.default_rng(3))[2]
    layers = case.args[0]
    before = [layer.w.copy() for layer in layers if layer.w is not None]
    told = lesson_06.gradients_by_differences(*case.args)
    assert all(map(np.array_equal, before, [layer.w for layer in layers if layer.w is not None]))
    left = lesson_06.gradients_left(right(*case.args), case.args)

    for one, other in zip(told, left, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-8)


def test_a_call_gets_layers_of_its_own():
    seen = []

    def keeps(layers, images, labels):
        seen.append([layer.dw for layer in layers])
        return right(layers, images, labels)

    assert grade("forward_backward", keeps).passed
    assert all(dw is None for call in seen for dw in call)


@pytest.mark.parametrize(
    "spoil", [list.clear, lambda layers: layers.append(1), lambda layers: setattr(layers[0], "dw", "none")]
)
def test_layers_left_in_pieces_are_refused_in_words(spoil):
    def odd(layers, images, labels):
        loss = right(layers, images, labels)
        spoil(layers)
        return loss

    report = grade("forward_backward", odd)
    assert not report.passed and report.message


@pytest.mark.parametrize("spoil", [list.clear, lambda layers: layers.pop(2), lambda layers: setattr(layers[0], "w", None)])
def test_a_net_that_cannot_be_run_any_more_is_refused_in_words(spoil):
    def odd(layers, images, labels, learning_rate, max_steps):
        spoil(layers)
        return max_steps

    report = grade("overfit_batch", odd)
    assert not report.passed and "What your function left behind could not be read" in report.message


@pytest.mark.parametrize(
    "value, words",
    [("abc", "returned a str"), (None, "returned nothing"), ([], "was needed"), ([np.nan, 1.0], "was needed")],
)
def test_what_train_returns_must_be_losses(value, words, monkeypatch):
    monkeypatch.setattr(lesson_06, "unseen_accuracy", lambda layers: 0.99)
    report = grade("train", lambda *args: value)

    assert not report.passed and words in report.message


def test_the_package_is_no_answer():
    def handed_on(layers, images, labels, epochs, learning_rate):
        rng = np.random.default_rng(0)
        net = Sequential(*layers)
        return fit(net, images, labels, epochs=epochs, batch_size=32, learning_rate=learning_rate, rng=rng).losses

    assert "the package's fit" in grade("train", handed_on).message


def test_training_that_takes_too_long_is_ended_in_words(monkeypatch):
    monkeypatch.setattr(lesson_06, "SECONDS", 0)

    def endless(layers, images, labels, epochs, learning_rate):
        while len(images) > 2:
            right(layers, images, labels)
        return [2.0, 1.0]

    report = grade("train", endless)
    assert not report.passed and "TimeoutError" in report.message and "one by one" in report.message


def test_accuracy_decides_and_one_image_only_names():
    """Adam takes another first step than gradient descent does; its net reads the digits all the same."""
    cases = exercises()["train"].cases(np.random.default_rng(0))

    assert [(case.judged, case.named) for case in cases] == [(False, True)] * 3 + [(True, False)]
    assert all(case.judged and case.named for id in ("forward_backward", "overfit_batch")
               for case in exercises()[id].cases(np.random.default_rng(0)))  # fmt: skip


@pytest.mark.slow
def test_hints_send_nobody_to_work_out_trained_weights_by_hand():
    report = grade("overfit_batch", lambda *args: 3)

    assert not report.passed and not any("by hand" in hint for hint in report.hints)
