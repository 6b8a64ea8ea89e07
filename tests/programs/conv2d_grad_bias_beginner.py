"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("D06")
def wrong_keep_t(dz):
    """Keep t."""
    return dz.sum(axis=(2, 3))


@outcome("D01")
def wrong_mean(dz):
    """Mean."""
    return dz.mean(axis=(0, 2, 3))


@outcome(says="Your dbias is dz added up over axis 1")
def wrong_axis1(dz):
    """Axis1."""
    return dz.sum(axis=1)


@outcome(says="Your dbias is added up over its entries, axis 0, which should stay apart")
def wrong_all(dz):
    """All."""
    return dz.sum()


@outcome(says="Your dbias is right, in a shape with axes of length 1 too many: (1, 1, 1, 1) for (1,)")
def wrong_keepdims(dz):
    """Keepdims."""
    return dz.sum(axis=(0, 2, 3), keepdims=True)


@outcome(says="Your dbias is the right one for the first example of dz alone")
def wrong_one(dz):
    """One."""
    return dz[0].sum(axis=(1, 2))


@outcome(says="Your dbias is dz added up over axes 0, 1 and 2")
def wrong_ht(dz):
    """Ht."""
    return dz.sum(axis=(0, 1, 2))
