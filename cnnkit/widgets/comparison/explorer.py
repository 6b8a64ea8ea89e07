"""NetComparison: four nets trained live, and what their accuracy costs (lecture 5.3 and 5.4)."""

from __future__ import annotations

from traitlets import Int

from cnnkit.widgets.board.live import GOING, Live
from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.run import Run
from cnnkit.widgets.comparison import picture as pictures
from cnnkit.widgets.comparison.view import Entrants

__all__ = ["NetComparison"]


class NetComparison(Live):
    """What does accuracy cost?  The net of lesson 06, ResNet-8, a separable and a mobile net on real digits.

    Each point is a net: its accuracy on unseen digits against the numbers that it learns, its multiply-adds, and
    the time of a forward pass on this machine.  It runs in a thread of its own, so the page stays alive.

    Parameters
    ----------
    epochs : int
        How often each image is seen.
    seed : int
        What draws the weights and orders the images.
    after : Predict, optional
        The prediction that unlocks it.

    Examples
    --------
    >>> NetComparison(epochs=2).picture.facts["words"]
    'Press start: 4 nets, 2 epochs each.'
    """

    thread_name = "cnnkit comparison"
    epochs = Int(6, min=1, max=40).tag(sync=True, picture=True)
    seed = Int(0, min=0, max=9).tag(sync=True, picture=True)

    def __init__(self, **settings):
        self._entrants: Entrants | None = None
        super().__init__(**settings)

    @property
    def entrants(self) -> Entrants:
        """The nets of the present run, or of the one that start would begin."""
        if self._entrants is None:
            self._entrants = Entrants(epochs=self.epochs, seed=self.seed)
        return self._entrants

    @property
    def state(self) -> str:
        """What it does: "ready", "running", "paused", "asleep", "stopping", "stopped" or "ended"."""
        state = super().state
        return "stopped" if state == "ended" and self.entrants.share < 1 else state

    def begin(self):
        """New nets; the piece of work between two turns is one epoch of one net."""
        self._entrants = None
        entrants = self.entrants

        def work(run: Run) -> None:
            pieces = entrants.run()
            while entrants.share < 1 and run.turn():
                next(pieces, None)

        return work

    def forget(self) -> None:
        """Take the points away."""
        self._entrants = None

    def prepare(self, name: str) -> None:
        """Another setting makes another comparison; one that goes on is not changed."""
        if self.state in GOING:
            raise ValueError("The nets are being trained; stop that before you change it")
        self._run = self._entrants = None

    def controls(self) -> list[Control]:
        """The buttons, and how long it goes on."""
        return [
            *self.buttons("start", "pause", "stop"),
            Control("slider", "epochs", "epochs", low=1, high=20, group="rule"),
            Control("slider", "seed", "seed", low=0, high=9, group="rule"),
        ]

    def compute(self) -> Picture:
        """The nets as they stand."""
        run = self._run
        return pictures.comparison(
            self.entrants, self.state, run.seconds if run else 0.0, run.error if run else ""
        )

    def static_figure(self):
        """The static twin: points and table of this moment."""
        return pictures.printed(self.picture)
