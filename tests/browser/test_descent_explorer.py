"""DescentExplorer in a real browser: step, stop band, divergence, a start by hand."""

from __future__ import annotations

import pytest

from cnnkit.widgets import DescentExplorer

START = "from cnnkit.widgets import DescentExplorer\nDescentExplorer({})"


def numbers(explorer) -> list[float]:
    """The numbers of the sum, in order."""
    words = explorer.sum().replace("−", "-").replace("(", " ").replace(")", " ").replace(",", " ")
    found = []
    for word in words.split():
        try:
            found.append(float(word))
        except ValueError:
            continue
    return found


def test_steps_say_what_the_rule_says(notebook, on_screen):
    page = notebook(START.format("learning_rate=0.5"))
    explorer = on_screen(page)
    path = DescentExplorer(learning_rate=0.5).path
    step = explorer.root.get_by_role("button", name="step ▸")
    for k in range(4):
        step.press("Enter")
        explorer.settle()
        assert f"Step {k + 1}: at w = (" in explorer.status()
        said = float(
            explorer.status().replace("−", "-").split("the loss is ")[1].split(". ")[0].rstrip(".")
        )
        assert said == pytest.approx(path.losses[k], abs=0.006)
        # w0 = a − η · g = b, w1 likewise; the minus between stands alone and is no number
        a, eta, g, b, c, eta1, h, d = numbers(explorer)
        assert (eta, eta1) == (0.5, 0.5)
        assert [a, c] == pytest.approx(path.weights[k], abs=0.006)
        assert [g, h] == pytest.approx(path.gradients[k], abs=0.006)
        assert [b, d] == pytest.approx(path.weights[k + 1], abs=0.006)
    explorer.root.get_by_role("button", name="show all").press("Enter")
    explorer.settle()
    assert f"after step {len(path.losses)}" in explorer.status()
    assert explorer.sum() == "w ← w − η · dLoss/dw"  # no empty line above the sentence
    explorer.root.get_by_role("button", name="play").press("Enter")
    page.wait_for_function(
        "root => root.querySelector('.ck-where').textContent.startsWith('3 of')",
        arg=explorer.handle,
    )
    explorer.root.get_by_role("button", name="pause").press("Enter")


def test_small_steps_stop_early_and_large_ones_diverge(notebook, on_screen):
    page = notebook(START.format("learning_rate=0.0001"))
    explorer = on_screen(page)
    explorer.control("learning_rate").focus()
    explorer.press_for_picture("ArrowLeft")
    assert explorer.control("learning_rate").get_attribute("aria-valuetext") == "0.00001"
    assert "after step 2" in explorer.status()
    assert "a small change is not a minimum" in explorer.status()
    for _ in range(12):
        explorer.press_for_picture("ArrowRight")
    assert "Diverged" in explorer.status()
    assert explorer.root.locator(".ck-band").count() == 1
    explorer.choose("example", "a plateau: relu after the filter")
    assert "flat, but no minimum" in explorer.status()
    surface = explorer.root.locator(".ck-surface")
    surface.focus()
    before = explorer.data("serial")
    page.keyboard.press("Shift+ArrowRight")
    explorer.after(before)
    assert "start at w = (−1, −1)" in surface.get_attribute("aria-label")
    box = surface.bounding_box()
    before = explorer.data("serial")
    page.mouse.click(box["x"] + 44 + 190, box["y"] + 26 + 190)
    explorer.after(before)
    assert "start at w = (0, 0)" in surface.get_attribute("aria-label")


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    in_both_themes(explorer, "descent-valley")
    explorer.choose("example", "a plateau: relu after the filter")
    in_both_themes(explorer, "descent-plateau")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("tolerance=0.0")))
    assert {"loss", "step η", "steps at most"} <= tab_stops(explorer)
    budgets(explorer, grid=explorer.root.locator(".ck-surface"), slider="max_steps")
