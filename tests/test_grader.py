"""The grader in front of right answers, wrong answers, and everything else that can come back."""

import gc
import re
import sys
import time
import types

import numba
import numpy as np
import pytest

import cnnkit
from cnnkit.grader.facts import facts_of
from cnnkit.grader.source import source_of
from cnnkit.learner import check, expose, use, using
from cnnkit.learner import record as kept
from cnnkit.lessons import exercises, exposes, find, grade, wrong_program

# one exercise after the other: its cases and right answers are made once for all tests of a seed
each_exercise = pytest.mark.parametrize("exercise", exercises().values(), ids=lambda e: e.id, scope="module")
LONG = ("train",)  # two seconds for each net
SEEDS = [  # seed 0 is what `check` asks, above
    pytest.param(exercise, seed, id=f"{exercise.id}-{seed}", marks=[pytest.mark.slow] * (exercise.id in LONG))
    for exercise in exercises().values()
    for seed in (1, 2)
]


def conv2d_forward(y, w, bias, stride, padding):
    return exercises()["conv2d_forward"].expected(y, w, bias, stride, padding)


@pytest.mark.parametrize(
    "exercise",
    [pytest.param(e, id=e.id, marks=[pytest.mark.slow] * (e.id in LONG)) for e in exercises().values()],
    scope="module",
)
def test_the_readable_solution_passes_and_is_kept(exercise):
    report = check(exercise.id, exercise.solution)

    assert report.passed and report.score == 1.0 and report.mistakes == ()
    assert report.note == "" and kept.saved_answer(exercise.id).rstrip().endswith(source_of(exercise.solution).rstrip())
    assert kept.state()["exercises"][exercise.id]["passed"] is True


@pytest.mark.parametrize("exercise, seed", SEEDS)
def test_no_seed_refuses_a_right_answer(exercise, seed):
    assert grade(exercise.id, exercise.solution, seed).passed


@each_exercise
def test_the_package_stands_in_with_right_answers(exercise, capsys):
    stand_in = use(exercise.id)

    assert "stands in" in capsys.readouterr().out
    # where the package's training would be the answer, it is no answer: test_grader_training
    assert exercise.answers or grade(exercise.id, lambda *args: stand_in(*args)).passed


@each_exercise
def test_an_untouched_stub_is_not_attempted(exercise):
    def stub(*args):
        raise NotImplementedError(f"exercise {exercise.id}")

    report = check(exercise.id, stub)

    assert report.message == "Not attempted yet." and not report.passed and report.score == 0
    assert kept.attempts(exercise.id) == 0


def endless(*args):
    return endless(*args)


def interrupted(*args):
    raise KeyboardInterrupt


def with_bad_words(*args):
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    raise Mute


class Pretender:
    """Answers every comparison with yes."""

    shape, dtype, ndim = (2, 2, 4, 2), np.dtype(float), 4

    def __array__(self, *args, **kwargs):
        raise RuntimeError

    def __array_function__(self, *args, **kwargs):
        return True

    def __eq__(self, other):
        return True

    __hash__ = None


