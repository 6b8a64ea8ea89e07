"""The full sets, which do not ship: Fashion-MNIST, MNIST and CIFAR-10.

A file is looked for in the folder that CNNKIT_DATA names, then where Debian's package puts it, then among
earlier downloads; what is found nowhere is downloaded by pooch (`pip install cnnkit[data]`).  It may be unpacked,
packed again, named with a dot, or lie as torchvision lays it: its contents are compared with their checksum.  There
is no falling back to a smaller set.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnkit.data import cifar
from cnnkit.data.fetching import downloaded
from cnnkit.data.idx import DataError, read_file, read_idx, unpacked

__all__ = ["FULL_SETS", "load_full"]

DEBIAN = Path("/usr/share/datasets")
TORCHVISION = {"fashion28": "FashionMNIST", "mnist28": "MNIST"}  # the folders that it makes


@dataclass(frozen=True)
class Source:
    """One file: its name, the SHA-256 of the published file, and that of what it unpacks to where known.

    Other packagers compress again, so that only the contents are the same.
    """

    name: str
    sha256: str
    contents_sha256: str = ""


@dataclass(frozen=True)
class FullSet:
    """Where a set is published, and its files: images and labels of each split, or one archive."""

    url: str
    files: dict[str, tuple[Source, ...]]
    debian: str = ""


def _idx_set(url: str, checksums: str, debian: str = "") -> FullSet:
    """The four files of the MNIST family; checksums in the order images, labels of train, then of test."""
    parts = [("train", "images-idx3"), ("train", "labels-idx1"), ("t10k", "images-idx3"), ("t10k", "labels-idx1")]
    sources = [
        Source(f"{split}-{kind}-ubyte.gz", *line.split())
        for (split, kind), line in zip(parts, checksums.split("\n"), strict=True)
    ]
    return FullSet(url, {"train": tuple(sources[:2]), "test": tuple(sources[2:])}, debian)


CIFAR10 = (
    Source("cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
)

FULL_SETS = {
    "fashion28": _idx_set(
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84 c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888\n"
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845 bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9\n"
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073 5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b\n"
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5 0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        debian="fashion-mnist",
    ),
    "mnist28": _idx_set(
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609 ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db\n"
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c 65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5\n"
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6 0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7\n"
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6 ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    "cifar10": FullSet("https://www.cs.toronto.edu/~kriz/", {"train": CIFAR10, "test": CIFAR10}),
}


def load_full(name: str, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Images (n, channels, H, W) and labels of a full set, both as bytes.

    Raises
    ------
    DataError
        If a file is missing, incomplete or altered, or cannot be downloaded.
    """
    full = FULL_SETS[name]
    if name == "cifar10":
        (source,) = full.files[split]
        rows = cifar.find(_folders(name, full), split, source.sha256)
        if rows is None:
            archive = read_file(_downloaded(name, full, source))
            rows = cifar.unpack(archive, source.name, split, published=True)
        return cifar.maps(rows)
    (image_file, label_file) = full.files[split]
    images, labels = (read_idx(_contents(name, full, source), source.name) for source in (image_file, label_file))
    if images.ndim != 3 or labels.shape != images.shape[:1]:
        raise DataError(f"{image_file.name} and {label_file.name} do not belong together; fetch both again")
    return images[:, None], labels


def _contents(name: str, full: FullSet, source: Source) -> bytes:
    """The checked contents of one file, from the first place that has it."""
    for path in _places(name, full, source.name):
        raw = read_file(path)
        if _sha256(raw) == source.sha256:
            return raw
        contents = unpacked(raw, str(path))
        if _sha256(contents) == source.contents_sha256:
            return contents
        if _of_another_set(_sha256(contents)):  # the sets of this family share their files' names
            continue
        shape = read_idx(contents, str(path)).shape
        raise DataError(
            f"{path} is a whole file of shape {shape}, but not the published {source.name} of {name}; "
            "put that there, or take this one away"
        )
    return read_file(_downloaded(name, full, source))


def _of_another_set(contents_sha256: str) -> bool:
    sources = (source for full in FULL_SETS.values() for files in full.files.values() for source in files)
    return contents_sha256 in {source.contents_sha256 for source in sources}


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _named() -> Path | None:
    """The folder that CNNKIT_DATA names."""
    named = os.environ.get("CNNKIT_DATA")
    if not named:
        return None
    folder = Path(os.path.expanduser(named))
    if not os.path.isdir(folder):
        what = "which is a file; name the folder that holds it" if os.path.exists(folder) else "where there is no folder; make it or correct the name"
        raise DataError(f"CNNKIT_DATA names {folder}, {what}")
    return folder


def _folders(name: str, full: FullSet) -> list[Path]:
    """Where files of a set may lie, in the order of the search."""
    folders = []
    if own := _named():
        folders += [own / name, own]
        if theirs := TORCHVISION.get(name):
            folders += [own / theirs / "raw", own / theirs, own / "raw"]
    if full.debian:
        folders.append(DEBIAN / full.debian)
    return folders


def _places(name: str, full: FullSet, file: str) -> Iterator[Path]:
    """Files that are there under one of the names that it goes by: packed or not, with a dash or a dot."""
    bare = file.removesuffix(".gz")
    for folder in _folders(name, full):
        for stem in (bare, bare.replace("-idx", ".idx")):
            for each in (f"{stem}.gz", stem):
                if os.path.isfile(folder / each):
                    yield folder / each


def _downloaded(name: str, full: FullSet, source: Source) -> Path:
    ways = "put it into a folder and name that folder in CNNKIT_DATA"
    if full.debian:
        ways += f", install Debian's dataset-{full.debian}"
    return downloaded(name, full.url, source.name, source.sha256, _named(), ways)
