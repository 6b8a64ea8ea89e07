"""A residual block forward, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_sum(y, inner):
    return inner.forward(y) + y


def right_shortcut_first(y, inner):
    shortcut = y
    z = inner.forward(y)
    return shortcut + z


def right_add(y, inner):
    return np.add(y, inner.forward(y))


def right_copy_and_add(y, inner):
    z = np.array(y, dtype=float)
    z += inner.forward(y)
    return z


def right_cell_by_cell(y, inner):
    change = inner.forward(y)
    z = np.zeros(change.shape)
    for place in np.ndindex(*change.shape):
        z[place] = change[place] + y[place]
    return z


def right_stacked(y, inner):
    return np.stack([inner.forward(y), y]).sum(axis=0)


def right_flat(y, inner):
    change = np.asarray(inner.forward(y))
    return (change.ravel() + np.asarray(y).ravel()).reshape(change.shape)


@outcome("M30")
def wrong_no_skip(y, inner):
    """Nothing is added."""
    return inner.forward(y)


@outcome("M31")
def wrong_relu_after(y, inner):
    """A relu follows the sum, as in the first ResNet."""
    return np.maximum(inner.forward(y) + y, 0)


@outcome("M61")
def wrong_relu_before(y, inner):
    """A relu stands between the layers and the sum."""
    return np.maximum(inner.forward(y), 0) + y


@outcome("N12")
def wrong_relu_in_the_skip(y, inner):
    """What comes past is cut off at 0."""
    return inner.forward(y) + np.maximum(y, 0)


@outcome("N13")
def wrong_relu_first(y, inner):
    """The layers read relu(y), as in a block with pre-activation."""
    return inner.forward(np.maximum(y, 0)) + y


@outcome("M33")
def wrong_product(y, inner):
    """Multiplies in place of adding."""
    return inner.forward(y) * y


@outcome("M35")
def wrong_difference(y, inner):
    """Subtracts y: the 'residual'."""
    return inner.forward(y) - y


@outcome("M35")
def wrong_other_difference(y, inner):
    """Subtracts the layers' result from y."""
    return y - inner.forward(y)


@outcome(says="Your z has M maps too many")
def wrong_concatenated(y, inner):
    """The maps are put side by side, as in a DenseNet."""
    return np.concatenate([y, inner.forward(y)], axis=1)


@outcome("M34")
def wrong_mean(y, inner):
    """Half of the sum."""
    return (y + inner.forward(y)) / 2


@outcome("N14")
def wrong_name_reused(y, inner):
    """y is overwritten before it is added, so the layers' result is counted twice."""
    y = inner.forward(y)
    return y + y


@outcome(says="The values are right, but your function changed its argument y")
def wrong_in_place(y, inner):
    """Adds into y."""
    y += inner.forward(y)
    return y


@outcome("M58")
def wrong_twice_through(y, inner):
    """The layers are gone through twice."""
    z = inner.forward(y)
    z = inner.forward(z)
    return z + y


@outcome("M59")
def wrong_added_before(y, inner):
    """y is added before the layers."""
    return inner.forward(y + y)


@outcome("M59")
def wrong_added_and_again(y, inner):
    """The sum goes through the layers once more."""
    return inner.forward(inner.forward(y) + y)


@outcome(says="Round brackets stand behind something that is no function")
def wrong_called(y, inner):
    """Calls inner as if it were a function."""
    return inner(y) + y


@outcome(says="Your function returned nothing")
def wrong_nothing_returned(y, inner):
    """The return is missing."""
    z = inner.forward(y) + y


@outcome(says="Right with one example, wrong in every case with several")
def wrong_first_example(y, inner):
    """The layers see the first example only, and what they make of it is added to all."""
    return inner.forward(y[:1]) + y


@outcome(says="Your z is right for example 0 only")
def wrong_first_example_past(y, inner):
    """The first example of y is added to all results."""
    return inner.forward(y) + y[0]


@outcome("N29")
def wrong_example_by_example(y, inner):
    """One example at a time: batch statistics, and what inner remembers for the way back, are those of one."""
    return np.stack([inner.forward(y[t : t + 1])[0] + y[t] for t in range(len(y))])


@outcome(nothing=True)
def wrong_normalised(y, inner):
    """The sum is normalised."""
    z = inner.forward(y) + y
    return (z - z.mean()) / (z.std() + 1e-5)


def right_whole_numbers_kind(y, inner):
    """The result takes its dtype from y."""
    z = np.zeros_like(y)
    z[...] = inner.forward(y) + y
    return z


@outcome(nothing=True)
def wrong_skip_with_weight(y, inner):
    """A tenth of the layers' result is added, so that the sum stays small."""
    return y + 0.1 * inner.forward(y)


@outcome(says="backward was called where nothing had gone forward yet")
def wrong_backward_called(y, inner):
    """Asks inner for its gradient."""
    return inner.backward(y) + y


@outcome("N15")
def wrong_only_skip(y, inner):
    """inner runs, and its result is forgotten."""
    inner.forward(y)
    return y
