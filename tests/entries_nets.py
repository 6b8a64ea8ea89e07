"""Entry points of layers, models and training, with right arguments."""

import inspect
import tempfile
from pathlib import Path

import numpy as np
from bad_values import (
    Odd,
    array,
    choice,
    count,
    dtype,
    flag,
    function,
    generator,
    layer,
    only,
    pair,
    rate,
)
from entries import STEPS, Entry, Y, entry

from cnnkit import activations, conv, models, pool, training
from cnnkit.layers import (
    BankMax2d,
    BankNorm2d,
    BatchNorm2d,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    FilterBank2d,
    Flatten,
    Heads,
    Linear,
    MaxPool2d,
    MeanPool2d,
    OwnConv2d,
    OwnMaxPool2d,
    OwnRelu,
    Relu,
    Residual,
    Sequential,
    Sigmoid,
    SoftArgmax2d,
    Tanh,
)
from cnnkit.losses import cross_entropy, squared_error


def rng():
    return np.random.default_rng(0)


MADE = {"rng": generator(), "dtype": dtype()}
MAPS = {"in_channels": count(4), "out_channels": count(6), "kernel_size": pair(3), **STEPS, "bias": flag(True), **MADE}
POOLED = {"kernel_size": pair(3), "stride": pair(2, optional=True), "padding": pair(1, smallest=0)}
MEMBERS = only((0, 90), 3, "ab", [], {}, [None], ["a"], [[1, 2], [3]], [np.nan], np.ones((2, 2)), [1j], Odd())
OWN = {
    "forward": function(lambda y, w, bias, stride, padding: conv.conv2d(y, w, bias, stride=stride, padding=padding)),
    "grad_input": function(lambda dz, w, size, s, p: conv.conv2d_grad_input(dz, w, size, stride=s, padding=p)),
    "grad_weight": function(lambda dz, y, size, s, p: conv.conv2d_grad_weight(dz, y, size, stride=s, padding=p)),
}
MADE_BY = {"in_channels": count(4), "out_channels": count(6), "kernel_size": pair(3), "rng": generator()}

LAYERS = [
    entry(Conv2d, **MAPS, gain=rate(1.0)),
    entry(ConvTranspose2d, **(MAPS | {"stride": pair(2)}), output_padding=pair(1, smallest=0)),
    entry(MaxPool2d, **POOLED, dilation=pair(1)),
    entry(MeanPool2d, **POOLED, count_include_pad=flag(True)),
    entry(BatchNorm2d, channels=count(4), eps=rate(1e-5), momentum=rate(0.1, wrong=(1.5,)), dtype=dtype()),
    entry(Linear, inputs=count(4), outputs=count(3), bias=flag(False), **MADE),
    entry(Dropout, share=rate(0.5, wrong=(1, 1.5)), rng=generator()),
    entry(FilterBank2d, in_channels=count(4), out_channels=count(3), kernel_size=pair(3), kind=choice("rotation"),
          members=MEMBERS, pooling=choice("late"), reads_bank=flag(False), stride=pair(1), padding=pair(0, smallest=0),
          bias=flag(True), **MADE),
    entry(BankMax2d, members=count(2)),
    entry(BankNorm2d, channels=count(2), members=count(2)),
    entry(Residual, body=layer(Relu), shortcut=layer(Relu, optional=True)),
    entry(OwnConv2d, **MADE_BY, stride=pair(1), padding=pair(0, smallest=0), groups=count(2), dtype=dtype(), **OWN),
    entry(OwnMaxPool2d, kernel_size=pair(2), stride=pair(2, optional=True), forward=function(lambda y, K, s: pool.max_pool2d(y, K, stride=s)),
          grad=function(pool.max_pool2d_grad)),
    entry(OwnRelu, grad=function(activations.activation_grad)),
    Entry("cnnkit.layers.heads.Heads", lambda heads: Heads(heads), {"heads": layer(Relu)}),
    entry(SoftArgmax2d, length=rate(1.0, wrong=(0,)), answers=only(("row", "col"), 3, "row", [], {}, ["depth"], [3], [None], Odd())),
    Entry("cnnkit.layers.joined.Sequential", lambda layers: Sequential(layers), {"layers": layer(Relu)}),
]  # fmt: skip


def passes(make, given, made) -> list[Entry]:
    """Forward, following and backward of a layer; `made` is the shape of its result."""
    name = f"{make().__module__}.{type(make()).__qualname__}"
    into, back = (next(iter(inspect.signature(way).parameters)) for way in (make().forward, make().backward))

    def there(**arguments):
        return make().forward(arguments[into])

    def backward(input_gradient, **arguments):
        made = make()
        made.forward(given.value())
        return made.backward(arguments[back], input_gradient=input_gradient)

    return [
        Entry(f"{name}.forward", there, {into: given}),
        Entry(f"{name}.follow", lambda y: list(make().follow(y)), {"y": given}),
        Entry(f"{name}.backward", backward, {back: array(*made, wrong=(np.ones((made[0] + 1, *made[1:])),)),
                                             "input_gradient": flag(True)}),
    ]  # fmt: skip


