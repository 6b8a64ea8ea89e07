"""Curves over one axis, as an inline picture whose lines and words follow the page's theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from cnnkit.figures.maps import MUTED, STYLE, Figure
from cnnkit.shapes import count_of, real_array

__all__ = ["show_curves"]

# apart in colour for every kind of colour vision (Okabe and Ito), and in their dashes
LINES = (("#808080", "none"), ("#D55E00", "8 3"), ("#0072B2", "none"), ("#009E73", "3 3"), ("#CC79A7", "8 3 2 3"))
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 10, 42  # CSS pixels around the curves
SMALLEST = 120  # CSS pixels in which axes with their words have room
GRID = "var(--jp-border-color2,#dcdcdc)"


def show_curves(
    x: Sequence[float], curves: Mapping[str, Sequence[float]], *, across: str, up: str,
    ticks: Sequence[float] | None = None, width: int = 560, height: int = 280,
) -> Figure:  # fmt: skip
    """Draw shares between 0 and 1 over x, with a name and a dash for every curve.

    Parameters
    ----------
    x : sequence of float
    curves : mapping of str to sequence of float
        Up to five, each as long as x.
    across, up : str
        What the axes are, with units.
    ticks : sequence of float, optional
        Where x is written; at most seven of its values by default.
    width, height : int
        CSS pixels.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there are too many curves, x has no extent, or a curve has another length.

    Examples
    --------
    >>> show_curves([0, 90], {"plain": [0.2, 0.9]}, across="degrees", up="error")
    error over degrees (0 to 90). plain: 0.20 to 0.90
    """
    x, width, height = _finite(x, "x"), count_of(width, "width", SMALLEST), count_of(height, "height", SMALLEST)
    if len(x) < 2 or np.ptp(x) == 0:
        raise ValueError(f"x has {len(x)} values and no extent; a curve needs two that differ")
    if not isinstance(curves, Mapping) or not all(isinstance(name, str) for name in (*curves, across, up)):
        raise TypeError("curves must be named, and so must the axes; write for example {'plain': errors}, across='degrees'")
    curves = {name: _finite(y, f"{name!r}") for name, y in curves.items()}
    ticks = None if ticks is None else _finite(ticks, "ticks")
    if not 1 <= len(curves) <= len(LINES):
        raise ValueError(f"there are {len(curves)} curves; from 1 to {len(LINES)} can be told apart")
    for name, y in curves.items():
        if len(y) != len(x):
            raise ValueError(f"{name!r} has {len(y)} values for {len(x)} of x")
    words = f"{up} over {across} ({x[0]:g} to {x[-1]:g}). " + "; ".join(
        f"{name}: {min(y):.2f} to {max(y):.2f}" for name, y in curves.items()
    )
    ticks = x[:: max(1, -(-len(x) // 7))] if ticks is None else ticks
    drawn = _axes(x, ticks, across, up, width, height) + "".join(
        _line(x, y, colour, dash, width, height) for y, (colour, dash) in zip(curves.values(), LINES)
    )
    html = (
        f'<figure style="margin:0;padding:4px;{STYLE}"><div style="display:flex;flex-wrap:wrap;gap:4px 20px;'
        f'padding-left:{LEFT}px">{"".join(_key(name, *line) for name, line in zip(curves, LINES))}</div>'
        f'<svg role="img" aria-label="{escape(words)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" style="max-width:100%">{drawn}</svg></figure>'
    )
    return Figure(html, words)


def _finite(values: object, name: str) -> np.ndarray:
    row = real_array(values, name).astype(float)
    if row.ndim != 1 or not np.isfinite(row).all():
        raise ValueError(f"{name} has shape {row.shape}, but a row of finite numbers is needed; give for example {name}[:, 0]")
    return row


def _place(x, y, ends, width, height) -> tuple[float, float]:
    low, high = ends
    return (
        LEFT + (x - low) / (high - low) * (width - LEFT - RIGHT),
        height - BOTTOM - y * (height - TOP - BOTTOM),
    )


def _axes(x, ticks, across, up, width, height) -> str:
    ends, parts = (x.min(), x.max()), []
    words = f'style="{MUTED};fill:currentColor"'
    for y in (0, 0.25, 0.5, 0.75, 1):
        _, at = _place(ends[0], y, ends, width, height)
        parts.append(f'<line x1="{LEFT}" x2="{width - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" style="stroke:{GRID}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" {words}>{y:.0%}</text>')
    for tick in ticks:
        at, _ = _place(tick, 0, ends, width, height)
        parts.append(f'<text x="{at:.1f}" y="{height - BOTTOM + 16}" text-anchor="middle" {words}>{tick:g}</text>')
    middle = (LEFT + width - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{height - 6}" text-anchor="middle" {words}>{escape(across)}</text>')
    parts.append(
        f'<text transform="translate(12 {(TOP + height - BOTTOM) / 2}) rotate(-90)" text-anchor="middle" {words}>'
        f"{escape(up)}</text>"
    )
    return "".join(parts)


def _line(x, y, colour, dash, width, height) -> str:
    ends = (x.min(), x.max())
    places = [_place(a, min(1.0, max(0.0, float(b))), ends, width, height) for a, b in zip(x, y, strict=True)]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
    return f'<polyline points="{points}" style="fill:none;stroke:{colour};stroke-width:2;stroke-dasharray:{dash}"/>'


def _key(name, colour, dash) -> str:
    return (
        '<span style="display:inline-flex;gap:6px;align-items:center;white-space:nowrap"><svg aria-hidden="true" width="28" '
        f'height="8"><line x1="0" x2="28" y1="4" y2="4" style="stroke:{colour};stroke-width:2;stroke-dasharray:{dash}"/>'
        f"</svg>{escape(name)}</span>"
    )
