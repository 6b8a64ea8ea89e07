"""TrainingDashboard in a real browser: steered by hand while another explorer is used, and closed."""

from __future__ import annotations

import time

from cnnkit.widgets.dashboard.explorer import RATES

START = """import os, tempfile
os.environ["CNNKIT_STATE"] = tempfile.mkdtemp()
from cnnkit.widgets import PoolExplorer, TrainingDashboard
dashboard = TrainingDashboard({})
dashboard"""


def press(explorer, name: str) -> None:
    explorer.control(name).press("Enter")


def reach(explorer, state: str) -> None:
    explorer.page.wait_for_function(
        "([root, state]) => root.dataset.run === state", arg=[explorer.handle, state], timeout=60_000
    )
    explorer.settle()


def step_of(explorer) -> int:
    return int(explorer.data("step"))


def beyond(explorer, step: int) -> None:
    explorer.page.wait_for_function(
        "([root, step]) => Number(root.dataset.step) > step", arg=[explorer.handle, step], timeout=60_000
    )


def stop_of(rate: float) -> int:
    """Where a learning rate stands on the slider."""
    return RATES.index(rate)


def test_it_trains_while_another_explorer_is_used(notebook, on_screen):
    page = notebook(START.format("epochs=3000"), "PoolExplorer()")
    dashboard, pool = on_screen(page), on_screen(page, 1)
    press(dashboard, "start")
    press(dashboard, "start")  # twice does no harm
    reach(dashboard, "running")
    beyond(dashboard, 20)
    # the other explorer answers while it trains
    for stride in (2, 1, 2):
        started = step_of(dashboard)
        pool.set_slider("stride", stride)
        assert "ready" in pool.data("state")
        beyond(dashboard, started)
    pool.go("u", 0, 1)
    assert pool.sum()
    press(dashboard, "pause")
    reach(dashboard, "paused")
    stood = step_of(dashboard)
    pool.set_slider("stride", 1)
    assert step_of(dashboard) == stood
    dashboard.set_slider("learning_rate", stop_of(0.3))
    assert dashboard.control("learning_rate").get_attribute("aria-valuetext") == "0.3"
    press(dashboard, "step")
    beyond(dashboard, stood)
    assert step_of(dashboard) == stood + 1
    assert dashboard.root.locator(".ck-turn").count() == 2  # one line in each chart
    press(dashboard, "pause")
    beyond(dashboard, stood + 20)
    # and while it runs
    dashboard.set_slider("learning_rate", stop_of(0.2))
    press(dashboard, "stop")
    reach(dashboard, "ended")
    assert dashboard.status().startswith("Stopped at step")
    assert "the best weights so far are kept" in dashboard.status()
    ended = step_of(dashboard)
    press(dashboard, "start")
    reach(dashboard, "running")
    page.wait_for_function(
        "([root, ended]) => Number(root.dataset.step) > 5 && Number(root.dataset.step) < ended",
        arg=[dashboard.handle, ended],
    )
    pool.set_slider("stride", 2)
    press(dashboard, "stop")
    reach(dashboard, "ended")


REPORT = """import pathlib, threading, time
from cnnkit.widgets.board import run
run.SILENCE, run.PATIENCE = 4.0, {}
report = threading.Thread(daemon=True, target=lambda: [
    (pathlib.Path("run.txt").write_text(f"{{dashboard.state}} {{dashboard.history.ended}}"), time.sleep(0.1))
    for _ in range(3000)])
report.start()"""


def reported(root, words: str, seconds: float = 30) -> None:
    """Wait until the kernel itself says so, whatever the page shows."""
    end = time.monotonic() + seconds
    while words not in (root / "run.txt").read_text():
        assert time.monotonic() < end, (root / "run.txt").read_text()
        time.sleep(0.1)


def test_a_dashboard_that_leaves_the_page_stops_its_training(notebook, on_screen, lab):
    page = notebook(START.format("epochs=30000"), REPORT.format(2))
    dashboard = on_screen(page)
    press(dashboard, "start")
    beyond(dashboard, 20)
    reported(lab[1], "running")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs').then(() => true)")
    reported(lab[1], "ended stopped at step")


