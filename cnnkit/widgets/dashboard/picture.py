"""The picture of TrainingDashboard: what the panel draws live, in words, and its printed twin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.figures import colours
from cnnkit.numbers import count
from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.dashboard.view import Curve, LayerMaps, TrainingView

__all__ = ["Moment", "dashboard", "printed", "words"]

TRAINING, VALIDATION, MUTED, INK = "#0072B2", "#D55E00", "#767676", "#111111"
CURVES = ("batches", "losses", "accuracies", "validation_losses", "validation_accuracies")


@dataclass(frozen=True)
class Moment:
    """What the dashboard knows beside the view: the state of the run and what is looked at.

    Parameters
    ----------
    view : TrainingView
    state, words : str
        "ready", "running", "paused", "asleep", "stopping" or "ended"; the status line.
    seconds, learning_rate : float
    rates : tuple of (step, learning rate)
    image : (channels, H, W) array
        The image that is followed.
    number, label : int
        Its place among the images, and its class.
    names : tuple of str, or None
        What the classes are called.
    validated : bool
        Whether there are images for validation.
    before : (TrainingView, str) or None
        How the run before this one ended, and its learning rate in words.
    """

    view: TrainingView
    state: str
    words: str
    seconds: float
    learning_rate: float
    rates: tuple
    image: np.ndarray
    number: int
    label: int
    names: tuple[str, ...] | None
    validated: bool
    before: tuple | None


def dashboard(moment: Moment) -> Picture:
    """Everything that the panel draws; there is no grid of cells here."""
    view = moment.view
    tables = {name: _points(getattr(view, name)) for name in CURVES}
    tables["gradients"] = view.gradient_sizes
    tables["image"] = moment.image.mean(axis=0) if len(moment.image) != 3 else moment.image
    mosaics = {}
    for name in ("filters", "maps"):
        shown = getattr(view, name)
        if shown is not None:
            tables[name] = shown.tiles
            mosaics[name] = _mosaic(name, shown)
    if moment.before is not None:
        past, rate = moment.before
        tables["before/losses"] = _points(past.losses)
        tables["before/accuracies"] = _points(past.validation_accuracies if moment.validated else past.accuracies)
    answer = None if view.scores is None or not np.isfinite(view.scores).all() else int(view.scores.argmax())
    facts = {
        "state": moment.state,
        "step": view.step,
        "epoch": view.epoch,
        "epochs": view.epochs,
        "total": view.epochs * view.steps_per_epoch,
        "seconds": moment.seconds,
        "width": view.batches.width,
        "rates": [[step / view.steps_per_epoch, rate] for step, rate in moment.rates],
        "before": None if moment.before is None else moment.before[1],
        "layers": list(view.layers),
        "mosaics": mosaics,
        "number": moment.number,
        "label": _called(moment.label, moment.names, "class "),
        "answer": None if answer is None else _called(answer, moment.names),
        "right": answer == moment.label,
        "sure": None if answer is None else float(view.scores[answer]),
        "end": moment.words,
    }
    return Picture(grids=(), tables=tables, facts=facts, words=moment.words)


def _called(label: int, names: tuple[str, ...] | None, before: str = "") -> str:
    # a net may have more scores than there are classes
    return names[label] if names and label < len(names) else f"{before}{label}"


def words(view: TrainingView, state: str, ended: str, error: str) -> str:
    """The status line.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> words(SimpleNamespace(epochs=8, steps_per_epoch=45), "ready", "", "")
    'Ready: 8 epochs of 45 steps.'
    """
    if state == "ready":
        return f"Ready: {view.epochs} epochs of {count(view.steps_per_epoch)} steps."
    if error:
        return f"Ended at step {count(view.step + 1)} by an error in the network. {error}"
    reached = ". ".join(filter(None, (_reached(view), _stuck(view))))
    if state == "ended":
        return f"{ended[:1].upper()}{ended[1:]}.{f' {reached}.' if reached else ''}"
    if state == "stopping":
        return "Stopping after this step."
    if state == "asleep":
        return f"Waiting after step {count(view.step)}: no page has shown this run for a while."
    if state == "paused":
        return f"Paused after step {count(view.step)}.{f' {reached}.' if reached else ''}"
    return f"Running. {reached}." if reached else "Running."


def _reached(view: TrainingView) -> str:
    """The last values of all curves, in one clause."""
    if not len(view.losses):
        return f"Loss of the last batch {view.batches.values[-1]:.3f}" if len(view.batches) else ""
    done = round(view.losses.places[-1] + (view.losses.width - 1) / 2)
    when = "Loss" if done == view.epochs else f"After {done} epoch{'s' * (done != 1)}: loss"
    said = f"{when} {view.losses.values[-1]:.3f}, accuracy {view.accuracies.values[-1]:.3f}"
    if len(view.validation_accuracies):
        said += f"; on validation images {view.validation_accuracies.values[-1]:.3f}"
    return said


def _stuck(view: TrainingView) -> str:
    """Layers that have stopped learning: a gradient of exactly 0 changes no weight."""
    still = [name for name, size in zip(view.layers, view.gradient_sizes, strict=True) if size == 0]
    if not still:
        return ""
    if len(still) < len(view.layers):
        return f"The gradient is 0 in {', '.join(still)}: no weight there changes"
    return "Every gradient is 0: no weight changes any more. Start again with a smaller η"


def _points(curve: Curve) -> np.ndarray:
    return np.stack([curve.places, curve.values], axis=1)


def _mosaic(name: str, shown: LayerMaps) -> dict:
    finite = shown.tiles[np.isfinite(shown.tiles)]
    signed = name == "filters" or bool((finite < 0).any())
    return {
        "name": shown.name,
        "total": shown.total,
        "every": shown.every,
        "scale": "signed" if signed else "magnitude",
        "top": float(np.abs(finite).max(initial=0.0)) or 1.0,
    }


# --- the static twin ---------------------------------------------------------------------------------


def printed(picture: Picture):
    """The static twin as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    tables, facts = picture.tables, picture.facts
    figure = Figure(figsize=(10, 5.6), facecolor="white")
    FigureCanvasAgg(figure)
    loss = figure.add_axes((0.06, 0.57, 0.36, 0.36))
    accuracy = figure.add_axes((0.56, 0.57, 0.36, 0.36))
    _print_curve(loss, "loss", tables["losses"], tables["validation_losses"], tables["batches"])
    _print_curve(accuracy, "accuracy", tables["accuracies"], tables["validation_accuracies"])
    loss.set_yscale("log")
    accuracy.set_ylim(0, 1)
    for axes in (loss, accuracy):
        axes.set_xlim(0, max(1, facts["epochs"]))
        axes.set_xlabel("epoch", fontsize=9)
    _print_gradients(figure.add_axes((0.14, 0.16, 0.22, 0.24)), facts["layers"], tables["gradients"])
    for name, left, title in (("filters", 0.42, "filters of"), ("maps", 0.70, "maps after")):
        if name in tables:
            about = facts["mosaics"][name]
            axes = figure.add_axes((left, 0.14, 0.27, 0.28))
            _print_mosaic(axes, tables[name], about)
            axes.set_title(f"{title} {about['name']}", loc="left", fontsize=10)
    figure.text(0.02, 0.03, picture.words, fontsize=9.5, color=INK)
    return figure


