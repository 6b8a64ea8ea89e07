"""What a layer costs: numbers learned and multiply-adds, counted, and the time of both, measured."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from cnnkit.conv import conv2d
from cnnkit.numbers import count

__all__ = ["IMAGES", "SIDE", "Clock", "Cost"]

IMAGES, SIDE = 8, 32  # the layer that is timed: images at once, rows and columns of its maps


@dataclass(frozen=True)
class Cost:
    """M maps into N in groups: one group is a full convolution, else 1 × 1 filters mix what the groups made.

    Lecture 5.4.  Without biases.

    Examples
    --------
    >>> Cost(64, 64, 3, 1).parameters, Cost(64, 64, 3, 64).parameters
    (36864, 4672)
    """

    in_channels: int
    out_channels: int
    kernel_size: int
    groups: int

    @property
    def name(self) -> str:
        """What the layer is called."""
        if self.groups == 1:
            return "full, 1 group"
        return f"separable, {self.groups} groups" if self.groups == self.in_channels else f"{self.groups} groups"

    @property
    def halves(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of the filters, those that scan and those that mix.

        Examples
        --------
        >>> Cost(4, 6, 3, 2).halves
        ((4, 2, 3, 3), (6, 4, 1, 1))
        """
        M, N, K = self.in_channels, self.out_channels, self.kernel_size
        if self.groups == 1:
            return ((N, M, K, K),)
        return ((M, M // self.groups, K, K), (N, M, 1, 1))

    @property
    def parameters(self) -> int:
        """Weights of both halves."""
        return sum(math.prod(shape) for shape in self.halves)

    @property
    def multiply_adds(self) -> int:
        """Multiplications with a weight for one image of the measured size."""
        return self.parameters * SIDE * SIDE

    @property
    def written(self) -> str:
        """The parameters as a sum of products.

        Examples
        --------
        >>> Cost(4, 6, 3, 4).written
        '4·3·3 + 6·4 = 60'
        """
        M, N, K = self.in_channels, self.out_channels, self.kernel_size
        if self.groups == 1:
            return f"{N}·{M}·{K}·{K} = {count(self.parameters)}"
        shared = M // self.groups
        scanned = f"{M}·{shared}·{K}·{K}" if shared > 1 else f"{M}·{K}·{K}"
        return f"{scanned} + {N}·{M} = {count(self.parameters)}"

    def met(self, half: int) -> float:
        """How many multiply-adds there are for each number that has to be moved: of input, filters, result.

        Examples
        --------
        >>> round(Cost(64, 64, 3, 1).met(0)), round(Cost(64, 64, 3, 64).met(0), 1)
        (278, 4.5)
        """
        shape, cells = self.halves[half], IMAGES * SIDE * SIDE
        moved = (self.in_channels + shape[0]) * cells + math.prod(shape)
        return math.prod(shape) * cells / moved


class Clock:
    """The fastest of several runs of some layers, in turn, so that what disturbs one disturbs all.

    Examples
    --------
    >>> clock = Clock([Cost(2, 2, 3, 1), Cost(2, 2, 3, 2)])
    >>> clock.turn(); sorted(clock.seconds) == [1, 2]
    True
    """

    def __init__(self, costs: list[Cost]):
        rng = np.random.default_rng(0)
        self.costs, self.seconds, self.runs = costs, {}, 0
        self._y = rng.normal(size=(IMAGES, costs[0].in_channels, SIDE, SIDE)).astype(np.float32)
        self._filters = {
            cost.groups: [rng.normal(size=shape).astype(np.float32) for shape in cost.halves] for cost in costs
        }

    def warm(self) -> None:
        """Run everything once, unmeasured: a first call compiles and plans."""
        for cost in self.costs:
            self._run(cost)

    def turn(self) -> None:
        """Measure each layer once more, and keep its fastest run."""
        for cost in self.costs:
            start = time.perf_counter()
            self._run(cost)
            spent = time.perf_counter() - start
            self.seconds[cost.groups] = min(spent, self.seconds.get(cost.groups, math.inf))
        self.runs += 1

    def _run(self, cost: Cost) -> None:
        w, *mixing = self._filters[cost.groups]
        u = conv2d(self._y, w, padding=cost.kernel_size // 2, groups=cost.groups)
        for v in mixing:
            conv2d(u, v)
