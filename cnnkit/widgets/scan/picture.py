"""The pictures of ScanExplorer: the scan above, the dense layer that it equals below."""

from __future__ import annotations

import numpy as np

from cnnkit.numbers import article, count, number
from cnnkit.widgets.board.picture import CELL, NUMBERED, PADDING, Grid, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.scan.view import DenseUnit, ScanningNet

__all__ = ["forward", "gradient"]

ROOM = 540  # pixels for a matrix without numbers: its diagonals must stay apart


def forward(
    net: ScanningNet, layer: int, unit: int, dense: DenseUnit, z: Substitute, matrix: Substitute
) -> Picture:
    """Image, filter and all maps of the net; below, the unit as a dense matrix."""
    kinds = np.where((dense.owner < 0) & (matrix.shown == 0), PADDING, CELL)
    chosen = (layer, unit)
    grids = (
        Grid(
            "y", "Y(0)", net.maps[0][0], "the image", scale=_scale(net.maps[0][0]),
            limit=np.abs(net.maps[0][0]).max(), editable=max(net.maps[0][0].shape) <= NUMBERED,
        ),
        *_filter(net, layer, unit),
        *(
            Grid(
                f"z{k}{n}", f"z({k + 1}, {n})", title="output" if k == len(net.z) - 1 else "relu follows",
                group=f"layer {k}", limit=np.abs(maps).max(), **(z.grid() if (k, n) == chosen else {"values": one}),
            )
            for k, maps in enumerate(net.z)
            for n, one in enumerate(maps)
        ),
        Grid(
            "a", f"A, with z({layer + 1}, {unit}) = A · Y + b",
            title="the same as a dense layer: a row for each position",
            limit=np.abs(net.filters[layer][unit]).max(), scale="plain", room=ROOM,
            tints=np.where(dense.owner < 0, -1, dense.owner % 9),
            editable=matrix.values is None and max(dense.matrix.shape) <= NUMBERED,
            **({"kinds": kinds} | matrix.grid()),
        ),
    )  # fmt: skip
    notes = [_sharing(net, layer, dense), _chain(net), z.note, matrix.note and f"A: {matrix.note}"]
    links, walk = net.forward_links(layer, unit, dense), f"z{layer}{unit}"
    return _picture(net, layer, unit, "forward", grids, links, notes, walk)


def gradient(net: ScanningNet, layer: int, unit: int, dense: DenseUnit, yours: Substitute) -> Picture:
    """What each entry of the dense matrix would learn, and the sum over the copies of a weight."""
    dz, maps, w = net.dz[layer][unit], net.maps[layer], net.filters[layer][unit]
    last, tints = layer == len(net.filters) - 1, _tints(dense.dw.shape)
    grids = (
        Grid(
            "dz", f"dz({layer + 1}, {unit})", dz, "gradient that arrives",
            editable=last and max(dz.shape) <= NUMBERED,
        ),
        *(
            Grid(
                f"y{m}" if layer else "y", f"Y({layer}, {m})" if layer else "Y(0)", one, "what the unit reads",
                scale=_scale(one), limit=np.abs(maps).max(), group="y", symbol=f"Y({layer}, {m})" if layer else "Y",
                editable=not layer and max(one.shape) <= NUMBERED,
            )
            for m, one in enumerate(maps)
        ),
        *(
            Grid(
                f"dw{m}", f"dw({layer + 1}, {unit}, {m})", title="sum over the copies", scale="plain",
                tints=tints[m], group="dw", symbol=_weight(f"dw({m})", "dw", w),
                **yours.grid(lambda a, m=m: a.reshape(dense.dw.shape)[m]),
            )
            for m in range(len(dense.dw))
        ),
        Grid(
            "g", "dA = dz · Yᵀ", dense.gradient, "as if no two entries were tied", symbol="dA",
            tints=np.where(dense.owner < 0, -1, dense.owner % 9), scale="plain", hatched=dense.owner < 0, room=ROOM,
        ),
    )  # fmt: skip
    reached = int((dense.owner >= 0).sum())
    notes = [
        f"Of {dense.owner.size} entries of dA, {reached} reach the {dense.dw.size} weights: "
        f"{reached // dense.dw.size} copies each. The other {dense.owner.size - reached} belong to "
        "no weight (hatched).",
        f"db = sum of dz = {number(dense.dbias)}: the bias is copied to every position.",
        yours.note,
    ]
    frames = _step_by_step(dense) if yours.values is None and max(dense.owner.shape) <= 64 else {}
    links = net.gradient_links(layer, dense)
    return _picture(net, layer, unit, "gradient", grids, links, notes, "dz", frames, ("dw0", 0, 0))


