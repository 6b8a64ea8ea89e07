"""A right program with fault switches, and the words for a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

__all__ = ["Mistake", "Program", "identifier"]


def identifier(switch: str) -> str:
    """The catalogue's name of a switch: "F04:first" is a form of F04.

    Examples
    --------
    >>> identifier("F04:first")
    'F04'
    """
    return switch.split(":")[0]


@dataclass(frozen=True)
class Mistake:
    """What the grader says about a misconception.

    Parameters
    ----------
    id : str
        Of the catalogue, "F01".
    name : str
        What the program did, in a few words that can follow "looks like:".
    why : str
        What is true instead, for someone who has read the lesson up to here.
    line : str
        What to change in the code.

    Examples
    --------
    >>> Mistake("X01", "three times", "Twice was asked for.", "Multiply by 2.").name
    'three times'
    """

    id: str
    name: str
    why: str
    line: str


@dataclass(frozen=True)
class Program:
    """A plain-NumPy function of an exercise's arguments and a set of faults, and the faults it knows.

    Parameters
    ----------
    function : function of the arguments and of faults
        Right without faults.
    switches : tuple of str
        The faults that it knows.
    instead : tuple of tuple of str
        Identifiers of which only one can be there, because each stands in the place of the others.

    Examples
    --------
    >>> def double(y, faults=frozenset()):
    ...     return y * (3 if "X01" in faults else 2)
    >>> program = Program(double, ("X01",))
    >>> program.wrong("X01")(5), [sorted(pair) for pair in program.pairs()]
    (15, [])
    """

    function: Callable
    switches: tuple[str, ...]
    instead: tuple[tuple[str, ...], ...] = ()

    def wrong(self, *switches: str) -> Callable:
        """The program with these faults, as a function of the exercise's arguments."""
        faults = frozenset(switches)
        return lambda *args: self.function(*args, faults=faults)

    def singles(self) -> list[frozenset[str]]:
        """Every single fault."""
        return [frozenset([switch]) for switch in self.switches]

    def pairs(self) -> list[frozenset[str]]:
        """Every two faults of different names."""
        return [
            frozenset(pair)
            for pair in combinations(self.switches, 2)
            if identifier(pair[0]) != identifier(pair[1])
            and not any(identifier(pair[0]) in group and identifier(pair[1]) in group for group in self.instead)
        ]
