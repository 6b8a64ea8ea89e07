"""A case of an exercise in its explorer, with the learner's function in place."""

from __future__ import annotations

from collections.abc import Callable

from cnnkit import widgets
from cnnkit.lessons import find, inputs

__all__ = ["in_explorer"]


def in_explorer(exercise: str, case: int, function: Callable, seed: int = 0):
    """Show one case of an exercise in its explorer, where the cells that differ are crossed.

    Parameters
    ----------
    exercise : str
        Id of the exercise.
    case : int
        Number of the case, as a report names it.
    function : callable
        Your function, finished or not.
    seed : int
        The seed that the exercise was graded with.

    Returns
    -------
    Explorer
        With the first example of the case.

    Raises
    ------
    KeyError, IndexError
        If there is no such exercise or case.
    ValueError
        If that case has no explorer.

    Examples
    --------
    >>> from cnnkit.lessons import find
    >>> in_explorer("max_pool", 1, find("max_pool").solution).kernel_size
    2
    """
    asked = find(exercise)
    shown = asked.explorer(*inputs(exercise, case, seed)) if asked.explorer else None
    if shown is None:
        raise ValueError(f"case {case} of {exercise} has no explorer; a report shows the line where there is one")
    name, settings = shown
    return getattr(widgets, name)(**settings, **{exercise: function})
