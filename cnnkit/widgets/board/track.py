"""Live explorers of nets that train side by side: their run, their curves and table, their printed twin."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.assets import BOARD
from cnnkit.widgets.board.lanes import Lanes, LaneStanding
from cnnkit.widgets.board.live import GOING, Live
from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.board.run import Run
from cnnkit.widgets.board.threads import one_thread

__all__ = ["Track", "gap_between", "printed", "row_of", "turn_of", "two"]

MUTED = "#5b5b5b"


class Track(Live):
    """Nets that train side by side; the piece of work between two turns is one epoch of one net.

    A subclass makes the lanes (`new_lanes`) and draws them (`compute`).  Its facts name the table's `heads`, whom
    the last column is `against`, the settings that are `fixed` while it goes on, and whose `turn` it is.
    """

    def __init__(self, **settings):
        self._lanes: Lanes | None = None
        super().__init__(**settings)

    @classmethod
    def module_source(cls) -> str:
        """The JavaScript of this explorer, and what all tracks share."""
        return (BOARD / "track.js").read_text(encoding="utf-8") + "\n" + super().module_source()

    @classmethod
    def style(cls) -> str:
        """The style of this explorer, and what all tracks share."""
        return super().style() + (BOARD / "track.css").read_text(encoding="utf-8")

    def new_lanes(self) -> Lanes:
        """Nets with the present settings."""
        raise NotImplementedError(f"{type(self).__name__} has to say who takes part")

    @property
    def lanes(self) -> Lanes:
        """Those that train, or would."""
        if self._lanes is None:
            self._lanes = self.new_lanes()
        return self._lanes

    @property
    def state(self) -> str:
        """What it does: "ready", "running", "paused", "asleep", "stopping", "stopped" or "ended"."""
        state = super().state
        return "stopped" if state == "ended" and self._lanes.share < 1 else state

    @property
    def standings(self) -> list[LaneStanding]:
        """How all entries stand now."""
        return self._lanes.standings()

    def begin(self):
        """New nets with the present settings."""
        lanes = self._lanes = self.new_lanes()

        def work(run: Run) -> None:
            pieces = lanes.run()
            with one_thread():
                while lanes.share < 1 and run.turn():
                    next(pieces, None)

        return work

    def forget(self) -> None:
        """Take the curves away."""
        self._lanes = None

    def prepare(self, name: str) -> None:
        """Another setting makes another race; one that goes on is not changed."""
        if self.state in GOING:
            raise ValueError("A race is on; stop it before you change it")
        self._run = self._lanes = None

    def static_figure(self):
        """The static twin: curves and table of this moment."""
        return printed(self.picture)


def row_of(standing: LaneStanding, colour: str, gap: str, *, dashed: bool = False) -> dict:
    """An entry as curve and table show it."""
    entry = standing.entry
    return {
        "name": entry.name, "label": entry.label, "colour": colour, "epochs": standing.epochs,
        "mean": two(standing.mean), "spread": two(standing.spread), "gap": gap, "dashed": dashed,
    }  # fmt: skip


def turn_of(lanes: Lanes, state: str) -> str:
    """The name of the entry whose net learns; empty while none does."""
    turn = lanes.turn if state in ("running", "stopping") else None
    return turn[1].name if turn else ""


def gap_between(standing: LaneStanding, other: LaneStanding) -> str:
    """How far an entry is from another, in words a table can hold."""
    told = standing.epochs == other.epochs > 0 and np.isfinite([standing.mean, other.mean]).all()
    if standing is other or not told:
        return ""
    gap = float(two(standing.mean)) - float(two(other.mean))  # of what is shown: 0.90 beside 0.89 is +0.01
    return f"{gap:+.2f}".replace("-", "−")


def two(value: float) -> str:
    """An accuracy with two decimals, or a dash.

    Examples
    --------
    >>> two(0.905), two(float("nan"))
    ('0.91', '–')
    """
    return f"{value:.2f}" if np.isfinite(value) else "–"


def printed(picture: Picture):
    """The static twin as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    facts, accuracies = picture.facts, picture.tables["accuracies"]
    figure = Figure(figsize=(10, 4.6), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.06, 0.16, 0.48, 0.74))
    axes.set(xlim=(0, facts["epochs"]), ylim=(0, 1.0), xlabel="epoch")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_title("accuracy on unseen digits", loc="left", fontsize=10)
    axes.grid(axis="y", color="#dddddd")
    axes.spines[:].set_visible(False)
    axes.tick_params(labelsize=8.5, length=0)
    for entry, lane in zip(facts["entries"], accuracies, strict=True):
        axes.plot(lane.T, color=entry["colour"], linewidth=0.6, alpha=0.5)
        axes.plot(lane.mean(axis=0), "--" if entry["dashed"] else "-", color=entry["colour"], linewidth=2)
    figure.text(0.60, 0.88, "accuracy, mean ± spread", fontsize=9.5, color=MUTED)
    for k, entry in enumerate(facts["entries"]):
        y = 0.81 - 0.065 * k
        figure.text(0.60, y, entry["label"], fontsize=9.5, color=entry["colour"], weight="bold")
        figure.text(0.82, y, f"{entry['mean']} ± {entry['spread']}", fontsize=9.5)
        figure.text(0.94, y, entry["gap"], fontsize=9.5, color=MUTED)
    figure.text(0.02, 0.03, facts["words"], fontsize=9.5)
    return figure
