"""Race: one small net trained with the right gradient and with wrong ones, side by side and live."""

from __future__ import annotations

from traitlets import Bool, Int, TraitError, Unicode, validate

from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.track import Track
from cnnkit.widgets.race import picture as pictures
from cnnkit.widgets.race.view import ENTRIES, RATES, RaceLanes

__all__ = ["Race"]

MISTAKES = tuple(name for name in ENTRIES if name not in ("right", "frozen"))


class Race(Track):
    """Which wrong gradients learn all the same?  The right one and chosen mistakes, beside a frozen control.

    Every entry begins with the same weights and sees the same digits in the same order; in the control no
    gradient reaches the first convolution (dY = 0).  It runs in a thread of its own, so the page stays alive.

    Parameters
    ----------
    pool, turned, flipped, twice, first_map, mixed, slope, shared : bool
        Which mistakes take part: = for += in pooling; the filter turned in dY; dW flipped; 1/T twice; dY from
        one map only; the maps of dW mixed; f′ left out; the maximum treated as a mean.
    optimiser : {"SGD", "Adam"}
    epochs, seeds : int
        How long it goes on, and how many first weights are tried.
    after : Predict, optional
        The prediction that unlocks the race.

    Examples
    --------
    >>> race = Race(epochs=1, seeds=1)
    >>> race.start(); race.wait(60)
    >>> race.state, len(race.standings)
    ('ended', 6)
    """


    thread_name = "cnnkit race"
    pool = Bool(True).tag(sync=True, picture=True)
    turned = Bool(True).tag(sync=True, picture=True)
    flipped = Bool(True).tag(sync=True, picture=True)
    twice = Bool(True).tag(sync=True, picture=True)
    first_map = Bool(False).tag(sync=True, picture=True)
    mixed = Bool(False).tag(sync=True, picture=True)
    slope = Bool(False).tag(sync=True, picture=True)
    shared = Bool(False).tag(sync=True, picture=True)
    optimiser = Unicode("SGD").tag(sync=True, picture=True)
    epochs = Int(8, min=1, max=40).tag(sync=True, picture=True)
    seeds = Int(3, min=1, max=10).tag(sync=True, picture=True)

    @validate("optimiser")
    def _known_optimiser(self, proposal):
        if proposal["value"] not in RATES:
            raise TraitError(f"the optimiser is {proposal['value']!r}; it must be SGD or Adam")
        return proposal["value"]

    def new_lanes(self) -> RaceLanes:
        """The right gradient, the control and the chosen mistakes."""
        chosen = [name for name in MISTAKES if getattr(self, name)]
        return RaceLanes(chosen, optimiser=self.optimiser, epochs=self.epochs, seeds=self.seeds)

    def controls(self) -> list[Control]:
        """The buttons, the optimiser, and who takes part."""
        return [
            *self.buttons("start", "pause", "stop"),
            Control(
                "tabs", "optimiser", "optimiser", group="rule",
                options=tuple((name, f"{name}, η = {rate:g}") for name, rate in RATES.items()),
            ),
            *(Control("switch", name, ENTRIES[name].label, group="entries") for name in MISTAKES),
        ]  # fmt: skip

    def compute(self) -> Picture:
        """The race as it stands."""
        run = self._run
        return pictures.race(self.lanes, self.state, run.seconds if run else 0.0, run.error if run else "")
