"""The pictures of ExpandExplorer: which grids stand on each tab, and the notes below them."""

from __future__ import annotations

import numpy as np

from cnnkit.numbers import article, tiny
from cnnkit.widgets.board.picture import CELL, CROPPED, INSERTED, PADDING, Grid, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.expand.view import ExpandView

__all__ = ["collect", "count", "stamp"]


def stamp(seen: ExpandView, yours: Substitute, editable: bool) -> Picture:
    """The input map, the filter, and all stamps on the larger map."""
    top, left = seen.window.padding

    def framed(real):
        """What is cropped is the package's; a learner's function returns the rest."""
        whole = np.zeros(seen.kept.shape, bool) if real.dtype == bool else seen.whole.copy()
        whole[seen.kept] = real.ravel()
        return whole

    small = seen.whole.size * seen.y.size <= 20_000 and yours.values is None
    kinds = {"kinds": np.where(seen.kept, CELL, CROPPED)}
    notes = [_size_words(seen), _overlap_words(seen), *_cropped_words(seen), yours.note]
    return Picture(
        grids=(
            Grid("y", "I", seen.y, "input map", editable=editable, scale=_scale(seen.y)),
            Grid("w", "w", seen.w, "filter", editable=True),
            Grid(
                "z", "z", title="expanded map" + (", the rim is cropped" if top or left else ""),
                origin=(-top, -left), **(kinds | yours.grid(framed)),
            ),
        ),
        facts={"face": "stamp"},
        notes=tuple(note for note in notes if note),
        walk="y" if small else "z",
        frames={"z": seen.steps} if small else {},
        links=seen.stamp_links,
        words=f"{_title(seen)}, by stamping",
    )  # fmt: skip


def collect(seen: ExpandView) -> Picture:
    """The input with zeros, the flipped filter, and what they correlate to."""
    spread, collected = seen.spread, seen.collected
    (top, left), (rows, columns) = seen.frame, seen.spread_places
    kinds = np.full(spread.shape, PADDING)
    kinds[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = INSERTED
    kinds[np.ix_(rows, columns)] = CELL
    off = np.abs(collected - seen.z).max()
    same = (
        f"Both forms give the same {seen.z.size} numbers."
        if off <= 1e-9 * max(1, np.abs(seen.z).max())
        else f"The two forms differ by up to {tiny(off)}."
    )
    between = seen.window.stride[0] - 1
    zeros = f"{between} zero{'s' * (between != 1)}" if between else "no zeros"
    ends = seen.size[0] - (len(seen.y) - 1) * seen.window.stride[0] - len(seen.w) + 2 * seen.window.padding[0]
    frame = f"a frame of K − 1 − p = {top}" + (f", {ends} more at the end" if ends else "")
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
        facts={"face": "collect", "filter": list(seen.w.shape)},
        notes=(
            f"{zeros} between the cells, {frame}; then an ordinary scan with stride 1.",
            same,
            _size_words(seen),
        ),
        walk="z",
        links=seen.collect_links,
        words=f"{_title(seen)}, by zeros and a flipped filter",
    )  # fmt: skip


def count(seen: ExpandView) -> Picture:
    """Weights that leave and reach each cell: of the expanding layer above, of the shrinking one below."""
    outgoing, counts = seen.outgoing, seen.counts
    incoming, fed = seen.shrinking_incoming, seen.shrinking_outgoing
    limit = max(seen.w.size, 1)
    above, below = ({"scale": "magnitude", "limit": limit, "group": name} for name in ("expanding", "shrinking"))
    equal = np.array_equal(outgoing, incoming) and np.array_equal(counts, fed)
    return Picture(
        grids=(
            Grid("outgoing", "outgoing", outgoing, "expanding: cells of I", **above),
            Grid("counts", "incoming", counts, "expanding: stamps on each cell of z", **above),
            Grid("incoming", "incoming", incoming, "shrinking: its outputs", **below),
            Grid("fed", "outgoing", fed, "shrinking: outputs that read each cell", **below),
        ),
        facts={"face": "count"},
        notes=(
            _corner_words(seen),
            _overlap_words(seen),
            "Cell by cell, outgoing (expanding) = incoming (shrinking), and incoming (expanding) = outgoing (shrinking)."
            if equal
            else "The two layers count differently here.",
            f"Sum: {outgoing.sum()} weights leave the small map, {counts.sum()} reach the large one.",
        ),
        walk="outgoing",
        links=seen.count_links,
        words=f"{_title(seen)}, weights counted",
    )


# Words


def _scale(y: np.ndarray) -> str:
    return "signed" if y.min() < 0 else "magnitude"


def _title(seen: ExpandView) -> str:
    (height, width), (rows, columns) = seen.y.shape, seen.size
    return f"{article(height).capitalize()} {height} × {width} map expanded to {rows} × {columns}"


def _size_words(seen: ExpandView) -> str:
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


def _overlap_words(seen: ExpandView) -> str:
    b, K = seen.window.stride[0], len(seen.w)
    if b > K:
        return f"K = {K} < b = {b}: stamps leave cells that none covers."
    low, high = (K // b) ** 2, (-(-K // b)) ** 2
    if K % b == 0:
        return (
            f"K mod b = {K} mod {b} = 0: inside, every cell lies under {low} stamp{'s' * (low != 1)}. "
            "Unequal weights can still cause a checkerboard."
        )
    return f"K mod b = {K} mod {b} = {K % b}: inside, cells lie under {low} to {high} stamps, the pattern of a checkerboard."


def _cropped_words(seen: ExpandView) -> list[str]:
    gone = int((~seen.kept).sum())
    p = seen.window.padding[0]
    return (
        [
            f"p = {p} crops {gone} cells: {p} row{'s' * (p != 1)} and column{'s' * (p != 1)} on each side."
        ]
        if gone
        else []
    )


def _corner_words(seen: ExpandView) -> str:
    o = seen.outgoing
    if o.min() == seen.w.size:
        return f"Every input cell has {o.min()} outgoing weights: no stamp is cropped."
    if min(o.shape) < 3:  # no cell lies inside
        least = f"{o.min()}" if o.min() == o.max() else f"{o.min()} to {o.max()}"
        return f"Outgoing weights: {least}, for every cell lies at the border; a whole stamp has {seen.w.size}."
    middle, center = o[0, o.shape[1] // 2], o[o.shape[0] // 2, o.shape[1] // 2]
    return f"Outgoing weights: {o[0, 0]} at the corner, {middle} at the edge, {center} inside; a whole stamp has {seen.w.size}."
