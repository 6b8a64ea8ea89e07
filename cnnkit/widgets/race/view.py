"""The race of wrong gradients: one small net, trained with the right gradient and with known wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cnnkit import data
from cnnkit.layers import Conv2d, Flatten, Layer, Linear, MaxPool2d, Sequential, Tanh
from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.mistakes.descent import MEAN_LOSS
from cnnkit.mistakes.grad_input import CONV2D_GRAD_INPUT
from cnnkit.mistakes.grad_weight import ACTIVATION_BACKWARD, CONV2D_GRAD_WEIGHT
from cnnkit.mistakes.pooling import MAX_POOL_GRAD
from cnnkit.pool import mean_pool2d_grad
from cnnkit.training import SGD, Adam
from cnnkit.training.evaluation import accuracy

__all__ = ["ENTRIES", "RATES", "Entry", "Race", "Standing", "racing_net"]

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


class Scan(Conv2d):
    """A convolution of 3 × 3 with padding 1 whose gradients come from a program with a fault."""

    switch = ""

    def backward(self, dz: np.ndarray, *, input_gradient: bool = True) -> np.ndarray | None:
        """The right gradients, and the wrong one in place of its right one."""
        y = self._recall()
        dy = super().backward(dz, input_gradient=input_gradient)
        if self.switch in CONV2D_GRAD_WEIGHT.switches:
            self.dw = CONV2D_GRAD_WEIGHT.wrong(self.switch)(dz, y, (3, 3), 1, 1).astype(dz.dtype)
        if dy is None:
            return None
        if self.switch in CONV2D_GRAD_INPUT.switches:
            return CONV2D_GRAD_INPUT.wrong(self.switch)(dz, self.w, y.shape[2:], 1, 1).astype(dz.dtype)
        # the control: nothing reaches the layers before
        return np.zeros_like(dy) if self.switch == "frozen" else dy


class Pool(MaxPool2d):
    """Max pooling whose gradient comes from a program with a fault."""

    switch = ""

    def backward(self, du: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """The gradient, right or wrong."""
        if self.switch == "P05":  # what would be right for the mean
            return mean_pool2d_grad(du, self._recall()[1], self.kernel_size, stride=self.window["stride"])
        if self.switch in MAX_POOL_GRAD.switches:
            positions, size = self._recall()
            return MAX_POOL_GRAD.wrong(self.switch)(du, positions, size).astype(du.dtype)
        return super().backward(du)


class Squash(Tanh):
    """tanh whose gradient comes from a program with a fault."""

    switch = ""

    def backward(self, dy: np.ndarray, *, input_gradient: bool = True) -> np.ndarray:
        """The gradient, right or wrong."""
        if self.switch in ACTIVATION_BACKWARD.switches:
            return ACTIVATION_BACKWARD.wrong(self.switch)(dy, self._recall(), "tanh").astype(dy.dtype)
        return super().backward(dy)


def racing_net(rng: np.random.Generator, switch: str = "") -> Sequential:
    """Two convolutions of 4 filters, overlapping pooling and an MLP layer, for the digits of 8 × 8.

    Examples
    --------
    >>> racing_net(np.random.default_rng(0)).forward(np.zeros((2, 1, 8, 8), np.float32)).shape
    (2, 10)
    """
    net = Sequential(
        Scan(1, 4, 3, padding=1, rng=rng), Squash(), Scan(4, 4, 3, padding=1, rng=rng), Squash(),
        Pool(3, stride=2), Flatten(), Linear(36, 10, rng=rng),
    )  # fmt: skip
    for layer in net.layers:
        if isinstance(layer, Scan | Pool | Squash):
            layer.switch = switch
    return net


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


@dataclass(frozen=True)
class Standing:
    """How one entry stands.

    Attributes
    ----------
    entry : Entry
    accuracies : (seeds, epochs + 1) array
        On unseen digits after each epoch, before training first; nan where not reached yet.
    epochs : int
        Epochs that all seeds have done.
    mean, spread : float
        Of the accuracy after those; the spread is the standard deviation over the seeds.
    """

    entry: Entry
    accuracies: np.ndarray
    epochs: int
    mean: float
    spread: float


class Race:
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
    >>> race = Race(["twice"], epochs=1, seeds=1)
    >>> sum(1 for _ in race.run()), [standing.entry.name for standing in race.standings()]
    (4, ['right', 'frozen', 'twice'])
    """

    def __init__(self, names=(), *, optimiser: str = "SGD", epochs: int = 8, seeds: int = 3):
        unknown = [name for name in names if name not in ENTRIES]
        if unknown:
            raise ValueError(f"there is no entry {unknown[0]!r}; there are {', '.join(ENTRIES)}")
        if optimiser not in RATES:
            raise ValueError(f"the optimiser is {optimiser!r}; it must be SGD or Adam")
        self.entries = [e for name, e in ENTRIES.items() if name in ("right", "frozen", *names)]
        self.optimiser, self.epochs, self.seeds = optimiser, epochs, seeds
        self.accuracies = np.full((len(self.entries), seeds, epochs + 1), np.nan)

    def run(self) -> Iterator[None]:
        """Train all of them, one epoch after the other; gives the turn back after each epoch of one net."""
        images, labels = data.load("digits8")
        unseen = data.load("digits8", "test")
        runners = [[Runner(entry, seed, self.optimiser) for seed in range(self.seeds)] for entry in self.entries]
        for seed in range(self.seeds):  # all entries begin with the same weights
            self.accuracies[:, seed, 0] = accuracy(runners[0][seed].net, *unseen)
        yield
        for epoch in range(1, self.epochs + 1):
            for seed in range(self.seeds):
                for place, lanes in enumerate(runners):
                    lanes[seed].epoch(images, labels)
                    self.accuracies[place, seed, epoch] = accuracy(lanes[seed].net, *unseen)
                    yield

    def standings(self) -> list[Standing]:
        """How all of them stand now, as copies."""
        found = []
        for entry, lane in zip(self.entries, self.accuracies.copy(), strict=True):
            done = int(np.isfinite(lane).all(axis=0).sum()) - 1
            last = lane[:, max(0, done)]
            found.append(Standing(entry, lane, max(0, done), float(last.mean()), float(last.std())))
        return found

    @property
    def share(self) -> float:
        """How much of the race is run, from 0 to 1."""
        return float(np.isfinite(self.accuracies[:, :, 1:]).mean()) if self.epochs else 1.0
