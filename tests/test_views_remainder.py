"""RemainderExplorer's numbers against plain Python: who reads whom, what comes back, what turns along."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.filterbank.equivariance import apart, equivariance_error, pooled_bank
from cnnkit.shapes import ShapeError
from cnnkit.widgets.remainder.view import _integers, remainder_row, remainder_view

SLIDERS = list(itertools.product(range(4, 13), range(1, 6), range(1, 5), range(4)))
SOME = [(8, 3, 2, 0), (7, 3, 2, 0), (8, 3, 2, 1), (7, 1, 2, 0), (10, 3, 4, 0), (10, 3, 4, 2), (5, 2, 4, 3)]


def fits(size, kernel_size, stride, padding):
    return kernel_size <= size + 2 * padding


def plain_bank(y, w, stride, padding):
    """The strongest of the four turns of one filter, window by window, by the definition."""
    y, k = np.pad(y, padding), len(w)
    turns = [w]
    for _ in range(3):  # counter-clockwise by hand: the last column becomes the first row
        turns.append(np.array([[turns[-1][r][k - 1 - q] for r in range(k)] for q in range(k)]))
    count = (len(y) - k) // stride + 1
    z = np.zeros((count, count))
    for i, j in np.ndindex(count, count):
        patch = y[i * stride : i * stride + k, j * stride : j * stride + k]
        z[i, j] = max((patch * turn).sum() for turn in turns)
    return z


def quarter_turn(y):
    size = len(y)
    return np.array([[y[c, size - 1 - r] for c in range(size)] for r in range(size)])


@pytest.mark.parametrize("numbers", SOME)
def test_every_array_is_what_the_definitions_say(numbers):
    view = remainder_view(*numbers)
    size, kernel_size, stride, padding = numbers
    y, w, dz = _integers(size, kernel_size, view.row.output)
    steps = {"stride": stride, "padding": padding}
    right = reference.conv2d_grad_input(dz, w, (size, size), **steps)[0, 0]
    assert np.array_equal(view.dy, right)
    read = {c + padding for i in range(view.row.output) for c in range(i * stride - padding, i * stride - padding + kernel_size)}
    assert set(view.taps[:, 1].tolist()) == set(read)
    assert np.array_equal(view.back, right[: len(view.back), : len(view.back)])
    assert np.array_equal(view.after, plain_bank(quarter_turn(y[0, 0]), w[0, 0], stride, padding))
    assert np.array_equal(view.before, quarter_turn(plain_bank(y[0, 0], w[0, 0], stride, padding)))


@pytest.mark.slow
def test_one_number_has_its_four_consequences_wherever_the_sliders_go():
    for numbers in filter(lambda one: fits(*one), SLIDERS):
        size, kernel_size, stride, padding = numbers
        row, r = remainder_row(*numbers), (size + 2 * padding - kernel_size) % stride
        assert row.remainder == r, numbers
        # rows left over, and gaps only where K < s
        read = {i * stride - padding + k for i in range(row.output) for k in range(kernel_size)}
        assert row.unread == len(set(range(size)) - read), numbers
        assert row.left_over == max(0, r - padding)
        if kernel_size >= stride:
            assert row.unread == row.left_over, numbers
        # ambiguous way back
        assert row.back == size - r, numbers
        # equivariance: exactly 0 iff r = 0; one filter never, unless it is one cell
        assert (row.bank == 0) == (r == 0), (numbers, row.bank)
        assert row.plain > 0 or (kernel_size == 1 and r == 0), numbers


def test_exactly_the_unread_cells_have_gradient_0():
    for numbers in filter(lambda one: fits(*one), SLIDERS[::3]):
        view = remainder_view(*numbers)
        assert np.array_equal(view.dy == 0, view.unread), numbers


def test_siblings_are_all_sizes_of_one_output():
    view = remainder_view(9, 3, 4)
    outputs = {n: (n - 3) // 4 + 1 for n in range(3, 20)}
    assert view.siblings == tuple(n for n, output in outputs.items() if output == view.row.output)


def test_the_meters_know_nothing_from_something():
    assert apart([0, 0], [0, 0]) == 0
    assert apart([1, 0], [0, 0]) == np.inf
    assert apart([1, 2], [1, 0]) == 2
    rng = np.random.default_rng(3)
    y, w = rng.normal(size=(2, 3, 9, 9)), rng.normal(size=(2, 3, 3, 3))
    # float64: sums of another order differ in the last digits only
    assert equivariance_error(lambda maps: pooled_bank(maps, w, stride=2), y) <= 1e-12
    assert equivariance_error(lambda maps: pooled_bank(maps, w, stride=4), y) > 0.1


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError, match="padded map"):
        remainder_view(4, 5)
