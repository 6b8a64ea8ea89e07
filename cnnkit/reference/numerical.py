"""The derivative without a derivation: two function values, one difference (lecture 1.2)."""

from __future__ import annotations

import numpy as np

from cnnkit.reference.reading import array, function, number, takes

__all__ = ["numerical_gradient"]


@takes(f=function, w=array("..."), eps=number(above=True))
def numerical_gradient(f, w, eps=1e-6):
    """Central differences (f(w + eps) − f(w − eps)) / 2 eps at every entry of w; f gives a number.

    Lecture 1.2: a check of dLoss/dw that knows nothing of how the gradient was derived.

    Examples
    --------
    >>> numerical_gradient(lambda w: float(w[0] ** 2), np.array([3.0])).round(6).tolist()
    [6.0]
    """
    gradient = np.zeros_like(w)
    for cell in np.ndindex(w.shape):
        kept = w[cell]
        w[cell] = kept + eps
        above = f(w)
        w[cell] = kept - eps
        gradient[cell] = (above - f(w)) / (2 * eps)
        w[cell] = kept
    return gradient
