"""The pictures of StackBuilder: one map of every layer, and the figures of its table."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from cnnkit.widgets.board.picture import Grid, Mark, Picture
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.stack.layer import Layer
from cnnkit.widgets.stack.view import StackView

__all__ = ["middle_unit", "printed", "stack"]

ROOM = 224  # pixels of the longest map
UNITS_IN_A_ROW = 10


def stack(view: StackView, layers: list[Layer], maps, cursor) -> Picture:
    """The image and map 0 of each layer that fits; the table travels as facts."""
    readers = [one.layer for one in view.layers]
    grids = [_image(view, maps[0])]
    for k, (one, values) in enumerate(zip(view.layers, maps[1:]), 1):
        reader = readers[k] if k < len(readers) else None
        grids.append(_map(k, one, values, reader))
    facts = {
        "input": list(view.input_size),
        "layers": [_row(view, k) for k in range(len(view.layers))],
        "rest": [list(layer.numbers) for layer in layers[len(view.layers) :]],
        "trouble": view.trouble,
        "parameters": view.parameters,
        "multiply_adds": view.multiply_adds,
    }
    tables = {}
    for k, one in enumerate(view.layers, 1):
        tables |= {f"rows{k}": one.rows, f"columns{k}": one.columns}
    return Picture(
        grids=tuple(grids),
        tables=tables,
        facts=facts,
        notes=_notes(view),
        marks=_marks(view, cursor),
        words=_words(view),
    )


def printed(picture: Picture):
    """The static twin: the table as lines below the maps."""
    lines = [
        f"{k}  {row['words']}: {row['size']}, {_figures(row['parameters'])} parameters, "
        f"{_figures(row['multiply_adds'])} multiply-adds"
        for k, row in enumerate(picture.facts["layers"], 1)
    ]
    if picture.facts["trouble"]:
        lines.append(f"{len(lines) + 1}  does not fit: {picture.facts['trouble']}")
    return draw(replace(picture, notes=(*lines, *picture.notes)))


def middle_unit(view: StackView) -> list:
    """The middle of the last layer that still has maps, as a cursor.

    Examples
    --------
    >>> from cnnkit.widgets.stack.view import stack_view
    >>> middle_unit(stack_view((1, 6, 6), [("conv", 2, 3), ("linear", 4)]))
    ['m1', 2, 2]
    """
    for k in range(len(view.layers), 0, -1):
        shape = view.layers[k - 1].shape
        if len(shape) == 3:
            return [f"m{k}", shape[1] // 2, shape[2] // 2]
    return ["m0", view.input_size[1] // 2, view.input_size[2] // 2]


def _image(view: StackView, image) -> Grid:
    unread = view.unread
    return Grid(
        "m0", "image", image, "hatched: never read" if unread.any() else "every pixel is read",
        scale="grey", limit=1, hatched=unread, room=ROOM, bare=True,
    )  # fmt: skip


def _map(k: int, one, values, reader) -> Grid:
    layer = one.layer
    if len(one.shape) == 1:
        shown = values.size
        rows = math.ceil(shown / UNITS_IN_A_ROW)
        padded = np.full(rows * UNITS_IN_A_ROW, np.nan)
        padded[:shown] = values.ravel()
        width = min(shown, UNITS_IN_A_ROW)
        title = f"{layer.outputs} units" + (f", the first {shown}" if shown < layer.outputs else "")
        values = padded.reshape(rows, UNITS_IN_A_ROW)[:, :width]
        hatched = None
    else:
        title = f"map 0 of {one.shape[0]}" if one.shape[0] > 1 else "its one map"
        hatched = one.unread_by(reader) if reader else None
    kind = "max pool" if layer.kind == "pool" else layer.kind
    return Grid(
        f"m{k}", f"{k} {kind}", values, title, scale="grey" if np.nanmin(values) >= 0 else "signed",
        hatched=hatched, room=ROOM, bare=True,
    )  # fmt: skip


def _row(view: StackView, k: int) -> dict:
    one, inputs = view.layers[k], view.layers[k - 1].shape if k else view.input_size
    return {
        "numbers": list(one.layer.numbers),
        "words": one.layer.words,
        "inputs": list(inputs),
        "shape": list(one.shape),
        "size": " × ".join(map(str, one.shape)),
        "kernel": one.layer.kernel_size,
        "stride": one.layer.stride,
        "padding": one.layer.padding,
        "parameters": one.parameters,
        "multiply_adds": one.multiply_adds,
        "field": one.receptive_field,
        "jump": one.jump,
    }


def _marks(view: StackView, cursor) -> tuple:
    grid, row, column = cursor if len(cursor) == 3 else middle_unit(view)
    k = int(str(grid)[1:] or 0)
    if not 0 < k <= len(view.layers) or len(view.layers[k - 1].shape) == 1:
        return ()
    one = view.layers[k - 1]
    row, column = min(int(row), one.shape[1] - 1), min(int(column), one.shape[2] - 1)
    read = np.argwhere(np.logical_and.outer(one.rows[row], one.columns[column]))
    return (Mark(f"m{k}", row, column, "here"), *(Mark("m0", int(r), int(c)) for r, c in read))


def _notes(view: StackView) -> tuple:
    notes = [
        f"In all: {_figures(view.parameters)} parameters, {_figures(view.multiply_adds)} "
        "multiply-adds for one image."
    ]
    kinds = {one.layer.kind for one in view.layers}
    if {"conv", "linear"} <= kinds:
        linear = [one for one in view.layers if one.layer.kind == "linear"]
        weights = sum(one.parameters for one in linear) / view.parameters
        work = 1 - sum(one.multiply_adds for one in linear) / view.multiply_adds
        notes.append(
            f"The linear layers hold {weights:.0%} of the parameters; the conv layers do {work:.0%} "
            "of the multiply-adds."
        )
    unread = int(view.unread.sum())
    if unread:
        notes.append(
            f"{unread} of {view.unread.size} pixels reach no unit of the last layer: they change "
            "nothing."
        )
    notes.append(
        "The maps are those of filters drawn at random (positive ones for map 0), with relu after "
        "every conv layer."
    )
    return tuple(notes)


def _words(view: StackView) -> str:
    chain = ["image " + " × ".join(map(str, view.input_size))]
    chain += [f"{one.layer.words}: {' × '.join(map(str, one.shape))}" for one in view.layers]
    words = "; ".join(chain) + ". " + _notes(view)[0]
    if view.trouble:
        words += f" Layer {len(view.layers) + 1} does not fit: {view.trouble}."
    return words


def _figures(number: int) -> str:
    return f"{number:,}"
