"""What an explorer shows, as data: grids of cells, lit cells, controls, one whole picture."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

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
        NaN is drawn as an empty cell.
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

    def __post_init__(self):
        object.__setattr__(self, "values", np.asarray(self.values, dtype=np.float64))

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
    tables : dict of arrays
        Links and other arrays for the explorer's own JavaScript.
    facts : dict
        Small JSON values for its sentences.
    notes : tuple of str
        Sentences that stand below the grids (remainder, agreement of two forms, ...).
    walk : str
        The grid whose cells "play" and "step" visit in row order.
    frames : dict of (steps, rows, columns) arrays
        What a grid shows after each step of the walk; without frames, cells not yet reached
        are empty in the walked grid.
    marks, sum, words : tuple of Mark, str, str
        For the static twin: lit cells, the sum written out, and the picture in words.
    """

    grids: tuple[Grid, ...]
    tables: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    walk: str = ""
    frames: dict = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    sum: str = ""
    words: str = ""


def pack(arrays: dict) -> tuple[dict, bytes]:
    """Join arrays into one block of little-endian bytes and a header {name: [dtype, shape, offset]}.

    Booleans and small integers travel as bytes, other integers as int32, floats as float64 while
    they are small and as float32 in large grids, where nobody reads digits.

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
            dtype = "<f8" if array.size <= 4096 else "<f4"
        block = array.astype(dtype).tobytes()
        header[name] = [dtype, list(array.shape), offset]
        block += b"\0" * (-len(block) % 8)
        blocks.append(block)
        offset += len(block)
    return header, b"".join(blocks)
