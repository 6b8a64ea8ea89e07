"""Every known mistake: described, built in, visible on the fixtures, and refused."""

import numpy as np
import pytest

from cnnkit.grader.judging import as_parts, same_parts
from cnnkit.lessons import exercises, exposes
from cnnkit.mistakes import CATALOGUE, identifier

PROGRAMS = [e for e in exercises().values() if e.program]
each_program = pytest.mark.parametrize("exercise", PROGRAMS, ids=lambda e: e.id)


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


def differ(one, other):
    return any(
        (a is None) != (b is None) or (a is not None and not same_parts(a, b))
        for a, b in zip(one, other, strict=True)
    )


@each_program
def test_without_a_fault_the_program_is_right(exercise):
    expected = results(exercise, exercise.expected)

    assert all(part is not None for part in expected)
    assert not differ(results(exercise, exercise.program.wrong()), expected)


@each_program
def test_every_switch_is_described_and_shows(exercise):
    expected = results(exercise, exercise.expected)
    for switch in exercise.program.switches:
        assert identifier(switch) in CATALOGUE
        assert differ(results(exercise, exercise.program.wrong(switch)), expected), switch


@each_program
def test_no_two_single_mistakes_look_alike(exercise):
    made = {s: results(exercise, exercise.program.wrong(s)) for s in exercise.program.switches}
    for one in made:
        for other in made:
            if identifier(one) < identifier(other):
                assert differ(made[one], made[other]), (one, other)


def test_every_mistake_of_the_catalogue_is_built_in_somewhere():
    built = {identifier(s) for e in PROGRAMS for s in e.program.switches}
    in_place = {e.changed_input for e in exercises().values()} - {""}

    assert set(CATALOGUE) == built | in_place


@pytest.mark.parametrize("mistake", CATALOGUE.values(), ids=lambda m: m.id)
def test_words_about_a_mistake_are_whole_and_quiet(mistake):
    assert mistake.name and not mistake.name.endswith(".")
    for text in (mistake.why, mistake.line):
        assert text.endswith(".") and "!" not in text and len(text) >= 10


def test_the_switches_of_expose_items_exist():
    for item in exposes().values():
        assert set(item.switches) <= set(exercises()[item.exercise].program.switches)
