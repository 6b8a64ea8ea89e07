"""Images with boxes drawn on them: where something is, and where it was said to be."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from cnnkit.figures.colours import table
from cnnkit.figures.maps import EDGE, STYLE, Figure, _png, texts
from cnnkit.numbers import number
from cnnkit.shapes import count_of, real_array

__all__ = ["show_boxes"]

# the true box in blue, the answer in vermillion and dashed; both on white, so that they show on any ground
TRUE, ANSWERED = ("#0072B2", "none"), ("#D55E00", "5 3")


def show_boxes(
    images: np.ndarray, true: np.ndarray, answered: np.ndarray | None = None, titles: Sequence[str] = (), *,
    size: int = 160, columns: int = 5,
) -> Figure:  # fmt: skip
    """Grey images side by side, each with its true box and, dashed, the one that a net answered.

    Parameters
    ----------
    images : (n, H, W) or (n, 1, H, W) array
        Between 0 and 1.
    true, answered : (n, 4) arrays
        Boxes (row0, col0, row1, col1) in pixels.
    titles : sequence of str
        One for each image.
    size : int
        Width of an image in CSS pixels.
    columns : int
        Largest number of images in a row.

    Raises
    ------
    ValueError
        If there is not one box, and one title, for each image.

    Examples
    --------
    >>> show_boxes(np.zeros((1, 8, 8)), [[1, 2, 5, 7]], [[1, 3, 5, 8]], ["a shoe"])
    a shoe: true box (1, 2, 5, 7), answered (1, 3, 5, 8)
    """
    images, size, columns = real_array(images, "images"), count_of(size, "size"), count_of(columns, "columns")
    images = images[:, 0] if images.ndim == 4 and images.shape[1] == 1 else images
    if images.ndim != 3 or not images.size or not np.isfinite(images).all():
        raise ValueError(f"images have shape {images.shape}, but (n, H, W) finite numbers are needed")
    true = _boxes(true, "true", len(images))
    answers = [None] * len(images) if answered is None else _boxes(answered, "answered", len(images))
    titles = texts(titles, "titles") or [""] * len(images)
    if len(titles) != len(images):
        raise ValueError(f"there are {len(titles)} titles for {len(images)} images; give one for each")
    drawn = [_scene(*one, size) for one in zip(images, true, answers, titles, strict=True)]
    return Figure(
        f'<div style="{STYLE};display:flex;flex-wrap:wrap;align-items:flex-end;gap:16px 24px;padding:4px;max-width:{columns * (size + 24)}px">'
        + "".join(html for html, _ in drawn)
        + "</div>",
        "\n".join(words for _, words in drawn),
    )


def _boxes(values: object, name: str, count: int) -> np.ndarray:
    """(count, 4) finite numbers."""
    boxes = real_array(values, name).astype(float)
    if boxes.shape != (count, 4) or not np.isfinite(boxes).all():
        raise ValueError(f"{name} has shape {boxes.shape}, but one box of four finite numbers (row0, col0, row1, col1) is needed "
                         f"for each of {count} images")  # fmt: skip
    return boxes


def _scene(image: np.ndarray, true: np.ndarray, answered: np.ndarray | None, title: str, size: int) -> tuple[str, str]:
    words = f"true box {_written(true)}"
    if answered is not None:
        words += f", answered {_written(answered)}"
    alt = f"{title}: {words}" if title else words
    rows, columns = image.shape
    height = round(size * rows / columns)
    source = _png(table("grey")[np.rint(image.clip(0, 1) * 255).astype(np.uint8)])
    boxes = [(true, *TRUE), *([] if answered is None else [(answered, *ANSWERED)])]
    frames = "".join(_frame(size / columns * box, colour, dashes) for box, colour, dashes in boxes)
    html = (
        f'<figure style="margin:0;width:{size}px"><figcaption style="min-height:1.45em">{escape(title)}</figcaption>'
        f'<div style="position:relative;width:{size}px;height:{height}px;{EDGE}">'
        f'<img alt="{escape(alt)}" src="data:image/png;base64,{source}" width="{size}" height="{height}" '
        f'style="image-rendering:pixelated;display:block;max-width:none">'
        f'<svg aria-hidden="true" width="{size}" height="{height}" style="position:absolute;left:0;top:0">{frames}</svg></div></figure>'
    )
    return html, alt


def _frame(box: np.ndarray, colour: str, dashes: str) -> str:
    row0, col0, row1, col1 = box.round(1)
    place = f'x="{col0:g}" y="{row0:g}" width="{max(col1 - col0, 0):g}" height="{max(row1 - row0, 0):g}" fill="none"'
    return (
        f'<rect {place} stroke="#ffffff" stroke-width="4"/>'
        f'<rect {place} stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
    )


def _written(box: np.ndarray) -> str:
    return f"({', '.join(number(edge, 1) for edge in box)})"
