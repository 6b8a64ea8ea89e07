"""DepthExplorer without a browser: what it sends and says, settings, twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from traitlets import TraitError

from cnnkit.widgets import DepthExplorer
from cnnkit.widgets.depth.explorer import DEPTHS
from cnnkit.widgets.depth.picture import TICKS, decades, nearly, nines


def test_bytes_carry_the_curves_and_the_maps_of_the_layer():
    explorer = DepthExplorer(depth=14, norm=True, layer=12)
    came, view = received(explorer), explorer.view
    for name in ("activations", "gradients", "cosines"):
        assert np.array_equal(came[name], getattr(view, name))
    assert np.allclose(1 - 10 ** -came["nines"], view.cosines)
    for which, letter in enumerate("ab"):
        assert np.allclose(came[f"{letter}/values"], view.images[which])
        for n in range(6):
            assert np.allclose(came[f"{letter}{n}/values"], view.maps[11][which, n])


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_first_layer_shown_is_the_last_of_the_image_s_size(depth):
    view, layer = DepthExplorer(depth=depth).view, DepthExplorer(depth=depth).layer
    assert len(view.maps) == depth - 1
    assert view.maps[layer - 1].shape[2:] == view.images.shape[1:] != view.maps[layer].shape[2:]


def test_a_shallower_net_takes_the_layer_along_and_reset_brings_all_back():
    explorer = DepthExplorer(layer=19)
    explorer.depth = 8
    assert explorer.layer == 7
    assert next(one for one in explorer._controls if one["name"] == "layer")["high"] == 7
    explorer.layer = 9
    assert explorer.layer == 7
    assert "layers 1 to 7" in explorer.message
    explorer.skips = True
    tell(explorer, kind="press", name="reset")
    assert (explorer.depth, explorer.layer, explorer.skips) == (20, 19, False)


def test_words_compare_first_and_last():
    plain, normed = DepthExplorer(depth=56), DepthExplorer(depth=56, norm=True)
    ratio = normed.view.gradients[0] / normed.view.gradients[-1]
    assert f"gradient {100 * round(ratio / 100):,} times as large" in normed.picture.notes[0]
    assert "normalised over all images" in normed.picture.notes[1]
    assert len(plain.picture.notes) == 1
    assert "before training, batch normalisation off, skips off, first weights × 1" in plain.describe()
    assert f"ends at {nearly(plain.view.cosines[-1])}" in plain.describe()
    assert "skips on" in DepthExplorer(skips=True).describe()
    assert "Lines run through the sums" in DepthExplorer(skips=True).describe()


def test_a_spread_between_the_stops_joins_them():
    slider = next(one for one in DepthExplorer(gain=1.3)._controls if one["name"] == "gain")
    assert [1.3, "1.3"] in slider["options"]
    assert [value for value, _ in slider["options"]] == sorted(value for value, _ in slider["options"])


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"depth": 9}, TraitError), ({"depth": 62}, TraitError), ({"layer": 20}, ValueError), ({"layer": 0}, TraitError),
        ({"gain": 0}, TraitError), ({"gain": 5}, TraitError), ({"gain": float("nan")}, TraitError), ({"example": "shapes"}, TraitError),
        ({"width": 8}, TypeError),
    ],
)  # fmt: skip
def test_bad_settings_are_refused(settings, error):
    with pytest.raises(error):
        DepthExplorer(**settings)


def test_axes_hold_every_value():
    for values in ([3e-5], [0.2, 0.9], [1, 1], [1e-20, 1e9], [0, 5, np.inf]):
        low, high = decades(values)
        known = [value for value in values if 0 < value < np.inf]
        assert low <= min(known) <= max(known) <= high
        assert round(np.log10(high / low)) >= 2
    assert decades([0.0])[0] > 0
    for place, text in TICKS:
        assert nines([float(text.replace("−", "-"))])[0] == pytest.approx(place, abs=1e-5)
    assert nines([1.0, 1 - 1e-12]).tolist() == [7, 7]


@pytest.mark.parametrize(("norm", "skips"), [(False, True), (True, False)])
def test_extreme_spreads_stay_finite(norm, skips):
    for gain in (0.5, 4.0):
        view = DepthExplorer(depth=56, norm=norm, skips=skips, gain=gain).view
        assert all(np.isfinite(each).all() for each in (view.activations, view.gradients, view.cosines))


def test_twin_words_and_prediction():
    prediction = Prediction()
    explorer = DepthExplorer(after=prediction, skips=True, depth=14, layer=4)
    assert explorer.locked
    drawn = {axes.get_label(): axes for axes in explorer.static_figure().axes}
    view, ends = explorer.view, np.arange(0, 13, 2)
    for name, values, log in (("activations", view.activations, True), ("nines", nines(view.cosines), False)):
        axes = drawn[f"chart {name}"]
        assert np.allclose(axes.lines[0].get_ydata(), values[ends])
        assert np.allclose(axes.lines[-1].get_ydata(), values[1::2])
        assert (axes.get_yscale() == "log") == log
    assert np.allclose(drawn["chart gradients"].lines[0].get_ydata(), view.gradients)
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert "Maps of layer 4 are shown" in metadata["image/png"]["alt"]
    assert "depth=14" in repr(explorer)
    prediction.answered = True
    assert not explorer.locked


def test_pure_parts_in_javascript(node):
    node("depth.test.mjs", DepthExplorer)
