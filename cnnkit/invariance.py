"""What banks are worth on real clothes: nets of as many weights, trained upright or moved, tested moved (lecture 4)."""

from __future__ import annotations

import numpy as np

from cnnkit import data, models
from cnnkit.filterbank import places_before, read_between
from cnnkit.layers import Sequential
from cnnkit.layers.layer import as_layer
from cnnkit.pool import mean_pool2d
from cnnkit.shapes import ShapeError, as_arrays, check_rank, count_of
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import as_generator, one_of, true_or_false
from cnnkit.training import Adam, Trainer, accuracy, cosine

__all__ = ["AMOUNTS", "LEARNERS", "clothes", "draw_amounts", "error_rates", "learn", "move", "weights"]

# where errors are measured: degrees, mirrored or not, factors
AMOUNTS = {
    "rotation": tuple(range(0, 361, 15)),
    "reflection": (0, 1),
    "scale": (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3),
}
EIGHT = tuple(range(0, 360, 45))

# for every way of moving: name of a learner → what its net is built of; the augmented one is a plain net whose
# images are moved afresh for every epoch
PLAIN = {"plain": {"kind": None}, "augmented": {"kind": None}}
LEARNERS = {
    "rotation": {
        **PLAIN, "bank of 4": {"kind": "rotation"}, "bank of 4, pooled early": {"kind": "rotation", "pooling": "early"},
        "bank of 8, pooled early": {"kind": "rotation", "members": EIGHT, "pooling": "early"},
    },
    "reflection": {
        **PLAIN, "bank of 2": {"kind": "reflection"},
        "bank of 2, pooled early": {"kind": "reflection", "pooling": "early"},
    },
    "scale": {**PLAIN, "bank of 3, pooled early": {"kind": "scale"}},
}  # fmt: skip
RATE, BATCH = 0.004, 32


def draw_amounts(kind: str, count: int, rng: np.random.Generator) -> np.ndarray:
    """One amount for each image: any angle in degrees, 1 for mirrored or 0, any factor from 0.5 to 1.3.

    Examples
    --------
    >>> draw_amounts("reflection", 5, np.random.default_rng(0))
    array([1, 1, 1, 0, 0])
    """
    kind, count, rng = one_of(kind, "kind", AMOUNTS), count_of(count, "count", 0), as_generator(rng)
    if kind == "rotation":
        return rng.uniform(0, 360, count)
    return rng.integers(0, 2, count) if kind == "reflection" else rng.uniform(0.5, 1.3, count)


def move(images, kind: str, by) -> np.ndarray:
    """Turn counter-clockwise, mirror or scale square images about their centre, each by its own amount or all by one.

    Every cell reads between the four cells where it stood before (bilinear), and 0 outside the image; an image
    that shrinks reads a mean as wide as its step, so that no cell is skipped.

    Parameters
    ----------
    images : (T, 1, H, H) array
    kind : {"rotation", "reflection", "scale"}
    by : number or T numbers
        Degrees; 1 for mirrored left-right or 0; factor.

    Returns
    -------
    (T, 1, H, H) array

    Examples
    --------
    >>> move(np.arange(4.0).reshape(1, 1, 2, 2), "rotation", 90)[0, 0]
    array([[1., 3.],
           [0., 2.]])
    """
    (images,) = as_arrays(images=images)
    check_rank(images, "images", "(T, 1, H, H)")
    if images.shape[1] != 1 or images.shape[2] != images.shape[3]:
        raise ShapeError(f"images has shape {images.shape}", "square images of one channel are moved, (T, 1, H, H)",
                         "give one channel at a time, cut to a square")  # fmt: skip
    kind, (by,) = one_of(kind, "kind", AMOUNTS), as_arrays(by=by)
    if by.shape not in ((), (1,), images.shape[:1]) or not np.isfinite(by).all() or (kind == "scale" and (by <= 0).any()):
        raise ShapeError(f"by is {shown(by.tolist())}", f"one finite number or {len(images)} are needed, factors above 0",
                         "give one for all images, or one for each")  # fmt: skip
    by = np.broadcast_to(by.astype(np.float64), len(images))
    if kind == "reflection":
        return np.where(by[:, None, None, None] > 0, images[..., ::-1], images)
    return _scaled(images, by) if kind == "scale" else _turned(images, by)


