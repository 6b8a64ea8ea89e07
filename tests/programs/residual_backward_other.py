"""Programs of another hand, written from the exercise's text."""

import numpy as np

from tests.programs import outcome


def right_copy_first(dy, inner):
    past = dy.copy()
    through = inner.backward(dy)
    return past + through


def right_np_sum(dy, inner):
    return np.sum([inner.backward(dy), dy], axis=0)


def right_in_a_loop(dy, inner):
    out = np.array(inner.backward(dy), dtype=float)
    for t in range(len(dy)):
        out[t] += dy[t]
    return out


def right_other_way_round(dy, inner):
    through, past = inner.backward(dy), dy
    return np.add(past, through)


@outcome("M08")
def wrong_block_alone(dy, inner):
    """Only the way through the block."""
    return inner.backward(dy)


@outcome("M37")
def wrong_past_alone(dy, inner):
    """Only the way past it."""
    inner.backward(dy)
    return np.array(dy)


@outcome("M33")
def wrong_product(dy, inner):
    """The ways are multiplied, as in a chain."""
    return dy * inner.backward(dy)


@outcome("N16")
def wrong_plus_one(dy, inner):
    """1 + inner', the derivative of the block, without dy on the way past."""
    return 1 + inner.backward(dy)


@outcome("M34")
def wrong_halves(dy, inner):
    """Half of the gradient on either way."""
    return 0.5 * dy + 0.5 * inner.backward(dy)


@outcome("M34")
def wrong_half_into_each(dy, inner):
    """The gradient is split between both ways, then it is forgotten that the block's is split already."""
    half = dy / 2
    return inner.backward(half) + half


@outcome("M36")
def wrong_forward_in_the_block(dy, inner):
    """forward in place of backward."""
    return inner.forward(dy) + dy


@outcome("N19")
def wrong_forward_before_backward(dy, inner):
    """Goes forward with the gradient first, so that the block remembers that."""
    inner.forward(dy)
    return inner.backward(dy) + dy


@outcome("M62")
def wrong_back_twice(dy, inner):
    """Backward of backward."""
    return inner.backward(inner.backward(dy)) + dy


@outcome("M62")
def wrong_sum_goes_back(dy, inner):
    """Adds first, then goes through the block."""
    return inner.backward(dy + inner.backward(dy))


@outcome("M31")
def wrong_masked(dy, inner):
    """The slope of a relu that is not there."""
    total = inner.backward(dy) + dy
    return np.where(dy > 0, total, 0)


@outcome("M35")
def wrong_minus(dy, inner):
    """inner − y in mind."""
    return inner.backward(dy) - dy
