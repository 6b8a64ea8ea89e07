"""Whole networks: their gradients, what they learn from real images, and the same run in PyTorch."""

import time

import numpy as np
import pytest

from cnnkit import data, models, reference, training
from cnnkit.layers import BatchNorm2d, Conv2d, Residual, Sequential
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.shapes import ShapeError


def drawn(seed=0):
    return np.random.default_rng(seed)


MODELS = {
    "digits": lambda **k: models.digits_net(drawn(), classes=3, **k),
    "lenet": lambda **k: models.lenet(drawn(), size=8, classes=3, **k),
    "bank": lambda **k: models.bank_net(drawn(), classes=3, width=6, **k),
    "early bank": lambda **k: models.bank_net(drawn(), "scale", classes=3, width=3, **k),
    "resnet": lambda **k: models.resnet(drawn(), depth=8, size=8, classes=3, **k),
    "plain": lambda **k: models.resnet(drawn(), depth=8, size=8, classes=3, skips=False, **k),
    "resnet, not normalised": lambda **k: models.resnet(drawn(), depth=8, size=8, classes=3, norm=False, width=4, **k),
    "separable": lambda **k: models.separable(drawn(), size=8, classes=3, **k),
    "mobile": lambda **k: models.mobile(drawn(), size=8, classes=3, expansion=2, **k),
}


@pytest.mark.parametrize("name", MODELS)
def test_the_gradient_of_the_loss_is_the_numerical_one(name):
    net = MODELS[name](dtype=np.float64)
    size = 14 if "bank" in name else 8
    images, labels = drawn(1).normal(size=(3, 1, size, size)), np.array([0, 2, 1])

    def loss():
        return mean_loss(*cross_entropy(net.forward(images), labels))

    net.backward(loss()[1])
    gradients = {(k, part): getattr(layer, "d" + part) for k, (layer, part) in enumerate(net.learned())}

    # along a random direction of each array: all its entries count, at the price of two losses
    for (k, part), gradient in gradients.items():
        w = getattr(net.learned()[k][0], part)
        way = drawn(k).normal(size=w.shape)
        eps, before = 1e-6, w.copy()
        w += eps * way
        above = loss()[0]
        w -= 2 * eps * way
        below = loss()[0]
        w[...] = before
        assert (gradient * way).sum() == pytest.approx((above - below) / (2 * eps), abs=2e-6), net.learned()[k]


def test_a_tiny_net_has_every_gradient_entry_right():
    net = models.lenet(drawn(), size=4, classes=2, dtype=np.float64)
    images, labels = drawn(1).normal(size=(2, 1, 4, 4)), np.array([0, 1])
    net.backward(mean_loss(*cross_entropy(net.forward(images), labels))[1])
    filters = net.layers[0].w.copy()

    def loss(w):
        net.layers[0].w = w
        return mean_loss(*cross_entropy(net.forward(images), labels))[0]

    analytic = net.layers[0].dw
    np.testing.assert_allclose(analytic, reference.numerical_gradient(loss, filters), atol=1e-7)


def count(net, kind=object):
    return sum(getattr(layer, part).size for layer, part in net.learned() if isinstance(layer, kind))


def test_their_weights_are_as_many_as_the_papers_formulas_say():
    assert count(models.lenet(drawn())) == (
        8 * 25 + 8 + 16 * 8 * 25 + 16 + 120 * 400 + 120 + 84 * 120 + 84 + 10 * 84 + 10
    )
    for depth in (8, 20, 56):
        n = (depth - 2) // 6
        net = models.resnet(drawn(), depth=depth)
        scans = 9 * (16 + 2 * n * 16 * 16 + 16 * 32 + (2 * n - 1) * 32 * 32 + 32 * 64 + (2 * n - 1) * 64 * 64)
        assert count(net, Conv2d) == scans + 16 * 32 + 32 * 64
        ways = [layer for layer in net.walk() if isinstance(layer, Conv2d) and layer.w.shape[2:] == (3, 3)]
        assert len(ways) + 1 == depth
        assert count(net, BatchNorm2d) == 2 * (16 * (2 * n + 1) + 32 * (2 * n + 1) + 64 * (2 * n + 1))
    assert count(models.separable(drawn()), Conv2d) == 9 * 16 + 9 * (16 + 32 + 64) + 16 * 32 + 32 * 64 + 64 * 64