ODD = {
    "nothing": (lambda *a: None, "returned nothing"),
    "a text": (lambda *a: "z", "returned a str"),
    "a generator": (lambda *a: (n for n in a), "returned a generator"),
    "a pretender": (lambda *a: Pretender(), "returned a Pretender"),
    "complex": (lambda *a: conv2d_forward(*a) + 0j, "complex"),
    "text array": (lambda *a: np.array(["a"]), "not numbers"),
    "object array": (lambda *a: np.array([None]), "not numbers"),
    "ragged list": (lambda *a: [[1, 2], [3]], "differ in length"),
    "not a number": (lambda *a: conv2d_forward(*a) * np.nan, "nan (not a number)"),
    "infinity": (lambda *a: conv2d_forward(*a) + np.inf, "infinity"),
    "wrong shape": (lambda *a: np.zeros((1, 2)), "shape (1, 2)"),
    "a scalar": (lambda *a: 3.0, "shape ()"),
    "an exception": (lambda *a: a[9], "stopped with IndexError: tuple index out of range"),
    "a mute exception": (with_bad_words, "stopped with Mute"),
    "exit": (lambda *a: sys.exit(0), "called exit"),
    "endless recursion": (endless, "calls itself without end"),
    "an interrupt": (interrupted, "You interrupted"),
    "too few parameters": (lambda y, w: y, "called with 5 arguments"),
    "not a function": (np.zeros(3), "A function is needed"),
    "the package's own": (cnnkit.conv2d, "package's own function"),
    "borrowed": (lambda y, w, b, s, p: cnnkit.conv2d(y, w, b, stride=s, padding=p), "hands the work"),
    "huge": (lambda *a: np.broadcast_to(np.float64(0), (10**5, 10**5)), "shape"),
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_comes_back_gets_a_sentence(name, capsys):
    function, words = ODD[name]

    report = check("conv2d_forward", function)

    assert not report.passed and words in report.message
    assert report.message.split("\n")[0].endswith((".", "?"))
    assert "<div" in report._repr_html_()
    assert capsys.readouterr() == ("", "")


def test_one_array_where_two_are_needed_is_told_by_its_shape():
    report = check("bank_forward", lambda y, w: np.zeros((1, 2)))

    assert "returned one array of shape (1, 2); 2 results are needed, (z, winner)." in report.message


def test_a_printed_answer_is_told_from_a_returned_one():
    def conv2d_forward(y, w, bias, stride, padding):
        print(y.sum())

    assert "printed its result" in grade("conv2d_forward", conv2d_forward).message


def test_the_line_that_raised_is_shown():
    def neuron(patch, w, bias):
        total = patch[99]
        return total

    assert "total = patch[99]" in grade("neuron", neuron).message


def test_a_changed_input_is_noticed():
    def double(y):
        if y.dtype == float:
            y *= 2
            return y
        return y.astype(float) * 2

    report = grade("double", double)

    assert not report.passed and "changed its argument y" in report.message


def test_an_answer_that_varies_is_noticed():
    calls, steady = [], [99]

    def double(y):
        calls.append(1)
        return y.astype(float) * (2 if len(calls) <= steady[0] else 3)

    # at the second call of a right answer, or of a wrong one
    for steady[0] in (len(grade("double", double).checks), 2):
        calls.clear()
        report = grade("double", double)

        assert not report.passed and "two different results" in report.message


def test_a_constant_answer_does_not_pass():
    seen = {}

    def by_shape(y, w, bias, stride, padding):
        key = (y.shape, w.shape, stride, padding)
        if key not in seen:
            seen[key] = conv2d_forward(y, w, bias, stride, padding)
        return seen[key]

    assert not grade("conv2d_forward", by_shape).passed


def test_replaced_numpy_functions_do_not_help(monkeypatch):
    for name in ("allclose", "array_equal", "abs"):  # put back by the end of the test
        monkeypatch.setattr(np, name, getattr(np, name))

    def zeros(y, w, bias, stride, padding):
        np.allclose = np.array_equal = lambda *a, **k: True
        np.abs = lambda *a, **k: 0
        return conv2d_forward(y, w, bias, stride, padding) * 0

    report = grade("conv2d_forward", zeros)
    second = grade("conv2d_forward", zeros)
    assert not report.passed and not second.passed
    assert "np.abs".replace("np", "numpy") in second.note


@pytest.mark.parametrize(
    "make",
    [
        lambda f: f,
        lambda f: numba.njit(f),
        lambda f: types.SimpleNamespace(__call__=f).__call__,
        lambda f: type("Doubler", (), {"__call__": lambda self, y: f(y)})(),
        lambda f: lambda y: f(y).tolist(),
        lambda f: lambda y: f(y).astype(np.float32),
        lambda f: lambda y: np.asfortranarray(f(y)),
    ],
    ids=["plain", "compiled", "bound", "an object", "lists", "float32", "Fortran order"],
)
def test_right_is_right_in_every_form(make):
    def double(y):
        return y.astype(np.float64) * 2

    assert grade("double", make(double)).passed


def test_warnings_and_prints_of_a_right_answer_do_no_harm(capsys):
    def double(y):
        import warnings

        warnings.warn("look out", stacklevel=1)
        print("working")
        return y.astype(float) * 2

    assert grade("double", double).passed
    assert capsys.readouterr().out == ""


def test_an_unknown_exercise_names_the_closest():
    assert "Did you mean conv2d_forward?" in check("conv2d_forwrd", len).message
    assert not check(None, len).passed


def test_use_gives_ones_own_function_and_finds_it_again(capsys):
    def output_size(size, kernel_size, stride, padding, dilation):
        return (size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1

    assert check("output_size", output_size).passed
    mine = use("output_size", output_size)
    again = use("output_size")

    assert mine(10, 3, 2, 0, 1) == again(10, 3, 2, 0, 1) == 4
    assert "stands in" not in capsys.readouterr().out


@pytest.mark.slow
def test_a_slow_function_is_compiled_and_stays_right(monkeypatch):
    monkeypatch.setattr(using, "PATIENCE", 0.0)

    def scan(y, w, bias):
        z = np.zeros((y.shape[0] - w.shape[0] + 1, y.shape[1] - w.shape[1] + 1))
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                z[i, j] = (y[i : i + w.shape[0], j : j + w.shape[1]] * w).sum() + bias
        return z

    mine = use("scan", scan)
    y, w = np.arange(12.0).reshape(3, 4), np.ones((2, 2))
    slow, fast = mine(y, w, 1.0), mine(y, w, 1.0)

    assert hasattr(mine.fast, "nopython_signatures")
    np.testing.assert_array_equal(slow, fast)
    np.testing.assert_array_equal(mine(y.astype(object), w, 1), slow)  # too odd for the compiler


def test_what_cannot_be_compiled_stays_plain(monkeypatch):
    monkeypatch.setattr(using, "PATIENCE", 0.0)

    def neuron(patch, w, bias):
        return np.array([float(sum((patch * f).ravel().tolist())) for f in w]) + np.asarray([*bias])

    mine = use("neuron", neuron)
    args = np.ones((1, 2, 2)), np.ones((3, 1, 2, 2)), np.zeros(3)

    assert mine(*args).tolist() == mine(*args).tolist() == [4, 4, 4]


def test_use_passes_a_wrong_function_over(capsys):
    stand_in = use("neuron", lambda patch, w, bias: bias)

    assert stand_in.__wrapped__ is exercises()["neuron"].adapter
    assert "until yours passes" in capsys.readouterr().out


@each_exercise
def test_the_stand_in_is_never_taken_for_the_learners_own(exercise):
    report = check(exercise.id, use(exercise.id))

    assert not report.passed and "stands in for yours" in report.message
    assert kept.saved_answer(exercise.id) is None and kept.attempts(exercise.id) == 0


def test_a_changed_input_is_named_beside_another_mistake():
    def sgd_step(weights, gradients, learning_rate):
        for weight, gradient in zip(weights, gradients, strict=True):
            weight += learning_rate * gradient
        return weights

    assert grade("sgd_step", sgd_step).mistakes == ("L07", "L08")


class Closed:
    """Raises when it is looked at."""

    def __getattr__(self, name):
        raise RuntimeError

    def __call__(self, *args):
        return 0


def test_an_object_that_hides_itself_is_graded_as_a_function():
    report = check("output_size", Closed())

    assert not report.passed and report.checks


def test_hints_lead_from_the_place_to_the_line():
    report = grade("conv2d_forward", lambda y, w, *rest: conv2d_forward(y, w[:, :, ::-1, ::-1], *rest))

    assert report.mistakes == ("F01",)
    assert len(report.hints) == 3
    assert report.hints[0].startswith("Work out z[0, 0] at row 0, column 0 by hand.")
    assert "[::-1]" in report.hints[2]


def test_the_witness_is_a_sum_that_holds():
    report = grade("conv2d_forward", lambda y, w, *rest: conv2d_forward(y, w[:, :, ::-1, ::-1], *rest))
    name, sum_, last = report.witness.split(" = ")
    terms = sum_.replace("−", "-").replace("·", "*").replace("bias ", "")

    assert name == "z(0, 0, 0)"
    assert eval(terms) == float(last.split(";")[0].replace("−", "-")) == report.grids.expected[0, 0]


def test_the_solution_unfolds_after_an_honest_try_only():
    def raises(dz, w, input_size, stride, padding):
        raise ValueError

    assert check("conv2d_grad_input", raises).solution == ""
    assert "def conv2d_grad_input" in check("conv2d_grad_input", raises).solution
    assert grade("neuron", lambda patch, w, bias: bias).solution


def test_stages_name_the_first_that_fails():
    right = exercises()["conv2d_grad_input"].expected

    def without_stride(dz, w, input_size, stride, padding):
        return right(dz, w, input_size, stride, padding) * (1 if stride == 1 else 3)

    message = grade("conv2d_grad_input", without_stride).message

    assert "Right so far: stride 1, padding. The next step is stride." in message


# --- expose ------------------------------------------------------------------------------------------


def scan(w, stride=1, padding=0):
    y = np.arange(25.0).reshape(1, 1, 5, 5) ** 2 % 7
    return (y, np.asarray(w, float)[None, None], np.zeros(1), stride, padding)


def test_expose_names_the_condition_that_was_found():
    report = expose("flipped_forward", agree=scan([[1, 2], [2, 1]]), differ=scan([[1, 2], [3, 4]]))

    assert report.passed
    assert "symmetric filters" in report.message and "other mistakes" in report.message


@pytest.mark.parametrize(
    ("agree", "differ", "words"),
    [
        (None, None, "Not attempted yet"),
        ((7, 3, 1, 0, 1), (8, 3, 2, 0, 1), "nothing to round"),
        ((8, 3, 2, 0, 1), (8, 3, 2, 0, 1), "already differ"),
        ((7, 3, 2, 0, 1), (9, 3, 2, 0, 1), "still give the same"),
        ((7, 3), (8, 3, 2, 0, 1), "tuple of 5 arguments"),
        ({"size": 7}, (8, 3, 2, 0, 1), "is missing"),
        ((2, 9, 2, 0, 1), (8, 3, 2, 0, 1), "none fits, and the size is 0"),
    ],
)
def test_expose_says_what_is_missing(agree, differ, words):
    report = expose("rounded_up", agree, differ)

    assert not report.passed and words in report.message


MAP, FILTER = np.arange(16.0).reshape(1, 1, 4, 4) % 5, np.array([[[[1.0, 2], [3, 4]]]])
MALFORMED = {
    "two axes": ("flipped_forward", (MAP[0, 0], FILTER, [0.0], 1, 0), "y has to have the axes (T, M, H, W)"),
    "stride 0": ("flipped_forward", (MAP, FILTER, [0.0], 0, 0), "stride has to be at least 1"),
    "a float": ("flipped_forward", (MAP, FILTER, [0.0], 1.5, 0), "stride has to be a whole number, but 1.5 came"),
    "true": ("flipped_forward", (MAP, FILTER, [0.0], True, 0), "stride has to be a whole number"),
    "nan": ("flipped_forward", (MAP * np.nan, FILTER, [0.0], 1, 0), "y holds nan"),
    "other maps": ("flipped_forward", (MAP, np.ones((1, 2, 2, 2)), [0.0], 1, 0), "M = 2, but another argument has M = 1"),
    "large filter": ("flipped_forward", (MAP, np.ones((1, 1, 5, 5)), [0.0], 1, 0), "no window fits"),
    "ragged": ("flipped_forward", ([[[[1, 2], [3]]]], FILTER, [0.0], 1, 0), "rows that differ in length"),
    "texts": ("flipped_forward", ("y", FILTER, [0.0], 1, 0), "y has to be an array"),
    "empty": ("flipped_forward", (np.zeros((0, 1, 4, 4)), FILTER, [0.0], 1, 0), "y is empty"),
    "outside": ("max_overwritten", (np.ones((1, 1, 1, 1)), np.full((1, 1, 1, 1), 16), (4, 4)), "lies outside the map"),
    "half a position": ("max_overwritten", (np.ones((1, 1, 1, 1)), np.full((1, 1, 1, 1), 0.5), (4, 4)), "whole numbers"),
    "banks of three": ("members_not_rolled", (np.ones((1, 1, 3, 2, 2)),), "the one of 4 has 3"),
    "wrong dz": ("flip_forgotten", (np.ones((1, 1, 2, 2)), FILTER, (9, 9), 1, 0), "dz does not have the size"),
    "a bare size": ("flip_forgotten", (np.ones((1, 1, 3, 3)), FILTER, 4, 1, 0), "input_size has to be a pair"),
    "huge": ("rounded_up", (10**8, 3, 2, 0, 1), "larger than it needs to be"),
    "many": ("flipped_forward", (np.ones((9, 9, 9, 9)), np.ones((9, 9, 3, 3)), np.zeros(9), 1, 0), "larger than it needs to be"),
    "not a tuple": ("members_not_rolled", np.ones((4, 2, 2)), "give a tuple of one argument"),
    "a matrix of millions": ("wrong_column", ([[1.0, 2]], (100, 100)), "input_size H = 100 is larger than it needs to be; 12 is the most"),
    "a wide frame": ("flipped_forward", (MAP, FILTER, [0.0], 1, 1000), "padding = 1000 is larger"),
    "wide gaps": ("stamps_overwritten", (np.ones((1, 1, 30, 30)), FILTER, 500, 0), "stride = 500 is larger"),
    "much work and no padding": ("flipped_forward", (np.ones((1, 1, 40, 40)), np.ones((1, 1, 9, 9)), [0.0], 1, 0), "this is larger than"),
    "letters": ("wrong_column", ([["a", "b"]], (3, 3)), "w has to hold numbers, but text came"),
    "three sizes": ("wrong_column", ([[1.0, 2]], (3, 3, 3)), "a pair (rows, columns), but 3 numbers came"),
    "nested": ("rounded_up", ((8, 3, 2, 0, 1),), "give a tuple of 5 arguments"),
    "cropped away": ("size_times_stride", (2, 2, 1, 5, 0), "crops the whole map away"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_no_program_could_take_is_a_sentence_and_never_a_finding(name):
    item, given, words = MALFORMED[name]
    start = time.perf_counter()
    for half in ({"agree": given}, {"differ": given}):
        report = expose(item, **half)

        assert words in report.message
        assert report.score == 0 and dict(report.checks) == {"agree": False, "differ": False}
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("item", exposes())
def test_an_input_that_is_allowed_is_judged_within_a_second(item):
    exercise = exercises()[exposes()[item].exercise]
    allowed = [case.args for case in exercise.cases(np.random.default_rng(0)) if not exercise.rules.read(case.args)[1]]
    largest = max(allowed, key=lambda args: sum(np.size(arg) for arg in args))
    start = time.process_time()
    report = expose(item, largest, largest)

    assert time.process_time() - start < 1
    assert sum(right for _, right in report.checks) <= 1  # one input cannot be both
    for half, asked in enumerate(("agree", "differ")):
        alone = expose(item, **{asked: largest})
        assert dict(alone.checks)[asked] == report.checks[half][1]


LARGEST = {
    "wrong_column": (np.arange(1.0, 37).reshape(6, 6), (12, 12)),
    "flipped_forward": (np.ones((1, 1, 16, 16)), np.arange(16.0).reshape(1, 1, 4, 4), [0.0], 1, 12),
    "flip_forgotten": (np.ones((1, 1, 8, 8)), np.arange(25.0).reshape(1, 1, 5, 5), (12, 12), 1, 0),
    "stamps_overwritten": (np.ones((1, 1, 20, 20)), np.ones((1, 1, 8, 8)), 2, 0),
    "size_times_stride": (1000, 1000, 1000, 400, 10),
}


@pytest.mark.parametrize("item", LARGEST)
def test_the_largest_input_that_the_rules_let_through_is_judged_within_a_second(item):
    start = time.process_time()
    assert "larger than it needs" not in expose(item, differ=LARGEST[item]).message
    assert time.process_time() - start < 1


def test_a_single_argument_needs_no_tuple_around_it():
    maps = np.arange(16.0).reshape(1, 1, 4, 2, 2)
    for given in (maps, maps.tolist(), (maps,), [maps]):
        assert dict(expose("members_not_rolled", differ=given).checks)["differ"]


@pytest.mark.parametrize("what", [[1], None, 3, {"a": 1}, ("x",), np.ones(3)])
def test_expose_never_raises(what):
    assert not expose(what).passed
    for item in exposes():
        assert not expose(item, what, what).passed


def test_each_half_is_judged_alone():
    only_agree = expose("rounded_up", agree=(7, 3, 2, 0, 1))
    only_differ = expose("rounded_up", differ=(8, 3, 2, 0, 1))

    assert dict(only_agree.checks) == {"agree": True, "differ": False} and "differ: not given yet" in only_agree.message
    assert dict(only_differ.checks) == {"agree": False, "differ": True} and "agree: not given yet" in only_differ.message


def test_all_that_an_input_misses_is_listed():
    message = expose("rounded_up", differ=(8, 3, 2, 0, 1)).message
    told, of = map(int, re.search(r"tells (\d+) of (\d+) other", message).groups())

    assert len(message.split("It misses these: ")[1].split("; ")) == of - told


def test_a_single_argument_is_asked_for_as_a_tuple():
    assert "agree=(z,)" in expose("members_not_rolled").message
    assert "agree=(y, w)" in expose("plain_called_invariant").message


def test_expose_does_not_fall_for_zeros():
    zeros = (np.zeros((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), np.zeros(1), 1, 0)

    assert "all zeros" in expose("flipped_forward", zeros, zeros).message


# what somebody who guesses would try, where the exercise's own cases are too choice
GUESSES = {
    "mean_loss": lambda rng: (rng.integers(1, 9, T := rng.integers(1, 13)), rng.integers(-4, 5, (T, 3))),
    "max_pool_grad": lambda rng: (
        rng.integers(-4, 5, (2, 2, 3, 3)),
        rng.integers(0, 25, (2, 2, 3, 3)),
        (5, 5),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("item", exposes())
def test_a_wrong_program_can_be_tried_and_a_random_input_rarely_passes(item):
    asked = exposes()[item]
    exercise = exercises()[asked.exercise]
    rng = np.random.default_rng(0)
    if exercise.id in GUESSES:
        draws = [GUESSES[exercise.id](rng) for _ in range(60)]
    else:
        seeds = map(np.random.default_rng, range(6))
        draws = [case.args for seed in seeds for case in exercise.cases(seed)]
    tries = [rng.integers(0, len(draws), 2) for _ in range(120)]

    passed = sum(expose(item, draws[a], draws[b]).passed for a, b in tries)

    assert callable(wrong_program(item))
    assert passed / len(tries) <= 0.10


def test_grading_leaves_nothing_behind():
    solution = exercises()["conv2d_forward"].solution
    grade("conv2d_forward", solution)
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(5):
        grade("conv2d_forward", solution)
    gc.collect()

    assert len(gc.get_objects()) - before < 500


def pooled(y, K, s, skip):
    """Max pooling in plain loops, without the cells that `skip` names by row and column."""
    u = np.zeros((*y.shape[:2], *((n - K) // s + 1 for n in y.shape[2:])))
    positions = np.zeros(u.shape, int)
    for t, m, i, j in np.ndindex(u.shape):
        cells = [(i * s + p, j * s + q) for p in range(K) for q in range(K) if not skip(i * s + p, j * s + q)]
        r, c = max(cells, key=lambda cell: y[t, m][cell])
        u[t, m, i, j], positions[t, m, i, j] = y[t, m, r, c], r * y.shape[3] + c
    return u, positions


def zeroed(y, K, s, first):
    y = y.copy()
    y[(slice(None), slice(None), *first)] = 0
    return pooled(y, K, s, lambda r, c: False)


@pytest.mark.parametrize(
    ("name", "skip", "first"), [("row", lambda r, c: r == 0, (0,)), ("column", lambda r, c: c == 0, (slice(None), 0))]
)
def test_what_is_left_out_of_a_maximum_never_wins_and_what_counts_as_0_is_not_left_out(name, skip, first):
    left_out = grade("max_pool", lambda y, K, s: pooled(y, K, s, skip))
    as_zeros = grade("max_pool", lambda y, K, s: zeroed(y, K, s, first))

    assert f"when the first {name} of y is left out" in left_out.message
    assert not as_zeros.passed and "left out" not in as_zeros.message


@pytest.mark.parametrize(("exercise", "kind"), [("batch_norm", "y"), ("pointwise_conv2d", "y"), ("depthwise_grad_weight", "dz")])
def test_a_right_program_that_cuts_whole_numbers_off_is_told_so_and_accepted(exercise, kind):
    asked = find(exercise)

    def as_it_came(*args):
        right = asked.solution(*args)
        return right.astype(np.result_type(args[asked.names.index(kind)], np.int64))

    told = grade(exercise, as_it_came)
    assert told.passed
    assert told.note.startswith(f"Where {kind} comes as whole numbers (int64), the decimals of your {asked.results[0]} are cut off")
    assert not grade(exercise, lambda *args: asked.solution(*args)).note


def test_what_is_right_for_one_map_is_not_said_of_cases_where_all_maps_are_right():
    def batch_norm(y, gamma, beta, eps):
        z = find("batch_norm").solution(y, gamma, beta, eps)
        z[:, (y == y[0, :, 0, 0][:, None, None]).all(axis=(0, 2, 3))] = 0
        return z

    report = grade("batch_norm", batch_norm)
    assert report.pattern == "Where your z is wrong, map 0 alone is right."
    assert report.separation.startswith("Wrong exactly where a map is constant")


def test_weights_from_maps_to_maps_are_no_filter():
    """(N, M) was read as Kh × Kw: "is Kw taken from Kh somewhere?" was asked where there is none."""
    found = facts_of(("y", "w", "stride"), (np.ones((2, 3, 7, 5)), np.ones((4, 3)), 2))
    assert (found["N"], found["M"]) == (4, 3) and not {"K", "Kh", "Kw"} & set(found)
    assert facts_of(("y", "w"), (np.ones((7, 5)), np.ones((4, 3))))["Kh"] == 4
