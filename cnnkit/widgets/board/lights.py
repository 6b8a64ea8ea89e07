"""What the cell in hand lights up, and its sum: the links of a picture, read for one cell.

`links.js` reads them in the browser by the same steps; a test compares the two, cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit import numbers
from cnnkit.widgets.board.links import Link
from cnnkit.widgets.board.picture import BLANK, Mark, Picture

__all__ = ["Lit", "lit"]

MOST_TERMS, KEPT_AT_THE_END, MOST_ARROWS = 16, 3, 12
JOINED = {"plus": " + ", "max": ", ", "minus": " − ", "apart": " − ", "list": ", "}


@dataclass(frozen=True)
class Lit:
    """What one cell lights up.

    Parameters
    ----------
    cells : tuple of Mark
        The cell itself first, with role "here".
    arrows : tuple of (from, to, role)
        Ends are (grid, row, column).
    parts : tuple of (text, role)
        The sum written out, in pieces of one colour; empty where there is none.
    terms : tuple of float
    total : float or None
        What the terms of the sum are worth, and what they make.
    """

    cells: tuple[Mark, ...] = ()
    arrows: tuple = ()
    parts: tuple = ()
    terms: tuple[float, ...] = ()
    total: float | None = None

    @property
    def sum(self) -> str:
        """The sum as text."""
        return "".join(text for text, _ in self.parts)


@dataclass(frozen=True)
class Found:
    """The tuples of one link that hold the cell in hand: rows and columns, (tuples, columns) each."""

    link: Link
    names: tuple[str, ...]
    column: str
    rows: np.ndarray
    columns: np.ndarray

    def cell(self, t: int, name: str) -> tuple[str, int, int]:
        """Grid, row and column of one of them."""
        grid, place = self.names[self.link.names.index(name)], self.link.places.get(name)
        if place is None:  # a whole grid
            return grid, 0, 0
        return grid, int(self.rows[t, place]), int(self.columns[t, place])


def lit(picture: Picture, grid: str, row: int, column: int) -> Lit:
    """Lights, arrows and the sum of one cell.

    Examples
    --------
    >>> from cnnkit.widgets.board.links import Sum, windows
    >>> from cnnkit.widgets.board.picture import Grid
    >>> link = Link("u y", [("u", "y")], windows(2, (1, 1)), {"u": "y reads"},
    ...             {"u": Sum("{y=}", "max", "{u@} = ", ("max(", ")"))})
    >>> found = lit(Picture((Grid("y", "Y", [[1, 2], [3, 4]]), Grid("u", "u", [[4]])), links=(link,)), "u", 0, 0)
    >>> found.sum, len(found.cells)
    ('u = max(1, 2, 3, 4) = 4', 5)
    """
    here = picture.grid(grid)
    if here.kind(row, column) == BLANK and not here.trouble:
        return Lit()
    found = [
        one
        for link in picture.links
        for names in link.grids
        if (one := _found(picture, link, tuple(names), (grid, row, column))) is not None
    ]
    cells, roles = _cells(picture, found, (grid, row, column))
    parts, terms, total = _sum(picture, found, (grid, row, column), roles)
    return Lit(cells, _arrows(picture, found), parts, terms, total)


# Tuples


def _found(picture, link: Link, names, at) -> Found | None:
    """Tuples with the cell in hand, for links that have something to say about its column."""
    if at[0] not in names:
        return None
    for k, name in enumerate(link.names):
        if names[k] == at[0] and (name in link.light or name in link.sums or name in link.arrows):
            return Found(link, names, name, *_tuples(picture, link, names, k, at))
    return None


def _tuples(picture, link: Link, names, k: int | None, at):
    """Rows and columns of all tuples, or of those whose column k is the cell in hand."""
    place = None if k is None else link.places.get(link.names[k])
    if isinstance(link.cells, tuple):
        rows, columns = link.cells
        if place is not None:
            rows, columns = rows[rows[:, place] == at[1]], columns[columns[:, place] == at[2]]
        return np.repeat(rows, len(columns), axis=0), np.tile(columns, (len(rows), 1))
    widths = _widths(picture, link, names)
    cells = link.cells
    if place is not None:
        cells = cells[cells[:, place] == at[1] * widths[place] + at[2]]
    return np.divmod(cells, widths)


def _widths(picture, link: Link, names) -> np.ndarray:
    shapes = [picture.shape(name) for name, whole in zip(names, link.whole) if not whole]
    return np.array([shape[1] if shape else 1 for shape in shapes])


# Lights


def _cells(picture, found: list[Found], at) -> tuple[tuple[Mark, ...], dict]:
    """Cells to outline, each once in each of its roles; and the last role of every cell."""
    marks = {(*at, "here"): ""}
    roles = {at: "here"}
    for one in found:
        for column, role, label, by in one.link.lights.get(one.column, ()):
            for t, cell in _lit(picture, one, column, by):
                if cell == at and by:
                    continue
                text = _text(picture, one, t, at, label) if label else ""
                marks[*cell, role] = marks.get((*cell, role)) or text
                roles[cell] = role if cell != at else "here"
    return tuple(Mark(*key, text) for key, text in marks.items() if picture.shows(*key[:3])), roles


def _lit(picture, one: Found, column: str, by: str):
    """(tuple, cell) of all cells that a column lights."""
    name, place = one.names[one.link.names.index(column)], one.link.places.get(column)
    shape, rows, columns = picture.shape(name), one.rows, one.columns
    if shape is None:
        return
    if place is None:
        yield from ((0, (name, r, c)) for r, c in np.ndindex(*shape) if len(rows))
        return
    if by:
        rows, columns = _sharing(picture, one, by)
    for t, (r, c) in enumerate(zip(rows[:, place].tolist(), columns[:, place].tolist())):
        yield t, (name, r, c)


def _sharing(picture, one: Found, by: str):
    """Tuples that have a cell of column `by` in common with those of the cell in hand."""
    place = one.link.places[by]
    widths = _widths(picture, one.link, one.names)
    shared = one.rows[:, place] * widths[place] + one.columns[:, place]
    return np.divmod(one.link.cells[np.isin(one.link.cells[:, place], shared)], widths)


def _arrows(picture, found: list[Found]) -> tuple:
    arrows = []
    for one in found:
        if one.column not in one.link.arrows:
            continue
        ends = one.link.arrows[one.column]
        own = [tuple(one.cell(t, end) for end in ends) for t in range(len(one.rows))]
        if one.link.quiet:
            every = Found(one.link, one.names, "", *_tuples(picture, one.link, one.names, None, None))
            pairs = (
                tuple(every.cell(t, end) for end in ends) for t in range(len(every.rows))
            )
            arrows += [(*pair, "quiet") for pair in pairs if pair not in own]
        arrows += [(*pair, "here" if one.link.quiet else "reads") for pair in own]
    return tuple(arrows) if len(arrows) <= MOST_ARROWS else ()


# Sums


def _sum(picture, found: list[Found], at, roles):
    said = [(one, one.link.written[one.column]) for one in found if one.column in one.link.sums]
    if not said:
        return (), (), None
    # a link that holds nothing of the cell in hand speaks only where no other does
    said = [pair for pair in said if len(pair[0].rows)] or said[:1]
    items = [
        (one, t, item)
        for one, spec in said
        for t in range(len(one.rows))
        for item in spec["items"]
    ]
    how = next((spec["how"] for _, spec in said if spec["items"]), "")
    if how == "list" and not items:
        return (), (), None
    counts = how != "list"
    terms = tuple(_product(picture, one, t, what) for one, t, (_, what) in items if counts)
    total, write = _total(how, terms), _Writer(picture, at, roles)

    def once(name: str) -> None:
        one, template = next(((one, spec[name]) for one, spec in said if spec[name]), (None, ()))
        write.template(one, 0, template)

    once("head")
    if items:
        once("open")
    _terms(write, items, how)
    if items:
        once("close")
    if total is not None:
        result = numbers.tiny(total) if how == "apart" else numbers.number(total)
        # two numbers that are compared show all their decimals, so only what is written in full is equal to them
        whole = float(result.replace("−", "-").replace("∞", "inf")) == total if how == "apart" else numbers.exact(total)
        same = write.exact and whole
        write.add(" = " if same else " ≈ ").add(result, "result")
    once("after")
    write.add(_verdict(picture.grid(at[0]), at[1], at[2], total))
    return tuple(write.parts), terms, total


def _terms(write, items, how: str) -> None:
    hidden = range(MOST_TERMS - KEPT_AT_THE_END - 1, len(items) - KEPT_AT_THE_END)
    for k, (one, t, (template, _)) in enumerate(items):
        if len(items) > MOST_TERMS and k in hidden:
            if k == hidden[0]:
                write.add(f"{JOINED[how]}… {len(hidden)} more …")
            continue
        write.add(JOINED[how] if k else "").template(one, t, template)
    if how == "plus" and not items:
        write.add("0, an empty sum")


def _total(how: str, terms) -> float | None:
    if how not in ("plus", "max", "minus", "apart") or not terms:
        return None
    if how == "plus":
        total = 0.0
        for term in terms:  # in their order: the browser adds the same way, to the last bit
            total += term
        return total
    if how == "max":
        return max(terms)
    return terms[0] - terms[1] if how == "minus" else abs(terms[0] - terms[1])


def _product(picture, one: Found, t: int, columns) -> float:
    product = one.link.scale
    for name in columns:
        product *= picture.number(*one.cell(t, name))
    return product


def _verdict(grid, row: int, column: int, total: float | None) -> str:
    """What the learner's function has in the cell in hand."""
    if not grid.yours:
        return ""
    if grid.trouble:
        return f"; your {grid.symbol} has no number"
    if not grid.crossed[row, column]:
        return f"; your {grid.symbol} agrees"
    value = float(grid.values[row, column])
    text = numbers.number(value)
    if total not in (None, value) and text == numbers.number(total):  # two decimals are too few
        text = f"{numbers.precise(value)}, {numbers.tiny(abs(value - total))} off"
    return f"; your {grid.symbol} is {text}"


