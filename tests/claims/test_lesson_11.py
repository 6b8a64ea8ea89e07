"""What lesson 11 says, computed: very deep networks."""

import json

import numpy as np
import pytest
from claiming import NOTEBOOKS, cells, claim, labels, said

from cnnkit import data, models
from cnnkit.layers import BatchNorm2d, Conv2d, Relu, Residual, Sequential
from cnnkit.lessons import asking, exposes, find
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.training import accuracy
from cnnkit.widgets import DepthExplorer, DepthRace
from cnnkit.widgets.board.threads import one_thread
from cnnkit.widgets.depth.picture import nines
from cnnkit.widgets.depth_race.view import RATE, DepthEntry, DepthLanes, DepthRunner

MEASURED = NOTEBOOKS.parent / "tests" / "benchmarks" / "depths.json"

said(
    "11",
    "lead a shortcut past a block that halves its maps,",
    "**Core: 60 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "Find maps on which it **agrees** with the right one although the stride is 2, and some on which it does not.",
    "A filter deep in a net reads maps whose scale depends on all filters before it.",
    "Start the race below again with 20 epochs.",
    "How large is the gradient of the maps that the first block reads, beside that of the maps that the last one reads?",
    "By hand: one map, in one image the cells 1 and 3, in another 5 and 7.",
    "What are mean and variance, and what becomes of the 7, with $\\gamma = 1$, $\\beta = 0$ and $\\varepsilon = 0$?",
    "The first ResNet has a relu after the sum (He et al. 2016, *Deep residual learning*).",
)
SWITCHES = [(norm, skips) for norm in (False, True) for skips in (False, True)]


def size(numbers):
    return np.sqrt(np.mean(np.square(numbers)))


def first_over_last(depth, norm, skips, seed=0):
    """The cell `depth`, for any seed: of the maps that blocks read, and of the filters."""
    images, labels_ = data.load("digits8")
    net = models.resnet(np.random.default_rng(seed), depth, size=8, width=8, skips=skips, norm=norm)
    with one_thread():
        dz, maps = mean_loss(*cross_entropy(net.forward(images[:32]), labels_[:32]))[1].astype(np.float32), []
        for layer in reversed(net.layers):
            dz = layer.backward(dz)
            if isinstance(layer, Residual | Sequential):
                maps.append(size(dz))
    filters = [size(layer.dw) for layer in net.walk() if isinstance(layer, Conv2d)]
    return maps[-1] / maps[0], filters[0] / filters[-1]


@claim(
    "11",
    "Layer by layer the curves show how large the activations are, how large the gradients of the filters are, and how alike two "
    "images have become: the cosine of the angle between their maps.",
    "On its axis 0.9, 0.99 and 0.999 are equally far apart.",
)
def test_the_curves_of_the_explorer():
    explorer = DepthExplorer()
    view = explorer.view
    a, b = view.maps[4].astype(float).reshape(2, -1)
    assert view.cosines[4] == pytest.approx(a @ b / np.sqrt((a @ a) * (b @ b)))
    assert np.diff(nines([0.9, 0.99, 0.999])) == pytest.approx([1, 1])
    assert {"maps of layer", "depth"} <= labels(explorer)


@claim(
    "11",
    "Depth 56, both switches off. Is the first layer's gradient smaller than the last one's? And how alike do a 3 and a 0 become?",
)
def test_try_a_plain_net():
    explorer = DepthExplorer(depth=56)
    assert {"batch normalisation", "skips", "digits: a 3 and a 0"} <= labels(explorer)
    view = explorer.view
    assert view.gradients[0] > view.gradients[-1]
    assert view.activations[-1] < 1e-4 * view.activations[0]
    assert view.start < 0.7 < 0.99 < view.cosines[-1]


