"""The pictures of ConvExplorer: which grids stand on each face, and the notes below them."""

from __future__ import annotations

import numpy as np

from cnnkit.numbers import number, tiny
from cnnkit.widgets.board.picture import CELL, CROPPED, INSERTED, NUMBERED, PADDING, Grid, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.conv.view import Backward, ConvView, WeightGradient

__all__ = ["agreement", "arithmetic", "forward", "gather", "notes_of", "scatter", "weights"]


def forward(seen: ConvView, n: int, yours: Substitute, scale: str) -> Picture:
    """Y, one filter, its affine map."""
    grids = (
        *_inputs(seen, range(len(seen.y)), scale),
        *_filters(seen.w[n], "w(n, m)", [(n, m) for m in range(len(seen.y))]),
        Grid("z", f"z(l, {n})", title="affine map", **yours.grid(lambda a: a[0, n])),
    )
    return Picture(
        grids=grids,
        tables={"bias": seen.bias[n].reshape(1, 1)},
        facts={"face": "forward"},
        notes=notes_of(seen, yours, "they change nothing"),
        walk="z",
        links=seen.links,
        words=f"A scan of {_scanned(seen)}",
    )


def scatter(gradient: Backward, m: int, yours: Substitute) -> Picture:
    """dz, the filters that read map m, and the gradient that their stamps add up to."""
    seen, count = gradient.seen, len(gradient.dz)
    small = count == 1 and max(*gradient.dz.shape[1:], *seen.real.shape) <= NUMBERED
    return Picture(
        grids=(
            # filters first: arrows run from dz to dY, and nothing stands in their way
            *_filters(seen.w[:, m], "w(n, m)", [(n, m) for n in range(count)]),
            *(_upstream(gradient.dz, n) for n in range(count)),
            _input_gradient(gradient, m, yours),
        ),
        facts={"face": "scatter"},
        notes=("scatter: for every cell of dz, dY[patch] += dz[i, j] · w", agreement(gradient))
        + notes_of(seen, yours, "their gradient is 0 whatever dz is"),
        walk="dz0" if small else "dy",
        frames={"dy": gradient.scattered(m)} if small and yours.values is None else {},
        home=("dy", 0, 0),
        links=gradient.scatter_links,
        words=f"The gradient of {_scanned(seen)}, stamp by stamp",
    )


def gather(gradient: Backward, m: int, yours: Substitute) -> Picture:
    """dz with its zeros, the flipped filters, and the gradient that they correlate to."""
    seen, places = gradient.seen, [(n, m) for n in range(len(gradient.dz))]
    carried = np.outer(*(axis >= 0 for axis in gradient.carried))
    kinds = np.where(carried, CELL, np.where(gradient.inside, INSERTED, PADDING))
    frame = "K − 1" if max(seen.window.dilation) == 1 else "d·(K − 1)"
    between = ", s − 1 between" if max(seen.window.stride) > 1 else ""
    spread = [
        Grid(
            f"spread{n}", f"dz(l, {n}) with zeros", gradient.spread[n], f"frame of {frame} zeros{between}",
            limit=np.abs(gradient.dz).max(), kinds=kinds, symbol="dz with zeros",
            origin=tuple(1 - e for e in seen.window.extent), group="spread",
        )
        for n, _ in places
    ]  # fmt: skip
    flipped = _filters(gradient.flipped[:, m], "flipped w(n, m)", places, "f", False)
    return Picture(
        grids=(*spread, *flipped, _input_gradient(gradient, m, yours)),
        tables={"spread_rows": gradient.carried[0], "spread_columns": gradient.carried[1]},
        facts={"face": "gather", "filter": list(seen.window.kernel_size)},
        notes=("gather: dY[r, c] = sum(patch of dz with zeros · flipped w)", agreement(gradient))
        + notes_of(seen, yours, "their gradient is 0 whatever dz is"),
        walk="dy",
        links=gradient.gather_links,
        words=f"The gradient of {_scanned(seen)}, collected",
    )


def weights(gradient: WeightGradient, n: int, m: int, yours: Substitute, scale: str) -> Picture:
    """One map, one gradient map, and the gradient of the filter between them."""
    seen, dz = gradient.seen, gradient.dz
    small = max(*dz.shape[1:], *seen.real.shape) <= NUMBERED and yours.values is None
    head = f"dbias({n}) = sum of dz = {number(gradient.dbias[n])}: the bias is added to every cell"
    return Picture(
        grids=(
            *_inputs(seen, [m], scale),
            _upstream(dz, n),
            Grid("dw", f"dw({n}, {m})", title="gradient of the filter", **yours.grid(lambda a: a[n, m])),
        ),
        facts={"face": "dW"},
        notes=(head, *notes_of(seen, yours, "no weight learns from them")),
        walk=f"dz{n}" if small else "dw",
        frames={"dw": gradient.steps(n, m)} if small else {},
        home=("dw", 0, 0),
        links=gradient.links(n, m),
        words=f"The gradient of a filter that scanned {_scanned(seen)}",
    )


