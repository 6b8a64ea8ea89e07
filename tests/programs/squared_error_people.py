"""Programs as people write the squared error."""

import numpy as np

from tests.programs import outcome


def right_einsum(y, d):
    e = y - d
    return np.einsum("tk,tk->t", e, e) / 2, e


def right_loop(y, d):
    div, dy = [], []
    for row, wanted in zip(y, d):
        e = row - wanted
        div.append(0.5 * sum(v * v for v in e))
        dy.append(e)
    return np.array(div), np.array(dy)


def right_norm(y, d):
    return np.linalg.norm(y - d, axis=1) ** 2 * 0.5, np.subtract(y, d)


def right_float32_free(y, d):
    e = np.asarray(y, float) - np.asarray(d, float)
    return np.sum(np.square(e), axis=-1) / 2.0, e.copy()


@outcome("M89")
def wrong_no_half(y, d):
    """No ½, gradient with the 2."""
    e = y - d
    return (e**2).sum(axis=1), 2 * e


@outcome("M89")
def wrong_two(y, d):
    """½ in the value, 2 in the gradient."""
    e = y - d
    return 0.5 * (e**2).sum(axis=1), 2 * e


@outcome("M89")
def wrong_half_forgotten(y, d):
    """No ½, gradient as if there were one."""
    e = y - d
    return (e**2).sum(axis=1), e


@outcome("M88")
def wrong_sign(y, d):
    """Gradient d − y."""
    return 0.5 * ((y - d) ** 2).sum(axis=1), d - y


@outcome("M91")
def wrong_mean(y, d):
    """Mean over the numbers."""
    e = y - d
    return 0.5 * (e**2).mean(axis=1), e / y.shape[1]


@outcome("M89", "M91")
def wrong_mse(y, d):
    """The mean squared error of a library."""
    e = y - d
    return (e**2).mean(axis=1), 2 * e / y.shape[1]


@outcome("M92")
def wrong_total(y, d):
    """One number for the batch."""
    e = y - d
    return 0.5 * (e**2).sum(), e


@outcome("M92")
def wrong_axis(y, d):
    """Summed over the examples."""
    e = y - d
    return 0.5 * (e**2).sum(axis=0), e


@outcome("M92")
def wrong_not_summed(y, d):
    """Nothing summed."""
    e = y - d
    return 0.5 * e**2, e


@outcome("M90")
def wrong_absolute(y, d):
    """Absolute errors."""
    e = y - d
    return 0.5 * np.abs(e).sum(axis=1), e


@outcome("M90")
def wrong_root(y, d):
    """The distance."""
    e = y - d
    return np.sqrt((e**2).sum(axis=1)), e


@outcome("L01")
def wrong_batch_mean(y, d):
    """Gradient divided by T already."""
    e = y - d
    return 0.5 * (e**2).sum(axis=1), e / len(y)


@outcome("M93")
def wrong_swapped(y, d):
    """Gradient first."""
    e = y - d
    return e, 0.5 * (e**2).sum(axis=1)


@outcome("M100")
def wrong_difference_of_squares(y, d):
    """y² − d²."""
    return 0.5 * (y**2 - d**2).sum(axis=1), y - d