def _turned(images: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    side = images.shape[-1]
    places = np.array([places_before(side, angle) for angle in degrees.tolist()]).reshape(-1, 2, side, side)
    return read_between(images[:, 0], places[:, 0], places[:, 1])[:, None]


def _scaled(images: np.ndarray, factors: np.ndarray) -> np.ndarray:
    side, wide = images.shape[-1], np.minimum(1, factors)[:, None, None]
    places = (side - 1) / 2 + (np.arange(side) - (side - 1) / 2) / factors[:, None]
    # share[t, i, k] of cell k in new cell i: a tent of one cell, or of one step where the image shrinks
    shares = np.maximum(0, 1 - np.abs(places[..., None] - np.arange(side)) * wide) * wide
    return (shares @ images[:, 0] @ shares.transpose(0, 2, 1))[:, None].astype(images.dtype)


def clothes(split: str, count: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Images (T, 1, 28, 28) and labels of the clothes that ship with the package, the first `count` of them.

    Examples
    --------
    >>> clothes("test", 5)[0].shape
    (5, 1, 28, 28)
    """
    images, labels = data.load("fashion28-small", split)
    count = len(images) if count is None else count_of(count, "count", 0)
    return images[:count], labels[:count]


def learn(
    name: str, kind: str, seed: int = 0, *, moved: bool = False, epochs: int = 12, images: int | None = None
) -> Sequential:
    """Train one of `LEARNERS`, on images of 14 × 14: moved first, then every 2 × 2 cells averaged.

    Parameters
    ----------
    name : str
        One of LEARNERS[kind].
    kind : {"rotation", "reflection", "scale"}
    seed : int
        Of the weights, the amounts and the order of images.
    moved : bool
        Train on images that are moved, each once by an amount of its own; on upright ones otherwise.
    epochs : int
    images : int, optional
        How many training images are used.

    Returns
    -------
    Sequential
        The trained net, as it is used afterwards.

    Examples
    --------
    >>> net = learn("plain", "rotation", epochs=1, images=64)
    >>> net.forward(np.ones((1, 1, 14, 14), np.float32)).shape
    (1, 10)
    """
    kind, seed, moved = one_of(kind, "kind", LEARNERS), count_of(seed, "seed", 0), true_or_false(moved, "moved")
    name, epochs = one_of(name, "name", LEARNERS[kind]), count_of(epochs, "epochs")
    net = models.bank_net(np.random.default_rng(seed), **LEARNERS[kind][name])
    large, labels = clothes("train", images)
    amounts = np.random.default_rng(1000 + seed)
    shown = move(large, kind, draw_amounts(kind, len(large), amounts)) if moved else large

    def moved_afresh(trainer):
        if name == "augmented":
            trainer.images = _halved(move(large, kind, draw_amounts(kind, len(large), amounts)))

    trainer = Trainer(
        net, _halved(shown), labels, epochs=epochs, batch_size=BATCH, learning_rate=cosine(RATE, epochs),
        rng=np.random.default_rng(2000 + seed), optimiser=Adam(net), on_epoch=moved_afresh,
    )  # fmt: skip
    moved_afresh(trainer)
    trainer.run()
    return net


def error_rates(net: Sequential, kind: str, count: int | None = None) -> tuple[np.ndarray, float]:
    """Share of test images that is named wrong: all moved by each of `AMOUNTS`, and each by an amount of its own.

    Examples
    --------
    >>> curve, own = error_rates(models.bank_net(np.random.default_rng(0), None), "reflection", 50)
    >>> curve.shape, 0 <= own <= 1
    ((2,), True)
    """
    net, kind = as_layer(net, "net"), one_of(kind, "kind", AMOUNTS)
    images, labels = clothes("test", count)

    def error(by):
        return 1 - accuracy(net, _halved(move(images, kind, by)), labels)

    own = draw_amounts(kind, len(images), np.random.default_rng(7))
    return np.array([error(by) for by in AMOUNTS[kind]]), error(own)


def weights(net: Sequential) -> int:
    """How many numbers a net learns, biases included.

    Examples
    --------
    >>> weights(models.bank_net(np.random.default_rng(0), None))
    11350
    """
    return sum(getattr(layer, part).size for layer, part in as_layer(net, "net").learned())


def _halved(images: np.ndarray) -> np.ndarray:
    return mean_pool2d(images, 2)
