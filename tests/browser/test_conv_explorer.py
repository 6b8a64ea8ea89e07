"""ConvExplorer in a real browser: what the screen says, by keyboard and pointer, both themes."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.widgets import ConvExplorer

START = "from cnnkit.widgets import ConvExplorer\nexplorer = ConvExplorer({})\nexplorer"
THEMES = ["JupyterLab Light", "JupyterLab Dark"]
WALKED = {"forward": "z", "dY": "dy", "dW": "dw"}



def result(explorer) -> float:
    """The number behind the last equals sign of the sum."""
    return float(explorer.sum().replace("−", "-").replace("≈", "=").rsplit("=", 1)[1])


def right_numbers(shown: ConvExplorer, tab: str, dz) -> np.ndarray:
    """What the formulas say for the cells of the walked grid."""
    y, w, how = shown.y[None], shown.w, {"stride": shown.stride, "padding": shown.padding}
    if tab == "forward":
        return reference.conv2d(y, w, shown.bias, **how)[0, 0]
    if tab == "dY":
        return reference.conv2d_grad_input(dz[None], w, y.shape[2:], **how)[0, 0]
    return reference.conv2d_grad_weight(dz[None], y, w.shape[2:], **how)[0, 0]


def test_the_keyboard_walks_every_face_and_the_screen_says_what_the_formulas_say(
    notebook, on_screen
):
    settings = {"image": "integers", "stride": 2, "padding": 1}
    explorer = on_screen(
        notebook(START.format(", ".join(f"{k}={v!r}" for k, v in settings.items())))
    )
    shown = ConvExplorer(**settings)
    dz = shown._upstream(shown._scan())
    for tab, grid in WALKED.items():
        if tab != "forward":
            explorer.choose("tab", tab)
        right = right_numbers(shown, tab, dz)
        frame = shown.padding if tab == "dY" else 0
        for row, column in np.ndindex(*right.shape):
            explorer.go(grid, row + frame, column + frame)
            assert result(explorer) == right[row, column], (tab, row, column, explorer.sum())
            assert f"({row}, {column})" in explorer.sum()
    explorer.choose("tab", "dY")
    explorer.choose("form", "gather: collect")
    right = right_numbers(shown, "dY", dz)
    for row, column in ((0, 0), (2, 3), (4, 4)):
        explorer.go("dy", row + 1, column + 1)
        assert result(explorer) == right[row, column]
        assert "patch holds" in explorer.status()
    assert "same numbers in all 49 cells" in explorer.notes()


def test_input_cells_say_whom_they_affect(notebook, on_screen):
    explorer = on_screen(notebook(START.format("image='remainder', stride=2")))
    explorer.go("y0", 2, 2)
    assert "affects 4 outputs" in explorer.status()
    assert "to z(0, 0) by w(2, 2)" in explorer.sum()
    explorer.go("y0", 7, 3)
    assert "never read" in explorer.status()
    assert "15 of 64 cells are never read" in explorer.notes()


def test_arrow_keys_belong_to_the_explorer_and_tab_leaves_it(notebook, on_screen):
    page = notebook(START.format(""), "print('below')")
    explorer = on_screen(page)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    explorer.grid("z").focus()
    for key in ("ArrowDown", "ArrowRight", "a", "b", "d", "d", "z"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert explorer.data("cursor") == "z:1,1"
    assert "(1, 1) = " in explorer.sum()
    for _ in range(30):
        page.keyboard.press("Tab")
        if not explorer.root.evaluate("root => root.contains(document.activeElement)"):
            break
    assert not explorer.root.evaluate("root => root.contains(document.activeElement)")


def test_every_control_is_named_and_reached_with_the_tab_key(notebook, on_screen):
    page = notebook(START.format("tab='dY', image='two maps'"))
    explorer = on_screen(page)
    explorer.root.locator("summary").click()
    wanted = explorer.root.evaluate(
        """root => [...root.querySelectorAll('input, select, button, canvas, summary')]
            .filter(one => one.getClientRects().length && !one.disabled
                && (one.type !== 'radio' || one.checked))
            .map(one => one.id || one.textContent)"""
    )
    explorer.root.evaluate(
        "root => { root.tabIndex = -1; root.focus() }"
    )  # start in front of the first control
    reached, names = [], []
    for _ in range(len(wanted) + 3):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const one = document.activeElement;
                const name = one.labels?.[0]?.textContent || one.getAttribute('aria-label') || one.textContent;
                return [one.id || one.textContent, name.trim()] }"""
        )
        if found[0] in wanted:
            reached.append(found[0])
            names.append(found[1])
    assert set(reached) == set(wanted)
    assert all(names), names
    assert {"stride", "padding", "kernel size", "dilation", "example", "filter"} <= set(names)


def test_sliders_and_typed_cells_change_the_picture(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    explorer.set_slider("padding", 1)
    explorer.set_slider("stride", 2)
    assert "rows and columns ⌊(3 + 2·1 − 2) / 2⌋ + 1 = 2" in explorer.notes()
    explorer.go("y0", 1, 1)
    before = explorer.data("serial")
    page.keyboard.press("Enter")
    page.keyboard.type("-4")
    page.keyboard.press("Enter")
    explorer.after(before)
    explorer.go("z", 0, 0)
    # three cells of padding, then Y(0, 0) = −4 through w(1, 1) = 0, plus bias 1
    assert result(explorer) == 1
    assert "(−4)·0" in explorer.sum()
    explorer.go("y0", 1, 1)
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('.ck-message').textContent.includes('not a number')"
    )
    explorer.set_slider("padding", 0)
    explorer.root.locator("summary").click()
    explorer.control("dilation").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "() => document.querySelector('.ck-message').textContent.includes('padded map is only')"
    )


