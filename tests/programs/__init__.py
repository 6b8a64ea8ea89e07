"""Programs that people could have written: right ones and wrong ones, with what the report on each is to say.

One file an exercise, `tests/programs/<exercise>.py`; several writers can share one exercise, with files such as
`conv2d_forward_second.py` (what follows the exercise's name does not matter).  Functions take the exercise's arguments.

- `right_...`: right, in a style of its own.  It has to be accepted, for several seeds.
- `wrong_...`: wrong; its docstring says what is wrong, in the writer's own words.  It is written from the exercise's text,
  without looking at `cnnkit/mistakes/` or `cnnkit/grader/`.  Then the report is read and judged by hand:

      @outcome("B10")                      the name that the report gives, and it is true of this program
      @outcome("B01/B07", "B20")           two names at once, both true
      @outcome(says="with its last two axes exchanged")
                                           no name, but the first line holds these words, they are true and they help
      @outcome(nothing=True)               neither: the first line is true, but helps nobody

  A report that says something false has no outcome to write down: the grader is to be mended.

`python -m tests.test_diagnosis` prints the table, and the reports on all programs that have no outcome yet, to be judged.
`python -m tests.test_diagnosis conv2d_forward` does that for one exercise.
"""

__all__ = ["outcome"]


def outcome(*mistakes, says="", nothing=False):
    """Write down what was judged of the report on a wrong program."""

    def mark(function):
        function.mistakes, function.says, function.nothing = tuple(sorted(mistakes)), says, nothing
        return function

    return mark