# The grids


def _inputs(seen: ConvView, maps, scale: str) -> list[Grid]:
    top, left = seen.window.padding
    return [
        Grid(
            f"y{m}", f"Y(l−1, {m})", seen.y[m], "input map" + (", with padding" if top or left else ""),
            scale=scale, limit=np.abs(seen.y).max(), kinds=np.where(seen.real, CELL, PADDING),
            hatched=seen.unread, origin=(-top, -left), group="y", editable=max(seen.real.shape) <= NUMBERED,
        )
        for m in maps
    ]  # fmt: skip


def _filters(w, name: str, places, letter: str = "w", editable: bool = True) -> list[Grid]:
    limit = np.abs(w).max()
    return [
        Grid(
            f"{letter}{k}", name.replace("n, m", f"{n}, {m}"), filter_, "filter",
            limit=limit, group="w", editable=editable,
        )
        for k, (filter_, (n, m)) in enumerate(zip(w, places))
    ]  # fmt: skip


def _upstream(dz, n: int) -> Grid:
    return Grid(
        f"dz{n}", f"dz(l, {n})", dz[n], "gradient that arrives", limit=np.abs(dz).max(),
        group="dz", editable=max(dz.shape[1:]) <= NUMBERED,
    )  # fmt: skip


def _input_gradient(gradient: Backward, m: int, yours: Substitute) -> Grid:
    seen = gradient.seen
    (top, left), (height, width) = seen.window.padding, seen.size

    def framed(real):
        """The frame is the package's; the padded map is no learner's business."""
        whole = np.zeros(seen.real.shape, bool) if real.dtype == bool else gradient.dy[m].copy()
        whole[top : top + height, left : left + width] = real[0, m]
        return whole

    title = "gradient of the input" + (", frame is cropped" if top or left else "")
    kinds = {"kinds": np.where(seen.real, CELL, CROPPED)}
    return Grid(
        "dy", f"dY(l−1, {m})", title=title, hatched=seen.unread, origin=(-top, -left),
        **(kinds | yours.grid(framed)),
    )  # fmt: skip


# The notes


def notes_of(seen: ConvView, yours: Substitute, unread: str) -> tuple[str, ...]:
    """Sizes, cells that nobody reads, how a learner's function went.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import scan
    >>> seen = scan(np.ones((1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), stride=2)
    >>> notes_of(seen, Substitute(seen.z), "they change nothing")[1]
    '7 of 16 cells are never read: they change nothing.'
    """
    notes, count = [arithmetic(seen)], int(seen.unread.sum())
    if count:
        notes.append(f"{count} of {int(seen.real.sum())} cells are never read: {unread}.")
    return (*notes, *([yours.note] if yours.note else []))


def arithmetic(seen: ConvView) -> str:
    """The size formula with its numbers, and the rows or columns left over.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import scan
    >>> seen = scan(np.ones((1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), stride=2)
    >>> arithmetic(seen)
    'size: rows and columns ⌊(4 + 2·0 − 3) / 2⌋ + 1 = 1, 1 left over'
    """
    window = seen.window
    axes = zip(seen.size, window.padding, window.extent, window.stride, seen.z.shape[1:], seen.remainder)
    rows, columns = (
        f"⌊({n} + 2·{p} − {e}) / {s}⌋ + 1 = {out}" + (f", {over} left over" if over else "")
        for n, p, e, s, out, over in axes
    )
    return f"size: rows and columns {rows}" if rows == columns else f"size: rows {rows}; columns {columns}"


def agreement(gradient: Backward) -> str:
    """Whether scattering and gathering gave the same numbers.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import backward, scan
    >>> seen = scan(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)), np.zeros(1))
    >>> agreement(backward(seen, np.ones((1, 2, 2))))
    'scatter and gather give the same numbers in all 9 cells'
    """
    if gradient.disagreement <= 1e-9 * max(1.0, float(np.abs(gradient.dy).max())):
        return f"scatter and gather give the same numbers in all {gradient.dy[0].size} cells"
    return f"scatter and gather differ by up to {tiny(gradient.disagreement)}"


def _scanned(seen: ConvView) -> str:
    maps = "a map" if len(seen.y) == 1 else f"{len(seen.y)} maps"
    (height, width), window = seen.size, seen.window
    tall, wide = window.kernel_size
    return (
        f"{maps} of {height} × {width}, filter {tall} × {wide}, stride {window.stride[0]}, "
        f"padding {window.padding[0]}"
    )
