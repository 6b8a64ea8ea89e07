"""Where the definition of a function or class stands, and which names it looks up."""

from __future__ import annotations
import __future__

import ast
import dis
import linecache
import os
import site
import sys
import sysconfig
import textwrap
import types
from collections.abc import Iterator

__all__ = ["definition", "installed", "is_compiled", "names_of", "numba_njit", "own", "why_not"]

ANNOTATIONS = __future__.annotations.compiler_flag
GIVEN = ("__name__", "__file__", "__doc__", "__annotations__", "__builtins__")  # every module has its own


def own(value: object) -> object:
    """What a learner wrote, under what `use` made of it.

    Examples
    --------
    >>> own(len) is len
    True
    """
    bare = vars(value).get("own") if isinstance(value, types.FunctionType) else None
    return bare if bare is not None else value


def installed(module: types.ModuleType) -> bool:
    """Whether a module is there in every session: Python's, an installed package's, or cnnkit's.

    Examples
    --------
    >>> installed(os)
    True
    """
    file = getattr(module, "__file__", None)
    if file is None:
        return module.__name__ != "__main__"
    paths = sysconfig.get_paths()
    places = [paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    places += [site.getusersitepackages(), os.path.dirname(os.path.dirname(__file__))]
    file = os.path.normcase(os.path.realpath(file))
    return any(file.startswith(os.path.join(os.path.normcase(os.path.realpath(place)), "")) for place in places)


def is_compiled(value: object) -> bool:
    """Whether this is a function compiled by Numba.

    Examples
    --------
    >>> is_compiled(len)
    False
    """
    return isinstance(getattr(value, "py_func", None), types.FunctionType) and hasattr(value, "targetoptions")


def numba_njit() -> object:
    """Numba's njit."""
    import numba

    return numba.njit


def definition(value: object) -> tuple[str, str, dict, dict, bool] | None:
    """The text that defines a function or class.

    Returns
    -------
    text : str
        A statement, or for a lambda the expression.
    title : str
        The name that the statement defines; empty for a lambda.
    cells : dict
        Variables of a surrounding function that it remembers.
    space : dict
        Where its names are looked up.
    future : bool
        Whether annotations are texts there.
    None
        If it has no definition of its own, or that is not known to Python.

    Examples
    --------
    >>> definition(len) is None
    True
    """
    if isinstance(value, type):
        return _of_class(value)
    decorated = _decorated(value)
    function = decorated or value
    if not isinstance(function, types.FunctionType):
        return None
    node, text = _node(function.__code__)
    if node is None:
        return None
    future = bool(function.__code__.co_flags & ANNOTATIONS)
    if isinstance(node, ast.Lambda):
        return ast.get_source_segment(text, node), "", _cells(function), function.__globals__, future
    lines = text.splitlines()[(node.lineno if decorated is None else _first(node)) - 1 : node.end_lineno]
    return textwrap.dedent("\n".join(lines)), node.name, _cells(function), function.__globals__, future


def names_of(text: str) -> list[str]:
    """The names that a text looks up outside itself when it is run or called, in order.

    Examples
    --------
    >>> names_of("def f(x=K): return np.sum(x) + helper(x)")
    ['K', 'np', 'helper']
    """
    top = compile(text, "<names>", "exec", dont_inherit=True)
    found, given = {}, set()
    for depth, code in _codes(top):
        stored = {i.argval for i in dis.get_instructions(code) if i.opname == "STORE_NAME"}
        given |= stored if depth == 0 else set()
        for step in dis.get_instructions(code):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME", "DELETE_GLOBAL") and not (depth and step.argval in stored):
                found[step.argval] = True
    return [name for name in found if name not in given and name not in GIVEN]


def why_not(value: object) -> str:
    """Why a value cannot be written down.

    Examples
    --------
    >>> why_not(open)
    'a function whose source is not known to Python.'
    """
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
        return f"a {'class' if isinstance(value, type) else 'function'} whose source is not known to Python."
    kind = type(value).__name__[:40]
    article = "an" if kind[:1].lower() in "aeiou" else "a"
    return f"{article} {kind}, which cannot be written down; make it inside the function, or pass it as an argument."


def _codes(code: types.CodeType, depth: int = 0) -> Iterator[tuple[int, types.CodeType]]:
    yield depth, code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant, depth + 1)


def _cells(function: types.FunctionType) -> dict:
    """The remembered variables; not the function itself, which it finds by its own name."""
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            if cell.cell_contents is not function:
                found[name] = cell.cell_contents
        except ValueError:  # not given a value yet
            continue
    return found


def _node(code: types.CodeType) -> tuple[ast.AST | None, str]:
    """The definition of a code object in the text of its file or cell; the innermost where lambdas are nested."""
    text, tree = _parsed(code.co_filename)
    kinds = ast.Lambda if code.co_name == "<lambda>" else (ast.FunctionDef, ast.AsyncFunctionDef)
    fits = [
        node
        for node in ast.walk(tree)
        if isinstance(node, kinds) and _first(node) <= code.co_firstlineno <= node.end_lineno and _is_of(node, code)
    ]
    return min(fits, key=lambda node: len(ast.get_source_segment(text, node)), default=None), text


def _parsed(file: str) -> tuple[str, ast.AST]:
    linecache.checkcache(file)
    text = "".join(linecache.getlines(file))
    try:
        return text, ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return "", ast.Module([], [])


def _first(node: ast.AST) -> int:
    return min([node.lineno, *(part.lineno for part in getattr(node, "decorator_list", ()))])


def _is_of(node: ast.AST, code: types.CodeType) -> bool:
    """Whether this node was compiled to that code: by its name and line, for a lambda by where its code stands."""
    if not isinstance(node, ast.Lambda):
        return node.name == code.co_name and _first(node) == code.co_firstlineno
    body = node.body
    begin, end = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    places = [at for at in code.co_positions() if None not in at and at[3]]
    return bool(places) and all(begin <= (at[0], at[2]) and (at[1], at[3]) <= end for at in places)


def _decorated(value: object) -> types.FunctionType | None:
    """The function under the decorators of a definition whose name now means this value."""
    seen, open_ = set(), [value]
    while open_:
        one = open_.pop()
        if id(one) in seen or len(seen) > 50:
            continue
        seen.add(id(one))
        if isinstance(one, types.FunctionType):
            node, _ = _node(one.__code__)
            if getattr(node, "decorator_list", None) and own(one.__globals__.get(node.name)) is value:
                return one
            open_ += [content for content in _cells(one).values() if callable(content)]
        for inner in ("__wrapped__", "py_func", "func", "pyfunc"):
            if callable(part := getattr(one, inner, None)):
                open_.append(part)
        if not isinstance(one, type | types.ModuleType):
            open_ += [part for part in getattr(one, "__dict__", {}).values() if callable(part)]
    return None


def _of_class(kind: type) -> tuple[str, str, dict, dict, bool] | None:
    """The definition of a class; it stands where its methods do, or in the newest cell that has it."""
    method = next((part for part in vars(kind).values() if isinstance(part, types.FunctionType)), None)
    if method is not None:
        files, space = [method.__code__.co_filename], method.__globals__
    else:
        files = [file for file in linecache.cache if "ipykernel" in file or file.startswith("<ipython")]
        space = getattr(sys.modules.get(kind.__module__), "__dict__", {})
    for file in reversed(files):
        text, tree = _parsed(file)
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
                lines = text.splitlines()[_first(node) - 1 : node.end_lineno]
                return "\n".join(lines), node.name, {}, space, False
    return None
