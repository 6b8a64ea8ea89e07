"""Programs of another hand, written from the exercise's text."""

import numpy as np

from tests.programs import outcome


def right_sum_of_a_list(y, inner):
    return sum([y, inner.forward(y)])


def right_np_add(y, inner):
    changed = inner.forward(np.array(y))
    return np.add(changed, y)


def right_into_a_copy(y, inner):
    z = y.copy()
    z += inner.forward(y)
    return z


def right_image_after_image(y, inner):
    change = inner.forward(y)
    return np.stack([image + more for image, more in zip(y, change)])


@outcome("M31")
def wrong_relu_at_the_end(y, inner):
    """relu after the sum."""
    z = inner.forward(y) + y
    return z * (z > 0)


@outcome("M61")
def wrong_relu_before_the_sum(y, inner):
    """relu on what the block made."""
    return np.maximum(0, inner.forward(y)) + y


@outcome("M30")
def wrong_without_y(y, inner):
    """Returns what the block makes."""
    z = inner.forward(y)
    return z


@outcome("M35")
def wrong_difference(y, inner):
    """y minus what the block makes."""
    return y - inner.forward(y)


@outcome(says="Your z has M maps too many")
def wrong_channels_joined(y, inner):
    """Both are put one behind the other along the channels."""
    return np.concatenate([inner.forward(y), y], axis=1)


@outcome("M34")
def wrong_mean_of_both(y, inner):
    """The mean of both ways."""
    return np.mean([inner.forward(y), y], axis=0)


@outcome("M58")
def wrong_twice_through(y, inner):
    """The block is applied to the sum as well."""
    z = inner.forward(y) + y
    return inner.forward(z) + z


@outcome(says="your function changed its argument y")
def wrong_adds_in_place(y, inner):
    """+= on the array that it was given."""
    y += inner.forward(y)
    return y


@outcome(says="backward was called where nothing had gone forward yet")
def wrong_backward_called(y, inner):
    """Calls the wrong one of both methods."""
    return inner.backward(y) + y


@outcome("M33")
def wrong_gate(y, inner):
    """A product in place of the sum."""
    return np.multiply(inner.forward(y), y)
