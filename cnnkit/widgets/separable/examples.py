"""Maps, filters and weights that SeparableExplorer shows: small integers, or a real image and maps made of it."""

from __future__ import annotations

import numpy as np

from cnnkit.conv import conv2d
from cnnkit.widgets.board.examples import example_filter, example_maps

__all__ = ["EXAMPLES", "between", "filters", "maps", "weights"]

EXAMPLES = {
    "integers": "small integers",
    "digit": "maps of a digit, 8 × 8",
    "clothes": "maps of a sneaker, 28 × 28",
    "camera": "maps of a photograph, 32 × 32",
}
BANK = ("vertical edge", "horizontal edge", "corner", "sharpen", "one cell", "sum")


def maps(example: str, channels: int, kernel_size: int) -> np.ndarray:
    """Maps (M, H, W): integers from 0 to 3, or a real image and what relu leaves of it under edge filters.

    Examples
    --------
    >>> maps("integers", 2, 3).shape, maps("digit", 3, 3).shape
    ((2, 5, 5), (3, 8, 8))
    """
    if example == "integers":
        side = max(5, kernel_size + 2)
        return np.random.default_rng(5).integers(0, 4, (channels, side, side)).astype(float)
    image = example_maps(example)[0][0]
    if example == "camera":  # several stand side by side
        image = image.reshape(32, 2, 32, 2).mean(axis=(1, 3))
    edge, _, corner, sharpen = filters(4, 3)
    turned = [edge, sharpen, corner, *(np.rot90(w, k) for k in (1, 2, 3) for w in (edge, corner))]
    bank = np.stack([turned[m % len(turned)] for m in range(channels - 1)])[:, None]
    others = np.maximum(conv2d(image[None, None], np.ascontiguousarray(bank), padding=1)[0], 0)
    others *= image.max() / others.max(axis=(1, 2), keepdims=True)  # as bright as the image
    if example == "digit":
        others = np.rint(others)
    return np.concatenate([image[None], others])


def filters(channels: int, kernel_size: int) -> np.ndarray:
    """One filter for each map, (M, K, K): edges, a corner, and so on.

    Examples
    --------
    >>> filters(2, 3)[0].astype(int).tolist()
    [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]
    """
    own = np.ones((1, 1, kernel_size, kernel_size))
    return np.stack([example_filter(BANK[m % len(BANK)], kernel_size, own)[0, 0] for m in range(channels)])


def weights(out_channels: int, channels: int) -> np.ndarray:
    """What mixes the maps, (N, M): small integers, none of them 0.

    Examples
    --------
    >>> weights(2, 3).shape
    (2, 3)
    """
    return np.random.default_rng(3).choice([-2.0, -1.0, 1.0, 2.0], (out_channels, channels))


def between(channels: int, groups: int, kernel_size: int) -> np.ndarray:
    """Filters of M maps into M in groups, (M, M / groups, K, K): a map's own as above, the others drawn at random.

    Examples
    --------
    >>> np.array_equal(between(4, 4, 3)[:, 0], filters(4, 3))
    True
    """
    size = channels // groups
    w = np.random.default_rng(kernel_size).integers(-1, 2, (channels, size, kernel_size, kernel_size)).astype(float)
    w[np.arange(channels), np.arange(channels) % size] = filters(channels, kernel_size)
    return w
