"""FilterBankExplorer without a browser: bytes, edits, settings, lights, twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import block, check_lights
from traitlets import TraitError

from cnnkit import reference
from cnnkit.widgets import FilterBankExplorer
from cnnkit.widgets.filter_bank.examples import FILTERS, IMAGES
from cnnkit.widgets.filter_bank.view import BANKS


@pytest.mark.parametrize("example", IMAGES)
@pytest.mark.parametrize("bank", BANKS)
def test_bytes_carry_every_bank_on_every_image(example, bank):
    explorer = FilterBankExplorer(example=example, bank=bank, angle=90)
    came = received(explorer)
    turned = np.rot90(explorer.image)
    assert np.allclose(came["image/values"], turned)
    best = None
    for r in range(len(BANKS[bank])):
        member = explorer.view.bank[r]
        z = reference.conv2d(turned[None, None], member[None, None])[0, 0]
        assert np.allclose(came[f"m{r}/values"], z, atol=1e-6)
        best = z if best is None else np.maximum(best, z)
    assert np.allclose(came["u/values"], best, atol=1e-6)
    assert not explorer.message
    assert not np.isnan(came["winner/values"]).any()


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_has_a_direction(name):
    w = FilterBankExplorer(filter=name).w
    assert not np.array_equal(w, np.rot90(w))


def test_unpooled_maps_roll_into_each_other():
    explorer = FilterBankExplorer(tab="unpooled", angle=270, example="integers")
    came = received(explorer)
    for r in range(4):
        assert np.array_equal(came[f"s{r}/values"], came[f"m{r}/values"])
        assert not came[f"d{r}/values"].any()
    explorer.rolled = False
    came = received(explorer)
    assert any(came[f"d{r}/values"].any() for r in range(4))
    upright = reference.conv2d(explorer.image[None, None], explorer.w[None, None])[0, 0]
    assert np.array_equal(came["s0/values"], np.rot90(upright, 3))


def test_a_typed_weight_reaches_every_member():
    explorer = FilterBankExplorer(example="square")
    tell(explorer, kind="edit", grid="w", row=0, column=1, value=7)
    came = received(explorer)
    places = [(0, 1), (1, 0), (2, 1), (1, 2)]
    assert [came[f"b{r}/values"][place] for r, place in enumerate(places)] == [7] * 4
    assert explorer.filter == "own"
    tell(explorer, kind="edit", grid="b1", row=0, column=1, value=7)
    assert "type there" in explorer.message
    explorer.filter = "line"
    assert explorer.w[0].tolist() == [-1, 2, -1]
    tell(explorer, kind="press", name="reset")
    assert (explorer.filter, explorer.angle) == ("edge", 0)


def test_nobody_wins_where_all_members_agree():
    explorer = FilterBankExplorer(example="square")
    came, tied = received(explorer), explorer.view.tied
    assert tied.any()
    assert not tied.all()
    assert np.array_equal(came["winner/tints"] < 0, tied)


def test_the_counters_and_the_words_about_the_turn():
    explorer = FilterBankExplorer(bank="rotation8")
    assert "9 weights, 8 maps: each place costs 72 multiplications in place of 9" in explorer.picture.notes[0]
    sizes = FilterBankExplorer(bank="scale")  # every member has the frame of the largest, 7 × 7
    assert "9 weights, 3 maps: each place costs 147 multiplications in place of 9" in sizes.picture.notes[0]
    assert "Move the image" in explorer.picture.notes[1]
    explorer.bank, explorer.angle = "rotation4", 90
    assert "follows exactly: equivariant, not invariant" in explorer.picture.notes[1]
    explorer.angle = 30
    assert "the image is read between its cells, and this bank has no member for that angle" in explorer.picture.notes[1]
    assert "disc" in explorer.picture.notes[2]
    explorer.bank, explorer.angle = "rotation8", 45
    assert "image and filters are read between their cells" in explorer.picture.notes[1]
    explorer.bank, explorer.angle = "scale", 90
    assert "has no member" in explorer.picture.notes[1]


def test_the_words_about_a_push_a_stride_and_an_enlargement():
    explorer = FilterBankExplorer(shift=1)
    assert "follows exactly" in explorer.picture.notes[1]
    assert "outside the image" in explorer.picture.notes[2]
    explorer.stride = 2
    assert "half a cell" in explorer.picture.notes[1]
    explorer.shift = 2
    assert "follows exactly" in explorer.picture.notes[1]
    explorer.shift, explorer.angle = 0, 90  # (24 − 3) mod 2 = 1
    assert "r = 1 row is left over" in explorer.picture.notes[1]
    explorer.set_together(stride=1, angle=0, factor=1.5)
    assert "no member of another size" in explorer.picture.notes[1]
    explorer.bank = "scale"
    assert "do not go round in a circle" in explorer.picture.notes[1]
    assert explorer.picture.facts["curve"]["at"] == 1.5
    assert received(explorer)["amounts"][-1] == 2
    explorer.tab = "unpooled"
    assert [grid.title for grid in explorer.picture.grids if grid.id[0] == "s"] == [
        "none rolls here", "moved, rolled", "moved, rolled",
    ]  # fmt: skip


@pytest.mark.parametrize(("tab", "walk"), [("pooled", "u"), ("unpooled", "m0")])
def test_step_walks_the_map(tab, walk):
    assert FilterBankExplorer(tab=tab)._scene["walk"] == walk


def test_a_meter_says_0_only_for_0():
    explorer = FilterBankExplorer(angle=45)
    meters = dict(explorer.picture.facts["meters"])
    assert meters["pooled bank follows, error"] not in ("0", "0.000")
    assert dict(FilterBankExplorer(angle=90).picture.facts["meters"])["pooled bank follows, error"] == "0"


def test_own_arrays_and_bad_settings():
    explorer = FilterBankExplorer(image=np.eye(6), w=[[1, 2], [3, 4]], angle=90)
    assert (explorer.example, explorer.filter) == ("given", "own")
    assert explorer.view.meters.follows == 0
    with pytest.raises(ValueError, match="square"):
        FilterBankExplorer(image=np.ones((4, 5)))
    with pytest.raises(ValueError, match="1 to 7"):
        FilterBankExplorer(w=np.ones((9, 9)))
    with pytest.raises(ValueError, match="window"):
        FilterBankExplorer(image=np.eye(3), w=np.ones((5, 5)))
    with pytest.raises(ValueError, match="no example"):
        FilterBankExplorer(example="cat")
    with pytest.raises(TraitError):
        FilterBankExplorer(bank="shear")
    with pytest.raises(TraitError):
        FilterBankExplorer(factor=1.3)
    with pytest.raises(TypeError, match="no setting"):
        FilterBankExplorer(turn=3)


def test_the_twin_has_the_curve_and_the_meters():
    explorer = FilterBankExplorer(angle=90)
    figure = explorer.static_figure()
    lines = [line for axes in figure.axes for line in axes.lines if len(line.get_xdata()) == 25]
    assert len(lines) == 2
    words = explorer.describe()
    assert "pooled bank follows, error: 0;" in words
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert metadata["image/png"]["alt"] == words


def test_a_prediction_unlocks_it():
    prediction = Prediction()
    explorer = FilterBankExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked


@pytest.mark.slow
def test_lights(tmp_path, node):
    turned = FilterBankExplorer(example="integers", angle=90)
    best = int(turned.view.winner[4, 5])
    scenes = {
        "turned": (turned, [
            (("u", 4, 5), "image", "reads", block(4, 5, 3, 3), "pooled(4, 5) = max("),
            (("u", 4, 5), f"m{best}", "weight", [(4, 5)], f"The strongest is {90 * best}°"),
            (("winner", 4, 5), f"b{best}", "weight", block(0, 0, 3, 3), "has exactly this number"),
            (("image", 0, 1), "u", "reads", [(0, 0), (0, 1)], "is read by 2 windows"),
            (("b1", 2, 2), "b1", "here", [(2, 2)], "no weight of its own"),
            (("w", 0, 0), "w", "here", [(0, 0)], "every member follows"),
        ]),
        "rolled": (FilterBankExplorer(tab="unpooled", example="integers", angle=90), [
            (("m1", 2, 3), "s1", "reads", [(2, 3)], "upright map of 0°, moved and rolled"),
            (("m0", 2, 3), "image", "reads", block(2, 3, 3, 3), "upright map of 270°"),
            (("d1", 2, 3), "m1", "reads", [(2, 3)], "= 0"),
        ]),
        "not rolled": (FilterBankExplorer(tab="unpooled", example="integers", angle=90, rolled=False), [
            (("m1", 2, 3), "s1", "reads", [(2, 3)], "upright map of 90°, moved only"),
        ]),
        "scale": (FilterBankExplorer(bank="scale", example="square"), [
            (("u", 0, 0), "image", "reads", block(0, 0, 7, 7), ""),
        ]),
        "stride": (FilterBankExplorer(example="integers", stride=2, shift=1), [
            (("u", 1, 2), "image", "reads", block(2, 4, 3, 3), "pooled(1, 2) = max("),
            (("image", 2, 3), "u", "reads", [(0, 1), (1, 1)], "is read by 2 windows"),
        ]),
        "orphans": (FilterBankExplorer(bank="scale", factor=2, tab="unpooled"), [
            (("m1", 2, 3), "s1", "reads", [(2, 3)], "no member of the upright image rolls here"),
            (("m2", 2, 3), "s2", "reads", [(2, 3)], "upright map of × 1, moved and rolled"),
        ]),
        "eight": (FilterBankExplorer(bank="rotation8", angle=45), []),
        "mirrored": (FilterBankExplorer(bank="reflection", mirrored=True, tab="unpooled"), [
            (("m0", 1, 1), "s0", "reads", [(1, 1)], "upright map of mirrored"),
        ]),
    }  # fmt: skip
    check_lights(tmp_path, node, scenes)
