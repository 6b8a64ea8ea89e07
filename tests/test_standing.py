"""progress: a line a lesson, one lesson in detail, and what is still to be broken."""

import re

import numpy as np
import pytest

from cnnkit.learner import check, expose, progress, record
from cnnkit.lessons import exercises, lesson_numbers
from cnnkit.mistakes import CATALOGUE, identifier


def flipped(y, w, *rest):
    return exercises()["conv2d_forward"].solution(y, w[:, :, ::-1, ::-1], *rest)


def line(standing, start):
    return next(one for one in repr(standing).splitlines() if one.startswith(start))


def test_every_lesson_has_one_line_and_the_columns_are_aligned():
    check("double", exercises()["double"].solution)
    said = repr(progress()).splitlines()
    columns = {name: said[1].index(name) for name in ("core", "extra", "exposed", "try to break this")}

    assert [one[:2] for one in said[2:]] == list(lesson_numbers())
    for one in said[2:]:
        for place in columns.values():
            assert one[place - 1 : place] in ("", " ") and one[place : place + 1] != " "


def test_core_extras_and_exposes_are_counted_each():
    for name in ("output_size", "neuron", "remainder"):
        check(name, exercises()[name].solution)
    expose("rounded_up", agree=(7, 3, 2, 0, 1), differ=(8, 3, 2, 0, 1))
    seen = progress()

    assert re.split(r"  +", line(seen, "02"))[:4] == ["02_convolution_arithmetic", "2 of 4", "1 of 2", "1 of 2"]
    assert repr(seen).startswith(f"3 of {len(exercises())} exercises passed. Next: double in lesson 00.")


def test_what_is_met_is_open_until_the_exercise_passes():
    check("conv2d_forward", flipped)
    before, early = progress(2), progress()
    check("conv2d_forward", exercises()["conv2d_forward"].solution)
    after, late = progress("02"), progress()

    assert "still open" in repr(before) and "still open" in before._repr_html_()
    assert "overcome" in repr(after) and "still open" not in repr(after)
    assert not early.lessons[2].unmet, "mistakes are told before the exercise has passed"
    assert len(late.lessons[2].unmet) > 10


def test_a_mistake_that_was_made_or_exposed_is_not_offered_again():
    name = CATALOGUE["F13"].name
    check("output_size", exercises()["output_size"].solution)
    first = progress().lessons[2].unmet
    expose("rounded_up", agree=(7, 3, 2, 0, 1), differ=(8, 3, 2, 0, 1))
    then = progress().lessons[2].unmet
    left_out = CATALOGUE["F14"].name
    check("output_size", lambda size, kernel_size, stride, padding, dilation: (size - dilation * (kernel_size - 1) - 1) // stride + 1)
    last = progress().lessons[2].unmet

    assert first[0] == name, "what has a wrong program in the lesson comes first"
    assert set(first) - set(then) == {name}
    assert set(then) - set(last) == {left_out}


@pytest.mark.parametrize("lesson", lesson_numbers())
def test_a_lesson_in_detail_has_its_exercises_and_all_that_is_unmet(lesson):
    wanted = [one for one in exercises().values() if one.lesson == lesson]
    for one in wanted:
        record.record_attempt(one.id, True)
    seen = progress(lesson)
    known = {CATALOGUE[identifier(switch)].name for one in wanted for switch in (one.program.switches if one.program else ())}
    offered = {name for one in seen.lessons[0].exercises for name in one.unmet}

    assert [one.id for one in seen.lessons[0].exercises if one.kind != "expose"] == [one.id for one in wanted]
    assert offered == known == set(seen.lessons[0].unmet)
    for name in known:
        assert name in repr(seen)


def test_predictions_belong_to_their_lesson():
    record.record_prediction("02-unread", 12, False)
    record.record_prediction("03-stop", "no", True)

    assert progress().predictions == (1, 2)
    assert progress(2).predictions == (0, 1)
    assert "Predictions: 1 of 2 right." in progress()._repr_html_()


def test_a_lesson_is_named_by_number_or_by_text():
    assert progress(5) == progress("05") == progress("5") == progress(np.int64(5))


def test_all_core_exercises_passed_is_said():
    for one in exercises().values():
        record.record_attempt(one.id, not one.extra)

    assert progress().next_step == "Every core exercise is passed."


def test_names_are_escaped():
    check("double", lambda y: np.asarray(y) * np.uint8(2))
    page = progress(0)._repr_html_()

    assert "the image&#x27;s own number type" in page
    assert "<script" not in page