def _text(picture, one: Found, t: int, at, template) -> str:
    write = _Writer(picture, at, {}).template(one, t, template)
    return "".join(text for text, _ in write.parts).replace("+−", "−")


class _Writer:
    """Templates filled in, part by part."""

    def __init__(self, picture, at, roles):
        self.picture, self.at, self.roles, self.parts, self.exact = picture, at, roles, [], True

    def add(self, text: str, role: str = "") -> _Writer:
        if text:
            self.parts.append((text, role))
        return self

    def template(self, one: Found, t: int, template) -> _Writer:
        for kind, what, *role in template:
            if kind in ("text", "role"):
                self.add(what, *role)
            elif kind in ("product", "signed"):
                value = _product(self.picture, one, t, what)
                sign = ("= " if numbers.exact(value) else "≈ ") if kind == "signed" else ""
                self.add(sign + numbers.number(value))
            else:
                self._cell(kind, self._at(one, t, what))
        return self

    def _at(self, one: Found, t: int, name: str):
        return self.at if name == one.column or not len(one.rows) else one.cell(t, name)

    def _cell(self, kind: str, cell) -> None:
        role = self.roles.get(cell, "")
        if kind in ("place", "counted"):
            return self.add(self.picture.place(*cell), role if kind == "counted" else "")
        if kind == "flat":
            return self.add(str(cell[1] * self.picture.shape(cell[0])[1] + cell[2]))
        value = self.picture.number(*cell)
        if kind == "said":
            sign = "=" if numbers.exact(value) else "≈"
            return self.add(f"{self.picture.place(*cell)} {sign} {numbers.number(value)}", role)
        if kind in ("precise", "bracketed"):
            text = numbers.precise(value)
            return self.add(f"({text})" if kind == "bracketed" and value < 0 else text, role)
        self.exact = self.exact and numbers.exact(value)
        return self.add(numbers.factor(value) if kind == "factor" else numbers.number(value), role)
