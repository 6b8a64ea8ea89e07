"""TrainingDashboard in a real browser: steered by hand while another explorer is used, and closed."""

from __future__ import annotations

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


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    dashboard = on_screen(notebook(START.format("")))
    in_both_themes(dashboard, "dashboard-ready")
    press(dashboard, "start")
    beyond(dashboard, 150)
    press(dashboard, "pause")
    reach(dashboard, "paused")
    in_both_themes(dashboard, "dashboard-paused")
    dashboard.set_slider("learning_rate", dashboard_stop(0.3))
    press(dashboard, "pause")
    reach(dashboard, "ended")
    in_both_themes(dashboard, "dashboard-ended")


def dashboard_stop(rate: float) -> int:
    """Where a learning rate stands on the slider."""
    from cnnkit.widgets.dashboard import RATES

    return RATES.index(rate)
