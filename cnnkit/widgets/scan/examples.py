"""What ScanExplorer can be pointed at: an image, and a perceptron or a small MLP that scans it."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.examples import example_maps

__all__ = ["EXAMPLES", "NETWORKS", "example_image", "example_network"]

EXAMPLES = {
    "integers": "integers, 4 × 4",
    "lopsided": "integers, 3 × 5",
    "digit": "a real digit, 8 × 8",
}
# units of each layer; the last number is the output
NETWORKS = {
    "1": "one perceptron",
    "2-1": "MLP, 2 units and 1",
    "3-2-1": "MLP, 3, 2 and 1",
}
INTEGERS = {
    "integers": [[1, 2, 0, 1], [0, 1, 3, 0], [2, 0, 1, 2], [1, 3, 0, 1]],
    "lopsided": [[2, 0, 1, 3, 1], [1, 2, 0, 1, 0], [0, 1, 3, 0, 2]],
}
# perceptrons of the first layer by size of their patch, then the further layers by network
PATCHES = {
    1: [[[1]], [[-1]], [[2]]],
    2: [[[1, -1], [2, 0]], [[0, 1], [1, -1]], [[-1, 0], [1, 1]]],
    3: [
        [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
        [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
        [[0, 1, 0], [1, 0, 1], [0, 1, 0]],
    ],
}
FURTHER = {"1": [], "2-1": [[[1, -1]]], "3-2-1": [[[1, 1, -1], [-1, 2, 1]], [[2, -1]]]}


def example_image(name: str) -> np.ndarray:
    """The image of an example, (H, W).

    Raises
    ------
    ValueError
        If there is no example of that name.

    Examples
    --------
    >>> example_image("lopsided").shape
    (3, 5)
    """
    if name in INTEGERS:
        return np.array(INTEGERS[name], dtype=float)
    if name not in EXAMPLES:
        raise ValueError(f"there is no example {name!r}; there are {', '.join(EXAMPLES)}")
    return example_maps(name)[0][0]


def example_network(network: str, kernel_size: int) -> tuple[list, list]:
    """Filters and biases of a network in small integers: the first layer reads patches.

    Examples
    --------
    >>> filters, biases = example_network("2-1", 2)
    >>> [w.shape for w in filters]
    [(2, 1, 2, 2), (1, 2, 1, 1)]
    """
    units = int(network.split("-")[0])
    filters = [np.array(PATCHES[kernel_size][:units], dtype=float)[:, None]]
    filters += [np.array(w, dtype=float)[:, :, None, None] for w in FURTHER[network]]
    biases = [np.zeros(len(w)) for w in filters]
    biases[0][0] = 1
    return filters, biases
