"""What the grader says, as data; `page` draws it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.grader.page import report_page

__all__ = ["Grids", "Report"]


@dataclass(frozen=True)
class Grids:
    """The map with the first wrong cell: what was needed, what came, and the verdict on every cell.

    Parameters
    ----------
    name : str
        Which result, and which map of it: "z[0, 1]".
    expected, yours : (rows, columns) arrays
        The two maps.
    wrong : (rows, columns) array of bool
        Which cells were judged wrong.
    cell : (int, int)
        The wrong cell that the witness explains.
    origin : str
        On which input.
    """

    name: str
    expected: np.ndarray
    yours: np.ndarray
    wrong: np.ndarray
    cell: tuple[int, int]
    origin: str = ""


@dataclass(frozen=True)
class Report:
    """The result of a check.

    Parameters
    ----------
    exercise : str
        Its id.
    passed : bool
        Whether everything is right.
    score : float
        Share of the checks that passed, 0 to 1.
    mistakes : tuple of str
        Recognised ids of the catalogue; two when two faults combine, empty when unknown.
    message : str
        What there is to say, in sentences; the first one says most.
    hints : tuple of str
        From place to concept to line.
    checks : tuple of (str, bool)
        What was tried, and whether it was right.
    grids : Grids, optional
        Expected, yours, difference.
    witness : str
        One wrong cell written out.
    call : str
        The call that the message, the grids and the witness speak of, as code that can be copied and run.
    explorer : str
        Code that shows the same inputs in an explorer, with the learner's function in place.
    sizes : str
        The arguments of that call, arrays by their shapes.
    printed : str
        What the function printed during that call.
    solution : str
        A readable solution, after an honest try.
    note : str
        Something worth knowing besides.
    pattern : str
        What all wrong results have in common, where no mistake is recognised.
    separation : str
        The property that separates right cases from wrong ones.

    Examples
    --------
    >>> print(Report("double", True, 1.0, (), "Right."))
    double: Right.
    """

    exercise: str
    passed: bool
    score: float
    mistakes: tuple[str, ...]
    message: str
    hints: tuple[str, ...] = ()
    checks: tuple[tuple[str, bool], ...] = ()
    grids: Grids | None = None
    witness: str = ""
    call: str = ""
    explorer: str = ""
    sizes: str = ""
    printed: str = ""
    solution: str = ""
    note: str = ""
    pattern: str = ""
    separation: str = ""

    def __repr__(self) -> str:
        return f"{self.exercise}: {self.message}"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return report_page(self)
