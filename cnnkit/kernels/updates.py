"""One step of gradient descent: every weight, and what is remembered of it, read and written once.

    momentum    v = momentum · v + dw + decay · w            w = w - rate · v
    Adam        a = keep · a + (1 - keep) · dw, b likewise of dw², both corrected for starting at 0
                w = w - rate · a / (root of b + eps)

Numbers such as `rate` have the precision of the weights.  No step is large enough to share it among threads.
"""

import numpy as np

from .buffer import compiled

__all__ = ["adam", "momentum"]


@compiled
def momentum(w, dw, velocity, rate, keep, decay):
    """velocity = keep · velocity + dw + decay · w; w = w - rate · velocity."""
    w, dw, velocity = w.reshape(-1), dw.reshape(-1), velocity.reshape(-1)
    for i in range(len(w)):
        velocity[i] = keep * velocity[i] + (dw[i] + decay * w[i])
        w[i] -= rate * velocity[i]


@compiled
def adam(w, dw, mean, square, rate, keep, take, missing, eps, decay):
    """Update both averages and w; keep, take = 1 - keep, and missing are pairs: of the mean, of the square."""
    w, dw, mean, square = w.reshape(-1), dw.reshape(-1), mean.reshape(-1), square.reshape(-1)
    for i in range(len(w)):
        down = dw[i] + decay * w[i]
        mean[i] = keep[0] * mean[i] + take[0] * down
        square[i] = keep[1] * square[i] + take[1] * (down * down)
        root = np.sqrt(np.divide(square[i], missing[1])) + eps  # np.divide: 0 / 0 is NaN, not an exception
        w[i] -= np.divide(rate * np.divide(mean[i], missing[0]), root)
