"""One result of the learner's function on one case, beside the right one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.grader.judging import differ

__all__ = ["Seen", "axis_of", "equal", "listed", "plural"]

ENOUGH = 4  # wrong cells that a pattern has to explain: fewer agree by chance


@dataclass(frozen=True)
class Seen:
    """One result on one case.

    Parameters
    ----------
    facts : dict
        Sizes of the case.
    args : dict of str to object
        Its arguments by name.
    yours, right : arrays
        What came and what is right.
    whole : bool
        Whether it came as whole numbers.
    """

    facts: dict
    args: dict
    yours: np.ndarray
    right: np.ndarray
    whole: bool = False

    @property
    def fits(self) -> bool:
        """Whether the shape is right."""
        return self.yours.shape == self.right.shape

    @property
    def off(self) -> np.ndarray:
        """Which cells are wrong, where the shape is right."""
        return differ(self.yours, self.right)

    @property
    def wrong(self) -> bool:
        """Whether shape or values are wrong."""
        return not self.fits or bool(self.off.any())


# what the axes of a result count, by its name, else by their number
NAMED = {
    ("w", 4): ("filter", "input map", "row", "column"), ("dw", 4): ("output map", "input map", "row", "column"), ("filters", 4): ("output map", "input map", "row", "column"),
    ("bank", 5): ("filter", "member", "input map", "row", "column"), ("turned", 5): ("example", "filter", "member", "row", "column"),
    ("dz", 2): ("example", "class"), ("A", 2): ("output", "input"), ("rows", 2): ("position", "entry"),
}  # fmt: skip
AXES = {2: ("row", "column"), 3: ("map", "row", "column"), 4: ("example", "map", "row", "column")}


def axis_of(name: str, axes: int, axis: int) -> str:
    """What an axis of a result counts, one of it.

    Examples
    --------
    >>> axis_of("z", 4, 0), axis_of("bank", 5, 1)
    ('example', 'member')
    """
    return (NAMED.get((name, axes)) or AXES.get(axes) or ("entry" if axes == 1 else "slice",) * axes)[axis]


def plural(word: str) -> str:
    """Several of it.

    Examples
    --------
    >>> plural("entry"), plural("class"), plural("row")
    ('entries', 'classes', 'rows')
    """
    return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith("s") else "s")


def equal(one: np.ndarray, other: np.ndarray) -> bool:
    """The same shape and, up to rounding, the same numbers."""
    return one.shape == other.shape and not differ(one, other).any()


def listed(words: list[str]) -> str:
    """ "a, b and c".

    Examples
    --------
    >>> listed(["rows", "columns"])
    'rows and columns'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
