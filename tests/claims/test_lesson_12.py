"""What lesson 12 says, computed: depth-wise convolution."""

import time
from functools import cache

import numba
import numpy as np
import pytest
from claiming import cells, claim, labels, said

from cnnkit import conv2d, conv2d_grad_input, conv2d_grad_weight, data, layers, models
from cnnkit.layers import Conv2d, Relu, Residual, Sequential
from cnnkit.lessons import find
from cnnkit.widgets import SeparableExplorer
from cnnkit.widgets.board.lights import lit
from cnnkit.widgets.comparison.view import NETS, SIZE, Entrants
from cnnkit.widgets.separable.cost import Clock, Cost

RNG = np.random.default_rng(12)
Y, W, V = RNG.normal(size=(2, 3, 6, 7)), RNG.normal(size=(3, 3, 2)), RNG.normal(size=(4, 3))
U = conv2d(Y, W[:, None], groups=3)
Z = conv2d(U, V[:, :, None, None])

said(
    "12",
    "**Core: 60 minutes**; what is marked *extra* can wait.",  # tests/notebooks computes it
    "scan every map with a filter of its own, and mix the maps by weights at every cell,",
    "On depth-wise convolution the lecture says that *each filter* makes *a convoluted map*, and then: *add them up*.",
    "Read exactly, that is two steps.",
    "Which numbers of *U0* and *U1* go into the first cell of *Z0*, and with which weights?",
    "Which into that of *Z1*?",
    "Count the weights of both halves, without biases, and the multiply-adds: how often a weight meets a number.",
    "Press *start*: each net is trained for a few epochs, and stands where its accuracy and its costs put it.",
)


@claim(
    "12",
    "A full convolution has a K × K filter for every pair of an input and an output map.",
    "A separable one has such a filter for every input map, and a single weight for every pair.",
    "Together they have $M K^2 + N M$ weights in place of $N M K^2$.",
)
@pytest.mark.parametrize(("M", "N", "K"), [(2, 3, 5), (64, 64, 3), (6, 4, 1)])
def test_weights_of_both(M, N, K):
    full, deep, point = np.zeros((N, M, K, K)), np.zeros((M, K, K)), np.zeros((N, M))
    assert full[:, :, 0, 0].size == point.size == N * M  # pairs
    assert find("count_separable").solution((K, K), M, N, (4, 4))[0] == deep.size + point.size == M * K**2 + N * M
    assert conv2d(np.ones((1, M, 7, 7)), full).shape[1] == N


@claim(
    "12",
    "Three maps, a filter for each, and the weights *v* that mix what the filters have made.",
    "Point at a cell of *z0*, then at one of *u1*.",
    "From how many maps does each of them read, and where is the weight that takes *u1* into *z0*?",
)
def test_try_pointing():
    explorer = SeparableExplorer()
    assert {"z0", "u1", "v", "y0", "y1", "y2", "w0", "w1", "w2"} <= labels(explorer)
    assert "y3" not in labels(explorer)
    assert {m.grid for m in lit(explorer.picture, "z0", 1, 1).cells} == {"z0", "u0", "u1", "u2", "v"}
    assert {m.grid for m in lit(explorer.picture, "u1", 1, 1).cells if m.grid[0] in "yw"} == {"y1", "w1_1"}
    weight = [m for m in lit(explorer.picture, "v", 0, 1).cells if m.grid in ("u1", "z0")]
    assert len(weight) == 18


@claim(
    "12",
    "Move *groups* down to 1, the full convolution.",
    "How many filters are there now?",
    "What became of *v*, and what of the maps *z*?",
)
def test_try_groups():
    light, full = SeparableExplorer(), SeparableExplorer(groups=1)
    assert {"groups", "1, full"} <= labels(light)
    assert sum(grid.id.startswith("w") for grid in full.picture.grids) == 6
    assert full.picture.grid("v") is None
    assert all(np.allclose(light.picture.grid(z).values, full.picture.grid(z).values) for z in ("z0", "z1"))


@claim(
    "12",
    "First, filter $m$ scans map $m$ and nothing else:",
    "Every map under its own filter.",
    "Depth-wise: every map has a filter of its own and stays a map of its own.",
)
def test_a_map_meets_its_own_filter_alone():
    changed = Y.copy()
    changed[:, 1] += 1
    differs = conv2d(changed, W[:, None], groups=3) != U
    assert U.shape[1] == Y.shape[1]
    assert differs[:, 1].all() and not differs[:, [0, 2]].any()
    for m in range(3):
        assert np.allclose(conv2d(Y[:, [m]], W[[m], None]), U[:, [m]])


