"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_in_words(div, dz):
    T = div.shape[0]
    return float(np.add.reduce(div)) / T, np.divide(dz, T)


def right_by_loop(div, dz):
    loss, gradient = 0.0, np.zeros(dz.shape)
    for t in range(len(div)):
        loss += div[t] / len(div)
        gradient[t] = dz[t] / len(div)
    return loss, gradient


def right_by_weights(div, dz):
    part = np.full(len(div), 1 / len(div))
    return div @ part, np.einsum("tc,t->tc", dz, part)


def right_by_average(div, dz):
    return np.average(div), np.stack([row * (1 / len(dz)) for row in dz])


@outcome("L41")
def wrong_by_all(div, dz):
    """dz divided by T·C."""
    return div.mean(), dz / dz.size


@outcome("L10")
def wrong_sum_of_loss(div, dz):
    """The loss is the sum."""
    return div.sum(), dz / len(div)


@outcome("L41")
def wrong_by_classes(div, dz):
    """dz divided by the number of classes."""
    return div.mean(), dz / dz.shape[1]


@outcome(says="Your dz is added up over its examples, axis 0, which should stay apart.")
def wrong_mean_of_dz(div, dz):
    """The mean of dz over the examples."""
    return div.mean(), dz.mean(axis=0)


@outcome(says="Wherever it is wrong, your loss is the median of div.")
def wrong_median(div, dz):
    """The median loss."""
    return np.median(div), dz / len(dz)