@claim(
    "11",
    "Switch *batch normalisation* on. Two curves recover, and one gets worse: which one?",
    "Switch *skips* on as well, and compare depth 8 with depth 56.",
)
def test_try_normalising():
    plain, normed, both = (DepthExplorer(depth=56, **on).view for on in ({}, {"norm": True}, {"norm": True, "skips": True}))
    assert 0.5 < normed.activations[-1] / normed.activations[0] < 2
    assert normed.cosines[-1] < 0.7 < plain.cosines[-1]
    ratios = [view.gradients[0] / view.gradients[-1] for view in (plain, normed, both)]
    assert ratios[0] < 10 < 1000 < ratios[1] > 100 * ratios[2]
    shallow = DepthExplorer(depth=8, norm=True, skips=True).view
    assert shallow.gradients[0] / shallow.gradients[-1] < ratios[2]


@claim(
    "11",
    "In the explorer above both switches off again: move *first weights* to 0.5 and to 2. Which curve does not move? Then do the same with batch normalisation.",
)
def test_try_other_first_weights():
    assert {"0.5", "2"} <= labels(DepthExplorer())
    small, one, large = (DepthExplorer(depth=56, gain=gain).view for gain in (0.5, 1.0, 2.0))
    for other in (small, large):
        assert np.allclose(other.cosines, one.cosines, atol=1e-4)
        assert not 0.1 < other.activations[-1] / one.activations[-1] < 10
        assert not 0.1 < other.gradients[-1] / one.gradients[-1] < 10
    normed = [DepthExplorer(depth=56, norm=True, gain=gain).view for gain in (0.5, 1.0, 2.0)]
    for other in normed:
        assert np.allclose(other.activations, normed[1].activations, rtol=0.02)


@claim(
    "11",
    "Four nets of depth 56 and 32 digits, before any training.",
    "With neither normalisation nor skips the gradient of the maps does fade on its way back, as the activations fade on their way forward, "
    "where two images become alike as well.",
    "Where one is small the other is large, so the first filters have even the larger gradient, though less than a hundred times "
    "that of the last; and all of them are tiny.",
    "Batch normalisation keeps the activations, and the difference between two images.",
    "But without ways past the blocks the gradient grows on its way back, layer by layer, that of the filters by thousands; with them it "
    "grows by tens.",
    "Before training, what passes a deep net with neither batch normalisation nor skips fades on its way forward and on its way back. Batch "
    "normalisation alone lets the gradient grow; with ways past the blocks it grows much less.",
)
def test_first_gradient_over_last():
    found = {on: np.array([first_over_last(56, *on, seed) for seed in range(4)]).T for on in SWITCHES}
    maps, filters = found[False, False]
    assert (maps < 1e-3).all()
    assert (filters > 1).all() and (filters < 100).all()
    maps, filters = found[True, False]
    assert (maps > 300).all()
    assert (filters > 1000).all() and (filters < 100_000).all()
    maps, filters = found[True, True]
    assert (maps > 1).all() and (maps < 30).all()
    assert (filters > 10).all() and (filters < 100).all()
    deep, shallow = (DepthExplorer(depth=depth).view.gradients for depth in (56, 8))
    assert deep.max() < 1e-5 < 1e-3 < shallow.min()
    asked = asking.prediction("11-depth")
    assert asked.key == "1 to 100 times as large"


@claim(
    "11",
    "The frame of zeros takes it: on maps of 2 × 2 cells a 3 × 3 filter, drawn as in lesson 03 for nine numbers, reads four numbers and five zeros, "
    "and about two thirds of the size pass a layer.",
    "The gradient of a filter is made from both, what it read and what came back.",
)
def test_a_frame_of_zeros_takes_a_third():
    assert np.sqrt(4 / 9) == pytest.approx(2 / 3)
    images, labels_ = data.load("digits8")
    for seed in range(4):
        net = models.resnet(np.random.default_rng(seed), 56, size=8, width=8, skips=False, norm=False)
        with one_thread():
            forward = [size(z) for layer, z in net.follow(images[:32]) if isinstance(layer, Relu) and z.shape[2:] == (2, 2)]
            dz, back = mean_loss(*cross_entropy(net.forward(images[:32]), labels_[:32]))[1].astype(np.float32), []
            for layer in reversed(net.layers):
                dz = layer.backward(dz)
                if isinstance(layer, Sequential) and dz.shape[2:] == (2, 2):
                    back.append(size(dz))
        assert len(forward) == 18
        assert 0.6 < (forward[-1] / forward[0]) ** (1 / 17) < 0.73
        # a block of a plain net has two layers
        assert 0.6 < (back[-1] / back[0]) ** (1 / (2 * len(back) - 2)) < 0.73
    conv = Conv2d(1, 1, 3, padding=1, rng=np.random.default_rng(0), dtype=np.float64)
    y, dz = np.random.default_rng(1).normal(size=(2, 1, 1, 4, 4))
    gradients = []
    for times in (1, 10):
        conv.forward(times * y)
        conv.backward(dz)
        gradients.append(conv.dw)
    assert np.allclose(gradients[1], 10 * gradients[0])


