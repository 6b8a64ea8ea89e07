"""A cell as statements: which names each binds, changes and reads."""

from __future__ import annotations

import ast
import re
import symtable
from dataclasses import dataclass, field

__all__ = ["CellRead", "Statement", "read_cell"]

CELL_MAGIC = re.compile(r"^\s*%%(\w+)[^\n]*\n?")
RUNS_PYTHON = ("time", "timeit", "capture", "prun")
MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\s*=\s*[%!]).*$|^(\s*)[\w.]+\?{1,2}\s*$", re.MULTILINE)


@dataclass
class Statement:
    """One statement of the top level.

    Parameters
    ----------
    tree : ast.stmt
    text : str
        The whole cell.
    place : int
        The cell's number in the notebook.
    tag : str
        The exercise that the cell was made for.
    binds, touches, calls, reads : sets of str
        Names that get a value, whose value is changed, that have a method called, and that are looked up.
    """

    tree: ast.stmt
    text: str
    place: int
    tag: str
    binds: set[str]
    touches: set[str]
    calls: set[str]
    reads: set[str]

    @property
    def name(self) -> str:
        """Name of the function or class that is defined here."""
        return getattr(self.tree, "name", "")

    @property
    def stub(self) -> bool:
        """Whether it is the function that the notebook came with."""
        body = getattr(self.tree, "body", None)
        last = body[-1] if isinstance(self.tree, ast.FunctionDef) and body else None
        if not isinstance(last, ast.Raise) or not isinstance(last.exc, ast.Call):
            return False
        args = last.exc.args
        says = args[0].value if args and isinstance(args[0], ast.Constant) else ""
        alone = len(body) == 1 or (len(body) == 2 and isinstance(body[0], ast.Expr))
        return alone and isinstance(says, str) and says.startswith("exercise ")

    @property
    def imports(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.tree, ast.Import | ast.ImportFrom)

    @property
    def star(self) -> bool:
        """Whether it imports names that cannot be seen."""
        return isinstance(self.tree, ast.ImportFrom) and any(alias.name == "*" for alias in self.tree.names)

    @property
    def uses(self) -> bool:
        """Whether it only replaces a function by itself: f = use("f", f)."""
        value = getattr(self.tree, "value", None)
        calls = value.elts if isinstance(value, ast.Tuple) else [value]
        return isinstance(self.tree, ast.Assign) and all(
            isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "use"
            for call in calls
        )


@dataclass
class CellRead:
    """The statements of a cell; a problem where it is no Python."""

    statements: list[Statement] = field(default_factory=list)
    problem: str = ""
    notes: list[str] = field(default_factory=list)


def read_cell(text: str, place: int, tag: str) -> CellRead:
    """The statements of one cell.

    Examples
    --------
    >>> found = read_cell("%matplotlib inline\\nz = f(y)", 1, "")
    >>> found.statements[-1].binds, sorted(found.statements[-1].reads)
    ({'z'}, ['f', 'y'])
    """
    found = CellRead()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        text = _plain(text, place, found.notes)
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError) as error:
            line, words = getattr(error, "lineno", None), getattr(error, "msg", str(error))
            kind = type(error).__name__
            found.problem = f"Cell {place} is no Python: {kind}{f' in line {line}' if line else ''}, {words}."
            return found
        except (RecursionError, MemoryError):
            found.problem = f"Cell {place} is nested too deeply to be read."
            return found
    try:
        found.statements = [_statement(node, text, place, tag) for node in tree.body]
    except (RecursionError, MemoryError, SyntaxError, ValueError):
        found.problem = f"Cell {place} cannot be read as Python statements."
    return found


def _plain(text, place, notes) -> str:
    """The cell without IPython's own commands; lines keep their numbers."""
    whole = CELL_MAGIC.match(text)
    if whole and whole.group(1) not in RUNS_PYTHON:
        notes.append(f"Cell {place} is no Python (%%{whole.group(1)}) and was left out.")
        return ""
    plain = CELL_MAGIC.sub("\n", text)
    plain = MAGIC.sub(lambda found: f"{found.group(1) or found.group(2) or ''}pass", plain)
    if plain != text:
        notes.append(f"Lines of cell {place} that begin with % or ! are commands of the notebook and were left out.")
    return plain


def _statement(node, text, place, tag) -> Statement:
    if isinstance(node, ast.Import | ast.ImportFrom):
        binds = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        return Statement(node, text, place, tag, binds, set(), set(), set())
    table = symtable.symtable(ast.unparse(node), "cell", "exec")
    binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    reads = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    for inner in _inside(table):
        for symbol in inner.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                reads.add(symbol.get_name())
            if symbol.is_declared_global() and symbol.is_assigned():
                reads.add(symbol.get_name())
    touches, calls = _touched(node)
    return Statement(node, text, place, tag, binds, touches - binds, calls - binds, reads)


def _inside(table):
    for child in table.get_children():
        yield child
        yield from _inside(child)


def _touched(node) -> tuple[set[str], set[str]]:
    """Names whose values a statement changes, a.b = …, a[0] = …, and whose methods it calls, a.append(…).

    What stands inside functions only may happen.
    """
    touches, calls = set(), set()
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return touches, calls
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute | ast.Subscript) and isinstance(part.ctx, ast.Store | ast.Del):
            touches.add(_root(part))
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            called = part.value.func
            if isinstance(called, ast.Attribute):  # np.random.seed(0) changes what np does, np.savetxt does not
                (touches if called.attr.startswith(("seed", "set")) else calls).add(_root(called))
    return touches - {""}, calls - {""}


def _root(node) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
