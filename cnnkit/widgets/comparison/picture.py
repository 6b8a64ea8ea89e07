"""The picture of NetComparison: accuracy against each of three costs, a table, the state in words, the printed twin."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.numbers import count, number
from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.comparison.labels import beside
from cnnkit.widgets.comparison.view import RUNS, TIMED, Entrants

__all__ = ["comparison", "printed"]

# Okabe and Ito's palette; every net has a shape of its own, and its name beside it
LOOKS = {
    "lesson 06": ("#0072B2", "o"), "ResNet-8": ("#D55E00", "s"), "separable": ("#009E73", "^"), "mobile": ("#CC79A7", "D"),
}  # fmt: skip
FIELD, MARGIN = (262, 190), 34  # pixels of a chart's field and beside it, as in light.js
COSTS = {
    "parameters": "numbers learned",
    "multiply_adds": "multiply-adds for one image",
    "milliseconds": f"milliseconds for {TIMED} images",
}


def comparison(entrants: Entrants, state: str, seconds: float, error: str) -> Picture:
    """Everything that the panel draws; there is no grid of cells here."""
    words = _words(entrants, state, seconds, error)
    found = [
        {
            "name": one.name, "colour": LOOKS[one.name][0], "shape": LOOKS[one.name][1],
            "parameters": count(one.parameters), "multiply_adds": count(one.multiply_adds),
            "milliseconds": number(one.milliseconds) if math.isfinite(one.milliseconds) else "–",
            "accuracy": f"{one.accuracy:.3f}" if one.accuracies else "–",
        }
        for one in entrants.all
    ]  # fmt: skip
    values = [[getattr(one, cost) for cost in COSTS] + [one.accuracy] for one in entrants.all]
    low = _floor([one.accuracy for one in entrants.all])
    facts = {
        "state": state, "share": entrants.share, "words": words, "entrants": found,
        "charts": [_chart(title, list(LOOKS), [(row[k], row[3]) for row in values], low) for k, title in enumerate(COSTS.values())],
        "low": low,
    }  # fmt: skip
    said = "; ".join(
        f"{one['name']}: {one['parameters']} numbers learned, {one['multiply_adds']} multiply-adds"
        + (f", {one['milliseconds']} ms, accuracy {one['accuracy']}" if one["accuracy"] != "–" else "")
        for one in found
    )
    notes = (
        "All see the same digits of 8 × 8 in the same order. Up and to the left is better: more accuracy for less. "
        f"Milliseconds are those of this machine, the fastest of {RUNS} passes forward.",
    )
    return Picture(
        grids=(), tables={"values": np.array(values, float)}, facts=facts, notes=notes, words=f"{words} {said}."
    )


def _chart(title: str, names: list[str], values: list[tuple[float, float]], foot: float) -> dict:
    """An axis from one power of ten to another, around all costs that are known; where the names stand at their points."""
    known = [cost for cost, _ in values if math.isfinite(cost)] or [1.0, 10.0]
    low, high = math.floor(math.log10(min(known)) - 0.1), math.ceil(math.log10(max(known)) + 0.1)
    ticks = [[10.0**e, count(10**e) if e >= 0 else f"{10.0**e:g}"] for e in range(low, high + 1)]
    there = [k for k, pair in enumerate(values) if np.isfinite(pair).all()]
    points = [
        (FIELD[0] * (math.log10(values[k][0]) - low) / (high - low), FIELD[1] * (1 - values[k][1]) / (1 - foot)) for k in there
    ]
    placed = dict(zip(there, beside(points, [names[k] for k in there], FIELD, MARGIN), strict=True))
    return {"title": title, "low": 10.0**low, "high": 10.0**high, "ticks": ticks, "names": [placed.get(k) for k in range(len(values))]}


def _floor(accuracies: list[float]) -> float:
    """The foot of the accuracy axis: a tenth below the worst that is known."""
    known = [accuracy for accuracy in accuracies if math.isfinite(accuracy)]
    return max(0.0, math.floor(10 * min(known, default=0.0) - 0.2) / 10)


def _words(entrants: Entrants, state: str, seconds: float, error: str) -> str:
    epochs = f"{entrants.epochs} epochs" if entrants.epochs > 1 else "one epoch"
    done = int(entrants.share * entrants.epochs)
    if error:
        return f"The training ended with {error}."
    if state == "ready":
        return f"Press start: {len(entrants.all)} nets, {epochs} each."
    if state == "stopping":
        return "Stopping after this epoch of this net."
    if state == "running":
        turn = entrants.turn  # once: a run goes on meanwhile
        return f"Epoch {turn[0]} of {entrants.epochs}: {turn[1].name} learns." if turn else "The time of all nets is measured."
    if state == "asleep":
        return f"Waiting after {done} of {epochs}: no page has shown this for a while."
    if state == "paused":
        return f"Paused after {done} of {epochs}."
    if state == "stopped":
        return f"Stopped after {done} of {epochs}."

    def first(cost: str, of=min) -> str:
        best = of(getattr(one, cost) for one in entrants.all)
        return " and ".join(one.name for one in entrants.all if getattr(one, cost) == best)

    return (
        f"Done in {seconds:.0f} s, {epochs} each. Fewest numbers learned: {first('parameters')}; fewest multiply-adds: "
        f"{first('multiply_adds')}; fastest: {first('milliseconds')}; most accurate: {first('accuracy', max)}."
    )


def printed(picture: Picture):
    """The static twin as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    facts, values = picture.facts, picture.tables["values"]
    figure = Figure(figsize=(10, 4.8), facecolor="white")
    FigureCanvasAgg(figure)
    for k, chart in enumerate(facts["charts"]):
        axes = figure.add_axes((0.06 + 0.32 * k, 0.46, 0.26, 0.44))
        axes.set(xscale="log", xlim=(chart["low"], chart["high"]), ylim=(facts["low"], 1.0), xlabel=chart["title"])
        axes.set_title("accuracy on unseen digits" if k == 0 else "", loc="left", fontsize=10)
        axes.grid(axis="y", color="#dddddd")
        axes.spines[:].set_visible(False)
        axes.tick_params(labelsize=8.5, length=0)
        point = 72 * 10 * 0.26 / FIELD[0]  # of a printer, for a pixel of the page
        for one, row, place in zip(facts["entrants"], values, chart["names"]):
            if place:
                right, down, anchor = place
                axes.plot(row[k], row[3], one["shape"], color=one["colour"], markersize=8)
                axes.annotate(
                    one["name"], (row[k], row[3]), (right * point, -down * point), textcoords="offset points", fontsize=8.5,
                    ha={"start": "left", "middle": "center", "end": "right"}[anchor],
                )  # fmt: skip
    for k, one in enumerate(facts["entrants"]):
        line = (
            f"{one['name']}: {one['parameters']} numbers learned, {one['multiply_adds']} multiply-adds, "
            f"{one['milliseconds']} ms, accuracy {one['accuracy']}"
        )
        figure.text(0.06, 0.27 - 0.05 * k, line, fontsize=9.5, color=one["colour"])
    figure.text(0.02, 0.03, facts["words"], fontsize=9)
    return figure
