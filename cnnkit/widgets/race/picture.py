"""The picture of Race: curves by entry, a table, the state in words, and its printed twin."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.race.view import RATES, Lanes, Standing

__all__ = ["printed", "race"]

# Okabe and Ito's palette; the lines carry their names, so that colour is never alone
COLOURS = {
    "right": "#0072B2", "frozen": "#767676", "pool": "#E69F00", "turned": "#009E73", "flipped": "#D55E00",
    "twice": "#CC79A7", "first_map": "#2F8FD0", "mixed": "#8A6D00", "slope": "#9C5B3C", "shared": "#5E3C99",
}  # fmt: skip
MUTED = "#5b5b5b"


def race(run: Lanes, state: str, seconds: float, error: str) -> Picture:
    """Everything that the panel draws; there is no grid of cells here."""
    standings = run.standings()
    control = next(s for s in standings if s.entry.name == "frozen")
    words = _words(run, state, seconds, error)
    facts = {
        "state": state,
        "share": run.share,
        "epochs": run.epochs,
        "seeds": run.seeds,
        "words": words,
        "entries": [
            {
                "name": s.entry.name, "label": s.entry.label, "colour": COLOURS[s.entry.name], "epochs": s.epochs,
                "mean": _two(s.mean), "spread": _two(s.spread), "gap": _gap(s, control),
            }
            for s in standings
        ],
    }  # fmt: skip
    notes = (
        "All begin with the same weights and see the same digits in the same order. Control: no gradient reaches "
        "the first convolution, whose filters stay as they were drawn.",
    )
    said = "; ".join(f"{s.entry.label} {_two(s.mean)}" for s in standings)
    return Picture(
        grids=(),
        tables={"accuracies": np.stack([s.accuracies for s in standings])},
        facts=facts,
        notes=notes,
        words=f"{words} Accuracy on unseen digits: {said}." if control.epochs else words,
    )


def _words(run: Lanes, state: str, seconds: float, error: str) -> str:
    nets = f"{len(run.entries)} entries, {run.seeds} {'nets' if run.seeds > 1 else 'net'} each"
    epochs = f"{run.epochs} epochs" if run.epochs > 1 else "one epoch"
    done = int(run.share * run.epochs)
    if error:
        return f"The race ended with {error}."
    if state == "ready":
        return f"Press start: {nets}, {epochs}, {run.optimiser} with η = {RATES[run.optimiser]:g}."
    if state == "running":
        return f"{done} of {epochs} done by all."
    if state == "asleep":
        return f"Waiting after {done} of {epochs}: no page has shown this race for a while."
    if state == "paused":
        return f"Paused after {done} of {epochs}."
    if state == "stopping":
        return "Stopping after this epoch."
    if state == "stopped":
        return f"Stopped after {done} of {epochs}."
    done = f"All {epochs} are done" if run.epochs > 1 else "The one epoch is done"
    return f"{done}, {nets}, in {seconds:.0f} s."


def _gap(standing: Standing, control: Standing) -> str:
    """How far from the control, in words a table can hold."""
    told = standing.epochs == control.epochs > 0 and np.isfinite([standing.mean, control.mean]).all()
    if standing is control or not told:
        return ""
    gap = float(_two(standing.mean)) - float(_two(control.mean))  # of what is shown: 0.90 beside 0.89 is +0.01
    return f"{gap:+.2f}".replace("-", "−")


def _two(value: float) -> str:
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
        style = "--" if entry["name"] == "frozen" else "-"
        axes.plot(lane.mean(axis=0), style, color=entry["colour"], linewidth=2)
    figure.text(0.60, 0.88, "accuracy, mean ± spread", fontsize=9.5, color=MUTED)
    for k, entry in enumerate(facts["entries"]):
        y = 0.81 - 0.065 * k
        figure.text(0.60, y, entry["label"], fontsize=9.5, color=entry["colour"], weight="bold")
        figure.text(0.82, y, f"{entry['mean']} ± {entry['spread']}", fontsize=9.5)
        figure.text(0.94, y, entry["gap"], fontsize=9.5, color=MUTED)
    figure.text(0.02, 0.03, facts["words"], fontsize=9.5)
    return figure
