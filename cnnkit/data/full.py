"""The full sets, which do not ship: Fashion-MNIST, MNIST and CIFAR-10.

A file is looked for in the folder that CNNKIT_DATA names, then where Debian's package puts it, then among
earlier downloads; what is found nowhere is downloaded by pooch (`pip install cnnkit[data]`).  Every file is
compared with its checksum.  There is no falling back to a smaller set.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnkit.data.idx import DataError, read_idx, unpacked

__all__ = ["FULL_SETS", "load_full"]

DEBIAN = Path("/usr/share/datasets")


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
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609\n"
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c\n"
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6\n"
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
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
    contents = [_fetched(name, full, source) for source in full.files[split]]
    if name == "cifar10":
        return _cifar(contents[0], split)
    (image_file, label_file) = (source.name for source in full.files[split])
    images, labels = read_idx(contents[0], image_file), read_idx(contents[1], label_file)
    if images.ndim != 3 or labels.shape != images.shape[:1]:
        raise DataError(f"{image_file} and {label_file} do not belong together; fetch both again")
    return images[:, None], labels


def _fetched(name: str, full: FullSet, source: Source) -> bytes:
    """The checked bytes of one file, from the first place that has it."""
    path = next((p for p in _places(name, full, source.name) if p.is_file()), None)
    if path is None:
        path = _downloaded(name, full, source)
    try:
        raw = path.read_bytes()
    except OSError as reason:
        raise DataError(f"{path} cannot be read: {reason.strerror}") from None
    if hashlib.sha256(raw).hexdigest() == source.sha256:
        return raw
    contents = unpacked(raw, str(path))
    if hashlib.sha256(contents).hexdigest() != source.contents_sha256:
        raise DataError(f"{path} is not the published file; delete it and fetch it again")
    return contents


def _places(name: str, full: FullSet, file: str) -> list[Path]:
    """Where a file may lie, in the order of the search; unpacked files count where they can be checked."""
    folders = []
    if own := os.environ.get("CNNKIT_DATA"):
        folders += [Path(own) / name, Path(own)]
    if full.debian:
        folders.append(DEBIAN / full.debian)
    return [folder / each for folder in folders for each in (file, file.removesuffix(".gz"))]


def _downloaded(name: str, full: FullSet, source: Source) -> Path:
    ways = "put it into a folder and name that folder in CNNKIT_DATA"
    if full.debian:
        ways += f", install Debian's dataset-{full.debian}"
    try:
        import pooch
    except ImportError:
        raise DataError(
            f"{source.name} of {name} is not on this machine; {ways}, or pip install 'cnnkit[data]' to download it"
        ) from None
    folder = Path(os.environ.get("CNNKIT_DATA") or pooch.os_cache("cnnkit")) / name
    pooch.get_logger().setLevel("WARNING")
    keeper = pooch.create(
        path=folder, base_url=full.url, registry={source.name: f"sha256:{source.sha256}"}, retry_if_failed=2
    )
    try:
        return Path(keeper.fetch(source.name, downloader=_copy_from_web))
    except ValueError:  # pooch's word for a checksum that differs; it keeps nothing
        raise DataError(f"{full.url}{source.name} sent something else than the published file; {ways}") from None
    except OSError as reason:
        why = getattr(reason, "reason", None) or reason.strerror or reason
        raise DataError(f"{source.name} could not be downloaded from {full.url}: {why}; {ways}") from None


def _copy_from_web(url: str, target: str, pooch: object) -> None:
    """Download as pooch wants it, without asking for more than the standard library."""
    import shutil
    import urllib.request

    with urllib.request.urlopen(url, timeout=30) as answer, open(target, "wb") as file:
        shutil.copyfileobj(answer, file)


def _cifar(archive: bytes, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows of 1 + 3072 bytes: the label, then the red, green and blue map."""
    names = ["test_batch.bin"] if split == "test" else [f"data_batch_{i}.bin" for i in range(1, 6)]
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            rows = b"".join(files.extractfile(f"cifar-10-batches-bin/{n}").read() for n in names)
        table = np.frombuffer(rows, np.uint8).reshape(-1, 1 + 3 * 32 * 32)
    except (tarfile.TarError, KeyError, ValueError, EOFError, OSError, zlib.error):
        raise DataError(f"{CIFAR10[0].name} is incomplete or damaged; fetch it again") from None
    return table[:, 1:].reshape(-1, 3, 32, 32), table[:, 0]
