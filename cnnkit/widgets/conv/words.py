"""The sentences of ConvExplorer: sizes, sums, and what the pictures show in words."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.substitute import Substitute
from cnnkit.widgets.board.twin import cell_text
from cnnkit.widgets.conv.view import Backward, Scan

__all__ = ["agreement", "arithmetic", "notes_of", "place", "scanned", "text", "written_sum"]


def notes_of(seen: Scan, yours: Substitute, unread: str) -> tuple[str, ...]:
    """The notes below the grids: sizes, cells that nobody reads, how a learner's function went.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import scan
    >>> seen = scan(np.ones((1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), stride=2)
    >>> notes_of(seen, Substitute(seen.z, seen.z), "they change nothing")[1]
    '7 of 16 cells are never read: they change nothing.'
    """
    notes = [arithmetic(seen)]
    count = int(seen.unread.sum())
    if count:
        notes.append(f"{count} of {int(seen.real.sum())} cells are never read: {unread}.")
    return (*notes, *([yours.note] if yours.note else []))


def arithmetic(seen: Scan) -> str:
    """The size formula with its numbers, and the rows or columns left over.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import scan
    >>> seen = scan(np.ones((1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), stride=2)
    >>> arithmetic(seen)
    'size: rows and columns ⌊(4 + 2·0 − 3) / 2⌋ + 1 = 1, 1 left over'
    """
    window, sizes = seen.window, []
    for axis, name in enumerate(("rows", "columns")):
        n, p, e, s = (
            seen.size[axis],
            window.padding[axis],
            window.extent[axis],
            window.stride[axis],
        )
        over = seen.remainder[axis]
        left = f", {over} left over" if over else ""
        sizes.append(f"{name} ⌊({n} + 2·{p} − {e}) / {s}⌋ + 1 = {seen.z.shape[1 + axis]}{left}")
    same = seen.size[0] == seen.size[1] and sizes[0][5:] == sizes[1][8:]
    return ("size: rows and columns" + sizes[0][4:]) if same else "size: " + "; ".join(sizes)


def agreement(gradient: Backward) -> str:
    """Whether scattering and gathering gave the same numbers.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import backward, scan
    >>> seen = scan(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)), np.zeros(1))
    >>> agreement(backward(seen, np.ones((1, 2, 2))))
    'scatter and gather give the same numbers in all 9 cells'
    """
    apart = gradient.disagreement
    scale = max(1.0, float(np.abs(gradient.dy).max()))
    if apart <= 1e-9 * scale:
        return f"scatter and gather give the same numbers in all {gradient.dy[0].size} cells"
    return f"scatter and gather differ by up to {apart:.2g}"


def scanned(seen: Scan) -> str:
    """The maps and the scan in a few words.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import scan
    >>> seen = scan(np.ones((1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), stride=2)
    >>> scanned(seen)
    'a map of 4 × 4, filter 3 × 3, stride 2, padding 0'
    """
    maps = "a map" if len(seen.y) == 1 else f"{len(seen.y)} maps"
    window = seen.window
    return (
        f"{maps} of {seen.size[0]} × {seen.size[1]}, filter {window.kernel_size[0]} × "
        f"{window.kernel_size[1]}, stride {window.stride[0]}, padding {window.padding[0]}"
    )


def place(name: str, seen: Scan, r: int, c: int) -> str:
    """A cell of the padded map by the numbers that the learner knows.

    Examples
    --------
    >>> from cnnkit.widgets.conv.view import scan
    >>> place("dY", scan(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)), np.zeros(1), padding=1), 0, 2)
    'dY(−1, 1)'
    """
    row, column = r - seen.window.padding[0], c - seen.window.padding[1]
    return f"{name}({text(row)}, {text(column)})"


def text(value) -> str:
    """A number as a cell shows it.

    Examples
    --------
    >>> text(-3)
    '−3'
    """
    return cell_text(float(value))


def written_sum(head: str, terms, result, tail: str = "") -> str:
    """A sum of products written out; long ones keep their ends.

    Examples
    --------
    >>> written_sum("z(0, 0)", [(2, -1), (3, 1)], 2, " + 1")
    'z(0, 0) = 2·(−1) + 3·1 + 1 = 2'
    """

    def factor(value):
        written = text(value)
        return f"({written})" if written.startswith("−") else written

    shown = [f"{factor(a)}·{factor(b)}" for a, b in terms]
    if len(shown) > 12:
        shown = [*shown[:9], "…", *shown[-2:]]
    return f"{head} = {' + '.join(shown) or '0 (no term)'}{tail} = {text(result)}"