# Grids


def _filter(net: ScanningNet, layer: int, unit: int) -> list[Grid]:
    w, bias = net.filters[layer][unit], net.biases[layer][unit]
    shared = {"scale": "plain", "editable": True, "group": "w"}
    tints, title = _tints(w.shape), "1 × 1 filter" if layer else "the perceptron"
    return [
        *(
            Grid(
                f"w{m}", f"w({layer + 1}, {unit}, {m})", one, title, tints=tints[m],
                symbol=_weight(f"w({m})", "w", w), **shared,
            )
            for m, one in enumerate(w)
        ),
        Grid("b", "b", [[bias]], "bias", **shared),
    ]  # fmt: skip


def _weight(single: str, symbol: str, w) -> str:
    """What a filter is called in sums: one of many that have a single cell by its number."""
    return single if len(w) > 1 else symbol


def _tints(shape) -> np.ndarray:
    return np.arange(np.prod(shape)).reshape(shape) % 9


def _scale(image) -> str:
    return "magnitude" if image.min() >= 0 else "signed"


def _picture(net, layer, unit, face, grids, links, notes, walk, frames=None, home=()) -> Picture:
    units = [len(w) for w in net.filters]
    what = "a perceptron" if units == [1] else f"an MLP of {', '.join(map(str, units))} units"
    (tall, wide), (height, width) = net.filters[0].shape[2:], net.maps[0].shape[1:]
    tables = {f"v{k}{m}": one for k, maps in enumerate(net.maps) for m, one in enumerate(maps)}
    for k, (w, bias) in enumerate(zip(net.filters, net.biases)):
        tables |= {f"w{k}{n}{m}": w[n, m] for n, m in np.ndindex(w.shape[:2])}
        tables |= {f"b{k}{n}": one.reshape(1, 1) for n, one in enumerate(bias)}
    return Picture(
        grids=grids,
        tables=tables if face == "forward" else {},
        facts={"face": face, "layer": layer, "unit": unit, "layers": len(units)},
        notes=tuple(note for note in notes if note),
        walk=walk,
        frames=frames or {},
        home=home,
        links=links,
        words=f"{what} scans {article(height)} {height} × {width} image in {tall} × {wide} patches",
    )


def _sharing(net: ScanningNet, layer: int, dense: DenseUnit) -> str:
    copies, zeros = int((dense.owner == 0).sum()), int((dense.owner < 0).sum())
    weights = net.filters[layer][0].size
    stands = "1 weight: it stands in it" if weights == 1 else f"{weights} weights: each stands in it"
    return (
        f"A has {count(dense.owner.size)} entries, but only {stands} {count(copies)} time{'s' * (copies > 1)}, in one colour. "
        f"The other {count(zeros)} are 0"
        + (" (dots)." if max(dense.owner.shape) <= NUMBERED else ".")
    )


def _chain(net: ScanningNet) -> str:
    one = "From layer 2 on, a 1 × 1 filter reads one position of all maps: the same MLP everywhere."
    return one if len(net.filters) > 1 else ""


def _step_by_step(dense: DenseUnit) -> dict:
    """dw after the first row of dA, the first two, and so on, for each input map."""
    steps = np.zeros((len(dense.owner), dense.dw.size))
    rows, columns = np.nonzero(dense.owner >= 0)
    np.add.at(steps, (rows, dense.owner[rows, columns]), dense.gradient[rows, columns])
    steps = steps.cumsum(axis=0).reshape(-1, *dense.dw.shape)
    return {f"dw{m}": steps[:, m] for m in range(len(dense.dw))}
