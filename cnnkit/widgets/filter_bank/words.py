"""What FilterBankExplorer says about the movement: who follows, who does not, and why."""

from __future__ import annotations

import numpy as np

from cnnkit.numbers import number, precise
from cnnkit.widgets.filter_bank.movement import Movement
from cnnkit.widgets.filter_bank.view import BankView

__all__ = ["cost_words", "how_moved", "notes_of"]


def how_moved(movement: Movement) -> str:
    """The movement in a few words.

    Examples
    --------
    >>> how_moved(Movement(factor=1.5, shift=2)), how_moved(Movement())
    ('× 1.5, 2 to the right', 'as it is')
    """
    parts = ["mirrored"] if movement.mirrored else []
    parts += [f"× {precise(movement.factor)}"] if movement.factor != 1 else []
    parts += [f"turned {precise(movement.angle)}°"] if movement.angle else []
    parts += [f"{movement.shift} to the right"] if movement.shift else []
    return ", ".join(parts) or "as it is"


def cost_words(view: BankView, w: np.ndarray) -> str:
    """What the bank costs, and the scale that all maps share."""
    top = number(np.abs(view.maps).max())
    return (
        f"{w.size} weights, {len(view.maps)} maps: each place costs {view.bank.size} multiplications in place of {w.size}, "
        f"and the same {w.size} numbers are learned. All maps share one scale, −{top} to {top}."
    )


def notes_of(view: BankView, face: str, rolled: bool = True) -> tuple[str, ...]:
    """Sentences about what the present movement does to the maps of this face."""
    said = (_pooled(view) if face == "pooled" else _unpooled(view, rolled),)
    if not view.whole:
        said += ("Compared inside the disc that no corner leaves.",)
    if view.movement.shift:
        said += ("Columns that come from outside the image are left out.",)
    return said


def _pooled(view: BankView) -> str:
    if view.movement.still:
        return "Move the image: the pooled map should follow (equivariance), not stay (invariance)."
    meters = view.meters
    if meters.follows <= 1e-12:
        how = "up to the last digits of float64" if meters.follows else "exactly"
        peak = " Its largest value stays." if meters.peak <= 1e-12 else ""
        return f"The pooled map follows {how}: equivariant, not invariant.{peak}"
    return _between_windows(view) or _not_followed(view)


def _between_windows(view: BankView) -> str:
    """Why windows that stand apart do not fall on each other, or nothing if they do."""
    shift, stride, r = view.movement.shift, view.stride, view.remainder
    if shift % stride:
        return (
            f"The windows stand {stride} apart and the image moved by {shift}: the map would have to "
            "move by half a cell, and no shift of it matches."
        )
    if r and (view.movement.angle % 360 or view.movement.mirrored):
        return f"A moved window falls beside the old ones: r = {r} row is left over (RemainderExplorer)."
    return ""


def _not_followed(view: BankView) -> str:
    movement = view.movement
    if movement.factor != 1 and view.kind == "scale":
        return (
            "Sizes do not go round in a circle: members that were small on the upright image still "
            "answer, and the largest has no successor. Reading between cells adds to the error."
        )
    if movement.factor != 1:
        return "This bank has no member of another size: the pooled map does not follow."
    if view.kind.startswith("rotation") and not movement.mirrored:
        if movement.angle * len(view.maps) % 360:
            return "No quarter turn: the image is read between its cells, and this bank has no member for that angle."
        return "No quarter turn: image and filters are read between their cells, and that is the error."
    return "This bank has no member for what was done to the image: the pooled map does not follow."


def _unpooled(view: BankView, rolled: bool) -> str:
    movement = view.movement
    if movement.still:
        return "Move the image: every map moves with it, and some movements exchange the maps."
    if between := _between_windows(view):
        return between
    if view.kind.startswith("rotation") and movement.angle * len(view.maps) % 360:
        return "The turn lies between two members: no whole number of places makes up for it."
    if not view.steps:
        return "This bank does not roll under what was done to the image."
    places = f"{view.steps} place{'' if view.steps == 1 else 's'}"
    if rolled:
        return f"Each upright map is moved like the image, and on by {places}: compare it with the map below it."
    return f"Each upright map is only moved like the image: it stands {places} before the map that it equals."
