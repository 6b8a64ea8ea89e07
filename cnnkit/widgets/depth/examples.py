"""What DepthExplorer looks at: a batch of real images, the first two of which are shown."""

from __future__ import annotations

import functools

import numpy as np

__all__ = ["BATCHES", "example_batch"]

BATCHES = {"digits": "digits: a 3 and a 0", "same": "digits: two different 3s", "clothes": "clothes: a coat and a sandal"}
# set, classes of the two images, images in all: batch normalisation needs more than two
MADE_OF = {"digits": ("digits8", (3, 0), 32), "same": ("digits8", (3, 3), 32), "clothes": ("fashion28-small", (4, 5), 16)}


@functools.cache
def example_batch(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Images (T, 1, H, W) and their classes; the two that are shown come first.

    Raises
    ------
    ValueError
        If there is no batch of that name.

    Examples
    --------
    >>> images, labels = example_batch("digits")
    >>> images.shape, labels[:2].tolist()
    ((32, 1, 8, 8), [3, 0])
    """
    if name not in BATCHES:
        raise ValueError(f"there is no example {name!r}; there are {', '.join(BATCHES)}")
    from cnnkit import data  # only here: the images are read from disk

    kept, classes, count = MADE_OF[name]
    images, labels = data.load(kept)
    first = []
    for wanted in classes:
        first.append(next(k for k in np.flatnonzero(labels == wanted) if k not in first))
    rest = [k for k in range(count + 2) if k not in first]
    chosen = [*first, *rest][:count]
    return np.asarray(images[chosen], np.float32), np.asarray(labels[chosen])
