"""FilterBankExplorer in a real browser: members, winners, an image that turns, meters at 0."""

from __future__ import annotations

START = "from cnnkit.widgets import FilterBankExplorer\nFilterBankExplorer({})"


def meters(explorer) -> dict:
    rows = explorer.root.locator(".ck-bank-panel tr").all()
    return {row.locator("th").inner_text(): row.locator("td").inner_text() for row in rows}


def test_the_image_turns_by_keyboard_and_the_meters_stand_at_0_where_they_must(notebook, on_screen):
    explorer = on_screen(notebook(START.format("example='integers', filter='corner', angle=60")))
    assert meters(explorer)["pooled bank follows, error"] != "0"
    explorer.set_slider("angle", 90)
    found = meters(explorer)
    assert found["pooled bank follows, error"] == "0"
    assert found["unpooled maps, moved and rolled"] == "0"
    assert found["its largest value stays, error"] == "0"
    assert float(found["one filter follows, error"]) > 0.5
    assert float(found["unpooled maps, moved only"]) > 0.5
    assert float(found["pooled map stays as it is, error"]) > 0.1
    for grid in ("u", "winner", "m1", "gap"):
        explorer.go(grid, 2, 3)
        assert "has exactly this number" in explorer.status()
        assert "pooled(2, 3) = max(" in explorer.sum()
    explorer.go("b1", 0, 1)
    assert "no weight of its own" in explorer.status()
    explorer.go("image", 0, 0)
    assert "is read by 1 window of every member" in explorer.status()


def test_a_typed_weight_changes_every_member(notebook, on_screen):
    page = notebook(START.format("example='square'"))
    explorer = on_screen(page)
    explorer.go("w", 0, 1)
    before = explorer.data("serial")
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    explorer.after(before)
    explorer.go("b1", 1, 0)  # a quarter turn brings the top middle to the left middle
    assert "= 7" in explorer.status()
    assert explorer.control("filter").evaluate("one => one.selectedOptions[0].text") == "your own"


def test_both_curves_are_named_beside_a_piece_of_their_lines(notebook, on_screen):
    explorer = on_screen(notebook(START.format("example='square'")))
    cut = """svg => [...svg.querySelectorAll('text')].filter(text => {
        const { x, width } = text.getBBox(); return x < 0 || x + width > svg.width.baseVal.value }).map(text => text.textContent)"""
    chart = explorer.root.locator(".ck-curve")
    assert chart.locator("text", has_text="pooled bank").count() == 1
    assert chart.evaluate(cut) == []
    samples = chart.locator(".ck-sample").evaluate_all("all => all.map(one => getComputedStyle(one).stroke)")
    assert len(set(samples)) == 2 and "none" not in samples


def test_unpooled_maps_turn_and_roll(notebook, on_screen):
    explorer = on_screen(notebook(START.format("tab='unpooled', angle=90, example='integers'")))
    explorer.go("m1", 3, 4)
    assert "upright map of 0°, moved and rolled here" in explorer.status()
    assert explorer.sum().endswith("= 0")
    explorer.control("rolled").focus()
    explorer.press_for_picture("Space")
    explorer.go("d1", 3, 4)
    assert "upright map of 90°, moved only" in explorer.status()
    assert not explorer.sum().endswith("= 0")
    explorer.choose("bank", "reflection")
    explorer.set_slider("angle", 0)
    explorer.control("mirrored").focus()
    explorer.press_for_picture("Space")
    assert meters(explorer)["unpooled maps, moved and rolled"] == "0"


def test_a_stride_follows_even_pushes_only(notebook, on_screen):
    explorer = on_screen(notebook(START.format("stride=2")))
    explorer.set_slider("shift", 1)
    assert float(meters(explorer)["pooled bank follows, error"]) > 0.1
    assert "half a cell" in explorer.root.locator(".ck-notes").inner_text()
    explorer.set_slider("shift", 2)
    found = meters(explorer)
    assert found["pooled bank follows, error"] == "0"
    assert float(found["pooled map stays as it is, error"]) > 0.1


def test_an_enlarged_image_and_a_walk_over_the_pooled_map(notebook, on_screen):
    explorer = on_screen(notebook(START.format("bank='scale', filter='soft edge'")))
    explorer.set_slider("factor", 4)  # the last of five stops
    found = meters(explorer)
    assert float(found["unpooled maps, moved and rolled"]) < float(
        found["unpooled maps, moved only"]
    )
    assert "× 1.5" in explorer.root.locator(".ck-curve").text_content()
    explorer.root.get_by_role("button", name="step ▸").press("Enter")
    explorer.root.get_by_role("button", name="step ▸").press("Enter")
    explorer.settle()
    assert explorer.data("cursor") == "u:0,1"
    assert "pooled(0, 1) = max(" in explorer.sum()


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("angle=90")))
    explorer.go("u", 10, 12)
    in_both_themes(explorer, "bank-pooled")
    explorer.choose("bank", "rotation, 8 angles")
    explorer.choose("filter", "soft edge, 5 × 5")
    explorer.set_slider("angle", 45)
    in_both_themes(explorer, "bank-eight")
    explorer.choose("tab", "unpooled")
    explorer.choose("bank", "rotation, 4 angles")
    explorer.go("d1", 5, 5)
    in_both_themes(explorer, "bank-unpooled")
    explorer.choose("bank", "scale")
    explorer.set_slider("angle", 0)
    explorer.set_slider("factor", 4)
    explorer.go("m2", 5, 5)
    in_both_themes(explorer, "bank-sizes")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("bank='rotation8'")))
    names = tab_stops(explorer)
    assert {"bank", "filter", "example", "turn the image", "mirror it first"} <= names
    assert {"enlarge it", "push it right", "stride of the scan"} <= names
    budgets(explorer, grid="winner", slider="angle")
