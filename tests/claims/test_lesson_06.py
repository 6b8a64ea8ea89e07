"""What lesson 06 says, computed: a CNN is trained."""

from functools import cache

import numpy as np
import pytest
from claiming import claim, labels, said

from cnnkit import (
    conv2d,
    conv2d_grad_bias,
    conv2d_grad_input,
    conv2d_grad_weight,
    data,
    max_pool2d,
    max_pool2d_grad,
    training,
)
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, Relu, Sequential
from cnnkit.lessons import exercises, find, grade
from cnnkit.lessons.asking import prediction as find_prediction
from cnnkit.losses import cross_entropy, mean_loss, squared_error
from cnnkit.reference import numerical_gradient
from cnnkit.widgets import Race, TrainingDashboard
from cnnkit.widgets.dashboard.examples import digits
from cnnkit.widgets.race.view import BATCH, ENTRIES
from cnnkit.widgets.race.view import RaceLanes as Run

said(
    "06",
    "**Core: 60 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "write the backward pass of a whole net and check every gradient of it,",
    "overfit sixteen images before you train on a thousand,",
    "train a CNN until it reads digits that it has never seen,",
    "say why a net that trains proves nothing about its gradients.",
    "> **Two helpers that you meet here.",
    "One step of training, for a batch of $T$ images:",
    "Before you train on thousands of images, train on sixteen.",
    "How you get there is yours: all images in one step, or batches in a new order each time.",
    "Your own functions from lessons 02 to 05, inside a net that trains.",
    "Then a few epochs on 300 digits.",
    "Accuracy counts on images that no step has seen.",
    "What do the nine of one filter have in common?",
    "**Next:** [07 · Transposed convolution](07_transposed_convolution.ipynb) runs a convolution the other way round and makes "
    "maps larger.",
)


def steps(net, images, wanted, rng, eta, count):
    """Steps of plain gradient descent on batches of 32; the losses."""
    found = []
    for _ in range(count):
        batch = rng.permutation(len(images))[:32]
        loss, dz = mean_loss(*cross_entropy(net.forward(images[batch]), wanted[batch]))
        net.backward(dz, input_gradient=False)
        for layer, name in net.learned():
            w = getattr(layer, name)
            setattr(layer, name, (w - eta * getattr(layer, f"d{name}")).astype(w.dtype))
        found.append(loss)
    return found


@pytest.mark.slow
@claim(
    "06",
    "A small CNN, digits of 8 × 8, and a button. Nothing trains until you press *start*.",
    "Press *step* a few times and look at the gradient of each layer, then *start*. When is the loss halved?",
    "Set *pace* to *slow* and start again. While it runs, raise η to 0.5 and take it back to 0.1: the loss jumps, and recovers. Do the same with η = 5. It does not "
    "recover: what do the gradients of the layers say?",
    "Neither revives a dead unit, one whose relu answers 0 to every image and passes nothing back.",
)
@pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")
def test_try_eta():
    dashboard = TrainingDashboard()
    assert {"step", "start", "pace"} <= labels(dashboard) and dashboard.state == "ready" and dashboard.learning_rate == 0.1
    rates = next(control for control in dashboard.controls() if control.name == "learning_rate").options
    assert {0.1, 0.5, 5.0} <= {rate for rate, _ in rates}
    for eta, recovers in ((0.5, True), (5, False)):
        net, images, wanted, _ = digits(0)
        rng = np.random.default_rng(0)
        before = steps(net, images, wanted, rng, 0.1, 45)
        assert before[-1] < before[0] / 2
        with np.errstate(all="ignore"):
            jumped = steps(net, images, wanted, rng, eta, 30)
            after = steps(net, images, wanted, rng, 0.1, 90)
        assert max(jumped) > 5 * np.mean(before[-10:])
        assert (np.mean(after[-10:]) < np.mean(before[-10:])) == recovers
    last_relu = [k for k, layer in enumerate(net.layers) if isinstance(layer, Relu)][-1]
    z = images[:100]
    for layer in net.layers[: last_relu + 1]:
        z = layer.forward(z)
    assert not z.any() and not net.layers[0].dw.any()