@pytest.mark.parametrize(("make", "channels", "size"), [
    (models.lenet, 1, 8), (models.lenet, 3, 32), (models.resnet, 3, 32), (models.resnet, 1, 9), (models.separable, 1, 28),
    (models.mobile, 3, 32), (models.mobile, 1, 7), (models.resnet, 1, 1),
])  # fmt: skip
def test_they_fit_other_images(make, channels, size):
    net = make(drawn(), in_channels=channels, size=size, classes=7)

    assert net.forward(np.ones((2, channels, size, size), np.float32)).shape == (2, 7)


@pytest.mark.parametrize("depth", [7, 9, 10, 2, 0, -4, 21, 57])
def test_depths_that_do_not_divide_are_refused(depth):
    with pytest.raises(ShapeError, match=r"6n \+ 2; choose 8, 14, 20, \.\.\., 56"):
        models.resnet(drawn(), depth=depth)


@pytest.mark.parametrize("depth", [8.0, "20", None])
def test_depths_are_whole_numbers(depth):
    with pytest.raises(TypeError, match="depth must be a whole number"):
        models.resnet(drawn(), depth=depth)


def filters(net):
    return [layer.w for layer in net.walk() if isinstance(layer, Conv2d) and layer.w.shape[2:] == (3, 3)]


@pytest.mark.parametrize("depth", range(8, 57, 6))
def test_every_depth_has_as_many_scans_and_blocks(depth):
    net, images = models.resnet(drawn(), depth, size=8, width=4), np.ones((2, 1, 8, 8), np.float32)

    assert len(filters(net)) == depth - 1
    assert sum(isinstance(layer, Residual) for layer in net.layers) == (depth - 2) // 2
    assert net.forward(images).shape == (2, 10)
    assert [w.shape[0] for w in filters(net)] == [4] * ((depth + 1) // 3) + [8] * ((depth - 2) // 3) + [16] * ((depth - 2) // 3)


@pytest.mark.parametrize("make", [lambda **k: models.resnet(drawn(3), 14, size=8, **k), lambda **k: models.mobile(drawn(3), size=8, **k)])
def test_without_skips_or_normalisation_the_weights_are_the_same(make):
    whole = make()
    others = [make(skips=False), make(norm=False), make(skips=False, norm=False)]

    for other in others:
        for ours, theirs in zip(filters(whole), filters(other), strict=True):
            np.testing.assert_array_equal(ours, theirs)
        np.testing.assert_array_equal(whole.layers[-1].w, other.layers[-1].w)
    for net, skips, norm in zip((whole, *others), (True, False, True, False), (True, True, False, False), strict=True):
        assert any(isinstance(layer, Residual) for layer in net.layers) == skips
        assert any(isinstance(layer, BatchNorm2d) for layer in net.walk()) == norm
        assert all((layer.bias is None) == norm for layer in net.walk() if isinstance(layer, Conv2d))


def test_nothing_comes_after_the_sum_of_a_block():
    net = models.resnet(drawn(), 14, size=8)
    places = [k for k, layer in enumerate(net.layers) if isinstance(layer, Residual)]

    assert places == list(range(places[0], places[0] + 6))
    y = drawn(1).normal(size=(4, 1, 8, 8)).astype(np.float32)
    made = dict(net.follow(y))
    first, second = net.layers[places[0] : places[0] + 2]
    np.testing.assert_array_equal(made[second], made[second.body] + made[first])
    assert (made[second] < 0).any()


@pytest.mark.parametrize("gain", [0.5, 3.0])
def test_the_first_filters_can_spread_less_or_more(gain):
    usual, other = models.resnet(drawn(), 8, size=8), models.resnet(drawn(), 8, size=8, gain=gain)

    for ours, theirs in zip(filters(usual), filters(other), strict=True):
        np.testing.assert_allclose(theirs, gain * ours, rtol=1e-6)
    np.testing.assert_array_equal(usual.layers[-1].w, other.layers[-1].w)
    variance = np.concatenate([(w * np.sqrt(np.prod(w.shape[1:]) / 2)).ravel() for w in filters(usual)]).var()
    assert variance == pytest.approx(1, rel=0.02)  # He et al. 2015, eq. 10


def test_a_mobile_block_scans_every_map_alone():
    net = models.mobile(drawn(), expansion=4)
    scans = [layer for layer in net.walk() if isinstance(layer, Conv2d)]

    alone = [layer for layer in scans if layer.scan["groups"] > 1]
    assert [layer.scan["groups"] for layer in alone] == [64, 64, 96, 96, 128]
    assert all(layer.w.shape[:2] == (layer.scan["groups"], 1) for layer in alone)
    assert [type(layer) for layer in net.layers[3:8]] == [Residual, Sequential, Residual, Sequential, Residual]
    weights = 9 * 16 + 9 * sum([64, 64, 96, 96, 128]) + 32 * 64
    weights += sum(c * t * c + t * c * n for c, n, t in [(16, 16, 4), (16, 24, 4), (24, 24, 4), (24, 32, 4), (32, 32, 4)])
    assert count(net, Conv2d) == weights


def in_torch(torch, net):
    """The same LeNet in PyTorch, with copies of its weights."""
    nn = torch.nn
    twin = nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip
    with torch.no_grad():
        for ours, theirs in zip(net.learned(), twin.parameters(), strict=True):
            theirs.copy_(torch.from_numpy(getattr(*ours)))
    return twin


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["momentum", "adam"])
def test_the_losses_are_pytorchs(rule):
    torch = pytest.importorskip("torch", reason="compared where PyTorch is installed")
    images, labels = (each[:96] for each in data.load("fashion28-small"))
    net = models.lenet(drawn())
    twin = in_torch(torch, net)
    if rule == "adam":
        ours, theirs = training.Adam(net), torch.optim.Adam(twin.parameters(), lr=0.001)
    else:
        ours = training.SGD(net, momentum=0.9, weight_decay=1e-3)
        theirs = torch.optim.SGD(twin.parameters(), lr=0.02, momentum=0.9, weight_decay=1e-3)

    history = training.fit(
        net, images, labels, epochs=2, batch_size=32, learning_rate=0.001 if rule == "adam" else 0.02,
        rng=drawn(3), optimiser=ours, progress=False,
    )  # fmt: skip
    rng, losses = drawn(3), []
    for _ in range(2):
        for batch in np.split(rng.permutation(96), 3):
            theirs.zero_grad()
            loss = torch.nn.functional.cross_entropy(twin(torch.from_numpy(images[batch])), torch.from_numpy(labels[batch]))
            loss.backward()
            theirs.step()
            losses.append(loss.item())

    np.testing.assert_allclose(history.step_losses, losses, rtol=2e-4)


