"""Wrong programs of a beginner, written from the text of the exercise alone."""

import numpy as np

from tests.programs import outcome


@outcome("L31")
def wrong_axis0(z, d):
    """Axis0."""
    z = z - z.max(axis=0, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=0, keepdims=True)
    t = np.arange(len(z))
    div = -np.log(s[t, d])
    dz = s.copy()
    dz[t, d] -= 1
    return (div, dz)


@outcome("L05")
def wrong_overflow(z, d):
    """Overflow."""
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    t = np.arange(len(z))
    div = -np.log(s[t, d])
    dz = s.copy()
    dz[t, d] -= 1
    return (div, dz)


@outcome(says="Your div is 1.443 times the right one in every cell where it is wrong")
def wrong_log2(z, d):
    """Log2."""
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    t = np.arange(len(z))
    lp = z - np.log(e.sum(axis=1, keepdims=True))
    div = -lp[t, d] / np.log(2)
    dz = s.copy()
    dz[t, d] -= 1
    return (div, dz)


@outcome("L62")
def wrong_alias(z, d):
    """Alias."""
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    t = np.arange(len(z))
    dz = s
    dz[t, d] -= 1
    div = -np.log(s[t, d])
    return (div, dz)


@outcome(says="Your div has 2 axes")
def wrong_all_cols(z, d):
    """All cols."""
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    div = -np.log(s[:, d])
    dz = s.copy()
    dz[:, d] -= 1
    return (div, dz)


@outcome(says="Your div has the opposite sign in every cell")
def wrong_plus(z, d):
    """Plus."""
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    t = np.arange(len(z))
    lp = z - np.log(e.sum(axis=1, keepdims=True))
    div = lp[t, d]
    dz = s.copy()
    dz[t, d] -= 1
    return (div, dz)


@outcome(says="Your div is averaged over its entries, axis 0, which should stay apart")
def wrong_mean(z, d):
    """Mean."""
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    t = np.arange(len(z))
    lp = z - np.log(e.sum(axis=1, keepdims=True))
    div = -lp[t, d]
    dz = s.copy()
    dz[t, d] -= 1
    return (div.mean(), dz)


@outcome("L09")
def wrong_onehot_minus(z, d):
    """Onehot minus."""
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    t = np.arange(len(z))
    lp = z - np.log(e.sum(axis=1, keepdims=True))
    oh = np.eye(z.shape[1])[d]
    return (-lp[t, d], oh - s)


@outcome(says="The values are right, but your function changed its argument z. Work on a copy")
def wrong_mutates(z, d):
    """Mutates."""
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e / e.sum(axis=1, keepdims=True)
    t = np.arange(len(z))
    lp = z - np.log(e.sum(axis=1, keepdims=True))
    dz = s.copy()
    dz[t, d] -= 1
    return (-lp[t, d], dz)