@claim(
    "06",
    "*Batch normalisation* stands behind each convolution of this net: over the batch it brings every map to mean 0 and "
    "variance 1, then to a mean and a variance that it learns, so that signals keep their size. *Adam*, an optimiser of the "
    "race below, steps by a running mean of each gradient, divided by a running measure of its size: a constant factor drops out.",
)
def test_the_two_helpers():
    net, images, wanted, _ = digits(0)
    names = [type(layer).__name__ for layer in net.layers]
    assert all(names[k + 1] == "BatchNorm2d" for k, name in enumerate(names) if name == "Conv2d")
    z = net.layers[1].forward(net.layers[0].forward(images[:64]))
    assert np.allclose(z.mean(axis=(0, 2, 3)), 0, atol=1e-4) and np.allclose(z.var(axis=(0, 2, 3)), 1, atol=0.01)
    assert {name for layer, name in net.learned() if layer is net.layers[1]} == {"w", "bias"}
    weights = []
    for factor in (1, 1 / 32):
        layer = Linear(2, 1, rng=np.random.default_rng(0), dtype=float)
        adam = training.Adam(layer)
        for k in range(5):
            layer.dw, layer.dbias = factor * np.array([[1.0, -2.0 + k]]), factor * np.array([3.0])
            adam.step(0.1)
        weights.append(layer.w.copy())
    assert np.allclose(*weights, atol=1e-5)


@claim(
    "06",
    "**Backward**, the last layer first: each layer gets the gradient of what it made, writes the gradients of its weights, "
    "and hands on the gradient of what it read.",
    "**Update**, only now that all gradients are there: $w \\leftarrow w - \\eta\\, \\frac{dLoss}{dw}$, and the biases too.",
    "Its weights are `w` and `bias`; both are `None` where there is nothing to learn, as in relu, pooling and flatten.",
    "Return the loss; leave `dw` and `dbias` in every layer that learns, and change nothing else.",
    "Forward through all layers, the loss, backward through all layers from the last to the first, then all updates.",
    "$\\frac{1}{T}$ stands in one place.",
)
def test_the_loop():
    rng = np.random.default_rng(1)
    layers = [Conv2d(1, 2, 3, rng=rng, dtype=float), Relu(), MaxPool2d(2), Flatten(), Linear(18, 10, rng=rng, dtype=float)]
    assert [layer.w is None for layer in layers] == [False, True, True, True, False]
    images, wanted = rng.normal(size=(4, 1, 8, 8)), np.array([3, 1, 4, 1])

    def loss():
        z = images
        for layer in layers:
            z = layer.forward(z)
        return mean_loss(*cross_entropy(z, wanted))

    value, dz = loss()
    for layer in reversed(layers):
        dz = layer.backward(dz)
    for layer in (layers[0], layers[4]):
        for name in ("w", "bias"):
            kept = getattr(layer, name)

            def moved(array, layer=layer, name=name):
                setattr(layer, name, array)
                return loss()[0]

            assert np.allclose(numerical_gradient(moved, kept), getattr(layer, f"d{name}"), atol=1e-6)
            setattr(layer, name, kept)


