"""The pictures of FilterBankExplorer: the bank, its maps, meters, and the curve over turns or sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.figures.colours import ROLES
from cnnkit.numbers import precise, tiny
from cnnkit.widgets.board.chart import Axis, Line, add_chart
from cnnkit.widgets.board.picture import Grid, Picture
from cnnkit.widgets.board.twin import draw
from cnnkit.widgets.filter_bank.view import BANKS, BankView
from cnnkit.widgets.filter_bank.words import cost_words, how_moved, notes_of

__all__ = ["pooled", "printed", "unpooled", "with_curve"]

ROOM = 104  # pixels of a map: seven stand in one row
CURVE_INCHES = 2.4
THUMB = 16  # cells of a member's small picture, where there is no room for its numbers


def pooled(view: BankView, w: np.ndarray) -> Picture:
    """The members, their maps of the moved image, and the strongest everywhere."""
    limit = np.abs(view.maps).max()
    maps, many = _maps("m", view, view.maps, limit, "maps"), len(view.maps) > 4
    shared = {"group": "end", "room": ROOM, "bare": True}
    grids = (
        *_filters(view, w),
        # eight maps fill a row of their own
        *(maps if many else ()), _image(view), *(() if many else maps),
        Grid("u", "pooled", view.pooled, "the strongest member", limit=limit, **shared),
        Grid(
            "winner", "winner", np.where(view.tied, 0, view.winner), "which it was", scale="plain",
            tints=np.where(view.tied, -1, view.winner), **shared,
        ),
        Grid("gap", "what is off", view.pooled - view.expected, "pooled − expected", limit=limit, **shared),
    )  # fmt: skip
    notes = (cost_words(view, w), *notes_of(view, "pooled"))
    return _picture(view, grids, notes, "pooled", "u", view.pooled_links)


def unpooled(view: BankView, w: np.ndarray, rolled: bool) -> Picture:
    """The maps of the upright image moved, those of the moved image, and what lies between."""
    limit = np.abs(view.maps).max()
    moved = view.rearranged(rolled)
    how = "moved, rolled" if rolled else "moved"
    room = ROOM if len(view.maps) <= 4 else 72
    grids = (
        _image(view),
        *_maps(
            "s", view, moved, limit, "moved", "upright", how, room, orphans=view.orphans * rolled
        ),
        *_maps("m", view, view.maps, limit, "maps", room=room),
        *_maps("d", view, view.maps - moved, limit, "apart", "off", "difference", room),
    )
    notes = (cost_words(view, w), *notes_of(view, "unpooled", rolled))
    return _picture(view, grids, notes, "unpooled", "m0", view.unpooled_links, rolled)


def with_curve(picture: Picture, errors) -> Picture:
    """The picture with the errors over all turns, or sizes, for the panel."""
    amounts, bank, one = errors
    curves = {"amounts": amounts, "bank_error": bank, "one_error": one}
    return replace(picture, tables=picture.tables | curves)


def printed(picture: Picture, lit):
    """The static twin: meters as lines, the curve below."""
    said = [f"{label}: {text}" for label, text in picture.facts["meters"]]
    lines = tuple("; ".join(said[k : k + 2]) for k in range(0, len(said), 2))
    shown = replace(picture, notes=(*lines, *picture.notes))
    figure = draw(shown, lit, room=CURVE_INCHES)
    tables, curve = picture.tables, picture.facts["curve"]
    across = Axis(curve["across"], ticks=tuple(map(tuple, curve["ticks"])))
    curves = (
        Line(tables["amounts"], tables["bank_error"], "pooled bank", ROLES["reads"]),
        Line(tables["amounts"], tables["one_error"], "one filter", ROLES["here"]),
    )
    add_chart(figure, across, Axis("equivariance error"), curves, CURVE_INCHES, now=curve["at"])
    return figure


# Grids


def _filters(view: BankView, w: np.ndarray) -> tuple[Grid, ...]:
    limit = max(np.abs(view.bank).max(), np.abs(w).max())
    own = Grid("w", "w", w, "the filter; type here", limit=limit, editable=True)
    zoom = _zoom(view)
    members = (
        Grid(
            f"b{r}",
            name,
            np.kron(member, np.ones((zoom, zoom))),
            f"{len(member)} × {len(member)}",
            limit=limit,
            group="bank",
            room=ROOM,
            bare=zoom > 1,
        )
        for r, (name, member) in enumerate(zip(BANKS[view.kind], view.bank))
    )
    return (own, *members)


def _zoom(view: BankView) -> int:
    """1 where the members fit with their numbers; else how often a cell is repeated."""
    side = view.bank.shape[-1]
    return 1 if len(view.bank) * side <= 15 else max(2, THUMB // side)


def _image(view: BankView) -> Grid:
    return Grid(
        "image", "image", view.moved, how_moved(view.movement), scale="grey",
        limit=view.image.max(), room=ROOM, bare=True,
    )  # fmt: skip


def _maps(
    letter,
    view: BankView,
    maps,
    limit,
    group,
    prefix="map",
    title="of the image",
    room=ROOM,
    orphans=0,
):
    symbol = {"m": "map", "s": "upright", "d": "difference"}[letter]
    return tuple(
        Grid(
            f"{letter}{r}", f"{prefix} {name}" if len(maps) <= 4 else name, one,
            title if r >= orphans else "none rolls here", symbol=symbol,
            limit=limit, group=group, room=min(room, 96) if len(maps) > 4 else room, bare=True,
        )
        for r, (name, one) in enumerate(zip(BANKS[view.kind], maps))
    )  # fmt: skip


def _picture(view, grids, notes, face, walk, links, rolled=True) -> Picture:
    meters = _meters(view)
    middle = len(view.pooled) // 2
    return Picture(
        grids=grids,
        tables={"tied": view.tied},
        facts={
            "face": face,
            "names": list(BANKS[view.kind]),
            "zoom": _zoom(view),
            "places": view.steps,
            "orphans": view.orphans,
            "rolled": rolled,
            "meters": [list(pair) for pair in meters],
            "curve": _curve(view),
        },
        notes=notes,
        walk=walk,
        home=(walk, middle, middle),
        links=links,
        words="; ".join(f"{label}: {text}" for label, text in meters),
    )


def _curve(view: BankView) -> dict:
    if view.kind == "scale":
        ticks = [[factor, f"× {precise(factor)}"] for factor in (1, 1.5, 2)]
        return {"across": "enlargement of the image", "at": view.movement.factor, "ticks": ticks}
    ticks = [[angle, f"{angle}°"] for angle in range(0, 361, 90)]
    return {"across": "turn of the image", "at": view.movement.angle, "ticks": ticks}


def _meters(view: BankView) -> tuple[tuple[str, str], ...]:
    meters = view.meters
    return tuple(
        (label, tiny(value, 3))
        for label, value in (
            ("pooled bank follows, error", meters.follows),
            ("one filter follows, error", meters.one_filter),
            ("unpooled maps, moved only", meters.moved_only),
            ("unpooled maps, moved and rolled", meters.moved_and_rolled),
            ("pooled map stays as it is, error", meters.stays),
            ("its largest value stays, error", meters.peak),
        )
    )
