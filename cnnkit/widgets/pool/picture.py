"""The pictures of PoolExplorer: which grids stand on each tab, and the notes below them."""

from __future__ import annotations

import numpy as np

from cnnkit.figures.colours import ROLES
from cnnkit.widgets.board.picture import NUMBERED, Grid, Mark, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.board.twin import cell_text
from cnnkit.widgets.pool.view import BELIEFS, PoolView, believed_gradient

__all__ = ["BELIEFS_OF", "TWIN", "backward", "belief_options", "forward", "with_arrows"]

BELIEFS_OF = {"max": ("P04", "P01", "P02", "P06", "P10"), "mean": ("A04", "A01", "A05")}
# the same idea about the other pooling
TWIN = {"P04": "A04", "A04": "P04", "P06": "A01", "A01": "P06"}
MOST_ARROWS = 12


def belief_options(pooling: str):
    """The menu of wrong ideas of one pooling.

    Examples
    --------
    >>> list(belief_options("mean"))[-1]
    ('A05', 'dU goes to the maximum')
    """
    return [("", "nothing"), *((name, BELIEFS[name]) for name in BELIEFS_OF[pooling])]


def forward(
    view: PoolView, u: Substitute, positions: Substitute, *, scale: str, arrows: bool, cursor
) -> Picture:
    """Y, the pooled map, and for max where each maximum was."""
    limit = np.abs(view.y).max()
    grids = [
        _input(view, scale),
        Grid(
            "u", "U(l)", u.values[0, 0], "pooled map", scale=scale, limit=limit,
            crossed=_flags(u),
        ),
    ]  # fmt: skip
    if view.how == "max":
        grids.append(
            Grid(
                "p", "P(l)", positions.values[0, 0], f"winner: row · {view.y.shape[1]} + column",
                scale="plain", crossed=_flags(positions),
            )
        )  # fmt: skip
    marks, total = _forward_marks(view, cursor)
    notes = [_window_words(view), *_tie_words(view), *_unread_words(view)]
    notes += [said for said in (u.note, _positions_note(positions)) if said]
    return Picture(
        grids=tuple(grids),
        tables=_tables(view),
        facts=_facts(view, "forward", arrows),
        notes=tuple(notes),
        walk="u",
        marks=marks,
        sum=total,
        words=f"{_title(view)}: {total}. " + " ".join(notes),
    )


def backward(
    view: PoolView, yours: Substitute, belief: str, *, scale: str, arrows: bool, cursor
) -> Picture:
    """Y, the gradient that arrives, the gradient it becomes, and a wrong idea of it."""
    limit = np.abs(view.dy).max()
    grids = [
        _input(view, scale),
        Grid(
            "du", "dU(l)", view.du, "gradient that arrives", limit=np.abs(view.du).max(),
            editable=max(view.du.shape) <= NUMBERED,
        ),
        Grid(
            "dy", "dY(l)", yours.values[0, 0], "gradient of the input", limit=limit,
            hatched=view.counts == 0, crossed=_flags(yours),
        ),
    ]  # fmt: skip
    notes = [_window_words(view), *_routing_words(view), *_tie_words(view), *_unread_words(view)]
    if belief:
        believed = believed_gradient(view, belief)
        differs = ~np.isclose(believed, view.dy)
        grids.append(
            Grid(
                "belief", "believed dY", believed, BELIEFS[belief], limit=limit, crossed=differs,
            )
        )  # fmt: skip
        notes.append(_belief_words(view, belief, believed, differs))
    if yours.note:
        notes.append(yours.note)
    numbered = max(view.y.shape) <= NUMBERED and yours.differs is None
    marks, total = _backward_marks(view, cursor)
    return Picture(
        grids=tuple(grids),
        tables=_tables(view),
        facts=_facts(view, "backward", arrows) | {"belief": belief},
        notes=tuple(notes),
        walk="du",
        frames={"dy": view.steps} if numbered else {},
        marks=marks,
        sum=total,
        words=f"{_title(view)}, gradient: {total}. " + " ".join(notes),
    )


def with_arrows(figure, picture: Picture):
    """The static twin with the arrows that the browser draws, from pooled cells to their winners."""
    from matplotlib.patches import ConnectionPatch

    if not picture.facts["arrows"]:
        return figure
    axes = dict(zip((grid.id for grid in picture.grids), figure.axes))
    forwards = picture.facts["face"] == "forward"
    source, goal = axes["u" if forwards else "du"], axes["y" if forwards else "dy"]
    positions = picture.tables["positions"]
    for (row, column), winner in np.ndenumerate(positions):
        to = divmod(int(winner), picture.facts["width"])
        for colour, width, style in (("white", 2.6, "-"), (ROLES["reads"], 1.0, "->")):
            figure.add_artist(
                ConnectionPatch(
                    (column + 0.5, row + 0.16), (to[1] + 0.5, to[0] + 0.5), "data", "data",
                    axesA=source, axesB=goal, arrowstyle=style, color=colour, linewidth=width,
                    connectionstyle="arc3,rad=0.2" if forwards else "arc3,rad=-0.2", shrinkB=8,
                )
            )  # fmt: skip
    return figure


# Grids, tables and facts


def _input(view: PoolView, scale: str) -> Grid:
    return Grid(
        "y", "Y(l)", view.y, "the map", scale=scale, limit=np.abs(view.y).max(),
        hatched=view.counts == 0, editable=max(view.y.shape) <= NUMBERED,
    )  # fmt: skip


