"""The base of the explorers and ConvExplorer, without a browser: traits, bytes, messages, twin."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image
from traitlets import Bool as BoolTrait
from traitlets import HasTraits, TraitError, Unicode

from cnnkit import reference, widgets
from cnnkit.figures import colours
from cnnkit.lessons import exercises
from cnnkit.numbers import number
from cnnkit.widgets import ConvExplorer, DescentExplorer, GradientCheckExplorer
from cnnkit.widgets.board.choice import Choice
from cnnkit.widgets.board.picture import BLANK, Grid, Mark, pack


class Prediction(HasTraits):
    """Stands for Predict: something that is answered."""

    answered = BoolTrait(False)


def received(explorer) -> dict:
    """The arrays as a browser reads them: header and bytes, nothing else."""
    arrays = {}
    for name, (dtype, shape, offset) in explorer._header.items():
        count = int(np.prod(shape))
        flat = np.frombuffer(explorer._payload, dtype, count, offset)
        arrays[name] = flat.reshape(shape)
    return arrays


def tell(explorer, **content) -> None:
    """What the browser would send."""
    explorer._handle_custom_msg(content, [])


def test_bytes_carry_the_forward_pass():
    explorer = ConvExplorer(image="integers", stride=2, padding=1)
    came = received(explorer)
    right = reference.conv2d(explorer.y[None], explorer.w, explorer.bias, stride=2, padding=1)[0, 0]
    assert np.array_equal(came["z/values"], right)
    assert np.array_equal(came["y0/values"][1:-1, 1:-1], explorer.y[0])
    assert came["y0/kinds"].sum() == 7 * 7 - 5 * 5


def test_a_picture_travels_in_one_message(monkeypatch):
    explorer = ConvExplorer()
    sent = []
    monkeypatch.setattr(explorer, "_send", lambda message, buffers=None: sent.append(message))
    explorer.image = "digit"  # brings another map, filter, kernel size and dz along
    parts = {"_payload", "_header", "_scene", "_serial", "kernel_size"}
    carrying = [
        ({*message["state"]} | {path[0] for path in message["buffer_paths"]}) & parts
        for message in sent
        if message["method"] == "update"
    ]
    assert [found for found in carrying if found] == [parts]


@pytest.mark.parametrize("tab", ["forward", "dY", "dW"])
@pytest.mark.parametrize(
    "image", ["worked", "integers", "remainder", "two maps", "digit", "camera"]
)
def test_every_example_shows_every_face(tab, image):
    explorer = ConvExplorer(tab=tab, image=image)
    for stride, padding in ((1, 0), (2, 1), (3, 2)):
        explorer.stride, explorer.padding = stride, padding
        assert not explorer.message
    for form in ("gather", "scatter"):
        explorer.form = form
    assert np.isfinite(explorer.picture.grids[-1].values).all()
    assert explorer.describe()


def test_a_setting_that_does_not_fit_is_taken_back_with_a_sentence():
    explorer = ConvExplorer()
    explorer.dilation = 3
    assert explorer.dilation == 1
    assert "padded map is only (3, 3)" in explorer.message
    explorer.padding = 1
    assert explorer.message == ""


def test_wrong_keywords_raise_at_once():
    with pytest.raises(TypeError, match="no setting of ConvExplorer"):
        ConvExplorer(strides=2)
    with pytest.raises(ValueError, match="padded map is only"):
        ConvExplorer(w=np.ones((5, 5)), y=np.ones((3, 3)))
    with pytest.raises(ValueError, match="no example 'dog'"):
        ConvExplorer(example="dog")
    with pytest.raises(TraitError):
        ConvExplorer(tab="sideways")
    with pytest.raises(ValueError, match="finite"):
        ConvExplorer(y=[1, 2, 3])


def test_own_arrays_may_come_as_nested_lists():
    explorer = ConvExplorer(y=[[1, 2], [3, 4]], w=[[1]], dz=[[1, 0], [0, 1]], tab="dW")
    assert explorer.picture.grids[-1].values.tolist() == [[5]]
    assert explorer.image == "given"


def test_an_edited_cell_changes_the_sum():
    explorer = ConvExplorer(padding=1)
    tell(explorer, kind="edit", grid="y0", row=1, column=1, value=5)
    assert explorer.y[0, 0, 0] == 5
    tell(explorer, kind="edit", grid="w0", row=1, column=1, value=-3)
    assert explorer.w[0, 0, 1, 1] == -3
    # z(0, 0) reads three cells of padding and Y(0, 0) = 5 through w(1, 1) = −3, plus bias 1
    assert received(explorer)["z/values"][0, 0] == -14


def test_odd_edits_are_answered_with_a_sentence():
    explorer = ConvExplorer(padding=1)
    tell(explorer, kind="edit", grid="y0", row=0, column=0, value=5)
    assert "padding is always 0" in explorer.message
    tell(explorer, kind="edit", grid="z", row=0, column=0, value=5)
    assert explorer.message
    tell(explorer, kind="edit", grid="y0", row=99, column=0, value=5)
    assert explorer.message
    tell(explorer, kind="edit", grid="y0", row=1, column=1, value=float("nan"))
    assert np.isfinite(explorer.y).all()


def test_reset_brings_the_start_back():
    explorer = ConvExplorer(stride=2, padding=1)
    explorer.image, explorer.stride = "integers", 3
    tell(explorer, kind="press", name="reset")
    assert (explorer.image, explorer.stride, explorer.kernel_size) == ("worked", 2, 2)
    assert explorer.picture.grids[-1].size == (2, 2)


def test_a_prediction_unlocks():
    prediction = Prediction()
    explorer = ConvExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked
    skipped = ConvExplorer(after=Prediction())
    tell(skipped, kind="skip")
    assert not skipped.locked
    assert not ConvExplorer(after=Prediction(answered=True)).locked


def loops(y, w, bias, stride, padding):
    """conv2d_forward as a learner may write it."""
    return reference.conv2d(y, w, bias, stride=stride, padding=padding)


def test_a_right_function_agrees_everywhere():
    explorer = ConvExplorer(forward=loops, image="integers", stride=2, padding=1)
    assert "all 9 cells agree" in " ".join(explorer.picture.notes)
    assert not received(explorer)["z/crossed"].any()


def test_a_wrong_function_is_crossed_where_it_differs():
    def flipped(dz, w, input_size, stride, padding):
        turned = w[:, :, ::-1, ::-1]
        return reference.conv2d_grad_input(dz, turned, input_size, stride=stride, padding=padding)

    explorer = ConvExplorer(conv2d_grad_input=flipped, tab="dY")
    came = received(explorer)
    assert came["dy/values"].tolist() == [[0, 2, -4], [-1, 3, 4], [0, -3, 3]]
    # worked by hand: the right gradient is 1 −3 2 / 2 −1 −3 / 0 6 0
    assert came["dy/crossed"].tolist() == [[1, 1, 1], [1, 1, 1], [0, 1, 1]]
    for (r, c), right in np.ndenumerate([[1, -3, 2], [2, -1, -3], [0, 6, 0]]):
        explorer.cursor = ["dy", r, c]
        assert f" = {number(right)}; your dY " in explorer.lit.sum
    assert "differs in 8 of 9 cells" in " ".join(explorer.picture.notes)


def raises(*_):
    raise IndexError("index 3 is out of bounds")


def unwritten(*_):
    raise NotImplementedError("exercise conv2d_forward")


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (raises, "Your function raised IndexError: index 3 is out of bounds."),
        (lambda *_: None, "Your function returned None, no array of numbers."),
        (lambda *_: np.ones((1, 1, 3, 3)), "returned shape (1, 1, 3, 3), but (1, 1, 2, 2) is needed"),
        (lambda *_: [[1], [2, 3]], "raised ValueError"),
        (lambda *_: "z", "no array of numbers"),
        (lambda *_: np.ones((1, 1, 2, 2), complex), "no array of numbers"),
    ],
)
def test_a_function_that_gives_no_numbers_is_said_where_one_looks(function, sentence):
    explorer = ConvExplorer(conv2d_forward=function)
    z = explorer.picture.grid("z")
    assert sentence in z.trouble
    assert sentence in " ".join(explorer.picture.notes)
    assert (z.kinds == BLANK).all() and z.crossed.all()
    assert sentence in explorer._scene["grids"][-1]["trouble"]
    assert "= 0; your z has no number" in explorer.lit.sum
    axes = next(axes for axes in explorer.static_figure().axes if axes.get_label() == "z")
    written = " ".join(text.get_text().replace("\n", " ") for text in axes.texts)
    assert sentence[:20] in written and "z(l, 0)" in written
    assert not re.search(r"\bnan\b", written)


def test_an_unwritten_function_leaves_the_packages_numbers():
    explorer = ConvExplorer(conv2d_forward=unwritten)
    assert "is not written yet: the package's numbers" in " ".join(explorer.picture.notes)
    assert received(explorer)["z/values"].tolist() == [[0, 5], [4, -1]]
    assert "your" not in explorer.lit.sum


def test_nan_and_infinity_are_shown_as_such_and_never_agree():
    odd = np.array([[[[np.nan, np.inf], [-np.inf, -1.0]]]])
    explorer = ConvExplorer(conv2d_forward=lambda *_: odd)
    assert received(explorer)["z/crossed"].tolist() == [[1, 1], [1, 0]]
    assert "differs in 3 of 4 cells, 3 of them nan or infinite" in explorer.picture.notes[-1]
    said = {}
    for i, j in np.ndindex(2, 2):
        explorer.cursor = ["z", i, j]
        said[i, j] = explorer.lit.sum.rpartition("; ")[2]
    assert said == {
        (0, 0): "your z is nan", (0, 1): "your z is ∞", (1, 0): "your z is −∞", (1, 1): "your z agrees",
    }  # fmt: skip
    texts = [text.get_text() for text in explorer.static_figure().axes[-1].texts]
    assert {"nan", "∞", "−∞", "−1"} <= set(texts)
    for name, settings in {"conv2d_grad_input": {"tab": "dY"}, "conv2d_grad_weight": {"tab": "dW"}}.items():
        shape = (1, 1, 3, 3) if name.endswith("input") else (1, 1, 2, 2)
        explorer = ConvExplorer(**{name: lambda *_, shape=shape: np.full(shape, np.nan)}, **settings)
        assert "agree" not in " ".join(explorer.picture.notes[2:]) and not explorer.message


def test_a_stand_in_is_nobodys_function():
    def stand_in(*arguments):
        return loops(*arguments)

    stand_in.stands_in = True
    explorer = ConvExplorer(conv2d_forward=stand_in, example="integers")
    assert explorer.picture.notes[-1] == "The package's function stands in until yours passes: its numbers."
    assert "z/crossed" not in received(explorer)
    assert "your" not in explorer.lit.sum


def test_settings_keep_their_old_names_for_one_version():
    explorer = ConvExplorer(image="integers", forward=loops)
    assert (explorer.example, explorer.image) == ("integers", "integers")
    assert explorer.conv2d_forward is explorer.forward is loops
    explorer.image = "worked"
    assert explorer.example == "worked"
    assert DescentExplorer(problem="bowl").example == "bowl"
    checked = GradientCheckExplorer(grad_weight=lambda *_: np.zeros((1, 1, 3, 3)))
    assert checked.variable == "dW"


@pytest.mark.parametrize("name", widgets.__all__)
def test_menus_of_examples_and_learners_functions_are_named_in_one_way(name):
    traits = getattr(widgets, name).class_traits()
    assert {trait for trait, one in traits.items() if one.metadata.get("exercise")} <= set(exercises())
    assert {trait for trait, one in traits.items() if isinstance(one, Choice)} <= {"example", "filter"}
    assert not {"image", "problem"} & {trait for trait, one in traits.items() if isinstance(one, Unicode)}


def test_a_function_cannot_change_what_is_shown():
    def greedy(y, w, bias, stride, padding):
        z = loops(y, w, bias, stride, padding)
        y[:], w[:] = 0, 0
        return z

    explorer = ConvExplorer(forward=greedy)
    assert explorer.y.sum() == 10
    assert "agree" in " ".join(explorer.picture.notes)


def test_weights_of_a_learner_are_compared():
    def averaged(dz, y, kernel_size, stride, padding):
        right = reference.conv2d_grad_weight(dz, y, kernel_size, stride=stride, padding=padding)
        return right / 4

    explorer = ConvExplorer(grad_weight=averaged, tab="dW")
    assert received(explorer)["dw/crossed"].tolist() == [[0, 1], [1, 1]]  # 0 / 4 is still 0


def test_the_twin_is_a_picture_with_words():
    explorer = ConvExplorer()
    data, metadata = explorer._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.width == 1000
    assert len(np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0)) > 20
    assert data["text/plain"].startswith('ConvExplorer(dilation=1, example="worked", filter="own"')
    assert "z(0, 0) = 1·1 + 2·(−1) + 0·2 + 1·0 + 1 (bias) = 0" in data["text/plain"]
    assert metadata["image/png"]["alt"] in data["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_name_of_an_explorer_is_the_same_in_every_run():
    assert repr(ConvExplorer(stride=2)) == repr(ConvExplorer(stride=2))
    assert "0x" not in repr(ConvExplorer(forward=loops))


def test_the_cursor_chooses_what_the_twin_lights():
    explorer = ConvExplorer(cursor=["z", 1, 1])
    assert "z(1, 1)" in explorer.describe()
    assert explorer.lit.cells[0] == Mark("z", 1, 1, "here")


def test_gradient_check_notes_count_what_each_upstream_shows():
    explorer = GradientCheckExplorer(fault="flip", upstream="ones", activation="none")
    shown = int((explorer.picture.tables["distance"] > 1e-6).sum())
    assert f"(all ones) shows the mistake in {shown} of 36 cells" in explorer.picture.notes[0]
    assert 0 < shown < 36
    explorer.upstream = "random"
    assert "(random) shows the mistake in 36 of 36 cells" in explorer.picture.notes[0]


def test_gradient_check_runs_a_learners_function():
    explorer = GradientCheckExplorer(grad_weight=lambda *_: np.zeros((1, 1, 3, 3)))
    assert explorer.variable == "dW"
    assert explorer.picture.tables["distance"].max() > 0.1
    assert "differs in" in explorer.picture.notes[0]


def test_packing_returns_every_kind_of_array():
    arrays = {
        "flags": np.array([True, False, True]),
        "links": np.array([[-1, 70000]]),
        "floats": np.array([0.1, -2.5]),
        "large": np.linspace(0, 1, 2**17 + 1),
        "frames": np.linspace(0, 1, 7, dtype=np.float32),
    }
    header, payload = pack(arrays)
    for name, array in arrays.items():
        dtype, shape, offset = header[name]
        came = np.frombuffer(payload, dtype, array.size, offset).reshape(shape)
        np.testing.assert_allclose(came, array, rtol=1e-6)
    assert header["floats"][0] == "<f8"
    assert header["large"][0] == header["frames"][0] == "<f4"


def test_grids_with_numbers_stop_at_16():
    assert Grid("a", "a", np.zeros((16, 16))).numbered
    assert not Grid("a", "a", np.zeros((3, 17))).numbered


@pytest.mark.parametrize("kind", ["signed", "magnitude", "grey", "tints"])
def test_figures_stand_out_from_every_colour(kind):
    def luminance(colour):
        share = np.asarray(colour, float) / 255
        linear = np.where(share <= 0.03928, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    for colour in colours.table(kind):
        text = {"#000000": (0, 0, 0), "#ffffff": (255, 255, 255)}[colours.ink_on(colour)]
        low, high = sorted((luminance(colour), luminance(text)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_signed_colours_are_white_at_zero_and_equally_dark_at_both_ends():
    table = colours.table("signed").astype(int)
    assert (table[[127, 128]] == 255).all()
    assert table[0, 2] > table[0, 0]  # blue below
    assert table[-1, 0] > table[-1, 2]  # orange above


LOOKED_AT = [name for name in widgets.__all__ if name not in ("Predict", "Recap")]


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_that_asks_whether_the_kernel_lives_gets_an_answer(name, monkeypatch):
    explorer, said = getattr(widgets, name)(), []
    monkeypatch.setattr(explorer, "send", said.append)
    tell(explorer, kind="seen", page="page-1")
    assert said == [{"kind": "here"}] and not explorer.message
