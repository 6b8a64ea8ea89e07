"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from cnnkit.lessons.lesson_02.solutions import conv2d_forward
from tests.programs import outcome


@outcome("T04")
def wrong_flip(dz, w, size, s, p):
    """Flip."""
    return conv2d_forward(dz, w[:, :, ::-1, ::-1], np.zeros(len(w)), s, p)[:, :, :size[0], :size[1]]


def right_nocrop(dz, w, size, s, p):
    return conv2d_forward(dz, w, np.zeros(len(w)), s, p)


@outcome("T11")
def wrong_swap(dz, w, size, s, p):
    """Swap."""
    return conv2d_forward(dz, w.transpose(1, 0, 2, 3), np.zeros(w.shape[1]), s, p)[:, :, :size[0], :size[1]]


@outcome("T02")
def wrong_stride1(dz, w, size, s, p):
    """Stride1."""
    return conv2d_forward(dz, w, np.zeros(len(w)), 1, p)[:, :, :size[0], :size[1]]


@outcome("T07")
def wrong_nopad(dz, w, size, s, p):
    """Nopad."""
    return conv2d_forward(dz, w, np.zeros(len(w)), s, 0)[:, :, :size[0], :size[1]]


@outcome(says="2 × 2 does not meet 3")
def wrong_biasw(dz, w, size, s, p):
    """Biasw."""
    return conv2d_forward(dz, w, np.zeros(w.shape[1]), s, p)[:, :, :size[0], :size[1]]


@outcome(says="Your dy is too large by 1 in every case")
def wrong_ones(dz, w, size, s, p):
    """Ones."""
    return conv2d_forward(dz, w, np.ones(len(w)), s, p)[:, :, :size[0], :size[1]]
