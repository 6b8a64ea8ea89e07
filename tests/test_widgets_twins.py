"""The static twins: the numbers, lights and words that they draw, and their place in a page without a kernel."""

from __future__ import annotations

import base64
import io
import re
from collections import Counter

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from PIL import Image

from cnnkit.figures import colours
from cnnkit.numbers import number
from cnnkit.widgets import (
    ConvExplorer,
    DepthExplorer,
    DescentExplorer,
    ExpandExplorer,
    FilterBankExplorer,
    GradientCheckExplorer,
    PoolExplorer,
    PoseExplorer,
    RemainderExplorer,
    ScanExplorer,
    SeparableExplorer,
    StackBuilder,
)
from cnnkit.widgets.board.picture import BLANK, INSERTED, PADDING

pytestmark = pytest.mark.slow

EXPLORERS = {
    "conv": lambda: ConvExplorer(example="remainder", padding=1, stride=2, cursor=["z", 1, 2]),
    "collected": lambda: ConvExplorer(tab="dY", form="gather", stride=2, example="remainder"),
    "photograph": lambda: ConvExplorer(tab="dW", example="camera"),
    "yours": lambda: ConvExplorer(conv2d_forward=lambda *_: np.array([[[[0.0, np.nan], [4, 1]]]])),
    "scan": ScanExplorer,
    "dense gradient": lambda: ScanExplorer(tab="gradient", example="digit", kernel_size=3),
    "stack": lambda: StackBuilder(example="lenet"),
    "pool": lambda: PoolExplorer(tab="backward", belief="P04"),
    "mean": lambda: PoolExplorer(example="camera", pooling="mean"),
    "pose": lambda: PoseExplorer(figure=3, stride=16),
    "nets": lambda: PoseExplorer(tab="nets"),
    "expand": ExpandExplorer,
    "remainder": RemainderExplorer,
    "separable": SeparableExplorer,
    "full": lambda: SeparableExplorer(groups=1, example="digit", in_channels=6),
    "bank": lambda: FilterBankExplorer(angle=90),
    "check": lambda: GradientCheckExplorer(fault="flip"),
    "depth": lambda: DepthExplorer(depth=26, skips=True, norm=True, layer=24),
}
each_twin = pytest.mark.parametrize("make", EXPLORERS.values(), ids=list(EXPLORERS))


def axes_of(figure) -> dict:
    return {axes.get_label(): axes for axes in figure.axes}


@each_twin
def test_every_number_stands_in_its_cell(make):
    explorer = make()
    drawn = axes_of(explorer.static_figure())
    for grid in explorer.picture.grids:
        written = {
            (int(text.get_position()[1]), int(text.get_position()[0])): text.get_text()
            for text in drawn[grid.id].texts if text.get_ha() == "center"
        }  # fmt: skip
        expected = {
            place: number(value) for place, value in np.ndenumerate(grid.values)
            if grid.numbered and grid.kind(*place) not in (BLANK, INSERTED, PADDING)
        }  # fmt: skip
        assert written == expected, grid.id


@each_twin
def test_maps_without_numbers_have_the_colours_of_their_values(make):
    explorer = make()
    drawn = axes_of(explorer.static_figure())
    for grid in explorer.picture.grids:
        if grid.numbered:
            continue
        shown = drawn[grid.id].images[0].get_array()
        assert shown.shape[:2] == grid.size
        if grid.tints is None and grid.scale != "plain":
            table, low = colours.table(grid.scale), -grid.top if grid.scale == "signed" else grid.bottom
            for place in (np.unravel_index(k, grid.size) for k in (0, grid.values.argmax(), grid.values.argmin())):
                share = (grid.values[place] - low) / (grid.top - low)
                near = table[np.clip([int(share * 255), int(share * 255) + 1], 0, 255)]
                assert (shown[place] == near).all(axis=1).any(), (grid.id, place)


@each_twin
def test_lit_cells_are_outlined_in_the_colour_of_their_role(make):
    explorer = make()
    drawn, lights = axes_of(explorer.static_figure()), explorer.lit.cells
    assert any(mark.role == "here" for mark in lights)
    for grid in explorer.picture.grids:
        found = {
            to_hex(one.get_colors()[0]).upper(): {tuple(map(tuple, np.sort(edge, axis=0))) for edge in one.get_segments()}
            for one in drawn[grid.id].collections if isinstance(one, LineCollection)
        }  # fmt: skip
        for role, colour in colours.ROLES.items():
            cells = {(m.row, m.column) for m in lights if (m.grid, m.role) == (grid.id, role)}
            # the rim of a patch: edges that belong to one of its cells alone
            edges = Counter(
                edge for r, c in cells for edge in (
                    ((c, r), (c + 1, r)), ((c, r + 1), (c + 1, r + 1)), ((c, r), (c, r + 1)), ((c + 1, r), (c + 1, r + 1)),
                )
            )  # fmt: skip
            rim = {edge for edge, count in edges.items() if count == 1}
            assert found.get(colour.upper(), set()) == rim, (grid.id, role)


@each_twin
def test_the_sum_and_all_notes_stand_below(make):
    explorer = make()
    said = " ".join(text.get_text() for text in explorer.static_figure().texts)
    for line in (explorer.lit.sum, *explorer.picture.notes):
        assert " ".join(line.split()) in " ".join(said.split())


@pytest.mark.parametrize("make", [*EXPLORERS.values(), lambda: DescentExplorer(learning_rate=1.5)])
def test_the_twin_stands_whole_in_the_page_of_nbconvert(make):
    nbconvert, nbformat = pytest.importorskip("nbconvert"), pytest.importorskip("nbformat")
    data, metadata = make()._repr_mimebundle_()
    saved = {kind: value for kind, value in data.items() if "widget" not in kind}
    output = nbformat.v4.new_output("display_data", data=saved, metadata=metadata)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("explorer", outputs=[output])])
    html, _ = nbconvert.HTMLExporter().from_notebook_node(book)
    pictures = re.findall(r'src="data:image/png;base64,([^"]{5000,})"', html)
    assert len(pictures) == 1
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(pictures[0]))).convert("L"))
    assert picture.shape[1] >= 900
    # nothing is cut off: the rim of the sheet is white
    rim = (picture[:2], picture[-2:], picture[:, :2], picture[:, -2:])
    assert min(edge.min() for edge in rim) > 240


def test_the_twin_of_a_descent_draws_its_path_and_its_losses():
    explorer = DescentExplorer()
    surface, losses, changes = explorer.static_figure().axes
    path = explorer.path
    assert np.allclose(surface.lines[0].get_xydata(), path.weights)
    assert np.allclose(losses.lines[0].get_ydata(), path.losses)
    assert np.allclose(changes.lines[0].get_ydata(), np.maximum(path.changes, 1e-16))
