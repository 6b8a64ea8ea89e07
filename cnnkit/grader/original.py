"""NumPy and the oracles as they were when the grader was loaded.

A session may have replaced `np.allclose` or anything else, on purpose or by accident.  The grader judges
with the originals and says what was replaced.
"""

from __future__ import annotations

import contextlib

import numpy as np

from cnnkit import reference

__all__ = ["originals", "replaced"]

_MODULES = (np, np.linalg, np.lib.stride_tricks, reference)
_KEPT = [
    (module, {name: value for name, value in vars(module).items() if callable(value)}) for module in _MODULES
]


def replaced() -> list[tuple]:
    """(module, name, original) of everything that is not what it was."""
    return [
        (module, name, value)
        for module, kept in _KEPT
        for name, value in kept.items()
        if vars(module).get(name) is not value
    ]


@contextlib.contextmanager
def originals():
    """Put the originals back for a while."""
    changed = [(module, name, vars(module).get(name), value) for module, name, value in replaced()]
    for module, name, _, value in changed:
        setattr(module, name, value)
    try:
        yield [f"{module.__name__}.{name}" for module, name, _, _ in changed]
    finally:
        for module, name, now, _ in changed:
            if now is None:
                delattr(module, name)
            else:
                setattr(module, name, now)
