"""The picture of PoseTraining: progress, losses and PCK of both nets, a figure as they see it, and the printed twin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.data import BONES
from cnnkit.figures.colours import ROLES
from cnnkit.numbers import count, number, precise
from cnnkit.widgets.board.photo import print_photo
from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.pose_training.view import Learned

__all__ = ["PoseMoment", "printed", "training"]

COLOURS = (ROLES["here"], ROLES["reads"])
ENOUGH = 20  # steps after which the time of a step is known
NOTES = (
    "The losses have different units, squares of heights in the maps and squares of parts of the image: each tells only whether its net "
    "still learns.",
    "After every epoch: PCK at {} of the image, on {} figures that no net sees in training. All figures are drawn; half of them are "
    "mirrored anew after every epoch, and then left and right change places.",
)  # fmt: skip


@dataclass(frozen=True)
class PoseMoment:
    """How a run stands, and what both nets have learned."""

    kind: str
    state: str
    step: int
    epochs: int
    figures: int
    scored: int
    learned: dict[str, Learned]
    threshold: float
    figure: int
    image: np.ndarray | None
    joints: np.ndarray | None
    seconds: float
    before: float
    error: str

    @property
    def per_epoch(self) -> int:
        """Steps in an epoch; 0 before the run has begun."""
        return self.learned[self.kind].steps_per_epoch

    @property
    def share(self) -> float:
        """How much of the present run is done, 0 to 1."""
        return self.step / (self.epochs * self.per_epoch) if self.step else 0.0


def training(now: PoseMoment) -> Picture:
    """Everything that the panel draws; there is no grid of cells here."""
    words = _words(now)
    tables, notes, seen = {}, [], []
    for k, (kind, learned) in enumerate(now.learned.items()):
        tables[f"loss{k}"] = learned.curve
        tables[f"pck{k}"] = np.array([[epoch, score] for epoch, score in enumerate(learned.scores, 1)]).reshape(-1, 2)
        found = None if now.joints is None else learned.places(now.figure)
        if found is not None:
            tables[f"found{k}"] = found
            seen.append(f"{number(np.hypot(*(found - now.joints).T).mean())} pixels with {kind}")
    if now.image is not None:
        tables |= {"image": now.image, "joints": now.joints}
    if seen:
        notes.append(f"Figure {now.figure}, which no net sees in training: mean error {', '.join(seen)}.")
    if any(len(learned.losses) for learned in now.learned.values()):
        notes.append(NOTES[0])
    notes.append(NOTES[1].format(precise(now.threshold), now.scored))
    said = [f"{kind} {number(learned.scores[-1])}" for kind, learned in now.learned.items() if learned.scores]
    return Picture(
        grids=(),
        tables=tables,
        facts={
            "state": now.state, "share": now.share, "epochs": now.epochs, "kinds": list(now.learned), "words": words,
            "title": f"PCK at {precise(now.threshold)} of the image", "bones": [list(bone) for bone in BONES],
        },
        notes=tuple(notes),
        words=" ".join([words, *([f"PCK after the last epoch: {', '.join(said)}."] if said else [])]),
    )  # fmt: skip


def _words(now: PoseMoment) -> str:
    learned = now.learned[now.kind]
    done = now.step // now.per_epoch if now.per_epoch else 0
    loss = f", loss {number(learned.curve[-1, 1])}" if now.step else ""
    if now.error:
        return f"The run ended with {now.error}."
    if now.state == "ready":
        return f"Press start: the net with {now.kind}, {count(now.figures)} figures, {now.epochs} epochs. It takes some minutes."
    if now.state == "running" and not now.per_epoch:
        return "The figures are being drawn. That takes some seconds, once."
    if now.state == "running":
        here = f"Epoch {min(done + 1, now.epochs)} of {now.epochs}, step {now.step - done * now.per_epoch} of {now.per_epoch}{loss}"
        return f"{here}{_left(now)}."
    where = f"after {done} of {now.epochs} epochs" if done or not now.step else f"after {now.step} of {now.per_epoch} steps of the first epoch"
    if now.state == "asleep":
        return f"Waiting {where}{loss}: no page has shown this for a while."
    if now.state == "stopping":
        return "Stopping after this update."
    if now.state == "ended":
        score = f", PCK {number(learned.scores[-1])}" if learned.scores else ""
        return f"Done: the net with {now.kind}, {now.epochs} epochs in {now.seconds:.0f} s{loss}{score}."
    return f"{now.state.capitalize()} {where}{loss}."


def _left(now: PoseMoment) -> str:
    """The time that is left, of steps alone: before the first one the figures were drawn."""
    if now.step < ENOUGH:
        return ""
    left = (now.seconds - now.before) / now.share * (1 - now.share)
    return f"; about {max(1, round(left / 60))} min left" if left > 90 else f"; about {round(left)} s left"


def printed(picture: Picture):
    """The static twin as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    facts, tables = picture.facts, picture.tables
    figure = Figure(figsize=(10, 4.2 + 2.8 * ("image" in tables)), facecolor="white")
    FigureCanvasAgg(figure)
    tall = figure.get_size_inches()[1]
    for left, name, title in ((0.06, "loss", "loss"), (0.56, "pck", facts["title"])):
        axes = figure.add_axes((left, (tall - 2.9) / tall, 0.3, 2.5 / tall))
        for k, (kind, colour, style) in enumerate(zip(facts["kinds"], COLOURS, ("-", "--"), strict=True)):
            points = tables[f"{name}{k}"]
            if not len(points):
                continue
            axes.plot(*points.T, style, color=colour, marker="." if name == "pck" else "", label=kind)
            axes.annotate(kind, points[-1], (6, 0), textcoords="offset points", color=colour, fontsize=9, va="center")
        axes.set(xlim=(0, facts["epochs"] + 0.5), xlabel="epoch")
        if name == "pck":
            axes.set_ylim(0, 1)
        else:
            axes.set_yscale("log")
        axes.set_title(title, loc="left", fontsize=10)
        axes.grid(axis="y", color="#dddddd")
        axes.spines[:].set_visible(False)
        axes.tick_params(labelsize=8.5, length=0)
    place = 0
    for k, kind in enumerate(facts["kinds"]):
        if f"found{k}" in tables:
            axes = figure.add_axes((0.06 + 0.3 * place, 1.3 / tall, 0.24, 2.4 / tall))
            print_photo(axes, tables[f"found{k}"], image=tables["image"], joints=tables["joints"], bones=facts["bones"],
                        title=f"net with {kind}; blue: true, orange: found")  # fmt: skip
            place += 1
    for k, line in enumerate((facts["words"], *picture.notes)):
        figure.text(0.02, (0.95 - 0.2 * k) / tall, line, fontsize=8)
    return figure
