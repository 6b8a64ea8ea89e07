"""Four nets trained on the digits, with what each of them costs: numbers learned, multiply-adds, milliseconds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from cnnkit import data, models
from cnnkit.layers import Conv2d, Layer, Linear
from cnnkit.training import accuracy, fit, predict

__all__ = ["BATCH", "NETS", "Entrant", "Entrants", "multiply_adds"]

BATCH, RATE, LAST_RATE = 32, 0.1, 0.02
TIMED, RUNS = 64, 7  # images at once, and how often, of which the fastest counts
SIZE = 8

NETS: dict[str, Callable[[np.random.Generator], Layer]] = {
    "lesson 06": models.digits_net,
    "ResNet-8": lambda rng: models.resnet(rng, 8, size=SIZE),
    "separable": lambda rng: models.separable(rng, size=SIZE),
    "mobile": lambda rng: models.mobile(rng, size=SIZE),
}


@dataclass
class Entrant:
    """One net, and what is known of it.

    Parameters
    ----------
    name : str
    net : Layer
    parameters, multiply_adds : int
        Numbers learned; multiplications with a weight for one image.
    milliseconds : float
        The fastest forward pass of 64 images; nan before it is measured.
    accuracies : list of float
        On unseen digits, after each epoch.
    """

    name: str
    net: Layer
    parameters: int
    multiply_adds: int
    milliseconds: float = math.nan
    accuracies: list[float] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """After the last epoch; nan before the first."""
        return self.accuracies[-1] if self.accuracies else math.nan


class Entrants:
    """The nets, trained one epoch after the other on the same digits (lecture 5.3 and 5.4).

    Parameters
    ----------
    epochs, seed : int
        How often each image is seen; what draws the weights and orders the images.

    Examples
    --------
    >>> entrants = Entrants(epochs=1)
    >>> [entrant.parameters for entrant in entrants.all]
    [3382, 77754, 9034, 31866]
    """

    def __init__(self, *, epochs: int = 6, seed: int = 0):
        self.epochs, self.seed = epochs, seed
        self.all = []
        for name, make in NETS.items():
            net = make(np.random.default_rng(seed))
            learned = sum(getattr(layer, part).size for layer, part in net.learned())
            self.all.append(Entrant(name, net, learned, multiply_adds(net, (1, SIZE, SIZE))))

    @property
    def share(self) -> float:
        """How much of the training is done, from 0 to 1."""
        return sum(len(entrant.accuracies) for entrant in self.all) / (self.epochs * len(self.all))

    @property
    def turn(self) -> tuple[int, Entrant] | None:
        """The epoch, from 1, and the net whose turn it is; None before their times are known, and when all are done.

        Examples
        --------
        >>> Entrants().turn is None
        True
        """
        done = sum(len(entrant.accuracies) for entrant in self.all)
        timed = all(math.isfinite(entrant.milliseconds) for entrant in self.all)
        return (done // len(self.all) + 1, self.all[done % len(self.all)]) if timed and self.share < 1 else None

    def run(self) -> Iterator[None]:
        """Time all of them in turn, then train them; gives the turn back after each epoch of one net."""
        images, labels = data.load("digits8")
        unseen = data.load("digits8", "test")
        self._time(images[:TIMED])
        yield
        orders = [np.random.default_rng(self.seed + 100) for _ in self.all]
        for epoch in range(self.epochs):
            rate = RATE if 3 * epoch < 2 * self.epochs else LAST_RATE
            for entrant, rng in zip(self.all, orders):
                fit(entrant.net, images, labels, epochs=1, batch_size=BATCH, learning_rate=rate, rng=rng, progress=False)
                entrant.accuracies.append(accuracy(entrant.net, *unseen))
                yield

    def _time(self, images) -> None:
        spent = {entrant.name: math.inf for entrant in self.all}
        for run in range(RUNS + 1):  # the first plans and compiles
            for entrant in self.all:
                start = time.perf_counter()
                predict(entrant.net, images)
                if run:
                    spent[entrant.name] = min(spent[entrant.name], time.perf_counter() - start)
        for entrant in self.all:
            entrant.milliseconds = spent[entrant.name] * 1e3


def multiply_adds(net: Layer, size: tuple[int, int, int]) -> int:
    """Multiplications with a weight of a convolution or a linear layer, for one image (lecture 5.4).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> multiply_adds(Conv2d(4, 6, 3, padding=1, groups=2, rng=rng), (4, 5, 5))
    2700
    """
    was, net.training = net.training, False
    found = sum(
        layer.w.size * math.prod(z.shape[2:])
        for layer, z in net.follow(np.ones((1, *size), np.float32)) if isinstance(layer, Conv2d | Linear)
    )  # fmt: skip
    net.training = was
    return found
