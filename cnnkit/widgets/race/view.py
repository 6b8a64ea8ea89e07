"""The race of wrong gradients: one small net, trained with the right gradient and with known wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnkit.activations import activation_grad
from cnnkit.conv import conv2d, conv2d_grad_input, conv2d_grad_weight
from cnnkit.layers import Flatten, Layer, Linear, OwnConv2d, OwnMaxPool2d, OwnRelu, Sequential
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.mistakes.descent import MEAN_LOSS
from cnnkit.mistakes.grad_input import CONV2D_GRAD_INPUT
from cnnkit.mistakes.grad_weight import ACTIVATION_BACKWARD, CONV2D_GRAD_WEIGHT
from cnnkit.mistakes.pooling import MAX_POOL_GRAD
from cnnkit.mistakes.program import Program
from cnnkit.pool import max_pool2d, max_pool2d_grad, mean_pool2d_grad
from cnnkit.training import SGD, Adam
from cnnkit.widgets.board import lanes

__all__ = ["ENTRIES", "RATES", "Entry", "RaceLanes", "racing_net"]

BATCH = 32
RATES = {"SGD": 0.1, "Adam": 0.01}


@dataclass(frozen=True)
class Entry:
    """One that takes part.

    Parameters
    ----------
    name, label : str
        A short name without spaces, and what it computes, in a few words.
    switch : str
        The fault in the catalogue of mistakes; empty for the right gradient and the control.
    """

    name: str
    label: str
    switch: str = ""


ENTRIES = {
    entry.name: entry
    for entry in (
        Entry("right", "right"),
        Entry("frozen", "dY = 0 (control)"),
        Entry("pool", "pool: = for +=", "P04"),
        Entry("turned", "dY: filter turned", "B01/B07"),
        Entry("flipped", "dW: flipped", "W01"),
        Entry("twice", "1/T twice", "L01"),
        Entry("first_map", "dY: one map only", "B16"),
        Entry("mixed", "dW: maps mixed", "W08"),
        Entry("slope", "f′ left out", "B25"),
        Entry("shared", "max treated as mean", "P05"),
    )
}


class OwnTanh(OwnRelu):
    """tanh whose gradient is a given function."""

    name = "tanh"


def _conv2d(y, w, bias, stride, padding):
    return conv2d(y, w, bias, stride=stride, padding=padding)


def _grad_input(dz, w, size, stride, padding):
    return conv2d_grad_input(dz, w, size, stride=stride, padding=padding)


def _grad_weight(dz, y, size, stride, padding):
    return conv2d_grad_weight(dz, y, size, stride=stride, padding=padding)


def _chosen(switch: str, program: Program, right: Callable) -> Callable:
    """The program with this fault if it can have it, in the precision of the net; else the right function."""
    if switch not in program.switches:
        return right
    wrong = program.wrong(switch)
    return lambda dz, *more: wrong(dz, *more).astype(dz.dtype)


def racing_net(rng: np.random.Generator, switch: str = "") -> Sequential:
    """Two convolutions of 4 filters, overlapping pooling and an MLP layer, for the digits of 8 × 8.

    The switch names the fault in its gradients, "frozen" the control, in which none reaches the first layers.

    Examples
    --------
    >>> racing_net(np.random.default_rng(0)).forward(np.zeros((2, 1, 8, 8), np.float32)).shape
    (2, 10)
    """
    conv = {
        "padding": 1, "rng": rng, "dtype": np.float32, "forward": _conv2d,
        "grad_input": _chosen(switch, CONV2D_GRAD_INPUT, _grad_input),
        "grad_weight": _chosen(switch, CONV2D_GRAD_WEIGHT, _grad_weight),
    }  # fmt: skip
    if switch == "frozen":
        conv["grad_input"] = lambda dz, w, size, stride, padding: np.zeros((len(dz), w.shape[1], *size), dz.dtype)
    pool = _chosen(switch, MAX_POOL_GRAD, max_pool2d_grad)
    if switch == "P05":  # what would be right for the mean
        pool = lambda du, positions, size: mean_pool2d_grad(du, size, 3, stride=2)  # noqa: E731
    slope = _chosen(switch, ACTIVATION_BACKWARD, activation_grad)
    return Sequential(
        OwnConv2d(1, 4, 3, **conv), OwnTanh(grad=slope), OwnConv2d(4, 4, 3, **conv), OwnTanh(grad=slope),
        OwnMaxPool2d(3, 2, forward=lambda y, K, s: max_pool2d(y, K, stride=s), grad=pool),
        Flatten(), Linear(36, 10, rng=rng),
    )  # fmt: skip


class Runner:
    """One net of one entry: its weights, its order of images, its accuracies so far."""

    def __init__(self, entry: Entry, seed: int, optimiser: str):
        self.switch = "frozen" if entry.name == "frozen" else entry.switch
        self.mean = MEAN_LOSS.wrong("L01") if self.switch == "L01" else mean_loss
        self.net: Layer = racing_net(np.random.default_rng(seed), self.switch)
        self.optimiser = {"SGD": SGD, "Adam": Adam}[optimiser](self.net)
        self.learning_rate = RATES[optimiser]
        self.order = np.random.default_rng(seed + 100)

    def epoch(self, images: np.ndarray, labels: np.ndarray) -> None:
        """See every image once."""
        order = self.order.permutation(len(images))
        with np.errstate(all="ignore"):  # a wrong gradient may blow up, and is then shown to do so
            for first in range(0, len(order), BATCH):
                chosen = order[first : first + BATCH]
                z = self.net.forward(images[chosen])
                _, dz = self.mean(*cross_entropy(z, labels[chosen]))
                self.net.backward(dz, input_gradient=False)
                self.optimiser.step(self.learning_rate)


class RaceLanes(lanes.Lanes):
    """The same net, the same first weights, the same order of images; only the gradients differ.

    Lecture 2.1 and 2.2: what backpropagation computes, and what happens when it does not.

    Parameters
    ----------
    names : sequence of str
        Which of `ENTRIES` take part; the right gradient and the frozen control always do.
    optimiser : {"SGD", "Adam"}
    epochs, seeds : int

    Raises
    ------
    ValueError
        If there is no such entry or optimiser.

    Examples
    --------
    >>> race = RaceLanes(["twice"], epochs=1, seeds=1)
    >>> sum(1 for _ in race.run()), [standing.entry.name for standing in race.standings()]
    (4, ['right', 'frozen', 'twice'])
    """

    def __init__(self, names=(), *, optimiser: str = "SGD", epochs: int = 8, seeds: int = 3):
        unknown = [name for name in names if name not in ENTRIES]
        if unknown:
            raise ValueError(f"there is no entry {unknown[0]!r}; there are {', '.join(ENTRIES)}")
        if optimiser not in RATES:
            raise ValueError(f"the optimiser is {optimiser!r}; it must be SGD or Adam")
        super().__init__([e for name, e in ENTRIES.items() if name in ("right", "frozen", *names)], epochs, seeds)
        self.optimiser = optimiser

    def runner(self, entry: Entry, seed: int) -> Runner:
        """One net of one entry."""
        return Runner(entry, seed, self.optimiser)
