"""Several nets trained side by side on the digits: what live explorers of training have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnkit import data
from cnnkit.training.evaluation import accuracy

__all__ = ["LaneStanding", "Lanes"]


@dataclass(frozen=True)
class LaneStanding:
    """How one entry stands.

    Attributes
    ----------
    entry : object
        It has a name without spaces, and a label.
    accuracies : (seeds, epochs + 1) array
        On unseen digits after each epoch, before training first; nan where not reached yet.
    epochs : int
        Epochs that all seeds have done.
    mean, spread : float
        Of the accuracy after those; the spread is the standard deviation over the seeds.
    """

    entry: Any
    accuracies: np.ndarray
    epochs: int
    mean: float
    spread: float


class Lanes:
    """Entries that train epoch by epoch, each with several first weights; a subclass says what a runner is.

    Parameters
    ----------
    entries : sequence
        Who takes part.
    epochs, seeds : int
    """

    def __init__(self, entries: Sequence, epochs: int, seeds: int):
        self.entries, self.epochs, self.seeds = list(entries), epochs, seeds
        self.accuracies = np.full((len(self.entries), seeds, epochs + 1), np.nan)

    def runner(self, entry, seed: int):
        """One net of one entry: it has a `net`, and `epoch(images, labels)` trains it on every image once."""
        raise NotImplementedError(f"{type(self).__name__} has to make the nets")

    def run(self) -> Iterator[None]:
        """Train all of them, one epoch after the other; gives the turn back after each epoch of one net."""
        images, labels = data.load("digits8")
        unseen = data.load("digits8", "test")
        runners = [[self.runner(entry, seed) for seed in range(self.seeds)] for entry in self.entries]
        for place, lanes in enumerate(runners):
            self.accuracies[place, :, 0] = [accuracy(each.net, *unseen) for each in lanes]
        yield
        for epoch in range(1, self.epochs + 1):
            for seed in range(self.seeds):
                for place, lanes in enumerate(runners):
                    lanes[seed].epoch(images, labels)
                    self.accuracies[place, seed, epoch] = accuracy(lanes[seed].net, *unseen)
                    yield

    def standings(self) -> list[LaneStanding]:
        """How all of them stand now, as copies."""
        found = []
        for entry, lane in zip(self.entries, self.accuracies.copy(), strict=True):
            done = int(np.isfinite(lane).all(axis=0).sum()) - 1
            last = lane[:, max(0, done)]
            found.append(LaneStanding(entry, lane, max(0, done), float(last.mean()), float(last.std())))
        return found

    @property
    def turn(self) -> tuple[int, Any] | None:
        """The epoch, from 1, and the entry whose net learns; None before the first one does, and when all are done."""
        left = np.argwhere(~np.isfinite(self.accuracies.transpose(2, 1, 0)))  # in the order of the run
        return (int(left[0][0]), self.entries[left[0][2]]) if len(left) and left[0][0] else None

    @property
    def share(self) -> float:
        """How much of the training is done, from 0 to 1."""
        return float(np.isfinite(self.accuracies[:, :, 1:]).mean()) if self.epochs else 1.0
