"""Predict and Recap as a learner meets them: by keyboard alone, in both themes, and in words."""

import pytest

DARK = "JupyterLab Dark"
IMPORTS = """import tempfile, os
os.environ["CNNKIT_STATE"] = tempfile.mkdtemp()
from cnnkit.learner import record as progress
from cnnkit.widgets import ConvExplorer, Predict, Recap"""
PREDICT = """prediction = Predict("02-unread")
prediction"""
EXPLORE = "ConvExplorer(after=prediction)"


class Card:
    """One card of questions on the screen.

    Parameters
    ----------
    page : Page
        The page that it stands in.
    """

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".ck-quiz").first
        self.root.wait_for()

    def ask(self, place=0):
        return self.root.locator(".ck-ask").nth(place)

    def said(self, place=0):
        reveal = self.ask(place).locator(".ck-reveal")
        reveal.wait_for()
        return reveal.inner_text()

    def focused(self):
        """What has the focus, in words."""
        return self.page.evaluate(
            "() => document.activeElement.className || document.activeElement.textContent"
        )


def test_a_prediction_is_answered_by_keyboard_and_unlocks_its_explorer(
    notebook, on_screen, accessible
):
    page = notebook(IMPORTS, PREDICT, EXPLORE)
    card, explorer = Card(page), on_screen(page)
    assert "unlocks this explorer" in explorer.root.inner_text()
    accessible(card)

    card.ask().get_by_label("your answer, a number").focus()
    page.keyboard.type("plenty")
    page.keyboard.press("Enter")
    problem = card.ask().locator(".ck-problem")
    problem.get_by_text("A number is needed here").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type("16")
    page.keyboard.press("Enter")

    said = card.said()
    assert said.startswith("Your answer: 16. It is 33.")
    assert "if the pixels that are read were asked for" in said
    assert "skipped" in said
    assert card.focused() == "ck-reveal"  # the keyboard goes on from here
    explorer.root.locator(".ck-cover").wait_for(state="hidden")
    accessible(card)


def test_letters_typed_into_an_answer_do_not_reach_the_notebook(notebook):
    page = notebook(IMPORTS, PREDICT)
    cells = page.locator(".jp-Notebook .jp-CodeCell").count()
    Card(page).ask().get_by_label("your answer, a number").focus()
    page.keyboard.type("abxdd")
    page.keyboard.press("ArrowDown")
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == cells
    assert Card(page).ask().get_by_label("your answer, a number").input_value() == "abxdd"


@pytest.mark.parametrize("output", ['Predict("02-unread")', "PoolExplorer()"])
def test_tab_after_shift_enter_leads_into_the_output_and_escape_back(notebook, output):
    page = notebook(f"{IMPORTS}\nfrom cnnkit.widgets import PoolExplorer", output, "1 + 1")
    page.evaluate("""() => { const lab = window.jupyterapp.shell.currentWidget.content;
        lab.mode = 'command'; lab.activeCellIndex = 1; lab.activate(); }""")
    page.evaluate("() => document.querySelector('.ck').dataset.old = 'old'")
    page.keyboard.press("Shift+Enter")
    page.locator(".ck:not([data-old])").first.wait_for()
    inside = "() => document.querySelectorAll('.jp-Cell')[1].querySelector('.ck').contains(document.activeElement)"
    page.wait_for_function("() => document.activeElement === document.querySelectorAll('.jp-Cell')[2]")
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement === document.querySelectorAll('.jp-Cell')[1]")
    page.keyboard.press("ArrowDown")  # the notebook's own keys work again
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.activeCellIndex === 2")
    page.keyboard.press("Tab")  # whoever has been there is not sent back
    assert not page.evaluate(inside)


