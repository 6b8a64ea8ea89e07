"""A learner's function as a text that stands alone: with the imports, helpers and constants that it leans on.

The text is made from what the function is now, not from the history of the notebook: every name that its code
looks up is found in its session and written down, a function as its source, a module as an import, a number or a
small array as its value, and so on for what those lean on.
"""

from __future__ import annotations

import functools
import re
import sys
import textwrap
import types
from collections.abc import Callable

import numpy as np

from cnnkit.learner import sources

__all__ = ["Carried", "carried"]

LARGEST = 10_000  # numbers of an array, or letters of a text, that are still written down
PLAIN = (type(None), bool, int, str, bytes, type(Ellipsis), type(NotImplemented), range, slice)
FAMILIAR = ("numpy", "numpy.random", "numpy.linalg", "math", "operator", "itertools", "functools", "numba", "cnnkit", "cnnkit.learner")


class _Cannot(Exception):
    """What cannot be written down, in words."""


class Carried:
    """A text that defines a function, and what it still needs.

    Parameters
    ----------
    source : str
        The text; empty if there is none.
    problem : str
        Why there is none, a whole sentence.
    beside : tuple of str
        Files of one's own that the text imports.
    """

    def __init__(self, source: str = "", problem: str = "", beside: tuple[str, ...] = ()):
        self.source, self.problem, self.beside = source, problem, beside


def carried(name: str, function: Callable) -> Carried:
    """The text that makes `name` mean this function wherever it is run.

    Parameters
    ----------
    name : str
        The name that it is to have.
    function : callable

    Returns
    -------
    Carried

    Examples
    --------
    >>> print(carried("double", functools.partial(np.multiply, 2.0)).source)
    from functools import partial
    from numpy import multiply
    <BLANKLINE>
    double = partial(multiply, 2.0)
    <BLANKLINE>
    """
    text = _Text()
    try:
        text.bind(name, function, answer=True)
    except _Cannot as reason:
        return Carried(problem=str(reason))
    except RecursionError:
        return Carried(problem="it is nested too deeply.")
    return Carried(text.whole(), beside=tuple(text.beside))


