"""The auto-grader: tries a function, names the misconception, shows one wrong cell written out.

It judges arrays, never text, and decides against plain formulas alone; the catalogue of mistakes only
explains a refusal.  It never raises and never prints, so an untouched notebook runs from top to bottom.

Adding an exercise: put its data into `exercises/lesson_NN.py` (cases, simplest first; an oracle that shares
nothing with the package's fast code; three hints from place to concept to line), its readable solution
into `solutions/lesson_NN.py`, and its known mistakes into a program of `cnnkit.mistakes`.
`tests/test_grader.py` complains when the solution does not pass, a known mistake is not refused or not named,
and `tests/solutions/` holds programs, right and wrong, that were written without looking at these.
"""

from cnnkit.grader.checking import check, grade
from cnnkit.grader.exposing import expose, wrong_program
from cnnkit.grader.report import Grids, Report
from cnnkit.grader.standing import Standing, progress
from cnnkit.grader.using import use

__all__ = [
    "Grids",
    "Report",
    "Standing",
    "check",
    "expose",
    "grade",
    "progress",
    "use",
    "wrong_program",
]
