"""The pictures of FilterBankExplorer: the bank, its maps, meters, and the curve over turns or sizes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.figures.colours import ROLES
from cnnkit.widgets.board.picture import Grid, Mark, Picture
from cnnkit.widgets.board.twin import cell_text, draw
from cnnkit.widgets.filter_bank.view import BANKS, BankView
from cnnkit.widgets.filter_bank.words import cost_words, how_moved, notes_of

__all__ = ["meter_text", "pooled", "printed", "unpooled", "with_curve"]

ROOM = 104  # pixels of a map: seven stand in one row
CURVE_INCHES = 2.4
THUMB = 16  # cells of a member's small picture, where there is no room for its numbers


def meter_text(value: float) -> str:
    """An error as the meters show it: 0 is written only for an exact 0.

    Examples
    --------
    >>> meter_text(0.0), meter_text(0.2718), meter_text(3.1e-16)
    ('0', '0.272', '3.1·10⁻¹⁶')
    """
    if value == 0:
        return "0"
    if value >= 0.001:
        return f"{value:.3f}"
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits}·10⁻{str(abs(int(exponent))).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def pooled(view: BankView, w: np.ndarray, cursor) -> Picture:
    """The members, their maps of the moved image, and the strongest everywhere."""
    limit = np.abs(view.maps).max()
    winner = np.where(view.tied, 0, view.winner)
    # eight maps fill a row of their own
    maps, many = _maps("m", view, view.maps, limit, "maps"), len(view.maps) > 4
    grids = (
        *_filters(view, w),
        *(maps if many else ()), _image(view), *(() if many else maps),
        Grid("u", "pooled", view.pooled, "the strongest member", limit=limit, group="end", room=ROOM, bare=True),
        Grid(
            "winner", "winner", winner, "which it was", scale="plain", group="end",
            tints=np.where(view.tied, -1, view.winner), room=ROOM, bare=True,
        ),
        Grid("gap", "what is off", view.pooled - view.expected, "pooled − expected", limit=limit,
             group="end", room=ROOM, bare=True),
    )  # fmt: skip
    notes = (cost_words(view, w), *notes_of(view, "pooled"))
    row, column = _cell(view, cursor)
    marks = (Mark("u", row, column, "here"), Mark("winner", row, column, "here"))
    marks += (Mark(f"m{view.winner[row, column]}", row, column, "weight"),)
    return _picture(view, grids, notes, marks, "pooled", "u", row, column)


def unpooled(view: BankView, w: np.ndarray, rolled: bool, cursor) -> Picture:
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
    row, column = _cell(view, cursor)
    marks = (Mark("m0", row, column, "here"), Mark("s0", row, column, "reads"))
    return _picture(view, grids, notes, marks, "unpooled", "m0", row, column, rolled=rolled)


def with_curve(picture: Picture, errors) -> Picture:
    """The picture with the errors over all turns, or sizes, for the panel."""
    amounts, bank, one = errors
    return replace(
        picture,
        tables=picture.tables | {"amounts": amounts, "bank_error": bank, "one_error": one},
    )


def printed(picture: Picture):
    """The static twin: meters as lines, the curve below."""
    said = [f"{label}: {text}" for label, text in picture.facts["meters"]]
    lines = tuple("; ".join(said[k : k + 2]) for k in range(0, len(said), 2))
    figure = draw(replace(picture, notes=(*lines, *picture.notes)), room=CURVE_INCHES)
    tall, tables, curve = figure.get_size_inches()[1], picture.tables, picture.facts["curve"]
    axes = figure.add_axes((0.08, 0.55 / tall, 0.55, (CURVE_INCHES - 0.85) / tall))
    for name, label, colour, lift in (
        ("bank_error", "pooled bank", ROLES["reads"], -0.05),
        ("one_error", "one filter", ROLES["here"], 0.2),
    ):
        axes.plot(tables["amounts"], tables[name], color=colour)
        end = (1.0, tables[name][-1] + lift)
        axes.annotate(
            label, end, xycoords=("axes fraction", "data"), color=colour, fontsize=9, va="center"
        )
    axes.axvline(curve["at"], color="#888888", linewidth=1, linestyle="--")
    axes.set_xticks(*zip(*curve["ticks"]))
    axes.set_xlabel(curve["across"])
    axes.set_ylabel("equivariance error")
    axes.grid(axis="y", color="#dddddd")
    axes.spines[:].set_visible(False)
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
    return tuple(
        Grid(
            f"{letter}{r}", f"{prefix} {name}" if len(maps) <= 4 else name, one,
            title if r >= orphans else "none rolls here",
            limit=limit, group=group, room=min(room, 96) if len(maps) > 4 else room, bare=True,
        )
        for r, (name, one) in enumerate(zip(BANKS[view.kind], maps))
    )  # fmt: skip


def _picture(view, grids, notes, marks, face, walk, row, column, rolled=True) -> Picture:
    place, text = (row, column), cell_text(view.pooled[row, column])
    said = f"pooled{place} = max over {len(view.maps)} members = {text}"
    meters = _meters(view)
    return Picture(
        grids=grids,
        tables={
            "winner": view.winner, "tied": view.tied, "upright": view.upright,
            "expected": view.expected, "pooled": view.pooled, "maps": view.maps,
        },
        facts={
            "face": face,
            "names": list(BANKS[view.kind]),
            "kernel": view.bank.shape[-1],
            "stride": view.stride,
            "zoom": _zoom(view),
            "places": view.steps,
            "orphans": view.orphans,
            "rolled": rolled,
            "meters": [list(pair) for pair in meters],
            "curve": _curve(view),
        },
        notes=notes,
        marks=marks,
        walk=walk,
        sum=said,
        words=f"{said}. " + "; ".join(f"{a}: {b}" for a, b in meters) + ". " + " ".join(notes),
    )  # fmt: skip


def _curve(view: BankView) -> dict:
    if view.kind == "scale":
        ticks = [[factor, f"× {factor:g}"] for factor in (1, 1.5, 2)]
        return {"across": "enlargement of the image", "at": view.movement.factor, "ticks": ticks}
    ticks = [[angle, f"{angle}°"] for angle in range(0, 361, 90)]
    return {"across": "turn of the image", "at": view.movement.angle, "ticks": ticks}


def _meters(view: BankView) -> tuple[tuple[str, str], ...]:
    meters = view.meters
    return tuple(
        (label, meter_text(value))
        for label, value in (
            ("pooled bank follows, error", meters.follows),
            ("one filter follows, error", meters.one_filter),
            ("unpooled maps, moved only", meters.moved_only),
            ("unpooled maps, moved and rolled", meters.moved_and_rolled),
            ("pooled map stays as it is, error", meters.stays),
            ("its largest value stays, error", meters.peak),
        )
    )


def _cell(view: BankView, cursor) -> tuple[int, int]:
    side = len(view.pooled)
    if len(cursor) == 3 and cursor[0] not in ("w", "image") and not str(cursor[0]).startswith("b"):
        return tuple(min(max(0, int(k)), side - 1) for k in cursor[1:])
    return side // 2, side // 2
