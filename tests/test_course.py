"""The learner's copy of the lessons: changed ones stay, unchanged ones follow."""

import json

import pytest

from cnnkit.learner import copies as course

NAME = "01_a_lesson.ipynb"


def write(path, *sources, outputs=()):
    cells = [
        {"cell_type": "code", "source": [source], "outputs": list(outputs), "metadata": {}} for source in sources
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}))


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]


@pytest.fixture
def folders(tmp_path):
    """The published lessons and the learner's, copied once."""
    pristine, lessons = tmp_path / "notebooks", tmp_path / "lessons"
    write(pristine / NAME, "first")
    assert course.update(pristine, lessons) == []
    return pristine, lessons


def test_a_new_lesson_is_copied(folders):
    pristine, lessons = folders
    write(pristine / "02_another.ipynb", "other")
    assert course.update(pristine, lessons) == []
    assert sources(lessons / "02_another.ipynb") == ["other"]


def test_an_unchanged_lesson_follows_and_says_so(folders):
    pristine, lessons = folders
    write(pristine / NAME, "second")
    assert course.update(pristine, lessons) == [f"{NAME}: brought up to date."]
    assert sources(lessons / NAME) == ["second"]


def test_a_lesson_that_was_only_run_still_follows(folders):
    pristine, lessons = folders
    write(lessons / NAME, "first", outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}])
    write(pristine / NAME, "second")
    course.update(pristine, lessons)
    assert sources(lessons / NAME) == ["second"]


def test_a_changed_lesson_is_never_overwritten(folders):
    pristine, lessons = folders
    write(lessons / NAME, "my answer")
    write(pristine / NAME, "second")
    for _ in range(2):
        [sentence] = course.update(pristine, lessons)
        assert "kept with your changes" in sentence
        assert "cnnkit reset 01" in sentence
    assert sources(lessons / NAME) == ["my answer"]


def test_a_changed_lesson_is_not_spoken_of_while_nothing_is_new(folders):
    pristine, lessons = folders
    write(lessons / NAME, "my answer")
    assert course.update(pristine, lessons) == []


def test_a_lesson_of_unknown_origin_is_kept(folders):
    pristine, lessons = folders
    (lessons / ".cnnkit" / "lessons.json").write_text("{ broken")
    write(pristine / NAME, "second")
    course.update(pristine, lessons)
    assert sources(lessons / NAME) == ["first"]


def test_a_damaged_notebook_counts_as_changed(folders):
    pristine, lessons = folders
    (lessons / NAME).write_bytes(b"\xff not a notebook")
    write(pristine / NAME, "second")
    course.update(pristine, lessons)
    assert (lessons / NAME).read_bytes() == b"\xff not a notebook"


def test_reset_keeps_every_old_copy(folders):
    pristine, lessons = folders
    for answer in ("one", "two"):
        write(lessons / NAME, answer)
        said = course.reset("01", pristine, lessons)
        assert "is fresh." in said
    assert sources(lessons / NAME) == ["first"]
    assert sources(lessons / "01_a_lesson-old-1.ipynb") == ["one"]
    assert sources(lessons / "01_a_lesson-old-2.ipynb") == ["two"]


def test_a_reset_lesson_follows_again(folders):
    pristine, lessons = folders
    write(lessons / NAME, "my answer")
    course.reset("01", pristine, lessons)
    write(pristine / NAME, "second")
    course.update(pristine, lessons)
    assert sources(lessons / NAME) == ["second"]


@pytest.mark.parametrize("name", ["", "9", "0"])
def test_reset_wants_exactly_one_lesson(folders, name):
    pristine, lessons = folders
    write(pristine / "02_another.ipynb", "other")
    with pytest.raises(course.LessonError):
        course.reset(name, pristine, lessons)
