"""What ConvExplorer shows, held against plain formulas and integers worked by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cnnkit import reference
from cnnkit.shapes import ShapeError, Window
from cnnkit.widgets.conv.view import backward, scan, weight_gradient

# rows and columns differ; remainders, gaps (stride over kernel), frames wider than the filter
SCANS = [
    {"size": (3, 3), "kernel_size": (2, 2), "stride": 1, "padding": 0, "dilation": 1},
    {"size": (8, 8), "kernel_size": (3, 3), "stride": 2, "padding": 0, "dilation": 1},
    {"size": (7, 6), "kernel_size": (4, 3), "stride": 2, "padding": 2, "dilation": 1},
    {"size": (7, 9), "kernel_size": (4, 3), "stride": 3, "padding": 1, "dilation": 1},
    {"size": (7, 7), "kernel_size": (1, 1), "stride": 2, "padding": 0, "dilation": 1},
    {"size": (5, 6), "kernel_size": (2, 3), "stride": 1, "padding": 3, "dilation": 1},
    {"size": (9, 8), "kernel_size": (3, 2), "stride": 2, "padding": 1, "dilation": 2},
    {"size": (6, 7), "kernel_size": (2, 2), "stride": 4, "padding": 0, "dilation": 3},
]


@pytest.fixture(params=SCANS, ids=lambda case: "-".join(map(str, case.values())))
def case(request):
    """A random scan, its view, an upstream gradient, and its keywords for the reference."""
    wanted = dict(request.param)
    rng = np.random.default_rng(5)
    y = rng.integers(-4, 5, (3, *wanted.pop("size"))).astype(float)
    w = rng.integers(1, 5, (2, 3, *wanted.pop("kernel_size"))).astype(float)
    bias = np.array([2.0, -1.0])
    seen = scan(y, w, bias, **wanted)
    dz = rng.integers(1, 5, seen.z.shape).astype(float)
    return y, w, bias, dz, seen, wanted


def test_the_scan_is_the_forward_pass(case):
    y, w, bias, _, seen, how = case
    assert np.array_equal(seen.z, reference.conv2d(y[None], w, bias, **how)[0])
    assert np.array_equal(seen.cut(seen.y), y)
    assert seen.y.sum() == y.sum()


def test_links_are_the_taps_of_the_window(case):
    _, w, _, _, seen, how = case
    window, p = Window(w.shape[2:], **how), how["padding"]
    for i, j in np.ndindex(*seen.z.shape[1:]):
        cells = itertools.product(*(axis[axis[:, 0] == k, 1] for axis, k in zip(seen.taps, (i, j))))
        assert [(r - p, c - p) for r, c in cells] == window.taps(i, j)


def test_links_are_all_products_of_the_sum(case):
    _, w, _, _, seen, how = case
    (Kh, Kw), s, d = w.shape[2:], how["stride"], how["dilation"]
    for axis, outputs, taps in zip(seen.taps, seen.z.shape[1:], (Kh, Kw)):
        by_definition = {(i, i * s + p * d, p) for i in range(outputs) for p in range(taps)}
        assert set(map(tuple, axis.tolist())) == by_definition
        assert len(axis) == len(by_definition)


def test_unread_cells_are_those_whose_gradient_is_zero(case):
    y, w, _, dz, seen, how = case
    # filters and dz are positive, so that only an unread cell can have gradient 0
    dy = reference.conv2d_grad_input(dz[None], w, y.shape[1:], **how)[0]
    assert np.array_equal(seen.cut(seen.unread), (dy == 0).all(axis=0))
    assert not seen.unread[~seen.real].any()


def test_both_forms_are_the_gradient_for_the_input(case):
    y, w, _, dz, seen, how = case
    found = backward(seen, dz)
    right = reference.conv2d_grad_input(dz[None], w, y.shape[1:], **how)[0]
    assert np.array_equal(seen.cut(found.dy), right)
    assert np.array_equal(seen.cut(found.gathered), right)
    assert found.disagreement == 0


def test_the_spread_gradient_carries_every_cell_once(case):
    dz, seen = case[3], case[4]
    found = backward(seen, dz)
    rows, columns = found.carried
    cells = np.outer(rows >= 0, columns >= 0)
    assert cells.sum() == dz[0].size
    assert not found.spread[:, ~cells].any()
    assert np.array_equal(dz[:, rows[rows >= 0]][:, :, columns[columns >= 0]], dz)
    assert np.array_equal(found.spread[:, cells].reshape(dz.shape), dz)
    assert found.inside[cells].all()


def test_stamps_add_up_to_the_gradient(case):
    dz, seen = case[3], case[4]
    one = scan(seen.cut(seen.y), seen.w[:1], seen.bias[:1], **case[5])
    found = backward(one, dz[:1])
    for m in range(3):
        frames = found.scattered(m)
        assert np.array_equal(frames[-1], found.dy[m])
        assert len(frames) == dz[0].size


def test_weights_get_the_sum_of_their_pairs(case):
    y, w, _, dz, seen, how = case
    right = reference.conv2d_grad_weight(dz[None], y[None], w.shape[2:], **how)
    found = weight_gradient(seen, dz)
    assert np.array_equal(found.dw, right)
    assert found.dbias.tolist() == reference.conv2d_grad_bias(dz[None]).tolist()
    for n, m in np.ndindex(2, 3):
        assert np.array_equal(found.steps(n, m)[-1], right[n, m])


def test_the_worked_integers():
    seen = scan(
        np.array([[[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]]),
        np.array([[[[1.0, -1], [2, 0]]]]),
        np.ones(1),
    )
    dz = np.array([[[1.0, -2], [0, 3]]])
    assert seen.z.tolist() == [[[0, 5], [4, -1]]]
    assert backward(seen, dz).dy.tolist() == [[[1, -3, 2], [2, -1, -3], [0, 6, 0]]]
    assert weight_gradient(seen, dz).dw.tolist() == [[[[0, 11], [-2, -2]]]]
    assert weight_gradient(seen, dz).dbias.tolist() == [2]


def test_a_window_larger_than_the_map_says_so():
    with pytest.raises(ShapeError, match="padded map is only"):
        scan(np.ones((1, 3, 3)), np.ones((1, 1, 4, 4)), np.zeros(1))
