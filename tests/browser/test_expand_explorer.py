"""ExpandExplorer in a real browser: stamps, sums, the two forms, counted weights."""

from __future__ import annotations

import numpy as np

from cnnkit import reference

START = "from cnnkit.widgets import ExpandExplorer\nExpandExplorer({})"
Y = np.array([[1, 2], [0, -1]], float)
W = np.array([[1, 0, 2], [3, 1, 0], [0, 1, 1]], float)
Z = reference.conv_transpose2d(
    Y[None, None], W[None, None], None, stride=(2, 2), padding=(0, 0), output_padding=(0, 0), dilation=(1, 1), groups=1,
)[0, 0]  # fmt: skip


def result(explorer) -> float:
    """The number behind the last equals sign of the sum."""
    return float(explorer.sum().replace("−", "-").rsplit(" = ", 1)[1])


def test_the_keyboard_walks_both_forms_and_the_screen_says_what_the_formulas_say(
    notebook, on_screen
):
    explorer = on_screen(notebook(START.format("")))
    for row, column in np.ndindex(5, 5):
        explorer.go("z", row, column)
        assert result(explorer) == Z[row, column], explorer.sum()
    explorer.go("z", 2, 2)
    assert "lies under 4 stamps" in explorer.status()
    explorer.go("y", 1, 1)
    assert "stamps −1 times the filter on rows 2 to 4, columns 2 to 4 of z" in explorer.status()
    explorer.choose("tab", "zeros and a flipped filter")
    assert "Both forms give the same 25 numbers" in explorer.notes()
    for row, column in np.ndindex(5, 5):
        explorer.go("z", row, column)
        assert result(explorer) == Z[row, column], explorer.sum()


def test_counted_weights_and_the_rule_of_even_overlap(notebook, on_screen):
    explorer = on_screen(
        notebook(START.format("tab='count', example='ones', kernel_size=4, padding=1"))
    )
    assert "9 at the corner, 12 at the edge, 16 inside" in explorer.notes()
    assert "K mod b = 4 mod 2 = 0" in explorer.notes()
    explorer.go("outgoing", 0, 0)
    assert (
        "I(0, 0) reaches 9 cells of z. Its twin in the other layer counts 9." in explorer.status()
    )
    explorer.go("counts", 3, 3)
    assert "z(3, 3) lies under 4 stamps" in explorer.status()


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    explorer.go("z", 2, 2)
    in_both_themes(explorer, "expand-stamp")
    explorer.choose("tab", "zeros and a flipped filter")
    explorer.go("z", 1, 2)
    in_both_themes(explorer, "expand-collect")
    explorer.choose("tab", "count weights")
    explorer.choose("example", "ones, 4 × 4")
    explorer.go("outgoing", 1, 1)
    in_both_themes(explorer, "expand-count")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("example='ones', kernel_size=4")))
    names = tab_stops(explorer)
    assert {"kernel size K", "stride b", "padding p", "output padding", "example"} <= names
    budgets(explorer, grid="z", slider="stride")
