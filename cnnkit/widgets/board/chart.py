"""Line charts of the static twins: the same frame, labels and colours as the browser's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnnkit.figures.colours import ROLES

__all__ = ["Axis", "Line", "add_chart", "draw_chart"]

RULE, MUTED = "#dddddd", "#888888"
LOWEST = 1e-16  # of a logarithmic axis: what is 0 in float64


@dataclass(frozen=True)
class Axis:
    """What an axis is, in words, whether it is logarithmic, and where it is labelled."""

    title: str = ""
    log: bool = False
    ticks: tuple = ()


@dataclass(frozen=True)
class Line:
    """One line, with its name at its end, or without."""

    x: Sequence[float]
    y: Sequence[float]
    label: str = ""
    colour: str = ROLES["reads"]
    marker: str = ""


def draw_chart(
    axes: Axes, across: Axis, up: Axis, curves: Sequence[Line], *, title: str = "",
    now: float | None = None, dot: tuple[float, float] | None = None, band: float = 0.0,
) -> None:  # fmt: skip
    """Draw curves: no box, light rules, names at the ends of the lines; `band` from the floor up.

    Examples
    --------
    >>> axes = Figure().add_axes((0, 0, 1, 1))
    >>> draw_chart(axes, Axis("step"), Axis("loss", log=True), [Line([1, 2], [3.0, 0.0], "run")])
    >>> [text.get_text() for text in axes.texts]
    ['run']
    """
    if up.log:
        axes.set_yscale("log")
    if across.log:
        axes.set_xscale("log")
    highest = max(range(len(curves)), key=lambda k: float(curves[k].y[-1]))
    for k, curve in enumerate(curves):
        values = np.maximum(curve.y, LOWEST) if up.log else curve.y
        axes.plot(curve.x, values, color=curve.colour, marker=curve.marker)
        if curve.label:
            lift = 6 if k == highest else -6  # one name above its end, the other below
            axes.annotate(
                curve.label, (1.0, curve.y[-1]), (4, lift), xycoords=("axes fraction", "data"),
                textcoords="offset points", color=curve.colour, fontsize=9, va="center",
            )  # fmt: skip
    if now is not None:
        axes.axvline(now, color=MUTED, linewidth=1, linestyle="--")
    if dot is not None and np.isfinite(dot).all():
        axes.plot(*np.maximum(dot, (-np.inf, LOWEST)), "o", color=ROLES["here"])
    if band:
        axes.axhspan(LOWEST, band, color=ROLES["reads"], alpha=0.2, linewidth=0)
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xlabel(across.title)
    axes.set_ylabel(up.title)
    if across.ticks:
        axes.set_xticks(*zip(*across.ticks))
    axes.tick_params(labelsize=8.5, length=0)
    axes.grid(axis="y", color=RULE)
    axes.spines[:].set_visible(False)


def add_chart(figure: Figure, across: Axis, up: Axis, curves, inches: float, **more) -> None:
    """Add a chart below the grids, where `draw` left that many inches free.

    Examples
    --------
    >>> figure = Figure(figsize=(10, 5))
    >>> add_chart(figure, Axis("ε", log=True), Axis(log=True), [Line([0.1, 1], [1e-6, 1e-4])], 2.6)
    >>> len(figure.axes)
    1
    """
    tall = figure.get_size_inches()[1]
    axes = figure.add_axes((0.09, 0.55 / tall, 0.5, (inches - 0.85) / tall), label="chart")
    draw_chart(axes, across, up, curves, **more)
