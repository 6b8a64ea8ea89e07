"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _sig(z):
    return 1 / (1 + np.exp(-z))


@outcome("B41")
def wrong_at_y(dy, z, name):
    """At y."""
    if name == 'relu':
        return dy * (z > 0)
    if name == 'sigmoid':
        return dy * z * (1 - z)
    return dy * (1 - z ** 2)


@outcome("B24")
def wrong_ge(dy, z, name):
    """Ge."""
    if name == 'relu':
        return dy * (z >= 0)
    if name == 'sigmoid':
        return dy * _sig(z) * (1 - _sig(z))
    return dy * (1 - np.tanh(z) ** 2)


@outcome("B27")
def wrong_nody(dy, z, name):
    """Nody."""
    if name == 'relu':
        return (z > 0) * 1.0
    if name == 'sigmoid':
        return _sig(z) * (1 - _sig(z))
    return 1 - np.tanh(z) ** 2


@outcome("B26")
def wrong_forward(dy, z, name):
    """Forward."""
    if name == 'relu':
        return np.maximum(dy, 0)
    if name == 'sigmoid':
        return dy * _sig(z) * (1 - _sig(z))
    return dy * (1 - np.tanh(z) ** 2)


@outcome(says="Wrong for tanh only")
def wrong_tanh_typo(dy, z, name):
    """Tanh typo."""
    if name == 'relu':
        return dy * (z > 0)
    if name == 'sigmoid':
        return dy * _sig(z) * (1 - _sig(z))
    if name == 'Tanh':
        return dy * (1 - np.tanh(z) ** 2)


@outcome("B30")
def wrong_tanh_nosq(dy, z, name):
    """Tanh nosq."""
    if name == 'relu':
        return dy * (z > 0)
    if name == 'sigmoid':
        return dy * _sig(z) * (1 - _sig(z))
    return dy * (1 - np.tanh(z))


@outcome(says="The values are right, but your function changed its argument dy. Work on a copy")
def wrong_relu_on_dy(dy, z, name):
    """Relu on dy."""
    if name == 'relu':
        dy[z <= 0] = 0
        return dy
    if name == 'sigmoid':
        return dy * _sig(z) * (1 - _sig(z))
    return dy * (1 - np.tanh(z) ** 2)