def test_a_pointer_lights_both_ways(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    for grid, x, y, words in (
        ("z", 22 + 60, 20 + 20, "z(0, 1) reads rows 0 to 1, columns 1 to 2"),
        ("y0", 22 + 60, 20 + 60, "affects 4 outputs"),
        ("w0", 22 + 20, 20 + 60, "used for all 4 outputs"),
    ):
        box = explorer.grid(grid).bounding_box()
        page.mouse.move(box["x"] + x, box["y"] + y)
        explorer.settle()
        assert words in explorer.status()


def test_play_step_and_show_all(notebook, on_screen):
    page = notebook(START.format(""))
    explorer = on_screen(page)
    button = explorer.root.get_by_role("button", name="step ▸")
    button.click()
    button.click()
    explorer.settle()
    assert explorer.data("cursor") == "z:0,1"
    assert explorer.root.locator(".ck-where").inner_text() == "2 of 4"
    explorer.root.get_by_role("button", name="play").click()
    page.wait_for_function("() => document.querySelector('section.ck').dataset.cursor === 'z:1,1'")
    explorer.root.get_by_role("button", name="show all").click()
    assert explorer.root.locator(".ck-where").inner_text() == ""


def test_a_learners_function_is_judged_on_the_screen(notebook, on_screen):
    wrong = (
        "import numpy as np\nfrom cnnkit import reference\nfrom cnnkit.widgets import ConvExplorer\n"
        "def mine(y, w, bias, stride, padding):\n"
        "    return reference.conv2d(y, w[:, :, ::-1, ::-1], bias, stride=stride, padding=padding)\n"
        "def broken(y, w, bias, stride, padding):\n    return y[99]\n"
        "ConvExplorer(forward=mine)"
    )
    page = notebook(wrong, "ConvExplorer(forward=broken)")
    explorer = on_screen(page)
    explorer.go("z", 0, 1)
    # flipped: 2·0 + 0·2 + 1·(−1) + 3·1 + 1 = 3, while the scan gives 5
    assert explorer.sum().endswith("= 5; your z is 3")
    assert "they are crossed" in explorer.notes()
    failed = on_screen(page, 1)
    assert "Your function raised IndexError" in failed.notes()
    caption = failed.root.locator("figure:has(canvas[data-grid=z]) .ck-trouble")
    assert "Your function raised IndexError" in caption.inner_text()
    failed.go("z", 0, 1)
    assert failed.sum().endswith("= 5; your z has no number")


def test_a_locked_explorer_opens_with_its_prediction(notebook, on_screen):
    page = notebook(
        "import traitlets\nfrom cnnkit.widgets import ConvExplorer\n"
        "class Prediction(traitlets.HasTraits):\n    answered = traitlets.Bool(False)\n"
        "ConvExplorer(after=Prediction())"
    )
    explorer = on_screen(page)
    assert explorer.root.locator(".ck-cover").is_visible()
    assert explorer.root.locator(".ck-body").evaluate("body => body.inert")
    explorer.root.get_by_role("button", name="skip the prediction").press("Enter")
    page.wait_for_function("() => !document.querySelector('.ck-body').inert")
    assert not explorer.root.locator(".ck-cover").is_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_every_face_looks_right_and_is_accessible(notebook, on_screen, accessible, shot, theme):
    explorer = on_screen(notebook(START.format("image='remainder', stride=2"), theme=theme))
    short = theme.split()[1].lower()
    for tab, grid in WALKED.items():
        if tab != "forward":
            explorer.choose("tab", tab)
        explorer.go(grid, 2, 2)
        accessible(explorer)
        assert shot(explorer, f"conv-{tab}-{short}").stat().st_size > 5000
    explorer.choose("tab", "dY")
    explorer.choose("form", "gather: collect")
    explorer.set_slider("padding", 1)
    explorer.go("dy", 3, 3)
    accessible(explorer)
    shot(explorer, f"conv-gather-{short}")
    explorer.choose("tab", "forward")
    explorer.choose("example", "photograph: camera")
    explorer.go("z", 12, 20)
    shot(explorer, f"conv-photo-{short}")


def test_it_is_fast(notebook, on_screen, budgets):
    page = notebook(START.format("image='remainder'"))
    budgets(on_screen(page), grid="y0", slider="stride", moves=120)


def test_the_static_twin_stands_where_nothing_runs(tmp_path):
    nbclient, nbconvert = pytest.importorskip("nbclient"), pytest.importorskip("nbconvert")
    import nbformat

    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(START.format("tab='dY'"))])
    nbclient.NotebookClient(book, timeout=90, store_widget_state=False).execute()
    html, _ = nbconvert.HTMLExporter().from_notebook_node(book)
    pictures = re.findall(r'<img[^>]*src="data:image/png;base64,[^"]{5000,}"', html)
    assert len(pictures) == 1
