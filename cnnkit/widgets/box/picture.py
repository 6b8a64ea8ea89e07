"""The picture of BoxExplorer: two boxes on a scene, their numbers written out, and a curve."""

from __future__ import annotations

import numpy as np

from cnnkit import data
from cnnkit.numbers import count, number
from cnnkit.widgets.board.chart import Axis, Line, draw_chart
from cnnkit.widgets.board.picture import Picture
from cnnkit.widgets.box.view import SIDE, Agreement, Answers, contour

__all__ = ["answered", "by_hand", "corners", "printed"]

TRUE, ANSWER, INK, MUTED = "#0072B2", "#D55E00", "#111111", "#5b5b5b"


def corners(box) -> str:
    """A box in words.

    Examples
    --------
    >>> corners([20, 12.5, 44, 52])
    '(20, 12.5, 44, 52)'
    """
    return f"({', '.join(number(edge, 1) for edge in box)})"


def by_hand(start: np.ndarray, found: Agreement, turn: float) -> Picture:
    """A box that is moved by hand, and the IoU along the way of equal squared error through it."""
    degrees, overlaps = contour(start, found.true)
    low, high = overlaps.min(), overlaps.max()
    around = "There is no error to turn." if not found.error else (
        f"Once around at this squared error, IoU goes from {number(low)} to {number(high)}."
    )
    return _picture(
        found, None, f"Box {corners(found.box)}, true box {corners(found.true)}: IoU {number(found.overlap)}, "
        f"squared error {number(found.error)}.",
        {
            "face": "by hand", "curve": "IoU on the way of equal squared error", "across": "turn of the error",
            "ticks": [[0, "0°"], [90, "90°"], [180, "180°"], [270, "270°"], [360, "360°"]], "mark": [turn, found.overlap],
        },
        np.stack([degrees, overlaps], axis=1), (around,),
    )  # fmt: skip


def answered(answers: Answers, rank: int, found: Agreement) -> Picture:
    """One scene of the trained net, and the IoU of all of them."""
    many = len(answers.overlaps)
    what, said = (data.KINDS[kinds[rank]] for kinds in (answers.labels, answers.said))
    right = "says so too" if what == said else f"takes it for another kind: {said}"
    middle, mean = float(np.median(answers.overlaps)), float(answers.overlaps.mean())
    places = np.arange(1, many + 1)
    return _picture(
        found, answers.images[rank],
        f"Unseen scene {count(rank + 1)} of {count(many)} from the worst: {what}. The net {right}. IoU {number(found.overlap)}.",
        {
            "face": "net", "curve": "IoU of all unseen scenes, worst first", "across": "scene",
            "ticks": [[1, "1"], [many // 2, count(many // 2)], [many, count(many)]], "mark": [rank + 1, found.overlap],
        },
        np.stack([places, answers.overlaps], axis=1),
        (f"All {count(many)} unseen scenes: {np.mean(answers.labels == answers.said):.1%} of the classes right, mean IoU {number(mean)}, median {number(middle)}.",),
    )  # fmt: skip


def _picture(found: Agreement, image, words: str, facts: dict, curve: np.ndarray, last: tuple) -> Picture:
    return Picture(
        grids=(),
        tables={
            "box": found.box, "true": found.true, "shared": found.shared, "curve": curve,
            "image": np.zeros((0, 0)) if image is None else image,
        },
        facts=facts | {"side": SIDE, "overlap": found.overlap, "about": words},
        notes=(*_written_out(found), *last),
        words=words,
    )  # fmt: skip


def _written_out(found: Agreement) -> tuple[str, ...]:
    """Intersection, union, IoU, squared error and gradient, every number in its place."""
    row0, col0, row1, col1 = found.shared
    sides = [_side(row1, row0), _side(col1, col0)]
    own, true, shared = found.areas
    gives = "=" if abs(found.overlap - round(found.overlap, 2)) < 1e-12 else "≈"
    ratio = f"{number(shared)} / {number(found.union)} {gives} {number(found.overlap)}" if found.union else "0, since both are empty"
    gaps = ", ".join(number(gap, 1) for gap in found.gradient)
    squares = " + ".join(f"{_factor(gap)}²" for gap in found.gradient)
    # of rounded numbers the sums come out only nearly
    is_ = "=" if np.array_equal(found.box, found.box.round(1)) and np.array_equal(found.true, found.true.round(1)) else "≈"
    return (
        f"intersection = {sides[0]} · {sides[1]} {is_ if shared else '='} {number(shared)}",
        f"union = {number(own)} + {number(true)} − {number(shared)} {is_} {number(found.union)}; IoU = {ratio}",
        f"squared error = ½·({squares}) {is_} {number(found.error)}; its gradient is y − d = ({gaps})",
    )


def _side(last: float, first: float) -> str:
    written = f"({number(last, 1)} − {_factor(first)})"
    return written if last >= first else f"max(0, {written[1:-1]})"


def _factor(value: float) -> str:
    return f"(−{number(-value, 1)})" if value < 0 else number(value, 1)


def printed(picture: Picture):
    """The static twin as a matplotlib figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    tables, facts = picture.tables, picture.facts
    figure = Figure(figsize=(10, 5.4), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.05, 0.28, 0.36, 0.66))
    axes.set(xlim=(0, SIDE), ylim=(SIDE, 0), xlabel="column", ylabel="row", aspect="equal", facecolor="#ececec")
    if tables["image"].size:
        axes.imshow(tables["image"], cmap="gray", vmin=0, vmax=1, extent=(0, SIDE, SIDE, 0))
    for name, colour, style in (("true", TRUE, "-"), ("box", ANSWER, "--")):
        row0, col0, row1, col1 = tables[name]
        for edge, width, dashes in (("white", 4.5, "-"), (colour, 2, style)):
            axes.add_patch(Rectangle((col0, row0), col1 - col0, row1 - row0, fill=False, ec=edge, lw=width, ls=dashes))
        axes.plot([], [], color=colour, linestyle=style, label={"true": "true box", "box": "answered"}[name])
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, frameon=False, fontsize=9)
    axes.tick_params(labelsize=8.5, length=0)
    chart = figure.add_axes((0.52, 0.36, 0.44, 0.54))
    x, y = tables["curve"].T
    draw_chart(chart, Axis(facts["across"], ticks=tuple(facts["ticks"])), Axis(), [Line(x, y)], title=facts["curve"], dot=tuple(facts["mark"]))
    chart.set_ylim(0, 1)
    for k, line in enumerate((picture.words, *picture.notes)):
        figure.text(0.02, 0.165 - 0.038 * k, line, fontsize=9, color=INK if not k else MUTED)
    return figure
