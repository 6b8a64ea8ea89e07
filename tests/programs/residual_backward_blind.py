"""A residual block backward, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_sum(dy, inner):
    return inner.backward(dy) + dy


def right_two_ways(dy, inner):
    through = inner.backward(dy)
    past = dy
    return past + through


def right_zeros_and_adds(dy, inner):
    total = np.zeros(dy.shape)
    total += dy
    total += inner.backward(dy)
    return total


def right_copied(dy, inner):
    return np.add(inner.backward(dy.copy()), dy.copy())


def right_cell_by_cell(dy, inner):
    through = inner.backward(dy)
    out = np.empty(through.shape)
    for place in np.ndindex(*through.shape):
        out[place] = through[place] + dy[place]
    return out


def right_list_sum(dy, inner):
    return sum([inner.backward(dy), dy])


@outcome("M08")
def wrong_past_left_out(dy, inner):
    """The gradient past the block is left out."""
    return inner.backward(dy)


@outcome("M37")
def wrong_through_left_out(dy, inner):
    """The gradient through the block is left out."""
    return dy


@outcome("M37")
def wrong_through_forgotten(dy, inner):
    """inner is asked and not added."""
    inner.backward(dy)
    return dy.copy()


@outcome("N16")
def wrong_plus_one(dy, inner):
    """The derivative of y is 1, so 1 is added."""
    return inner.backward(dy) + 1


@outcome("N16")
def wrong_plus_ones(dy, inner):
    """Adds an array of ones: the upstream gradient is forgotten past the block."""
    return inner.backward(dy) + np.ones_like(dy)


@outcome("N17")
def wrong_chain_of_both(dy, inner):
    """(1 + F') * dy, with the whole backward taken for F'."""
    return dy * (1 + inner.backward(dy))


@outcome(says="Right with one input map, wrong in every case with several")
def wrong_derivative_of_ones(dy, inner):
    """F' is asked for with ones, then multiplied by dy."""
    return inner.backward(np.ones_like(dy)) * dy + dy


@outcome("M33")
def wrong_product(dy, inner):
    """Multiplies the two ways."""
    return inner.backward(dy) * dy


@outcome(says="The values are right, but your function changed its argument dy")
def wrong_in_place(dy, inner):
    """Adds into dy."""
    dy += inner.backward(dy)
    return dy


@outcome("M36")
def wrong_forward_called(dy, inner):
    """Calls forward on the way back."""
    return inner.forward(dy) + dy


@outcome("N19")
def wrong_forward_first(dy, inner):
    """Runs forward with dy before backward: inner has now read something else."""
    inner.forward(dy)
    return inner.backward(dy) + dy


@outcome("M34")
def wrong_mean(dy, inner):
    """Shares dy between the two ways."""
    return (inner.backward(dy) + dy) / 2


@outcome("M34")
def wrong_halves_in(dy, inner):
    """Half of dy goes each way."""
    return inner.backward(dy / 2) + dy / 2


@outcome("M35")
def wrong_difference(dy, inner):
    """Subtracts."""
    return inner.backward(dy) - dy


@outcome("M31")
def wrong_relu_mask(dy, inner):
    """Cuts by the sign of dy, as for a relu after the sum."""
    return (inner.backward(dy) + dy) * (dy > 0)


@outcome("N18")
def wrong_relu_of_dy(dy, inner):
    """Only the positive part of dy goes through the block."""
    return inner.backward(np.maximum(dy, 0)) + dy


@outcome("M62")
def wrong_twice(dy, inner):
    """Goes through the block twice."""
    return inner.backward(inner.backward(dy) + dy)


@outcome("N14")
def wrong_name_reused(dy, inner):
    """dy is overwritten, so the block's gradient is counted twice."""
    dy = inner.backward(dy)
    return dy + dy


@outcome("N14")
def wrong_doubled_before(dy, inner):
    """dy is doubled on its way in, since there are two ways."""
    return inner.backward(2 * dy)


@outcome(says="Your dy is not yet added up over axis 0")
def wrong_pair(dy, inner):
    """Both gradients are returned, not added."""
    return inner.backward(dy), dy


@outcome(says="Your function returned nothing")
def wrong_nothing_returned(dy, inner):
    """The return is missing."""
    total = inner.backward(dy) + dy


@outcome(says="Your dy has M maps too many")
def wrong_concatenated(dy, inner):
    """The two are put side by side."""
    return np.concatenate([inner.backward(dy), dy], axis=1)


@outcome(nothing=True)
def wrong_larger_one(dy, inner):
    """Takes the larger of both ways."""
    return np.maximum(inner.backward(dy), dy)


@outcome(says="Your dy is right for example 0 only")
def wrong_first_example(dy, inner):
    """The first example's dy is added to all."""
    return inner.backward(dy) + dy[0]


@outcome(says="Right with one example, wrong in every case with several")
def wrong_example_by_example(dy, inner):
    """One example at a time, though inner remembers the whole batch."""
    return np.stack([inner.backward(dy[t : t + 1])[0] + dy[t] for t in range(len(dy))])


def right_whole_numbers_kind(dy, inner):
    """The result takes its dtype from dy."""
    out = np.zeros_like(dy)
    out[...] = inner.backward(dy)
    out += dy
    return out
