"""RemainderExplorer in a real browser: one number, four pictures that follow it."""

from __future__ import annotations

START = "from cnnkit.widgets import RemainderExplorer\nRemainderExplorer({})"


def test_the_keyboard_walks_all_four_pictures(notebook, on_screen):
    explorer = on_screen(notebook(START.format("")))
    explorer.go("y", 7, 2)
    assert "Y(7, 2) is read by no window" in explorer.status()
    assert "mod 2 = 1" in explorer.sum()
    explorer.go("dy", 2, 2)
    assert "is read by 4 windows" in explorer.status()
    explorer.go("back", 7, 7)
    assert "Was H 7 or 8?" in explorer.status()
    explorer.go("gap", 0, 1)
    assert "r = 1 column apart" in explorer.status()
    explorer.set_slider("size", 7)
    assert "mod 2 = 0" in explorer.notes() or "nothing is left over" in explorer.notes()
    explorer.go("gap", 2, 2)
    assert explorer.sum().endswith("= 0")
    table = explorer.root.locator(".ck-remainders")
    assert table.locator("[aria-current=true]").inner_text() == "7"


def test_padding_hides_a_row_and_an_example_brings_it_back(notebook, on_screen):
    explorer = on_screen(notebook(START.format("")))
    explorer.set_slider("padding", 1)
    assert "no pixel is lost" in explorer.notes()
    assert "error of the bank" in explorer.root.locator(".ck-remainders").inner_text()
    explorer.choose("example", "K < s: gaps")
    assert "3 rows of 7 are never read" in explorer.notes()
    explorer.root.get_by_role("button", name="step ▸").click()
    explorer.settle()
    assert explorer.data("cursor") == "gap:0,0"


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    explorer.go("gap", 0, 1)
    in_both_themes(explorer, "remainder-one")
    explorer.choose("example", "three rows left over")
    explorer.set_slider("padding", 2)
    explorer.go("y", 13, 3)
    in_both_themes(explorer, "remainder-three")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("example='three left'")))
    names = tab_stops(explorer)
    assert {"map size H", "kernel size K", "stride s", "padding p", "example"} <= names
    budgets(explorer, grid="y", slider="padding")
