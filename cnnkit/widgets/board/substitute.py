"""A learner's function in place of the package's: run it once, show its numbers, cross what differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from traitlets import Any, TraitError

from cnnkit.shapes.arguments import shown
from cnnkit.widgets.board.picture import BLANK

__all__ = ["Substitute", "yours"]


class Function(Any):
    """A setting that can be called, or is left out."""

    def validate(self, owner, value):
        """The function, if it is one."""
        if value is not None and not callable(value):
            raise TraitError(
                f"{self.name} must be a function, but {shown(value)} came; write its name without parentheses"
            )
        return value


def yours() -> Function:
    """A trait for a learner's function; every explorer names it as its exercise is named."""
    return Function(None, allow_none=True).tag(picture=True, exercise=True)


@dataclass(frozen=True)
class Substitute:
    """What a learner's function gave, beside what the package gives.

    Parameters
    ----------
    truth : array
        The package's numbers.
    values : array, optional
        The learner's; None where the package's are shown.
    trouble : str
        Why the learner's function gave no numbers that can be shown: the grid stays blank.
    note : str
        One sentence about how it went.
    """

    truth: np.ndarray
    values: np.ndarray | None = None
    trouble: str = ""
    note: str = ""

    @classmethod
    def of(cls, function: Callable | None, truth: np.ndarray, *arguments, unless: str = "") -> Substitute:
        """Call the function positionally, with copies, and compare.

        `unless` says why it cannot be asked at present ("knows no dilation").

        Examples
        --------
        >>> Substitute.of(lambda y: y + 1, np.zeros((1, 1)), np.zeros((1, 1))).differs.tolist()
        [[True]]
        >>> Substitute.of(lambda y: y / 0, np.zeros((1, 1)), 1).trouble
        'Your function raised ZeroDivisionError: division by zero.'
        """
        if function is None:
            return cls(truth)
        if getattr(function, "stands_in", False):
            return cls(truth, note="The package's function stands in until yours passes: its numbers.")
        if unless:
            return cls(truth, note=f"Your function {unless}: the package's numbers.")
        copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
        try:
            came = np.asarray(function(*copies))
        except NotImplementedError:
            return cls(truth, note="Your function is not written yet: the package's numbers.")
        except Exception as reason:
            said = f"{type(reason).__name__}: {reason}".rstrip(": ").rstrip(".")
            return cls._failed(truth, f"raised {said}")
        if came.dtype.kind not in "fiub":
            none = came.dtype == object and came.shape == () and came.item() is None
            return cls._failed(truth, f"returned {'None' if none else f'{came.dtype} numbers'}, no array of numbers")
        if came.shape != truth.shape:
            return cls._failed(truth, f"returned shape {came.shape}, but {truth.shape} is needed")
        return cls(truth, came.astype(float), note=_compared(came, truth))

    @classmethod
    def pair(cls, function: Callable | None, truths: tuple, names: str, *arguments) -> tuple:
        """The same for a function of two results.

        Examples
        --------
        >>> Substitute.pair(lambda y: y, (np.ones(1), np.ones(1)), "(u, positions)", 3)[0].trouble
        'Your function returned one thing, but two arrays, (u, positions), are needed.'
        """
        kept = []

        def first(*given):
            both = function(*given)
            if isinstance(both, tuple | list) and len(both) == 2:
                kept.append(both[1])
                return both[0]
            kept.append(None)
            return both

        one, two = truths
        if function is None or getattr(function, "stands_in", False):
            return cls.of(function, one), cls(two)
        found = cls.of(first, one, *arguments)
        if not kept:  # it raised, or is not written yet
            failed = found.trouble
            return found, cls(two, np.full(two.shape, np.nan), failed) if failed else cls(two)
        if kept[0] is None:
            found = cls._failed(one, f"returned one thing, but two arrays, {names}, are needed")
            return found, cls(two, np.full(two.shape, np.nan), found.trouble)
        return found, cls.of(lambda: kept[0], two)

    def called(self, name: str) -> Substitute:
        """The same, with the function's name in its sentences, where an explorer shows two functions.

        Examples
        --------
        >>> Substitute.of(lambda: [2.0], np.ones(1)).called("max_pool").note
        'Your max_pool differs in 1 of 1 cells; they are crossed.'
        """
        trouble, note = (words.replace("Your function", f"Your {name}", 1) for words in (self.trouble, self.note))
        return replace(self, trouble=trouble, note=note)

    @classmethod
    def _failed(cls, truth, what: str) -> Substitute:
        words = f"Your function {what}."
        return cls(truth, np.full(truth.shape, np.nan), words, words)

    @property
    def differs(self) -> np.ndarray | None:
        """Cells to cross: where the numbers differ, and all where there are none."""
        return None if self.values is None else differing(self.values, self.truth)

    @property
    def shown(self) -> np.ndarray:
        """The numbers to show."""
        return self.truth if self.values is None else self.values

    def grid(self, cut: Callable = np.asarray) -> dict:
        """Keywords of a `Grid`; `cut` takes the grid's part out of an array of the truth's shape.

        Examples
        --------
        >>> Substitute.of(lambda: [[[2]]], np.ones((1, 1, 1))).grid(lambda a: a[0])["crossed"].tolist()
        [[True]]
        """
        if self.values is None:
            return {"values": cut(self.truth)}
        told = {"values": cut(self.values), "crossed": cut(self.differs), "yours": True}
        if self.trouble:
            told |= {"trouble": self.trouble, "kinds": np.full(told["values"].shape, BLANK)}
        return told


def differing(values, truth) -> np.ndarray:
    """Where two arrays differ by more than the grader calls rounding; nan differs from everything.

    Examples
    --------
    >>> differing([1.0, np.nan, np.inf], [1.0 + 1e-9, 0.0, 0.0]).tolist()
    [False, True, True]
    """
    # it takes a tenth of a second to load, and most explorers open without anybody's numbers
    from cnnkit.grader.judging import differ

    values = np.asarray(values, float)
    return differ(values, np.asarray(truth, float)) | np.isnan(values)


def _compared(came, truth) -> str:
    count, cells = int(differing(came, truth).sum()), truth.size
    if not count:
        return f"Your function's numbers: all {cells} cells agree with the package."
    lost = int((~np.isfinite(np.asarray(came, float))).sum())
    odd = f", {lost} of them nan or infinite" if lost else ""
    return f"Your function differs in {count} of {cells} cells{odd}; they are crossed."
