"""The pictures of ScanExplorer: the scan above, the dense layer that it equals below."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.picture import CELL, NUMBERED, PADDING, Grid, Mark, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.board.twin import cell_text
from cnnkit.widgets.scan.view import DenseUnit, ScanningNet

__all__ = ["forward", "gradient"]

ROOM = 540  # pixels for a matrix without numbers: its diagonals must stay apart


def forward(
    net: ScanningNet, layer: int, unit: int, dense: DenseUnit, z: Substitute, matrix: Substitute,
    cursor,
) -> Picture:  # fmt: skip
    """Image, filter and all maps of the net; below, the unit as a dense matrix."""
    same = matrix.differs is None
    kinds = np.where((dense.owner < 0) & (matrix.values == 0), PADDING, CELL)
    grids = (
        _image(net),
        *_filter(net, layer, unit),
        *(
            Grid(
                f"z{k}{n}", f"z({k + 1}, {n})", z.values if (k, n) == (layer, unit) else one,
                _role(net, k), group=f"layer {k}", limit=np.abs(maps).max(),
                crossed=z.differs if (k, n) == (layer, unit) else None,
            )
            for k, maps in enumerate(net.z)
            for n, one in enumerate(maps)
        ),
        Grid(
            "a", f"A, with z({layer + 1}, {unit}) = A · Y + b",
            matrix.values, "the same as a dense layer: a row for each position",
            limit=np.abs(net.filters[layer][unit]).max(), kinds=kinds,
            tints=np.where(dense.owner < 0, -1, dense.owner % 9), scale="plain",
            editable=same and max(dense.matrix.shape) <= NUMBERED, crossed=matrix.differs,
            room=ROOM,
        ),
    )  # fmt: skip
    marks, total = _forward_marks(net, layer, unit, dense, cursor)
    notes = [_sharing(net, layer, dense), _chain(net), z.note, matrix.note and f"A: {matrix.note}"]
    return _picture(net, layer, unit, dense, "forward", grids, marks, total, notes, walk="z")


def gradient(
    net: ScanningNet, layer: int, unit: int, dense: DenseUnit, yours: Substitute, cursor
) -> Picture:
    """What each entry of the dense matrix would learn, and the sum over the copies of a weight."""
    last = layer == len(net.filters) - 1
    dw = yours.values.reshape(dense.dw.shape)
    tints = _tints(dense.dw.shape)
    differs = None if yours.differs is None else yours.differs.reshape(dense.dw.shape)
    grids = (
        Grid(
            "dz", f"dz({layer + 1}, {unit})", net.dz[layer][unit], "gradient that arrives",
            editable=last and max(net.dz[layer][unit].shape) <= NUMBERED,
        ),
        *(
            Grid(
                "y" if not layer else f"y{m}", _input_name(layer, m), one,
                "what the unit reads", scale=_scale(one), limit=np.abs(net.maps[layer]).max(),
                editable=not layer and max(one.shape) <= NUMBERED, group="y",
            )
            for m, one in enumerate(net.maps[layer])
        ),
        *(
            Grid(
                f"dw{m}", f"dw({layer + 1}, {unit}, {m})", dw[m], "sum over the copies",
                scale="plain", tints=tints[m], crossed=None if differs is None else differs[m],
                group="dw",
            )
            for m in range(len(dw))
        ),
        Grid(
            "g", "dA = dz · Yᵀ", dense.gradient, "as if no two entries were tied",
            tints=np.where(dense.owner < 0, -1, dense.owner % 9), scale="plain",
            hatched=dense.owner < 0, room=ROOM,
        ),
    )  # fmt: skip
    marks, total = _gradient_marks(net, layer, unit, dense, cursor)
    reached = int((dense.owner >= 0).sum())
    notes = [
        f"Of {dense.owner.size} entries of dA, {reached} reach the {dense.dw.size} weights: "
        f"{reached // dense.dw.size} copies each. The other {dense.owner.size - reached} belong to "
        "no weight (hatched).",
        f"db = sum of dz = {cell_text(dense.dbias)}: the bias is copied to every position.",
        yours.note,
    ]
    steps = _step_by_step(dense) if yours.differs is None else {}
    picture = _picture(net, layer, unit, dense, "gradient", grids, marks, total, notes, walk="dz")
    if max(dense.owner.shape) > 64:
        return picture
    return Picture(**{**vars(picture), "frames": steps})


# Grids


def _image(net: ScanningNet) -> Grid:
    image = net.maps[0][0]
    return Grid(
        "y", "Y(0)", image, "the image", scale=_scale(image), limit=np.abs(image).max(),
        editable=max(image.shape) <= NUMBERED,
    )  # fmt: skip


def _filter(net: ScanningNet, layer: int, unit: int) -> list[Grid]:
    w, bias = net.filters[layer][unit], net.biases[layer][unit]
    tints = _tints(w.shape)
    title = "the perceptron" if not layer else "1 × 1 filter"
    return [
        *(
            Grid(
                f"w{m}", f"w({layer + 1}, {unit}, {m})", one, title,
                scale="plain", tints=tints[m], editable=True, group="w",
            )
            for m, one in enumerate(w)
        ),
        Grid("b", "b", [[bias]], "bias", scale="plain", editable=True, group="w"),
    ]  # fmt: skip


def _tints(shape) -> np.ndarray:
    return np.arange(np.prod(shape)).reshape(shape) % 9


def _scale(image) -> str:
    return "magnitude" if image.min() >= 0 else "signed"


def _role(net: ScanningNet, layer: int) -> str:
    if layer == len(net.z) - 1:
        return "output"
    return "relu follows"


def _input_name(layer: int, m: int) -> str:
    return "Y(0)" if not layer else f"Y({layer}, {m})"


# Marks, facts and words


def _picture(
    net, layer, unit, dense: DenseUnit, face: str, grids, marks, total, notes, walk
) -> Picture:
    w = net.filters[layer]
    words = f"{_title(net)}: {total}. {notes[0]}"
    return Picture(
        grids=grids,
        tables={"owner": dense.owner},
        facts={
            "face": face,
            "layer": layer,
            "unit": unit,
            "kernel": list(w.shape[2:]),
            "patch": list(net.filters[0].shape[2:]),
            "size": list(net.maps[layer].shape[1:]),
            "out": list(net.z[layer].shape[1:]),
            "filters": [
                filters.reshape(*filters.shape[:2], -1).tolist() for filters in net.filters
            ],
            "biases": [bias.tolist() for bias in net.biases],
        },
        notes=tuple(note for note in notes if note),
        walk=f"z{layer}{unit}" if walk == "z" else walk,
        marks=marks,
        sum=total,
        words=words,
    )


def _title(net: ScanningNet) -> str:
    units = [len(w) for w in net.filters]
    what = "a perceptron" if units == [1] else f"an MLP of {', '.join(map(str, units))} units"
    tall, wide = net.filters[0].shape[2:]
    height, width = net.maps[0].shape[1:]
    return f"{what} scans a {height} × {width} image in {tall} × {wide} patches"


def _sharing(net: ScanningNet, layer: int, dense: DenseUnit) -> str:
    copies = int((dense.owner == 0).sum())
    weights = net.filters[layer][0].size
    return (
        f"A has {dense.owner.size} entries, but only {weights} weights: each stands in it "
        f"{copies} times, in one colour. The other {int((dense.owner < 0).sum())} are 0"
        + (" (dots)." if max(dense.owner.shape) <= NUMBERED else ".")
    )


def _chain(net: ScanningNet) -> str:
    if len(net.filters) == 1:
        return ""
    return (
        "From layer 2 on, a 1 × 1 filter reads one position of all maps: the same MLP everywhere."
    )


def _forward_marks(net, layer: int, unit: int, dense: DenseUnit, cursor):
    out = net.z[layer].shape[1:]
    i, j = _cell(cursor, f"z{layer}{unit}", out)
    row = dense.owner[i * out[1] + j]
    marks = [Mark(f"z{layer}{unit}", i, j, "here")]
    if not layer:
        width = net.maps[0].shape[2]
        marks += [Mark("y", *divmod(int(k), width), "reads") for k in np.flatnonzero(row >= 0)]
    else:
        marks += [Mark(f"z{layer - 1}{m}", i, j, "reads") for m in range(len(net.maps[layer]))]
    marks += [Mark("a", i * out[1] + j, int(k), "weight") for k in np.flatnonzero(row >= 0)]
    y = net.maps[layer].ravel()
    terms = [(dense.matrix[i * out[1] + j, k], y[k]) for k in np.flatnonzero(row >= 0)]
    total = _sum(f"z({layer + 1}, {unit}, {i}, {j})", terms, net.z[layer][unit][i, j])
    bias = cell_text(net.biases[layer][unit])
    return tuple(marks), total.replace(" = ", f" = {bias} + ", 1)


def _gradient_marks(net, layer: int, unit: int, dense: DenseUnit, cursor):
    m, p, q = 0, *_cell(cursor, "dw0", dense.dw.shape[1:])
    owner = (m * dense.dw.shape[1] + p) * dense.dw.shape[2] + q
    places = np.argwhere(dense.owner == owner)
    marks = [Mark("dw0", p, q, "here"), *(Mark("g", int(r), int(c), "weight") for r, c in places)]
    y, dz = net.maps[layer].ravel(), net.dz[layer][unit].ravel()
    terms = [(dz[r], y[c]) for r, c in places]
    return tuple(marks), _sum(f"dw({layer + 1}, {unit}, 0)({p}, {q})", terms, dense.dw[0, p, q])


def _step_by_step(dense: DenseUnit) -> dict:
    """dw after the first row of dA, the first two, and so on, for each input map."""
    steps = np.zeros((len(dense.owner), dense.dw.size))
    rows, columns = np.nonzero(dense.owner >= 0)
    np.add.at(steps, (rows, dense.owner[rows, columns]), dense.gradient[rows, columns])
    steps = steps.cumsum(axis=0).reshape(-1, *dense.dw.shape)
    return {f"dw{m}": steps[:, m] for m in range(len(dense.dw))}


def _cell(cursor, grid: str, size) -> tuple[int, int]:
    if len(cursor) == 3 and cursor[0] == grid:
        return tuple(min(max(0, int(k)), n - 1) for k, n in zip(cursor[1:], size))
    return 0, 0


def _sum(head: str, terms, result) -> str:
    def factor(value):
        text = cell_text(float(value) + 0.0)  # no −0
        return f"({text})" if text.startswith("−") else text

    shown = [f"{factor(a)}·{factor(b)}" for a, b in terms]
    if len(shown) > 12:
        shown = [*shown[:9], "…", *shown[-2:]]
    return f"{head} = {' + '.join(shown)} = {cell_text(float(result))}"
