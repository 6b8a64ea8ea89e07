"""NetComparison in a real browser: started by keyboard while another explorer is used, read, in both themes."""

from __future__ import annotations

import re

# one thread: two of several workers' would wait for each other
START = """import os
os.environ["NUMBA_NUM_THREADS"] = "1"
from cnnkit.widgets import NetComparison, PoolExplorer
NetComparison(epochs={})"""


def reach(explorer, state: str) -> None:
    explorer.page.wait_for_function(
        "([root, state]) => root.dataset.run === state", arg=[explorer.handle, state], timeout=120_000
    )
    explorer.settle()


def test_it_trains_while_another_explorer_is_used_and_is_read(notebook, on_screen, in_both_themes):
    page = notebook(START.format(1), "PoolExplorer()")
    nets, pool = on_screen(page), on_screen(page, 1)
    assert nets.status() == "Press start: 4 nets, one epoch each."
    nets.control("start").press("Enter")
    reach(nets, "running")
    assert nets.control("epochs").is_disabled()
    pool.set_slider("stride", 2)
    reach(nets, "ended")
    assert re.match(r"Done in \d+ s, one epoch each\. Fewest numbers learned: lesson 06; ", nets.status())
    rows = nets.root.locator("tbody tr")
    found = {rows.nth(k).locator("th").inner_text(): rows.nth(k).locator("td").all_inner_texts() for k in range(4)}
    assert list(found) == ["lesson 06", "ResNet-8", "separable", "mobile"]
    assert found["separable"][0] == "9,034" and all(re.fullmatch(r"0\.\d{3}", row[3]) for row in found.values())
    charts = nets.root.locator("svg.ck-curve")
    assert charts.count() == 3
    for k in range(3):
        assert charts.nth(k).locator("path.ck-point").count() == 4
        assert f"mobile: accuracy {found['mobile'][3]}" in charts.nth(k).get_attribute("aria-label")
    in_both_themes(nets, "comparison")


def test_it_stops_by_keyboard(notebook, on_screen, tab_stops):
    nets = on_screen(notebook(START.format(20)))
    assert tab_stops(nets) >= {"start", "pause", "stop", "epochs", "seed"}
    nets.control("start").press("Enter")
    reach(nets, "running")
    nets.control("stop").press("Enter")
    reach(nets, "stopped")
    assert nets.status().startswith("Stopped after")
