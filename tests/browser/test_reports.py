"""Reports of the grader as a learner without a mouse meets them: Tab leads in and on, a hint unfolds, Escape leads back."""

from __future__ import annotations

IMPORTS = """import tempfile, os
os.environ["CNNKIT_STATE"] = tempfile.mkdtemp()
from cnnkit.learner import check
from cnnkit.widgets import PoolExplorer, Predict
Predict("00-uint8")"""
WRONG = "def double(y):\n    return y"
CELL = "document.querySelectorAll('.jp-Cell')"
REACHED = "() => document.activeElement.textContent"


def run(page, place: int) -> None:
    """Run a cell with Shift + Enter, which then selects the cell below; wait for its new report."""
    page.evaluate("() => document.querySelector('.cnn-report').dataset.old = 'old'")
    page.evaluate("""place => { const lab = window.jupyterapp.shell.currentWidget.content;
        lab.mode = 'command'; lab.activeCellIndex = place; lab.activate(); }""", place)
    page.keyboard.press("Shift+Enter")
    selected(page, place + 1)
    page.locator(".jp-Cell").nth(place).locator(".cnn-report:not([data-old])").wait_for()


def selected(page, place: int) -> None:
    page.wait_for_function(f"() => document.activeElement === {CELL}[{place}]")


def test_tab_leads_into_the_hints_and_on_to_the_next_cell(notebook):
    page = notebook(IMPORTS, WRONG, 'check("double", double)', "1 + 1", "2 + 2")
    run(page, 2)
    hints = page.locator(".cnn-report details")
    page.keyboard.press("Tab")
    assert page.evaluate(REACHED).startswith("Hint 1 of ")
    page.keyboard.press("Enter")
    assert hints.nth(0).get_attribute("open") is not None
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.content.mode") == "command"
    page.keyboard.press("Tab")
    assert page.evaluate(REACHED).startswith("Hint 2 of ")  # it has appeared inside the first
    page.keyboard.press("Space")
    assert hints.nth(1).get_attribute("open") is not None
    page.keyboard.press("Escape")
    selected(page, 2)
    page.keyboard.press("ArrowDown")  # the notebook's own keys work again
    selected(page, 3)
    page.evaluate("() => [...document.querySelectorAll('.cnn-report summary')].at(-1).focus()")
    page.keyboard.press("Tab")
    selected(page, 3)
    page.keyboard.press("Tab")  # whoever has been there is not sent back
    assert not page.evaluate("() => Boolean(document.activeElement.closest('.cnn-report'))")


def test_what_was_run_last_goes_first(notebook):
    page = notebook(IMPORTS, WRONG, 'check("double", double)', "PoolExplorer()")
    page.locator("section.ck[data-state=ready]").wait_for()
    page.evaluate(f"() => {CELL}[3].focus()")
    page.keyboard.press("Tab")
    assert page.evaluate(f"() => {CELL}[3].contains(document.activeElement)")  # the explorer below was made later
    run(page, 2)
    page.keyboard.press("Tab")
    assert page.evaluate(REACHED).startswith("Hint 1 of ")
