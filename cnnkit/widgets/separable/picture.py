"""The picture of SeparableExplorer: maps and filters, the table of costs, and the sentences below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.numbers import count, number
from cnnkit.widgets.board.picture import BLANK, CELL, Grid, Picture
from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.separable.cost import IMAGES, SIDE, Clock, Cost
from cnnkit.widgets.separable.view import DRAWN, SeparableView

__all__ = ["layer", "printed"]

ROOM = 168  # pixels of a map without numbers
MEASURING = "The time of the layers is being measured."
EVEN = 1.15  # promise and clock that differ by less are said to agree


def layer(
    seen: SeparableView, scanned: Substitute, mixed: Substitute, costs: list[Cost], clock: Clock | None, state: str
) -> Picture:
    """Everything that is shown; the last of the costs is the separable layer, the first the full one."""
    rows = [_row(cost, costs[0], clock, cost.groups == seen.groups) for cost in costs]
    promise = _promise(costs, clock, state)
    notes = [_kind(seen), _hidden(seen, scanned, mixed), scanned.note, mixed.note, promise, _reason(costs)]
    return Picture(
        grids=tuple(_grids(seen, scanned, mixed)),
        tables=seen.tables,
        facts={"face": "full" if seen.full else "groups", "rows": rows, "state": state, "maps": len(seen.y), "clock": MEASURING if state == "running" else promise},
        notes=tuple(note for note in notes if note),
        walk="z0",
        links=seen.links,
        home=("z0", 1, 1),
        words=_words(seen),
    )


def printed(picture: Picture, lit):
    """The static twin: the table as lines below the maps."""
    lines = [
        f"{row['name']}: {row['written']} parameters, {row['multiply_adds']} multiply-adds, {row['share']} of the full layer's"
        + (f"; {row['time']}, {row['clock']} of its time" if row["time"] else "")
        for row in picture.facts["rows"]
    ]
    return draw(replace(picture, notes=(*lines, *picture.notes)), lit)


# --- grids ---


def _grids(seen: SeparableView, scanned: Substitute, mixed: Substitute):
    """Input maps, filters, maps between, weights, results, and who reads whom."""
    maps, made, results = (min(DRAWN, n) for n in (len(seen.y), len(seen.w), len(seen.z)))
    top = np.abs(seen.y[:maps]).max()
    for m in range(maps):
        yield Grid(f"y{m}", f"y{m}", seen.y[m], f"map {m}", scale="magnitude", limit=top, group="y", room=ROOM)
    yield _meets(seen)
    top = max(np.abs(seen.filter(o, i)).max() for o, i in seen.pairs)
    for o, i in seen.pairs:
        name, title = (f"w{o}", f"scans y{i}") if seen.depthwise else (f"w({o}, {i})", f"y{i} for {seen.scanned}{o}")
        group = "w" if seen.depthwise else f"w{o}"
        yield Grid(f"w{o}_{i}", name, seen.filter(o, i), title, limit=top, group=group, symbol=f"w{o}" if seen.depthwise else "w", room=ROOM)
    if not seen.full:
        top = _largest(scanned.shown[0, :made])
        for m in range(made):
            own = scanned.grid(lambda u, m=m: u[0, m])
            yield Grid(f"u{m}", f"u{m}", title=f"map {m}, scanned", limit=top, group="u", room=ROOM, **own)
        yield Grid("v", "v", seen.v, "row n: the weights of zn", group="v", room=max(ROOM, ROOM * max(seen.v.shape) // 32))
    top = _largest(mixed.shown[0, :results])
    for n in range(results):
        yield Grid(f"z{n}", f"z{n}", title=f"output map {n}", limit=top, group="z", room=ROOM, **mixed.grid(lambda z, n=n: z[0, n]))


def _largest(values) -> float:
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0)) or 1.0


def _meets(seen: SeparableView) -> Grid:
    """A cell for every pair of maps that meet."""
    meets = seen.meets
    group = np.arange(len(seen.y)) * seen.groups // len(seen.y)
    return Grid(
        "meets", "filters", meets.astype(float), f"row: {seen.scanned}, column: y", scale="plain", bare=True,
        room=max(96, ROOM * max(meets.shape) // 32),
        kinds=np.where(meets, CELL, BLANK), tints=np.where(meets, group % 9, -1), symbol="filter",
    )  # fmt: skip


# --- the table ---


def _row(cost: Cost, full: Cost, clock: Clock | None, shown: bool) -> dict:
    share = cost.parameters / full.parameters
    spent = clock.seconds.get(cost.groups) if clock else None
    part = spent / clock.seconds[full.groups] if spent else None
    return {
        "name": cost.name,
        "written": cost.written,
        "multiply_adds": count(cost.multiply_adds),
        "share": _times(share),
        "time": f"{number(spent * 1e3)} ms" if spent else "",
        "clock": _times(part) if part else "",
        "bars": [share, part or 0],
        "shown": shown,
    }


def _times(share: float) -> str:
    """A share as people say it: 1/7.9, or 1.4 × where it is more."""
    if abs(share - 1) < 0.005:
        return "1"
    return f"1/{number(1 / share, 1)}" if share < 1 else f"{number(share)} ×"


# --- sentences ---


def _words(seen: SeparableView) -> str:
    M, N, K = len(seen.y), len(seen.z), seen.w.shape[-1]
    kind = "full" if seen.full else "depth-wise separable" if seen.depthwise else f"{seen.groups} groups"
    return f"{M} maps into {N}, {K} × {K} filters, {kind}"


def _kind(seen: SeparableView) -> str:
    M, N, size = len(seen.y), len(seen.z), seen.w.shape[1]
    if seen.full:
        return (
            f"One group: every output has a filter for every map, {N}·{M} in all, and nothing is left to mix. "
            "Here they are products of the separable layer's weights, so z is the same; in general they need not be."
        )
    if seen.depthwise:
        return f"{M} groups: every map has a filter of its own; {N}·{M} single weights v mix the maps."
    return f"{seen.groups} groups: a scanned map reads the {size} maps of its group; {N}·{M} single weights v mix the groups."


def _hidden(seen: SeparableView, *asked: Substitute) -> str:
    M, N = len(seen.y), len(seen.z)
    if max(M, N) <= DRAWN:
        return ""
    mine = " Your functions are asked for these." if any(one.values is not None for one in asked) else ""
    return f"Of {M} input and {N} output maps, at most the first {DRAWN} are drawn; the sums count all.{mine}"


def _promise(costs: list[Cost], clock: Clock | None, state: str) -> str:
    layer = f"{IMAGES} images, maps of {SIDE} × {SIDE} cells"
    if clock is None or not clock.runs:
        return MEASURING if state == "running" else f"Counts are for maps of {SIDE} × {SIDE} cells; the button measures the time."
    full, light = costs[0], costs[-1]
    counted, spent = light.parameters / full.parameters, clock.seconds[light.groups] / clock.seconds[full.groups]
    verdict = "the clock falls behind" if spent > EVEN * counted else "the clock keeps it" if spent * EVEN > counted else "the clock does better"
    return (
        f"The counts promise the separable layer {_part(counted, 'multiply-adds')}, the clock says {_part(spent, 'time')}: {verdict}. "
        f"Fastest of {clock.runs} {'runs' if clock.runs > 1 else 'run'}, {layer}."
    )


def _part(share: float, name: str) -> str:
    """1/7.9 of the time, the same time, 1.4 × the time."""
    said = _times(share)
    return f"the same {name}" if said == "1" else f"{said} of the {name}" if share < 1 else f"{said} the {name}"


def _reason(costs: list[Cost]) -> str:
    full, light = costs[0], costs[-1]
    return (
        f"A number that is moved takes part in {number(full.met(0), 1)} multiply-adds in the full layer, in "
        f"{number(light.met(0), 1)} in the depth-wise half, in {number(light.met(1), 1)} in the point-wise one: where they are "
        "few, moving numbers can set the pace in place of the arithmetic (the roofline)."
    )
