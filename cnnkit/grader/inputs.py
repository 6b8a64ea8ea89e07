"""The inputs of a case as a call that can be copied and run."""

from __future__ import annotations

import numpy as np

__all__ = ["call_of", "explorer_of", "sizes_of"]

FEW = 40  # numbers that are written out


def call_of(exercise: str, case: int, args: tuple, seed: int = 0) -> str:
    """Code that calls the learner's function on a case: the numbers themselves where they are few.

    Examples
    --------
    >>> call_of("double", 1, (np.array([[1.0, -2.5]]),))
    'double(np.array([[1., -2.5]]))'
    >>> print(call_of("scan", 4, (np.zeros((9, 9)), np.zeros((2, 2)), 1.0)))
    from cnnkit.lessons import inputs
    scan(*inputs("scan", 4))
    """
    written = [_literal(arg) for arg in args]
    if None in written or sum(_count(arg) for arg in args) > FEW:
        drawn = f", seed={seed}" if seed else ""
        return f'from cnnkit.lessons import inputs\n{exercise}(*inputs("{exercise}", {case}{drawn}))'
    return f"{exercise}({', '.join(written)})"


def explorer_of(asked, case: int, args: tuple, seed: int = 0, example: int = 0) -> str:
    """Code that shows a case in an explorer; empty where that does not show the wrong cell of that example.

    Examples
    --------
    >>> from cnnkit.lessons import find, inputs
    >>> print(explorer_of(find("max_pool"), 1, inputs("max_pool", 1)))
    from cnnkit.widgets.opening import in_explorer
    in_explorer("max_pool", 1, max_pool)
    """
    if example or asked.explorer is None or asked.explorer(*args) is None:
        return ""
    drawn = f", seed={seed}" if seed else ""
    return f'from cnnkit.widgets.opening import in_explorer\nin_explorer("{asked.id}", {case}, {asked.id}{drawn})'


def sizes_of(names: tuple[str, ...], args: tuple) -> str:
    """What the arguments are, where there are arrays among them: "y (1, 2, 7, 5), stride 2".

    Examples
    --------
    >>> sizes_of(("y", "stride"), (np.zeros((1, 2, 7, 5)), 2))
    'y (1, 2, 7, 5), stride 2'
    """
    said = []
    if not any(isinstance(arg, np.ndarray) for arg in args):
        return ""
    for name, arg in zip(names, args, strict=True):
        if isinstance(arg, np.ndarray):
            said.append(f"{name} {arg.shape}")
        elif _literal(arg) is not None and len(str(arg)) < 60:
            said.append(f"{name} {arg}")
        elif hasattr(arg, "forward"):
            said.append(f"{name} ({arg!r})")
    return ", ".join(said)


def _count(arg) -> int:
    if isinstance(arg, np.ndarray):
        return arg.size
    return sum(map(_count, arg)) if isinstance(arg, list | tuple) else 1


def _literal(arg) -> str | None:
    """An argument as code; None for what cannot be written, such as a net."""
    if isinstance(arg, np.ndarray):
        kind = "" if arg.dtype in (np.float64, np.int64) else f", np.{arg.dtype}"
        return f"np.array({_nested(arg)}{kind})"
    if type(arg) in (int, float, bool, str):
        return repr(arg)
    if type(arg) in (list, tuple):
        inner = [_literal(item) for item in arg]
        if None in inner:
            return None
        one = "," if type(arg) is tuple and len(inner) == 1 else ""
        return f"[{', '.join(inner)}]" if type(arg) is list else f"({', '.join(inner)}{one})"
    return None


def _nested(array) -> str:
    if array.ndim == 0:
        return repr(array.item()).removesuffix("0") if array.dtype.kind == "f" else repr(array.item())
    return f"[{', '.join(_nested(np.asarray(part)) for part in array)}]"
