"""Arguments on their way into the sandbox: arrays as bytes, everything else as something to be built anew there."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable

import numpy as np

from cnnkit.classroom.inside.values import pack
from cnnkit.layers import Layer

__all__ = ["CannotTravel", "source_of_solution", "told"]


class CannotTravel(TypeError):
    """An argument of an exercise cannot be sent into the sandbox."""


def told(value: object, blocks: list[bytes]) -> object:
    """The tree from which the sandbox builds an argument; the bytes of its arrays go to blocks.

    Layers travel as their description and arrays; functions, and objects of other classes, as the source of what
    they are and their fields.  That source may use np and math alone.

    Raises
    ------
    CannotTravel
        If there is no source.

    Examples
    --------
    >>> told((np.zeros(1), "relu"), [])
    {'tuple': [{'array': '<f8', 'shape': [1]}, {'text': 'relu'}]}
    """
    if value is None or isinstance(value, np.ndarray):
        return pack(value, blocks)
    if type(value) in (bool, int, float) or isinstance(value, np.generic):
        return {"plain": value.item() if isinstance(value, np.generic) else value}
    if type(value) is str:
        return {"text": value}
    if type(value) in (list, tuple):
        items = [
            _layer(item, place, blocks) if isinstance(item, Layer) else told(item, blocks) for place, item in enumerate(value)
        ]
        return {type(value).__name__: items}
    if isinstance(value, np.random.Generator):
        return {"generator": value.bit_generator.state}
    if isinstance(value, Layer):
        return _layer(value, 0, blocks)
    if inspect.isfunction(value):
        return {"source": _source(value), "name": value.__name__}
    fields = {name: told(field, blocks) for name, field in vars(value).items()}
    return {"source": _source(type(value)), "name": type(value).__name__, "fields": fields}


def _layer(layer, place, blocks) -> dict:
    arrays = {name: pack(getattr(layer, name), blocks) for name in ("w", "bias")}
    return {"layer": repr(layer), "arrays": {**arrays, "place": {"plain": place}}}


def source_of_solution(function: Callable) -> str:
    """A readable solution as text; empty where Python does not know it.

    Examples
    --------
    >>> source_of_solution(print)
    ''
    """
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""


def _source(thing) -> str:
    try:
        return textwrap.dedent(inspect.getsource(thing))
    except (OSError, TypeError):
        raise CannotTravel(f"{thing!r} has no source that can be sent into the sandbox") from None
