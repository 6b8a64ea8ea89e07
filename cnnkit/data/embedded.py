"""The images that ship with the package, and `load`, which hands out these and the full sets alike."""

from __future__ import annotations

import hashlib
import io
import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from cnnkit.data.full import FULL_SETS, load_full
from cnnkit.data.idx import DataError

__all__ = ["CLOTHES", "load", "photo"]

FILES = Path(__file__).parent / "files"
SPLITS = ("train", "test")
PHOTOS = ("astronaut", "brick", "camera", "chelsea", "coffee", "grass")

# what the ten labels of Fashion-MNIST mean
CLOTHES = (
    "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip


def load(name: str, split: str = "train") -> tuple[np.ndarray, np.ndarray]:
    """Load a set of real images with their labels.

    Parameters
    ----------
    name : str
        "digits8" (1,797 digits of 8 × 8) and "fashion28-small" (4,000 clothes of 28 × 28) ship with the
        package; "fashion28", "mnist28" (70,000 of 28 × 28) and "cifar10" (60,000 of 32 × 32 in colour) are
        full sets that lie in the folder CNNKIT_DATA, come with Debian or are downloaded once.
    split : {"train", "test"}
        Which fixed part.

    Returns
    -------
    images : (n, channels, H, W) array of float32
        Between 0 and 1; one channel, three in colour.
    labels : (n,) array of int64

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
    """
    names = ("digits8", "fashion28-small", *FULL_SETS)
    if not isinstance(name, str) or name not in names:
        raise ValueError(f"there is no set {name!r}; choose one of {', '.join(names)}")
    if not isinstance(split, str) or split not in SPLITS:
        raise ValueError(f"split is {split!r}; it must be 'train' or 'test'")
    if name == "digits8":
        arrays = _arrays("digits8.npz")
        part = arrays["test"] == (split == "test")
        images, labels, top = arrays["images"][part][:, None], arrays["labels"][part], 16
    elif name == "fashion28-small":
        arrays = _arrays("fashion28-small.npz")
        images, labels, top = arrays[f"{split}_images"][:, None], arrays[f"{split}_labels"], 255
    else:
        (images, labels), top = load_full(name, split), 255
    scaled = images.astype(np.float32)
    scaled /= top
    return scaled, labels.astype(np.int64)


def photo(name: str) -> np.ndarray:
    """Load a photograph of 256 × 256 pixels.

    Parameters
    ----------
    name : str
        "astronaut", "brick", "camera", "coffee" or "grass" (grey), or "chelsea" (in colour).

    Returns
    -------
    (256, 256) or (256, 256, 3) array of float32
        Between 0 and 1.

    Raises
    ------
    ValueError
        If there is no such photograph.
    DataError
        If its file is missing or altered.

    Examples
    --------
    >>> photo("camera").shape, photo("chelsea").shape
    ((256, 256), (256, 256, 3))
    """
    if not isinstance(name, str) or name not in PHOTOS:
        raise ValueError(f"there is no photograph {name!r}; choose one of {', '.join(PHOTOS)}")
    from PIL import Image

    pixels = np.asarray(Image.open(io.BytesIO(_checked(f"{name}.png"))))
    return pixels.astype(np.float32) / 255


@lru_cache
def _arrays(file: str) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(_checked(file)), allow_pickle=False) as arrays:
        return dict(arrays)


def _checked(file: str) -> bytes:
    """The bytes of a file that ships with the package, if they are the ones that shipped."""
    try:
        raw = (FILES / file).read_bytes()
        wanted = json.loads((FILES / "manifest.json").read_text(encoding="utf-8"))[file]["sha256"]
    except (OSError, KeyError, ValueError):
        raise DataError(f"{file} is missing from the package; install cnnkit again") from None
    if hashlib.sha256(raw).hexdigest() != wanted:
        raise DataError(f"{file} is not the file that came with cnnkit; install cnnkit again")
    return raw
