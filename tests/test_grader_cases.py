"""The cases of every exercise: what is cut off, rounded, square, unpadded or without a remainder shows."""

from itertools import combinations

import numpy as np
import pytest
from tables import each_row

from cnnkit.grader.facts import facts_of
from cnnkit.grader.judging import as_parts, judge
from cnnkit.grader.patterns import pattern_of
from cnnkit.lessons import exercises, find, grade
from tests.measuring import first_line

HARD = ("forward_backward", "overfit_batch", "train")
EASY = [e for e in exercises().values() if e.id not in HARD]
COUNTS = (  # exercises whose results are counts, sizes or names of places
    "count_weights", "output_size", "receptive_field", "remainder", "count_parameters", "affected", "transposed_output_size",
    "outgoing_weights", "count_separable",
)  # fmt: skip
ALIKE = ("activation_backward", "batch_norm_grad", "count_separable")  # cell by cell, channel by channel, counts
JUDGED = [e for e in EASY if e.id not in COUNTS]
each_exercise = pytest.mark.parametrize("exercise", JUDGED, ids=lambda e: e.id, scope="module")


def cases_of(exercise, seed=0):
    return exercise.cases(np.random.default_rng(seed))


def facts(exercise):
    return [facts_of(exercise.names, case.args) for case in cases_of(exercise) if case.judged]


def spoilt(exercise, spoil):
    """The right program, with something done to what it returns."""

    def function(*args):
        parts = exercise.solution(*args)
        several = len(exercise.results) > 1
        made = [spoil(np.asarray(part)) for part in (parts if several else (parts,))]
        return made if several else made[0]

    return function


@each_exercise
def test_decimals_that_are_cut_off_are_refused_and_told(exercise):
    report = grade(exercise.id, spoilt(exercise, lambda part: part.astype(int)))

    assert not report.passed
    assert "decimals" in report.message or "cut to whole" in report.message


@each_exercise
@pytest.mark.parametrize("places", [3, 4])
def test_results_that_are_rounded_are_refused_and_told(exercise, places):
    if exercise.id == "decode_heatmaps":  # half a cell of whole pixels: its results have one decimal
        places = 0
    report = grade(exercise.id, spoilt(exercise, lambda part: np.round(part, places)))

    assert not report.passed
    assert "rounded" in report.message or "compared" in report.message


@each_exercise
def test_float32_inside_is_right(exercise):
    assert grade(exercise.id, spoilt(exercise, lambda part: part.astype(np.float32))).passed


@each_row(EASY)
def test_sizes_differ_wherever_the_arguments_allow(exercise):
    known = facts(exercise)
    for one, other in (("H", "W"), ("Kh", "Kw"), ("H′", "W′")):
        pairs = [f for f in known if one in f and other in f]
        square = exercise.id in ("bank_forward", "bank_grad_weight", "rotation_bank", "reflection_bank", "scale_bank") or "K" in (pairs or [{}])[0]
        if pairs and not (one == "Kh" and square and all(f[one] == f[other] for f in pairs)):
            assert any(f[one] != f[other] for f in pairs), (one, other)
    for letter in ("T", "M", "N", "s"):
        values = {f[letter] for f in known if letter in f}
        assert not values or max(values) > 1, letter
    paddings = {f["p"] for f in known if "p" in f}
    assert not paddings or {0, 1, 2} <= paddings


@each_row(JUDGED)
def test_decimals_and_small_numbers_come_where_arrays_come(exercise):
    known = [f for f in facts(exercise) if "whole" in f]

    assert not known or not all(f["whole"] for f in known)
    assert not known or any(f["small"] for f in known)


@each_row(e for e in EASY if e.id not in ALIKE)
def test_one_example_one_map_and_one_filter_are_told_apart(exercise):
    # else "right with one example" would be said of a program that goes wrong over the maps
    for one, other in combinations("TMN", 2):
        single = [(f[one] == 1, f[other] == 1) for f in facts(exercise) if one in f and other in f]
        assert not any(map(any, single)) or any(a != b for a, b in single), (one, other)


