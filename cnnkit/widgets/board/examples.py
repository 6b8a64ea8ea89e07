"""What ConvExplorer can be pointed at: small integers, real images, a bank of filters."""

from __future__ import annotations

import numpy as np

__all__ = ["FILTERS", "IMAGES", "example_dz", "example_filter", "example_maps"]

IMAGES = {
    "worked": "worked integers, 3 × 3",
    "integers": "integers, 5 × 5",
    "remainder": "integers, 8 × 8",
    "two maps": "two maps, two filters",
    "digit": "a real digit, 8 × 8",
    "clothes": "a real sneaker, 28 × 28",
    "camera": "photograph: camera",
    "chelsea": "photograph: cat",
    "brick": "photograph: bricks",
}

FILTERS = {
    "own": "the example's own",
    "vertical edge": "vertical edge",
    "horizontal edge": "horizontal edge",
    "sum": "sum (blur)",
    "sharpen": "sharpen",
    "one cell": "one cell (copy)",
    "corner": "corner",
    "random": "random integers",
}

WORKED = {
    "worked": (
        [[[1, 2, 0], [0, 1, 3], [2, 0, 1]]],
        [[[[1, -1], [2, 0]]]],
        [1.0],
        [[[1, -2], [0, 3]]],
    ),
    "two maps": (
        [[[1, 0, 2, 1], [0, 3, 1, 0], [2, 1, 0, 1]], [[0, 1, 0, 2], [1, 0, 2, 1], [0, 2, 1, 0]]],
        [[[[1, -1], [0, 2]], [[0, 1], [1, -1]]], [[[2, 0], [-1, 1]], [[1, 0], [0, -2]]]],
        [0.0, 1.0],
        [[[1, 0, -2], [0, 3, 1]], [[-1, 2, 0], [1, 0, 2]]],
    ),
}
SIZES = {"integers": 5, "remainder": 8}


def example_maps(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Maps y (M, H, W), filters w (N, M, Kh, Kw) and biases of an example.

    Raises
    ------
    ValueError
        If there is no example of that name.

    Examples
    --------
    >>> example_maps("worked")[0].astype(int).tolist()
    [[[1, 2, 0], [0, 1, 3], [2, 0, 1]]]
    """
    if name in WORKED:
        return tuple(np.array(part, dtype=float) for part in WORKED[name][:3])
    if name in SIZES:
        n = SIZES[name]
        rng = np.random.default_rng(n)
        return rng.integers(0, 5, (1, n, n)).astype(float), _filter("corner", 3), np.zeros(1)
    if name not in IMAGES:
        known = ", ".join(IMAGES)
        raise ValueError(f"there is no example {name!r}; there are {known}")
    return _real_image(name)[None], _filter("vertical edge", 3), np.zeros(1)


def _real_image(name: str) -> np.ndarray:
    from cnnkit import data  # only here: the arrays are read from disk

    if name == "digit":
        images, labels = data.load("digits8", "train")
        # 0..16 as the scanner wrote them, so that sums can be followed by hand
        return np.rint(np.asarray(images)[np.flatnonzero(np.asarray(labels) == 5)[0], 0] * 16)
    if name == "clothes":
        images, labels = data.load("fashion28-small", "train")
        return np.asarray(images, float)[np.flatnonzero(np.asarray(labels) == 7)[0], 0]
    photo = np.asarray(data.photo(name), float)
    if photo.ndim == 3:
        photo = photo.mean(axis=2)
    step = max(1, min(photo.shape) // 64)
    rows, columns = (n // step * step for n in photo.shape)
    blocks = photo[:rows, :columns].reshape(rows // step, step, columns // step, step)
    return blocks.mean(axis=(1, 3))[:64, :64]


def example_filter(name: str, kernel_size: int, own: np.ndarray) -> np.ndarray:
    """The filter of the bank at a size; "own" cuts the example's filter or adds zeros to it.

    Examples
    --------
    >>> example_filter("vertical edge", 3, np.ones((1, 1, 2, 2)))[0, 0].astype(int).tolist()
    [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]
    """
    if name == "own":
        resized = np.zeros((*own.shape[:2], kernel_size, kernel_size))
        rows, columns = (min(kernel_size, n) for n in own.shape[2:])
        resized[:, :, :rows, :columns] = own[:, :, :rows, :columns]
        return resized
    if name == "random":
        return (
            np.random.default_rng(kernel_size)
            .integers(-2, 3, (*own.shape[:2], kernel_size, kernel_size))
            .astype(float)
        )
    return np.broadcast_to(
        _filter(name, kernel_size), (*own.shape[:2], kernel_size, kernel_size)
    ).copy()


def _filter(name: str, kernel_size: int) -> np.ndarray:
    side = np.arange(kernel_size)
    ramp = np.sign(side - (kernel_size - 1) / 2)
    w = np.zeros((kernel_size, kernel_size))
    middle = (kernel_size - 1) // 2
    if name == "vertical edge":
        w[:] = ramp
    elif name == "horizontal edge":
        w[:] = ramp[:, None]
    elif name == "sum":
        w[:] = 1
    elif name == "sharpen":
        w[middle, :] = w[:, middle] = -1
        w[middle, middle] = 2 * kernel_size - 1
    elif name == "one cell":
        w[middle, middle] = 1
    else:  # corner: every flip and turn of it differs, so that a forgotten flip shows
        w[0, :] = 1
        w[:, 0] = 2
        w[-1, -1] = -1
    return w[None, None]


def example_dz(image: str, shape: tuple[int, ...]) -> np.ndarray:
    """An upstream gradient of integers in −3…3: the worked one where it fits, else drawn once.

    Examples
    --------
    >>> example_dz("worked", (1, 2, 2)).astype(int).tolist()
    [[[1, -2], [0, 3]]]
    """
    if image in WORKED and np.shape(WORKED[image][3]) == shape:
        return np.array(WORKED[image][3], dtype=float)
    return np.random.default_rng(shape[-1]).integers(-3, 4, shape).astype(float)