@pytest.mark.slow
def test_batch_norm_is_pytorchs():
    torch = pytest.importorskip("torch", reason="compared where PyTorch is installed")
    ours, theirs = BatchNorm2d(3), torch.nn.BatchNorm2d(3)
    for seed in range(3):
        y = (drawn(seed).normal(size=(4, 3, 5, 6)) * 2 + 1).astype(np.float32)
        there = torch.from_numpy(y).requires_grad_()
        z = theirs(there)
        z.backward(torch.from_numpy(y))
        np.testing.assert_allclose(ours.forward(y), z.detach().numpy(), atol=1e-5)
        np.testing.assert_allclose(ours.backward(y), there.grad.numpy(), atol=1e-5)
    np.testing.assert_allclose(ours.running_variance, theirs.running_var.numpy(), rtol=1e-5)
    np.testing.assert_allclose(ours.running_mean, theirs.running_mean.numpy(), rtol=1e-5)


@pytest.mark.slow
def test_a_net_reads_real_digits():
    rng = drawn(2)
    net = models.digits_net(rng)
    start = time.perf_counter()

    training.fit(
        net, *data.load("digits8"), epochs=8, batch_size=32, learning_rate=training.cosine(0.05, 8), rng=rng,
        optimiser=training.SGD(net, momentum=0.9), progress=False,
    )  # fmt: skip

    assert training.accuracy(net, *data.load("digits8", "test")) >= 0.98
    # ten seconds on a quiet machine; these are not
    assert time.perf_counter() - start < 60


