"""DepthExplorer in a real browser: depth, switches, a layer by click and by key, the time that a change takes."""

from __future__ import annotations

import statistics

from cnnkit.widgets import DepthExplorer

START = "from cnnkit.widgets import DepthExplorer\nDepthExplorer({})"
CHANGE_LIMIT = 300  # milliseconds at depth 20


def curve(explorer, place: int):
    return explorer.root.locator(".ck-depths svg").nth(place)


def press_on_layer(explorer, layer: int, layers: int, place: int = 0) -> None:
    """Click the curve where that layer is."""
    box = curve(explorer, place).bounding_box()
    scale = box["width"] / 346
    x = box["x"] + scale * (58 + (layer - 1) / (layers - 1) * (346 - 58 - 10))
    before = explorer.data("serial")
    explorer.page.mouse.move(x, box["y"] + 60)
    explorer.settle()
    explorer.page.mouse.click(x, box["y"] + 60)
    explorer.after(before)


def test_a_layer_by_click_and_by_keys_shows_its_maps(notebook, on_screen):
    explorer = on_screen(notebook(START.format("")))
    assert "Layer 7 of 19" in explorer.status()
    curve(explorer, 1).hover(position={"x": 338, "y": 60})
    explorer.settle()
    assert "Layer 19 of 19" in explorer.status()
    assert "Press to see its maps" in explorer.status()
    for place, layer in enumerate((2, 9, 19)):
        press_on_layer(explorer, layer, 19, place)
        rows = DepthExplorer(layer=layer).picture.grid("a0").size[0]
        assert f"{rows} × {rows}" in explorer.root.locator("figure:has(canvas[data-grid=a0])").inner_text()
        assert f"Y({layer}, 0)" in explorer.root.locator("figure:has(canvas[data-grid=b0])").inner_text()
        assert f"now layer {layer}" in curve(explorer, place).get_attribute("aria-label")
    # the click left the focus on the slider of layers
    explorer.press_for_picture("ArrowLeft")
    explorer.page.mouse.move(5, 5)
    explorer.settle()
    assert "Layer 18 of 19" in explorer.status()
    explorer.go("a3", 1, 0)
    value = DepthExplorer(layer=18).picture.grid("b3").values[1, 0]
    assert f"{value:.4f}".rstrip("0")[:5] in explorer.status()


def test_switches_draw_what_the_package_computes(notebook, on_screen):
    explorer = on_screen(notebook(START.format("depth=50")))
    explorer.control("depth").focus()
    explorer.press_for_picture("ArrowRight")
    assert explorer.control("depth").get_attribute("aria-valuetext") == "56"
    said = [curve(explorer, place).get_attribute("aria-label") for place in range(3)]
    assert "above 0.9999" not in said[2]
    explorer.control("norm").focus()
    explorer.press_for_picture("Space")
    assert "5,100 times as large" in explorer.notes()
    assert "normalised over all images" in explorer.notes()
    assert explorer.root.locator(".ck-depths .ck-dot").count() == 0
    explorer.control("skips").focus()
    explorer.press_for_picture("Space")
    assert explorer.root.locator(".ck-depths .ck-dot").count() == 2 * 27  # inside of blocks, in two of the three
    assert said != [curve(explorer, place).get_attribute("aria-label") for place in range(3)]
    assert DepthExplorer(depth=56, norm=True, skips=True).picture.notes[0] in explorer.notes()
    explorer.choose("example", "clothes: a coat and a sandal")
    assert "28 × 28" in explorer.root.locator("figure:has(canvas[data-grid=a])").inner_text()
    explorer.press_button("reset")
    assert explorer.control("depth").get_attribute("aria-valuetext") == "50"


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    in_both_themes(explorer, "depth-plain")
    explorer.control("skips").focus()
    explorer.press_for_picture("Space")
    explorer.choose("example", "clothes: a coat and a sandal")
    in_both_themes(explorer, "depth-clothes")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops, capsys):
    explorer = on_screen(notebook(START.format("")))
    assert {"depth", "batch normalisation", "skips", "first weights ×", "images", "maps of layer"} <= tab_stops(explorer)
    budgets(explorer, grid="a0", slider="layer")
    times = []
    for _ in range(4):  # what was computed before is kept: every spread is new
        for name in ("norm", "skips", "norm", "skips"):
            explorer.control(name).focus()
            times.append(explorer.press_for_picture("Space"))
        explorer.control("gain").focus()
        times.append(explorer.press_for_picture("ArrowRight"))
    with capsys.disabled():
        print(f"DepthExplorer, depth 20: a change is drawn after {statistics.median(times):.0f} ms median, {max(times):.0f} ms at most (must {CHANGE_LIMIT})")
    assert statistics.median(times) < CHANGE_LIMIT
