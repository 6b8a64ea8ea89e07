"""Submissions in every layout in which classes hand them in."""

import os
import zipfile

import pytest

from cnnkit.classroom.collecting import collect
from cnnkit.lessons import exercises
from tests.classroom.classes import data, pristine, solved

LESSON = data(solved())
OTHER = pristine("05").encode()
DOUBLE = ["double"]

TREES = {
    "folders": {"ada/00.ipynb": LESSON, "bob/any name.ipynb": LESSON},
    "flat": {"ada.ipynb": LESSON, "bob.ipynb": LESSON},
    "nbgrader's course": {
        "submitted/ada/00_start_here/00_start_here.ipynb": LESSON, "submitted/bob/00_start_here/00.ipynb": LESSON,
        "source/00_start_here/00_start_here.ipynb": LESSON, "release/00_start_here/00.ipynb": LESSON,
    },
    "nbgrader's submitted": {"ada/00_start_here/00.ipynb": LESSON, "bob/00_start_here/00.ipynb": LESSON},
    "several lessons": {
        "ada/00/00.ipynb": LESSON, "ada/05/05.ipynb": OTHER, "bob/00.ipynb": LESSON, "bob/05.ipynb": OTHER,
    },
    "what editors leave": {
        "ada/00.ipynb": LESSON, "ada/.ipynb_checkpoints/00-checkpoint.ipynb": OTHER, "bob/00.ipynb": LESSON,
        "bob/notes.txt": b"x", ".git/x.ipynb": LESSON,
    },
}  # fmt: skip
ZIPS = {
    **TREES,
    "Moodle": {"ada_81_assignsubmission_file_/00.ipynb": LESSON, "bob_4711_assignsubmission_file/x/00.ipynb": LESSON},
    "Canvas": {"ada_123_456_00_start_here.ipynb": LESSON, "bob_LATE_77_88_00_start_here-1.ipynb": LESSON},
    "a wrapping folder": {"hw0/ada/00.ipynb": LESSON, "hw0/bob/00.ipynb": LESSON, "__MACOSX/ada/._00.ipynb": b"x"},
    "a wrapper of nbgrader's": {"course/submitted/ada/00/00.ipynb": LESSON, "course/submitted/bob/00/00.ipynb": LESSON},
}  # fmt: skip


def laid_out(folder, tree):
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def zipped(path, tree):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tree.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", TREES)
def test_folders_of_every_kind_give_the_same_class(name, tmp_path):
    collected = collect(laid_out(tmp_path, TREES[name]), "00", DOUBLE)

    assert [s.student for s in collected.submissions] == ["ada", "bob"]
    assert all(s.read() == LESSON for s in collected.submissions) and not collected.refused


@pytest.mark.parametrize("name", ZIPS)
def test_archives_of_every_kind_give_the_same_class(name, tmp_path):
    collected = collect(zipped(tmp_path / "class.zip", ZIPS[name]), "00", DOUBLE)

    assert [s.student for s in collected.submissions] == ["ada", "bob"]
    assert all(s.read() == LESSON for s in collected.submissions) and not collected.refused
    assert os.listdir(tmp_path) == ["class.zip"]


def test_who_handed_in_nothing_or_another_lesson_is_listed(tmp_path):
    place = laid_out(tmp_path, {"ada/00.ipynb": LESSON, "bob/05.ipynb": OTHER})
    (place / "eve").mkdir()

    ada, bob, eve = collect(place, "00", DOUBLE).submissions

    assert (bob.path, eve.path) == ("", "") and ada.path
    assert "bob/05.ipynb" in bob.notes[0] and "no notebook of lesson 00" in eve.notes[0]


def test_a_broken_notebook_is_the_students_and_not_nobodys(tmp_path):
    tree = {"ada/00_start.ipynb": b"{", "ada/05.ipynb": OTHER, "bob/only.ipynb": b"{"}

    ada, bob = collect(laid_out(tmp_path, tree), "00", DOUBLE).submissions

    assert (ada.path, bob.path) == ("ada/00_start.ipynb", "bob/only.ipynb")


def test_links_are_refused_and_named(tmp_path):
    place = laid_out(tmp_path / "class", {"ada/00.ipynb": LESSON})
    secret = laid_out(tmp_path / "elsewhere", {"secret.ipynb": LESSON})
    (place / "bob").mkdir()
    (place / "bob" / "00.ipynb").symlink_to(secret / "secret.ipynb")
    (place / "eve").symlink_to(secret)
    os.mkfifo(place / "ada" / "pipe.ipynb")

    collected = collect(place, "00", DOUBLE)

    assert {s.student: bool(s.path) for s in collected.submissions} == {"ada": True, "bob": False, "eve": False}
    assert len(collected.refused) == 3 and all(any(name in entry for entry in collected.refused) for name in ("bob", "eve", "pipe"))


def test_a_notebook_that_repeats_a_function_of_another_lesson_is_not_taken_for_it(tmp_path):
    six = data(solved("06"))
    tree = {"ada/later.ipynb": six.replace(b"def forward_backward", b"def max_pool(y): ...\\ndef forward_backward"), "ada/05.ipynb": OTHER}
    names = [e.id for e in exercises().values() if e.lesson == "05"]

    (ada,) = collect(laid_out(tmp_path, tree), "05", names).submissions

    assert ada.path == "ada/05.ipynb" and not ada.notes


def test_what_is_no_archive_is_told(tmp_path):
    (tmp_path / "class.zip").write_bytes(b"no zip")

    with pytest.raises(OSError, match="no zip that can be read"):
        collect(tmp_path / "class.zip", "00", DOUBLE)