@claim(
    "06",
    "From a 3 × 3 image to the divergence and back: two filters, relu, max pooling with stride 2, one weight for each map, "
    "squared error. Every number is an integer.",
    "v, d = np.array([[1.0], [-2]]), np.array([[2.0]])",
)
def test_by_hand():
    y = np.array([[[[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]]])
    w = np.array([[[[1.0, -1], [2, 0]]], [[[0.0, 1], [-1, 0]]]])
    v, d = np.array([[1.0], [-2]]), np.array([[2.0]])

    def forward(y, w, v):
        z = conv2d(y, w)
        u, positions = max_pool2d(np.maximum(z, 0), 2)
        return z, u, positions, *squared_error(u.reshape(1, 2) @ v, d)

    z, u, positions, div, dout = forward(y, w, v)
    du = (dout @ v.T).reshape(u.shape)
    dz = max_pool2d_grad(du, positions, (2, 2)) * (z > 0)
    dw, dv = conv2d_grad_weight(dz, y, 2), (dout * u.reshape(1, 2)).T
    for values in (z, u, div, dout, du, dz, dw, dv, conv2d_grad_bias(dz), conv2d_grad_input(dz, w, (3, 3))):
        assert np.array_equal(values, np.round(values))
    assert np.allclose(dw, numerical_gradient(lambda each: forward(y, each, v)[3].item(), w), atol=1e-6)
    assert np.allclose(dv, numerical_gradient(lambda each: forward(y, w, each)[3].item(), v), atol=1e-6)
    assert dw[0].any() and dw[1].any()


@claim(
    "06",
    "If a net with enough weights does not memorise so few, it has a mistake in it or η is far off, and you know at once.",
    "At most `max_steps` times: call `forward_backward`; then update every `w` and `bias` that is not `None`; then run the "
    "batch forward again, and stop if no image is misread (`z.argmax(axis=1)` are the answers). Return how many steps were taken.",
    "Overfit sixteen images first: where that fails, there is a mistake, or η is far off.",
)
def test_overfitting_sixteen():
    images, wanted = data.load("digits8")
    overfit = find("overfit_batch").solution

    def layers():
        rng = np.random.default_rng(0)
        return [Conv2d(1, 4, 3, rng=rng, dtype=float), Relu(), MaxPool2d(2), Flatten(), Linear(36, 10, rng=rng, dtype=float)]

    batch = images[:16].astype(float), wanted[:16]
    taken = overfit(layers(), *batch, 0.3, 100)
    assert 1 < taken < 100
    assert overfit(layers(), *batch, 0.3, taken - 1) == taken - 1  # some are misread before
    broken = layers()
    for layer in (broken[0], broken[4]):  # uphill
        layer.backward = lambda dz, back=layer.backward, **how: -back(dz, **how)
    broken[4].backward = lambda dz, last=broken[4], back=Linear.backward: back(last, -dz)
    assert overfit(broken, *batch, 0.3, 100) == 100
    # neither a step that is far off nor too narrow a net is a mistake
    assert overfit(layers(), *batch, 0.0001, 100) == 100
    narrow = [Flatten(), Linear(64, 1, rng=np.random.default_rng(0), dtype=float), Linear(1, 10, rng=np.random.default_rng(1), dtype=float)]
    assert overfit(narrow, *batch, 0.3, 100) == 100


@pytest.mark.slow
@claim(
    "06",
    "Return a list of `epochs` losses, one for each epoch; that of its last batch will do.",
    "What counts is that the losses fall, and that within a minute the net reads at least 95% of digits that it has never seen.",
)
def test_what_train_has_to_do():
    from cnnkit.lessons.lesson_06.exercises import ENOUGH, SECONDS, training_cases

    assert (ENOUGH, SECONDS) == (0.95, 60)
    case = training_cases(np.random.default_rng(0))[-1]
    layers, images, wanted, epochs, eta = case.args
    losses = find("train").solution(layers, images, wanted, epochs, eta)
    assert len(losses) == epochs and losses[-1] < losses[0]


@claim(
    "06",
    "Mistakes of lessons 03 to 05 take part here. Each of them trains the same net, from the same first weights and with the "
    "same order of images; only one gradient is wrong. Beside them runs a control in which no gradient reaches the first "
    "convolution at all: whatever is no better than that has gained nothing from that gradient.",
    "Before you press *start*: which will learn as well as the right one, and which not at all? Compare each with the control, "
    "not with guessing, which reads 10%.",
)
def test_the_race_is_fair():
    run = Run(["pool", "turned", "flipped", "twice"], epochs=1, seeds=1)
    assert len(list(run.run())) == 1 + 6
    assert len({lane[0, 0] for lane in run.accuracies}) == 1 and {"start"} <= labels(Race())
    _, wanted = data.load("digits8", "test")
    assert np.bincount(wanted).max() / len(wanted) == pytest.approx(0.1, abs=0.02)
    assert all(ENTRIES[name].switch for name in ("pool", "turned", "flipped", "twice"))
    asked = {switch for one in exercises().values() if one.lesson in ("03", "04", "05") for switch in one.program.switches}
    assert {entry.switch for entry in ENTRIES.values()} - {""} <= asked


@cache
def raced(optimiser):
    """Where everybody stands after the whole race."""
    run = Run(["pool", "turned", "flipped", "twice"], optimiser=optimiser)
    for _ in run.run():
        pass
    return {one.entry.name: one for one in run.standings()}


@pytest.mark.slow
def test_the_outcome_is_that_of_the_course():
    """Course.md: right .90 ± .03, pool = .87, dY flip .86, dY ≡ 0 .84, dW flipped .40, 1/T twice .23, Adam .92.

    Course.md does not name its net; this one was chosen because its figures lie near those. Single figures move by
    the spread over seeds (up to .05 for those that learn, .15 for dW flipped); the order of the groups is the same.
    """
    found = {name: one.mean for name, one in raced("SGD").items()}

    assert found["right"] == pytest.approx(0.90, abs=0.03)
    for name, told in (("pool", 0.87), ("turned", 0.86), ("frozen", 0.84)):
        assert found[name] == pytest.approx(told, abs=0.06)
        assert found[name] <= found["right"] + 0.02
    assert found["flipped"] == pytest.approx(0.40, abs=0.15)
    assert found["twice"] == pytest.approx(0.23, abs=0.10)
    assert raced("Adam")["twice"].mean == pytest.approx(0.92, abs=0.03)


@pytest.mark.slow
@claim(
    "06",
    "With plain gradient descent, a turned filter in dY or `=` for `+=` in pooling costs about a point, no more than another "
    "draw of first weights; even the control loses no more than a few, so little hangs on the first layer here. A flipped dW "
    "loses half of the digits. With 1/T twice, nearly every step is 32 times too small, and hardly anything is learned.",
    "Then answer the question below the race, choose Adam, and start again.",
    "A net that trains may still have a wrong gradient. Compare with a frozen control, and check gradients numerically.",
    "Twice, and plain gradient descent hardly moves; Adam hides it.",
    "**So \"it trains\" is no test of a gradient.** Checking it numerically is one ([lesson 04](04_backprop_convolution.ipynb)).",
)
def test_who_learns_all_the_same():
    sgd, adam = raced("SGD"), raced("Adam")
    right = sgd["right"]
    draws = np.ptp(right.accuracies[:, -1])
    for name in ("turned", "pool"):
        assert right.mean - sgd[name].mean < max(0.02, draws)
    assert right.mean - sgd["frozen"].mean < 0.08
    assert 0.3 * right.mean < sgd["flipped"].mean < 0.7 * right.mean
    assert BATCH == 32 and len(data.load("digits8")[0]) % BATCH == 2 and sgd["twice"].mean < 0.3  # one batch of each epoch is smaller
    assert adam["twice"].mean > 0.85 and adam["flipped"].mean < 0.8  # and so the question below the race is answered
    assert find_prediction("06-adam").key == "1/T twice" and sgd["flipped"].mean < 0.5


@claim(
    "06",
    "A net with two convolutions, trained on all digits. For four filters of each layer, the patches that excite them "
    "most, from nine different unseen digits: 3 × 3 pixels for the first layer, 5 × 5 for the second, which reads the first.",
    "best = answers.max(axis=1).argsort()[::-1][:9]  # nine images, each with its best place",
)
def test_nine_patches():
    images, wanted = data.load("digits8")
    unseen, answers = data.load("digits8", "test")
    rng = np.random.default_rng(0)
    first, second = Conv2d(1, 8, 3, rng=rng), Conv2d(8, 8, 3, rng=rng)
    net = Sequential(first, Relu(), second, Relu(), MaxPool2d(2), Flatten(), Linear(32, 10, rng=rng))
    training.fit(net, images, wanted, epochs=12, batch_size=32, learning_rate=0.1, rng=rng, progress=False)
    assert training.accuracy(net, unseen, answers) > 0.9
    z1 = first.forward(unseen)
    z2 = second.forward(np.maximum(z1, 0))
    # a patch of that size alone gives the same answer: it is all that the unit reads
    for z, K, place in ((z1, 3, (2, 4)), (z2, 5, (1, 3))):
        patch = unseen[:, :, place[0] : place[0] + K, place[1] : place[1] + K]
        alone = first.forward(patch)
        alone = second.forward(np.maximum(alone, 0)) if K == 5 else alone
        assert np.allclose(alone[:, :, 0, 0], z[:, :, place[0], place[1]], atol=1e-4)


@claim("06", "They are 28 × 28, so one epoch takes longer; press *start* when you have a minute.")
def test_clothes():
    images, _ = data.load("fashion28-small")
    assert images.shape[2:] == (28, 28)


def test_a_right_answer_passes_as_it_is_described():
    assert grade("overfit_batch", find("overfit_batch").solution).passed
