"""What TrainingDashboard opens with: a small network and the real digits of 8 × 8."""

from __future__ import annotations

import numpy as np

from cnnkit import data, models
from cnnkit.layers import Sequential

__all__ = ["digits"]

BATCHES = 45 * 32


def digits(seed: int) -> tuple[Sequential, np.ndarray, np.ndarray, tuple]:
    """A network with new weights, 1,440 digits with their labels, and 355 unseen ones for validation.

    Two more digits would be a batch of their own at the end of each epoch: batch normalisation then
    measures two images, and the validation after it falls to a few percent now and then.

    Examples
    --------
    >>> net, images, labels, validation = digits(0)
    >>> images.shape, len(labels) % 32, len(validation[1])
    ((1440, 1, 8, 8), 0, 355)
    """
    images, labels = data.load("digits8")
    # numbers of its own: the order of the images is drawn from `seed` alone
    net = models.digits_net(np.random.default_rng([seed, 1]))
    return net, images[:BATCHES], labels[:BATCHES], data.load("digits8", "test")