class _Text:
    """Imports and definitions, in an order in which they can be run."""

    def __init__(self):
        self.future, self.imports, self.parts, self.beside = False, [], [], []
        self.bound = {}  # name -> what it means

    def whole(self) -> str:
        """The text."""
        head = ["from __future__ import annotations", ""] if self.future else []
        imports = sorted(self.imports, key=lambda line: (line.startswith("from"), line))
        blocks = ["\n".join([*head, *imports])] if head or imports else []
        gap = "\n\n\n" if any("\n" in part for part in self.parts) else "\n\n"
        return gap.join([*blocks, *self.parts]) + "\n"

    def bind(self, name: str, value: object, answer: bool = False) -> None:
        """Write down what makes `name` mean `value`, after what that leans on; an answer is never an import."""
        value = sources.own(value)
        if name in self.bound:
            if self.bound[name] is not value and not _same(self.bound[name], value):
                raise _Cannot(f"it needs two different things that are called {name}; rename one of them.")
            return
        self.bound[name] = value
        try:
            if line := "" if answer else self._imported(name, value):
                self.imports.append(line)
            elif getattr(value, "stands_in", False) is True:
                self.bind("use", sys.modules["cnnkit.learner"].use)
                self.parts.append(f'{name} = use("{value.exercise}")')
            elif not self._defined(name, value):
                self.parts.append(f"{name} = {self._written(value, name)}")
        except _Cannot as reason:
            if str(reason).startswith("it "):
                raise
            raise _Cannot(f"it is {reason}" if answer else f"it leans on {name}, {reason}") from None

    def _imported(self, name: str, value: object) -> str:
        """The import that gives this value, if it is a module or comes from an installed one."""
        if isinstance(value, types.ModuleType):
            path = value.__name__
            if sys.modules.get(path) is not value or path == "__main__":
                raise _Cannot(f"the module {path}, which cannot be imported again.")
            if not sources.installed(value):
                self.beside.append(str(value.__file__))
            return f"import {path}" if path == name else f"import {path} as {name}"
        found = _home(value)
        if not found:
            return ""
        return f"from {found[0]} import {found[1]}" + ("" if found[1] == name else f" as {name}")

    def _defined(self, name: str, value: object) -> bool:
        """Write the definition of a function or class, if it has one of its own; whether it has."""
        found = sources.definition(value)
        if found is None:
            return False
        text, title, cells, space, future = found
        self.future = self.future or future
        if title and not cells and not isinstance(value, type):
            text = re.sub(rf"\bdef\s+{title}\b", f"def {name}", text, count=1)
        given = ", ".join(f"{cell}={self._written(content, cell)}" for cell, content in cells.items())
        if cells:  # what it remembers of the function that made it becomes the arguments of a maker
            maker = f"_with_{name.strip('_')}"
            inner = f"{textwrap.indent(text, '    ')}\n    return {title}" if title else f"    return {text}"
            text = f"def {maker}({', '.join(cells)}):\n{inner}"
        for needed in sources.names_of(text):
            if needed in space:  # a name that is nowhere fails there now too, or is never come to
                self.bind(needed, space[needed])
        if cells:
            self.parts += [text, f"{name} = {maker}({given})"]
        else:
            self.parts.append(text if title else f"{name} = {text}")
            if isinstance(value, type) and title != name:
                self.parts.append(f"{name} = {title}")
        return True

    def _written(self, value: object, hint: str) -> str:
        """An expression for a value."""
        if type(value) in PLAIN:
            if isinstance(value, str | bytes) and len(value) > LARGEST:
                raise _Cannot(f"a text of {len(value):,} letters, which is too long to be written down.")
            return repr(value)
        if type(value) is float:
            return repr(value) if np.isfinite(value) else f'float("{value}")'
        if type(value) is complex:
            return f"complex({self._written(value.real, hint)}, {self._written(value.imag, hint)})"
        if type(value) in (list, tuple, set, frozenset, dict):
            return self._container(value, hint)
        if type(value) is np.ndarray or isinstance(value, np.generic | np.dtype):
            return self._numbers(value, hint)
        if isinstance(value, functools.partial):
            given = [self._written(part, hint) for part in (value.func, *value.args)]
            given += [f"{key}={self._written(part, key)}" for key, part in value.keywords.items()]
            return f"{self._name(functools.partial, 'partial')}({', '.join(given)})"
        if isinstance(value, np.vectorize) and value.signature is None:
            return f"{self._name(np.vectorize, 'vectorize')}({self._written(value.pyfunc, hint)})"
        if isinstance(value, types.MethodType | types.BuiltinMethodType) and not _home(value):
            return f"{self._written(value.__self__, hint)}.{value.__name__}"
        if sources.is_compiled(value):
            options = ", ".join(f"{key}={on!r}" for key, on in value.targetoptions.items() if key != "nopython" and type(on) is bool)
            return f"{self._name(sources.numba_njit(), 'njit')}({options})({self._written(value.py_func, hint)})"
        if (bare := getattr(value, "__wrapped__", None)) is not None and hasattr(value, "cache_parameters"):
            size = value.cache_parameters()["maxsize"]
            return f"{self._name(functools.lru_cache, 'lru_cache')}(maxsize={size})({self._written(bare, hint)})"
        if callable(value) and (_home(value) or sources.definition(value)):
            return self._name(value, getattr(value, "__name__", hint))
        raise _Cannot(sources.why_not(value))

    def _name(self, value: object, hint: str) -> str:
        """A name that means this value, bound if need be."""
        name = hint if hint.isidentifier() else "helper"
        while name in self.bound and self.bound[name] is not value:
            name += "_"
        self.bind(name, value)
        return name

    def _container(self, value, hint: str) -> str:
        if len(value) > LARGEST:
            raise _Cannot(f"a {type(value).__name__} of {len(value):,} things, which is too long to be written down.")
        if isinstance(value, dict):
            pairs = (f"{self._written(key, hint)}: {self._written(item, hint)}" for key, item in value.items())
            return f"{{{', '.join(pairs)}}}"
        items = ", ".join(self._written(item, hint) for item in value)
        if isinstance(value, set | frozenset):
            return f"{type(value).__name__}([{items}])"
        return f"[{items}]" if isinstance(value, list) else f"({items},)" if len(value) == 1 else f"({items})"

    def _numbers(self, value, hint: str) -> str:
        if isinstance(value, np.dtype):
            if value.fields or value.hasobject:
                raise _Cannot(f"the dtype {value}, which cannot be written down.")
            return f"{self._name(np.dtype, 'dtype')}({value.str!r})"
        array = np.asarray(value)
        if array.size > LARGEST:
            raise _Cannot(f"an array of {array.size:,} numbers, too many to be written down; make it inside the function.")
        if array.dtype.kind not in "biufcSU":
            raise _Cannot(f"an array of {array.dtype}, which cannot be written down.")
        maker = self._name(np.array, "array")
        text = f"{maker}({self._written(array.ravel().tolist(), hint)}, {array.dtype.str!r})"
        if isinstance(value, np.generic):
            return f"{text}[0]"
        return text if array.ndim == 1 else f"{text}.reshape({array.shape})"


def _home(value: object) -> tuple[str, str] | None:
    """(module, name) under which an installed module has this very object."""
    name = getattr(value, "__name__", None)
    if not isinstance(name, str):
        return None
    for path in (*FAMILIAR, getattr(value, "__module__", None)):
        module = sys.modules.get(path) if isinstance(path, str) else None
        if module is not None and vars(module).get(name) is value and sources.installed(module):
            return path, name
    return None


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and type(one) in (*PLAIN, float) and one == other
