"""What FilterBankExplorer can be pointed at: integers, photographs, and filters that have a direction."""

from __future__ import annotations

import numpy as np

__all__ = ["FILTERS", "IMAGES", "example_filter", "example_image"]

IMAGES = {
    "camera": "photograph: camera",
    "brick": "photograph: bricks",
    "coffee": "photograph: coffee",
    "square": "integers: a square and a bar",
    "integers": "integers at random",
}
FILTERS = {
    "edge": "edge",
    "corner": "corner",
    "line": "line",
    "end": "end of a line",
    "soft edge": "soft edge, 5 × 5",
}
WEIGHTS = {
    "edge": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "corner": [[-2, -2, -2], [-2, 4, 2], [-2, 2, 2]],
    "line": [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]],
    "end": [[-1, -1, -1], [-1, 3, -1], [-1, 3, 0]],
}
SIDE, BLOCK = 24, 4  # a photograph's crop, in blocks of 4 × 4 pixels
CROPS = {"camera": (20, 60), "brick": (40, 40), "coffee": (70, 60)}


def example_image(name: str) -> np.ndarray:
    """A square image.

    Raises
    ------
    ValueError
        If there is no image of that name.

    Examples
    --------
    >>> example_image("square").shape, example_image("camera").shape
    ((16, 16), (24, 24))
    """
    if name not in IMAGES:
        raise ValueError(f"there is no example {name!r}; there are {', '.join(IMAGES)}")
    if name == "integers":
        return np.random.default_rng(8).integers(0, 10, (16, 16)).astype(float)
    if name == "square":
        image = np.zeros((16, 16))
        image[3:9, 4:11], image[12:14, 6:14] = 9, 6
        return image
    from cnnkit import data  # only here: the pictures are read from disk

    (top, left), reach = CROPS[name], SIDE * BLOCK
    crop = data.photo(name)[top : top + reach, left : left + reach].astype(np.float64)
    return crop.reshape(SIDE, BLOCK, SIDE, BLOCK).mean(axis=(1, 3))


def example_filter(name: str) -> np.ndarray:
    """A square filter that has a direction.

    Raises
    ------
    ValueError
        If there is no filter of that name.

    Examples
    --------
    >>> example_filter("line")[0].tolist()
    [-1.0, 2.0, -1.0]
    """
    if name not in FILTERS:
        raise ValueError(f"there is no filter {name!r}; there are {', '.join(FILTERS)}")
    if name == "soft edge":
        place = np.arange(-2, 3)
        bell = np.exp(-(place**2) / 2)
        return np.round(np.outer(bell, place * bell), 2)
    return np.array(WEIGHTS[name], dtype=float)
