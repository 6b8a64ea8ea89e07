"""StackBuilder in a real browser: the table by keyboard, shapes, refusals, receptive fields."""

from __future__ import annotations

START = "from cnnkit.widgets import StackBuilder\nStackBuilder({})"


def figures(explorer, layer: int) -> list[str]:
    """What the table says of a layer: makes, parameters, multiply-adds, sees."""
    return explorer.root.locator(f"tr[data-layer='{layer}'] td").all_inner_texts()[6:10]


def test_a_stack_is_built_by_keyboard_and_refused_kindly(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    assert figures(explorer, 1) == ["4 × 8 × 8", "40", "2,304", "3 × 3"]
    assert figures(explorer, 4) == ["10", "330", "320", "everything"]
    explorer.press_button("remove layer 4")
    assert page.evaluate("document.activeElement.dataset.key") == "remove2"
    explorer.press_button("add max pool")
    assert figures(explorer, 4) == ["8 × 1 × 1", "0", "0", "10 × 10"]
    explorer.press_button("add max pool")
    assert "Layer 5 does not fit: a 2 × 2 window does not fit on 1 × 1 maps" in (
        explorer.root.locator(".ck-trouble").inner_text()
    )
    assert figures(explorer, 5) == ["—", "—", "—", ""]
    explorer.press_button("move up layer 3")
    assert figures(explorer, 2) == ["8 × 6 × 6", "296", "10,368", "5 × 5"]
    assert page.evaluate("document.activeElement.dataset.key") == "up1"
    before = explorer.data("serial")
    explorer.root.get_by_label("layer 1, stride", exact=True).focus()
    page.keyboard.press("ArrowUp")
    explorer.after(before)
    assert figures(explorer, 1)[0] == "4 × 4 × 4"
    assert page.evaluate("document.activeElement.dataset.key") == "stride0"
    before = explorer.data("serial")
    explorer.root.get_by_label("layer 5, kind", exact=True).select_option(label="linear")
    explorer.after(before)
    page.keyboard.press("Escape")
    assert explorer.control("example").input_value() == '"given"'


def test_hands_are_quicker_than_the_kernel_and_nothing_is_lost(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    keyboard, before = page.keyboard, explorer.data("serial")
    explorer.root.get_by_label("layer 1, K", exact=True).focus()
    for number in ("4", "2", "3"):  # K, stride, padding, without a look at the picture between them
        keyboard.press("Control+A")
        keyboard.type(number)
        keyboard.press("Tab")
    explorer.root.get_by_label("layer 3, filters", exact=True).focus()
    for _ in range(4):
        keyboard.press("ArrowUp")
    explorer.after(before)
    page.wait_for_function("root => root.querySelector('tr[data-layer=\"3\"] .ck-makes').textContent.startsWith('12 × ')", arg=explorer.handle)
    numbers = explorer.root.locator("tr[data-layer='1'] input").evaluate_all("all => all.map(one => one.value)")
    assert numbers == ["4", "4", "2", "3"]
    keyboard.press("Control+A")
    keyboard.type("9999")
    keyboard.press("Enter")
    assert explorer.root.get_by_label("layer 3, filters", exact=True).input_value() == "1024"


def test_a_layer_is_pushed_to_the_top_and_the_focus_goes_along(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    kinds = "root => [...root.querySelectorAll('.ck-table select')].map(one => one.value).join()"
    explorer.press_button("move up layer 3")
    explorer.press_button("move up layer 2")
    assert explorer.root.evaluate(kinds) == "conv,conv,pool,linear"
    assert page.evaluate("document.activeElement.dataset.key") == "up0"
    page.keyboard.press("Enter")  # it is at the top: nothing to do, nothing lost
    assert page.evaluate("document.activeElement.dataset.key") == "up0"
    assert explorer.root.evaluate(kinds) == "conv,conv,pool,linear"


def test_a_unit_shows_what_it_sees(notebook, on_screen):
    page = notebook(START.format("example='gaps'"))
    explorer = on_screen(page)
    assert "33 of 49 pixels reach no unit of the last layer" in explorer.notes()
    explorer.go("m0", 1, 1)
    assert "never read by layer 1" in explorer.status()
    explorer.choose("example", "LeNet for clothes")
    explorer.go("m4", 2, 2)
    assert "rows 6 to 21, columns 6 to 21" in explorer.status()
    assert "16 × 16 = 256 of 784 pixels" in explorer.status()
    explorer.go("m3", 0, 0)
    assert "parameters = 16·6·5·5 + 16 = 2,416" in explorer.sum()
    assert "multiply-adds = 16·6·5·5 · 10·10 = 240,000" in explorer.sum()
    box = explorer.grid("m7").bounding_box()
    page.mouse.move(box["x"] + 22 + 4 + 8 * 3, box["y"] + 20 + 4)
    explorer.settle()
    assert "Unit 3 of layer 7 sees rows 0 to 27" in explorer.status()


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    in_both_themes(explorer, "stack-small")
    explorer.choose("example", "LeNet for clothes")
    in_both_themes(explorer, "stack-lenet")
    explorer.choose("example", "pixels left over")
    explorer.press_button("add linear")
    explorer.press_button("add conv")
    in_both_themes(explorer, "stack-trouble")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("example='lenet'")))
    assert {"stack", "layer 1, K", "layer 7, units", "remove layer 2"} <= tab_stops(explorer)
    budgets(explorer, grid="m4", keys=explorer.root.get_by_label("layer 1, filters", exact=True))
