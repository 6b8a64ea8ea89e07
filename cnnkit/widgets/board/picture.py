"""What an explorer shows, as data: grids of cells, links between them, controls, one whole picture."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

import numpy as np

from cnnkit.widgets.board.links import Link

__all__ = [
    "BLANK",
    "CELL",
    "CROPPED",
    "INSERTED",
    "NUMBERED",
    "PADDING",
    "Control",
    "Grid",
    "Mark",
    "Picture",
    "pack",
]

# What a cell is.  The browser draws a value, a light dot, a hollow dot, nothing, a dashed frame.
CELL, PADDING, INSERTED, BLANK, CROPPED = range(5)

# Grids up to this size show their numbers; larger ones show colours alone.
NUMBERED = 16
LARGE = 2**17  # cells beyond which numbers travel as float32


@dataclass(frozen=True)
class Grid:
    """One grid of cells: a map, a filter, a gradient.

    Parameters
    ----------
    id : str
        What the JavaScript and the marks call it; stable between pictures.
    name, title : str
        The name in the lecture's notation, `z(l, 0)`, and in words, "affine map".
    values : (rows, columns) array
        A cell without a number is BLANK; nan and infinities are numbers and are shown.
    scale : {"signed", "magnitude", "grey", "plain"}
        Colours symmetric about 0, from 0 upwards, grey from 0 upwards, or none.
    limit : float, optional
        The value that gets the last colour; the largest magnitude by default.
    bottom : float
        The value that gets the first colour of "magnitude" and "grey".
    kinds : (rows, columns) array, optional
        CELL, PADDING, INSERTED, BLANK or CROPPED for each cell.
    hatched, crossed, dashed, flagged : (rows, columns) bool arrays, optional
        Unread cells; cells where the learner's numbers differ; cells that the learner predicted;
        cells with a small triangle, whose meaning the title says.
    tints : (rows, columns) int array, optional
        Cells of one number are copies of one thing and share one of the 9 tints, in place of the
        scale's colour; -1 for a cell without.
    origin : (int, int)
        Row and column number of the first cell: (-p, -p) when a frame of padding is drawn.
    editable : bool
        Whether the browser may change a value; `Explorer.edit` is then called.
    group : str
        Grids of one group stand together, 8 px apart.
    room : int
        Pixels for the longer side of a grid without numbers.
    bare : bool
        No numbers in the cells, however few they are.
    symbol : str
        What sums call it, `z`; by default the name up to its brackets.
    yours : bool
        Whether the numbers are those of a learner's function: `crossed` then says where they differ.
    trouble : str
        Why there are none: said in the caption, over blank crossed cells.

    Examples
    --------
    >>> Grid("z", "z(l, 0)", [[1, -2]]).size
    (1, 2)
    """

    id: str
    name: str
    values: np.ndarray
    title: str = ""
    scale: str = "signed"
    limit: float | None = None
    bottom: float = 0.0
    kinds: np.ndarray | None = None
    hatched: np.ndarray | None = None
    crossed: np.ndarray | None = None
    dashed: np.ndarray | None = None
    flagged: np.ndarray | None = None
    tints: np.ndarray | None = None
    origin: tuple[int, int] = (0, 0)
    editable: bool = False
    group: str = ""
    room: int = 360
    bare: bool = False
    symbol: str = ""
    yours: bool = False
    trouble: str = ""

    def __post_init__(self):
        values = np.asarray(self.values, dtype=np.float64)
        if values.size > LARGE:  # as they travel, so that the twin adds what the browser adds
            values = values.astype(np.float32).astype(np.float64)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "symbol", self.symbol or re.split(r"[(,]", self.name)[0])

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns.

        Examples
        --------
        >>> Grid("w", "w", [[1], [2]]).size
        (2, 1)
        """
        return self.values.shape

    @property
    def numbered(self) -> bool:
        """Whether the cells are large enough to carry their numbers.

        Examples
        --------
        >>> Grid("y", "Y", np.zeros((17, 3))).numbered
        False
        """
        return not self.bare and max(self.size) <= NUMBERED

    @property
    def top(self) -> float:
        """The value of the last colour.

        Examples
        --------
        >>> Grid("y", "Y", [[-3, 2]]).top
        3.0
        """
        if self.limit is not None:
            return float(self.limit) or 1.0
        finite = np.abs(self.values[np.isfinite(self.values)])
        return float(finite.max(initial=0.0)) or 1.0


    def kind(self, row: int, column: int) -> int:
        """CELL, PADDING, INSERTED, BLANK or CROPPED.

        Examples
        --------
        >>> Grid("z", "z", [[1, 2]], kinds=[[CELL, BLANK]]).kind(0, 1) == BLANK
        True
        """
        return CELL if self.kinds is None else int(np.asarray(self.kinds)[row, column])

    def place(self, row: int, column: int) -> str:
        """A cell by the numbers that the learner knows; a grid of one cell is its symbol.

        Examples
        --------
        >>> Grid("y0", "Y(l−1, 0)", np.zeros((2, 2)), origin=(-1, -1)).place(0, 1)
        'Y(−1, 0)'
        """
        if self.values.size == 1:
            return self.symbol
        places = (str(k + o) for k, o in zip((row, column), self.origin))
        return f"{self.symbol}({', '.join(places)})".replace("-", "−")


