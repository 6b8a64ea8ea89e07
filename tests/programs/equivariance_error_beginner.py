"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


def _n(a):
    return np.sqrt((a ** 2).sum())


@outcome("I29")
def wrong_mean(layer, y):
    """Mean."""
    z = layer(y)
    e = [_n(layer(np.rot90(y, r, axes=(2, 3))) - np.rot90(z, r, axes=(2, 3))) / _n(z) if _n(z) else 0.0 for r in (1, 2, 3)]
    return np.mean(e)


@outcome("I28", "I31")
def wrong_onlyone(layer, y):
    """Onlyone."""
    z = layer(y)
    r = 1
    return _n(layer(np.rot90(y, r, axes=(2, 3))) - np.rot90(z, r, axes=(2, 3))) / _n(z)


@outcome("I27", "I31")
def wrong_invariance(layer, y):
    """Invariance."""
    z = layer(y)
    return max((_n(layer(np.rot90(y, r, axes=(2, 3))) - z) / _n(z) for r in (1, 2, 3)))


@outcome("I30")
def wrong_nodiv(layer, y):
    """Nodiv."""
    z = layer(y)
    return max((_n(layer(np.rot90(y, r, axes=(2, 3))) - np.rot90(z, r, axes=(2, 3))) for r in (1, 2, 3)))


def right_eps(layer, y):
    z = layer(y)
    return max((_n(layer(np.rot90(y, r, axes=(2, 3))) - np.rot90(z, r, axes=(2, 3))) / (_n(z) + 1e-08) for r in (1, 2, 3)))


@outcome("I30")
def wrong_norm_y(layer, y):
    """Norm y."""
    z = layer(y)
    return max((_n(layer(np.rot90(y, r, axes=(2, 3))) - np.rot90(z, r, axes=(2, 3))) / _n(y) for r in (1, 2, 3)))


@outcome("I31")
def wrong_nan(layer, y):
    """Nan."""
    z = layer(y)
    return max((_n(layer(np.rot90(y, r, axes=(2, 3))) - np.rot90(z, r, axes=(2, 3))) / _n(z) for r in (1, 2, 3)))


@outcome(nothing=True)
def wrong_axes01(layer, y):
    """Axes01."""
    z = layer(y)
    return max((_n(layer(np.rot90(y, r)) - np.rot90(z, r)) / _n(z) for r in (1, 2, 3)))


@outcome("I45")
def wrong_maxabs(layer, y):
    """Maxabs."""
    z = layer(y)
    return max((np.abs(layer(np.rot90(y, r, axes=(2, 3))) - np.rot90(z, r, axes=(2, 3))).max() / max(np.abs(z).max(), 1e-300) for r in (1, 2, 3)))
