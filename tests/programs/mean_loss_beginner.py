"""Wrong programs of a beginner, written from the text of the exercise alone."""

from tests.programs import outcome


@outcome("L10")
def wrong_sum(div, dz):
    """Sum."""
    return (div.sum(), dz / len(div))


@outcome("L04")
def wrong_no_t(div, dz):
    """No t."""
    return (div.mean(), dz)


@outcome("L41")
def wrong_size(div, dz):
    """Size."""
    return (div.mean(), dz / dz.size)


@outcome("L41")
def wrong_C(div, dz):
    """C."""
    return (div.mean(), dz / dz.shape[1])


@outcome(says="The values are right, but your function changed its argument dz. Work on a copy")
def wrong_inplace(div, dz):
    """Inplace."""
    dz /= len(div)
    return (div.mean(), dz)


@outcome(says="Your dz is added up over its examples, axis 0, which should stay apart")
def wrong_meanaxis(div, dz):
    """Meanaxis."""
    return (div.mean(), dz.mean(axis=0))


@outcome(says="The results are there, but in another order: (loss, dz) is needed")
def wrong_order(div, dz):
    """Order."""
    return (dz / len(div), div.mean())
