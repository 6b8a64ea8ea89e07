"""A lesson takes the time that its head promises, and what is extra is marked as such."""

import json
import re

import minutes as estimate
import pytest
from minutes import EXTRA, LIMIT, TEACHER, WEIGHTS, fit, minutes, printed
from test_lessons import NOTEBOOKS

from cnnkit.lessons import exercises

EDITION = ("00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12")  # the lessons that have been brought to an hour
each_lesson = pytest.mark.parametrize(
    "path", [path for path in NOTEBOOKS if path.stem[:2] in EDITION], ids=lambda path: path.stem[:2]
)


@each_lesson
def test_the_head_prints_the_minutes(path):
    assert printed(path) == minutes(path)


@each_lesson
def test_a_sitting_stays_under_an_hour(path):
    assert max(minutes(path)) <= LIMIT


@each_lesson
def test_extra_exercises_stand_in_extra_sections(path):
    extra = False
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        for heading in (
            re.findall(r"^## .*$", source, re.MULTILINE) if cell["cell_type"] == "markdown" else ()
        ):
            extra = bool(EXTRA.match(heading))
        exercise = cell["metadata"].get("cnnkit", {}).get("exercise")
        if exercise:
            assert exercises()[exercise].extra == extra, exercise
        if source.startswith("expose("):
            assert extra


def test_the_weights_are_the_fit_and_the_table_is_true():
    weights, residuals = fit()
    assert weights == pytest.approx(WEIGHTS, abs=0.005)
    lines = dict(
        re.findall(
            r"^    (lesson|a teacher's minutes|this estimate|residual) +(.*)$",
            estimate.__doc__,
            re.MULTILINE,
        )
    )
    assert lines["lesson"].split() == list(TEACHER)
    assert [int(n) for n in lines["a teacher's minutes"].split()] == list(TEACHER.values())
    stated = lines["residual"].split("(")[0].replace("−", "-").split()
    assert [int(n) for n in stated] == [round(r) for r in residuals]
    assert [int(n) for n in lines["this estimate"].split()] == [
        t + int(n) for t, n in zip(TEACHER.values(), stated)
    ]
    assert f"{(residuals**2).mean() ** 0.5:.1f}" in lines["residual"]
