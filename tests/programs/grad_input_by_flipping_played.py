"""Programs of a learner who worked the lesson through from its text: right ones, and mistakes of the first try."""

import numpy as np

from tests.programs import outcome


def right_by_framing(dz, w):
    T, _, H, W = dz.shape
    _, M, Kh, Kw = w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kw - 1, Kw - 1)))
    dy = np.zeros((T, M, H + Kh - 1, W + Kw - 1))
    for x in range(dy.shape[2]):
        for y in range(dy.shape[3]):
            dy[:, :, x, y] = np.einsum("tnpq,nmpq->tm", framed[:, :, x : x + Kh, y : y + Kw], w[:, :, ::-1, ::-1])
    return dy


@outcome(says="Right with one input map, wrong in every case with several")
def wrong_one_sum(dz, w):
    """All input maps get the sum over them."""
    return right_by_framing(dz, w).sum(axis=1, keepdims=True).repeat(w.shape[1], axis=1)


@outcome(says="Your dy is too large; the right one stands inside it")
def wrong_square(dz, w):
    """The frame is as wide as it is high."""
    T, _, H, W = dz.shape
    _, M, Kh, Kw = w.shape
    framed = np.pad(dz, ((0, 0), (0, 0), (Kh - 1, Kh - 1), (Kh - 1, Kh - 1)))
    dy = np.zeros((T, M, H + Kh - 1, W + Kh - 1))
    for x in range(dy.shape[2]):
        for y in range(dy.shape[3]):
            dy[:, :, x, y] = np.einsum("tnpq,nmpq->tm", framed[:, :, x : x + Kh, y : y + Kw], w[:, :, ::-1, ::-1])
    return dy
