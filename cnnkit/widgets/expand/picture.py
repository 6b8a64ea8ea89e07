"""The pictures of ExpandExplorer: which grids stand on each tab, and the notes below them."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.picture import CELL, CROPPED, INSERTED, PADDING, Grid, Mark, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.board.twin import cell_text
from cnnkit.widgets.expand.view import Expansion

__all__ = ["collect", "count", "stamp"]


def stamp(seen: Expansion, yours: Substitute, editable: bool, cursor) -> Picture:
    """The input map, the filter, and all stamps on the larger map."""
    top, left = seen.window.padding
    crossed = None
    whole = seen.whole.copy()
    if yours.differs is not None:
        crossed = np.zeros(seen.kept.shape, bool)
        crossed[seen.kept] = yours.differs.ravel()
        whole[seen.kept] = yours.values.ravel()
    k, r = _cell(cursor, "y", seen.y.shape)
    b, (rows, columns) = seen.window.stride, seen.w.shape
    marks = [Mark("y", k, r, "here")]
    marks += [
        Mark("z", k * b[0] + p, r * b[1] + q, "reads") for p in range(rows) for q in range(columns)
    ]
    total = f"z[patch] += {cell_text(seen.y[k, r])} · w"
    notes = [
        _size_words(seen),
        _overlap_words(seen),
        *_cropped_words(seen),
        *([yours.note] if yours.note else []),
    ]
    small = seen.whole.size * seen.y.size <= 20_000
    return Picture(
        grids=(
            Grid("y", "I", seen.y, "input map", editable=editable, scale=_scale(seen.y)),
            Grid("w", "w", seen.w, "filter", editable=True),
            Grid(
                "z", "z", whole, "expanded map" + (", the rim is cropped" if top or left else ""),
                kinds=np.where(seen.kept, CELL, CROPPED), origin=(-top, -left), crossed=crossed,
            ),
        ),
        tables={"true_z": seen.whole},
        facts=_facts(seen, "stamp"),
        notes=tuple(notes),
        walk="y" if small and crossed is None else "z",
        frames={"z": seen.steps} if small and crossed is None else {},
        marks=tuple(marks),
        sum=total,
        words=f"{_title(seen)}, by stamping: {total}. " + " ".join(notes),
    )  # fmt: skip


def collect(seen: Expansion, cursor) -> Picture:
    """The input with zeros, the flipped filter, and what they correlate to."""
    spread, collected = seen.spread, seen.collected
    (top, left), (rows, columns) = seen.frame, seen.spread_places
    kinds = np.full(spread.shape, PADDING)
    kinds[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = INSERTED
    kinds[np.ix_(rows, columns)] = CELL
    i, j = _cell(cursor, "z", seen.size)
    marks = [Mark("z", i, j, "here")]
    marks += [Mark("spread", i + a, j + c, "reads") for a, c in np.ndindex(*seen.w.shape)]
    total = f"z({i}, {j}) = sum(patch of I with zeros · flipped w) = {cell_text(collected[i, j])}"
    off = np.abs(collected - seen.z).max()
    same = (
        f"Both forms give the same {seen.z.size} numbers."
        if off <= 1e-9 * max(1, np.abs(seen.z).max())
        else f"The two forms differ by up to {cell_text(off)}."
    )
    zeros = seen.window.stride[0] - 1
    between = (
        f"{zeros} zero{'s' * (zeros != 1)} between the cells, "
        if zeros
        else "no zeros between the cells, "
    )
    ends = seen.size[0] - (
        (len(seen.y) - 1) * seen.window.stride[0] + len(seen.w) - 2 * seen.window.padding[0]
    )
    more = f", {ends} more at the end" if ends else ""
    notes = (
        f"{between}a frame of K − 1 − p = {top}{more}; then an ordinary scan with stride 1.",
        same,
        _size_words(seen),
    )
    return Picture(
        grids=(
            Grid(
                "spread", "I with zeros", spread, "input map, spread", kinds=kinds, origin=(-top, -left),
                limit=np.abs(seen.y).max(), scale=_scale(seen.y),
            ),
            Grid("f", "flipped w", seen.w[::-1, ::-1], "filter, turned by 180°"),
            Grid("z", "z", collected, "expanded map"),
        ),
        tables={"spread_rows": rows, "spread_columns": columns},
        facts=_facts(seen, "collect"),
        notes=notes,
        walk="z",
        marks=tuple(marks),
        sum=total,
        words=f"{_title(seen)}, by zeros and a flipped filter: {total}. " + " ".join(notes),
    )  # fmt: skip


def count(seen: Expansion, cursor) -> Picture:
    """Weights that leave and reach each cell: of the expanding layer above, of the shrinking one below."""
    outgoing, counts = seen.outgoing, seen.counts
    incoming, fed = seen.shrinking_incoming, seen.shrinking_outgoing
    limit = max(seen.w.size, 1)
    above, below = ({"scale": "magnitude", "limit": limit, "group": name} for name in ("expanding", "shrinking"))
    k, m = _cell(cursor, "outgoing", outgoing.shape)
    b, p = seen.window.stride, seen.window.padding
    marks = [Mark("outgoing", k, m, "here"), Mark("incoming", k, m, "reads")]
    for q, s in np.ndindex(*seen.w.shape):
        r, c = k * b[0] + q - p[0], m * b[1] + s - p[1]
        if 0 <= r < seen.size[0] and 0 <= c < seen.size[1]:
            marks.append(Mark("counts", r, c, "reads"))
    equal = np.array_equal(outgoing, incoming) and np.array_equal(counts, fed)
    total = f"outgoing({k}, {m}) = {outgoing[k, m]}"
    notes = [
        _corner_words(seen),
        _overlap_words(seen),
        "Cell by cell, outgoing (expanding) = incoming (shrinking), and incoming (expanding) = outgoing (shrinking)."
        if equal
        else "The two layers count differently here.",
        f"Sum: {outgoing.sum()} weights leave the small map, {counts.sum()} reach the large one.",
    ]
    return Picture(
        grids=(
            Grid("outgoing", "outgoing", outgoing, "expanding: cells of I", **above),
            Grid("counts", "incoming", counts, "expanding: stamps on each cell of z", **above),
            Grid("incoming", "incoming", incoming, "shrinking: its outputs", **below),
            Grid("fed", "outgoing", fed, "shrinking: outputs that read each cell", **below),
        ),
        facts=_facts(seen, "count") | {"limit": limit},
        notes=tuple(notes),
        walk="outgoing",
        marks=tuple(marks),
        sum=total,
        words=f"{_title(seen)}, weights counted: {total}. " + " ".join(notes),
    )


# Facts and words


def _facts(seen: Expansion, face: str) -> dict:
    return {
        "face": face,
        "stride": list(seen.window.stride),
        "padding": list(seen.window.padding),
        "filter": list(seen.w.shape),
        "input": list(seen.y.shape),
        "size": list(seen.size),
    }


def _scale(y: np.ndarray) -> str:
    return "signed" if y.min() < 0 else "magnitude"


def _cell(cursor, grid: str, size) -> tuple[int, int]:
    if len(cursor) == 3 and cursor[0] == grid:
        return tuple(min(max(0, int(k)), n - 1) for k, n in zip(cursor[1:], size))
    return 0, 0


def _title(seen: Expansion) -> str:
    (height, width), (rows, columns) = seen.y.shape, seen.size
    return f"A {height} × {width} map expanded to {rows} × {columns}"


def _size_words(seen: Expansion) -> str:
    H, b, K, p = len(seen.y), seen.window.stride[0], len(seen.w), seen.window.padding[0]
    rows = seen.size[0]
    extra = rows - ((H - 1) * b + K - 2 * p)
    added = f" + {extra}" if extra else ""
    doubled = (
        f"exactly b·H, since K + output padding = b + 2p = {b + 2 * p}"
        if rows == b * H
        else f"not b·H = {b * H}: that needs K + output padding = b + 2p = {b + 2 * p}, here it is {K + extra}"
    )
    return f"Rows: ({H} − 1)·{b} + {K} − 2·{p}{added} = {rows}, {doubled}."


def _overlap_words(seen: Expansion) -> str:
    b, K = seen.window.stride[0], len(seen.w)
    if b > K:
        return f"K = {K} < b = {b}: stamps leave cells that none covers."
    low, high = (K // b) ** 2, (-(-K // b)) ** 2
    if K % b == 0:
        return (
            f"K mod b = {K} mod {b} = 0: inside, every cell lies under {low} stamp{'s' * (low != 1)}. "
            "Learned weights can still cause a checkerboard."
        )
    return f"K mod b = {K} mod {b} = {K % b}: inside, cells lie under {low} to {high} stamps, the pattern of a checkerboard."


def _cropped_words(seen: Expansion) -> list[str]:
    gone = int((~seen.kept).sum())
    p = seen.window.padding[0]
    return (
        [
            f"p = {p} crops {gone} cells: {p} row{'s' * (p != 1)} and column{'s' * (p != 1)} on each side."
        ]
        if gone
        else []
    )


def _corner_words(seen: Expansion) -> str:
    o = seen.outgoing
    middle, center = o[0, o.shape[1] // 2], o[o.shape[0] // 2, o.shape[1] // 2]
    if o.min() == o.max():
        return f"Every input cell has {o.min()} outgoing weights: no stamp is cropped."
    return f"Outgoing weights: {o[0, 0]} at the corner, {middle} at the edge, {center} inside; a whole stamp has {seen.w.size}."
