"""The cases of an exercise with their right answers, and what known wrong programs make of them.

All of it depends on the seed alone, so it is computed once for each seed and kept: a second check of the same
exercise only runs the learner's function.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnkit.grader.calling import copied
from cnnkit.grader.exercise import Exercise
from cnnkit.grader.judging import as_parts

__all__ = ["Parts", "Trials", "trials_of"]

Parts = tuple[np.ndarray, ...]


class Trials:
    """Cases, right answers and the answers of wrong programs, for one exercise and one seed.

    Parameters
    ----------
    exercise : Exercise
        What is tried.
    seed : int
        Draws the numbers of the cases.
    """

    def __init__(self, exercise: Exercise, seed: int):
        self.exercise, self.seed = exercise, seed
        self.cases = exercise.cases(np.random.default_rng([seed, len(exercise.id)]))
        self.expected = [self._parts(exercise.expected(*copied(case.args))) for case in self.cases]
        self._made: dict[tuple[frozenset[str], int], Parts | None] = {}

    def made(self, faults: frozenset[str], case: int) -> Parts | None:
        """What the program with these faults returns on a case; None where it raises."""
        key = (faults, case)
        if key not in self._made:
            try:
                with np.errstate(all="ignore"):
                    args = copied(self.cases[case].args)
                    made = self.exercise.program.wrong(*faults)(*args)
                    self._made[key] = self._parts(self.exercise.judged(made, args))
            except Exception:
                self._made[key] = None
        return self._made[key]

    def _parts(self, value) -> Parts:
        return as_parts(value, len(self.exercise.results))


@lru_cache(maxsize=16)
def trials_of(exercise: Exercise, seed: int) -> Trials:
    """The trials of an exercise, made once for each seed.

    Examples
    --------
    >>> from cnnkit.lessons import find
    >>> len(trials_of(find("double"), 0).cases)
    7
    """
    return Trials(exercise, seed)
