"""Lesson 07: the worked example, the symmetry of incoming and outgoing weights, and answers of every kind."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import pairs

from cnnkit import conv2d, conv_transpose2d
from cnnkit.learner import expose
from cnnkit.lessons import exercises, exposes, grade
from cnnkit.lessons.lesson_07 import solutions as solutions
from cnnkit.shapes import Window

ASKED = [e for e in exercises().values() if e.lesson == "07"]
each_exercise = pytest.mark.parametrize("exercise", ASKED, ids=lambda e: e.id)


def test_the_worked_example_comes_out_of_both_code_forms():
    y = np.array([[[[1.0, 2], [0, -1]]]])
    w = np.array([[[[1.0, 0, 2], [3, 1, 0], [0, 1, 1]]]])
    expected = [[1, 0, 4, 0, 4], [3, 1, 6, 2, 0], [0, 1, 0, 2, 0], [0, 0, -3, -1, 0], [0, 0, 0, -1, -1]]

    for form in (solutions.conv_transpose2d, solutions.conv_transpose2d_by_upsampling):
        np.testing.assert_array_equal(form(y, w, 2, 0)[0, 0], expected)


@given(pairs(1, 6), pairs(1, 5), st.integers(1, 4), st.integers(0, 2))
def test_what_goes_out_of_a_transposed_layer_comes_into_its_convolution(size, kernel_size, stride, padding):
    window = Window(kernel_size, stride, padding)
    if min((n - 1) * stride + k for n, k in zip(size, kernel_size)) <= 2 * padding:
        return  # nothing is left to count
    large = window.transposed_size(size)
    ones = np.ones((1, 1, *kernel_size))

    comes_in = conv2d(np.ones((1, 1, *large)), ones, stride=stride, padding=padding)
    goes_out = solutions.outgoing_weights(size, kernel_size, stride, padding, True)

    np.testing.assert_array_equal(goes_out, comes_in[0, 0])
    if padding == 0:
        assert (goes_out == np.prod(kernel_size)).all()


@given(pairs(5, 9), pairs(1, 5), st.integers(1, 4), st.integers(0, 2))
def test_what_goes_out_of_a_convolution_comes_into_its_transposed_layer(size, kernel_size, stride, padding):
    window = Window(kernel_size, stride, padding)
    small, left_over = window.output_size(size), window.remainder(size)
    ones = np.ones((1, 1, *kernel_size))

    comes_in = conv_transpose2d(
        np.ones((1, 1, *small)), ones, stride=stride, padding=padding, output_padding=left_over
    )
    goes_out = solutions.outgoing_weights(size, kernel_size, stride, padding, False)

    np.testing.assert_array_equal(goes_out, comes_in[0, 0])


def endless(*args):
    return endless(*args)


def raising(*args):
    raise ZeroDivisionError("of all things")


ODD = {
    "nothing": lambda *a: None,
    "a text": lambda *a: "z",
    "a generator": lambda *a: (n for n in a),
    "objects": lambda *a: np.array([None]),
    "a ragged list": lambda *a: [[1, 2], [3]],
    "not a number": lambda *a: np.nan,
    "infinity": lambda *a: np.inf,
    "no cells": lambda *a: np.zeros((1, 1, 0, 0)),
    "five axes": lambda *a: np.zeros((1, 1, 2, 2, 2)),
    "complex": lambda *a: 1j,
    "an enormous number": lambda *a: 10**400,
    "its input": lambda *a: a[0],
    "an exception": raising,
    "endless recursion": endless,
    "exit": lambda *a: sys.exit(0),
    "too few parameters": lambda y: y,
    "not a function": 5,
}


@each_exercise
@pytest.mark.parametrize("name", ODD)
def test_whatever_comes_back_gets_a_sentence(exercise, name):
    report = grade(exercise.id, ODD[name])

    assert not report.passed
    assert report.message.split("\n")[0].endswith((".", "?"))
    assert "<div" in report._repr_html_()


@each_exercise
def test_hints_go_from_the_place_to_the_line(exercise):
    report = grade(exercise.id, lambda *args: np.zeros_like(exercise.expected(*args)) - 9)

    assert len(report.hints) == 3 and "by hand" in report.hints[0]
    assert not report.mistakes


GIVEN = {
    "size_times_stride": ((4, 4, 2, 1, 0), (4, 3, 2, 1, 0), (4, 2, 2, 0, 0)),
    "stamps_overwritten": (
        ([[[[1, 2], [3, 4]]]], [[[[1, 2], [3, 4]]]], 2, 0),
        ([[[[1, 2], [3, 4]]]], [[[[1, 2], [3, 4]]]], 1, 0),
        ([[[[1]]]], [[[[1, 2], [3, 4]]]], 1, 0),
    ),
}


@pytest.mark.parametrize("item", GIVEN)
def test_both_bugs_can_be_exposed_and_easy_ways_out_are_closed(item):
    agree, differ, easy = GIVEN[item]

    report = expose(item, agree, differ)
    assert report.passed and exposes()[item].conditions[0][1] in report.message
    assert not expose(item, differ, agree).passed
    assert "too easy" in expose(item, easy, differ).message
    for junk in (None, 1, "x", (), (1, 2), ("a",) * 5, ([], [], 1, 0), (3, 3, 0, 0, 0), (np.nan,) * 5):
        assert not expose(item, junk, junk).passed
