"""The static twin: the same grids as the browser draws, as a matplotlib figure and a PNG."""

from __future__ import annotations

import base64
import io
import textwrap

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle

from cnnkit.figures import colours
from cnnkit.numbers import number
from cnnkit.widgets.board.lights import Lit
from cnnkit.widgets.board.picture import BLANK, CELL, CROPPED, INSERTED, PADDING, Grid, Picture

__all__ = ["draw", "png"]

WIDTH = 10.0  # inches; grids wrap to it
CELL_INCHES = 0.36
LARGE_MAP = 2.6  # inches of a map without numbers
GAP, HEADING = 0.35, 0.62
TROUBLE = 2.2  # inches beside a grid that could not be filled
LINE = 118  # characters that fit into the width
NOTHING_LIT = Lit()


def draw(picture: Picture, lit: Lit = NOTHING_LIT, room: float = 0.0) -> Figure:
    """Draw a picture: grids in reading order, wrapped to the page, the sum and notes below.

    `room` leaves inches free at the bottom, for a curve.

    Examples
    --------
    >>> len(draw(Picture(grids=(Grid("z", "z", [[1.0, 2.0]]),))).axes)
    1
    """
    places, height = _layout(picture.grids)
    lines = [row for line in (lit.sum, *picture.notes) for row in textwrap.wrap(line, LINE)]
    total = height + 0.1 + 0.26 * len(lines) + room
    figure = Figure(figsize=(WIDTH, total), facecolor="white")
    FigureCanvasAgg(figure)
    for grid, (left, top, width, tall) in zip(picture.grids, places):
        axes = figure.add_axes(
            (left / WIDTH, 1 - (top + tall) / total, width / WIDTH, tall / total), label=grid.id
        )
        _draw_grid(axes, grid, [mark for mark in lit.cells if mark.grid == grid.id])
    for k, line in enumerate(lines):
        figure.text(
            0.15 / WIDTH, (0.12 + room + 0.26 * (len(lines) - 1 - k)) / total, line, fontsize=10
        )
    return figure


