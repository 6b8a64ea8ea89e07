"""The full sets, from small files of the same format: where they are looked for, and what damage is called."""

import dataclasses
import gzip
import hashlib
import io
import struct
import tarfile

import numpy as np
import pytest

from cnnkit import data
from cnnkit.data import full
from cnnkit.data.idx import read_idx

rng = np.random.default_rng(5)


def idx(array):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def sha(raw):
    return hashlib.sha256(raw).hexdigest()


@pytest.fixture
def clothes(tmp_path, monkeypatch):
    """A Fashion-MNIST of five images in a folder of its own; gives (folder, images, labels)."""
    images = rng.integers(0, 256, (5, 28, 28), np.uint8)
    labels = rng.integers(0, 10, 5, np.uint8)
    folder = tmp_path / "published"
    folder.mkdir()
    sources = []
    for name, array in (("train-images-idx3-ubyte.gz", images), ("train-labels-idx1-ubyte.gz", labels)):
        packed = gzip.compress(idx(array), mtime=0)
        (folder / name).write_bytes(packed)
        sources.append(full.Source(name, sha(packed), sha(idx(array))))
    small = full.FullSet(folder.as_uri() + "/", {"train": tuple(sources)}, "fashion-mnist")
    monkeypatch.setitem(full.FULL_SETS, "fashion28", small)
    monkeypatch.setattr(full, "DEBIAN", tmp_path / "nothing")
    monkeypatch.delenv("CNNKIT_DATA", raising=False)
    return folder, images, labels


def same(loaded, images, labels):
    np.testing.assert_allclose(loaded[0], images[:, None] / 255, rtol=1e-6)
    assert loaded[0].dtype == np.float32 and loaded[1].dtype == np.int64
    assert loaded[1].tolist() == labels.tolist()


def test_the_parser_reads_what_the_format_says():
    array = rng.integers(0, 256, (2, 3, 4), np.uint8)

    assert read_idx(idx(array)).tolist() == array.tolist()
    assert read_idx(gzip.compress(idx(array))).tolist() == array.tolist()
    assert read_idx(bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 5, 6])).tolist() == [[5], [6]]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "not an IDX file"),
        (b"<html>not found</html>", "not an IDX file"),
        (bytes([0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0]), "not an IDX file"),
        (bytes([0, 0, 8, 2, 0, 0, 0, 2]), "cut off"),
        (bytes([0, 0, 8, 2, 0, 0]), "cut off"),
        (bytes([0, 0, 8, 1, 0, 0, 0, 3, 1, 2]), "cut off"),
        (bytes([0, 0, 8, 1, 255, 255, 255, 255, 1, 2]), "cut off"),
        (bytes([0, 0, 8, 1, 0, 0, 0, 1, 1, 2]), "1 bytes too many"),
        (gzip.compress(b"abc", mtime=0)[:-3], "incomplete or damaged"),
        (b"\x1f\x8b" + b"garbage" * 4, "incomplete or damaged"),
    ],
)
def test_damage_is_one_clear_line(raw, words):
    with pytest.raises(data.DataError, match=words) as caught:
        read_idx(raw, "some-file")

    assert "some-file" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("inside", ["", "fashion28"])
@pytest.mark.parametrize("packed", [True, False])
def test_a_folder_of_ones_own(clothes, tmp_path, monkeypatch, inside, packed):
    folder, images, labels = clothes
    own = tmp_path / "own"
    (own / inside).mkdir(parents=True)
    for path in folder.iterdir():
        raw = path.read_bytes()
        if packed:  # another packager's compression: other bytes, the same contents
            (own / inside / path.name).write_bytes(gzip.compress(gzip.decompress(raw), 1, mtime=9))
        else:
            (own / inside / path.stem).write_bytes(gzip.decompress(raw))
    monkeypatch.setenv("CNNKIT_DATA", str(own))

    same(data.load("fashion28"), images, labels)


def test_debians_folder(clothes, monkeypatch):
    folder, images, labels = clothes
    folder.rename(folder.parent / "fashion-mnist")
    monkeypatch.setattr(full, "DEBIAN", folder.parent)

    same(data.load("fashion28"), images, labels)


