"""Who belongs to whom: the link tables of a picture, from which all lights, arrows and sums follow.

A `Link` names a few *columns*, such as "z y w", and lists tuples of cells: output z reads cell y through
weight w.  Whatever cell of a tuple is in hand, the others light up as `light` says, and `sums` says how
the cell is written out.  `lights.py` reads links for the static twin, `links.js` for the browser; the
tables are all that either needs.

Windows are separable: what a row reads has nothing to do with columns.  A link of windows therefore is a
pair of small tables, one of rows and one of columns, and every row of the one with every row of the other
is a tuple: 64 × 64 stops of a 5 × 5 window are two tables of 320 rows.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

import numpy as np

__all__ = ["Link", "Sum", "alike", "encoded", "pieces", "same", "scanned", "windows"]

ROLES = ("here", "reads", "weight", "result", "predicted")
ENDINGS = {"": "factor", "=": "number", "!": "counted", ".": "precise", ";": "bracketed", "@": "place", ":": "said", "#": "flat"}  # fmt: skip
COUNTED = ("factor", "number", "counted", "precise", "bracketed")


@dataclass(frozen=True)
class Sum:
    """How a cell is written out; one item for each of its tuples.

    Templates hold, for the cell of column y: {y} its number as a factor, {y=} as it is, {y.} with ten
    decimals ({y;} as a factor), {y!} its place in the number's stead, {y@} its place, {y:} "place = number", {y#} its flat
    number; {y*w} the product; {~y*w} with = or ≈ in front; {weight:w} the word w in a role's colour.

    Parameters
    ----------
    item : str or tuple of str
        "{y}·{w}": the numbers in it are multiplied and are one term.
    how : {"plus", "max", "minus", "apart", "list"}
        What the terms make; "minus" and "apart" (its magnitude) have two, a "list" makes nothing.
    head, after : str
        What stands in front of the terms and behind the result.
    around : (str, str)
        What stands around the terms, where there are any: ("max(", ")").

    Examples
    --------
    >>> Sum("{y}·{w}", head="{z@} = ").encoded()["items"]
    [[[['factor', 'y'], ['text', '·'], ['factor', 'w']], ['y', 'w']]]
    """

    item: str | tuple[str, ...] = ()
    how: str = "plus"
    head: str = ""
    around: tuple[str, str] = ("", "")
    after: str = ""

    def encoded(self) -> dict:
        """As JSON: templates in pieces, each item with the columns whose numbers it multiplies."""
        items = (self.item,) if isinstance(self.item, str) else self.item
        return {
            "items": [
                [pieces(item), [what for kind, what, *_ in pieces(item) if kind in COUNTED]]
                for item in items
            ],
            "how": self.how,
            "head": pieces(self.head),
            "open": pieces(self.around[0]),
            "close": pieces(self.around[1]),
            "after": pieces(self.after),
        }


@dataclass(frozen=True)
class Link:
    """Cells that belong together.

    Parameters
    ----------
    columns : str
        "z y w".  A column "b*" stands for all cells of its grid, and no table holds it.
    grids : sequence of tuples of str
        The grids of the columns, once for each map: [("z", "y0", "w0"), ("z", "y1", "w1")].  One that is
        not drawn may be a table of the picture: it lights nothing, but its numbers count.
    cells : (tuples, columns) int array, or a pair of them
        Flat numbers of cells, row · width + column; or rows and columns apart, for windows.
    light : dict
        For a cell in hand of each column, what it lights: {"z": "y reads, w weight", "y": "z reads {w=}"},
        with a small label where one is wanted; "a weight via w" lights all cells of a whose w is lit.
    sums : dict of str to Sum
        For each column, how a cell of it is written out.
    arrows : dict of str to (str, str)
        For each column, from which column to which arrows run, where they are a dozen at most.
    quiet : bool
        Whether the arrows of all other tuples are drawn too, as a background.
    scale : float
        Factor of every product: a cell's share in a mean.
    name : str
        What the explorer's sentences call the link; its columns by default.

    Examples
    --------
    >>> Link("u y", [("u", "y")], windows(2, (4, 4), stride=2), {"u": "y reads"}).name
    'u y'
    """

    columns: str
    grids: tuple
    cells: np.ndarray | tuple[np.ndarray, np.ndarray]
    light: dict = field(default_factory=dict)
    sums: dict = field(default_factory=dict)
    arrows: dict = field(default_factory=dict)
    quiet: bool = False
    scale: float = 1.0
    name: str = ""

    def __post_init__(self):
        object.__setattr__(self, "name", self.name or self.columns)

    @functools.cached_property
    def names(self) -> list[str]:
        """The columns, without their stars."""
        return self.columns.replace("*", "").split()

    @functools.cached_property
    def whole(self) -> list[bool]:
        """Which columns stand for whole grids."""
        return [name.endswith("*") for name in self.columns.split()]

    @functools.cached_property
    def places(self) -> dict[str, int]:
        """Where each column that is no whole grid stands in the tables."""
        kept = [name for name, whole in zip(self.names, self.whole) if not whole]
        return {name: place for place, name in enumerate(kept)}

    @functools.cached_property
    def lights(self) -> dict[str, list]:
        """What each column lights, as [column, role, label in pieces, column that it goes by]."""
        return {name: [_light(one) for one in said.split(", ")] for name, said in self.light.items()}

    @functools.cached_property
    def written(self) -> dict[str, dict]:
        """The sums as JSON."""
        return {name: one.encoded() for name, one in self.sums.items()}


def _light(said: str) -> list:
    column, role, *rest = said.split(" ", 2)
    by = rest[0].removeprefix("via ") if rest and rest[0].startswith("via ") else ""
    return [column, role, [] if by or not rest else pieces(rest[0]), by]


@functools.lru_cache(maxsize=4096)
def pieces(template: str) -> list[list]:
    """A template in pieces: ["text", words], ["factor", column], ["product", columns], ...

    Examples
    --------
    >>> pieces("{z@} = {weight:w}")
    [['place', 'z'], ['text', ' = '], ['role', 'w', 'weight']]
    """
    found = []
    for k, part in enumerate(re.split(r"\{([^}]*)\}", template)):
        role, colon, words = part.partition(":")
        if not part:
            continue
        if k % 2 == 0:
            found.append(["text", part])
        elif colon and role in ROLES:
            found.append(["role", words, role])
        elif "*" in part:
            kind = "signed" if part.startswith("~") else "product"
            found.append([kind, [name for name in part.lstrip("~").split("*") if name]])
        else:
            ending = part[-1] if part[-1] in ENDINGS else ""
            found.append([ENDINGS[ending], part.removesuffix(ending)])
    return found


def encoded(links: tuple[Link, ...]) -> tuple[list[dict], dict[str, np.ndarray]]:
    """Links as the browser gets them: JSON, and the tables that it names; shared ones travel once.

    Examples
    --------
    >>> specs, tables = encoded((Link("u y", [("u", "y")], windows(2, (4, 4))),))
    >>> specs[0]["tables"], tables["link0"].shape
    (['link0', 'link1'], (8, 3))
    """
    tables, known, specs = {}, {}, []
    for link in links:
        own = link.cells if isinstance(link.cells, tuple) else (link.cells,)
        for table in own:
            if id(table) not in known:
                known[id(table)] = f"link{len(known)}"
                tables[known[id(table)]] = np.asarray(table)
        specs.append(
            {
                "name": link.name,
                "columns": link.names,
                "whole": link.whole,
                "grids": [list(names) for names in link.grids],
                "tables": [known[id(table)] for table in own],
                "light": link.lights,
                "sums": link.written,
                "arrows": {name: list(ends) for name, ends in link.arrows.items()},
                "quiet": link.quiet,
                "scale": link.scale,
            }
        )
    return specs, tables


# Tables


def scanned(stops: int, kernel_size: int, stride: int = 1, dilation: int = 1) -> np.ndarray:
    """A window along one axis, as (stop, cell under it, cell of the window) in order.

    Cells are counted from the first that a window reads, so in the padded map.

    Examples
    --------
    >>> scanned(2, 2, stride=3).tolist()
    [[0, 0, 0], [0, 1, 1], [1, 3, 0], [1, 4, 1]]
    """
    stop, tap = (k.ravel() for k in np.indices((stops, kernel_size)))
    return np.stack([stop, stop * stride + tap * dilation, tap], axis=1)


def windows(kernel_size, stops, stride=1, dilation=1) -> tuple[np.ndarray, np.ndarray]:
    """A window over a map, rows and columns apart: (stop, padded cell, cell of the window).

    Parameters
    ----------
    kernel_size, stops, stride, dilation : int or (rows, columns)
        The window; how many stops it makes, which is the size of what it computes.

    Examples
    --------
    >>> [len(axis) for axis in windows((2, 3), (5, 5))]
    [10, 15]
    """
    both = [(n, n) if np.ndim(n) == 0 else tuple(n) for n in (stops, kernel_size, stride, dilation)]
    return tuple(scanned(*axis) for axis in zip(*both))


def same(size, columns: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Every cell of a map, and the same cell in further columns.

    Examples
    --------
    >>> same((1, 2), 2)[1].tolist()
    [[0, 0], [1, 1]]
    """
    return tuple(np.repeat(np.arange(n)[:, None], columns, axis=1) for n in size)


def alike(size, grids, light: str = "reads", sums: dict | None = None, **more) -> Link:
    """The same cell in several grids of one size: each lights all others.

    Examples
    --------
    >>> alike((2, 2), ("y", "dy")).light
    {'y': 'dy reads', 'dy': 'y reads'}
    """
    lit = {
        one: ", ".join(f"{other} {light}" for other in grids if other != one) for one in grids
    }
    return Link(" ".join(grids), [tuple(grids)], same(size, len(grids)), lit, sums or {}, **more)
