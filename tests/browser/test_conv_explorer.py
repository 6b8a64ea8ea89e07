"""ConvExplorer in a real browser."""

from __future__ import annotations

import pytest

START = "from cnnkit.widgets import ConvExplorer\nexplorer = ConvExplorer({})\nexplorer"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_every_face_looks_right_and_is_accessible(notebook, on_screen, accessible, shot, theme):
    explorer = on_screen(notebook(START.format("image='remainder', stride=2"), theme=theme))
    short = theme.split()[1].lower()
    for tab in ("forward", "dY", "dW"):
        explorer.choose("tab", tab) if tab != "forward" else None
        explorer.go({"forward": "z", "dY": "dy", "dW": "dw"}[tab], 1, 1)
        accessible(explorer)
        assert shot(explorer, f"conv-{tab}-{short}").stat().st_size > 5000
