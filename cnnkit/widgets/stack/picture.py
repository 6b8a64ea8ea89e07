"""The pictures of StackBuilder: one map of every layer, and the figures of its table."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from cnnkit.numbers import count, percent
from cnnkit.widgets.board.picture import BLANK, CELL, Grid, Picture
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.stack.layer import StackLayer
from cnnkit.widgets.stack.view import StackView

__all__ = ["middle_unit", "printed", "stack"]

ROOM = 224  # pixels of the longest map
UNITS_IN_A_ROW = 10


def stack(view: StackView, layers: list[StackLayer], maps) -> Picture:
    """The image and map 0 of each layer that fits; the table travels as facts."""
    readers = [*(one.layer for one in view.layers), None]
    grids = [_image(view, maps[0])]
    grids += [_map(k, one, maps[k], readers[k]) for k, one in enumerate(view.layers, 1)]
    return Picture(
        grids=tuple(grids),
        facts={
            "input": list(view.input_size),
            "layers": [_row(one) for one in view.layers],
            "rest": [list(layer.numbers) for layer in layers[len(view.layers) :]],
            "trouble": view.trouble,
            "parameters": view.parameters,
            "multiply_adds": view.multiply_adds,
        },
        notes=_notes(view),
        links=view.links([grid.size for grid in grids]),
        words=_words(view),
    )


def printed(picture: Picture, lit):
    """The static twin: the table as lines below the maps."""
    lines = [
        f"{k}  {row['words']}: {row['size']}, {count(row['parameters'])} parameters, "
        f"{count(row['multiply_adds'])} multiply-adds"
        for k, row in enumerate(picture.facts["layers"], 1)
    ]
    if picture.facts["trouble"]:
        lines.append(f"{len(lines) + 1}  does not fit: {picture.facts['trouble']}")
    return draw(replace(picture, notes=(*lines, *picture.notes)), lit)


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
    kind = "max pool" if one.layer.kind == "pool" else one.layer.kind
    title, more = (f"map 0 of {one.shape[0]}" if one.shape[0] > 1 else "its one map"), {}
    if len(one.shape) > 1:
        more["hatched"] = one.unread_by(reader) if reader else None
    else:
        shown, width = values.size, min(values.size, UNITS_IN_A_ROW)
        cells = math.ceil(shown / width) * width
        title = f"{one.layer.outputs} units" + (f", the first {shown}" if shown < one.layer.outputs else "")
        more["kinds"] = np.where(np.arange(cells) < shown, CELL, BLANK).reshape(-1, width)
        values = np.pad(values.ravel(), (0, cells - shown)).reshape(-1, width)
    scale = "grey" if values.min() >= 0 else "signed"
    return Grid(f"m{k}", f"{k} {kind}", values, title, scale=scale, room=ROOM, bare=True, **more)


def _row(one) -> dict:
    return {
        "numbers": list(one.layer.numbers),
        "words": one.layer.words,
        "shape": list(one.shape),
        "size": " × ".join(map(str, one.shape)),
        "parameters": one.parameters,
        "multiply_adds": one.multiply_adds,
        "field": one.receptive_field,
        "jump": one.jump,
    }


def _notes(view: StackView) -> tuple:
    notes = [
        f"In all: {count(view.parameters)} parameters, {count(view.multiply_adds)} "
        "multiply-adds for one image."
    ]
    kinds = {one.layer.kind for one in view.layers}
    if {"conv", "linear"} <= kinds:
        linear = [one for one in view.layers if one.layer.kind == "linear"]
        weights = sum(one.parameters for one in linear) / view.parameters
        work = 1 - sum(one.multiply_adds for one in linear) / view.multiply_adds
        notes.append(
            f"The linear layers hold {percent(weights)} of the parameters; the conv layers do {percent(work)} "
            "of the multiply-adds."
        )
    unread = int(view.unread.sum())
    if unread:
        notes.append(
            f"{unread} of {view.unread.size} pixels reach no unit of the last layer: they change "
            "nothing."
        )
    notes.append(
        "The filters are drawn at random, those of map 0 without negative weights; relu follows every conv layer."
    )
    return tuple(notes)


def _words(view: StackView) -> str:
    chain = ["image " + " × ".join(map(str, view.input_size))]
    chain += [f"{one.layer.words}: {' × '.join(map(str, one.shape))}" for one in view.layers]
    words = "; ".join(chain)
    if view.trouble:
        words += f". Layer {len(view.layers) + 1} does not fit: {view.trouble}"
    return words
