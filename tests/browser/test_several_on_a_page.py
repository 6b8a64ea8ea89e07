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
