"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from cnnkit.lessons.lesson_02.solutions import conv2d_forward
from tests.programs import outcome


def _up(y, b):
    T, M, H, W = y.shape
    z = np.zeros((T, M, (H - 1) * b + 1, (W - 1) * b + 1))
    z[:, :, ::b, ::b] = y
    return z


def _scan(z, w):
    return conv2d_forward(z, w, np.zeros(len(w)), 1, 0)


@outcome("T11")
def wrong_noswap(y, w, b, p):
    """Noswap."""
    Kh, Kw = w.shape[2:]
    f = np.pad(_up(y, b), ((0, 0), (0, 0), (Kh - 1 - p,) * 2, (Kw - 1 - p,) * 2))
    return _scan(f, w[:, :, ::-1, ::-1])


@outcome("T04")
def wrong_noflip(y, w, b, p):
    """Noflip."""
    Kh, Kw = w.shape[2:]
    f = np.pad(_up(y, b), ((0, 0), (0, 0), (Kh - 1 - p,) * 2, (Kw - 1 - p,) * 2))
    return _scan(f, w.transpose(1, 0, 2, 3))


@outcome("T15")
def wrong_framep(y, w, b, p):
    """Framep."""
    f = np.pad(_up(y, b), ((0, 0), (0, 0), (p, p), (p, p)))
    return _scan(f, w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1])


@outcome("T07")
def wrong_frameK1(y, w, b, p):
    """Framek1."""
    Kh, Kw = w.shape[2:]
    f = np.pad(_up(y, b), ((0, 0), (0, 0), (Kh - 1,) * 2, (Kw - 1,) * 2))
    return _scan(f, w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1])


@outcome("T01")
def wrong_trail(y, w, b, p):
    """Trail."""
    Kh, Kw = w.shape[2:]
    T, M, H, W = y.shape
    u = np.zeros((T, M, H * b, W * b))
    u[:, :, ::b, ::b] = y
    f = np.pad(u, ((0, 0), (0, 0), (Kh - 1 - p,) * 2, (Kw - 1 - p,) * 2))
    return _scan(f, w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1])


@outcome(says="Right with stride 1, wrong in every case with a larger one")
def wrong_stridescan(y, w, b, p):
    """Stridescan."""
    Kh, Kw = w.shape[2:]
    f = np.pad(_up(y, b), ((0, 0), (0, 0), (Kh - 1 - p,) * 2, (Kw - 1 - p,) * 2))
    w = w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1]
    return conv2d_forward(f, w, np.zeros(len(w)), b, 0)


@outcome(says="Right with every square filter, wrong with every other")
def wrong_square(y, w, b, p):
    """Square."""
    K = w.shape[2]
    f = np.pad(_up(y, b), ((0, 0), (0, 0), (K - 1 - p,) * 2, (K - 1 - p,) * 2))
    return _scan(f, w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1])


@outcome(nothing=True)
def wrong_transposeT(y, w, b, p):
    """Transposet."""
    Kh, Kw = w.shape[2:]
    f = np.pad(_up(y, b), ((0, 0), (0, 0), (Kh - 1 - p,) * 2, (Kw - 1 - p,) * 2))
    return _scan(f, w.T)
