"""The picture of DepthExplorer: three curves over the layers, and the maps of one layer."""

from __future__ import annotations

import math

import numpy as np

from cnnkit.figures.colours import ROLES
from cnnkit.numbers import count, number, precise, tiny
from cnnkit.widgets.board.chart import Axis, Line, draw_chart
from cnnkit.widgets.board.links import Link, same
from cnnkit.widgets.board.picture import Grid, Picture
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.depth.view import DepthView

__all__ = ["decades", "depth", "nearly", "nines", "printed"]

ROOM, SHOWN = 96, 6  # pixels of a map; maps of a layer: with the image they fill a row
MOST_NINES = 7  # beyond, float32 rounds a cosine to 1
CHART_INCHES = 2.5
TICKS = ((-0.30103, "−1"), (0, "0"), *((k, "0." + "9" * k) for k in range(1, MOST_NINES + 1)))


def nines(cosines) -> np.ndarray:
    """How many nines a cosine begins with, −log10(1 − cos): the axis on which 0.99 and 0.999 stand apart.

    Examples
    --------
    >>> nines([-1, 0.9, 0.99, 1.0]).round(2).tolist()
    [-0.3, 1.0, 2.0, 7.0]
    """
    apart = 1 - np.asarray(cosines, np.float64)
    return -np.log10(np.maximum(apart, 10.0**-MOST_NINES))


