"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_standard(shape, rng):
    return rng.standard_normal(shape) * (2 / np.prod(shape[1:])) ** 0.5


def right_by_loc(shape, rng):
    N, M, Kh, Kw = shape
    return rng.normal(loc=0, scale=np.sqrt(2.0 / (M * Kh * Kw)), size=(N, M, Kh, Kw))


def right_filter_by_filter(shape, rng):
    inputs = shape[1] * shape[2] * shape[3]
    return np.array([rng.normal(0, np.sqrt(2 / inputs), shape[1:]) for _ in range(shape[0])])


def right_flat(shape, rng):
    flat = rng.standard_normal(int(np.prod(shape)))
    return (flat / np.sqrt(np.prod(shape[1:]) / 2)).reshape(shape)


@outcome(says="Your w is the right one divided by 2.")
def wrong_no_two(shape, rng):
    """Variance 1/n by 2 in the wrong place."""
    return rng.normal(size=shape) / np.sqrt(2 * np.prod(shape[1:]))


@outcome("L46")
def wrong_no_root(shape, rng):
    """Multiplied by 2/n."""
    return rng.normal(size=shape) * 2 / np.prod(shape[1:])


@outcome("L47")
def wrong_all(shape, rng):
    """n counts the filters too."""
    return rng.normal(0, np.sqrt(2 / np.prod(shape)), shape)


@outcome(says="Your w has lost its minus signs.")
def wrong_positive(shape, rng):
    """Only positive numbers."""
    return np.abs(rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape))


@outcome(says="Your w is too large by 1 in every case.")
def wrong_mean_one(shape, rng):
    """Mean 1."""
    return rng.normal(1, np.sqrt(2 / np.prod(shape[1:])), shape)


@outcome(says="Your w holds the result of the first filter for every filter.")
def wrong_one_filter(shape, rng):
    """The same filter N times."""
    one = rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape[1:])
    return np.stack([one] * shape[0])


@outcome(says="In each case your w is the right one times one factor (0.6547, 1/3, 0.866): is it")
def wrong_kernel_only(shape, rng):
    """Glorot: fan in and fan out."""
    N, M, Kh, Kw = shape
    return rng.normal(0, np.sqrt(2 / ((M + N) * Kh * Kw)), shape)


@outcome(says="In each case your w is the right one times one factor (1.225): is it divided or")
def wrong_square(shape, rng):
    """Kw left out: Kh squared."""
    N, M, Kh, Kw = shape
    return rng.normal(0, np.sqrt(2 / (M * Kh * Kh)), shape)


@outcome(says="Your w holds the right numbers in the right order, in another shape.")
def wrong_order(shape, rng):
    """(M, N, Kh, Kw)."""
    N, M, Kh, Kw = shape
    return rng.normal(0, np.sqrt(2 / (M * Kh * Kw)), (M, N, Kh, Kw))


@outcome(says="The decimals of w are cut off: your array holds whole numbers. np.zeros(shape) makes")
def wrong_whole(shape, rng):
    """Rounded to whole numbers."""
    return rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape).astype(int)
