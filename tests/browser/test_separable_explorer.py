"""SeparableExplorer in a real browser: both layers by keyboard, the table of costs, the clock."""

from __future__ import annotations

import re

import numpy as np

from cnnkit import reference
from cnnkit.widgets.separable import examples

# the sentences that the status line said
LISTEN = """root => {
    root.told = [];
    new MutationObserver(() => root.told.push(root.querySelector('.ck-status').textContent))
        .observe(root.querySelector('.ck-status'), { childList: true, characterData: true, subtree: true });
}"""
START = "from cnnkit.widgets import PoolExplorer, SeparableExplorer\nSeparableExplorer({})"
Y, W, V = examples.maps("integers", 3, 3), examples.filters(3, 3), examples.weights(2, 3)
U = np.stack([reference.conv2d(Y[None, [m]], W[m][None, None])[0, 0] for m in range(3)])
Z = np.einsum("nm,mij->nij", V, U)


def result(explorer) -> float:
    """The number behind the last equals sign of the sum."""
    return float(explorer.sum().replace("−", "-").rsplit(" = ", 1)[1])


def rows(explorer) -> list[list[str]]:
    """The table of costs."""
    found = explorer.root.locator(".ck-costs tbody tr")
    return [found.nth(k).locator("th, td").all_inner_texts() for k in range(found.count())]


def test_the_keyboard_walks_both_layers_and_they_make_the_same(notebook, on_screen):
    explorer = on_screen(notebook(START.format("")))
    for row, column in ((0, 0), (1, 2), (2, 1)):
        explorer.go("z1", row, column)
        assert result(explorer) == Z[1, row, column], explorer.sum()
        explorer.go("u2", row, column)
        assert result(explorer) == U[2, row, column], explorer.sum()
    assert "u2 reads rows 2 to 4, columns 1 to 3 of y2." in explorer.status()
    explorer.go("v", 1, 2)
    assert "v(1, 2) weights u2 in z1" in explorer.status()
    explorer.go("meets", 0, 1)
    assert explorer.status() == "No filter here: u0 does not read y1."
    explorer.set_slider("groups", 0)
    assert not explorer.grid("v").count()
    explorer.go("z1", 1, 2)
    assert "z1 reads rows 1 to 3, columns 2 to 4 of y0, y1, y2." in explorer.status()
    assert result(explorer) == Z[1, 1, 2]


def test_the_clock_runs_while_another_explorer_is_used_and_forgets_another_layer(notebook, on_screen):
    page = notebook(START.format("in_channels=16, out_channels=16"), "PoolExplorer()")
    explorer, pool = on_screen(page), on_screen(page, 1)
    assert [row[4:] for row in rows(explorer)] == [["–", "–"], ["–", "–"]]
    explorer.root.evaluate(LISTEN)
    explorer.control("start").press("Enter")
    pool.set_slider("stride", 2)
    page.wait_for_function("root => root.dataset.run === 'ended'", arg=explorer.handle, timeout=60_000)
    explorer.settle()
    full, light = rows(explorer)
    assert full[1] == "16·16·3·3 = 2,304" and light[1] == "16·3·3 + 16·16 = 400" and light[3] == "1/5.8"
    assert re.fullmatch(r"[\d.]+ ms", full[4]) and full[5] == "1" and light[5] != "–"
    assert "The counts promise the separable layer 1/5.8 of the multiply-adds" in explorer.notes()
    # the status line, which is read aloud, says that the clock runs, and what it found
    told = explorer.root.evaluate("root => root.told")
    assert "The time of the layers is being measured." in told
    assert explorer.status().startswith("The counts promise the separable layer 1/5.8")
    assert explorer.control("start").inner_text() == "measure again"
    explorer.set_slider("kernel_size", 2)
    assert [row[4:] for row in rows(explorer)] == [["–", "–"], ["–", "–"]]
    assert explorer.control("start").inner_text() == "measure the time"


def test_it_looks_right_and_is_accessible_in_both_themes(notebook, on_screen, in_both_themes):
    explorer = on_screen(notebook(START.format("")))
    explorer.go("z0", 1, 1)
    in_both_themes(explorer, "separable")
    explorer.set_slider("in_channels", 2)
    explorer.set_slider("groups", 1)
    in_both_themes(explorer, "separable-groups")
    explorer.choose("example", "maps of a photograph, 32 × 32")
    explorer.set_slider("groups", 0)
    in_both_themes(explorer, "separable-full")
    explorer.set_slider("in_channels", 7)
    explorer.set_slider("out_channels", 7)
    explorer.set_slider("groups", 4)
    explorer.control("start").press("Enter")
    explorer.page.wait_for_function("root => root.dataset.run === 'ended'", arg=explorer.handle, timeout=60_000)
    in_both_themes(explorer, "separable-many")


def test_it_is_fast_and_every_control_has_a_name(notebook, on_screen, budgets, tab_stops):
    explorer = on_screen(notebook(START.format("example='camera'")))
    names = tab_stops(explorer)
    assert {"groups", "kernel size K", "input maps M", "output maps N", "example", "measure the time"} <= names
    budgets(explorer, grid="z0", slider="kernel_size")
