"""The experiment on depth: nets of three depths, each with and without ways past its blocks, on the digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.losses import cross_entropy, mean_loss
from cnnkit.models import resnet
from cnnkit.training import SGD
from cnnkit.widgets.board import lanes

__all__ = ["BATCH", "ENTRIES", "RATE", "WIDTH", "DepthEntry", "DepthLanes"]

WIDTH, BATCH, RATE = 8, 64, 0.1


@dataclass(frozen=True)
class DepthEntry:
    """One net that takes part.

    Parameters
    ----------
    depth : int
    skips : bool

    Examples
    --------
    >>> DepthEntry(20, True).label, DepthEntry(20, False).name
    ('depth 20, skips', 'plain20')
    """

    depth: int
    skips: bool

    @property
    def name(self) -> str:
        """A name without spaces."""
        return f"{'skips' if self.skips else 'plain'}{self.depth}"

    @property
    def label(self) -> str:
        """What it is."""
        return f"depth {self.depth}, {'skips' if self.skips else 'plain'}"


ENTRIES = tuple(DepthEntry(depth, skips) for depth in (8, 20, 56) for skips in (False, True))


class DepthRunner:
    """One net, its optimiser and its order of images; batch normalisation follows every convolution."""

    def __init__(self, entry: DepthEntry, seed: int):
        self.net = resnet(np.random.default_rng(seed), entry.depth, size=8, width=WIDTH, skips=entry.skips)
        self.optimiser, self.order = SGD(self.net), np.random.default_rng(seed + 100)

    def epoch(self, images: np.ndarray, labels: np.ndarray) -> None:
        """See every image once."""
        order = self.order.permutation(len(images))
        self.net.training = True
        with np.errstate(all="ignore"):  # what blows up is shown to do so
            for first in range(0, len(order), BATCH):
                chosen = order[first : first + BATCH]
                _, dz = mean_loss(*cross_entropy(self.net.forward(images[chosen]), labels[chosen]))
                self.net.backward(dz, input_gradient=False)
                self.optimiser.step(RATE)


class DepthLanes(lanes.Lanes):
    """All six of them; a plain net begins with the same filters as the one with skips, and sees the same order of images.

    Parameters
    ----------
    epochs, seeds : int

    Examples
    --------
    >>> race = DepthLanes(epochs=1, seeds=1)
    >>> [entry.label for entry in race.entries][:2], race.share
    (['depth 8, plain', 'depth 8, skips'], 0.0)
    """

    def __init__(self, *, epochs: int = 6, seeds: int = 1):
        super().__init__(ENTRIES, epochs, seeds)

    def runner(self, entry: DepthEntry, seed: int) -> DepthRunner:
        """One net of one entry."""
        return DepthRunner(entry, seed)