@claim(
    "11",
    "For every map $m$ it collects all cells of all examples of the batch, and",
    "$\\varepsilon$ keeps the root away from 0 where a map is constant.",
    "A net that is not switched over judges every image by the others of its batch.",
    "Batch normalisation gives every map mean $\\beta$ and spread $|\\gamma|$, over examples, rows and columns; afterwards running averages "
    "take the batch's place.",
)
def test_normalisation_and_its_two_modes():
    rng = np.random.default_rng(0)
    y, norm = rng.normal(3, 5, size=(4, 2, 3, 5)), BatchNorm2d(2, dtype=np.float64)
    norm.w[:], norm.bias[:] = (2, -0.5), (1, -3)
    z = norm.forward(y)
    assert np.allclose(z.mean(axis=(0, 2, 3)), norm.bias)
    assert np.allclose(z.std(axis=(0, 2, 3)), np.abs(norm.w), rtol=1e-5)
    assert np.isfinite(norm.forward(np.full((2, 2, 1, 1), 7.0))).all()
    other = y.copy()
    other[1:] += 10  # the neighbours of the first image
    for training, same in ((True, False), (False, True)):
        norm.training = training
        assert np.allclose(norm.forward(y)[0], norm.forward(other)[0]) == same


@claim(
    "11",
    "One row for each example. The batch has mean 4 and variance 5. The running averages began at 0 and 1 and have come half of the way to "
    "this batch: to its mean, and to 20/3, for the variance of all images is estimated with one less in the divisor. So the same four "
    "numbers come out differently afterwards.",
)
def test_the_batch_by_hand():
    batch = np.array([1.0, 3, 5, 7]).reshape(2, 1, 1, 2)
    norm = BatchNorm2d(1, eps=0, momentum=0.5, dtype=np.float64)
    trained = norm.forward(batch)
    assert (batch.mean(), batch.var(), batch.var(ddof=1)) == (4, 5, pytest.approx(20 / 3))
    assert norm.running_mean[0] == (0 + 4) / 2
    assert norm.running_variance[0] == pytest.approx((1 + 20 / 3) / 2)
    norm.training = False
    assert not np.isclose(norm.forward(batch), trained).any()


@claim(
    "11",
    "A residual block gives $z = \\text{inner}(y) + y$: with weights of 0 it passes on what came in, and a deeper net can do at least what a "
    "shallower one does.",
    "On the way back the two ways add up,",
    "so within a stage, where maps keep their size, what arrives at the last sum reaches every block as one of the terms, unchanged, "
    "whatever the layers in between do to the others.",
    "A residual block adds to its input. On the way back the gradient passes through the block and past it, and both add up.",
)
def test_two_ways_through_a_block():
    rng = np.random.default_rng(1)
    made = {"padding": 1, "rng": rng, "dtype": np.float64}
    blocks = [Residual(Sequential(Conv2d(2, 2, 3, **made), Relu(), Conv2d(2, 2, 3, **made))) for _ in range(3)]
    y, dz = rng.normal(size=(2, 2, 2, 5, 6))
    z = blocks[0].forward(y)
    body = blocks[0].body
    assert np.allclose(z, body.forward(y) + y)
    assert np.allclose(blocks[0].backward(dz), body.backward(dz) + dz)
    row = Sequential(*blocks)
    row.forward(y)
    back = [dz]
    for block in reversed(blocks):
        back.append(block.backward(back[-1]))
    # the terms: dz itself, and what each block's inside makes of what reached it
    assert np.allclose(back[-1], dz + sum(block.body.backward(d) for block, d in zip(reversed(blocks), back, strict=False)))
    for block in blocks:  # nothing inside: z and dz pass unchanged
        for layer in block.walk():
            if isinstance(layer, Conv2d):
                layer.w[:] = 0
    assert np.array_equal(row.forward(y), y)
    assert np.array_equal(row.backward(dz), dz)


