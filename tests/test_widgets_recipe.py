"""The recipe for an explorer, followed from an empty folder, makes one."""

from __future__ import annotations

import importlib
import inspect
import sys
import textwrap

import numpy as np
import pytest
from both_lights import ALL, hold_against_each_other, lights_of

from cnnkit.widgets import board
from cnnkit.widgets.board.lights import lit

FILES = ("view.py", "explorer.py", "light.js")


@pytest.fixture
def explorer(tmp_path, monkeypatch):
    folder = tmp_path / "followed_recipe"
    folder.mkdir()
    (folder / "__init__.py").touch()
    page = inspect.cleandoc(board.__doc__)
    for name in FILES:
        lines = page.split(f"`{name}`:", 1)[1].split("::\n", 1)[1].splitlines()
        end = next(k for k, line in enumerate(lines) if line and not line.startswith("    "))
        (folder / name).write_text(textwrap.dedent("\n".join(lines[:end])), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("followed_recipe.explorer").MeanExplorer(kernel_size=3)
    for name in [name for name in sys.modules if name.startswith("followed_recipe")]:
        del sys.modules[name]


def test_it_computes_lights_and_sums(explorer):
    y, u = (grid.values for grid in explorer.picture.grids)
    assert u[1, 2] == pytest.approx(y[1:4, 2:5].sum() / 9)
    found = lit(explorer.picture, "u", 1, 2)
    assert {(m.row, m.column) for m in found.cells if m.grid == "y"} == {(r, c) for r in (1, 2, 3) for c in (2, 3, 4)}
    assert len(found.terms) == 9 and np.isclose(sum(found.terms), found.total)
    assert explorer.describe().startswith("Every number of U is the mean of a window of Y")


def test_the_browser_lights_and_says_the_same(explorer, tmp_path, node):
    said = {"recipe": [(("u", 0, 0), "The window has 9 cells."), (("y", 0, 0), "Read by 1 window.")]}
    lights = {"recipe": lights_of(explorer.picture, ALL)}
    hold_against_each_other(tmp_path, node, {"recipe": explorer}, lights, said)


def test_its_controls_and_its_twin_work(explorer):
    explorer.kernel_size = 2
    assert explorer.picture.grids[1].size == (4, 5) and not explorer.message
    explorer.reset()
    assert explorer.kernel_size == 3
    assert len(explorer.static_figure().axes) >= 2