@each_row(e for e in EASY if {"stride", "kernel_size"} <= set(e.names) or {"w", "stride"} <= set(e.names))
def test_windows_lie_side_by_side_with_a_remainder_once(exercise):
    known = [f for f in facts(exercise) if "r" in f and "Kh" in f]  # a single number stands for rows and columns
    if known and "transposed" not in exercise.id and exercise.lesson < "07":
        assert any(f["s"] == f["Kh"] == f["Kw"] and f["r"] > 0 for f in known if "Kw" in f)


def test_a_softmax_has_as_many_examples_as_classes_once():
    assert any(f["T"] == f["C"] for f in facts(find("cross_entropy")))


@each_row((exercise, seed) for seed in range(4) for exercise in EASY)
def test_the_right_answers_are_finite_numbers_for_every_seed(exercise, seed):
    for case in cases_of(exercise, seed):
        parts = as_parts(exercise.expected(*case.args), len(exercise.results))
        assert all(np.isfinite(part).all() for part in parts) or exercise.id == "train_until"


# --- words about steps -------------------------------------------------------------------------------


def test_a_step_is_only_called_the_next_one_where_all_of_it_fails():
    right = find("conv2d_grad_input").expected

    def columns_padded_like_rows(dz, w, input_size, stride, padding):
        dy = right(dz, w, input_size, stride, padding)
        return dy if w.shape[2] == w.shape[3] else dy[:, :, :, :-1]

    for function in (spoilt(find("conv2d_grad_input"), lambda part: part.astype(int)), columns_padded_like_rows):
        assert "The next step is" not in grade("conv2d_grad_input", function).message


def test_right_values_in_a_changed_argument_are_not_explained_with_a_mistake_of_others():
    def double(y):
        if y.dtype == float:
            y *= 2
            return y
        return y * 2

    report = grade("double", double)

    assert report.mistakes == ("U01",)
    assert "The values are right" not in report.message


def test_a_mistake_that_is_right_where_the_learner_raises_does_not_explain_him():
    def raises_unless_small(y, w, bias, stride, padding):
        if y.size > 9:
            raise ValueError("too large")
        return find("conv2d_forward").expected(y, w, bias * 0, stride, padding)

    # without the bias on the one case that is small; the catalogue's program is wrong on all others too, so it explains
    assert grade("conv2d_forward", raises_unless_small).mistakes == ("F06",)

    def raises_without_padding(y, w, bias, stride, padding):
        if padding == 0:
            raise ValueError("no padding")
        return find("conv2d_forward").expected(y, w, bias, stride, 0)[:, :, :1, :1]

    assert grade("conv2d_forward", raises_without_padding).mistakes == ()


def test_where_everything_raises_the_property_is_said():
    def halves(y, w, bias, stride, padding):
        assert (y.shape[2] + 2 * padding - w.shape[2]) % stride == 0
        assert (y.shape[3] + 2 * padding - w.shape[3]) % stride == 0
        return find("conv2d_forward").expected(y, w, bias, stride, padding)

    assert first_line(grade("conv2d_forward", halves)).startswith("Right where nothing is left over at the end")


@pytest.mark.slow
@each_row((exercise, strange) for exercise in EASY for strange in ((np.inf, -np.inf), (np.nan,), (1e308, 1e308)))
def test_numbers_that_cannot_be_added_up_are_refused_without_a_warning(exercise, strange):
    report = grade(exercise.id, spoilt(exercise, lambda part: np.resize(strange, part.shape)))

    assert not report.passed


@pytest.mark.parametrize("stride, padding", [(1, 0), (2, 0), (1, 1)])
def test_no_window_with_a_stride_of_0_is_tried(stride, padding):
    """It never gets to the end, and the right answer for it neither."""
    calls, tried = [(k, 6 + k, 3, stride, padding) for k in range(4)], []

    def expected(r, size, kernel_size, stride, padding):
        tried.append(stride)
        return [r]

    verdicts = [judge(np.array([cell]), (np.array([5.0]),), ("rows",)) for cell in (97.0, 13.5, -4.25, 31.0)]
    pattern_of(find("affected").names, ("rows",), calls, verdicts, expected)
    assert min(tried) == 1
