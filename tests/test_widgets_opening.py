"""A case of an exercise opens in its explorer, and what was wrong in the report is crossed there."""

from __future__ import annotations

import numpy as np
import pytest

from cnnkit.grader.inputs import explorer_of
from cnnkit.lessons import exercises, find, grade, inputs
from cnnkit.widgets.opening import in_explorer

SHOWN = sorted(name for name, asked in exercises().items() if asked.explorer)


def cases(name, seed=0):
    return range(len(find(name).cases(np.random.default_rng(seed))))


def crossed(explorer):
    return sum(int(np.sum(grid.crossed)) for grid in explorer.picture.grids if grid.crossed is not None)


@pytest.mark.parametrize("name", SHOWN)
def test_every_case_that_a_report_offers_opens_without_a_cross_for_the_right_program(name):
    offered = [(k, seed) for seed in (0, 7) for k in cases(name, seed) if explorer_of(find(name), k, inputs(name, k, seed), seed)]
    assert len(offered) >= 2
    for k, seed in offered:
        explorer = in_explorer(name, k, find(name).solution, seed)
        assert not explorer.message and crossed(explorer) == 0, (k, seed)


@pytest.mark.parametrize("name", SHOWN)
def test_the_line_of_a_report_runs_and_crosses_what_is_wrong(name):
    def off_by_a_tenth(*args):
        value = find(name).solution(*args)
        return (value[0] + 0.1, *value[1:]) if isinstance(value, tuple) else value + 0.1

    report = grade(name, off_by_a_tenth)
    names = {name: off_by_a_tenth}
    *first, last = report.explorer.splitlines()
    exec("\n".join(first), names)
    assert crossed(eval(last, names)) > 0


def test_a_wrong_cell_of_another_example_offers_no_explorer():
    def only_the_first(y, w, bias, stride, padding):
        z = find("conv2d_forward").solution(y, w, bias, stride, padding)
        z[1:] = 0
        return z

    report = grade("conv2d_forward", only_the_first)
    assert not report.passed and report.explorer == ""


def test_what_cannot_be_shown_says_so():
    with pytest.raises(ValueError, match="case 0 of double has no explorer"):
        in_explorer("double", 0, abs)
