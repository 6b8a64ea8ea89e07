"""The files of CIFAR-10: rows of a label and three maps, in an archive or a folder, as bytes or as Python's pickles."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from cnnkit.data.idx import DataError, read_file

__all__ = ["find", "maps", "unpack"]

ROW = 1 + 3 * 32 * 32  # a label, then the red, green and blue map

# file -> MD5 of its rows, and of the pickle that holds the same rows
CONTENTS = {
    "data_batch_1": ("5dd7e06a14cb22eb9f671a540d1b7c25", "c99cafc152244af753f735de768cd75f"),
    "data_batch_2": ("5ea93a67294ea407fff1d09f752e9692", "d4bba439e000b95fd0a9bffe97cbabec"),
    "data_batch_3": ("942cd6a4bcdd0dd3c604fbe906cb4421", "54ebc095f3ab1f0389bbae665268c751"),
    "data_batch_4": ("ae636b3ba5c66a11e91e8cb52e771fcb", "634d18415352ddfa80567beed471001a"),
    "data_batch_5": ("53f37980c15c3d472c316c40844f3f0d", "482c414d41f54cd18b22e5b47cb7c3cb"),
    "test_batch": ("803d5f7f4d78ea53de84dbe85f74fb6d", "40351d587109b95175f43aff81a1287e"),
}
ARCHIVES = [f"cifar-10-{kind}{end}" for kind in ("binary", "python") for end in (".tar.gz", ".tgz", ".tar", ".tar.xz", ".tar.bz2")]
FOLDERS = ("cifar-10-batches-bin", "cifar-10-batches-py", "")
BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError)


def find(folders: list[Path], split: str, sha256: str) -> bytes | None:
    """The rows of a split from the first folder that has them; None where none has.

    Raises
    ------
    DataError
        If what is there is damaged or not what was published.

    Examples
    --------
    >>> find([], "test", "") is None
    True
    """
    for folder in folders:
        for inside in FOLDERS:
            files = _in_folder(folder / inside, split)
            if files is not None:
                return b"".join(_rows(stem, read_file(path), str(path)) for stem, path in files)
        for name in ARCHIVES:
            if os.path.isfile(path := folder / name):
                raw = read_file(path)
                return unpack(raw, str(path), split, published=hashlib.sha256(raw).hexdigest() == sha256)
    return None


def unpack(archive: bytes, name: str, split: str, published: bool = False) -> bytes:
    """The rows of a split from an archive of either kind.

    Parameters
    ----------
    archive : bytes
    name : str
        What to call it when something is wrong with it.
    split : {"train", "test"}
    published : bool
        Whether it is known to be the published archive, so that its files need no checking.

    Raises
    ------
    DataError
        If it is damaged, or holds something else.
    """
    found = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            for member in files:
                stem = os.path.basename(member.name).removesuffix(".bin")
                if member.isfile() and stem in _stems(split):
                    found[stem] = files.extractfile(member).read()
    except BROKEN:
        raise DataError(f"{name} is incomplete or damaged; fetch it again") from None
    if missing := [stem for stem in _stems(split) if stem not in found]:
        raise DataError(f"{name} has no {missing[0]}; fetch it again")
    if published:
        return b"".join(found[stem] for stem in _stems(split))
    return b"".join(_rows(stem, found[stem], f"{stem} in {name}") for stem in _stems(split))


def maps(rows: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Images (n, 3, 32, 32) and labels of rows of 1 + 3072 bytes.

    Raises
    ------
    DataError
        If the last row is cut off.

    Examples
    --------
    >>> images, labels = maps(bytes(2 * ROW))
    >>> images.shape, labels.tolist()
    ((2, 3, 32, 32), [0, 0])
    """
    if len(rows) % ROW:
        raise DataError(f"{len(rows):,} bytes are no whole rows of CIFAR-10; fetch it again")
    table = np.frombuffer(rows, np.uint8).reshape(-1, ROW)
    return table[:, 1:].reshape(-1, 3, 32, 32), table[:, 0]


def _stems(split: str) -> list[str]:
    return [stem for stem in CONTENTS if stem.startswith("test" if split == "test" else "data")]


def _in_folder(folder: Path, split: str) -> list[tuple[str, Path]] | None:
    """The files of a split in a folder, if it has any of them."""
    for end in (".bin", ""):
        paths = [(stem, folder / f"{stem}{end}") for stem in _stems(split)]
        there = [os.path.isfile(path) for _, path in paths]
        if all(there):
            return paths
        if any(there):
            raise DataError(f"{paths[there.index(False)][1]} is missing beside the others; fetch it too")
    return None


def _rows(stem: str, raw: bytes, name: str) -> bytes:
    """The rows of one file, if they are the published ones."""
    rows_md5, pickle_md5 = CONTENTS[stem]
    if _md5(raw) == rows_md5:
        return raw
    if raw[:1] == b"\x80":  # a pickle
        rows = _of_pickle(raw, name)
        if _md5(raw) == pickle_md5 or _md5(rows) == rows_md5:
            return rows
    elif len(raw) % ROW:
        raise DataError(f"{name} is cut off after {len(raw):,} bytes; fetch it again")
    raise DataError(f"{name} is a whole file, but not the published {stem} of CIFAR-10; fetch that")


def _md5(raw: bytes) -> str:
    return hashlib.md5(raw, usedforsecurity=False).hexdigest()


class _Arrays(pickle.Unpickler):
    """Reads pickles of arrays and nothing else: a pickle may run any program."""

    def find_class(self, module: str, name: str) -> Callable:
        if name == "_reconstruct" and module in ("numpy.core.multiarray", "numpy._core.multiarray"):
            return np.empty(0).__reduce__()[0]
        if module == "numpy" and name in ("ndarray", "dtype"):
            return getattr(np, name)
        if (module, name) == ("_codecs", "encode"):  # how Python 3 writes bytes in the old format
            return lambda text, _: text.encode("latin-1")
        raise pickle.UnpicklingError(f"{module}.{name} is no array")


def _of_pickle(raw: bytes, name: str) -> bytes:
    try:
        found = _Arrays(io.BytesIO(raw), encoding="bytes").load()
        images, labels = np.asarray(found[b"data"], np.uint8), np.asarray(found[b"labels"], np.uint8)
        return np.concatenate([labels[:, None], images], axis=1).tobytes()
    except Exception:  # whatever a damaged pickle does
        raise DataError(f"{name} is incomplete or damaged; fetch it again") from None
