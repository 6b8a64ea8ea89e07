"""Training is compared with PyTorch's on the same network: layer for layer, to the last running average."""

import numpy as np
import pytest
from benchmarks.clothes import table
from benchmarks.depths import table as depths_table
from benchmarks.joints import steps
from benchmarks.resnet20 import flipped
from benchmarks.resnet20 import table as resnet20_table
from benchmarks.torch_net import Twin, in_torch

from cnnkit import models
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.training import SGD

NETS = {
    "lenet": lambda rng: models.lenet(rng, size=8),
    "digits": models.digits_net,
    "resnet": lambda rng: models.resnet(rng, depth=8, size=8),
    "plain": lambda rng: models.resnet(rng, depth=8, size=8, skips=False),
    "not normalised": lambda rng: models.resnet(rng, depth=8, size=8, norm=False, gain=0.5),
    "separable": lambda rng: models.separable(rng, size=8),
    "mobile": lambda rng: models.mobile(rng, size=8),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NETS)
def test_the_twin_computes_and_learns_the_same(name):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    rng = np.random.default_rng(0)
    net = NETS[name](rng)
    images = rng.normal(size=(16, 1, 8, 8)).astype(np.float32)
    labels = rng.integers(0, 10, 16)
    twin, optimiser = Twin(torch, net, 0.05, 0.9), SGD(net, momentum=0.9)

    for _ in range(3):
        loss, dz = mean_loss(*cross_entropy(net.forward(images), labels))
        net.backward(dz, input_gradient=False)
        optimiser.step(0.05)
        theirs = twin.step(torch.from_numpy(images), torch.from_numpy(labels))[1]
        assert theirs.item() == pytest.approx(loss, rel=1e-3)

    net.training = False
    twin.module.eval()
    with torch.no_grad():
        there = twin.module(torch.from_numpy(images)).numpy()
    np.testing.assert_allclose(net.forward(images), there, atol=2e-2)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["heat maps", "numbers"])
def test_the_nets_that_find_joints_learn_the_same(kind):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    programs = steps(torch, kind)  # refuses a pair whose losses differ

    mine, theirs = [programs["ours"]() for _ in range(4)], [programs["torch"]() for _ in range(4)]
    assert mine == pytest.approx(theirs, rel=5e-3)
    assert mine[-1] < mine[0]


@pytest.mark.slow
def test_weights_are_copied_not_shared():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    net = models.lenet(np.random.default_rng(0), size=8)
    twin = in_torch(torch, net)
    first = next(twin.parameters()).detach().numpy().copy()

    net.layers[0].w += 1

    np.testing.assert_array_equal(next(twin.parameters()).detach().numpy(), first)


@pytest.mark.slow
def test_an_epoch_sees_the_batches_of_fit():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    seen = []
    twin = Twin(torch, models.lenet(np.random.default_rng(0), size=8), 0.01, 0.9)
    twin.step = lambda y, d: (seen.append(d), (torch.eye(10)[d], torch.ones(())))[1]

    losses, hits = twin.epoch(
        torch.zeros(25, 1), torch.arange(25) % 10, 8, np.random.default_rng(3)
    )

    order = np.random.default_rng(3).permutation(25) % 10
    assert torch.cat(seen).tolist() == order.tolist()
    assert [len(batch) for batch in seen] == [8, 8, 8, 1]
    assert len(losses) == 4 and hits == 1


def test_the_table_says_what_was_missed():
    good, bad = [0.85, 0.901, 0.906], [0.8, 0.85, 0.899]

    both = table({"0": {"ours": good, "torch": good}})
    worse = table({"0": {"ours": bad, "torch": good}, "1": {"ours": good, "torch": good}})

    assert "| 0 | 90.60% | 90.60% | 2 | 2 |" in both
    assert both.count("reached") == 2
    assert "(missed), means" in worse and "(0.35: reached)" in worse
    assert "| 0 | 89.90% | 90.60% | none | 2 |" in worse


def test_the_table_of_resnet20_says_what_is_reached_and_what_is_missed():
    good, bad = [0.9] * 7 + [0.926], [0.9] * 7 + [0.924]
    one = resnet20_table({"ours": {"0": good, "1": bad}})
    both = resnet20_table({"ours": {"0": good}, "torch": {"0": [0.9] * 7 + [0.92]}})

    assert "| ours | 0 | " + "90.00% | " * 7 + "92.60% |" in one
    assert "(lowest of 2: 92.40%, missed)" in one and "points apart" not in one
    assert "(lowest of 1: 92.60%, reached)" in both and "(0.60: missed)" in both


def test_mirrored_images_are_copies_and_about_half():
    images = np.arange(200 * 6, dtype=np.float32).reshape(200, 1, 2, 3)
    before = images.copy()
    made = flipped(images, np.random.default_rng(0))

    assert np.array_equal(images, before)
    mirrored = [np.array_equal(a, b[..., ::-1]) for a, b in zip(made, images)]
    same = [np.array_equal(a, b) for a, b in zip(made, images)]
    assert all(a != b for a, b in zip(mirrored, same)) and 70 < sum(mirrored) < 130


def test_the_table_of_depths_compares_only_seeds_that_both_have():
    def curve(end):
        return {"loss": [1.0], "train": [0.5], "test": [0.1, end]}

    kept = {"8 plain": {"0": curve(0.9), "1": curve(0.8)}, "8 skips": {"1": curve(0.85)}, "20 plain": {"0": curve(0.7)}}
    told = depths_table(kept)

    assert "| depth 8 plain | 90.00% | 80.00% | 85.00% | 50.00% |" in told
    assert "| depth 8 skips |  | 85.00% | 85.00% | 50.00% |" in told
    assert "- Depth 8: points that skips bring, by seed: +5.00." in told
    assert "- Depth 20" not in told
