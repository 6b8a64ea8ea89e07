"""Mistakes in sending a pooled gradient back that only the map can tell apart (lecture 2.2).

`max_pool_grad` is handed positions, one cell for each window; whoever searches the maximum again in the map
meets ties.  PoolExplorer shows these programs beside the right one.
"""

from __future__ import annotations

import numpy as np

from cnnkit.mistakes.program import Mistake, Program

__all__ = ["MAX_ROUTE", "MEAN_ROUTE", "MISTAKES"]


def max_route(du, y, kernel_size, stride, faults=frozenset()):
    """Gradient of max pooling, the maxima searched in y, with faults."""
    dy = np.zeros(y.shape)
    for share, seen, part in _windows(du, y, dy, kernel_size, stride):
        tied, first = seen == seen.max(), np.zeros(seen.shape, bool)
        first.flat[seen.argmax()] = True
        if "P04" in faults:  # = in place of +=
            part[first] = share
        elif "P01" in faults:  # all of du to every tied cell
            part[tied] += share
        elif "P02" in faults:  # du shared out among them
            part[tied] += share / tied.sum()
        elif "P06" in faults:  # all of du to the whole window
            part += share
        elif "P10" in faults:  # the mask is taken from the gradient that is being made
            part[part == part.max()] += share
        else:
            part[first] += share
    return dy


def mean_route(du, y, kernel_size, stride, faults=frozenset()):
    """Gradient of mean pooling, with faults."""
    dy = np.zeros(y.shape)
    for share, seen, part in _windows(du, y, dy, kernel_size, stride):
        if "A05" in faults:  # to the maximum
            part.flat[seen.argmax()] += share
        elif "A04" in faults:  # = in place of +=
            part[:] = share / seen.size
        else:
            part += share if "A01/P06" in faults else share / seen.size
    return dy


def _windows(du, y, dy, K, s):
    """Each number of du with its window of y and of dy, in row order."""
    for t, m, i, j in np.ndindex(du.shape):
        window = np.s_[t, m, i * s : i * s + K, j * s : j * s + K]
        yield du[t, m, i, j], y[window], dy[window]


MAX_ROUTE = Program(max_route, ("P04", "P01", "P02", "P06", "P10"))
MEAN_ROUTE = Program(mean_route, ("A04", "A01/P06", "A05"))

MISTAKES = (
    Mistake("P01", "every tied cell gets all of du",
            "Of equal maxima one is taken, the first in row order, and it alone gets the gradient.",
            "Remember the position of the maximum on the way forward; do not compare with it on the way back."),
    Mistake("P02", "tied cells share du",
            "Of equal maxima one is taken, the first in row order, and it alone gets the gradient.",
            "Remember the position of the maximum on the way forward; do not compare with it on the way back."),
    Mistake("P06", "every cell of the window gets all of du",
            "Only the cell that was the maximum changed the output; the others get nothing from this window.",
            "Add du to the one cell that the position names."),
    Mistake("P10", "the maximum is searched in the gradient, not in Y",
            "Which cell wins was decided by Y; the gradient that is being made is still 0 everywhere.",
            "Compare with Y, or better, use the position that the way forward kept."),
)  # fmt: skip
