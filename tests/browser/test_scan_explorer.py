"""ScanExplorer in a real browser: entry, weight and position point at each other."""

from __future__ import annotations

import numpy as np

from cnnkit import reference
from cnnkit.widgets.scan.examples import example_image

START = "from cnnkit.widgets import ScanExplorer\nScanExplorer({})"


def result(explorer) -> float:
    """The number behind the last equals sign of the sum."""
    return float(explorer.sum().replace("−", "-").replace("≈", "=").rsplit("=", 1)[1])


def test_the_keyboard_walks_scan_and_matrix_and_a_weight_changes_all_its_copies(
    notebook, on_screen
):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    y, w = example_image("integers"), np.array([[1.0, -1], [2, 0]])
    right = reference.conv2d(y[None, None], w[None, None], [1.0])[0, 0]
    for row, column in np.ndindex(3, 3):
        explorer.go("z00", row, column)
        assert result(explorer) == right[row, column]
    explorer.go("a", 4, 6)
    assert "Row 4 is position (1, 1), column 6 is Y(1, 2)" in explorer.status()
    assert result(explorer) == -1
    before = explorer.data("serial")
    page.keyboard.press("Enter")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    explorer.after(before)
    explorer.go("w0", 0, 1)
    assert "w(0, 1) = 3 stands 9 times in A" in explorer.status()
    before = explorer.data("serial")
    page.keyboard.press("Shift+ArrowUp")
    explorer.after(before)
    w[0, 1] = 4
    right = reference.conv2d(y[None, None], w[None, None], [1.0])[0, 0]
    explorer.go("z00", 2, 1)
    assert result(explorer) == right[2, 1]
    explorer.choose("tab", "gradient")
    dz = (np.arange(9.0).reshape(3, 3) % 4) - 1
    right = reference.conv2d_grad_weight(dz[None, None], y[None, None], (2, 2))[0, 0]
    for row, column in np.ndindex(2, 2):
        explorer.go("dw0", row, column)
        assert result(explorer) == right[row, column]
    assert "Of 144 entries of dA, 36 reach the 4 weights" in explorer.notes()


def test_an_mlp_is_the_same_at_every_position_and_a_pointer_lights_both_ways(notebook, on_screen):
    page = notebook(START.format("network='2-1'"), "print('below')")
    explorer = on_screen(page)
    for grid, x, y, words in (
        ("w0", 22 + 14, 20 + 14, "stands 9 times"),
        ("a", 22 + 14, 20 + 14, "Row 0 is position (0, 0)"),
        ("y", 22 + 14, 20 + 14, "is column 0 of A: 1 position reads it."),
        ("z10", 22 + 14, 20 + 14, "Choose layer 2, unit 0"),
    ):
        box = explorer.grid(grid).bounding_box()
        page.mouse.move(box["x"] + x, box["y"] + y)
        explorer.settle()
        assert words in explorer.status(), grid
    explorer.set_slider("layer", 2)
    explorer.go("w1", 0, 0)
    assert "w(1) = −1 stands 9 times" in explorer.status()
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    for key in ("a", "b", "d", "d"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    explorer.go("a", 4, 6)
    in_both_themes(explorer, "scan-forward")
    explorer.choose("tab", "gradient")
    explorer.go("dw0", 0, 1)
    in_both_themes(explorer, "scan-gradient")
    explorer.choose("example", "a real digit, 8 × 8")
    explorer.set_slider("kernel_size", 3)
    explorer.choose("tab", "forward")
    explorer.go("w0", 1, 2)
    in_both_themes(explorer, "scan-digit")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("network='3-2-1', example='digit'")))
    assert {"image", "scanned by", "patch K", "layer l", "unit n"} <= tab_stops(explorer)
    explorer.set_slider("kernel_size", 2)
    budgets(explorer, grid="a", slider="kernel_size")
