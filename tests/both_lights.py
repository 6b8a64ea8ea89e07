"""Every cell of a picture, lit in Python and in the browser's JavaScript, and held against each other."""

from __future__ import annotations

import base64
import json
import math

import numpy as np

from cnnkit.widgets.board.lights import Lit, lit

SOME, ALL = 50, math.inf


def cells_of(picture, most: float):
    """(grid, row, column) of all cells, or of some of them, spread evenly, where a grid has more than so many."""
    for grid in picture.grids:
        places = [(grid.id, r, c) for r, c in np.ndindex(grid.size)]
        step = max(1, math.ceil(len(places) / most))
        yield from places[:: step + (step > 1 and grid.size[1] % step == 0)]  # not one column alone


def lights_of(picture, most: float = SOME) -> dict:
    """{(grid, row, column): what Python lights}."""
    return {at: lit(picture, *at) for at in cells_of(picture, most)}


def told(found: Lit) -> list:
    """What one cell lights, as both languages write it."""
    return [
        [[mark.grid, mark.row, mark.column, mark.role, mark.badge] for mark in found.cells],
        [[list(start), list(end), role] for start, end, role in found.arrows],
        [list(part) for part in found.parts],
        [_plain(term) for term in found.terms],
        _plain(found.total),
    ]


def _plain(number):
    return number if number is None or math.isfinite(number) else str(number)


def block(row, column, tall, wide) -> list:
    """The cells of a patch."""
    return [(row + p, column + q) for p, q in np.ndindex(tall, wide)]


def published(explorer) -> dict:
    """What the browser gets, and nothing else."""
    return {
        "scene": explorer._scene,
        "header": explorer._header,
        "payload": base64.b64encode(explorer._payload).decode(),
    }


def hold_against_each_other(tmp_path, node, explorers: dict, lights: dict, said=None) -> None:
    """Light cells of {name: explorer} in the browser too; `said` is {name: [(cell, what is said of it)]}."""
    folder = tmp_path / "scenes"
    folder.mkdir(exist_ok=True)
    for name, explorer in explorers.items():
        told_of = {
            "lights": [[*at, told(found)] for at, found in lights[name].items()],
            "said": [[*at, text] for at, text in (said or {}).get(name, ())],
        }
        file = folder / name.replace("/", "-")
        file.write_text(json.dumps(published(explorer) | told_of), encoding="utf-8")
    node("lights.test.mjs", type(next(iter(explorers.values()))), SCENES=str(folder))


def check_lights(tmp_path, node, scenes: dict) -> None:
    """Cells that must light exactly others of one role, and say something: {name: (explorer, [(cell, grid, role,
    cells, says)])}, a role "" for any.  All other cells light the same in both languages.
    """
    explorers = {name: explorer for name, (explorer, _) in scenes.items()}
    lights = {name: lights_of(explorer.picture) for name, explorer in explorers.items()}
    for name, (explorer, expected) in scenes.items():
        for at, grid, role, cells, _ in expected:
            found = lit(explorer.picture, *at).cells
            found = {(m.row, m.column) for m in found if m.grid == grid and role in ("", m.role)}
            assert found == {(int(r), int(c)) for r, c in cells}, (name, at, grid, role)
    said = {name: [(at, says) for at, _, _, _, says in expected] for name, (_, expected) in scenes.items()}
    hold_against_each_other(tmp_path, node, explorers, lights, said)
