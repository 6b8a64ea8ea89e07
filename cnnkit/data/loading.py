"""`load`, which hands out all sets alike: those that ship, those composed of them, and the full ones."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnkit.data.embedded import CLOTHES, EMBEDDED, load_embedded
from cnnkit.data.figures import draw_figures
from cnnkit.data.full import FULL_SETS, load_full
from cnnkit.data.scenes import Clothes, compose_scenes, cut_clothes
from cnnkit.shapes import check_room, count_of
from cnnkit.shapes.arguments import shown
from cnnkit.shapes.settings import as_generator, one_of

__all__ = ["compose", "load"]

SPLITS = ("train", "test")
# how many images a composed set has in each split; the seed of each makes it the same everywhere
COUNTS = {("boxes", "train"): 8000, ("boxes", "test"): 1000, ("pose", "train"): 6000, ("pose", "test"): 1000}
SEEDS = {each: 900 + place for place, each in enumerate(COUNTS)}
COMPOSED = ("boxes", "pose")


def load(name: str, split: str = "train") -> tuple[np.ndarray, np.ndarray | tuple[np.ndarray, np.ndarray]]:
    """Load a set of images with their labels.

    Parameters
    ----------
    name : str
        "digits8" (1,797 digits of 8 × 8) and "fashion28-small" (4,000 clothes of 28 × 28) ship with the
        package; "fashion28", "mnist28" (70,000 of 28 × 28) and "cifar10" (60,000 of 32 × 32 in colour) are
        full sets that lie in the folder CNNKIT_DATA, come with Debian or are downloaded once.
        "boxes" (9,000 scenes of 64 × 64) and "pose" (7,000 drawn figures on photographs, 64 × 64) are composed of
        what ships when they are first asked for, which takes a few seconds.
    split : {"train", "test"}
        Which fixed part.  The clothes in the test scenes, and the grounds of all test images, are in no training image.

    Returns
    -------
    images : (n, channels, H, W) array of float32
        Between 0 and 1; one channel, three in colour.
    labels : (n,) array of int64
        Classes.  For "boxes" a pair: labels (n,), places in `KINDS`, and boxes (n, 4) of float32, (row0, col0, row1, col1)
        in pixels.  For "pose" joints (n, 14, 2) of float32, (row, col) in pixels, in the order of `JOINTS`.

    Raises
    ------
    ValueError
        If there is no such set or split.
    DataError
        If a file is missing, incomplete or altered; a full set never falls back to a small one.

    Examples
    --------
    >>> images, labels = load("digits8", "test")
    >>> images.shape, labels[:3].shape, float(images.max())
    ((355, 1, 8, 8), (3,), 1.0)
    >>> images, (labels, boxes) = load("boxes", "test")
    >>> images.shape, labels.shape, boxes.shape
    ((1000, 1, 64, 64), (1000,), (1000, 4))
    """
    names = (*EMBEDDED, *COMPOSED, *FULL_SETS)
    if not isinstance(name, str) or name not in names:
        raise ValueError(f"there is no set {shown(name)}; choose one of {', '.join(names)}")
    if not isinstance(split, str) or split not in SPLITS:
        raise ValueError(f"split is {shown(split)}; it must be 'train' or 'test'")
    if name in COMPOSED:
        images, answers = _composed(name, split)
        copies = tuple(each.copy() for each in answers)
        return _scaled(images[:, None], 255), copies if len(copies) > 1 else copies[0]
    if name in EMBEDDED:
        images, labels, top = load_embedded(name, split)
    else:
        (images, labels), top = load_full(name, split), 255
    return _scaled(images, top), labels.astype(np.int64)


def compose(
    name: str, count: int, rng: np.random.Generator, *, split: str = "train"
) -> tuple[np.ndarray, np.ndarray | tuple[np.ndarray, ...]]:
    """Compose more images, of what the images of `load` are composed of.

    Parameters
    ----------
    name : {"boxes", "pose"}
    count : int
    rng : numpy Generator
    split : {"train", "test"}
        Whose clothes and grounds.

    Returns
    -------
    images, labels
        As `load` gives them.

    Raises
    ------
    ValueError
        If the set is not a composed one, or there is no such split.
    ShapeError, TypeError
        If count is no number from 1 on, or rng no generator.

    Examples
    --------
    >>> images, (labels, boxes) = compose("boxes", 5, np.random.default_rng(0))
    >>> images.shape, labels.shape, boxes.shape
    ((5, 1, 64, 64), (5,), (5, 4))
    """
    name, count, rng = one_of(name, "name", COMPOSED), count_of(count, "count"), as_generator(rng)
    check_room((count, 1, 64, 64), "the images", "compose fewer at once")
    images, answers = _made(name, count, one_of(split, "split", SPLITS), rng)
    return _scaled(images[:, None], 255), answers if len(answers) > 1 else answers[0]


def _scaled(images: np.ndarray, top: int) -> np.ndarray:
    scaled = images.astype(np.float32)
    scaled /= top
    return scaled


@lru_cache
def _composed(name: str, split: str) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Images (n, 64, 64) as bytes, and what there is to be answered; kept, because making them takes seconds."""
    return _made(name, COUNTS[name, split], split, np.random.default_rng(SEEDS[name, split]))


def _made(name: str, count: int, split: str, rng: np.random.Generator) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    if name == "pose":
        images, joints = draw_figures(count, split, rng)
        return images, (joints,)
    images, *answers = compose_scenes(_clothes(split), count, split, rng)
    return images, tuple(answers)


@lru_cache
def _clothes(split: str) -> Clothes:
    images, labels = load("fashion28-small", split)
    return cut_clothes(images[:, 0], np.array(CLOTHES)[labels])