def _flags(yours: Substitute):
    return None if yours.differs is None else yours.differs[0, 0]


def _tables(view: PoolView) -> dict:
    return {
        "cells": view.cells,
        "tied": view.tied,
        "positions": view.positions,
        "counts": view.counts,
        "true_dy": view.dy,
        "true_u": view.u,
    }


def _facts(view: PoolView, face: str, arrows: bool) -> dict:
    return {
        "face": face,
        "how": view.how,
        "width": view.y.shape[1],
        "kernel": list(view.kernel_size),
        "stride": list(view.stride),
        "arrows": bool(arrows and view.how == "max" and view.u.size <= MOST_ARROWS),
        "belief": "",
    }


def _forward_marks(view: PoolView, cursor) -> tuple[tuple, str]:
    i, j = _cell(cursor, ("u", "p"), view.u.shape)
    cells, values = _window(view, i, j)
    marks = [Mark("u", i, j, "here"), *(Mark("y", r, c, "reads") for r, c in cells)]
    shown = ", ".join(map(cell_text, values)) if len(values) <= 12 else "…"
    if view.how == "max":
        winner = divmod(int(view.positions[i, j]), view.y.shape[1])
        marks.append(Mark("y", *winner, "weight"))
        at = f" at {winner}"
        return tuple(marks), f"u({i}, {j}) = max({shown}) = {cell_text(view.u[i, j])}{at}"
    shown = shown.replace(", ", " + ")
    return tuple(marks), f"u({i}, {j}) = ({shown}) / {len(values)} = {cell_text(view.u[i, j])}"


def _backward_marks(view: PoolView, cursor) -> tuple[tuple, str]:
    best = np.unravel_index(np.argmax(view.received), view.y.shape)
    r, c = _cell(cursor, ("dy", "y"), view.y.shape, tuple(int(k) for k in best))
    place = r * view.y.shape[1] + c
    if view.how == "max":
        sources = np.flatnonzero(view.positions.ravel() == place)
    else:
        sources = np.flatnonzero((view.cells == place).any(axis=1))
    marks = [Mark("dy", r, c, "here"), Mark("y", r, c, "here")]
    marks += [Mark("du", *divmod(int(k), view.u.shape[1]), "reads") for k in sources]
    terms = [cell_text(view.du.flat[k]) for k in sources[:12]] or ["0"]
    total = " + ".join(f"({t})" if t.startswith("−") else t for t in terms)
    if view.how == "mean":
        total = f"({total}) / {view.cells.shape[1]}"
    return tuple(marks), f"dY({r}, {c}) = {total} = {cell_text(view.dy[r, c])}"


def _window(view: PoolView, i: int, j: int):
    flat = view.cells[i * view.u.shape[1] + j]
    return [divmod(int(cell), view.y.shape[1]) for cell in flat], [
        float(view.y.flat[k]) for k in flat
    ]


def _cell(cursor, grids, size, home=(0, 0)) -> tuple[int, int]:
    if len(cursor) == 3 and cursor[0] in grids:
        return tuple(min(max(0, int(k)), n - 1) for k, n in zip(cursor[1:], size))
    return home


# Words


def _title(view: PoolView) -> str:
    return (
        f"{view.how} pooling of a {view.y.shape[0]} × {view.y.shape[1]} map, "
        f"K = {view.kernel_size[0]}, stride {view.stride[0]}"
    )


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
    return [
        f"{count} of {view.ties.size} windows hold{'s' if count == 1 else ''} a tie: "
        "the first cell in row order wins."
    ]


def _unread_words(view: PoolView) -> list[str]:
    count = int((view.counts == 0).sum())
    return [f"{count} of {view.y.size} cells are never read: their gradient is 0."] if count else []


def _routing_words(view: PoolView) -> list[str]:
    sent, came = cell_text(view.du.sum()), cell_text(view.dy.sum())
    several = int((view.received > 1).sum())
    words = f"Sum of dU = {sent}, sum of dY = {came}: nothing is lost."
    if several:
        words += (
            f" {several} cell{'s' if several > 1 else ''} got more than one share and added up."
        )
    return [words]


def _belief_words(view: PoolView, belief: str, believed, differs) -> str:
    count, off = int(differs.sum()), float(believed.sum() - view.dy.sum())
    head = f"{belief}, “{BELIEFS[belief]}”: "
    if not count:
        return head + f"the same numbers here. {_WHEN_SAME[belief]}"
    size = cell_text(abs(off))
    total = (
        "the sum is right all the same" if abs(off) < 1e-9
        else f"the sum of dY is {size} too small: that much gradient is lost" if off < 0
        else f"the sum of dY is {size} too large"
    )  # fmt: skip
    return head + f"{count} of {differs.size} cells are wrong (crossed); {total}."


_WHEN_SAME = {
    "P04": "It shows only where windows share a winner: choose a stride below K.",
    "A04": "It shows only where windows overlap: choose a stride below K.",
    "P01": "It shows only in a window with a tie: make two cells equal.",
    "P02": "It shows only in a window with a tie: make two cells equal.",
    "P06": "With K = 1 a window is its own maximum.",
    "P10": "With K = 1 a window is its own maximum.",
    "A01": "With K = 1 there is nothing to share.",
    "A05": "With K = 1 there is nothing to share.",
}


def _positions_note(yours: Substitute) -> str:
    return yours.note.replace("Your function", "Your positions", 1) if yours.note else ""