@pytest.mark.parametrize("output", ['Predict("04-stamp")', "PoolExplorer()"])
def test_tab_starts_at_the_first_thing_and_leaves_for_the_cell_below(notebook, output):
    """Code is no stop of the Tab key: the next one of the page may be fifty cells further on."""
    page = notebook(f"{IMPORTS}\nfrom cnnkit.widgets import PoolExplorer", output, "1 + 1", f"{output}")
    page.locator(".jp-Cell").nth(1).locator(".ck button").first.wait_for()
    page.evaluate("() => document.querySelectorAll('.jp-Cell')[2].focus()")
    inside = "() => document.querySelectorAll('.jp-Cell')[1].querySelector('.ck').contains(document.activeElement)"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.type") == "radio"  # the choice, or the first control
    for _ in range(30):
        if not page.evaluate(inside):
            break
        page.keyboard.press("Tab")
    page.wait_for_function("() => document.activeElement === document.querySelectorAll('.jp-Cell')[2]")
    page.evaluate("() => document.querySelectorAll('.jp-Cell')[1].querySelector('.ck [type=radio]').focus()")
    page.keyboard.press("Shift+Tab")
    page.wait_for_function("() => document.activeElement === document.querySelectorAll('.jp-Cell')[1]")


def test_a_prediction_can_be_skipped_by_keyboard(notebook, on_screen):
    page = notebook(IMPORTS, PREDICT, EXPLORE)
    card = Card(page)
    card.ask().get_by_label("your answer, a number").focus()
    page.keyboard.press("Tab")
    assert card.focused() == "answer"
    page.keyboard.press("Tab")
    assert card.focused() == "skip"
    page.keyboard.press("Enter")
    assert card.said().startswith("Skipped. It is 33.")
    on_screen(page).root.locator(".ck-cover").wait_for(state="hidden")


def test_a_choice_is_made_with_arrow_keys(notebook):
    page = notebook(IMPORTS, 'Predict("04-ones")')
    card = Card(page)
    card.ask().get_by_label("none of them").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert card.said().startswith("Your answer: about a quarter. Right.")


@pytest.mark.parametrize("theme", ["JupyterLab Light", DARK])
def test_a_recap_has_three_questions_each_with_its_own_answer(notebook, accessible, theme):
    page = notebook(IMPORTS, 'Recap("04", seed=3)', theme=theme)
    card = Card(page)
    assert card.root.locator(".ck-ask").count() == 3
    before = card.ask(0).locator("legend").inner_text()
    accessible(card)
    for place in range(3):
        card.ask(place).get_by_label("your answer, a number").focus()
        page.keyboard.type("987654")
        page.keyboard.press("Enter")
        assert card.said(place).startswith("Your answer: 987,654. It is ")
    accessible(card)
    page.get_by_role("button", name="three other questions").press("Enter")
    page.wait_for_function(
        "old => document.querySelector('.ck-quiz legend').textContent !== old", arg=before
    )
    assert card.root.locator(".ck-reveal:visible").count() == 0


def test_one_tab_leads_into_the_output_just_made_and_escape_back_to_its_cell(notebook, on_screen):
    page = notebook(IMPORTS, PREDICT, EXPLORE, "1 + 1")
    card, explorer = Card(page), on_screen(page)
    cell = "(k) => window.jupyterapp.shell.currentWidget.content.widgets[k].node"
    active = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    run = "() => window.jupyterapp.commands.execute('notebook:run-cell-and-select-next')"

    for place, root in ((1, card.root), (2, explorer.root)):
        old = root.evaluate_handle("(root) => root")
        page.evaluate("(k) => { const n = window.jupyterapp.shell.currentWidget.content; n.activeCellIndex = k; n.node.focus(); n.activate() }", place)
        page.evaluate(run)
        page.wait_for_function("(root) => !root.isConnected", arg=old)
        root.first.wait_for()
        page.wait_for_function(f"() => document.activeElement === ({cell})({place + 1})")
        page.keyboard.press("Tab")
        assert root.first.evaluate("(root) => root.contains(document.activeElement)")
        page.keyboard.press("Escape")
        page.wait_for_function(f"() => document.activeElement === ({cell})({place})")
        assert page.evaluate(active) == place
