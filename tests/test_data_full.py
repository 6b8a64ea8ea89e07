"""The full sets, from small files of the same format: where they are looked for, and what damage is called."""

import dataclasses
import gzip
import hashlib
import http.client
import io
import pickle
import struct
import tarfile

import numpy as np
import pytest

from cnnkit import data
from cnnkit.data import cifar, full
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


# --- the same data in another wrapping ---------------------------------------------------------------

PLACES = ["", "fashion28", "FashionMNIST/raw", "FashionMNIST", "raw"]
NAMES = {
    "as published": lambda name: name,
    "unpacked": lambda name: name.removesuffix(".gz"),
    "with a dot": lambda name: name.replace("-idx", ".idx"),
    "with a dot, unpacked": lambda name: name.replace("-idx", ".idx").removesuffix(".gz"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("again", [True, False])
def test_any_wrapping_is_found_by_its_contents(clothes, tmp_path, monkeypatch, place, kind, again):
    folder, images, labels = clothes
    own = tmp_path / "мои данные 50%"
    (own / place).mkdir(parents=True)
    for path in folder.iterdir():
        contents = gzip.decompress(path.read_bytes())
        name = NAMES[kind](path.name)
        packed = gzip.compress(contents, 1, mtime=9) if again else path.read_bytes()
        (own / place / name).write_bytes(packed if name.endswith(".gz") else contents)
        path.unlink()
    monkeypatch.setenv("CNNKIT_DATA", str(own))

    same(data.load("fashion28"), images, labels)


def test_a_whole_file_of_other_images_is_told_from_a_damaged_one(clothes, monkeypatch):
    folder, images, labels = clothes
    path = folder / "train-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(idx(images ^ 1)))
    monkeypatch.setenv("CNNKIT_DATA", str(folder))

    with pytest.raises(data.DataError, match=r"whole file of shape \(5, 28, 28\), but not the published"):
        data.load("fashion28")
    path.write_bytes(gzip.compress(idx(images))[:-9])
    with pytest.raises(data.DataError, match="incomplete or damaged"):
        data.load("fashion28")


def test_sets_that_share_their_files_names_do_not_get_in_each_others_way(clothes, tmp_path, monkeypatch):
    folder, images, labels = clothes
    digits = rng.integers(0, 256, (3, 28, 28), np.uint8), rng.integers(0, 10, 3, np.uint8)
    names = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")
    sources = tuple(full.Source(name, "", sha(idx(array))) for name, array in zip(names, digits, strict=True))
    monkeypatch.setitem(full.FULL_SETS, "mnist28", full.FullSet("file:///nowhere/", {"train": sources}))
    (folder / "MNIST" / "raw").mkdir(parents=True)
    for name, array in zip(names, digits, strict=True):
        (folder / "MNIST" / "raw" / name.removesuffix(".gz")).write_bytes(idx(array))
    monkeypatch.setenv("CNNKIT_DATA", str(folder))

    same(data.load("fashion28"), images, labels)
    same(data.load("mnist28"), *digits)


@pytest.mark.parametrize(("named", "words"), [("nowhere", "there is no folder"), ("a file", "which is a file")])
@pytest.mark.parametrize("name", ["fashion28", "mnist28", "cifar10"])
def test_a_folder_that_is_not_there_is_said(clothes, tmp_path, monkeypatch, named, words, name):
    (tmp_path / "a file").write_text("x")
    monkeypatch.setenv("CNNKIT_DATA", str(tmp_path / named))

    with pytest.raises(data.DataError, match=words):
        data.load(name)
    assert not (tmp_path / "nowhere").exists()


def test_the_home_folder_can_be_named(clothes, tmp_path, monkeypatch):
    folder, images, labels = clothes
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder.parent))
    monkeypatch.setenv("CNNKIT_DATA", "~/published")

    same(data.load("fashion28"), images, labels)


# --- a line that breaks ------------------------------------------------------------------------------


class Answer(io.BytesIO):
    """What a server sends, until the line breaks."""

    def __init__(self, raw, error=None, announced=None):
        super().__init__(raw)
        self.error, self.headers = error, {} if announced is None else {"Content-Length": str(announced)}

    def read(self, size=-1):
        part = super().read(size)
        if not part and self.error:
            raise self.error
        return part


BROKEN = {
    "in mid-chunk": lambda raw: Answer(raw[:100], http.client.IncompleteRead(raw[:100])),
    "with no word": lambda raw: Answer(raw[:100], announced=len(raw)),
    "reset": lambda raw: Answer(raw[:100], ConnectionResetError(104, "Connection reset by peer")),
    "too slow": lambda raw: Answer(raw[:100], TimeoutError("timed out")),
    "closed": lambda raw: Answer(b"", http.client.RemoteDisconnected("Remote end closed connection")),
}


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("times", [1, 2, 99])
def test_a_download_that_breaks_off_is_tried_again_and_then_said(clothes, tmp_path, monkeypatch, how, times):
    pytest.importorskip("pooch", reason="pooch downloads the full sets")
    folder, images, labels = clothes
    asked = []

    def open_(url, timeout):
        raw = (folder / url.rpartition("/")[2]).read_bytes()
        asked.append(url)
        return BROKEN[how](raw) if asked.count(url) <= times else Answer(raw, announced=len(raw))

    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setenv("CNNKIT_DATA", str(kept))
    monkeypatch.setattr("urllib.request.urlopen", open_)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    if times < 3:
        return same(data.load("fashion28"), images, labels)
    with pytest.raises(data.DataError, match=r"could not be downloaded from .*broke off") as caught:
        data.load("fashion28")
    assert "\n" not in str(caught.value) and not [path for path in kept.rglob("*") if path.is_file()]


