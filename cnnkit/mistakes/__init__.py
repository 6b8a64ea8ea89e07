"""Known misconceptions, each as a switch in a small plain-NumPy program.

A program computes what an exercise asks for and takes a set of `faults`.  With no fault it is right; with
one it is wrong in the way that the catalogue describes; with two it is wrong in both ways at once.  The
grader compares a learner's arrays with the programs' arrays and so names the misconception; it never
reads the learner's text.  The race of wrong gradients trains with the same programs.

A switch is written "F01", or "F04:first" where one misconception has more than one form; the part before
the colon is the identifier that the learner sees.

Adding a mistake: in the file of its concept, build a switch into the program of its exercise, name the switch
in that program's list, and say what it is in `MISTAKES`.  `tests/test_mistakes.py` complains when one of
the three is missing, and when the switch changes nothing on the fixtures of its exercise.
"""

from cnnkit.mistakes import (
    boxes,
    descent,
    filterbank,
    forward,
    grad_input,
    grad_weight,
    normalization,
    numbers,
    pooling,
    pose,
    residual,
    routing,
    scanning,
    separable,
    sizes,
    training,
    transposed,
)
from cnnkit.mistakes.program import Mistake, Program, identifier

__all__ = ["CATALOGUE", "Mistake", "Program", "identifier"]

CATALOGUE = {
    mistake.id: mistake
    for concept in (numbers, scanning, forward, sizes, descent, grad_input, grad_weight, pooling, routing, training, transposed, filterbank, boxes, pose, residual, normalization, separable)
    for mistake in concept.MISTAKES
}
