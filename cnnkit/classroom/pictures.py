"""Pictures that print: grids and bars as inline SVG, with shapes beside colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

__all__ = ["bar", "maps"]

SIDE, GAP, HEAD = 34, 2, 20  # pixels: a cell, between cells, a title
WRONG, RIGHT, QUIET = "#D55E00", "#009E73", "#767676"


def maps(grid: dict) -> str:
    """Expected and found side by side, crosses on cells that differ, an outline on the one that is explained.

    Examples
    --------
    >>> grid = {"name": "z", "origin": "", "cell": [0, 0], "expected": [["1"]], "yours": [["2"]], "off": [[True]]}
    >>> maps(grid).count("<svg"), maps(grid).count('class="off"')
    (2, 1)
    """
    nothing = [[False] * len(row) for row in grid["off"]]
    pictures = "".join(
        _grid(f"{title} {grid['name']}", rows, off, grid["cell"])
        for title, rows, off in (("expected", grid["expected"], nothing), ("found", grid["yours"], grid["off"]))
    )
    return f'<div class="maps">{pictures}</div>'


def _grid(title: str, rows: Sequence[Sequence[str]], off, cell) -> str:
    longest = max((len(text) for row in rows for text in row), default=1)
    wide = max(SIDE, 8 * longest + 8)
    width = max(len(rows[0]) * (wide + GAP), 8 * len(title)) if rows else 8 * len(title)
    height = HEAD + len(rows) * (SIDE + GAP)
    parts = [f'<text x="0" y="13" font-weight="600" font-size="13">{escape(title)}</text>']
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            x, y = j * (wide + GAP), HEAD + i * (SIDE + GAP)
            parts.append(f'<rect x="{x}" y="{y}" width="{wide}" height="{SIDE}" fill="#eeeeee"/>')
            if off[i][j]:
                parts.append(
                    f'<path class="off" d="M{x + 3} {y + 3}L{x + wide - 3} {y + SIDE - 3}M{x + wide - 3} {y + 3}'
                    f'L{x + 3} {y + SIDE - 3}" stroke="{WRONG}" opacity=".55"/>'
                )
            if [i, j] == list(cell):
                parts.append(
                    f'<rect x="{x + 1}" y="{y + 1}" width="{wide - 2}" height="{SIDE - 2}" fill="none" '
                    f'stroke="{WRONG}" stroke-width="2"/>'
                )
            parts.append(
                f'<text x="{x + wide / 2:g}" y="{y + SIDE / 2 + 4.5:g}" text-anchor="middle" font-size="12" '
                f'font-family="monospace">{escape(text)}</text>'
            )
    return (
        f'<svg role="img" aria-label="{escape(title)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )


def bar(parts: Sequence[tuple[str, int, str]], whole: int, width: int = 420) -> str:
    """A bar of named shares of a whole, each with its number; kind is "right", "wrong", "open" or "none".

    Examples
    --------
    >>> "3 passed" in bar([("passed", 3, "right"), ("wrong", 1, "wrong")], 4)
    True
    """
    told = ", ".join(f"{count} {name}" for name, count, _ in parts if count)
    looks = {
        "right": f'fill="{RIGHT}" stroke="{RIGHT}"', "wrong": f'fill="{WRONG}" stroke="{WRONG}"',
        "open": f'fill="#ffffff" stroke="{WRONG}" stroke-dasharray="3 2"', "none": f'fill="#ffffff" stroke="{QUIET}"',
    }  # fmt: skip
    x, drawn = 0.5, []
    for _, count, kind in parts:
        if count:
            wide = max(2.0, (width - 1) * count / max(whole, 1) - 2)
            ink = "#ffffff" if kind == "right" else "#1f1f1f"
            drawn.append(f'<rect x="{x:.1f}" y="1" width="{wide:.1f}" height="20" {looks[kind]}/>')
            if wide > 8 * len(str(count)) + 4:
                drawn.append(
                    f'<text x="{x + wide / 2:.1f}" y="15.5" text-anchor="middle" font-size="12" fill="{ink}">{count}</text>'
                )
            x += wide + 2
    return (
        f'<svg role="img" aria-label="{escape(told)}" width="{width}" height="22" viewBox="0 0 {width} 22">'
        f'{"".join(drawn)}</svg>'
    )
