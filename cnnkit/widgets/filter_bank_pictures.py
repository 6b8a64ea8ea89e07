"""The pictures of FilterBankExplorer: the bank, its maps, meters, and the curve over all angles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.views.filter_bank import BANKS, BankView

from .colours import ROLES
from .grid import Grid, Mark, Picture
from .twin import cell_text, draw

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
    """The members, their maps of the turned image, and the strongest everywhere."""
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
    notes = (_cost_words(view, w), _pooled_words(view), *_compared_words(view))
    row, column = _cell(view, cursor)
    marks = (Mark("u", row, column, "here"), Mark("winner", row, column, "here"))
    marks += (Mark(f"m{view.winner[row, column]}", row, column, "weight"),)
    return _picture(view, grids, notes, marks, "pooled", row, column)


def unpooled(view: BankView, w: np.ndarray, rolled: bool, cursor) -> Picture:
    """The maps of the upright image moved, those of the turned image, and what lies between."""
    limit = np.abs(view.maps).max()
    moved = view.rearranged(rolled)
    how = "turned, rolled" if rolled else "turned"
    room = ROOM if len(view.maps) <= 4 else 72
    grids = (
        _image(view),
        *_maps("s", view, moved, limit, "moved", "upright", how, room),
        *_maps("m", view, view.maps, limit, "maps", room=room),
        *_maps("d", view, view.maps - moved, limit, "apart", "off", "difference", room),
    )
    notes = (_cost_words(view, w), _unpooled_words(view, rolled), *_compared_words(view))
    row, column = _cell(view, cursor)
    marks = (Mark("m0", row, column, "here"), Mark("s0", row, column, "reads"))
    return _picture(view, grids, notes, marks, "unpooled", row, column, rolled=rolled)


def with_curve(picture: Picture, errors) -> Picture:
    """The picture with the errors over all angles, for the panel."""
    angles, bank, one = errors
    return replace(
        picture,
        tables=picture.tables | {"angles": angles, "bank_error": bank, "one_error": one},
    )


def printed(picture: Picture):
    """The static twin: meters as lines, the curve below."""
    said = [f"{label}: {text}" for label, text in picture.facts["meters"]]
    lines = tuple("; ".join(said[k : k + 2]) for k in range(0, len(said), 2))
    figure = draw(replace(picture, notes=(*lines, *picture.notes)), room=CURVE_INCHES)
    tall, tables = figure.get_size_inches()[1], picture.tables
    axes = figure.add_axes((0.08, 0.55 / tall, 0.55, (CURVE_INCHES - 0.85) / tall))
    for name, label, colour, lift in (
        ("bank_error", "pooled bank", ROLES["reads"], -0.05),
        ("one_error", "one filter", ROLES["here"], 0.2),
    ):
        axes.plot(tables["angles"], tables[name], color=colour)
        axes.text(366, tables[name][-1] + lift, label, color=colour, fontsize=9, va="center")
    axes.axvline(picture.facts["angle"], color="#888888", linewidth=1, linestyle="--")
    axes.set_xticks(range(0, 361, 90))
    axes.set_xlabel("turn of the image, degrees")
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
    mirrored = ", mirrored" if view.mirrored else ""
    return Grid(
        "image", "image", view.turned, f"turned {view.angle:g}°{mirrored}", scale="grey",
        limit=view.image.max(), room=ROOM, bare=True,
    )  # fmt: skip


def _maps(
    letter, view: BankView, maps, limit, group, prefix="map", title="of the image", room=ROOM
):
    return tuple(
        Grid(
            f"{letter}{r}", f"{prefix} {name}" if len(maps) <= 4 else name, one, title,
            limit=limit, group=group, room=min(room, 96) if len(maps) > 4 else room, bare=True,
        )
        for r, (name, one) in enumerate(zip(BANKS[view.kind], maps))
    )  # fmt: skip


def _picture(view, grids, notes, marks, face, row, column, rolled=True) -> Picture:
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
            "explorer": "FilterBankExplorer",
            "face": face,
            "kind": view.kind,
            "names": list(BANKS[view.kind]),
            "kernel": view.bank.shape[-1],
            "zoom": _zoom(view),
            "angle": float(view.angle),
            "mirrored": view.mirrored,
            "places": view.steps,
            "rolled": rolled,
            "meters": [list(pair) for pair in meters],
        },
        notes=notes,
        marks=marks,
        sum=said,
        words=f"{said}. " + "; ".join(f"{a}: {b}" for a, b in meters) + ". " + " ".join(notes),
    )  # fmt: skip


def _meters(view: BankView) -> tuple[tuple[str, str], ...]:
    meters = view.meters
    return tuple(
        (label, meter_text(value))
        for label, value in (
            ("pooled bank turns along, error", meters.turns_along),
            ("one filter turns along, error", meters.one_filter),
            ("unpooled maps, turned only", meters.turned_only),
            ("unpooled maps, turned and rolled", meters.turned_and_rolled),
            ("pooled map stays as it is, error", meters.stays),
            ("its largest value stays, error", meters.peak),
        )
    )


def _cell(view: BankView, cursor) -> tuple[int, int]:
    side = len(view.pooled)
    if len(cursor) == 3 and cursor[0] not in ("w", "image") and not str(cursor[0]).startswith("b"):
        return tuple(min(max(0, int(k)), side - 1) for k in cursor[1:])
    return side // 2, side // 2


# Words


def _cost_words(view: BankView, w: np.ndarray) -> str:
    top = cell_text(np.abs(view.maps).max())
    return (
        f"{w.size} weights, {len(view.maps)} maps: the bank computes {len(view.maps)} times as much "
        f"and learns the same {w.size} numbers. All maps share one scale, −{top} to {top}."
    )


def _pooled_words(view: BankView) -> str:
    exact, close = view.meters.turns_along == 0, view.meters.turns_along <= 1e-12
    if view.angle % 360 == 0 and not view.mirrored:
        return "Turn the image: the pooled map should turn with it (equivariance), not stay (invariance)."
    if exact or close:
        how = "exactly" if exact else "up to the last digits of float64"
        return f"The pooled map turns along {how}: equivariant, not invariant. Its largest value stays."
    if view.kind.startswith("rotation") and not view.mirrored:
        return "No quarter turn: image and filters are read between their cells, and that is the error."
    return "This bank has no member for what was done to the image: the pooled map does not follow."


def _unpooled_words(view: BankView, rolled: bool) -> str:
    if view.angle % 360 == 0 and not view.mirrored:
        return "Turn the image: every map turns, and the maps change places."
    if view.kind.startswith("rotation") and view.angle * len(view.maps) % 360:
        return "The turn lies between two members: no whole number of places makes up for it."
    if not view.steps:
        return "This bank does not roll under what was done to the image."
    places = f"{view.steps} place{'' if view.steps == 1 else 's'}"
    if rolled:
        return f"Each upright map is turned and moved on by {places}: compare it with the map below it."
    return f"Each upright map is only turned: it stands {places} before the map that it equals."


def _compared_words(view: BankView) -> tuple[str, ...]:
    if view.whole:
        return ()
    return ("Compared inside the disc that no corner leaves.",)