@claim(
    "11",
    "This course leaves it out: a relu there would cut the sum wherever it is negative, and with it what came past the block; on the way back it "
    "would cut the gradient in the same cells.",
    "Without it nothing stands in the way past the blocks of a stage (He et al. 2016, *Identity mappings*).",
)
def test_a_relu_after_the_sum_would_cut():
    y, dz = np.array([[[[-2.0, 3.0]]]]), np.ones((1, 1, 1, 2))
    conv = Conv2d(1, 1, 1, rng=np.random.default_rng(0), dtype=np.float64)
    conv.w[:] = 0
    with_relu, without = Sequential(Residual(conv), Relu()), Residual(conv)
    assert with_relu.forward(y).tolist() == [[[[0, 3]]]]
    assert with_relu.backward(dz).tolist() == [[[[0, 1]]]]
    assert np.array_equal(without.forward(y), y)
    net = models.resnet(np.random.default_rng(0), 20)
    blocks = [layer for layer in net.layers if isinstance(layer, Residual)]
    assert [block.shortcut is None for block in blocks] == [True] * 3 + [False, True, True] * 2
    # after the first relu, which stands in front of the blocks, there is none between them
    assert [type(layer) for layer in net.layers].count(Relu) == 1


@claim(
    "11",
    "Where a block has stride 2 and makes more maps, $y$ does not fit its result. The shortcut then is a 1 × 1 convolution with the same "
    "stride: it keeps every $s$-th row and column, and mixes the maps.",
    "Where a block halves its maps, a 1 × 1 convolution with the same stride leads past it.",
)
def test_a_shortcut_past_a_block_with_a_stride():
    rng = np.random.default_rng(2)
    y, w = rng.normal(size=(1, 3, 7, 6)), rng.normal(size=(4, 3))
    z = find("projection_shortcut").solution(y, w, 2)
    block = Conv2d(3, 4, 3, stride=2, padding=1, rng=rng, dtype=np.float64)
    assert z.shape == block.forward(y).shape != y.shape
    assert np.allclose(z[0, :, 1, 2], w @ y[0, :, 2, 4])
    assert exposes()["stride_forgotten"]


@claim("11", "One $y$ acts on all $z$ of its map: by itself, through the mean, and through the variance.")
def test_one_number_acts_on_its_whole_map():
    y = np.random.default_rng(3).normal(size=(2, 2, 2, 3))
    solution, moved = find("batch_norm").solution, y.copy()
    moved[0, 1, 0, 0] += 0.5
    change = solution(moved, np.ones(2), np.zeros(2), 1e-5) - solution(y, np.ones(2), np.zeros(2), 1e-5)
    assert (change[:, 1] != 0).all()
    assert (change[:, 0] == 0).all()


@pytest.mark.slow
@claim(
    "11",
    "Depths 8, 20 and 56, each plain and with ways past the blocks, all with batch normalisation, on the digits of 8 × 8.",
    "**Try this:** before you press *start*: which of the six will learn least, and will the deepest of the others be better than the shallowest?",
    "At depth 56 the plain net still reads fewer than half of the digits after six epochs.",
    "With skips all three depths end above nine of ten, within a few points of each other: here depth does neither harm nor good.",
)
def test_six_nets_on_the_digits():
    race = DepthRace()
    assert {"start", "epochs"} <= labels(race)
    assert (race.epochs, race.seeds) == (6, 1)
    lanes = DepthLanes(epochs=6)
    with one_thread():
        for _ in lanes.run():
            pass
    found = {(s.entry.depth, s.entry.skips): s.accuracies[0] for s in lanes.standings()}
    assert min(found, key=lambda net: found[net][-1]) == (56, False)
    assert abs(found[8, True][-1] - found[8, False][-1]) < 0.03
    assert found[56, False].max() < 0.5
    ends = [found[depth, True][-1] for depth in (8, 20, 56)]
    assert min(ends) > 0.93
    assert max(ends) - min(ends) < 0.04


