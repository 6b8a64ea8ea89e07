"""The source text of a function."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable

__all__ = ["source_of"]


def source_of(function: Callable) -> str:
    """The source text of a function, or nothing where Python does not know it.

    Examples
    --------
    >>> source_of(print)
    ''
    """
    try:
        return textwrap.dedent(inspect.getsource(getattr(function, "py_func", function)))
    except (OSError, TypeError, IndentationError):
        return ""
