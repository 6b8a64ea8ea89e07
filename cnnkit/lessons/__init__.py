"""The contents of the course: exercises, solutions and questions, one folder for each lesson.

Adding a lesson: a folder `lesson_NN/` with `exercises.py` (EXERCISES, and EXPOSES where there are any),
`solutions.py` and `questions.py` (PREDICTIONS and RECAP), and its notebook.  Folders are found by their names.

Adding an exercise: its cases, simplest first, an oracle that shares nothing with the package's fast code, and
three hints from place to concept to line go into `exercises.py`; its readable solution into `solutions.py`;
its known mistakes into a program of `cnnkit.mistakes`.  `tests/test_grader.py` complains when the solution does
not pass, a known mistake is not refused or not named, and `tests/solutions/` holds programs, right and wrong,
that were written without looking at these.
"""

from cnnkit.lessons.course import (
    exercises,
    exposes,
    find,
    grade,
    inputs,
    lesson_numbers,
    wrong_program,
)

__all__ = ["exercises", "exposes", "find", "grade", "inputs", "lesson_numbers", "wrong_program"]