def test_closing_the_notebook_stops_the_training(notebook, on_screen, lab):
    page = notebook(START.format("epochs=30000"), REPORT.format(2))
    dashboard = on_screen(page)
    press(dashboard, "start")
    beyond(dashboard, 20)
    reported(lab[1], "running")
    path = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.dispose()")
    # its comms are closed before its views, so it falls silent instead of saying goodbye
    reported(lab[1], "asleep")
    reported(lab[1], "ended stopped at step")
    # the fixture ends the kernel of the notebook that is open
    page.evaluate("path => window.jupyterapp.commands.execute('docmanager:open', {path}).then(() => true)", path)
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.sessionContext?.session")


def test_a_browser_that_is_gone_lets_the_training_wait(notebook, on_screen, lab):
    page = notebook(START.format("epochs=30000"), REPORT.format(600))
    press(on_screen(page), "start")
    beyond(on_screen(page), 20)
    # another page, the same kernel: nobody looks at the dashboard any more
    page = notebook("1 + 1")
    reported(lab[1], "asleep")
    # shown again, it goes on
    page = notebook("dashboard")
    dashboard = on_screen(page)
    reported(lab[1], "running")
    beyond(dashboard, step_of(dashboard))
    press(dashboard, "stop")
    reach(dashboard, "ended")


def test_numbers_that_blow_up_are_told(notebook, on_screen):
    dashboard = on_screen(notebook(START.format("learning_rate=1e30")))
    press(dashboard, "start")
    reach(dashboard, "ended")
    assert "the numbers blew up" in dashboard.status()
    assert "try a learning rate below 1e+30" in dashboard.status()
    assert dashboard.control("start").inner_text() == "start again"


def test_curves_and_sheets_are_read_by_keyboard(notebook, on_screen, tab_stops):
    dashboard = on_screen(notebook(START.format("epochs=3")))
    assert {"start", "pause", "step", "stop", "learning rate η", "image", "maps after"} <= tab_stops(dashboard)
    press(dashboard, "start")
    reach(dashboard, "ended")
    page, loss = dashboard.page, dashboard.root.locator(".ck-run-loss")
    loss.focus()
    page.keyboard.press("Home")
    dashboard.settle()
    assert dashboard.status().startswith("After epoch 1: loss ")
    page.keyboard.press("ArrowRight")
    dashboard.settle()
    assert dashboard.status().startswith("After epoch 2: loss ") and "on validation images" in dashboard.status()
    dashboard.root.locator(".ck-sheet-filters canvas").focus()
    page.keyboard.press("End")
    dashboard.settle()
    assert dashboard.status().startswith("Filter 11 of 1 Conv2d: weights from −")
    dashboard.choose("layer", "7 MaxPool2d")
    maps = dashboard.root.locator(".ck-sheet-maps canvas")
    maps.focus()
    page.keyboard.press("ArrowRight")
    dashboard.settle()
    assert dashboard.status().startswith("Map 1 after 7 MaxPool2d: ")
    before = dashboard.root.locator(".ck-followed").inner_text()
    dashboard.control("image").focus()
    dashboard.press_for_picture("ArrowRight")
    assert dashboard.root.locator(".ck-followed").inner_text() != before
    dashboard.settle()
    assert dashboard.status().startswith("All 3 epochs are done. Loss ")


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    dashboard = on_screen(notebook(START.format("")))
    in_both_themes(dashboard, "dashboard-ready")
    press(dashboard, "start")
    beyond(dashboard, 150)
    press(dashboard, "pause")
    reach(dashboard, "paused")
    in_both_themes(dashboard, "dashboard-paused")
    dashboard.set_slider("learning_rate", stop_of(0.3))
    press(dashboard, "pause")
    reach(dashboard, "ended")
    press(dashboard, "start")
    reach(dashboard, "running")
    beyond(dashboard, 250)
    press(dashboard, "pause")
    reach(dashboard, "paused")
    in_both_themes(dashboard, "dashboard-again")


def test_after_a_restart_of_the_kernel_it_says_what_to_do(notebook, on_screen):
    dashboard = on_screen(notebook(START.format("epochs=30000")))
    press(dashboard, "start")
    beyond(dashboard, 20)
    dashboard.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart().then(() => true)"
    )
    reach(dashboard, "silent")
    assert dashboard.status() == "No answer from the kernel. If it was restarted, run this cell again."