def decades(values) -> tuple[float, float]:
    """Ends of a logarithmic axis: whole powers of ten, at least two of them apart.

    Examples
    --------
    >>> decades([0.02, 0.5]), decades([3, 2e4, 0])
    ((0.01, 1.0), (1.0, 100000.0))
    """
    known = [value for value in values if value > 0 and np.isfinite(value)] or [1.0]
    first, last = math.floor(math.log10(min(known)) + 1e-9), math.ceil(math.log10(max(known)) - 1e-9)
    lack = max(0, 2 - (last - first))
    return 10.0 ** (first - lack // 2), 10.0 ** (last + lack - lack // 2)


def _ends(known) -> tuple[float, float]:
    """Ends of the axis of cosines, from 0 to 0.9 at least."""
    known = known[np.isfinite(known)]
    return min(0.0, float(known.min(initial=0)) - 0.05), max(1.0, float(known.max(initial=0)) + 0.1)


def nearly(cosine: float) -> str:
    """A cosine in words: none that is below 1 is said to be 1.

    Examples
    --------
    >>> nearly(0.5), nearly(0.99512), nearly(0.99999), nearly(float("nan"))
    ('0.50', '0.9951', 'above 0.9999', 'unknown, for one of them is 0 everywhere')
    """
    if np.isnan(cosine):
        return "unknown, for one of them is 0 everywhere"
    return "above 0.9999" if cosine > 0.9999 else number(cosine, 4 if cosine > 0.99 else 2)


def depth(view: DepthView, layer: int, *, norm: bool, skips: bool, gain: float, images: int) -> Picture:
    """Both images, the first maps of both in that layer, and the curves over all layers."""
    maps = view.maps[layer - 1]
    grids = tuple(grid for which, name in enumerate("AB") for grid in _row(view, maps, layer, which, name, images))
    shown = min(SHOWN, maps.shape[1])
    return Picture(
        grids=grids,
        tables={"activations": view.activations, "gradients": view.gradients, "cosines": view.cosines, "nines": nines(view.cosines)},
        facts={
            "layer": layer, "layers": len(view.maps), "skips": skips,
            "ends": {"activations": decades(view.activations), "gradients": decades(view.gradients), "nines": _ends(nines(view.cosines))},
        },
        links=(
            _alike("a b", [("a", "b")], view.images.shape[1:]),
            _alike("map of A, map of B", [(f"a{n}", f"b{n}") for n in range(shown)], maps.shape[2:]),
        ),
        notes=_notes(view, norm, skips),
        home=("a0", maps.shape[2] // 2, maps.shape[3] // 2),
        words=_words(view, layer, norm, skips, gain),
    )  # fmt: skip


def _row(view: DepthView, maps, layer: int, which: int, name: str, images: int):
    """One image, and what the layer makes of it; both rows have one scale."""
    kept, shared = maps[:, :SHOWN], {"room": ROOM, "bare": True, "group": name}
    scale, nth = "signed" if kept.min() < 0 else "magnitude", ("first", "second")[which]
    yield Grid(name.lower(), f"image {name}", view.images[which], f"the {nth} of {images} in a batch", scale="grey", limit=1, **shared)
    for n, values in enumerate(kept[which]):
        yield Grid(
            f"{name.lower()}{n}", f"Y({layer}, {n})", values, "" if n else f"of {name}, {maps.shape[1]} in all", scale=scale,
            limit=np.abs(kept).max(), **shared,
        )  # fmt: skip


def _alike(name: str, grids, size) -> Link:
    """The same cell for both images."""
    return Link("a b", grids, same(size, 2), {"a": "b reads", "b": "a reads"}, name=name)


def _words(view: DepthView, layer: int, norm: bool, skips: bool, gain: float) -> str:
    first, last = ([tiny(each[k]) for each in (view.activations, view.gradients)] for k in (0, -1))
    return (
        f"Depth {len(view.maps) + 1} before training, batch normalisation {_on(norm)}, skips {_on(skips)}, first weights × {precise(gain)}. "
        f"From the first to the last of {len(view.maps)} layers, activations go from {first[0]} to {last[0]}, "
        f"gradients of the filters from {first[1]} to {last[1]}, and the cosine of the two images, {nearly(view.start)} at first, "
        f"ends at {nearly(view.cosines[-1])}. Maps of layer {layer} are shown"
    )


def _notes(view: DepthView, norm: bool, skips: bool) -> tuple[str, ...]:
    first, last = view.gradients[0], view.gradients[-1]
    notes = [f"The filters of the first layer get {_times(first, last)} those of the last."]
    if skips:
        notes.append("Lines run through the sums at the ends of blocks; dots are the layers inside, before a sum.")
    if norm:
        notes.append("Every map is normalised over all images of the batch, so what becomes of A depends on the others.")
    return tuple(notes)


def _times(first: float, last: float) -> str:
    """How gradients compare: "a gradient 5.3 times as large as" or "1/5.3 of the gradient of"."""
    if not (first and last):
        return "a gradient that cannot be compared with"
    rounded = float(f"{max(first, last) / min(first, last):.2g}")
    ratio = count(rounded) if 1000 <= rounded < 1e6 else precise(rounded)
    return f"a gradient {ratio} times as large as" if first >= last else f"1/{ratio} of the gradient of"


def _on(switch: bool) -> str:
    return "on" if switch else "off"


def printed(picture: Picture, lit):
    """The static twin: the maps, the three curves below."""
    figure = draw(picture, lit, room=CHART_INCHES)
    tall = figure.get_size_inches()[1]
    for place, (name, title) in enumerate(CURVES.items()):
        axes = figure.add_axes((0.07 + 0.325 * place, 0.5 / tall, 0.26, (CHART_INCHES - 0.9) / tall), label=f"chart {name}")
        _print_curve(axes, picture, name, title)
    return figure


def _print_curve(axes, picture: Picture, name: str, title: str) -> None:
    values, facts = picture.tables[name], picture.facts
    layers, (low, high) = np.arange(1, facts["layers"] + 1), facts["ends"][name]
    inside = (layers % 2 == 0) & facts["skips"] & (name != "gradients")  # before a block's sum
    across, up = Axis("layer", ticks=tuple((k, str(k)) for k in (1, facts["layers"]))), Axis(log=name != "nines")
    draw_chart(
        axes, across, up, [Line(layers[~inside], values[~inside])], title=title, now=facts["layer"],
        dot=(facts["layer"], values[facts["layer"] - 1]),
    )  # fmt: skip
    axes.plot(layers[inside], values[inside], "o", color=ROLES["reads"], markersize=4, markerfacecolor="white", zorder=1.9)
    axes.minorticks_off()
    axes.set_ylim(low, high)
    if not up.log:
        axes.set_yticks(*zip(*((place, text) for place, text in TICKS if low <= place <= high)))


CURVES = {
    "activations": "size of activations",
    "gradients": "size of the filters’ gradients",
    "nines": "cosine of the two images",
}
