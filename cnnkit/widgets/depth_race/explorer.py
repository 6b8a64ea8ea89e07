"""DepthRace: does depth hurt, and do skips help?  Six nets trained side by side and live."""

from __future__ import annotations

from traitlets import Int

from cnnkit.widgets.board.picture import Control, Picture
from cnnkit.widgets.board.track import Track
from cnnkit.widgets.depth_race import picture as pictures
from cnnkit.widgets.depth_race.view import DepthLanes

__all__ = ["DepthRace"]


class DepthRace(Track):
    """Depths 8, 20 and 56, each with and without ways past its blocks, trained on the digits (lecture 5.3).

    It runs in a thread of its own, so the page stays alive.

    Parameters
    ----------
    epochs, seeds : int
        How long it goes on, and how many first weights are tried.
    after : Predict, optional
        The prediction that unlocks the race.

    Examples
    --------
    >>> race = DepthRace(epochs=1)
    >>> race.state, [entry.depth for entry in race.lanes.entries]
    ('ready', [8, 8, 20, 20, 56, 56])
    """

    thread_name = "cnnkit depth race"
    epochs = Int(6, min=1, max=40).tag(sync=True, picture=True)
    seeds = Int(1, min=1, max=10).tag(sync=True, picture=True)

    def new_lanes(self) -> DepthLanes:
        """Six nets for each seed."""
        return DepthLanes(epochs=self.epochs, seeds=self.seeds)

    def controls(self) -> list[Control]:
        """The buttons, and how long."""
        return [
            *self.buttons("start", "pause", "stop"),
            Control("slider", "epochs", "epochs", low=1, high=40, group="rule"),
        ]

    def compute(self) -> Picture:
        """The race as it stands."""
        run = self._run
        return pictures.depth_race(self.lanes, self.state, run.seconds if run else 0.0, run.error if run else "")
