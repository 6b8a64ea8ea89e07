"""The picture of PoseTraining: progress, PCK after every epoch, the state in words, and its printed twin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.figures.colours import ROLES
from cnnkit.numbers import count, number, precise
from cnnkit.widgets.board.picture import Picture

__all__ = ["PoseMoment", "printed", "training"]

COLOURS = (ROLES["here"], ROLES["reads"])
NOTE = (
    "After every epoch: PCK at {} of the image, on {} figures that this net never sees. All figures are drawn; half of them are "
    "mirrored anew before every epoch, and then left and right change places."
)


@dataclass(frozen=True)
class PoseMoment:
    """How a run stands."""

    kind: str
    state: str
    share: float
    epochs: int
    figures: int
    scored: int
    losses: tuple[float, ...]
    scores: dict[str, list[float]]
    threshold: float
    seconds: float
    error: str


def training(now: PoseMoment) -> Picture:
    """Everything that the panel draws; there is no grid of cells here."""
    words = _words(now)
    curves = np.full((len(now.scores), now.epochs), np.nan)
    for row, scores in zip(curves, now.scores.values()):
        row[: len(scores)] = scores[: now.epochs]
    said = [f"{kind} {number(scores[-1])}" for kind, scores in now.scores.items() if scores]
    return Picture(
        grids=(),
        tables={"curves": curves},
        facts={
            "state": now.state, "share": now.share, "epochs": now.epochs, "kinds": list(now.scores), "words": words,
            "title": f"PCK at {precise(now.threshold)} of the image",
        },
        notes=(NOTE.format(precise(now.threshold), now.scored),),
        words=" ".join([words, *([f"PCK after the last epoch: {', '.join(said)}."] if said else [])]),
    )  # fmt: skip


def _words(now: PoseMoment) -> str:
    done, loss = len(now.losses), f", loss {number(now.losses[-1])}" if now.losses else ""
    if now.error:
        return f"The run ended with {now.error}."
    if now.state == "ready":
        return f"Press start: the net with {now.kind}, {count(now.figures)} figures, {now.epochs} epochs. It takes a few minutes."
    if now.state == "running" and not now.share:
        return "The figures are being drawn."
    if now.state == "running":
        left = now.seconds / now.share * (1 - now.share)
        soon = f"about {max(1, round(left / 60))} min left" if left > 90 else f"about {round(left)} s left"
        return f"Epoch {min(done + 1, now.epochs)} of {now.epochs}{loss}; {soon}."
    where = f"after {done} of {now.epochs} epochs{loss}"
    if now.state == "asleep":
        return f"Waiting {where}: no page has shown this for a while."
    if now.state == "stopping":
        return "Stopping after this update."
    if now.state == "ended":
        return f"Done: the net with {now.kind}, {now.epochs} epochs in {now.seconds:.0f} s{loss}."
    return f"{now.state.capitalize()} {where}."


def printed(picture: Picture):
    """The static twin as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    facts = picture.facts
    figure = Figure(figsize=(10, 3.6), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.06, 0.26, 0.62, 0.6))
    for kind, scores, colour, style in zip(facts["kinds"], picture.tables["curves"], COLOURS, ("-", "--"), strict=True):
        axes.plot(np.arange(1, facts["epochs"] + 1), scores, style, color=colour, marker=".", label=kind)
        if np.isfinite(scores).any():
            last = int(np.flatnonzero(np.isfinite(scores))[-1])
            axes.annotate(kind, (last + 1, scores[last]), (6, 0), textcoords="offset points", color=colour, fontsize=9, va="center")
    axes.set(xlim=(0.5, facts["epochs"] + 0.5), ylim=(0, 1), xlabel="epoch")
    axes.set_title(facts["title"], loc="left", fontsize=10)
    axes.grid(axis="y", color="#dddddd")
    axes.spines[:].set_visible(False)
    axes.tick_params(labelsize=8.5, length=0)
    for k, line in enumerate((facts["words"], *picture.notes)):
        figure.text(0.02, 0.07 - 0.05 * k, line, fontsize=8.5)
    return figure
