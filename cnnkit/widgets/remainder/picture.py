"""The pictures of RemainderExplorer: four grids of one scan, and the table of all map sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.numbers import tiny
from cnnkit.widgets.board.picture import Grid, Picture
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.remainder.view import RemainderRow, RemainderView

__all__ = ["TABLE", "printed", "remainder"]

ROOM = 224  # pixels of the largest map: four stand in one row
LEFT_OVER, FRAME = 1, 8  # tints
# what each row of the table says of a RemainderRow; "error" is written with its power of ten
TABLE = (
    ("size", "H"),
    ("output", "makes H′"),
    ("remainder", "r"),
    ("unread", "rows never read"),
    ("back", "transposed back"),
    ("bank", "error of the bank"),
    ("plain", "error of one filter"),
)


def remainder(view: RemainderView, rows: list[RemainderRow]) -> Picture:
    """The map with what is left over, its gradient, the way back, and the turn."""
    gap, limit = view.after - view.before, view.dy.max()
    zeros = f"{int((view.dy == 0).sum())} of {view.dy.size} cells exactly 0"
    grids = (
        _map(view),
        Grid(
            "dy", "2  dY(l−1)", view.dy, zeros, scale="magnitude", limit=limit, hatched=view.unread, symbol="dY",
            room=ROOM, bare=True,
        ),
        Grid(
            "back", "3  dz transposed", *_in_frame(view), scale="magnitude", limit=limit, symbol="dY",
            tints=np.where(_missing(view), FRAME, -1), room=ROOM, bare=True,
        ),
        Grid(
            "gap", f"4  turned: error {tiny(view.row.bank)}", gap, "bank(turn Y) − turn bank(Y)",
            limit=max(1, np.abs(gap).max()), symbol="difference", room=ROOM, bare=True,
        ),
    )  # fmt: skip
    return Picture(
        grids=grids,
        tables={"after": view.after, "before": view.before},
        facts=_facts(view, rows),
        notes=(_rows_words(view), _gradient_words(view), _back_words(view), _turn_words(view)),
        walk="gap",
        links=view.links,
        words=view.formula,
    )


def printed(picture: Picture, lit):
    """The static twin: the table of all sizes below the grids."""
    table, height = picture.facts["table"], 0.26
    said = replace(picture, notes=(picture.words, *picture.notes))
    figure = draw(said, lit, room=height * (len(table) + 1))
    tall = figure.get_size_inches()[1]
    for k, (_, label, cells) in enumerate(table):
        y = height * (len(table) - k - 0.4) / tall
        figure.text(0.015, y, label, fontsize=10)
        for column, text in enumerate(cells):
            now = table[0][2][column] == str(picture.facts["size"])
            figure.text(
                0.24 + 0.08 * column, y, text, fontsize=10, ha="right",
                fontweight="bold" if now else "normal",
            )  # fmt: skip
    return figure


# Grids


def _map(view: RemainderView) -> Grid:
    """The padded map: a tint for the rows and columns left over, another for the padding."""
    p, r, size = view.window.padding[0], view.row.remainder, view.row.size
    padded = np.zeros((size + 2 * p,) * 2)
    padded[p : p + size, p : p + size] = view.y
    real = np.zeros(padded.shape, bool)
    real[p : p + size, p : p + size] = True
    tints = np.where(real, -1, FRAME)
    tints[len(padded) - r :] = LEFT_OVER
    tints[:, len(padded) - r :] = LEFT_OVER
    hatched = np.zeros(padded.shape, bool)
    hatched[real] = view.unread.ravel()
    title = f"r = {r}: left over in orange" if r else "r = 0: nothing left over"
    return Grid(
        "y", "1  Y(l−1)" + (" with padding" if p else ""), padded, title, scale="magnitude",
        limit=9, tints=tints, hatched=hatched, origin=(-p, -p), symbol="Y", room=ROOM, bare=True,
    )  # fmt: skip


def _missing(view: RemainderView) -> np.ndarray:
    """Cells of the map that the transposed convolution does not bring back."""
    kept = np.arange(view.row.size) < view.row.back
    return ~np.logical_and.outer(kept, kept)


def _in_frame(view: RemainderView) -> tuple[np.ndarray, str]:
    """The enlarged map inside the frame of Y, and its title."""
    row, frame = view.row, np.zeros(view.y.shape)
    frame[: row.back, : row.back] = view.back
    grown = f"{row.output} × {row.output} → {row.back} × {row.back}"
    return frame, grown + (f", not {row.size} × {row.size}" if row.remainder else "")


def _facts(view: RemainderView, rows: list[RemainderRow]) -> dict:
    table = []
    for name, label in TABLE:
        values = [getattr(row, name) for row in rows]
        table.append([name, label, [tiny(v) if isinstance(v, float) else str(v) for v in values]])
    return {
        "size": view.row.size,
        "remainder": view.row.remainder,
        "padding": view.window.padding[0],
        "output": view.row.output,
        "back": view.row.back,
        "siblings": list(view.siblings),
        "table": table,
    }


# Words


def _rows_words(view: RemainderView) -> str:
    row, (k, _), (s, _) = view.row, view.window.kernel_size, view.window.stride
    if not row.remainder:
        head = "(1) The last window ends at the last row: nothing is left over."
    elif not row.left_over:
        head = f"(1) {_count(row.remainder, 'row')} left over, of padding alone (max(0, r − p) = 0): no pixel is lost."
    else:
        head = (
            f"(1) {_count(row.remainder, 'row')} left over; max(0, r − p) = {row.left_over} "
            f"{'is' if row.left_over == 1 else 'are'} not padding."
        )
    if k < s and row.unread:
        head += f" K < s leaves gaps too: {_count(row.unread, 'row')} of {row.size} are never read."
    return head


def _gradient_words(view: RemainderView) -> str:
    count = int(view.unread.sum())
    if not count:
        return "(2) Every pixel is read, so none has to have gradient 0."
    return f"(2) {count} pixels are never read (hatched): their gradient is exactly 0, whatever arrives."


def _back_words(view: RemainderView) -> str:
    row, sizes = view.row, view.siblings
    if len(sizes) == 1:
        return f"(3) With stride 1 only H = {row.size} makes {row.output}: the way back is clear."
    listed = ", ".join(map(str, sizes[:-1])) + f" and {sizes[-1]}"
    every = "both" if len(sizes) == 2 else "all"
    words = (
        f"(3) H = {listed} {every} make {row.output}; a transposed convolution answers {row.back}"
    )
    if row.remainder:
        needs = f"output_padding = {row.remainder} = r"
        return f"{words}, and needs {needs} to come back to {row.size}."
    return words + ": right this time, for r = 0."


def _turn_words(view: RemainderView) -> str:
    row = view.row
    head = (
        "(4) A turned window falls on a window again: the pooled rotation bank turns with the image, error 0."
        if not row.remainder
        else f"(4) A turned window falls {_count(row.remainder, 'cell')} beside one: the pooled "
        f"rotation bank is {tiny(row.bank)} off."
    )
    if row.plain:
        return f"{head} One filter alone: {tiny(row.plain)}."
    return f"{head} A filter of one cell passes as well."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