@pytest.mark.parametrize("damage", ["cut", "altered", "exchanged"])
def test_a_damaged_file_is_named_and_nothing_else_is_used(clothes, monkeypatch, damage):
    folder, *_ = clothes
    path = folder / "train-images-idx3-ubyte.gz"
    raw = path.read_bytes()
    contents = gzip.decompress(raw)
    path.write_bytes(
        {
            "cut": raw[:-40],
            "altered": gzip.compress(contents[:-1] + bytes([contents[-1] ^ 1])),
            "exchanged": (folder / "train-labels-idx1-ubyte.gz").read_bytes(),
        }[damage]
    )
    monkeypatch.setenv("CNNKIT_DATA", str(folder))

    with pytest.raises(data.DataError, match=r"train-images-idx3-ubyte\.gz") as caught:
        data.load("fashion28")
    assert "\n" not in str(caught.value)


def test_a_download_is_checked_and_kept(clothes, tmp_path, monkeypatch):
    pytest.importorskip("pooch", reason="pooch downloads the full sets")
    folder, images, labels = clothes
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setenv("CNNKIT_DATA", str(kept))

    same(data.load("fashion28"), images, labels)
    for path in folder.iterdir():
        path.unlink()
    same(data.load("fashion28"), images, labels)


def test_an_altered_or_missing_download_is_refused(clothes, tmp_path, monkeypatch):
    pytest.importorskip("pooch", reason="pooch downloads the full sets")
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # pooch waits between its attempts
    folder, *_ = clothes
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setenv("CNNKIT_DATA", str(kept))
    path = folder / "train-images-idx3-ubyte.gz"

    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(data.DataError, match="something else than the published file"):
        data.load("fashion28")
    path.unlink()
    with pytest.raises(data.DataError, match="could not be downloaded") as caught:
        data.load("fashion28")
    assert "\n" not in str(caught.value)
    assert not [p for p in kept.rglob("*") if p.is_file()]


def test_without_pooch_the_ways_to_get_it_are_named(clothes, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pooch", None)

    with pytest.raises(data.DataError, match=r"CNNKIT_DATA.*dataset-fashion-mnist.*cnnkit\[data\]"):
        data.load("fashion28")


def test_cifar_rows_are_a_label_and_three_maps(tmp_path, monkeypatch):
    rows = rng.integers(0, 256, (6, 3073), np.uint8)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        names = [f"data_batch_{i}.bin" for i in range(1, 6)] + ["test_batch.bin"]
        for name, row in zip(names, rows, strict=True):
            entry = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            entry.size = row.size
            archive.addfile(entry, io.BytesIO(row.tobytes()))
    raw = buffer.getvalue()
    (tmp_path / "cifar-10-binary.tar.gz").write_bytes(raw)
    source = dataclasses.replace(full.CIFAR10[0], sha256=sha(raw))
    small = dataclasses.replace(full.FULL_SETS["cifar10"], files={"train": (source,), "test": (source,)})
    monkeypatch.setitem(full.FULL_SETS, "cifar10", small)
    monkeypatch.setenv("CNNKIT_DATA", str(tmp_path))

    images, labels = data.load("cifar10")
    test_images, test_labels = data.load("cifar10", "test")

    assert images.shape == (5, 3, 32, 32) and test_images.shape == (1, 3, 32, 32)
    assert labels.tolist() == rows[:5, 0].tolist() and test_labels.tolist() == [rows[5, 0]]
    assert images[2, 1, 4, 7] == pytest.approx(rows[2, 1 + 1024 + 4 * 32 + 7] / 255)


def test_debians_fashion_is_the_published_one():
    if not (full.DEBIAN / "fashion-mnist").is_dir():
        pytest.skip("Debian's dataset-fashion-mnist is not installed")

    images, labels = data.load("fashion28", "test")

    assert images.shape == (10_000, 1, 28, 28)
    assert np.bincount(labels).tolist() == [1000] * 10
