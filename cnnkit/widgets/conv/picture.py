"""The pictures of ConvExplorer: which grids stand on each tab, and the notes below them."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.picture import (
    CELL,
    CROPPED,
    INSERTED,
    NUMBERED,
    PADDING,
    Grid,
    Mark,
    Picture,
)
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.conv.view import Backward, Scan, WeightGradient
from cnnkit.widgets.conv.words import (
    agreement,
    arithmetic,
    notes_of,
    place,
    scanned,
    text,
    written_sum,
)

__all__ = ["forward", "gather", "scatter", "weights"]

KIND_OF_SPREAD = np.array([CELL, PADDING, INSERTED])


def forward(seen: Scan, n: int, yours: Substitute, scale: str, cursor) -> Picture:
    """Y, one filter, its affine map."""
    z = yours.values[0]
    grids = (
        *_inputs(seen, range(len(seen.y)), scale),
        *_filters(seen.w[n], "w(n, m)", [(n, m) for m in range(len(seen.y))]),
        Grid("z", f"z(l, {n})", z[n], "affine map", crossed=_of(yours.differs, n)),
    )
    i, j = _cell(cursor, "z", z[n].shape)
    marks, terms = [Mark("z", i, j, "here")], []
    for m in range(len(seen.y)):
        for p, q in np.ndindex(*seen.w.shape[2:]):
            r, c = seen.rows.taps[i, p], seen.columns.taps[j, q]
            marks += [Mark(f"y{m}", r, c, "reads"), Mark(f"w{m}", p, q, "weight")]
            terms.append((seen.y[m, r, c], seen.w[n, m, p, q]))
    total = written_sum(f"z({i}, {j})", terms, z[n, i, j], f" + {text(seen.bias[n])}")
    return Picture(
        grids=grids,
        tables=_links(seen) | _truth(yours, lambda a: a[0, n]),
        facts=_facts(seen, "forward", n=n),
        notes=notes_of(seen, yours, "they change nothing"),
        walk="z",
        marks=tuple(marks),
        sum=total,
        words=f"A scan of {scanned(seen)}: {total}. " + arithmetic(seen),
    )


def scatter(seen: Scan, gradient: Backward, m: int, yours: Substitute, cursor) -> Picture:
    """dz, the filters that read map m, and the gradient that their stamps add up to."""
    grids = (
        # filters first: arrows run from dz to dY, and nothing stands in their way
        *_filters(seen.w[:, m], "w(n, m)", [(n, m) for n in range(len(seen.w))]),
        *(_upstream(gradient.dz, n) for n in range(len(gradient.dz))),
        _input_gradient(seen, gradient, m, yours),
    )
    r, c = _cell(cursor, "dy", gradient.dy[m].shape)
    marks, terms = [Mark("dy", r, c, "here")], []
    for n in range(len(gradient.dz)):
        for p, q in np.ndindex(*seen.w.shape[2:]):
            i, j = seen.rows.readers[r, p], seen.columns.readers[c, q]
            if min(i, j) >= 0:
                marks += [Mark(f"dz{n}", i, j, "reads"), Mark(f"w{n}", p, q, "weight")]
                terms.append((gradient.dz[n, i, j], seen.w[n, m, p, q]))
    total = written_sum(place("dY", seen, r, c), terms, gradient.dy[m, r, c])
    one = len(gradient.dz) == 1 and max(*gradient.dz.shape[1:], *gradient.dy.shape[1:]) <= NUMBERED
    return Picture(
        grids=grids,
        tables=_links(seen) | _truth(yours, lambda a: _framed(seen, gradient, a, m)),
        facts=_facts(seen, "scatter", m=m),
        notes=("scatter: for every cell of dz, dY[patch] += dz[i, j] · w", agreement(gradient))
        + notes_of(seen, yours, "their gradient is 0 whatever dz is"),
        walk="dz0" if one else "dy",
        frames={"dy": gradient.scattered(seen, m)} if one and yours.differs is None else {},
        marks=tuple(marks),
        sum=total,
        words=f"The gradient of {scanned(seen)}, stamp by stamp: {total}. " + arithmetic(seen),
    )


def gather(seen: Scan, gradient: Backward, m: int, yours: Substitute, cursor) -> Picture:
    """dz with its zeros, the flipped filters, and the gradient that they correlate to."""
    kinds = KIND_OF_SPREAD[gradient.spread_kinds]
    frame = seen.window.extent[0] - 1, seen.window.extent[1] - 1
    count = len(gradient.dz)
    spread = [
        Grid(
            f"spread{n}", f"dz(l, {n}) with zeros", gradient.spread[n],
            "frame of K − 1 zeros" + (", s − 1 between" if max(seen.window.stride) > 1 else ""),
            limit=np.abs(gradient.dz).max(), kinds=kinds, origin=(-frame[0], -frame[1]),
            group="spread",
        )
        for n in range(count)
    ]  # fmt: skip
    flipped = _filters(
        gradient.flipped[:, m], "flipped w(n, m)", [(n, m) for n in range(count)], "f", False
    )
    r, c = _cell(cursor, "dy", gradient.dy[m].shape)
    marks, terms = [Mark("dy", r, c, "here")], []
    for n in range(count):
        for a, b in np.ndindex(*seen.w.shape[2:]):
            row, column = r + a * seen.window.dilation[0], c + b * seen.window.dilation[1]
            marks += [Mark(f"spread{n}", row, column, "reads"), Mark(f"f{n}", a, b, "weight")]
            if gradient.spread_kinds[row, column] == 0:
                terms.append((gradient.spread[n, row, column], gradient.flipped[n, m, a, b]))
    total = written_sum(place("dY", seen, r, c), terms, gradient.dy[m, r, c])
    return Picture(
        grids=(*spread, *flipped, _input_gradient(seen, gradient, m, yours)),
        tables=_links(seen)
        | {"spread_rows": gradient.spread_rows, "spread_columns": gradient.spread_columns}
        | _truth(yours, lambda a: _framed(seen, gradient, a, m)),
        facts=_facts(seen, "gather", m=m),
        notes=("gather: dY[r, c] = sum(patch of dz with zeros · flipped w)", agreement(gradient))
        + notes_of(seen, yours, "their gradient is 0 whatever dz is"),
        walk="dy",
        marks=tuple(marks),
        sum=total,
        words=f"The gradient of {scanned(seen)}, collected: {total}. " + arithmetic(seen),
    )


def weights(
    seen: Scan, dz, gradient: WeightGradient, n: int, m: int, yours: Substitute, scale: str, cursor
) -> Picture:
    """One map, one gradient map, and the gradient of the filter between them."""
    dw = yours.values[n, m]
    size = dz.shape[1:]
    p, q = _cell(cursor, "dw", dw.shape)
    marks, terms = [Mark("dw", p, q, "here")], []
    for i, j in np.ndindex(*size):
        r, c = seen.rows.taps[i, p], seen.columns.taps[j, q]
        if len(terms) < 300:
            marks += [Mark(f"y{m}", r, c, "reads"), Mark(f"dz{n}", i, j, "weight")]
        terms.append((dz[n, i, j], seen.y[m, r, c]))
    added = gradient.added(seen, dz, n, m) if max(*size, *seen.real.shape) <= NUMBERED else None
    total = written_sum(f"dw({p}, {q})", terms, dw[p, q])
    frames = {}
    if added is not None and yours.differs is None:
        frames["dw"] = added.reshape(-1, *dw.shape).cumsum(axis=0)
    return Picture(
        grids=(
            *_inputs(seen, [m], scale),
            _upstream(dz, n),
            Grid(
                "dw", f"dw({n}, {m})", dw, "gradient of the filter",
                crossed=None if yours.differs is None else yours.differs[n, m],
            ),
        ),
        tables=_links(seen) | _truth(yours, lambda a: a[n, m]) | (
            {} if added is None else {"added": added}
        ),
        facts=_facts(seen, "dW", n=n, m=m),
        notes=(
            f"dbias({n}) = sum of dz = {text(gradient.dbias[n])}: the bias is added to every cell",
            *notes_of(seen, yours, "no weight learns from them"),
        ),
        walk=f"dz{n}" if frames else "dw",
        frames=frames,
        marks=tuple(marks),
        sum=total,
        words=f"The gradient of a filter that scanned {scanned(seen)}: {total}. " + arithmetic(seen),
    )  # fmt: skip


# The grids


def _inputs(seen: Scan, maps, scale: str) -> list[Grid]:
    top, left = seen.window.padding
    return [
        Grid(
            f"y{m}", f"Y(l−1, {m})", seen.y[m],
            "input map" + (", with padding" if top or left else ""),
            scale=scale, limit=np.abs(seen.y).max(), kinds=np.where(seen.real, CELL, PADDING),
            hatched=seen.unread, origin=(-top, -left), group="y",
            editable=max(seen.real.shape) <= NUMBERED,
        )
        for m in maps
    ]  # fmt: skip


def _filters(w, name: str, places, letter: str = "w", editable: bool = True) -> list[Grid]:
    return [
        Grid(
            f"{letter}{k}", name.replace("n, m", f"{n}, {m}"), filter_, "filter",
            limit=np.abs(w).max(), group="w", editable=editable,
        )
        for k, (filter_, (n, m)) in enumerate(zip(w, places))
    ]  # fmt: skip


def _upstream(dz, n: int) -> Grid:
    return Grid(
        f"dz{n}", f"dz(l, {n})", dz[n], "gradient that arrives", limit=np.abs(dz).max(),
        group="dz", editable=max(dz.shape[1:]) <= NUMBERED,
    )  # fmt: skip


def _input_gradient(seen: Scan, gradient: Backward, m: int, yours: Substitute) -> Grid:
    top, left = seen.window.padding
    cropped = top or left
    return Grid(
        "dy", f"dY(l−1, {m})", _framed(seen, gradient, yours.values, m),
        "gradient of the input" + (", frame is cropped" if cropped else ""),
        kinds=np.where(seen.real, CELL, CROPPED), hatched=seen.unread, origin=(-top, -left),
        crossed=None if yours.differs is None else _pad(seen, yours.differs[0, m]),
    )  # fmt: skip


def _framed(seen: Scan, gradient: Backward, real, m: int) -> np.ndarray:
    """The gradient of the padded map m, with `real`, (1, M, H, W), inside its frame."""
    whole = gradient.dy[m].copy()
    seen.cut(whole)[...] = real[0, m]
    return whole


def _pad(seen: Scan, real) -> np.ndarray:
    whole = np.zeros(seen.real.shape, bool)
    seen.cut(whole)[...] = real
    return whole


def _of(differs, n: int):
    return None if differs is None else differs[0, n]


# Tables and facts


def _links(seen: Scan) -> dict:
    return {
        "row_taps": seen.rows.taps,
        "column_taps": seen.columns.taps,
        "row_readers": seen.rows.readers,
        "column_readers": seen.columns.readers,
    }


def _truth(yours: Substitute, cut) -> dict:
    return {} if yours.differs is None else {"truth": cut(yours.truth)}


def _facts(seen: Scan, face: str, n: int = 0, m: int = 0) -> dict:
    return {
        "face": face,
        "n": n,
        "m": m,
        "bias": [float(b) for b in seen.bias],
        "padding": list(seen.window.padding),
        "dilation": list(seen.window.dilation),
        "filter": list(seen.window.kernel_size),
    }


def _cell(cursor, grid: str, size) -> tuple[int, int]:
    if len(cursor) == 3 and cursor[0] == grid:
        return tuple(min(max(0, int(k)), n - 1) for k, n in zip(cursor[1:], size))
    return 0, 0
