"""The sentences below PoseExplorer."""

from __future__ import annotations

import numpy as np

from cnnkit.data import JOINTS
from cnnkit.numbers import count, number, precise
from cnnkit.widgets.pose.view import THRESHOLDS, FigureView, NetsView

__all__ = ["cell_words", "mean_words", "nets_words", "score_words"]


def cell_words(view: FigureView) -> str:
    """How coarse the maps are."""
    s, (rows, columns) = view.stride, view.maps.shape[1:]
    return (
        f"Stride {s}: the image of {rows * s} × {columns * s} pixels has maps of {rows} × {columns} cells; "
        f"a joint is at most {number(s * np.sqrt(0.5))} pixels away from the centre of its cell."
    )


def mean_words(view: FigureView) -> str:
    """What the half cell is worth for this figure."""
    with_half, without = (view.off(places).mean() for places in (view.read, view.corners))
    return (
        f"Read back, the {len(view.joints)} joints lie {number(with_half)} pixels on average from where they are; "
        f"without the half cell {number(without)} pixels."
    )


def nets_words(view: NetsView, joint: int, rank: int, order: str) -> list[str]:
    """How this figure was found."""
    worst = {kind: int(view.off(kind).argmax()) for kind in view.found}
    place = "The figure with the largest mean error" if rank == 0 else f"Number {count(rank + 1)} from the largest mean error"
    return [
        f"{place} of the net with {order}. Mean error here: "
        + ", ".join(f"{number(view.off(kind).mean())} pixels with {kind}" for kind in view.found)
        + ".",
        "Farthest off: " + "; ".join(
            f"with {kind} the {JOINTS[k]}, by {number(view.off(kind)[k])} pixels" for kind, k in worst.items()
        ) + ".",
    ]  # fmt: skip


def score_words(view: NetsView, threshold: float, figures: int) -> str:
    """PCK of both nets at the threshold."""
    place = int(np.abs(np.subtract(THRESHOLDS, threshold)).argmin())
    said = ", ".join(f"{number(100 * values[place])}% with {kind}" for kind, values in view.curves.items())
    return (
        f"PCK at {precise(THRESHOLDS[place])} of the image, over {count(figures)} figures that no net has seen: {said}. "
        "The figures are drawn; the backgrounds are photographs."
    )
