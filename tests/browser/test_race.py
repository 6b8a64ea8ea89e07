"""Race in a real browser: run by keyboard while another explorer is used, read row by row, stopped."""

from __future__ import annotations

import re

import pytest

START = "from cnnkit.widgets import PoolExplorer, Race\nRace({})"
DARK, LIGHT = "JupyterLab Dark", "JupyterLab Light"


def press(explorer, name: str) -> None:
    explorer.control(name).press("Enter")


def reach(explorer, state: str) -> None:
    explorer.page.wait_for_function(
        "([root, state]) => root.dataset.run === state", arg=[explorer.handle, state], timeout=60_000
    )
    explorer.settle()


def figures(explorer) -> dict[str, str]:
    """What the table says: accuracy by entry."""
    rows = explorer.root.locator("tbody tr")
    return {
        rows.nth(k).locator("th").inner_text(): rows.nth(k).locator("td").first.inner_text() for k in range(rows.count())
    }


def test_a_race_is_run_to_its_end_and_read(notebook, on_screen):
    page = notebook(START.format("epochs=3, seeds=2"))
    race = on_screen(page)
    assert set(figures(race).values()) == {"–"}
    press(race, "start")
    press(race, "start")  # twice does no harm
    reach(race, "ended")
    found = figures(race)
    assert list(found) == ["right", "dY = 0 (control)", "pool: = for +=", "dY: filter turned", "dW: flipped", "1/T twice"]
    assert all(re.fullmatch(r"0\.\d\d ± 0\.\d\d", text) for text in found.values())
    assert float(found["right"][:4]) > float(found["1/T twice"][:4])
    assert race.status().startswith("All 3 epochs are done")
    # row by row with the keyboard
    rows = race.root.locator("tbody tr")
    rows.first.focus()
    for name in list(found)[1:3]:
        page.keyboard.press("ArrowDown")
        race.settle()
        assert race.status().startswith(f"{name}: accuracy {found[name]} over 2 nets after 3 epochs")
    assert race.root.locator("polyline.ck-mean:not(.ck-dim)").count() == 1
    assert "1/T twice" in race.root.locator("svg[role=img]").get_attribute("aria-label")
    assert race.control("start").inner_text() == "start again"


def test_it_pauses_and_stops_while_another_explorer_is_used(notebook, on_screen):
    page = notebook(START.format("epochs=40"), "PoolExplorer()")
    race, pool = on_screen(page), on_screen(page, 1)
    press(race, "start")
    reach(race, "running")
    for stride in (2, 1):
        pool.set_slider("stride", stride)
        assert "ready" in pool.data("state")
    page.wait_for_function("root => root.querySelectorAll('[aria-current=true]').length === 1", arg=race.handle)  # the net at work
    # a race that goes on keeps its entries
    assert race.control("twice").is_disabled() and race.control("twice").is_checked()
    press(race, "pause")
    reach(race, "paused")
    assert race.control("pause").inner_text() == "resume"
    press(race, "pause")
    reach(race, "running")
    press(race, "stop")
    reach(race, "stopped")
    assert race.status().startswith("Stopped after")
    assert race.root.locator("[aria-current=true]").count() == 0
    race.control("twice").press("Space")
    reach(race, "ready")
    assert len(figures(race)) == 5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_it_is_readable_in_both_themes(notebook, on_screen, accessible, shot, theme):
    page = notebook(START.format("epochs=3, seeds=2, mixed=True, slope=True"), theme=theme)
    race = on_screen(page)
    accessible(race)
    press(race, "start")
    reach(race, "ended")
    accessible(race)
    shot(race, f"race-{theme.split()[-1].lower()}")