@pytest.mark.slow
@claim(
    "11",
    "At depth 8 the net with skips is ahead after one epoch, and after six both are alike.",
    "At depth 20 the plain net learns more slowly and less steadily: the rate stays at 0.1 to the end, and from one epoch to the next "
    "accuracy can fall by more than a tenth.",
    "So a single value says little; look at the curve.",
)
def test_shallow_and_middling_nets_over_seeds():
    images, labels_ = data.load("digits8")
    unseen = data.load("digits8", "test")

    def curve(depth, skips, seed):
        runner, found = DepthRunner(DepthEntry(depth, skips), seed), []
        for _ in range(6):
            runner.epoch(images, labels_)
            found.append(accuracy(runner.net, *unseen))
        return np.array(found)

    with one_thread():
        found = {key: np.array([curve(*key, seed) for seed in range(3)]) for key in ((8, False), (8, True), (20, False), (20, True))}
    assert (found[8, True][:, 0] > found[8, False][:, 0]).all()
    assert (np.abs(found[8, True][:, -1] - found[8, False][:, -1]) < 0.03).all()
    assert (found[20, False][:, :3] < found[20, True][:, :3] - 0.05).all()
    assert np.diff(found[20, False]).min() < -0.1
    assert np.ptp(found[20, False][:, -1]) > 0.1  # it may end here or there
    assert RATE == 0.1


@claim(
    "11",
    "These digits are too small a task to say more.",
    "On all clothes (three epochs, means of three seeds) depths 8, 20 and 56 with skips name 88.5%, 90.8% and 91.5%"
    " of unseen ones, plain 89.2%, 90.6% and 79.5%: there depth pays, where a way leads past.",
    "Plain depth 56 misses as many of the clothes that it learns from: it does not overfit, it is harder to train.",
    "In these runs skips made depth 56 trainable and changed little at depth 8.",
    "Depth brought nothing on digits, with skips three points on all clothes.",  # of digits test_six_nets_on_the_digits tells
)
def test_six_nets_on_all_clothes():
    runs = json.loads(MEASURED.read_text(encoding="utf-8"))
    told = "".join(source for _, source in cells("11"))

    def share(depth, kind, of="test"):
        ends = [curve[of][-1] for curve in runs[f"{depth} {kind}"].values()]
        assert len(ends) == 3 and all(len(curve[of]) == 3 for curve in runs[f"{depth} {kind}"].values())
        return np.array(ends)

    for kind in ("skips", "plain"):
        means = [f"{share(depth, kind).mean():.1%}" for depth in (8, 20, 56)]
        assert "{}, {} and {}".format(*means) in told
    assert (share(56, "skips") > share(8, "skips") + 0.02).all()
    assert (share(56, "skips") > share(56, "plain") + 0.05).all()
    assert abs(share(8, "skips").mean() - share(8, "plain").mean()) < 0.01
    assert round(100 * (share(56, "skips") - share(8, "skips")).mean()) == 3
    assert (np.abs(share(56, "plain", "train") - share(56, "plain")) < 0.02).all()
    assert (share(56, "plain", "train") < share(20, "plain", "train") - 0.05).all()


@claim("11", "Does the plain net of depth 20 catch up with those with skips?")
def test_the_race_goes_on_as_long_as_asked():
    assert DepthRace(epochs=20).epochs == 20


@claim("11", "Your own two functions, around layers of the package: the block below gives the same as the package's.")
def test_own_functions_give_what_the_package_gives():
    exact = {"padding": 1, "rng": np.random.default_rng(1), "dtype": np.float64}
    inner = Sequential(Conv2d(2, 2, 3, **exact), Relu(), Conv2d(2, 2, 3, **exact))
    y, dy = np.random.default_rng(2).normal(size=(2, 3, 2, 6, 6))
    block = Residual(inner)
    assert np.allclose(find("residual_forward").solution(y, inner), block.forward(y))
    assert np.allclose(find("residual_backward").solution(dy, inner), block.backward(dy))