@pytest.mark.slow
def test_lenet_starts_to_tell_all_clothes_apart():
    try:
        images, labels = data.load("fashion28")
        tests = data.load("fashion28", "test")
    except data.DataError as reason:
        pytest.skip(str(reason))
    rng = drawn(0)
    net = models.lenet(rng)

    training.fit(
        net, images[:12_000], labels[:12_000], epochs=1, batch_size=32, learning_rate=0.02, rng=rng,
        optimiser=training.SGD(net, momentum=0.9), progress=False,
    )  # fmt: skip

    assert training.accuracy(net, *tests) > 0.72


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "epochs"),
    [(lambda rng, size: models.resnet(rng, 8, size=size, width=4), 1250), (models.lenet, 250), (models.separable, 250)],
)
def test_ten_thousand_updates_leave_memory_as_it_was(make, epochs):
    psutil = pytest.importorskip("psutil", reason="psutil reads the resident memory")
    rng = drawn(0)
    net, resident = make(rng, size=8), []
    images, labels = data.load("digits8")

    def watch(trainer):
        if trainer.step % 500 == 0:
            resident.append(psutil.Process().memory_info().rss / 2**20)

    trainer = training.Trainer(
        net, images[:64], labels[:64], epochs=epochs, batch_size=8, learning_rate=1e-4, rng=rng, on_step=watch,
        optimiser=training.SGD(net, momentum=0.9),
    )  # fmt: skip
    trainer.run()

    assert trainer.step == 8 * epochs
    assert max(resident[1:]) - resident[1] < 3  # MB


# --- a net with two heads -------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("head", models.detector.BOX_HEADS)
def test_the_gradient_of_two_heads_is_the_numerical_one(head):
    net = models.box_net(drawn(), box_head=head, dtype=np.float64)
    images, (labels, boxes) = data.compose("boxes", 3, drawn(1))
    images, divergence = images.astype(float), models.detector.detection(7.0)

    def loss():
        return mean_loss(*divergence(net.forward(images), (labels, boxes)))

    net.backward(loss()[1])
    gradients = [getattr(layer, "d" + part).copy() for layer, part in net.learned()]
    for k in (0, 4, len(gradients) // 2, len(gradients) - 1):
        layer, part = net.learned()[k]
        w, way, eps = getattr(layer, part), drawn(k).normal(size=gradients[k].shape), 1e-6
        before = w.copy()
        losses = []
        for sign in (1, -1):
            w[...] = before + sign * eps * way
            losses.append(loss()[0])
        w[...] = before
        assert (gradients[k] * way).sum() == pytest.approx((losses[0] - losses[1]) / (2 * eps), rel=1e-3, abs=3e-5), layer


def test_a_mirrored_scene_has_its_box_where_its_cloth_is():
    images, (_, boxes) = data.compose("boxes", 6, drawn())
    turned, moved = images.copy(), boxes.copy()
    models.detector.mirror(turned, moved, np.array([True] * 3 + [False] * 3))
    np.testing.assert_array_equal(turned[:3], images[:3, ..., ::-1])
    np.testing.assert_array_equal(turned[3:], images[3:])
    np.testing.assert_allclose(moved[:3], np.stack([boxes[:3, 0], 64 - boxes[:3, 3], boxes[:3, 2], 64 - boxes[:3, 1]], axis=1))
    np.testing.assert_array_equal(moved[3:], boxes[3:])


@pytest.mark.slow
def test_training_meets_new_scenes_and_leaves_the_given_ones_alone():
    scenes = data.compose("boxes", 64, drawn())
    images, (labels, boxes) = (scenes[0].copy(), tuple(each.copy() for each in scenes[1]))
    seen = []
    run = models.detector.trainer(models.box_net(drawn()), scenes, epochs=2, on_epoch=lambda run: seen.append(run.images.copy()))
    run.run()
    for now, before in zip((scenes[0], *scenes[1]), (images, labels, boxes), strict=True):
        np.testing.assert_array_equal(now, before)
    fresh = [(a != b).any(axis=(1, 2, 3)) & (a != b[..., ::-1]).any(axis=(1, 2, 3)) for a, b in ((seen[0], images), (seen[1], seen[0]))]
    assert [int(each.sum()) for each in fresh] == [32, 32] and (fresh[0] != fresh[1]).all()


@pytest.mark.slow
def test_the_net_that_ships_is_small_and_reads_scenes_that_it_never_saw():
    net = models.detector.trained()
    assert models.detector.WEIGHTS.stat().st_size < 300_000
    right, overlaps = models.detector.scores(net, data.load("boxes", "test"))
    assert right >= 0.90 and overlaps.mean() >= 0.78
