"""Every known mistake: described, built in, visible on the fixtures, and refused."""

import re
from functools import cache

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.grader.judging import as_parts, same_parts
from cnnkit.lessons import exercises, exposes
from cnnkit.mistakes import CATALOGUE, identifier
from cnnkit.mistakes.routing import MAX_ROUTE, MEAN_ROUTE

PROGRAMS = [e for e in exercises().values() if e.program]
# one exercise after the other, so that what its programs return is made once
each_program = pytest.mark.parametrize(
    "exercise",
    [pytest.param(e, id=e.id, marks=[pytest.mark.slow] * (e.id == "overfit_batch")) for e in PROGRAMS],  # trains for each
    scope="module",
)


def results(exercise, function):
    """What is judged of a function on every case that names mistakes; None where it raises."""
    made = []
    for case in exercise.cases(np.random.default_rng(5)):
        if not case.named:
            continue
        try:
            with np.errstate(all="ignore"):
                value = function(*case.args)
                right = value if function is exercise.expected else exercise.judged(value, case.args)
                made.append(as_parts(right, len(exercise.results)))
        except Exception:
            made.append(None)
    return made


@cache
def made_by(exercise, *switches):
    """What the program with these switches returns, or the right one."""
    return results(exercise, exercise.program.wrong(*switches) if switches else exercise.expected)


def differ(one, other):
    return any(
        (a is None) != (b is None) or (a is not None and not same_parts(a, b))
        for a, b in zip(one, other, strict=True)
    )


@each_program
def test_without_a_fault_the_program_is_right(exercise):
    expected = made_by(exercise)

    assert all(part is not None for part in expected)
    assert not differ(results(exercise, exercise.program.wrong()), expected)


@each_program
def test_every_switch_is_described_and_shows(exercise):
    for switch in exercise.program.switches:
        assert identifier(switch) in CATALOGUE
        assert differ(made_by(exercise, switch), made_by(exercise)), switch


@each_program
def test_no_two_single_mistakes_look_alike(exercise):
    made = {s: made_by(exercise, s) for s in exercise.program.switches}
    for one in made:
        for other in made:
            if identifier(one) < identifier(other):
                assert differ(made[one], made[other]), (one, other)


def test_every_mistake_of_the_catalogue_is_built_in_somewhere():
    programs = [*(e.program for e in PROGRAMS), MAX_ROUTE, MEAN_ROUTE]
    built = {identifier(s) for program in programs for s in program.switches}
    in_place = {e.changed_input for e in exercises().values()} - {""}

    assert set(CATALOGUE) == built | in_place


def test_what_the_pool_explorer_shows_is_right_without_a_fault_and_wrong_with_each():
    y = np.array([[1.0, 3, 3, 0], [2, 0, 3, 1], [5, 1, 0, 2], [5, 4, 1, 2]])[None, None]
    du = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    positions = reference.max_pool2d(y, 2, stride=1)[1]
    right = {
        MAX_ROUTE: reference.max_pool2d_grad(du, positions, y.shape[2:]),
        MEAN_ROUTE: reference.mean_pool2d_grad(du, y.shape[2:], 2, stride=1),
    }
    for program, expected in right.items():
        assert np.array_equal(program.wrong()(du, y, 2, 1), expected)
        made = [program.wrong(switch)(du, y, 2, 1) for switch in program.switches]
        assert len({dy.tobytes() for dy in (*made, expected)}) == len(made) + 1


def test_words_about_a_mistake_are_whole_and_quiet():
    for mistake in CATALOGUE.values():
        assert mistake.name and not mistake.name.endswith("."), mistake.id
        for text in (mistake.why, mistake.line):
            assert not re.search(r"\b[A-Z]\d\d\b", mistake.name + text), mistake.id
            assert text.endswith(".") and "!" not in text and len(text) >= 10, mistake.id


def test_the_switches_of_expose_items_exist():
    for item in exposes().values():
        assert set(item.switches) <= set(exercises()[item.exercise].program.switches)