LATE = array(2, 4, 5, 6)
ANY = array(2, 4, 5, 6, axes=False)
PASSES = [
    *passes(lambda: Conv2d(4, 6, 3, rng=rng()), Y, (2, 6, 3, 4)),
    *passes(lambda: ConvTranspose2d(4, 6, 3, stride=2, output_padding=1, rng=rng()), Y, (2, 6, 12, 14)),
    *passes(lambda: MaxPool2d(2), Y, (2, 4, 2, 3)),
    *passes(lambda: MeanPool2d(2), Y, (2, 4, 2, 3)),
    *passes(lambda: BatchNorm2d(4), Y, (2, 4, 5, 6)),
    *passes(lambda: Linear(4, 3, rng=rng()), array(2, 4), (2, 3)),
    *passes(lambda: Dropout(0.5, rng=rng()), ANY, (2, 4, 5, 6)),
    *passes(Flatten, ANY, (2, 120)),
    *passes(Relu, ANY, (2, 4, 5, 6)),
    *passes(Sigmoid, ANY, (2, 4, 5, 6)),
    *passes(Tanh, ANY, (2, 4, 5, 6)),
    *passes(lambda: FilterBank2d(4, 3, 3, rng=rng()), Y, (2, 3, 3, 4)),
    *passes(lambda: BankMax2d(2), LATE, (2, 2, 5, 6)),
    *passes(lambda: BankNorm2d(2, 2), LATE, (2, 4, 5, 6)),
    *passes(lambda: Sequential(Conv2d(4, 6, 3, rng=rng()), Relu()), Y, (2, 6, 3, 4)),
    *passes(lambda: SoftArgmax2d(), Y, (2, 8)),
    *passes(lambda: Heads(Flatten(), Sequential(Flatten(), Linear(120, 3, rng=rng()))), Y, (2, 123)),
    *passes(lambda: Residual(Conv2d(4, 4, 3, padding=1, rng=rng())), Y, (2, 4, 5, 6)),
    *passes(lambda: OwnConv2d(4, 6, 3, rng=rng(), **{name: each.right for name, each in OWN.items()}), Y, (2, 6, 3, 4)),
    *passes(lambda: OwnMaxPool2d(2, 2, forward=lambda y, K, s: pool.max_pool2d(y, K, stride=s), grad=pool.max_pool2d_grad),
            Y, (2, 4, 2, 3)),
    *passes(lambda: OwnRelu(grad=activations.activation_grad), ANY, (2, 4, 5, 6)),
]  # fmt: skip

NET = {"rng": generator(), "dtype": dtype()}
IMAGE = {"in_channels": count(1), "size": count(16), "classes": count(3)}
MODELS = [
    entry(models.lenet, **NET, **IMAGE),
    entry(models.digits_net, **NET, classes=count(3)),
    entry(models.resnet, **NET, **IMAGE, depth=count(8), skips=flag(True), norm=flag(False), width=count(4), gain=rate(1.0)),
    entry(models.separable, **NET, **IMAGE, norm=flag(True), gain=rate(1.0)),
    entry(models.mobile, **NET, **IMAGE, norm=flag(True), gain=rate(1.0), expansion=count(2), skips=flag(True)),
    entry(models.bank_net, **NET, kind=choice("rotation", optional=True), members=MEMBERS, pooling=choice("late"),
          classes=count(3), width=count(8)),
    entry(models.box_net, **NET, classes=count(3), box_head=choice("linear"), length=rate(64.0, wrong=(0,))),
    entry(models.heatmap_net, **NET, joints=count(3)),
    entry(models.joint_net, **NET, joints=count(3)),
    entry(models.doubler, **NET, in_channels=count(1), width=count(4)),
]  # fmt: skip


def small_net():
    return Sequential(Flatten(), Linear(4, 2, rng=rng()))


IMAGES = array(6, 1, 2, 2, axes=False, wrong=(np.ones(()), np.ones(6), np.ones((5, 1, 2, 2)), np.ones((6, 1, 3, 3))))
LABELS = array(6, whole=2)
PAIR = only(lambda: (np.ones((2, 1, 2, 2)), np.array([0, 1])), 3, "ab", (), (np.ones((2, 1, 2, 2)),), [1, 2, 3],
            (np.ones((2, 1, 2, 2)), np.zeros(3, int)), (np.ones((2, 1, 3, 3)), np.array([0, 1])), {}, Odd(),
            (np.ones((2, 1, 2, 2)), None), (np.full((2, 1, 2, 2), np.nan), np.array([0, 1])))  # fmt: skip
