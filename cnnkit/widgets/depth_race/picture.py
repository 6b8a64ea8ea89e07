"""The picture of DepthRace: curves by net, a table, the state in words."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.board.track import gap_between, row_of, turn_of, two
from cnnkit.widgets.depth_race.view import BATCH, RATE, WIDTH, DepthLanes

__all__ = ["depth_race"]

# one colour for each depth; plain nets have dashed lines
COLOURS = {8: "#0072B2", 20: "#009E73", 56: "#D55E00"}


def depth_race(run: DepthLanes, state: str, seconds: float, error: str) -> Picture:
    """Everything that the panel draws; there is no grid of cells here."""
    standings = run.standings()
    plain = {s.entry.depth: s for s in standings if not s.entry.skips}
    words = _words(run, state, seconds, error)
    facts = {
        "state": state,
        "share": run.share,
        "epochs": run.epochs,
        "seeds": run.seeds,
        "words": words,
        "turn": turn_of(run, state),
        "heads": ["net", "accuracy", "against plain"],
        "against": "the plain net of that depth",
        "fixed": ["epochs"],
        "entries": [
            row_of(s, COLOURS[s.entry.depth], gap_between(s, plain[s.entry.depth]), dashed=not s.entry.skips) for s in standings
        ],
    }
    notes = (
        f"Batch normalisation in all of them, {WIDTH} maps in the first stage, batches of {BATCH}, η = {RATE:g}. At each depth both nets "
        "begin with the same filters and see the same digits in the same order. η stays the same to the end, so single values jump: look at whole curves.",
    )
    said = "; ".join(f"{s.entry.label}: {two(s.mean)}" for s in standings)
    return Picture(
        grids=(),
        tables={"accuracies": np.stack([s.accuracies for s in standings])},
        facts=facts,
        notes=notes,
        words=f"{words} Accuracy on unseen digits: {said}." if standings[0].epochs else words,
    )


def _words(run: DepthLanes, state: str, seconds: float, error: str) -> str:
    epochs = f"{run.epochs} epochs" if run.epochs > 1 else "one epoch"
    nets = f"six nets{f', {run.seeds} times each' if run.seeds > 1 else ''}"
    done = f"{int(run.share * run.epochs)} of {epochs}"
    if error:
        return f"The race ended with {error}."
    if state == "running" and (turn := run.turn):
        return f"Epoch {turn[0]} of {run.epochs}, at work: {turn[1].label}."
    return {
        "ready": f"Press start: {nets}, {epochs}.",
        "running": "All nets are judged before they learn.",
        "asleep": f"Waiting after {done}: no page has shown this race for a while.",
        "paused": f"Paused after {done}.",
        "stopping": "Stopping after this epoch.",
        "stopped": f"Stopped after {done}.",
    }.get(state, f"{epochs.capitalize()} done by {nets}, in {seconds:.0f} s.")