@claim(
    "12",
    "Then the $M$ maps are added up, and the sum is **weighted**, once for each of the $N$ output maps:",
    "The first half is called *depth-wise*, the second *point-wise*: the same N weighted sums at every cell, in other words a 1 × 1 convolution.",
    "Without the weights $v$ all $N$ maps would be the same.",
    "At every cell, N weighted sums of the M numbers that lie there.",
    "Point-wise: the maps are added up with weights, once for every output map.",
    "The point-wise half then weights their absolute values.",
)
def test_maps_are_added_up_with_weights():
    for t, n, i, j in np.ndindex(Z.shape):
        assert Z[t, n, i, j] == pytest.approx(V[n] @ U[t, :, i, j])
    unweighted = conv2d(U, np.ones((4, 3, 1, 1)))
    assert all(np.array_equal(unweighted[:, 0], unweighted[:, n]) for n in range(4))


@claim("12", "Two maps, a 2 × 2 filter for each, then two weighted sums.")
def test_by_hand():
    y = np.array([[[[1.0, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 0], [2, 0, 1], [1, 1, 0]]]])
    w, v = np.array([[[1.0, -1], [2, 0]], [[0, 1], [1, 0]]]), np.array([[1.0, 2], [0, -1]])
    u = conv2d(y, w[:, None], groups=2)
    assert u[0, :, 0, 0].tolist() == [1 - 2 + 0, 1 + 2]
    assert conv2d(u, v[:, :, None, None])[0, :, 0, 0].tolist() == [-1 + 2 * 3, -3]


@claim(
    "12",
    "Filter $m$ met map $m$ only.",
    "So its gradient is made of products of $dz(m)$ and $Y(m)$, and nothing is summed over the maps.",
    "On the way back nothing is summed over the maps of the depth-wise half.",
)
def test_gradients_of_maps_do_not_mix():
    dz = RNG.normal(size=U.shape)
    dw = conv2d_grad_weight(dz, Y, (3, 2), groups=3)[:, 0]
    for m in range(3):
        assert np.allclose(dw[m], conv2d_grad_weight(dz[:, [m]], Y[:, [m]], (3, 2))[0, 0])
    dy = find("depthwise_grad_input").solution(dz, W, (6, 7), 1, 0)
    dz[:, 0] = 0
    assert not np.any((find("depthwise_grad_input").solution(dz, W, (6, 7), 1, 0) != dy)[:, 1:])


@claim(
    "12",
    "Here 64 maps lead to 64, and the clock is your machine's.",
    "**Try this:** press *measure the time*.",
    "What share of the full layer's time does the separable one need, and what share was promised?",
    "Then set *kernel size* to 1.",
    "With filters of 1 × 1 the depth-wise half only adds work.",
)
def test_the_explorer_measures_what_the_counts_promise():
    explorer = SeparableExplorer(example="camera", in_channels=64, out_channels=64)
    assert {"measure the time", "kernel size K", "1"} <= labels(explorer)
    full, light = explorer.picture.facts["rows"]
    assert (full["share"], light["share"]) == ("1", "1/7.9")
    assert Cost(64, 64, 1, 64).parameters == Cost(64, 64, 1, 1).parameters + 64


