"""GradientCheckExplorer in a real browser."""

from __future__ import annotations

import pytest

START = "from cnnkit.widgets import GradientCheckExplorer\nGradientCheckExplorer({})"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_looks_right_and_is_accessible(notebook, on_screen, accessible, shot, theme):
    explorer = on_screen(notebook(START.format("activation='relu', exponent=-2.0"), theme=theme))
    explorer.go("error", 3, 3)
    accessible(explorer)
    shot(explorer, f"gradient-check-{theme.split()[1].lower()}")
    assert "apart" in explorer.status()
