"""The picture of Race: curves by entry, a table, the state in words, and its printed twin."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.board.track import gap_between, row_of, turn_of, two
from cnnkit.widgets.race.view import ENTRIES, RATES, RaceLanes

__all__ = ["race"]

# Okabe and Ito's palette; the lines carry their names, so that colour is never alone
COLOURS = {
    "right": "#0072B2", "frozen": "#767676", "pool": "#E69F00", "turned": "#009E73", "flipped": "#D55E00",
    "twice": "#CC79A7", "first_map": "#2F8FD0", "mixed": "#8A6D00", "slope": "#9C5B3C", "shared": "#5E3C99",
}  # fmt: skip


def race(run: RaceLanes, state: str, seconds: float, error: str) -> Picture:
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
        "turn": turn_of(run, state),
        "heads": ["gradient", "accuracy", "against control"],
        "against": "the frozen control",
        "fixed": ["optimiser", *(name for name in ENTRIES if name not in ("right", "frozen"))],
        "entries": [
            row_of(s, COLOURS[s.entry.name], gap_between(s, control), dashed=s is control) for s in standings
        ],
    }
    notes = (
        "All begin with the same weights and see the same digits in the same order. Control: no gradient reaches "
        "the first convolution, whose filters stay as they were drawn.",
    )
    said = "; ".join(f"{s.entry.label} {two(s.mean)}" for s in standings)
    return Picture(
        grids=(),
        tables={"accuracies": np.stack([s.accuracies for s in standings])},
        facts=facts,
        notes=notes,
        words=f"{words} Accuracy on unseen digits: {said}." if control.epochs else words,
    )


def _words(run: RaceLanes, state: str, seconds: float, error: str) -> str:
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
