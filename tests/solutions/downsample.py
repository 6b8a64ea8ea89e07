"""Ways to write `downsample`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("P15",)


def attempt(*beliefs):
    """Rows and columns by number."""

    def downsample(y, stride):
        first = stride - 1 if "P15" in beliefs else 0
        rows, columns = (np.arange(first, n, stride) for n in y.shape[2:])
        return y[:, :, rows[:, None], columns]

    return downsample


def right_by_division(y, stride):
    rows, columns = (np.arange(n) % stride == 0 for n in y.shape[2:])
    return np.compress(columns, np.compress(rows, y, axis=2), axis=3)


def right_as_lists(y, stride):
    return [[[row[::stride] for row in map_[::stride]] for map_ in maps] for maps in y.tolist()]


def wrong_last_of_each(y, stride):
    return y[..., stride - 1 :: stride, stride - 1 :: stride]


wrong_last_of_each.mistakes = ("P15",)
