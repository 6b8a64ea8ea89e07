"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_axes(dz):
    return dz.sum(axis=3).sum(axis=2).sum(axis=0)


def right_by_einsum(dz):
    return np.einsum("tnij->n", dz)


def right_by_loop(dz):
    dbias = [0.0] * dz.shape[1]
    for image in dz:
        for n, plane in enumerate(image):
            dbias[n] += float(plane.sum())
    return np.array(dbias)


def right_by_matrix(dz):
    N = dz.shape[1]
    return dz.swapaxes(0, 1).reshape(N, -1) @ np.ones(dz.size // N)


@outcome("D01")
def wrong_mean(dz):
    """Mean."""
    return dz.mean(axis=(0, 2, 3))


@outcome("D06")
def wrong_keeps_batch(dz):
    """One row for every image."""
    return dz.sum(axis=(2, 3))


@outcome(says="Your dbias is dz added up over axes 1, 2 and 3: it has a number for each entry of axis 0.")
def wrong_maps(dz):
    """Sum over the filters."""
    return dz.sum(axis=(1, 2, 3))


@outcome(says="Your dbias is right, in a shape with axes of length 1 too many: (1, 1, 1, 1) for (1,).")
def wrong_keepdims(dz):
    """Keeps four axes."""
    return dz.sum(axis=(0, 2, 3), keepdims=True)


@outcome(says="Your dbias is the right one for |dz|, without its signs.")
def wrong_abs(dz):
    """Absolute values."""
    return np.abs(dz).sum(axis=(0, 2, 3))
