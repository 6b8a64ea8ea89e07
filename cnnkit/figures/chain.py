"""A chain of arrays: what is made from what, and what comes back, as boxes with arrows between them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cnnkit.figures.maps import EDGE, MUTED, STYLE, Figure, texts

__all__ = ["show_chain"]

BACK = "#D55E00"  # what is looked at: the way back, apart from the way there in colour and in direction


def show_chain(
    boxes: Sequence[str], forward: Sequence[str], backward: Sequence[str] = ()
) -> Figure:
    """Draw boxes in a row, with a word on every arrow forward and, where given, on every arrow back.

    Parameters
    ----------
    boxes : sequence of str
        Names; what follows a line break stands below the name in small letters.
    forward, backward : sequences of str
        What leads from each box to the next, and from the next back to it: one fewer than boxes.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there is not one arrow between every two boxes.

    Examples
    --------
    >>> show_chain(["y", "z"], ["w"], ["dy"])
    y → z by w. Back: z → y by dy
    """
    boxes, ways = texts(boxes, "boxes"), [texts(forward, "forward"), texts(backward, "backward")]
    if not boxes:
        raise ValueError("boxes is empty, but a chain has at least one; name what stands first")
    for name, way in zip(("forward", "backward"), ways):
        if len(way) != len(boxes) - 1 and (way or name == "forward"):
            raise ValueError(
                f"{name} has {len(way)} words for {len(boxes)} boxes; there is an arrow between every two"
            )
    there, back = ways
    drawn = [_box(boxes[0])]
    for k, box in enumerate(boxes[1:]):
        drawn += [_arrows(there[k], back[k] if back else None), _box(box)]
    words = _spoken(boxes, there)
    if back:
        words += f". Back: {_spoken(boxes[::-1], back[::-1])}"
    return Figure(
        f'<div role="img" aria-label="{escape(words)}" style="{STYLE};display:flex;flex-wrap:wrap;'
        f'align-items:center;gap:8px;padding:4px">{"".join(drawn)}</div>',
        words,
    )


def _spoken(boxes: list[str], arrows: list[str]) -> str:
    names = [box.replace("\n", ", ") for box in boxes]
    steps = zip(names, names[1:], arrows, strict=False)
    return "; ".join(f"{one} → {other} by {arrow}" for one, other, arrow in steps)


def _box(text: str) -> str:
    name, _, gloss = text.partition("\n")
    below = f'<div style="{MUTED}">{escape(gloss)}</div>' if gloss else ""
    return (
        f'<div style="{EDGE};border-radius:2px;padding:6px 10px;text-align:center">'
        f"<b>{escape(name)}</b>{below}</div>"
    )


def _arrows(there: str, back: str | None) -> str:
    lines = [f'<div>{escape(there)}<br><span aria-hidden="true">⟶</span></div>']
    if back is not None:
        lines.append(
            f'<div style="margin-top:4px"><span aria-hidden="true" style="color:{BACK}">⟵</span>'
            f"<br>{escape(back)}</div>"
        )
    return f'<div style="text-align:center;line-height:1.2;font-size:12px">{"".join(lines)}</div>'
