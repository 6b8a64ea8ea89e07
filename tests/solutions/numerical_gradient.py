"""Ways to write `numerical_gradient`, right and wrong; no known mistake has a name here."""

import numpy as np


def right_by_flat_entries(f, w, eps):
    w = np.asarray(w)
    flat = w.astype(np.float64).ravel()
    slope = []
    for k in range(flat.size):
        step = np.zeros(flat.size)
        step[k] = eps
        slope.append((f((flat + step).reshape(w.shape)) - f((flat - step).reshape(w.shape))) / (2 * eps))
    return np.reshape(slope, w.shape)


def right_moved_and_put_back(f, w, eps):
    w = np.array(w, dtype=np.float64)
    slope = np.zeros_like(w)
    for cell, kept in np.ndenumerate(w.copy()):
        w[cell] = kept + eps
        above = f(w)
        w[cell] = kept - eps
        below = f(w)
        w[cell] = kept
        slope[cell] = (above - below) / eps / 2
    return slope


def wrong_half(f, w, eps):
    return 2 * right_by_flat_entries(f, w, eps)


wrong_half.mistakes = ("L51",)


def wrong_whole_numbers_stay(f, w, eps):
    slope = np.zeros(w.shape)
    for cell in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[cell] += np.array(eps).astype(w.dtype)
        below[cell] -= np.array(eps).astype(w.dtype)
        slope[cell] = (f(above) - f(below)) / (2 * eps)
    return slope


wrong_whole_numbers_stay.mistakes = ()
