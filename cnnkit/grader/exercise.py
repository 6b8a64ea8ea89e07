"""An exercise as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnkit.grader.rules import Rules
from cnnkit.mistakes import Program

__all__ = ["DRAWS", "Case", "Exercise", "Expose", "by_name", "decimals", "integers", "small"]


@dataclass(frozen=True)
class Case:
    """One call of the learner's function.

    Parameters
    ----------
    args : tuple
        Positional arguments.
    label : str
        What is special about it, in words that follow "with": "stride 2".
    stage : str
        The step of a staged exercise that it belongs to.
    judged, named : bool
        Whether it decides if an answer is right, and whether wrong programs are recognised by it.  Where there are
        many right answers, such as a trained net, a small case with one answer still tells the wrong ones apart.

    Examples
    --------
    >>> Case((3,), "an odd number").label
    'an odd number'
    """

    args: tuple
    label: str
    stage: str = ""
    judged: bool = True
    named: bool = True


@dataclass(frozen=True)
class Exercise:
    """What is asked, on which inputs it is tried, and what is right.

    Parameters
    ----------
    id : str
        Name of the function that the learner writes.
    arguments : str
        Its parameters, "y, w, bias".
    cases : function of a random generator
        Makes the list of cases, simplest first; called with a seeded generator.
    expected : function of the arguments
        The right answer, by an oracle that shares nothing with the package's fast code.
    adapter : function of the arguments, optional
        The package's own function in the exercise's signature, for `use`; the solution where there is none.
    solution : function
        The readable solution that unfolds.
    hints : (str, str, str)
        Place, concept, line: what helps when no known mistake is recognised.
    results : tuple of str
        Names of what is returned: one, or several for a tuple.
    program : Program, optional
        Its known mistakes.
    measure : function of (value, args), optional
        What is judged, where that is more than the value returned: layers keep gradients and weights, for example.
        Gets the arguments as the call left them.
    voice : function of (value, args), optional
        What a wrong value shows, a sentence, where it is judged by more than itself; empty where it shows nothing.
    witness : function of (args, part, index), optional
        The right value of one cell, written out as a sum.
    answers : tuple of str
        Names of package functions that would be the answer itself.
    changed_input : str
        The mistake that changing an input means here.
    indices : tuple of str
        Names of results that later lessons index arrays with: whole numbers are wanted.
    rules : Rules, optional
        What its arguments have to be, where learners choose them themselves.
    explorer : function of the arguments, optional
        A case in an explorer, as (name of its class, settings), the first example where there are several; None
        where it cannot be shown.
    extra : bool
        Not part of the core of the lesson.
    lesson : str
        The number of its lesson; the folder where it is found gives it.
    """

    id: str
    arguments: str
    cases: Callable[[np.random.Generator], list[Case]]
    expected: Callable
    solution: Callable
    hints: tuple[str, str, str]
    adapter: Callable | None = None
    results: tuple[str, ...] = ("z",)
    program: Program | None = None
    measure: Callable | None = None
    voice: Callable | None = None
    witness: Callable | None = None
    answers: tuple[str, ...] = ()
    changed_input: str = ""
    indices: tuple[str, ...] = ()
    rules: Rules | None = None
    explorer: Callable | None = None
    extra: bool = False
    lesson: str = ""

    def __post_init__(self):
        if self.adapter is None:
            object.__setattr__(self, "adapter", self.solution)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters.

        Examples
        --------
        >>> from cnnkit.lessons import find
        >>> find("double").names
        ('y',)
        """
        return tuple(name.strip() for name in self.arguments.split(","))

    def judged(self, value: object, args: tuple) -> object:
        """What is compared with `expected`, after a call that returned value and left args.

        Examples
        --------
        >>> from cnnkit.lessons import find
        >>> find("double").judged(6, (3,))
        6
        """
        return value if value is None or self.measure is None else self.measure(value, args)


@dataclass(frozen=True)
class Expose:
    """A wrong program to be exposed: find one input where it agrees with the right one, one where not.

    Parameters
    ----------
    id : str
        Its name.
    exercise : str
        The exercise whose arguments the inputs have.
    switches : tuple of str
        The faults of the wrong program.
    says : str
        What the wrong program does.
    conditions : tuple of (predicate of the arguments, words)
        Why an input hides the fault, most special first.
    trivial : tuple of (predicate of the arguments, words)
        Inputs that prove nothing, and why.
    lesson : str
        The number of its lesson; the folder where it is found gives it.
    """

    id: str
    exercise: str
    switches: tuple[str, ...]
    says: str
    conditions: tuple = ()
    trivial: tuple = ()
    lesson: str = ""


def by_name(function: Callable, arguments: str) -> Callable:
    """A function of the package or of the oracles, called with positional arguments of these names.

    Examples
    --------
    >>> by_name(dict, "size, stride")(7, 2)
    {'size': 7, 'stride': 2}
    """
    names = arguments.split(", ")

    def called(*args):
        return function(**dict(zip(names, args, strict=True)))

    return called


def integers(rng: np.random.Generator, *shape: int, low: int = -4, high: int = 4) -> np.ndarray:
    """Whole numbers as float64, so that sums can be checked by hand and hold exactly.

    Examples
    --------
    >>> integers(np.random.default_rng(0), 2, 3).shape
    (2, 3)
    """
    return rng.integers(low, high + 1, shape).astype(np.float64)


def decimals(rng: np.random.Generator, *shape: int, low: float = -4.0, high: float = 4.0) -> np.ndarray:
    """Numbers with one decimal, never whole ones: what is cut off or rounded shows.

    Examples
    --------
    >>> y = decimals(np.random.default_rng(0), 2, 3)
    >>> bool((y == np.rint(y)).any())
    False
    """
    whole = rng.integers(int(low), int(high), shape)
    return whole + rng.integers(1, 10, shape) / 10


def small(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers near 0.001: a result that is rounded to four decimals shows.

    Examples
    --------
    >>> bool(np.abs(small(np.random.default_rng(0), 2, 3)).max() < 0.005)
    True
    """
    # eight decimals: a call that is copied stays short, and no two numbers are the same
    return (rng.uniform(0.0005, 0.004, shape) * rng.choice([-1.0, 1.0], shape)).round(8)


# what to draw, and what to call it: whole numbers are easy to check, the others show what is cut off or rounded
DRAWS = {"whole numbers": integers, "decimal numbers": decimals, "numbers near 0.001": small}
