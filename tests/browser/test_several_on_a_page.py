"""Several explorers on one page do not get in each other's way."""

IMPORTS = """import tempfile, os
os.environ["CNNKIT_STATE"] = tempfile.mkdtemp()
from cnnkit.widgets import ConvExplorer, GradientCheckExplorer"""


def test_each_explorer_keeps_its_own_tabs_and_labels(notebook, on_screen):
    page = notebook(
        IMPORTS,
        'ConvExplorer(tab="dY")',
        'ConvExplorer(tab="dW")',
        'GradientCheckExplorer(variable="dW")',
    )
    explorers = [on_screen(page, place) for place in range(3)]
    shown = [
        explorer.root.locator("[data-control=tab], [data-control=variable]")
        .locator("label:has(:checked)")
        .all_inner_texts()
        for explorer in explorers
    ]
    assert [[text.strip() for text in texts] for texts in shown] == [["dY"], ["dW"], ["dW"]]
    ids = page.evaluate("() => [...document.querySelectorAll('.ck [id]')].map(one => one.id)")
    assert len(ids) == len(set(ids)) > 10


LATE = (
    """import tempfile, os, time
from unittest.mock import patch
os.environ["CNNKIT_STATE"] = tempfile.mkdtemp()
from IPython.display import display
from cnnkit.widgets import ConvExplorer
with patch.object(ConvExplorer, "_compute_anew"):
    late = ConvExplorer(tab="dW")
view = {"model_id": late.model_id, "version_major": 2, "version_minor": 0}
display({"application/vnd.jupyter.widget-view+json": view}, raw=True)""",
    """time.sleep(2)
late._compute_anew()""",
)


def test_an_explorer_that_is_shown_before_its_picture_has_come_waits_for_it(notebook, on_screen):
    """On a busy machine the page draws what the kernel has not finished; an error there left it blank for good."""
    explorer = on_screen(notebook(*LATE))
    explorer.settle()
    assert explorer.status() == "w(0, 0) was used 4 times: one pair of dz and Y for each output."
    assert explorer.root.get_attribute("aria-label") == "ConvExplorer"
