"""PoolExplorer in a real browser: winners, ties, routing, wrong ideas."""

from __future__ import annotations

import numpy as np
import pytest

from cnnkit import reference

MINE = """
import numpy as np
from cnnkit.widgets import PoolExplorer
def mine(du, positions, input_size):
    dy = np.zeros((1, 1, *input_size))
    for share, place in zip(du.ravel(), positions.ravel()):
        dy.flat[place] = share
    return dy
PoolExplorer(tab='backward', max_pool_grad=mine)
"""
START = "from cnnkit.widgets import PoolExplorer\nPoolExplorer({})"
TIES = np.array([[1, 3, 3, 0], [2, 0, 3, 1], [5, 1, 0, 2], [5, 4, 1, 2]], float)
DU = np.arange(1.0, 10).reshape(3, 3)


def result(explorer) -> float:
    """The number behind the last equals sign of the sum, without what follows it."""
    return float(explorer.sum().replace("−", "-").replace("≈", "=").rsplit(" = ", 1)[1].split(",")[0])


def test_the_keyboard_walks_both_directions_and_the_screen_says_what_the_formulas_say(
    notebook, on_screen
):
    explorer = on_screen(notebook(START.format("")))
    u, positions = reference.max_pool2d(TIES[None, None], 2, stride=1)
    for row, column in np.ndindex(3, 3):
        explorer.go("u", row, column)
        winner = int(positions[0, 0, row, column])
        value = u[0, 0, row, column]
        assert f" = {value:.0f}, at Y{divmod(winner, 4)}: P = {winner}" in explorer.sum()
    explorer.go("u", 0, 1)
    assert "3 cells tie; the first in row order, (0, 1), wins" in explorer.status()
    explorer.choose("tab", "backward")
    right = reference.max_pool2d_grad(DU[None, None], positions, (4, 4))[0, 0]
    for row, column in np.ndindex(4, 4):
        explorer.go("dy", row, column)
        assert result(explorer) == right[row, column], explorer.sum()
    explorer.choose("pooling", "mean")
    right = reference.mean_pool2d_grad(DU[None, None], (4, 4), 2, stride=1)[0, 0]
    for row, column in np.ndindex(4, 4):
        explorer.go("dy", row, column)
        assert result(explorer) == pytest.approx(right[row, column], abs=0.006)


def test_a_value_is_pulled_through_a_tie_by_key_and_by_hand(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    arrows = explorer.root.locator(".ck-arrow:not(.ck-halo)")
    assert arrows.count() == 1  # many would cross the numbers
    before = explorer.data("serial")
    explorer.control("arrows").press("Space")
    explorer.after(before)
    assert arrows.count() == 9
    explorer.go("y", 0, 1)
    assert "wins 2 of them" in explorer.status()
    before = explorer.data("serial")
    page.keyboard.press("Shift+ArrowDown")  # 3 becomes 2: it ties no longer
    explorer.after(before)
    assert "Y(0, 1) = 2 is read by 2 windows and wins 1 of them" in explorer.status()
    box = explorer.grid("y").bounding_box()
    x, y = box["x"] + 22 + 40 * 1.5, box["y"] + 20 + 40 * 0.5
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, 25):
        page.mouse.move(x, y - k)
    page.mouse.up()
    page.wait_for_function(
        "root => root.querySelector('.ck-status').textContent.startsWith('Y(0, 1) = 4')",
        arg=explorer.handle,
    )
    assert "wins 2 of them" in explorer.status()
    explorer.go("u", 0, 1)
    assert "tie" not in explorer.status()


def test_wrong_ideas_and_wrong_functions_are_seen(notebook, on_screen):
    page = notebook(START.format("tab='backward'"), MINE)
    explorer, mine = on_screen(page), on_screen(page, 1)
    assert "differs in 3 of 16 cells; they are crossed" in mine.notes()
    mine.go("dy", 1, 2)
    assert mine.sum().endswith("= 11; your dY is 6")
    explorer.choose("belief", "a later window overwrites an earlier one")
    assert "3 of 16 cells are wrong (crossed); the sum of dY is 10 too small" in explorer.notes()
    explorer.go("belief", 1, 2)
    assert "A later window overwrites an earlier one: 6 instead of 11" in explorer.status()
    explorer.choose("belief", "tied cells share du")
    assert "the sum is right all the same" in explorer.notes()
    explorer.choose("pooling", "mean")
    explorer.choose("belief", "the maximum in place of the mean")
    assert "“the maximum in place of the mean”: 16 of 16" in explorer.notes()
    assert "A05" not in explorer.root.inner_text()
    for _ in range(3):
        explorer.root.get_by_role("button", name="step ▸").click()
    explorer.settle()
    assert explorer.data("cursor") == "du:0,2"
    assert "dU(0, 2) is shared by the 4 cells" in explorer.status()


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    explorer.go("u", 0, 1)
    in_both_themes(explorer, "pool-forward")
    explorer.choose("tab", "backward")
    explorer.choose("belief", "a later window overwrites an earlier one")
    explorer.go("dy", 1, 2)
    in_both_themes(explorer, "pool-backward")
    explorer.choose("example", "photograph: camera")
    in_both_themes(explorer, "pool-photo")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("tab='backward', example='integers'")))
    names = tab_stops(explorer)
    assert {"kernel size K", "stride", "compare with", "all arrows", "example"} <= names
    budgets(explorer, grid="dy", slider="stride")
