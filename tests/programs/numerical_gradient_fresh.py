"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_units(f, w, eps):
    w = np.asarray(w, dtype=float)
    units = np.eye(w.size).reshape(w.size, *w.shape)
    return np.array([(f(w + eps * e) - f(w - eps * e)) / (2 * eps) for e in units]).reshape(w.shape)


def right_moving_back(f, w, eps):
    w = w.astype(np.float64, copy=True)
    gradient = np.empty(w.shape)
    for index in np.ndindex(*w.shape):
        kept = w[index]
        w[index] = kept + eps
        up = f(w)
        w[index] = kept - eps
        gradient[index] = (up - f(w)) / eps / 2
        w[index] = kept
    return gradient


def right_flat(f, w, eps):
    flat = [float(v) for v in np.ravel(w)]

    def at(k, by):
        return f(np.array([v + by * (i == k) for i, v in enumerate(flat)]).reshape(np.shape(w)))

    return np.array([(at(k, eps) - at(k, -eps)) / (2 * eps) for k in range(len(flat))]).reshape(np.shape(w))


def right_with_nditer(f, w, eps):
    gradient = np.zeros_like(w, dtype=float)
    it = np.nditer(gradient, flags=["multi_index"], op_flags=["readwrite"])
    for entry in it:
        up, down = np.array(w, float), np.array(w, float)
        up[it.multi_index] += eps
        down[it.multi_index] -= eps
        entry[...] = 0.5 * (f(up) - f(down)) / eps
    return gradient


@outcome("L54")
def wrong_all_at_once(f, w, eps):
    """Moves every entry at once."""
    return np.full(w.shape, (f(w + eps) - f(w - eps)) / (2 * eps))


@outcome("L58")
def wrong_minus_first(f, w, eps):
    """f(w − ε) − f(w + ε)."""
    gradient = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[index] = eps
        gradient[index] = (f(w - e) - f(w + e)) / (2 * eps)
    return gradient


@outcome("L50")
def wrong_one_not_centred(f, w, eps):
    """Divided by ε, one-sided downwards."""
    gradient = np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[index] = eps
        gradient[index] = (f(w) - f(w - e)) / eps
    return gradient


@outcome(says="Your gradient holds the right numbers in the right order, in another shape.")
def wrong_flat_result(f, w, eps):
    """Comes back flat."""
    units = np.eye(w.size).reshape(w.size, *w.shape)
    return np.array([(f(w + eps * e) - f(w - eps * e)) / (2 * eps) for e in units])


@outcome(nothing=True)
def wrong_first_row(f, w, eps):
    """Only the first axis is walked through."""
    gradient = np.zeros(w.shape)
    for k in range(len(w)):
        e = np.zeros(w.shape)
        e[k] = eps
        gradient[k] = (f(w + e) - f(w - e)) / (2 * eps)
    return gradient


@outcome("L57")
def wrong_not_divided(f, w, eps):
    """Not divided."""
    units = np.eye(w.size).reshape(w.size, *w.shape)
    return np.array([f(w + eps * e) - f(w - eps * e) for e in units]).reshape(w.shape)


@outcome(says="All of gradient is added up into one number.")
def wrong_summed(f, w, eps):
    """All differences added up."""
    units = np.eye(w.size).reshape(w.size, *w.shape)
    return sum((f(w + eps * e) - f(w - eps * e)) / (2 * eps) for e in units)
