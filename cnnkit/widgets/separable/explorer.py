"""SeparableExplorer: full against depth-wise separable convolution, with all groups between (lecture 5.4)."""

from __future__ import annotations

import time

from traitlets import Int, TraitError, validate

from cnnkit.widgets.board.choice import Choice
from cnnkit.widgets.board.live import GOING, Live
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.run import Run
from cnnkit.widgets.board.substitute import Substitute, yours
from cnnkit.widgets.separable import examples
from cnnkit.widgets.separable import picture as pictures
from cnnkit.widgets.separable.cost import Clock, Cost
from cnnkit.widgets.separable.view import DRAWN, SeparableView, separable_view

__all__ = ["SeparableExplorer"]

CHANNELS = (2, 3, 4, 6, 8, 16, 32, 64)
KERNELS = (1, 3, 5, 7)
ENOUGH, LEAST, MOST = 1.0, 5, 40  # seconds to measure for; rounds, at least and at most


class SeparableExplorer(Live):
    """A convolution taken apart: which filters it has, what they make, what they cost, and what the clock says.

    Lecture 5.4: each filter scans one map, and the maps are added up, weighted, once for every output.

    Parameters
    ----------
    example : {"integers", "digit", "clothes", "camera"}
        Small integers, or a real image and maps made of it.
    in_channels, out_channels : int
        M and N: 2, 3, 4, 6, 8, 16, 32 or 64; the first three maps are drawn.
    kernel_size : {1, 3, 5, 7}
    groups : int
        A divisor of M: 1 is the full convolution, M, the default, the depth-wise separable one.
    depthwise_conv2d, pointwise_conv2d : callable, optional
        Your functions of these exercises, finished or not: their numbers are shown, and cells that differ from
        the package's are crossed.
    after : Predict, optional
        The prediction that unlocks the explorer.

    Raises
    ------
    TraitError
        If there is no such number of maps, kernel size or group.

    Examples
    --------
    >>> SeparableExplorer(in_channels=64, out_channels=64).picture.facts["rows"][-1]["written"]
    '64·3·3 + 64·64 = 4,672'
    """

    thread_name = "cnnkit clock"
    example = Choice(examples.EXAMPLES, "integers")
    in_channels = Int(3).tag(sync=True, picture=True)
    out_channels = Int(2).tag(sync=True, picture=True)
    kernel_size = Int(3).tag(sync=True, picture=True)
    groups = Int(3).tag(sync=True, picture=True)
    depthwise_conv2d = yours()
    pointwise_conv2d = yours()

    def __init__(self, **settings):
        self._clock: Clock | None = None
        self._maps = settings.get("in_channels", 3)  # how many there were at the last picture
        settings.setdefault("groups", self._maps)
        super().__init__(**settings)

    @validate("in_channels", "out_channels", "kernel_size")
    def _known(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        known = KERNELS if name == "kernel_size" else CHANNELS
        if value not in known:
            raise TraitError(f"{name} is {value}; it must be one of {', '.join(map(str, known))}")
        return value

    # --- the run ---

    @property
    def costs(self) -> list[Cost]:
        """The full layer, the present one where it lies between, and the separable one."""
        M, N, K = self.in_channels, self.out_channels, self.kernel_size
        return [Cost(M, N, K, groups) for groups in sorted({1, self.groups, M})]

    @property
    def state(self) -> str:
        """What the clock does: "ready", "running", "paused", "asleep", "stopping" or "ended"."""
        state = super().state
        return "ready" if state == "ended" and self._clock is None else state

    def begin(self):
        """Measure the layers in turn for about a second."""
        clock = self._clock = Clock(self.costs)

        def work(run: Run) -> None:
            clock.warm()
            end = time.perf_counter() + ENOUGH
            while clock.runs < MOST and (clock.runs < LEAST or time.perf_counter() < end) and run.turn():
                clock.turn()

        return work

    def forget(self) -> None:
        """Take the times away."""
        self._clock = None

    # --- settings ---

    def prepare(self, name: str) -> None:
        """Other maps have other groups: a depth-wise layer stays one, else the nearest number that divides."""
        if name == "in_channels":
            depthwise = self.groups == self._maps
            self.groups = self.in_channels if depthwise else max(g for g in self._divisors if g <= self.groups)

    @property
    def _divisors(self) -> list[int]:
        return [g for g in range(1, self.in_channels + 1) if self.in_channels % g == 0]

    def controls(self) -> list[Control]:
        """The layer, what it is shown on, and the clock."""
        maps = tuple((n, str(n)) for n in CHANNELS)
        said = {1: "1, full", self.in_channels: f"{self.in_channels}, depth-wise"}
        groups = tuple((g, said.get(g, str(g))) for g in self._divisors)
        measure = "measure again" if self._clock and self.state == "ended" else "measure the time"
        return [
            self.traits()["example"].menu(self, "example"),
            Control("slider", "groups", "groups", options=groups, group="groups"),
            Control("slider", "kernel_size", "kernel size K", options=tuple((k, str(k)) for k in KERNELS), group="groups"),
            Control("slider", "in_channels", "input maps M", options=maps, group="maps"),
            Control("slider", "out_channels", "output maps N", options=maps, group="maps"),
            Control("button", "start", measure, group="run"),
        ]

    # --- the picture ---

    @property
    def view(self) -> SeparableView:
        """Maps, filters and links of the present layer."""
        M, N, K, groups = self.in_channels, self.out_channels, self.kernel_size, self.groups
        v = examples.weights(N, M)
        # one group: filters that do what the separable layer does
        w = v[:, :, None, None] * examples.filters(M, K) if groups == 1 else examples.between(M, groups, K)
        return separable_view(examples.maps(self.example, M, K), w, v, groups)

    def compute(self) -> Picture:
        """The layer, its costs, and its times where they are measured."""
        if self.groups not in self._divisors:
            raise ValueError(f"{self.groups} groups do not divide {self.in_channels} maps evenly")
        if self._clock is not None and self._clock.costs != self.costs:  # times of another layer
            self._clock = None
            if self._run is not None and self._run.state in GOING:
                self._run.stop()
        self._maps, seen = self.in_channels, self.view
        alone = "" if seen.depthwise else "scans every map alone"
        # asked for what is drawn: loops over all of 64 maps would take seconds
        few = slice(DRAWN)
        scanned = Substitute.of(self.depthwise_conv2d, seen.u[None, few], seen.y[None, few], seen.w[few, 0], 1, 0, unless=alone).called("depthwise_conv2d")
        nothing = "has nothing to mix in a full convolution" if seen.full else ""
        mixed = Substitute.of(self.pointwise_conv2d, seen.z[None, few], seen.u[None], seen.v[few], unless=nothing).called("pointwise_conv2d")
        return pictures.layer(seen, scanned, mixed, self.costs, self._clock, self.state)

    def static_figure(self):
        """The static twin, with the table as lines."""
        return pictures.printed(self.picture, self.lit)
