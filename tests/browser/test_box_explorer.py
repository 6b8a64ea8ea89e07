"""BoxExplorer in a real browser: drag and resize by mouse and keyboard, walk at equal squared error, the net's scenes."""

from __future__ import annotations

from cnnkit.widgets import BoxExplorer

START = "from cnnkit.widgets import BoxExplorer\nBoxExplorer({})"
LEFT, TOP, SCALE = 34, 22, 6  # of the scene on the screen


def says(explorer, box):
    """The status line says what Python says of this box."""
    expected = BoxExplorer(box=box).picture.words
    explorer.page.wait_for_function(
        "([root, words]) => root.querySelector('.ck-status').textContent === words", arg=[explorer.handle, expected]
    )


def drag(page, plane, start, end):
    """From (row, column) to (row, column)."""
    page.mouse.move(plane["x"] + LEFT + SCALE * start[1], plane["y"] + TOP + SCALE * start[0])
    page.mouse.down()
    for k in (1, 2, 3):
        row, column = (a + (b - a) * k / 3 for a, b in zip(start, end, strict=True))
        page.mouse.move(plane["x"] + LEFT + SCALE * column, plane["y"] + TOP + SCALE * row)
    page.mouse.up()


def test_a_box_is_moved_and_resized_by_mouse_and_keyboard(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    plane = explorer.root.locator(".ck-boxes-scene").bounding_box()
    drag(page, plane, (36, 36), (32, 32))
    says(explorer, (20, 12, 44, 52))
    assert "IoU 1" in explorer.status()
    drag(page, plane, (44, 30), (50, 30))
    says(explorer, (20, 12, 50, 52))
    drag(page, plane, (20, 12), (17, 15))
    says(explorer, (17, 15, 50, 52))
    explorer.root.locator(".ck-held").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    says(explorer, (18, 10, 51, 47))
    first, last = (explorer.root.locator(".ck-grip").nth(k) for k in (0, 1))
    first.focus()
    page.keyboard.press("ArrowRight")
    says(explorer, (18, 11, 51, 47))
    last.focus()
    page.keyboard.press("Shift+ArrowUp")
    says(explorer, (18, 11, 46, 47))
    assert last.get_attribute("aria-label").startswith("last corner, row 46, column 47")


def test_the_way_of_equal_error_and_the_size_change_iou_alone(notebook, on_screen):
    explorer = on_screen(notebook(START.format("")))
    explorer.control("turn").focus()
    explorer.press_for_picture("ArrowRight")
    assert "squared error 32." in explorer.status() and "IoU 0.60" in explorer.status()
    for _ in range(8):
        explorer.press_for_picture("ArrowRight")
    assert "squared error 32." in explorer.status() and "IoU 0.71" in explorer.status()
    explorer.control("size").focus()
    explorer.press_for_picture("Home")
    assert "squared error 32." in explorer.status() and "IoU 0.71" not in explorer.status()


def test_the_nets_scenes_and_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    in_both_themes(explorer, "box-by-hand")
    before = explorer.data("serial")
    explorer.root.get_by_text("the trained net").click()
    explorer.after(before)
    assert "Unseen scene 1 of 1,000 from the worst" in explorer.status()
    assert not explorer.root.locator(".ck-grip").first.is_visible()
    in_both_themes(explorer, "box-net-worst")
    explorer.choose("order", "best first")
    assert "Unseen scene 1,000 of 1,000" in explorer.status()


def test_the_net_tells_that_it_is_looking_and_the_page_stays_alive(notebook, on_screen, told):
    explorer = on_screen(notebook(START.format("")))
    explorer.control("face").focus()
    texts = told(explorer, lambda: explorer.page.keyboard.press("ArrowRight"))
    assert texts[0].startswith("The net is looking at 1,000 scenes")
    assert texts[-1].startswith("Unseen scene 1 of 1,000 from the worst")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("")))
    assert {"size of the true box", "turn the error, same squared error"} <= tab_stops(explorer)
    budgets(explorer, grid=explorer.root.locator(".ck-boxes-scene"), slider="size")
