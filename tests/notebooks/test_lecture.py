"""The page that says where each line of the lecture is taught: no line missing, none thin, no dead reference."""

import json
import re

import pytest
from test_lessons import NOTEBOOKS

from tests.tables import each_row

FOLDER = NOTEBOOKS[0].parent
# the numbers of the outline, depth first
OUTLINE = ["1", "1.1", "1.1.1", "1.1.2", "1.1.3", "1.2", "1.2.1", "1.2.1.1", "1.2.1.2", "1.2.1.2.1", "1.2.1.3", "1.2.1.3.1", "1.2.1.3.2", "1.2.1.3.2.1", "1.2.1.3.3", "2", "2.1", "2.1.1", "2.1.2", "2.1.3", "2.1.3.1", "2.1.3.2", "2.1.3.2.1", "2.1.3.2.2", "2.1.3.3", "2.1.3.3.1", "2.1.3.3.2", "2.1.3.3.3", "2.2", "2.2.1", "2.2.1.1", "2.2.2", "2.2.2.1", "3", "3.1", "3.1.1", "3.1.2", "3.1.3", "3.2", "3.3", "3.4", "3.4.1", "3.4.2", "3.4.3", "4", "4.1", "4.2", "5", "5.1", "5.2", "5.3", "5.3.1", "5.4", "5.4.1"]
ROW = re.compile(r"^\| ([\d.]+) \| (.+?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
REFERENCE = re.compile(r"\[(\d\d) · ([^\]]+)\]\(([^#)]+)#([^)]+)\) ((?:`[\w-]+`(?:, )?)+)")
TO_COME = re.compile(r"lesson (\d\d), still being written")
LESSONS = {path.stem[:2] for path in NOTEBOOKS}


def rows():
    return ROW.findall((FOLDER / "LECTURE.md").read_text(encoding="utf-8"))


def sections(name):
    """Heading of the section of every cell, by id; a cell with several headings counts for each."""
    found, heading = {}, ""
    for cell in json.loads((FOLDER / name).read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        headings = re.findall(r"^## (.*)$", source, re.MULTILINE) if cell["cell_type"] == "markdown" else []
        found[cell["id"]] = headings or [heading]
        heading = headings[-1] if headings else heading
    return found


def test_every_line_of_the_lecture_stands_there():
    assert [number for number, *_ in rows()] == OUTLINE


@each_row(rows(), lambda row: row[0])
def test_a_line_is_taught_and_nothing_it_names_is_missing(number, line, taught, note):
    parts = [part for part in taught.split("<br>") if part]
    if not parts:  # a heading of the outline: its lines are taught
        assert any(other.startswith(f"{number}.") for other in OUTLINE)
    cells = set()
    for part in parts:
        if TO_COME.fullmatch(part):
            assert TO_COME.fullmatch(part)[1] not in LESSONS, "it is written now: name its cells"
            continue
        lesson, heading, name, anchor, ids = REFERENCE.fullmatch(part).groups()
        assert name.startswith(lesson) and (FOLDER / name).exists()
        assert anchor.replace("%3F", "?") == heading.replace(" ", "-")
        where = sections(name)
        for cell in re.findall(r"`([\w-]+)`", ids):
            assert cell in where, f"{name} has no cell {cell}"
            assert heading in where[cell], f"{cell} stands under {where[cell]}"
            cells.add((name, cell))
    # one cell that says it is thin: each line is also done, seen or computed
    assert len(cells) >= 2 or not parts or TO_COME.search(taught)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_link_of_a_lesson_leads_somewhere(path):
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", "".join(cell["source"])):
                assert link.startswith("http") or (path.parent / link).exists(), link