RATE = rate(0.1, wrong=(lambda done: None, lambda done: -1, lambda done: "a", lambda done: np.nan))
OPTIMISER = only(None, 3, "SGD", training.SGD, Odd(), training.SGD(small_net()))
RUN = {
    "images": IMAGES, "labels": LABELS, "epochs": count(2, smallest=0), "batch_size": count(3), "learning_rate": RATE,
    "rng": generator(), "validation": PAIR, "divergence": function(cross_entropy), "optimiser": OPTIMISER,
    "tolerance": rate(0.1, optional=True),
}  # fmt: skip


def folder() -> Path:
    return Path(tempfile.mkdtemp())


def fitted(**given):
    return training.fit(small_net(), **given)


def saved(net, optimiser, rng):
    path = folder() / "net.npz"
    training.save_checkpoint(path, net, optimiser=optimiser, rng=rng)


def loaded(path):
    training.load_checkpoint(path, small_net())


def kept_path():
    path = folder() / "net.npz"
    training.save_checkpoint(path, small_net())
    return path


def kept_weights():
    path = folder() / "net.npz"
    training.save_weights(path, small_net())
    return path


PATH = only(lambda: folder() / "net.npz", None, 3, 2.5, [], {}, Odd(), b"\xff\0", "a\0b", Path(tempfile.gettempdir()),
            "/nowhere/at/all/net.npz", "")  # fmt: skip
TRAINING = [
    Entry("cnnkit.training.fitting.fit", fitted, {**RUN, "progress": flag(False)}),
    Entry("cnnkit.training.fitting.fit (net)", training.fit, {"net": layer(small_net), **{
        name: each for name, each in RUN.items() if name != "optimiser"}, "progress": flag(False)}),
    Entry("cnnkit.training.trainer.Trainer (net)", lambda net: training.Trainer(net, np.ones((6, 1, 2, 2)), np.zeros(6, int),
          epochs=1, batch_size=2, learning_rate=0.1, rng=rng()), {"net": layer(small_net)}),
    Entry("cnnkit.training.trainer.Trainer", lambda **given: training.Trainer(small_net(), **given), {
        **RUN, "on_step": function(len, optional=True), "on_epoch": function(len, optional=True),
        "on_rest": function(len, optional=True)}),
    entry(training.predict, net=layer(small_net), images=array(6, 1, 2, 2, axes=False, wrong=(np.ones(()), np.ones(6))),
          batch_size=count(4)),
    entry(training.accuracy, net=layer(small_net), images=IMAGES, labels=LABELS, batch_size=count(4)),
    entry(training.evaluate, net=layer(small_net), images=IMAGES, labels=LABELS, batch_size=count(4),
          divergence=function(cross_entropy)),
    Entry("cnnkit.training.evaluation.evaluate (squared)", lambda labels: training.evaluate(
        small_net(), np.ones((6, 1, 2, 2)), labels, divergence=squared_error), {"labels": array(6, 2)}),
    entry(training.SGD, net=layer(small_net), momentum=rate(0.9), weight_decay=rate(0.0)),
    entry(training.Adam, net=layer(small_net), eps=rate(1e-8), weight_decay=rate(0.0),
          decay=only((0.9, 0.999), None, 0.9, (0.9,), (0.9, 1), (0.9, "a"), (-1, 0.9), (np.nan, 0.9), {}, "ab")),
    Entry("cnnkit.training.optimisers.Optimiser.step", lambda learning_rate: training.SGD(Relu()).step(learning_rate),
          {"learning_rate": rate(0.1)}),
    entry(training.cosine, learning_rate=rate(0.1), epochs=rate(3, wrong=(0,)), warmup=rate(1, wrong=(4,))),
    entry(training.steps_down, learning_rate=rate(0.1), every=rate(2, wrong=(0,)), factor=rate(0.5)),
    Entry("cnnkit.training.checkpoints.save_checkpoint", saved, {"net": layer(small_net), "rng": generator(optional=True),
          "optimiser": OPTIMISER}),
    Entry("cnnkit.training.checkpoints.save_checkpoint (path)", lambda path: training.save_checkpoint(path, Relu()),
          {"path": PATH}),
    Entry("cnnkit.training.checkpoints.load_checkpoint (path)", loaded, {"path": only(kept_path, *PATH.wrong,
          Path(__file__))}),
    Entry("cnnkit.training.weights.save_weights", training.save_weights, {"path": PATH, "net": layer(small_net)}),
    Entry("cnnkit.training.weights.load_weights", lambda path, net: training.load_weights(path, net), {
        "path": only(kept_weights, *PATH.wrong, Path(__file__)), "net": layer(small_net)}),
    Entry("cnnkit.training.checkpoints.load_checkpoint", lambda net, rng, optimiser: training.load_checkpoint(
        kept_path(), net, rng=rng, optimiser=optimiser), {"net": layer(small_net), "optimiser": OPTIMISER,
        "rng": only(None, 0, "seed", np.random, Odd(), np.random.default_rng(0))}),
]  # fmt: skip
