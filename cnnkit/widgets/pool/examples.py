"""What PoolExplorer can be pointed at: integers with ties, one peak, real images."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.examples import example_maps

__all__ = ["EXAMPLES", "example_du", "example_map"]

EXAMPLES = {
    "ties": "integers with ties, 4 × 4",
    "peak": "one peak, 6 × 6",
    "integers": "integers, 8 × 8",
    "digit": "a real digit, 8 × 8",
    "camera": "photograph: camera",
}
WINDOWS = {"ties": (2, 1), "peak": (3, 1), "integers": (3, 2), "digit": (2, 2), "camera": (2, 2)}
TIES = [[1, 3, 3, 0], [2, 0, 3, 1], [5, 1, 0, 2], [5, 4, 1, 2]]


def example_map(name: str) -> tuple[np.ndarray, int, int]:
    """The map of an example, with the window that shows its point: kernel_size and stride.

    Raises
    ------
    ValueError
        If there is no example of that name.

    Examples
    --------
    >>> example_map("ties")[0][0].tolist(), example_map("ties")[1:]
    ([1.0, 3.0, 3.0, 0.0], (2, 1))
    """
    if name not in EXAMPLES:
        raise ValueError(f"there is no example {name!r}; there are {', '.join(EXAMPLES)}")
    if name == "ties":
        return np.array(TIES, dtype=float), *WINDOWS[name]
    if name == "peak":
        y = np.zeros((6, 6))
        y[1, 1] = 9
        return y, *WINDOWS[name]
    image = {"integers": "remainder"}.get(name, name)
    return example_maps(image)[0][0], *WINDOWS[name]


def example_du(name: str, size) -> np.ndarray:
    """A gradient of the pooled map: 1, 2, 3, ... on small maps, ones for the peak and for images.

    Examples
    --------
    >>> example_du("ties", (1, 3)).tolist()
    [[1.0, 2.0, 3.0]]
    """
    count = int(np.prod(size))
    if name == "peak" or count > 16:
        return np.ones(size)
    return np.arange(1.0, count + 1).reshape(size)
