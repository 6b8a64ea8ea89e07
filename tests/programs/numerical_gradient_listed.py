"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("L55")
def wrong_ints(f, w, eps):
    """works on ints"""
    w = np.array(w)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        down = f(w)
        w[i] = old
        g[i] = (up - down) / (2 * eps)
    return g


@outcome("L56")
def wrong_not_back(f, w, eps):
    """not moved back"""
    w = np.array(w, dtype=float)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        down = f(w)
        pass
        g[i] = (up - down) / (2 * eps)
    return g


@outcome("L51")
def wrong_half(f, w, eps):
    """divides by eps"""
    w = np.array(w, dtype=float)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        down = f(w)
        w[i] = old
        g[i] = (up - down) / eps
    return g


@outcome("L59")
def wrong_times(f, w, eps):
    """/2*eps"""
    w = np.array(w, dtype=float)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        down = f(w)
        w[i] = old
        g[i] = (up - down) / 2 * eps
    return g


@outcome("L53")
def wrong_own_eps(f, w, eps):
    """ignores eps"""
    w = np.array(w, dtype=float)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + 1e-5
        up = f(w)
        w[i] = old - 1e-5
        down = f(w)
        w[i] = old
        g[i] = (up - down) / 2e-5
    return g


@outcome("L53")
def wrong_own_eps4(f, w, eps):
    """ignores eps 1e-4"""
    w = np.array(w, dtype=float)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + 1e-4
        up = f(w)
        w[i] = old - 1e-4
        down = f(w)
        w[i] = old
        g[i] = (up - down) / 2e-4
    return g


@outcome("L55")
def wrong_in_place(f, w, eps):
    """changes w"""
    w = w
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        down = f(w)
        w[i] = old
        g[i] = (up - down) / (2 * eps)
    return g


@outcome(says="The decimals of gradient are cut off")
def wrong_like(f, w, eps):
    """zeros_like of ints"""
    w = np.array(w, dtype=float)
    g = np.zeros(w.shape, dtype=int)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        down = f(w)
        w[i] = old
        g[i] = (up - down) / (2 * eps)
    return g


@outcome("L50")
def wrong_sided(f, w, eps):
    """one-sided"""
    w = np.array(w, dtype=float)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = w[i]
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        down = f(w)
        w[i] = old
        g[i] = (up - f(w)) / eps
    return g
