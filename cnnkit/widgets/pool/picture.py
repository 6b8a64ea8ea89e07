"""The pictures of PoolExplorer: which grids stand on each face, and the notes below them."""

from __future__ import annotations

import numpy as np

from cnnkit.figures.colours import ROLES
from cnnkit.numbers import article, number
from cnnkit.widgets.board.picture import NUMBERED, Grid, Picture
from cnnkit.widgets.board.substitute import Substitute, differing
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.pool.view import BELIEFS, ROUTES, PoolView, believed_gradient

__all__ = ["MOST_ARROWS", "TWIN", "backward", "belief_options", "forward", "printed"]

# the same idea about the other pooling
TWIN = {"P04": "A04", "A04": "P04", "P06": "A01/P06", "A01/P06": "P06"}
MOST_ARROWS = 12
# where a wrong idea shows, by what it is about
_OVERLAP = "It shows only where windows {}: choose a stride below K."
_TIE = "It shows only where two cells of a window are the largest: type the largest number once more."
_SAME = {
    "P04": _OVERLAP.format("share a winner"),
    "A04": _OVERLAP.format("overlap"),
    "P01": _TIE,
    "P02": _TIE,
}


def belief_options(pooling: str) -> tuple:
    """The menu of wrong ideas of one pooling.

    Examples
    --------
    >>> belief_options("mean")[-1]
    ('A05', 'the maximum in place of the mean')
    """
    return (("", "nothing"), *((name, BELIEFS[name]) for name in ROUTES[pooling].switches))


def forward(view: PoolView, u: Substitute, positions: Substitute, *, scale: str, arrows: bool) -> Picture:
    """Y, the pooled map, and for max where each maximum was."""
    limit = np.abs(view.y).max()
    pooled = {"scale": scale, "limit": limit, "symbol": "u"}
    grids = [_input(view, scale), Grid("u", "U(l)", title="pooled map", **pooled, **u.grid(_map))]
    if view.how == "max":
        title = f"winner: row · {view.y.shape[1]} + column"
        grids.append(Grid("p", "P(l)", title=title, scale="plain", **positions.grid(_map)))
    notes = [_window_words(view), *_tie_words(view), *_unread_words(view), u.note]
    notes.append(positions.note.replace("Your function", "Your positions", 1))
    return Picture(
        grids=tuple(grids),
        facts=_facts(view, "forward"),
        notes=tuple(note for note in notes if note),
        walk="u",
        links=view.forward_links(_all_arrows(view, arrows)),
        words=_title(view),
    )


def backward(view: PoolView, yours: Substitute, belief: str, *, scale: str, arrows: bool) -> Picture:
    """Y, the gradient that arrives, the gradient it becomes, and a wrong idea of it."""
    limit = np.abs(view.dy).max()
    grids = [
        _input(view, scale),
        Grid(
            "du", "dU(l)", view.du, "gradient that arrives", limit=np.abs(view.du).max(),
            editable=max(view.du.shape) <= NUMBERED,
        ),
        Grid(
            "dy", "dY(l)", title="gradient of the input", limit=limit, hatched=view.counts == 0,
            **yours.grid(_map),
        ),
    ]  # fmt: skip
    notes = [_window_words(view), _routing_words(view), *_tie_words(view), *_unread_words(view)]
    if belief:
        believed = believed_gradient(view, belief)
        wrong = differing(believed, view.dy)
        grids.append(Grid("belief", "believed dY", believed, BELIEFS[belief], limit=limit, crossed=wrong))
        notes.append(_belief_words(view, belief, believed, wrong))
    small = max(view.y.shape) <= NUMBERED and yours.values is None
    return Picture(
        grids=tuple(grids),
        facts=_facts(view, "backward"),
        notes=(*notes, *([yours.note] if yours.note else [])),
        walk="du",
        frames={"dy": view.steps} if small else {},
        home=("dy", *(int(k) for k in np.unravel_index(view.received.argmax(), view.y.shape))),
        links=view.backward_links(_all_arrows(view, arrows)),
        words=f"{_title(view)}, gradient",
    )


