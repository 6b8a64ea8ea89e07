"""The images that ship with the package: two small sets, and photographs."""

from __future__ import annotations

import hashlib
import io
import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from cnnkit.data.idx import DataError

__all__ = ["CLOTHES", "EMBEDDED", "PHOTOS", "load_embedded", "photo"]

FILES = Path(__file__).parent / "files"
EMBEDDED = ("digits8", "fashion28-small")
PHOTOS = ("astronaut", "brick", "camera", "chelsea", "coffee", "grass")

# what the ten labels of Fashion-MNIST mean
CLOTHES = (
    "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip


def load_embedded(name: str, split: str) -> tuple[np.ndarray, np.ndarray, int]:
    """Images (n, 1, H, W), labels, and the value of white, of a set that ships with the package."""
    if name == "digits8":
        arrays = _arrays("digits8.npz")
        part = arrays["test"] == (split == "test")
        return arrays["images"][part][:, None], arrays["labels"][part], 16
    arrays = _arrays("fashion28-small.npz")
    return arrays[f"{split}_images"][:, None], arrays[f"{split}_labels"], 255


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
