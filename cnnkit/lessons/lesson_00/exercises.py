"""Lesson 00, start here: the toy exercise."""

from __future__ import annotations

import numpy as np

from cnnkit.grader.exercise import Case, Exercise, integers, small
from cnnkit.grader.witness import written
from cnnkit.lessons.lesson_00 import solutions as solutions
from cnnkit.mistakes import numbers

__all__ = ["EXERCISES"]


def double_cases(rng) -> list[Case]:
    """Small values first, then those that do not fit into uint8."""
    return [
        Case((np.array([3.0, -1.5]),), "floats"),
        Case((integers(rng, 2, 3),), "negative numbers"),
        Case((small(rng, 2, 3),), "numbers near 0.001"),
        Case((np.array([[10, 100], [7, 127]], np.uint8),), "uint8 values below 128"),
        Case((np.array([200], np.uint8),), "200 as uint8"),
        Case((rng.integers(128, 256, (3, 4), dtype=np.uint8),), "uint8 values above 127"),
        Case((rng.integers(0, 256, (4, 4), dtype=np.uint8),), "a small image of uint8"),
    ]


def doubled(y) -> np.ndarray:
    """Each value added to itself, in Python's own numbers."""
    return np.array([float(value) + float(value) for value in y.ravel()]).reshape(y.shape)


EXERCISES = (
    Exercise(
        id="double",
        arguments="y",
        cases=double_cases,
        expected=doubled,
        solution=solutions.double,
        hints=(
            "Compare y.dtype with the dtype of your result.",
            "uint8 holds 0 to 255; what is larger starts again at 0.",
            "Turn y into float before you multiply: y.astype(float).",
        ),
        results=("result",),
        program=numbers.DOUBLE,
        witness=lambda args, part, index: written("result", [(2, float(args[0][index]))]),
    ),
)