# --- CIFAR-10 ----------------------------------------------------------------------------------------


@pytest.fixture
def rows(monkeypatch):
    """A CIFAR-10 of one image a file; gives the row of each file."""
    table = {stem: rng.integers(0, 10, 1, np.uint8).tobytes() + rng.bytes(3072) for stem in cifar.CONTENTS}
    md5 = {stem: hashlib.md5(row).hexdigest() for stem, row in table.items()}
    monkeypatch.setattr(cifar, "CONTENTS", {stem: (md5[stem], "") for stem in table})
    monkeypatch.setitem(full.FULL_SETS, "cifar10", dataclasses.replace(full.FULL_SETS["cifar10"], url="file:///nowhere/"))
    return table


def as_pickle(row):
    table = np.frombuffer(row, np.uint8).reshape(1, -1)
    raw = pickle.dumps({b"labels": table[:, 0].tolist(), b"data": table[:, 1:], b"batch_label": b"one"}, protocol=2)
    return raw.replace(b"numpy._core.multiarray", b"numpy.core.multiarray")


def archive(members, mode):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as file:
        for name, raw in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            file.addfile(entry, io.BytesIO(raw))
    return buffer.getvalue()


WRAPPINGS = ["binary.tar.gz", "binary.tar", "python.tar.gz", "python.tar.bz2", "bin", "py", "bin here", "py here", "own name"]


def wrap(rows, folder, wrapping):
    python = wrapping.startswith("py")
    files = {stem + ("" if python else ".bin"): as_pickle(row) if python else row for stem, row in rows.items()}
    if ".tar" in wrapping:
        end = wrapping.rpartition(".")[2]
        inside = {f"cifar-10-batches-{'py' if python else 'bin'}/{name}": raw for name, raw in files.items()}
        (folder / f"cifar-10-{wrapping}").write_bytes(archive(inside, "w" if end == "tar" else f"w:{end}"))
        return
    lies = {"bin": "cifar-10-batches-bin", "py": "cifar-10-batches-py", "own name": "cifar10"}.get(wrapping, "")
    (folder / lies).mkdir(exist_ok=True)
    for name, raw in files.items():
        (folder / lies / name).write_bytes(raw)


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_cifar_is_found_in_any_wrapping(rows, tmp_path, monkeypatch, wrapping):
    wrap(rows, tmp_path, wrapping)
    monkeypatch.setenv("CNNKIT_DATA", str(tmp_path))
    images, labels = data.load("cifar10")
    test_images, test_labels = data.load("cifar10", "test")

    assert labels.tolist() == [rows[f"data_batch_{k}"][0] for k in range(1, 6)]
    assert test_labels.tolist() == [rows["test_batch"][0]] and test_images.shape == (1, 3, 32, 32)
    assert images[2, 1, 4, 7] == pytest.approx(rows["data_batch_3"][1 + 1024 + 4 * 32 + 7] / 255)


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("damage", ["cut", "other numbers", "missing"])
def test_a_damaged_cifar_is_told_from_another(rows, tmp_path, monkeypatch, wrapping, damage):
    row = rows["data_batch_4"]
    if damage == "missing":
        del rows["data_batch_4"]
    elif damage == "other numbers":
        rows["data_batch_4"] = row[:-1] + bytes([row[-1] ^ 1])
    wrap(rows, tmp_path, wrapping)
    if damage == "cut":
        for path in [*tmp_path.glob("*.tar*"), *tmp_path.rglob("data_batch_4*")]:
            raw = path.read_bytes()
            path.write_bytes(raw[: len(raw) // 2])
    monkeypatch.setenv("CNNKIT_DATA", str(tmp_path))
    words = {"cut": "cut off|incomplete or damaged|has no", "other numbers": "whole file, but not the published data_batch_4", "missing": "data_batch_4"}

    with pytest.raises(data.DataError, match=words[damage]) as caught:
        data.load("cifar10")
    assert "\n" not in str(caught.value)


def test_a_pickle_that_is_a_program_is_not_run(rows, tmp_path, monkeypatch):
    class Program:
        def __reduce__(self):
            return exec, (f"open({str(tmp_path / 'mark')!r}, 'w').close()",)

    wrap(rows, tmp_path, "py")
    (tmp_path / "cifar-10-batches-py" / "data_batch_1").write_bytes(pickle.dumps(Program(), protocol=2))
    monkeypatch.setenv("CNNKIT_DATA", str(tmp_path))

    with pytest.raises(data.DataError, match="incomplete or damaged"):
        data.load("cifar10")
    assert not (tmp_path / "mark").exists()


def test_the_checksums_are_whole():
    for full_set in full.FULL_SETS.values():
        for source in (source for files in full_set.files.values() for source in files):
            assert len(bytes.fromhex(source.sha256)) == 32
            assert source.name.endswith(".tar.gz") or len(bytes.fromhex(source.contents_sha256)) == 32
    assert all(len(bytes.fromhex(each)) == 16 for both in cifar.CONTENTS.values() for each in both)


def test_debians_fashion_is_the_published_one():
    if not (full.DEBIAN / "fashion-mnist").is_dir():
        pytest.skip("Debian's dataset-fashion-mnist is not installed")

    images, labels = data.load("fashion28", "test")

    assert images.shape == (10_000, 1, 28, 28)
    assert np.bincount(labels).tolist() == [1000] * 10
