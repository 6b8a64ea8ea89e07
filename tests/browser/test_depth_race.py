"""DepthRace in a real browser: started, paused, its table read by keyboard, both themes."""

from __future__ import annotations

import re

START = "from cnnkit.widgets import DepthRace\nDepthRace(epochs=1)"


def test_six_nets_train_and_are_told(notebook, on_screen, in_both_themes, tab_stops):
    page = notebook(START)
    explorer = on_screen(page)
    assert "Press start: six nets, one epoch." in explorer.status()
    assert {"epochs", "start"} <= tab_stops(explorer)
    explorer.root.get_by_role("button", name="start").press("Enter")
    page.wait_for_function("root => root.textContent.includes('One epoch done')", arg=explorer.handle, timeout=120_000)
    explorer.settle()
    rows = explorer.root.locator("tbody tr")
    assert rows.count() == 6
    rows.nth(4).focus()
    page.keyboard.press("ArrowDown")
    explorer.settle()
    assert re.match(r"depth 56, skips: accuracy [01]\.\d\d after 1 epoch; [+−]0\.\d\d against the plain net of that depth\.", explorer.status())
    assert explorer.root.locator("polyline.ck-dashed").count() == 3
    assert explorer.root.locator("thead th").all_inner_texts() == ["net", "accuracy", "against plain"]
    in_both_themes(explorer, "depth-race")
