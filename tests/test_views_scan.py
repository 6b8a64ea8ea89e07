"""The scanning MLP and its dense matrix, held against the plain formulas and differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import pairs

from cnnkit import ShapeError, reference
from cnnkit.widgets.scan.view import scanning_net


@st.composite
def nets(draw):
    """An image and an MLP of one to three layers in random numbers."""
    size, kernel = draw(pairs(3, 5)), draw(pairs(1, 3))
    units = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    filters, inputs = [], 1
    for k, n in enumerate(units):
        filters.append(rng.normal(size=(n, inputs, *(kernel if k == 0 else (1, 1)))))
        inputs = n
    out = [n - k + 1 for n, k in zip(size, kernel)]
    biases = [rng.normal(size=len(w)) for w in filters]
    return rng.normal(size=size), filters, biases, rng.normal(size=(units[-1], *out))


def loss(y, filters, biases, dz) -> float:
    """sum(dz * output) by the plain formulas: its gradient is what the net sends back."""
    maps = y[None, None]
    for k, (w, bias) in enumerate(zip(filters, biases)):
        maps = reference.conv2d(np.maximum(maps, 0) if k else maps, w, bias)
    return float((maps[0] * dz).sum())


@given(nets())
def test_every_layer_is_the_scan_of_the_one_before(drawn):
    y, filters, biases, dz = drawn
    net = scanning_net(y, *filters, biases=biases, dz=dz)
    maps = y[None, None]
    for k, (w, bias) in enumerate(zip(filters, biases)):
        maps = reference.conv2d(np.maximum(maps, 0) if k else maps, w, bias)
        assert np.allclose(net.z[k], maps[0])


@given(nets(), st.data())
def test_the_dense_matrix_does_what_the_scan_does(drawn, data):
    y, filters, biases, dz = drawn
    net = scanning_net(y, *filters, biases=biases, dz=dz)
    layer = data.draw(st.integers(0, len(filters) - 1))
    unit = data.draw(st.integers(0, len(filters[layer]) - 1))
    dense = net.dense(layer, unit)
    made = dense.matrix @ net.maps[layer].ravel() + biases[layer][unit]
    assert np.allclose(made, net.z[layer][unit].ravel())
    w = filters[layer][unit].ravel()
    assert np.array_equal(dense.matrix, np.where(dense.owner < 0, 0, w[dense.owner]))
    # the positions of a layer and the copies of each of its weights are one and the same number
    assert all((dense.owner == k).sum() == dz[0].size for k in range(w.size))


@given(nets(), st.data())
def test_the_sum_over_the_copies_is_the_gradient(drawn, data):
    y, filters, biases, dz = drawn
    net = scanning_net(y, *filters, biases=biases, dz=dz)
    layer = data.draw(st.integers(0, len(filters) - 1))
    unit = data.draw(st.integers(0, len(filters[layer]) - 1))
    dense = net.dense(layer, unit)
    summed = [dense.gradient[dense.owner == k].sum() for k in range(dense.dw.size)]
    assert np.allclose(summed, dense.dw.ravel())
    # no kink of relu may lie between the two ends of a difference
    if min(np.abs(z).min() for z in net.z[:-1] or [np.ones(1)]) < 1e-3:
        return
    for place in np.ndindex(*dense.dw.shape):
        ends = []
        for step in (1e-6, -1e-6):
            moved = [w.copy() for w in filters]
            moved[layer][(unit, *place)] += step
            ends.append(loss(y, moved, biases, dz))
        assert np.isclose((ends[0] - ends[1]) / 2e-6, dense.dw[place], rtol=1e-4, atol=1e-6)
    assert np.isclose(dense.dbias, net.dz[layer][unit].sum())


def test_of_6400_entries_576_reach_the_nine_weights():
    dense = scanning_net(np.zeros((10, 10)), np.ones((1, 1, 3, 3))).dense(0, 0)
    assert dense.matrix.size == 6400
    assert (dense.owner >= 0).sum() == 576


def test_a_lopsided_image_tells_rows_from_columns():
    dense = scanning_net(np.arange(6).reshape(2, 3), [[[[1, 2], [3, 4]]]]).dense(0, 0)
    assert dense.matrix.tolist() == [[1, 2, 0, 3, 4, 0], [0, 1, 2, 0, 3, 4]]


def test_a_patch_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError):
        scanning_net(np.zeros((2, 2)), np.ones((1, 1, 3, 3)))