@dataclass(frozen=True)
class Mark:
    """One lit cell: role "here", "reads", "weight" or "predicted", with a small label if wanted."""

    grid: str
    row: int
    column: int
    role: str = "reads"
    badge: str = ""


@dataclass(frozen=True)
class Control:
    """One labelled native input, bound to the trait of the same name (a button: to `press`).

    Parameters
    ----------
    kind : {"slider", "menu", "tabs", "switch", "button"}
        Which input.
    name, label : str
        The trait, and its name for the learner.
    low, high, step : float
        Ends and step of a slider.
    options : sequence of (value, label) pairs
        Of a menu or of tabs; of a slider that goes through them one by one, in place of its ends.
    group : str
        Controls of one group stand together.
    more, hidden : bool
        Folded away under "more"; not shown at present.

    Examples
    --------
    >>> Control("slider", "stride", "stride", low=1, high=4).high
    4
    """

    kind: str
    name: str
    label: str
    low: float = 0
    high: float = 1
    step: float = 1
    options: tuple = ()
    group: str = ""
    more: bool = False
    hidden: bool = False

    def as_dict(self) -> dict:
        """The control as the browser gets it.

        Examples
        --------
        >>> Control("switch", "bias", "with bias").as_dict()["kind"]
        'switch'
        """
        return {**vars(self), "options": [list(option) for option in self.options]}


@dataclass(frozen=True)
class Picture:
    """Everything that one state of an explorer shows.

    Parameters
    ----------
    grids : tuple of Grid
        In reading order.
    links : tuple of Link
        Which cells belong together: all lights, arrows and sums follow from them.
    tables : dict of arrays
        Numbers that no grid shows, for links, and for the explorer's own sentences and panel.
    facts : dict
        Small JSON values for its sentences.
    notes : tuple of str
        Sentences that stand below the grids (remainder, agreement of two forms, ...).
    walk : str
        The grid whose cells "play" and "step" visit in row order.
    frames : dict of (steps, rows, columns) arrays
        What a grid shows after each step of the walk; without frames, cells not yet reached
        are empty in the walked grid.
    home : (grid, row, column)
        The cell in hand before anyone points; the first of the walked grid by default.
    words : str
        What is seen, in words; the sum of the cell in hand and the notes follow it.

    Examples
    --------
    >>> picture = Picture((Grid("z", "z(l, 0)", [[1, -2]]),), {"b": np.ones((1, 1))})
    >>> picture.number("z", 0, 1), picture.number("b", 0, 0), picture.place("z", 0, 1)
    (-2.0, 1.0, 'z(0, 1)')
    """

    grids: tuple[Grid, ...]
    tables: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    walk: str = ""
    frames: dict = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    home: tuple = ()
    words: str = ""

    @functools.cached_property
    def _known(self) -> dict:
        return {grid.id: grid for grid in self.grids}

    def grid(self, name: str) -> Grid | None:
        """The grid of that id."""
        return self._known.get(name)

    def shape(self, name: str) -> tuple | None:
        """Rows and columns of a grid or a table; None if there is neither."""
        if name in self._known:
            return self._known[name].size
        return np.shape(self.tables[name]) if name in self.tables else None

    def number(self, name: str, row: int, column: int) -> float:
        """What a cell of a grid or a table holds."""
        values = self._known[name].values if name in self._known else self.tables[name]
        return float(values[row, column])

    def place(self, name: str, row: int, column: int) -> str:
        """A cell as sums name it."""
        return self._known[name].place(row, column)

    def shows(self, name: str, row: int, column: int) -> bool:
        """Whether a cell is drawn: its grid is, and it is not blank."""
        grid = self._known.get(name)
        if grid is None:
            return False
        return grid.kinds is None or bool(grid.trouble) or grid.kind(row, column) != BLANK

    def at(self, cursor=()) -> tuple[str, int, int] | None:
        """The cell in hand: the cursor where it is on a grid, else home; None without grids."""
        for place in (cursor, self.home, (self.walk, 0, 0), *((g.id, 0, 0) for g in self.grids[:1])):
            grid = self._known.get(place[0]) if len(place) == 3 else None
            if grid is not None:
                inside = (min(max(0, int(k)), n - 1) for k, n in zip(place[1:], grid.size))
                return grid.id, *inside
        return None


def pack(arrays: dict) -> tuple[dict, bytes]:
    """Join arrays into one block of little-endian bytes and a header {name: [dtype, shape, offset]}.

    Booleans and small integers travel as bytes, other integers as int32, floats as float64, and as
    float32 where they are very many.

    Examples
    --------
    >>> pack({"taps": np.array([[0, 1]])})
    ({'taps': ['<i4', [1, 2], 0]}, b'\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00')
    """
    header, blocks, offset = {}, [], 0
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        if array.dtype.kind in "bu":
            dtype = "|u1"
        elif array.dtype.kind == "i":
            dtype = "<i4"
        else:
            dtype = "<f8" if array.size <= LARGE and array.dtype != np.float32 else "<f4"
        block = array.astype(dtype).tobytes()
        header[name] = [dtype, list(array.shape), offset]
        block += b"\0" * (-len(block) % 8)
        blocks.append(block)
        offset += len(block)
    return header, b"".join(blocks)
