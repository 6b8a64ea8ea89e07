"""GradientCheckExplorer in a real browser: what it says, keyboard, both themes, the ε slider."""

from __future__ import annotations

import re
import statistics

import pytest

from cnnkit import reference
from cnnkit.widgets.gradient_check.explorer import example_layer

START = "from cnnkit.widgets import GradientCheckExplorer\nGradientCheckExplorer({})"


def said(explorer) -> tuple[float, float]:
    """The two numbers that the sum compares."""
    text = explorer.sum().replace("−", "-")
    left, right = re.match(r"\|(.+) - \(?([-\d.e]+)\)?\|", text).groups()
    return float(left), float(right)


def test_the_screen_says_what_the_formulas_say(notebook, on_screen):
    explorer = on_screen(notebook(START.format("activation='none'")))
    layer = example_layer("random", "none")
    right = reference.conv2d_grad_input(
        layer.upstream[None, None], layer.w[None, None], layer.y.shape
    )[0, 0]
    for row, column in ((0, 0), (2, 3), (5, 5)):
        explorer.go("error", row, column)
        analytic, numeric = said(explorer)
        assert analytic == right[row, column]
        assert abs(numeric - right[row, column]) < 1e-6
    explorer.choose("fault", "the filter is turned the wrong way round")
    assert "shows the mistake in 36 of 36 cells; all ones shows it in 30" in explorer.notes()
    explorer.choose("upstream", "all ones")
    assert "shows the mistake in 30 of 36 cells" in explorer.notes()
    explorer.choose("variable", "dW")
    explorer.go("error", 1, 1)
    analytic, numeric = said(explorer)
    assert (
        abs(analytic - numeric) < 1e-6
    )  # the middle weight does not move when a filter is flipped


def test_the_slider_moves_the_point_on_the_curve(notebook, on_screen, capsys):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    curve = explorer.root.get_by_role("img", name="Largest error over epsilon")
    before = curve.get_attribute("aria-label")
    explorer.control("exponent").focus()
    times = [explorer.press_for_picture("ArrowRight") for _ in range(6)]
    assert explorer.control("exponent").input_value() == "-2"
    assert curve.get_attribute("aria-label") != before
    with capsys.disabled():
        print(f"\nGradientCheckExplorer: slider key to picture {statistics.median(times):.0f} ms")
    assert statistics.median(times) < 1000


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_looks_right_and_is_accessible(notebook, on_screen, accessible, shot, theme):
    explorer = on_screen(notebook(START.format("activation='relu', exponent=-2.0"), theme=theme))
    explorer.go("error", 3, 3)
    accessible(explorer)
    shot(explorer, f"gradient-check-{theme.split()[1].lower()}")
    assert "apart" in explorer.status()
    assert "marked: within ε some z crosses 0" in explorer.notes()
