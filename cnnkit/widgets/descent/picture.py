"""The picture of DescentExplorer: a surface, a path on it, the losses, and why it stopped."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.numbers import count, exact, number, precise, tiny
from cnnkit.widgets.board.chart import Axis, Line, draw_chart
from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.descent.view import Descent, FilterProblem

__all__ = ["descent", "printed"]

INK, MUTED, PATH = "#111111", "#5b5b5b", "#D55E00"


def descent(
    problem: FilterProblem, surface, path: Descent, learning_rate, tolerance, span
) -> Picture:
    """Everything that the panel draws; there is no grid of cells here."""
    low, high = problem.curvatures
    limit = 2 / high if high > 0 else math.inf
    end = _end(problem, path, learning_rate, tolerance, limit)
    facts = {
        "steps": len(path.losses),
        "reason": path.reason,
        "learning_rate": learning_rate,
        "tolerance": tolerance,
        "span": span,
        "goal": [float(w) for w in problem.goal],
        "end": end,
    }
    notes = [
        f"{len(problem.y)} patches of two pixels; the filter that made their outputs is "
        f"w = ({number(problem.goal[0])}, {number(problem.goal[1])}): the loss is 0 there (×).",
    ]
    if not problem.relu:
        curved = f"{number(low)} along the valley, {number(high)} across" if number(low) != number(high) else f"{number(high)} in every direction"
        sign = "=" if exact(high) and exact(limit) else "≈"
        notes.append(
            f"Curvature of this loss: {curved}. A step beyond η = 2 / {number(high)} {sign} {number(limit)} overshoots further each time."
        )
    return Picture(
        grids=(),
        tables={
            "surface": surface,
            "weights": path.weights,
            "losses": path.losses,
            "gradients": path.gradients,
            "changes": path.changes if len(path.losses) > 1 else np.zeros(1),
        },
        facts=facts,
        notes=tuple(notes),
        words=f"Gradient descent on two weights, η = {precise(learning_rate)}: {end}",
    )


def _end(problem: FilterProblem, path: Descent, learning_rate, tolerance, limit) -> str:
    steps, first, last = len(path.losses), path.losses[0], path.losses[-1]
    at = f"loss {number(last)}"
    if path.reason == "diverged":
        why = f" η is beyond {number(limit)}." if learning_rate > limit else ""
        return f"Diverged: from {number(first)} the loss grew to {count(last)} in step {steps}.{why}"
    if path.reason == "steps":
        return f"Not converged after {steps} steps: {at}, and still changing by {tiny(path.changes[-1])}."
    words = f"“Err has converged” after step {steps}: the loss changed by {tiny(path.changes[-1])}, {at}."
    if not path.gradients[-1].any():
        if last > 1e-9:
            return words + " Every z is below 0, relu passes nothing back: flat, but no minimum."
        return words + " The gradient is 0: this is the minimum."
    if last > 0.1 * first:
        across = path.changes[-1] == 0 or learning_rate > 0.9 * limit
        if across:
            return words + " Each step jumps across the valley: a small change is not a minimum."
        return words + " The steps are small, not the way left: a small change is not a minimum."
    return words + " The minimum is 0."


def printed(picture: Picture):
    """The static twin as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    tables, facts = picture.tables, picture.facts
    figure = Figure(figsize=(10, 5.2), facecolor="white")
    FigureCanvasAgg(figure)
    _print_surface(figure.add_axes((0.06, 0.24, 0.38, 0.70)), tables, facts)
    steps, changes = np.arange(1, facts["steps"] + 1), tables["changes"]
    across, up = Axis(), Axis(log=True)
    upper = figure.add_axes((0.56, 0.62, 0.42, 0.32))
    lower = figure.add_axes((0.56, 0.24, 0.42, 0.28))
    draw_chart(upper, across, up, [Line(steps, tables["losses"], colour=PATH)], title="loss")
    draw_chart(
        lower, across, up, [Line(np.arange(2, 2 + len(changes)), changes, colour=PATH, marker=".")],
        title="change of the loss; band: it stops here", band=facts["tolerance"],
    )  # fmt: skip
    for axes in (upper, lower):
        axes.set_xlim(0.5, facts["steps"] + 0.5)
    if facts["tolerance"]:
        lower.set_ylim(bottom=max(1e-16, min(facts["tolerance"], changes.min())) / 5)
    for k, line in enumerate((facts["end"], *picture.notes)):
        figure.text(0.02, 0.12 - 0.05 * k, line, fontsize=9.5, color=INK if not k else MUTED)
    return figure


def _print_surface(axes, tables, facts) -> None:
    span, surface = facts["span"], tables["surface"]
    side = np.linspace(-span, span, len(surface))
    shade = np.log10(np.maximum(surface, 0.01))
    axes.imshow(shade, extent=(-span, span, -span, span), cmap="cividis", interpolation="bilinear")
    axes.contour(
        side, side[::-1], surface, levels=(0.01, 0.1, 1, 10), colors="white", linewidths=0.6
    )
    inside = np.clip(tables["weights"], -10 * span, 10 * span)
    for colour, width in (("white", 3.5), (PATH, 1.6)):
        axes.plot(*inside.T, color=colour, linewidth=width, marker=".", markersize=width + 2)
    axes.plot(*facts["goal"], "x", color="white", markersize=11, markeredgewidth=3.5)
    axes.plot(*facts["goal"], "x", color=INK, markersize=10, markeredgewidth=1.6)
    axes.set(xlim=(-span, span), ylim=(-span, span), xlabel="w0", ylabel="w1")
    axes.set_title("loss over the two weights", loc="left", fontsize=10)
    axes.tick_params(labelsize=8.5, length=0)
    axes.spines[:].set_visible(False)