def _print_curve(axes, title, training, validation, batches=None) -> None:
    if batches is not None and len(batches):
        axes.plot(*batches.T, color=MUTED, linewidth=0.7)
    for points, name, colour, style in (
        (training, "training", TRAINING, "-o"), (validation, "validation", VALIDATION, "--D"),
    ):  # fmt: skip
        if len(points):
            axes.plot(*points.T, style, color=colour, markersize=3.5)
            axes.annotate(name, points[-1], (6, 0), textcoords="offset points", fontsize=9, color=colour, va="center")
    axes.set_title(title, loc="left", fontsize=10)
    axes.grid(axis="y", color="#dddddd")
    axes.spines[:].set_visible(False)
    axes.tick_params(labelsize=8.5, length=0)


def _print_gradients(axes, layers, sizes) -> None:
    places = np.arange(len(layers))
    axes.plot(np.where(sizes > 0, sizes, np.nan), places, "o", color=TRAINING, markersize=5)
    axes.set_title("gradient size", loc="left", fontsize=10)
    axes.set_yticks(places, layers)
    axes.set_ylim(len(layers) - 0.5, -0.5)
    if (sizes > 0).any():
        axes.set_xscale("log")
    else:
        axes.set_xticks([])
    axes.grid(color="#dddddd")
    axes.spines[:].set_visible(False)
    axes.tick_params(labelsize=8.5, length=0)


def _print_mosaic(axes, tiles, about) -> None:
    count, height, width = tiles.shape
    columns = min(count, 6)
    rows = -(-count // columns)
    sheet = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1), np.nan)
    for k, tile in enumerate(tiles):
        top, left = k // columns * (height + 1), k % columns * (width + 1)
        sheet[top : top + height, left : left + width] = tile
    share = sheet / about["top"] if about["scale"] == "magnitude" else (sheet / about["top"] + 1) / 2
    shade = colours.table(about["scale"])[np.clip(np.rint(np.nan_to_num(share) * 255), 0, 255).astype(int)]
    axes.imshow(np.where(np.isnan(sheet)[..., None], 255, shade), interpolation="nearest", aspect="equal")
    axes.set_anchor("NW")
    axes.set_axis_off()
