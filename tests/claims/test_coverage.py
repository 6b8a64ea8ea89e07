"""Every sentence that could be false has a test that computes it."""

import importlib
from pathlib import Path

import pytest
from claiming import CLAIMED, NOTEBOOKS, SAID, assertions, lesson_text, one_line

TABLES = sorted(Path(__file__).parent.glob("test_lesson_*.py"))
for table in TABLES:
    importlib.import_module(table.stem)

LESSONS = [table.stem[-2:] for table in TABLES]
EDITION = tuple(f"{number:02}" for number in range(13))


def test_every_lesson_of_this_edition_has_a_table():
    assert set(EDITION) & {path.stem[:2] for path in NOTEBOOKS.glob("*.ipynb")} <= set(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_could_be_false_is_claimed(lesson):
    covered = CLAIMED.get(lesson, []) + SAID.get(lesson, [])
    bare = [s for s in assertions(lesson) if not any(s in one for one in covered)]
    assert not bare, "neither claimed nor said:\n" + "\n".join(bare)


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_said_stands_there_and_is_not_claimed(lesson):
    for sentence in SAID.get(lesson, []):
        assert one_line(sentence) in lesson_text(lesson), f"no longer there: {sentence}"
        assert not any(sentence in one for one in CLAIMED[lesson]), f"claimed already: {sentence}"
