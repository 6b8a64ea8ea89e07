"""PoseExplorer and PoseTraining in a real browser: joints moved by key and by hand, the half cell, two nets, a run."""

from __future__ import annotations

import re

import numpy as np

START = "from cnnkit.widgets import PoseExplorer, PoseTraining\n{}"


def photo(explorer, place: int = 0):
    return explorer.root.locator(".ck-photo svg:visible").nth(place)


def pair(text: str) -> list[float]:
    """The first "(row, column)" of a text."""
    return [float(part) for part in re.search(r"\(([\d.]+), ([\d.]+)\)", text).groups()]


def test_a_joint_is_moved_by_key_and_read_back(notebook, on_screen):
    page = notebook(START.format("PoseExplorer(figure=5)"))
    explorer = on_screen(page)
    photo(explorer).focus()
    explorer.settle()
    assert explorer.status().startswith("The left hand is at (")
    before = start = np.array(pair(explorer.status()))
    for key, by in (("ArrowDown", (1, 0)), ("ArrowLeft", (0, -1)), ("Shift+ArrowDown", (0.25, 0))):
        serial = explorer.data("serial")
        page.keyboard.press(key)
        explorer.after(serial)
        now = np.array(pair(explorer.status()))
        assert np.abs(now - before - by).max() <= 0.13, key  # places are tidied to quarters
        before = now
        assert explorer.data("cursor") == "map:{:d},{:d}".format(*(int(part // 4) for part in now)), "the lit cell goes with its joint"
    row, column = (int(part) for part in re.search(r"largest in cell \((\d+), (\d+)\)", explorer.status()).groups())
    assert (row, column) == tuple(int(part // 4) for part in before)
    assert explorer.sum() == f"row = ({row} + ½)·4 = {row * 4 + 2},   column = ({column} + ½)·4 = {column * 4 + 2}"
    serial = explorer.data("serial")
    page.keyboard.press("PageDown")
    explorer.after(serial)
    assert explorer.status().startswith("The right hip is at (")
    explorer.press_button("joints back")
    photo(explorer).focus()
    explorer.press_for_picture("PageUp")
    assert explorer.status().startswith("The left hand is at ({:.2f}, {:.2f})".format(*start))


def test_a_joint_is_dragged_and_the_half_cell_moves_all_crosses(notebook, on_screen):
    page = notebook(START.format("PoseExplorer(figure=5, stride=8)"))
    explorer = on_screen(page)
    photo(explorer).focus()
    explorer.settle()
    box = photo(explorer).bounding_box()
    scale = box["width"] / 64
    row, column = pair(explorer.status())
    serial = explorer.data("serial")
    page.mouse.move(box["x"] + column * scale, box["y"] + row * scale)
    page.mouse.down()
    page.mouse.move(box["x"] + 60 * scale, box["y"] + 4 * scale, steps=6)
    page.mouse.up()
    explorer.after(serial)
    page.wait_for_function(
        "root => root.querySelector('.ck-photo svg').getAttribute('aria-label').includes('left hand is at (4, 60)')",
        arg=explorer.handle,
    )
    explorer.settle()
    assert explorer.data("cursor") == "map:0,7"
    assert "read back at (4, 60), 0 pixels away" in photo(explorer).get_attribute("aria-label")
    serial = explorer.data("serial")
    explorer.control("half").press("Space")
    explorer.after(serial)
    assert "without the half cell it is read back at (0, 56), 5.66 pixels away" in photo(explorer).get_attribute("aria-label")
    explorer.go("map", 0, 7)
    assert "map(0, 7) = 1·1 = 1" in explorer.sum()
    explorer.root.locator(".ck-thumbs button").first.click()
    page.wait_for_function(
        "root => root.querySelector('.ck-photo svg').getAttribute('aria-label').includes('The head is at')", arg=explorer.handle
    )


def test_two_nets_beside_each_other_the_worst_first(notebook, on_screen):
    page = notebook(START.format("PoseExplorer(tab='nets')"))
    explorer = on_screen(page)
    assert "largest mean error of the net with heat maps" in explorer.notes()
    assert "The figures are drawn; the backgrounds are photographs" in explorer.notes()
    photo(explorer, 1).focus()
    explorer.settle()
    assert "the net with numbers finds it at (" in explorer.status()
    chart = explorer.root.locator("svg.ck-curve:visible")
    assert re.search(r"At 0.10: [\d.]+% with heat maps, [\d.]+% with numbers", chart.get_attribute("aria-label"))
    explorer.control("threshold").focus()
    explorer.press_for_picture("ArrowRight")
    assert "At 0.11" in chart.get_attribute("aria-label")
    explorer.control("rank").focus()
    explorer.press_for_picture("End")
    assert "Number 1,000 from the largest mean error" in explorer.notes()
    explorer.choose("order", "numbers")
    assert "mean error of the net with numbers" in explorer.notes()
    explorer.go("gap", 2, 3)
    assert explorer.sum().startswith("dmaps(2, 3) = ")
    serial = explorer.data("serial")
    explorer.control("joint").select_option(label="right foot")
    explorer.after(serial)
    assert explorer.data("cursor").startswith("map:"), "another joint has another largest cell"


def test_the_nets_tell_that_they_are_looking(notebook, on_screen, told):
    explorer = on_screen(notebook(START.format("PoseExplorer()")))
    texts = told(explorer, lambda: explorer.root.get_by_text("two nets").click())
    assert texts[0].startswith("Both nets are looking at 1,000 figures")
    assert "largest mean error of the net with heat maps" in explorer.notes()


def test_a_net_is_trained_behind_a_button(notebook, on_screen):
    page = notebook(START.format("PoseTraining(net='numbers', epochs=2, figures=64)"))
    training = on_screen(page)
    assert training.status().startswith("Press start: the net with numbers")
    training.control("start").press("Enter")
    page.wait_for_function("root => root.dataset.run === 'ended'", arg=training.handle, timeout=120_000)
    training.settle()
    assert training.status().startswith("Done: the net with numbers, 2 epochs")
    assert training.root.locator("polyline.ck-two").count() == 2  # its loss and its PCK
    assert training.root.locator(".ck-photo:visible").count() == 1
    assert "mean error" in training.notes()
    serial = training.data("serial")
    training.control("figure").press("ArrowRight")
    training.after(serial)
    assert "Figure 1, which no net sees in training" in training.notes()
    assert training.data("run") == "ended" and training.root.locator(".ck-said").get_attribute("aria-live") == "polite"


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("PoseExplorer(figure=5)")))
    photo(explorer).focus()
    in_both_themes(explorer, "pose-joints")
    explorer.choose("tab", "two nets")
    in_both_themes(explorer, "pose-nets")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("PoseExplorer()")))
    assert {"joint", "figure", "stride", "sigma", "with the half cell"} <= tab_stops(explorer)
    budgets(explorer, grid="map", slider="stride")