def png(figure: Figure) -> str:
    """The figure as base64 PNG, as a notebook stores it.

    Examples
    --------
    >>> png(Figure(figsize=(1, 1)))[:8]
    'iVBORw0K'
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _layout(grids) -> tuple[list, float]:
    """Where each grid stands, in inches from the top left, and how high they are together."""
    places, left, top, row_height = [], 0.15, HEADING, 0.0
    # one size for all maps without numbers, so that they compare
    small = min(
        (LARGE_MAP * g.room / 360 / max(g.size) for g in grids if not g.numbered), default=0
    )
    for grid in grids:
        rows, columns = grid.size
        cell = CELL_INCHES if grid.numbered else min(small, CELL_INCHES)
        width, tall = columns * cell, rows * cell
        wide = max(width, 0.095 * len(grid.name), 0.075 * len(grid.title))
        wide += TROUBLE if grid.trouble else 0
        if places and left + wide > WIDTH - 0.1:
            left, top, row_height = 0.15, top + row_height + HEADING + 0.25, 0.0
        places.append((left, top, width, tall))
        left += wide + GAP
        row_height = max(row_height, tall)
    return places, top + row_height + 0.3


def _draw_grid(axes, grid: Grid, marks) -> None:
    rows, columns = grid.size
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_axis_off()
    axes.text(0, -0.12, grid.name, fontsize=10, fontweight="bold", va="bottom", clip_on=False)
    axes.annotate(
        grid.title, (0, 1), (0, 18), xycoords="axes fraction", textcoords="offset points",
        fontsize=8.5, color="#444444",
    )  # fmt: skip
    if grid.trouble:
        axes.annotate(
            textwrap.fill(grid.trouble, 30), (1, 0.5), (8, 0), xycoords="axes fraction",
            textcoords="offset points", fontsize=8.5, va="center", color=colours.ROLES["here"],
        )  # fmt: skip
    axes.annotate(
        f"{rows} × {columns}", (0, 0), (0, -13), xycoords="axes fraction",
        textcoords="offset points", fontsize=8.5, color="#444444",
    )  # fmt: skip
    shade = _shades(grid)
    if not grid.numbered:
        axes.imshow(shade, extent=(0, columns, rows, 0), interpolation="nearest", aspect="auto")
    kinds = np.zeros(grid.size, int) if grid.kinds is None else np.asarray(grid.kinds)
    flags = {
        name: np.zeros(grid.size, bool) if value is None else np.asarray(value, bool)
        for name, value in vars(grid).items()
        if name in ("hatched", "crossed", "dashed", "flagged")
    }
    if grid.numbered:
        for row, column in np.ndindex(grid.size):
            _draw_cell(axes, grid, row, column, kinds[row, column], shade[row, column])
            _draw_flags(
                axes, row, column, {name: flag[row, column] for name, flag in flags.items()}
            )
    elif flags["hatched"].any():
        axes.imshow(
            np.where(flags["hatched"][..., None], (0.5, 0.5, 0.5, 0.6), (0, 0, 0, 0)),
            extent=(0, columns, rows, 0), interpolation="nearest", aspect="auto",
        )  # fmt: skip
    if not grid.numbered and flags["crossed"].any():
        rows_, columns_ = np.nonzero(flags["crossed"])
        axes.plot(columns_ + 0.5, rows_ + 0.5, "x", color="#D55E00", markersize=4)
    for role in colours.ROLES:
        lit = [(int(mark.row), int(mark.column)) for mark in marks if mark.role == role]
        if lit and role != "here":
            _outline(axes, lit, role)
    _outline(axes, [(int(m.row), int(m.column)) for m in marks if m.role == "here"], "here")


def _shades(grid: Grid) -> np.ndarray:
    values = np.nan_to_num(grid.values, posinf=grid.top, neginf=-grid.top)
    if grid.scale == "plain":
        shade = np.full((*grid.size, 3), 255, np.uint8)
    else:
        share = (
            (values / grid.top + 1) / 2
            if grid.scale == "signed"
            else (values - grid.bottom) / (grid.top - grid.bottom)
        )
        shade = colours.table(grid.scale)[np.clip(np.rint(share * 255), 0, 255).astype(int)]
    if grid.tints is None:
        return shade
    tints = np.asarray(grid.tints)
    return np.where((tints >= 0)[..., None], colours.table("tints")[tints % 9], shade)


def _draw_cell(axes, grid, row, column, kind, shade) -> None:
    value = grid.values[row, column]
    if kind == PADDING:
        axes.add_patch(Circle((column + 0.5, row + 0.5), 0.06, color="#9a9a9a"))
    elif kind == INSERTED:
        axes.add_patch(Circle((column + 0.5, row + 0.5), 0.13, fill=False, color="#7a7a7a"))
    elif kind == BLANK:
        if grid.trouble:
            axes.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor="#c8c8c8"))
    else:
        plain = kind != CELL
        face = (1, 1, 1) if plain else tuple(shade / 255)
        style = {"linestyle": (0, (2, 2)), "edgecolor": "#7a7a7a"} if kind == CROPPED else {}
        axes.add_patch(
            Rectangle((column, row), 1, 1, facecolor=face, **({"edgecolor": "#c8c8c8"} | style))
        )
        ink = "#6a6a6a" if plain else colours.ink_on(shade)
        text = number(value)
        axes.text(
            column + 0.5, row + 0.52, text, ha="center", va="center", color=ink,
            fontsize=min(9, 40 / len(text)),  # a long number stays inside its cell
        )  # fmt: skip


def _draw_flags(axes, row, column, flags) -> None:
    box = {"facecolor": "none", "linewidth": 0}
    if flags["hatched"]:
        axes.add_patch(Rectangle((column, row), 1, 1, hatch="////", edgecolor="#8a8a8a", **box))
    if flags["crossed"]:
        for ends in ((row + 0.12, row + 0.88), (row + 0.88, row + 0.12)):
            axes.plot((column + 0.12, column + 0.88), ends, color="#D55E00", linewidth=1.6)
    if flags["flagged"]:
        corner = [
            (column + 0.65, row + 0.08),
            (column + 0.92, row + 0.08),
            (column + 0.92, row + 0.35),
        ]
        axes.add_patch(Polygon(corner, facecolor="#D55E00", edgecolor="white", linewidth=0.5))
    if flags["dashed"]:
        axes.add_patch(
            Rectangle(
                (column + 0.08, row + 0.08),
                0.84,
                0.84,
                fill=False,
                linestyle="--",
                edgecolor=colours.ROLES["predicted"],
                linewidth=1.6,
            )
        )


def _outline(axes, cells, role: str) -> None:
    """One frame around each patch of lit cells, as in the browser: no lines between neighbours."""
    inside, edges = set(cells), []
    for row, column in inside:
        for neighbour, ends in (
            ((row - 1, column), ((column, row), (column + 1, row))),
            ((row + 1, column), ((column, row + 1), (column + 1, row + 1))),
            ((row, column - 1), ((column, row), (column, row + 1))),
            ((row, column + 1), ((column + 1, row), (column + 1, row + 1))),
        ):
            if neighbour not in inside:
                edges.append(ends)
    for colour, width in (("white", 4.0), (colours.ROLES[role], 2.0)):
        axes.add_collection(
            LineCollection(
                edges,
                colors=colour,
                linewidths=width + (role == "here"),
                capstyle="projecting",
                clip_on=False,
                zorder=4,
            )
        )
