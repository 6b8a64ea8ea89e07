"""Build the images that ship with the package, from the packages they come from.

    python tools/build_data.py [FOLDER]

Needs scikit-learn (digits), scikit-image (photographs) and Debian's `dataset-fashion-mnist`.  The result
depends on nothing else: no random choice is made.  A test runs it again and compares.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

FASHION = Path("/usr/share/datasets/fashion-mnist")
FILES = Path(__file__).parent.parent / "cnnkit" / "data" / "files"

DIGITS_SOURCE = (
    "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning "
    "Repository (1998), test part, as shipped by scikit-learn (load_digits)"
)
FASHION_SOURCE = "Fashion-MNIST, H. Xiao, K. Rasul and R. Vollgraf (2017), Zalando SE"
# name: author and licence, as scikit-image states them for each picture
PHOTOS = {
    "astronaut": ("Eileen Collins, photograph by NASA", "public domain"),
    "brick": ("brick wall, CC0 Textures (Bricks25)", "CC0"),
    "camera": ("cameraman, photograph by Lav Varshney", "CC0"),
    "chelsea": ("Chelsea the cat, photograph by Stéfan van der Walt", "CC0"),
    "coffee": ("cup of coffee, photograph by Rachel Michetti", "CC0"),
    "grass": ("grass, by linolafett, DeviantArt", "CC0"),
}


def every_class_evenly(labels: np.ndarray, count: int) -> np.ndarray:
    """Indices of `count` examples of each class, spread evenly over the set, in its order."""
    chosen = []
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        chosen.append(places[np.arange(count) * len(places) // count])
    return np.sort(np.concatenate(chosen))


def build_digits(folder: Path) -> None:
    """All 1,797 digits; every fifth of each class is for testing."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    labels = digits.target.astype(np.uint8)
    test = np.zeros(len(labels), bool)
    for label in range(10):
        test[np.flatnonzero(labels == label)[4::5]] = True
    np.savez_compressed(
        folder / "digits8.npz", images=digits.images.astype(np.uint8), labels=labels, test=test
    )


def read_idx(path: Path) -> np.ndarray:
    """One IDX file of unsigned bytes: 2 zeros, type 8, number of axes, big-endian sizes, data."""
    raw = gzip.decompress(path.read_bytes())
    axes = raw[3]
    shape = np.frombuffer(raw, ">u4", axes, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * axes).reshape(shape)


def build_fashion(folder: Path) -> None:
    """300 training and 100 test images of each class of Fashion-MNIST."""
    arrays = {}
    for split, prefix, count in (("train", "train", 300), ("test", "t10k", 100)):
        images = read_idx(FASHION / f"{prefix}-images-idx3-ubyte.gz")
        labels = read_idx(FASHION / f"{prefix}-labels-idx1-ubyte.gz")
        chosen = every_class_evenly(labels, count)
        arrays |= {f"{split}_images": images[chosen], f"{split}_labels": labels[chosen]}
    np.savez_compressed(folder / "fashion28-small.npz", **arrays)


def build_photos(folder: Path) -> None:
    """Photographs, cut to their central square and reduced to 256 × 256; chelsea keeps its colours."""
    import skimage.data

    for name in PHOTOS:
        picture = Image.fromarray(getattr(skimage.data, name)())
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        picture = picture.crop((left, top, left + side, top + side))
        if name != "chelsea":
            picture = picture.convert("L")
        picture.resize((256, 256), Image.Resampling.LANCZOS).save(
            folder / f"{name}.png", optimize=True
        )


def write_manifest(folder: Path) -> None:
    """Name source, licence and SHA-256 of every file."""
    origin = {
        "digits8.npz": (DIGITS_SOURCE, "CC BY 4.0"),
        "fashion28-small.npz": (FASHION_SOURCE, "MIT"),
        **{
            f"{name}.png": (f"{who}; as shipped by scikit-image", licence)
            for name, (who, licence) in PHOTOS.items()
        },
    }
    manifest = {
        name: {
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            "source": source,
            "licence": licence,
        }
        for name, (source, licence) in sorted(origin.items())
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def build(folder: Path) -> None:
    """Build every file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    build_digits(folder)
    build_fashion(folder)
    build_photos(folder)
    write_manifest(folder)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FILES)
