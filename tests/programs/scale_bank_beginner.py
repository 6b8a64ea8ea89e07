"""Wrong programs of a beginner, written from the text of the exercise alone."""

import math

import numpy as np

from tests.programs import outcome


def _scale(w, factors, div=lambda f: f * f, near=False, size=None, centre=True):
    N, M, K, _ = w.shape
    Kp = 2 * math.ceil(max(factors) * (K + 1) / 2) - 1 if size is None else size(K, max(factors))
    out = np.zeros((N, len(factors), M, Kp, Kp))
    c0 = (K - 1) / 2
    c1 = (Kp - 1) / 2
    for r, f in enumerate(factors):
        for a in range(Kp):
            for b in range(Kp):
                x = (a - c1) / f + c0 if centre else a / f
                y = (b - c1) / f + c0 if centre else b / f
                if near:
                    i, j = (round(x), round(y))
                    if 0 <= i < K and 0 <= j < K:
                        out[:, r, :, a, b] = w[:, :, i, j]
                else:
                    i0, j0 = (math.floor(x), math.floor(y))
                    for i in (i0, i0 + 1):
                        for j in (j0, j0 + 1):
                            if 0 <= i < K and 0 <= j < K:
                                out[:, r, :, a, b] += w[:, :, i, j] * (1 - abs(x - i)) * (1 - abs(y - j))
        out[:, r] /= div(f)
    return out


@outcome("I12")
def wrong_nodiv(w, factors):
    """Nodiv."""
    return _scale(w, factors, lambda f: 1)


@outcome("I12")
def wrong_divf(w, factors):
    """Divf."""
    return _scale(w, factors, lambda f: f)


@outcome("I33")
def wrong_nearest(w, factors):
    """Nearest."""
    return _scale(w, factors, near=True)


@outcome("I32")
def wrong_corner(w, factors):
    """Corner."""
    return _scale(w, factors, centre=False)


@outcome(says="What is there of bank is right")
def wrong_Kf(w, factors):
    """Kf."""
    return _scale(w, factors, size=lambda K, f: 2 * math.ceil((f * K - 1) / 2) + 1)


@outcome(nothing=True)
def wrong_inverse(w, factors):
    """Inverse."""
    return _scale(w, [1 / f for f in factors], lambda f: 1 / f ** 2)
