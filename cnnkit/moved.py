"""Old import paths of learners' lessons, for one version: what moved where, said once in one line."""

from importlib import import_module

__all__ = ["found"]

# module of the version before -> names that a lesson took from it, and where they are now
MOVED = {
    "cnnkit.grader": {
        **dict.fromkeys(("check", "expose", "progress", "use"), "cnnkit.learner"),
        **dict.fromkeys(("grade", "wrong_program"), "cnnkit.lessons"),
    },
    "cnnkit.widgets": dict.fromkeys(("show_curves", "show_maps", "show_numbers"), "cnnkit.figures"),
    "cnnkit.doctor": {"doctor": "cnnkit.learner"},
}
_said = set()


def found(old: str, name: str) -> object:
    """The object that moved away from module `old`.

    Raises
    ------
    AttributeError
        If nothing of that name was ever there.

    Examples
    --------
    >>> found("cnnkit.grader", "nothing")
    Traceback (most recent call last):
    AttributeError: module 'cnnkit.grader' has no attribute 'nothing'
    """
    new = MOVED[old].get(name)
    if new is None:
        raise AttributeError(f"module {old!r} has no attribute {name!r}")
    if old not in _said:
        _said.add(old)
        print(f"{old}: {name} has moved, write `from {new} import {name}`.")
    return getattr(import_module(new), name)
