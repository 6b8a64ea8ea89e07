"""Figures of the lessons: maps as pictures, small arrays as numbers.

Plain HTML with one picture for each map, so that words follow the page's theme and every picture has
its text alternative; it shows without a kernel as well.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from html import escape

import numpy as np

from cnnkit.figures.colours import ink_on, table
from cnnkit.shapes import count_of, real_array
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import one_of, true_or_false

__all__ = ["Figure", "show_maps", "show_numbers"]

STACKED = 140  # CSS pixels of width below which size and range stand below each other
EDGE = "outline:1px solid var(--jp-border-color2,#e0e0e0)"  # white is a value, not the page
NUMBERED = 16  # rows or columns up to which numbers are shown
STYLE = (
    "font:13px/1.45 var(--jp-content-font-family,system-ui,sans-serif);"
    "color:var(--jp-content-font-color1,#1f1f1f)"
)
MUTED = "color:var(--jp-content-font-color2,#555);font-size:12px;font-variant-numeric:tabular-nums"


class Figure:
    """HTML with the same in words.

    Parameters
    ----------
    html : str
        What a page shows.
    words : str
        What is to be seen, for terminals and tests.

    Examples
    --------
    >>> Figure("<p>5</p>", "five")
    five
    """

    def __init__(self, html: str, words: str):
        self.html, self.words = html, words

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return self.html


def show_maps(
    maps: Sequence[np.ndarray] | np.ndarray,
    titles: Sequence[str] = (),
    *,
    kind: str | Sequence[str] = "magnitude",
    shared: bool = False,
    size: int = 168,
    columns: int = 6,
) -> Figure:
    """Maps side by side, each with its name, its size and the range of its colours.

    Parameters
    ----------
    maps : sequence of (H, W) or (H, W, 3) arrays
        Values; arrays with three colours are between 0 and 1.
    titles : sequence of str
        One for each map.
    kind : {"magnitude", "signed", "grey"}
        Cividis from the smallest to the largest value; blue, white, orange symmetric about 0; or grey.
        One for all maps, or one for each.
    shared : bool
        One range of colours for all maps.
    size : int
        Width of a map in CSS pixels.
    columns : int
        Largest number of maps in a row.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If a map has other axes, or the titles are not as many as the maps.

    Examples
    --------
    >>> show_maps([np.eye(3)], ["identity"])
    identity: 3 × 3, values 0 to 1
    """
    if not isinstance(maps, list | tuple | np.ndarray) or (isinstance(maps, np.ndarray) and maps.ndim == 0):
        raise TypeError(f"maps must be a list of (H, W) arrays, but {shown(maps)} came; write for example [y[0, 0]]")
    maps = [real_array(values, "a map") for values in maps]
    for values in maps:
        if values.ndim not in (2, 3) or (values.ndim == 3 and values.shape[2] != 3) or not values.size:
            raise ValueError(f"a map has shape {values.shape}, but (H, W) or (H, W, 3) is needed, none of them 0")
    shared, size, columns = true_or_false(shared, "shared"), count_of(size, "size"), count_of(columns, "columns")
    titles = texts(titles, "titles") or [""] * len(maps)
    if len(titles) != len(maps):
        raise ValueError(f"there are {len(titles)} titles for {len(maps)} maps")
    kinds = [kind] * len(maps) if isinstance(kind, str) else texts(kind, "kind")
    kinds = [one_of(each, "kind", ("magnitude", "signed", "grey")) for each in kinds]
    if len(kinds) != len(maps):
        raise ValueError(f"there are {len(kinds)} kinds for {len(maps)} maps")
    ends = [_range(*one) for one in zip(maps, kinds, strict=True)]
    if shared and ends:
        ends = [(min(low for low, _ in ends), max(high for _, high in ends))] * len(maps)
    drawn = [_map(*one, size) for one in zip(maps, titles, ends, kinds, strict=True)]
    width = columns * (size + 24)
    align = "flex-end" if len({values.shape for values in maps}) == 1 else "flex-start"  # one title may take two lines
    return Figure(
        f'<div style="{STYLE};display:flex;flex-wrap:wrap;align-items:{align};gap:16px 24px;padding:4px;max-width:{width}px">'
        + "".join(html for html, _ in drawn)
        + "</div>",
        "\n".join(words for _, words in drawn),
    )


def show_numbers(**arrays: np.ndarray) -> Figure:
    """Small matrices side by side, signed values in colour, each with its name and size; _ in a name is shown as a space.

    Raises
    ------
    ValueError
        If an array is no matrix after leading axes of length 1 are dropped, or too large to read.

    Examples
    --------
    >>> show_numbers(w=[[1, -1], [2, 0]])
    w (2 × 2): [1, −1], [2, 0]
    """
    drawn = [_numbers(name.replace("_", " "), real_array(values, name)) for name, values in arrays.items()]
    return Figure(
        f'<div style="{STYLE};display:flex;flex-wrap:wrap;gap:16px 24px;padding:4px;align-items:flex-start">'
        + "".join(html for html, _ in drawn)
        + "</div>",
        "\n".join(words for _, words in drawn),
    )


def texts(values: object, name: str) -> list[str]:
    """Read a list of words; one word alone is none, though it has letters.

    Examples
    --------
    >>> texts(("y", "z"), "titles")
    ['y', 'z']
    """
    if not isinstance(values, list | tuple) or not all(isinstance(each, str) for each in values):
        raise TypeError(f"{name} must be a list of words, but {shown(values)} came; write for example {name}=['y', 'z']")
    return [*values]


def _range(values: np.ndarray, kind: str) -> tuple[float, float]:
    if values.ndim == 3:
        return 0.0, 1.0
    values = values[np.isfinite(values)]
    low, high = float(values.min(initial=0)), float(values.max(initial=0))
    if kind == "signed":
        return -max(-low, high), max(-low, high)
    return float(values.min(initial=high)), high


def _map(values, title, ends, kind, size) -> tuple[str, str]:
    low, high = ends
    rows, columns = values.shape[:2]
    words = f"{rows} × {columns}, values {_text(values.min())} to {_text(values.max())}"
    if count := np.count_nonzero(~np.isfinite(values)):
        words += f", {count} of them not finite"
    alt = f"{title}: {words}" if title else words
    source = _png(_pixels(values, low, high, kind))
    height = round(size * rows / columns)
    bar = _bar(kind, low, high) if values.ndim == 2 else ""
    html = (
        f'<figure style="margin:0;width:{size}px"><figcaption style="min-height:1.45em">{escape(title)}</figcaption>'
        f'<img alt="{escape(alt)}" src="data:image/png;base64,{source}" width="{size}" height="{height}" '
        f'style="image-rendering:{"pixelated" if columns < size else "auto"};display:block;max-width:none;{EDGE}">'
        f'<div style="{MUTED};display:flex;flex-wrap:wrap;justify-content:space-between;white-space:nowrap;margin-top:2px">'
        f'<span style="min-width:{size if size < STACKED else 0}px">{rows} × {columns}</span>{bar}</div></figure>'
    )
    return html, alt


def _pixels(values, low, high, kind) -> np.ndarray:
    values = np.nan_to_num(np.asarray(values, float), nan=low, posinf=high, neginf=low)
    if values.ndim == 3:
        return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
    span = high - low or 1.0
    place = np.clip((values - low) / span, 0, 1)
    return table(kind)[np.rint(place * 255).astype(np.uint8)]


def _bar(kind, low, high) -> str:
    strip = _png(np.repeat(table(kind)[None, ::8], 4, axis=0))
    return (
        f'<span style="display:inline-flex;gap:6px;align-items:center">{_text(low)}'
        f'<img alt="" src="data:image/png;base64,{strip}" width="32" height="8" style="margin:0">{_text(high)}</span>'
    )


def _png(pixels: np.ndarray) -> str:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, format="PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _numbers(name: str, values: np.ndarray) -> tuple[str, str]:
    matrix = values
    while matrix.ndim > 2 and len(matrix) == 1:
        matrix = matrix[0]
    matrix = np.atleast_2d(matrix)
    if matrix.ndim != 2 or max(matrix.shape) > NUMBERED or not matrix.size:
        raise ValueError(
            f"{name} has shape {values.shape}; up to {NUMBERED} × {NUMBERED} can be read"
        )
    size = f"{matrix.shape[0]} × {matrix.shape[1]}"
    top = float(np.abs(matrix[np.isfinite(matrix)].astype(float)).max(initial=0)) or 1.0
    lines = "".join(
        "<tr style='background:none'>" + "".join(_cell(value, top) for value in row) + "</tr>"
        for row in matrix
    )
    html = (
        f"<figure style='margin:0'><figcaption style='padding:0 0 4px;white-space:nowrap'><b>{escape(name)}</b> "
        f"<span style='{MUTED}'>{size}</span></figcaption>"
        f"<table aria-label='{escape(name)}' style='border-collapse:separate;border-spacing:1px;margin:0;width:auto;"
        f"background:none'>{lines}</table></figure>"
    )
    rows = ", ".join("[" + ", ".join(_text(value) for value in row) + "]" for row in matrix)
    return html, f"{name} ({size}): {rows}"


def _cell(value: float, top: float) -> str:
    # half the scale: the colour tells the sign, the number is what is read
    share = value / top if math.isfinite(value) else 0.0
    red, green, blue = table("signed")[round((share * 0.45 + 1) / 2 * 255)]
    return (
        f"<td style='background:rgb({red},{green},{blue});color:{ink_on((red, green, blue))};min-width:32px;"
        f"height:30px;padding:0 5px;text-align:center;vertical-align:middle;border:0;{EDGE};"
        f"font-variant-numeric:tabular-nums'>{_text(value)}</td>"
    )


def _text(value: float) -> str:
    """Integers as integers, others with two decimals, a true minus sign."""
    value = float(value)
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "∞" if value > 0 else "−∞"
    text = f"{value:.0f}" if abs(value - round(value)) < 1e-9 else f"{value:.2f}"
    return (text if text not in ("-0", "-0.00") else text[1:]).replace("-", "−")
