"""The embedded images: what they are, where they come from, and what is said when one is damaged."""

import importlib.util
import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnkit import data
from cnnkit.data import embedded

ROOT = Path(__file__).parent.parent


def test_digits_are_split_by_class_and_scaled():
    train, train_labels = data.load("digits8")
    test, test_labels = data.load("digits8", "test")

    assert len(train) + len(test) == 1797
    assert train.shape[1:] == test.shape[1:] == (1, 8, 8)
    assert train.dtype == np.float32 and train_labels.dtype == np.int64
    assert train.min() == 0 and train.max() == 1
    shares = np.bincount(test_labels) / (np.bincount(test_labels) + np.bincount(train_labels))
    assert (abs(shares - 0.2) < 0.01).all()


@pytest.mark.parametrize(("split", "count"), [("train", 300), ("test", 100)])
def test_every_kind_of_clothes_is_there_equally_often(split, count):
    images, labels = data.load("fashion28-small", split)

    assert images.shape == (10 * count, 1, 28, 28)
    assert np.bincount(labels).tolist() == [count] * 10
    assert images.min() == 0 and images.max() == 1
    assert len(data.CLOTHES) == 10


@pytest.mark.parametrize("name", embedded.PHOTOS)
def test_photographs_have_light_and_shade(name):
    picture = data.photo(name)

    assert picture.shape[:2] == (256, 256)
    assert picture.min() >= 0 and picture.max() <= 1 and picture.std() > 0.05


def test_loading_twice_gives_arrays_of_ones_own():
    first, _ = data.load("digits8")
    first[:] = 7

    assert data.load("digits8")[0].max() == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: data.load("mnist"), "there is no set 'mnist'"),
        (lambda: data.load("digits8", "valid"), "'train' or 'test'"),
        (lambda: data.photo("cat"), "chelsea"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_an_altered_file_is_refused(tmp_path, monkeypatch):
    for path in embedded.FILES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "camera.png").write_bytes((tmp_path / "brick.png").read_bytes())
    (tmp_path / "grass.png").unlink()
    monkeypatch.setattr(embedded, "FILES", tmp_path)

    with pytest.raises(data.DataError, match=r"camera\.png is not the file"):
        data.photo("camera")
    with pytest.raises(data.DataError, match=r"grass\.png is missing"):
        data.photo("grass")


def test_every_file_is_listed_with_its_licence_and_small():
    manifest = json.loads((embedded.FILES / "manifest.json").read_text(encoding="utf-8"))
    files = {path.name for path in embedded.FILES.iterdir()} - {"manifest.json"}
    page = (ROOT / "DATA_LICENSES.md").read_text(encoding="utf-8")

    assert set(manifest) == files
    assert sum((embedded.FILES / name).stat().st_size for name in files) <= 3_000_000
    for name, entry in manifest.items():
        assert entry["licence"] in page and name.split(".")[0] in page


def test_the_committed_files_are_what_the_script_makes(tmp_path):
    pytest.importorskip("sklearn", reason="scikit-learn is the source of the digits")
    pytest.importorskip("skimage", reason="scikit-image is the source of the photographs")
    spec = importlib.util.spec_from_file_location("build_data", ROOT / "tools" / "build_data.py")
    build_data = importlib.util.module_from_spec(spec)
    sys.modules["build_data"] = build_data
    spec.loader.exec_module(build_data)
    if not build_data.FASHION.exists():
        pytest.skip("Debian's dataset-fashion-mnist is not installed")

    build_data.build(tmp_path)

    for path in tmp_path.glob("*.npz"):
        with np.load(path) as made, np.load(embedded.FILES / path.name) as kept:
            assert set(made) == set(kept)
            for key in made:
                np.testing.assert_array_equal(made[key], kept[key])
    for path in tmp_path.glob("*.png"):
        made, kept = (np.asarray(Image.open(p), int) for p in (path, embedded.FILES / path.name))
        assert abs(made - kept).max() <= 1  # another release of Pillow may round otherwise


def test_licences_travel_with_the_images():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packed = [*(ROOT / "notebooks").rglob("*"), *(ROOT / "cnnkit").rglob("*")]

    assert "DATA_LICENSES.md" in project["license-files"] and (ROOT / "DATA_LICENSES.md").is_file()
    assert not [path for path in packed if path.name == ".gitkeep"]
