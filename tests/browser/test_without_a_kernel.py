"""An explorer whose kernel is gone says what to do, and still answers what it can."""

SILENT = "No answer from the kernel. If it was restarted, run this cell again."
CELL = """import tempfile, os
os.environ["CNNKIT_STATE"] = tempfile.mkdtemp()
from cnnkit.widgets import PoolExplorer
PoolExplorer()"""
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart().then(() => true)"
SAVE = "() => window.jupyterapp.shell.currentWidget.context.save().then(() => true)"
END = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => true)"


def wait_for_words(explorer):
    explorer.page.wait_for_function(
        "([root, words]) => root.querySelector('.ck-message').textContent === words",
        arg=[explorer.handle, SILENT],
    )


def test_after_a_restart_a_moved_slider_says_to_run_the_cell_again(notebook, on_screen):
    explorer = on_screen(notebook(CELL))
    explorer.page.shutting_down = True
    explorer.page.evaluate(RESTART)
    explorer.control("kernel_size").focus()
    explorer.page.keyboard.press("ArrowRight")
    wait_for_words(explorer)
    explorer.go("u", 1, 1)  # what needs no kernel goes on, and the sentence stays
    assert explorer.sum() and explorer.message() == SILENT


def test_a_kernel_that_answered_is_not_missed(notebook, on_screen):
    explorer = on_screen(notebook(CELL))
    explorer.set_slider("kernel_size", 3)
    explorer.page.wait_for_timeout(9000)
    assert explorer.message() == ""


def test_a_saved_notebook_shows_its_explorer_the_next_day(notebook, on_screen, shot):
    page = notebook(CELL)
    before = on_screen(page)
    before.go("u", 1, 1)
    told = before.sum(), before.status()
    page.evaluate(SAVE)
    page.shutting_down = True
    page.evaluate(END)
    page.reload(wait_until="domcontentloaded")
    page.wait_for_function("() => window.jupyterapp !== undefined", timeout=60_000)
    page.evaluate("() => window.jupyterapp.restored.then(() => true)")
    after = on_screen(page)
    after.go("u", 1, 1)
    assert (after.sum(), after.status()) == told
    after.control("kernel_size").focus()
    page.keyboard.press("ArrowRight")
    wait_for_words(after)
    shot(after, "next-day")


def test_an_answer_that_nobody_hears_says_so(notebook):
    page = notebook(CELL.replace("PoolExplorer", "Predict").replace("Predict()", 'Predict("02-unread")'))
    page.shutting_down = True
    page.evaluate(RESTART)
    page.locator(".ck-quiz input").fill("33")
    page.keyboard.press("Enter")
    page.wait_for_function("words => document.querySelector('.ck-quiz .ck-message').textContent === words", arg=SILENT)