def printed(picture: Picture, lit):
    """The static twin with the arrows that the browser draws, from pooled cells to their winners."""
    from matplotlib.patches import ConnectionPatch

    figure = draw(picture, lit)
    axes = {axes.get_label(): axes for axes in figure.axes}
    bend = 0.2 if picture.facts["face"] == "forward" else -0.2
    for (start, *source), (end, *goal), role in lit.arrows:
        for colour, width, style in (("white", 2.6, "-"), (ROLES.get(role, ROLES["reads"]), 1.0, "->")):
            figure.add_artist(
                ConnectionPatch(
                    (source[1] + 0.5, source[0] + 0.16), (goal[1] + 0.5, goal[0] + 0.5), "data", "data",
                    axesA=axes[start], axesB=axes[end], arrowstyle=style, color=colour, linewidth=width,
                    connectionstyle=f"arc3,rad={bend}", shrinkB=8,
                )
            )  # fmt: skip
    return figure


def _map(values) -> np.ndarray:
    return values[0, 0]


def _input(view: PoolView, scale: str) -> Grid:
    return Grid(
        "y", "Y(l)", view.y, "the map", scale=scale, limit=np.abs(view.y).max(),
        hatched=view.counts == 0, editable=max(view.y.shape) <= NUMBERED,
    )  # fmt: skip


def _facts(view: PoolView, face: str) -> dict:
    return {"face": face, "how": view.how, "cells": view.cells.shape[1]}


def _all_arrows(view: PoolView, wanted: bool) -> bool:
    return bool(wanted and view.how == "max" and view.u.size <= MOST_ARROWS)


# Words


def _title(view: PoolView) -> str:
    (height, width), (k, _), (s, _) = view.y.shape, view.kernel_size, view.stride
    return f"{view.how} pooling of {article(height)} {height} × {width} map, K = {k}, stride {s}"


def _window_words(view: PoolView) -> str:
    (k, _), (s, _) = view.kernel_size, view.stride
    if view.u.size == 1:
        return "Only one window fits."
    if s < k:
        return f"stride {s} < K = {k}: windows overlap, and a cell is read up to {view.counts.max()} times."
    if s == k:
        return f"stride = K = {k}: no two windows share a cell."
    return f"stride {s} > K = {k}: there are cells between the windows."


def _tie_words(view: PoolView) -> list[str]:
    if view.how == "mean":
        return []
    count = int(view.ties.sum())
    if not count:
        return ["No window holds a tie."]
    held = f"{count} of {view.ties.size} windows hold{'s' if count == 1 else ''} a tie"
    return [f"{held}: the first cell in row order wins."]


def _unread_words(view: PoolView) -> list[str]:
    count = int((view.counts == 0).sum())
    return [f"{count} of {view.y.size} cells are never read: their gradient is 0."] if count else []


def _routing_words(view: PoolView) -> str:
    words = f"Sum of dU = {number(view.du.sum())}, sum of dY = {number(view.dy.sum())}: nothing is lost."
    several = int((view.received > 1).sum())
    if several:
        words += f" {several} cell{'s' * (several > 1)} got more than one contribution and added them up."
    return words


def _belief_words(view: PoolView, belief: str, believed, wrong) -> str:
    count, off = int(wrong.sum()), float(believed.sum() - view.dy.sum())
    head = f"“{BELIEFS[belief]}”: "
    if not count:
        when = _SAME.get(belief, "With K = 1 a window is one cell.")
        return f"{head}the same numbers here. {when}"
    total = (
        "the sum is right all the same" if abs(off) < 1e-9
        else f"the sum of dY is {number(-off)} too small: that much gradient is lost" if off < 0
        else f"the sum of dY is {number(off)} too large"
    )  # fmt: skip
    return f"{head}{count} of {wrong.size} cells are wrong (crossed); {total}."
