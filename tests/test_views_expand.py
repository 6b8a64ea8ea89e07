"""ExpandExplorer's numbers: against the plain formulas, and weights counted one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples, pairs  # with it comes the profile without deadlines

from cnnkit import reference
from cnnkit.shapes import ShapeError
from cnnkit.widgets.expand.view import expand


@st.composite
def expansions(draw):
    """Map, filter and options, whose cropped map has at least one cell."""
    stride = draw(st.integers(1, 4))
    size, kernel = draw(pairs(1, 5)), draw(pairs(1, 5))
    output_padding = draw(st.integers(0, stride - 1))
    most = (
        min((n - 1) * stride + k + output_padding - 1 for n, k in zip(size, kernel, strict=True))
        // 2
    )
    padding = draw(st.integers(0, max(0, most)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y, w = rng.normal(size=size), rng.normal(size=kernel)
    return y, w, {"stride": stride, "padding": padding, "output_padding": output_padding}


def links(seen, stride, padding):
    """Every (input cell, kept cell) that one weight joins, by the definition of stamping."""
    return [
        ((k, l), (k * stride + p - padding, l * stride + q - padding))
        for k, l in np.ndindex(*seen.y.shape)
        for p, q in np.ndindex(*seen.w.shape)
        if 0 <= k * stride + p - padding < seen.size[0]
        and 0 <= l * stride + q - padding < seen.size[1]
    ]


@examples(150)
@given(expansions())
def test_both_forms_are_the_formula(case):
    y, w, options = case
    seen = expand(y, w, **options)
    pairs = {name: (value, value) for name, value in options.items()}
    expected = reference.conv_transpose2d(
        y[None, None], w[None, None], None, dilation=(1, 1), groups=1, **pairs
    )[0, 0]

    np.testing.assert_allclose(seen.z, expected, atol=1e-12)
    np.testing.assert_allclose(seen.steps[-1], seen.whole, atol=1e-12)
    if options["padding"] < min(w.shape):
        np.testing.assert_allclose(seen.collected, expected, atol=1e-12)
    else:
        with pytest.raises(ShapeError, match="frame of K − 1 − p zeros"):
            _ = seen.collected


@examples(150)
@given(expansions())
def test_outgoing_weights_of_one_layer_are_the_incoming_weights_of_the_other(case):
    y, w, options = case
    seen = expand(y, w, **options)
    outgoing, incoming = np.zeros(y.shape, int), np.zeros(seen.size, int)
    for small, large in links(seen, options["stride"], options["padding"]):
        outgoing[small] += 1
        incoming[large] += 1

    np.testing.assert_array_equal(seen.outgoing, outgoing)
    np.testing.assert_array_equal(seen.counts, incoming)
    np.testing.assert_array_equal(seen.shrinking_incoming, outgoing)
    np.testing.assert_array_equal(seen.shrinking_outgoing, incoming)


@pytest.mark.parametrize(
    ("kernel", "stride"), [(3, 2), (4, 2), (5, 3), (6, 3), (2, 2), (2, 3), (5, 2)]
)
def test_inside_counts_are_even_where_the_stride_divides_the_kernel(kernel, stride):
    counts = expand(np.ones((8, 8)), np.ones((kernel, kernel)), stride=stride).counts
    inside = counts[kernel:-kernel, kernel:-kernel]

    assert (len(np.unique(inside)) == 1) == (kernel % stride == 0)


def test_the_catalogue_s_integers():
    seen = expand([[1, 2], [0, -1]], [[1, 0, 2], [3, 1, 0], [0, 1, 1]], stride=2)

    assert seen.z.tolist() == [
        [1, 0, 4, 0, 4], [3, 1, 6, 2, 0], [0, 1, 0, 2, 0], [0, 0, -3, -1, 0], [0, 0, 0, -1, -1],
    ]  # fmt: skip
    corner = expand(np.ones((4, 4)), np.ones((4, 4)), stride=2, padding=1).outgoing
    assert (corner[0, 0], corner[0, 1], corner[1, 1]) == (9, 12, 16)
