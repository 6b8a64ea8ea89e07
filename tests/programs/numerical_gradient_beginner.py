"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("L50")
def wrong_oneside(f, w, eps):
    """Oneside."""
    g = np.zeros_like(w, dtype=float)
    for k in np.ndindex(w.shape):
        v = w.astype(float).copy()
        v[k] += eps
        g[k] = (f(v) - f(w)) / eps
    return g


@outcome("L51")
def wrong_eps(f, w, eps):
    """Eps."""
    g = np.zeros_like(w, dtype=float)
    for k in np.ndindex(w.shape):
        a = w.astype(float).copy()
        a[k] += eps
        b = w.astype(float).copy()
        b[k] -= eps
        g[k] = (f(a) - f(b)) / eps
    return g


@outcome("L55")
def wrong_intcopy(f, w, eps):
    """Intcopy."""
    g = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        a = w.copy()
        a[k] += eps
        b = w.copy()
        b[k] -= eps
        g[k] = (f(a) - f(b)) / (2 * eps)
    return g


@outcome(says="All of gradient is added up into one number")
def wrong_all(f, w, eps):
    """All."""
    return (f(w + eps) - f(w - eps)) / (2 * eps)


@outcome("L59")
def wrong_prec(f, w, eps):
    """Prec."""
    g = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        a = w.astype(float).copy()
        a[k] += eps
        b = w.astype(float).copy()
        b[k] -= eps
        g[k] = (f(a) - f(b)) / 2 * eps
    return g


@outcome("L50")
def wrong_nocopy(f, w, eps):
    """Nocopy."""
    w = np.asarray(w, float)
    g = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        w[k] += eps
        up = f(w)
        w[k] -= eps
        dn = f(w)
        g[k] = (up - dn) / (2 * eps)
    return g


@outcome(nothing=True)
def wrong_2d(f, w, eps):
    """2d."""
    w = w.astype(float)
    g = np.zeros(w.shape)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            a = w.copy()
            a[i, j] += eps
            b = w.copy()
            b[i, j] -= eps
            g[i, j] = (f(a) - f(b)) / (2 * eps)
    return g
