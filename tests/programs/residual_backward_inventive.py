"""Programs of an inventive beginner."""

from tests.programs import outcome


@outcome("M35")
def wrong_taken_off(dy, inner):
    """What the block answers for is taken off dy."""
    return dy - inner.backward(dy)


@outcome(nothing=True)
def wrong_adds_what_was_read(dy, inner):
    """The copy of y is added once more."""
    return inner.backward(dy) + inner.read


@outcome(nothing=True)
def wrong_there_and_back(dy, inner):
    """Back through the block, then forward again."""
    return inner.forward(inner.backward(dy)) + dy
