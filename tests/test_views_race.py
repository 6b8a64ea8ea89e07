"""The race of wrong gradients: wired right, fair, and with the outcome that the course states."""

from itertools import combinations

import numpy as np
import pytest

from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.mistakes.pooling import MAX_POOL_GRAD
from cnnkit.reference import numerical_gradient
from cnnkit.widgets.race.view import ENTRIES, RATES, RaceLanes, Runner, racing_net

rng = np.random.default_rng(3)
IMAGES, LABELS = rng.normal(size=(6, 1, 8, 8)), rng.integers(0, 10, 6)


def gradients(switch):
    """Every dw and dbias of one net with the same weights, in float64."""
    net = racing_net(np.random.default_rng(0), switch)
    for layer in net.layers:
        if layer.w is not None:
            layer.w, layer.bias = layer.w.astype(float), layer.bias.astype(float)
    z = net.forward(IMAGES)
    net.backward(mean_loss(*cross_entropy(z, LABELS))[1], input_gradient=False)
    return net, [layer.dw.copy() for layer in net.layers if layer.w is not None]


def test_the_right_net_has_the_gradient_of_its_loss():
    net, (first, second, _) = gradients("")
    for layer, dw in ((net.layers[0], first), (net.layers[2], second)):
        kept = layer.w

        def loss(w, layer=layer):
            layer.w = w
            return float(mean_loss(*cross_entropy(net.forward(IMAGES), LABELS))[0])

        np.testing.assert_allclose(dw, numerical_gradient(loss, kept), atol=1e-7)
        layer.w = kept


@pytest.mark.parametrize("name", [n for n, e in ENTRIES.items() if e.switch and n != "twice"])
def test_every_mistake_reaches_the_gradients(name):
    right, wrong = gradients("")[1], gradients(ENTRIES[name].switch)[1]

    assert any(np.abs(a - b).max() > 1e-4 for a, b in zip(right, wrong, strict=True))
    np.testing.assert_array_equal(right[2], wrong[2])  # the last layer's is right in all of them


@pytest.mark.parametrize("optimiser", RATES)
def test_no_two_entries_train_the_same_net(optimiser):
    weights = {}
    for name, entry in ENTRIES.items():
        runner = Runner(entry, 0, optimiser)
        for _ in range(3):
            runner.epoch(IMAGES.astype(np.float32), LABELS)
        weights[name] = runner.net.layers[0].w
    for one, other in combinations(weights, 2):
        if optimiser == "Adam" and {one, other} == {"right", "twice"}:
            continue  # Adam divides by the size of the gradient, so a factor is all but lost
        assert np.abs(weights[one] - weights[other]).max() > 1e-5, (one, other)


def test_in_the_control_nothing_reaches_the_first_convolution():
    right, frozen = gradients("")[1], gradients("frozen")[1]

    assert not frozen[0].any() and right[0].any()
    np.testing.assert_array_equal(right[1], frozen[1])


def test_the_step_of_1_over_t_twice_is_t_times_smaller():
    nets = [Runner(ENTRIES[name], 0, "SGD") for name in ("right", "twice")]
    before = nets[0].net.layers[-1].w.copy()
    for runner in nets:
        runner.epoch(IMAGES.astype(np.float32), LABELS)  # one batch
    steps = [runner.net.layers[-1].w - before for runner in nets]

    np.testing.assert_allclose(steps[0], 6 * steps[1], rtol=1e-3, atol=1e-7)


def test_overwriting_keeps_the_last_of_the_windows_that_share_a_cell():
    du = rng.integers(-4, 5, (2, 3, 4, 4)).astype(float)
    positions = rng.integers(0, 6, (2, 3, 4, 4))
    expected = np.zeros((2, 3, 2, 3))
    for cell in np.ndindex(du.shape):
        expected[cell[0], cell[1]].flat[positions[cell]] = du[cell]

    np.testing.assert_array_equal(MAX_POOL_GRAD.wrong("P04")(du, positions, (2, 3)), expected)


def test_all_begin_alike_and_the_race_can_be_left_at_any_time():
    race = RaceLanes(["pool", "twice"], epochs=2, seeds=2)
    assert race.turn is None
    lap = race.run()
    next(lap)
    assert race.share == 0 and len({s.mean for s in race.standings()}) == 1
    for _ in range(3):
        next(lap)
    standings = race.standings()

    assert race.share == 3 / 16
    assert [s.epochs for s in standings] == [0, 0, 0, 0]
    assert np.isfinite([s.accuracies[0, 1] for s in standings]).tolist() == [True, True, True, False]


def test_whose_turn_it_is_is_whose_accuracy_comes_next(monkeypatch):
    race = RaceLanes(["pool", "twice"], epochs=2, seeds=3)
    monkeypatch.setattr(Runner, "epoch", lambda runner, images, labels: None)  # who comes when, not what is learned
    lap = race.run()
    next(lap)
    for _ in range(2 * 3 * 4):
        (epoch, entry), before = race.turn, np.isnan(race.accuracies)
        next(lap)
        [(place, _, column)] = np.argwhere(before != np.isnan(race.accuracies))
        assert (column, race.entries[place]) == (epoch, entry)
    assert race.turn is None


def test_two_races_are_the_same():
    once, again = (RaceLanes(["flipped"], epochs=1, seeds=1) for _ in range(2))
    for race in (once, again):
        list(race.run())

    np.testing.assert_array_equal(once.accuracies, again.accuracies)


@pytest.mark.parametrize(
    "settings, words", [({"names": ["slow"]}, "no entry 'slow'"), ({"optimiser": "RMS"}, "must be SGD or Adam")]
)
def test_what_does_not_exist_is_said(settings, words):
    with pytest.raises(ValueError, match=words):
        RaceLanes(**settings)