@claim(
    "12",
    "Where the clock falls behind the counts, arithmetic is not all that takes time.",
    "In the full layer a number that was fetched meets all 64 filters; in the depth-wise half it meets one, so fetching and storing weigh more.",
    "Half the multiply-adds is not half the time: numbers have to be moved, too.",
)
def test_a_depthwise_multiply_add_takes_longer_than_one_of_a_full_layer(monkeypatch):
    monkeypatch.setattr(time, "perf_counter", time.thread_time)  # of the processor: other work on it does not count
    full, light = Cost(64, 64, 3, 1), Cost(64, 64, 3, 64)
    assert light.met(0) < 5 < 200 < full.met(0)
    assert [cost.halves[0][0] // cost.groups for cost in (full, light)] == [64, 1]  # filters that read a map
    # the depth-wise half, with hardly anything to mix
    deep = Cost(64, 1, 3, 64)
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        clock = Clock([full, deep])
        clock.warm()
        for _ in range(5):
            clock.turn()
    finally:
        numba.set_num_threads(threads)
    assert clock.seconds[64] / clock.seconds[1] > 2 * deep.parameters / full.parameters


@claim(
    "12",
    "Your functions, inside a net that trains on 300 digits.",
    "A layer with groups keeps its filters in an array (N, M / groups, Kh, Kw), so the depth-wise functions get `w[:, 0]`.",
    "On the way back through the point-wise half the maps are mixed once more, with the weights transposed; the gradient of these weights "
    "is your function of lesson 04.",
    "And the gradient that goes on to the layer before, so that a net of your own functions trains.",
)
def test_a_net_of_own_functions_trains(capsys):
    place = {name: find(name).solution for name in ("depthwise_conv2d", "pointwise_conv2d", "depthwise_grad_input", "depthwise_grad_weight")}
    place |= {"np": np, "data": data, "use": lambda name, _=None: find(name).solution} | vars(layers)
    own = [text for kind, text in cells("12") if kind == "code" and ("scan, mix = use(" in text or "OwnConv2d(8, 8" in text)]
    exec("\n".join(own), place)
    _, _, deep, _, point, *_ = place["net"]
    assert deep.w.shape == (8, 1, 3, 3) and point.w.shape == (16, 8, 1, 1)
    assert place["losses"][-1] < place["losses"][0] / 2
    read = int(capsys.readouterr().out.split()[-1].rstrip("%"))
    assert read > 70
    dz = RNG.normal(size=Z.shape)
    assert np.allclose(find("pointwise_conv2d").solution(dz, V.T), conv2d_grad_input(dz, V[:, :, None, None], U.shape[2:]))


@claim(
    "12",
    "A separable layer is a full one whose filters are products.",
    "Find an input on which it **agrees** with the weighted sum, and one on which they **differ**.",
)
def test_a_separable_layer_as_a_full_one():
    assert np.allclose(conv2d(Y, V[:, :, None, None] * W), Z)
    wrong = lambda y, w: np.repeat(y.sum(axis=1, keepdims=True), len(w), axis=1)  # noqa: E731
    right = find("pointwise_conv2d").solution
    assert np.allclose(wrong(U, np.ones((4, 3))), right(U, np.ones((4, 3)))) and not np.allclose(wrong(U, V), right(U, V))


@claim(
    "12",
    "One photograph, two filters, two maps: the vertical edges and the horizontal ones.",
    "With weights 1 and 1 it adds, with 1 and −1 it compares.",
)
def test_edges_of_the_photograph():
    photo = data.photo("camera")[40:168:2, 60:188:2].astype(float)
    edges = np.array([[[-1.0, 0, 1]] * 3, np.array([[-1.0, 0, 1]] * 3).T])
    u = np.abs(find("depthwise_conv2d").solution(np.stack([photo, photo])[None], edges, 1, 0))
    upright = np.zeros((1, 2, 5, 5))
    upright[..., 3:] = 1  # a step from left to right
    found = find("depthwise_conv2d").solution(upright, edges, 1, 0)
    assert found[0, 0].any() and not found[0, 1].any()
    z = find("pointwise_conv2d").solution(u, np.array([[1.0, 1], [1, -1]]))
    assert np.allclose(z[0, 0], u[0, 0] + u[0, 1])
    assert np.array_equal(z[0, 1] > 0, u[0, 0] > u[0, 1])


@cache
def trained() -> dict:
    """The four nets after the run of the lesson, on one thread."""
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        entrants = Entrants()
        for _ in entrants.run():
            pass
    finally:
        numba.set_num_threads(threads)
    return {one.name: one for one in entrants.all}


@claim(
    "12",
    "Four nets on the digits of 8 × 8: that of lesson 06, ResNet-8 of lesson 11, a separable one, and a mobile one, whose blocks "
    "widen the maps, scan each of them alone, and narrow them again.",
)
def test_the_four_nets():
    assert list(NETS) == ["lesson 06", "ResNet-8", "separable", "mobile"]
    assert repr(models.digits_net(np.random.default_rng(0))) == repr(NETS["lesson 06"](np.random.default_rng(0)))
    mobile = models.mobile(np.random.default_rng(0), size=SIZE)
    blocks = [getattr(one, "body", one) for one in mobile.layers if isinstance(one, Residual | Sequential)]
    assert len(blocks) == 5
    for block in blocks:
        wide, alone, narrow = (one for one in block.layers if isinstance(one, Conv2d))
        assert wide.w.shape[0] > wide.w.shape[1] and narrow.w.shape[0] < narrow.w.shape[1]
        assert alone.w.shape[1] == 1 and not isinstance(block.layers[-1], Relu)


@claim(
    "12",
    "Beside ResNet-8, which has as many maps, the separable net learns less than an eighth of the numbers.",
)
def test_the_separable_net_is_light_beside_resnet_8():
    found = {one.name: one for one in Entrants().all}
    widths = [{conv.w.shape[0] for conv in found[name].net.walk() if isinstance(conv, Conv2d)} for name in ("ResNet-8", "separable")]
    assert widths[0] == widths[1] == {16, 32, 64}
    assert 8 * found["separable"].parameters < found["ResNet-8"].parameters


@claim(
    "12",
    "The separable net needs about half the multiply-adds of lesson 06's net, and yet more time; the mobile net needs fewer than "
    "ResNet-8, and again more time.",
    "Each of their many small layers has maps to fetch and to store, and little to compute with them.",
    "On so few and small maps a separable net has little to save: lesson 06's net learns the fewest numbers and is as accurate as the "
    "best, or nearly so.",
)
@pytest.mark.slow
def test_what_accuracy_costs(monkeypatch):
    monkeypatch.setattr(time, "perf_counter", time.thread_time)
    found = trained()
    plain, deep, light, mobile = (found[name] for name in NETS)
    assert light.multiply_adds / plain.multiply_adds == pytest.approx(0.5, abs=0.05)
    assert mobile.multiply_adds < deep.multiply_adds
    assert light.milliseconds > plain.milliseconds and mobile.milliseconds > deep.milliseconds
    assert plain.parameters == min(one.parameters for one in found.values())
    assert plain.accuracy > max(one.accuracy for one in found.values()) - 0.025
